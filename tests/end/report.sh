#!/usr/bin/env bash
# `lisae report`: the page of the results that come with the program, each number of which stands in a file; of others'
# results with any names, whole or in parts; of thousands of runs. How it looks in a browser is report-browser.sh's.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
root=$(cd "$tests/.." && pwd)
reference=$root/results/reference
cd "$work" || exit 1
report() { "$LISAE" report --plots "$root/plots" "$@"; }
bytes() { stat -c %s "$1"; }

# A gnuplot whose pictures nobody looks at.
mkdir bin
printf '#!/bin/sh\necho "<svg>              <g/></svg> IEND" > "$5"\n' > bin/gnuplot
chmod +x bin/gnuplot
undrawn() { PATH="$work/bin:$PATH" report "$@"; }

# --- the results that come with the program
ends 'a report' 0 '^one.html$' report "$reference" -o one.html
check 'at most 5 MB' [ "$(bytes one.html)" -le 5000000 ]
check 'the plane, a row for each of its table' [ "$(sed -n '/id="unreliable-2d-plane"/,/<\/table>/p' one.html |
    grep -c '<tr><th scope=row>')" -eq "$(sed 1d "$reference/unreliable-2d/plane.csv" | wc -l)" ]
check 'ablations along their axes' [ "$(grep -cE '<figure id="ablation-[a-z-]*-(sweep|dots)">' one.html)" -ge 9 ]
rows=$(sed -n '/<details class="runs">/,/<\/details>/p' one.html | grep -c '<tr><th scope=row>')
check "many experiments share what lists of runs may have: $rows rows" [ "$rows" -gt 1000 -a "$rows" -le 2000 ]
cp -r "$reference" copy
ends 'of a copy elsewhere' 0 '^two.html$' report copy -o two.html
same 'the same bytes' one.html two.html
ends 'over one that is there' 0 '^two.html$' undrawn copy -o two.html
check 'to standard output' cmp -s two.html <(undrawn copy -o -)
check 'no path in it' [ "$(grep -c "$work\|$root" one.html)" -eq 0 ]

# --- with the stress tests of all detectors on four data sets, and four ablations more
mkdir grown
cp -r "$reference"/* grown/
rm -r grown/stress-*
for set in mnist fashion-mnist svhn cifar10; do cp -r "$reference/stress-mnist" grown/stress-$set; done
kept=("$reference"/ablation-*)
for n in 1 2 3 4; do cp -r "${kept[n % ${#kept[@]}]}" grown/ablation-more-$n; done
ends 'a report of them' 0 '^grown.html$' report grown -o grown.html
echo "with more: $(bytes grown.html) bytes"
check 'it has them' [ "$(grep -cE '<figure id="stress-[a-z0-9-]*-stress-distance">' grown.html)" -eq 4 ]
check 'a panel for each' [ "$(sed -n '/<figure id="stress-svhn-stress-distance">/,/<\/figure>/p' grown.html |
    grep -oE '>(KDE|LOF|PCA|AE|LIS-AE|HSC|HOG-LDA)</text>' | sort -u | wc -l)" -eq 7 ]
check 'with all pictures' [ "$(grep -c 'Left out:' grown.html)" -eq 0 ]
check 'at most 5 MB, too' [ "$(bytes grown.html)" -le 5000000 ]

# What the attributes of tags say, without words of text.
attributes() { grep -oE " ($1)=\"[^\"]*\"" "$2" | sed 's/^[^"]*"//; s/"$//' | sort -u; }
check 'no address leaves the file' [ -z "$(attributes 'src|href|srcset|action|data' one.html | grep -v '^#')" ]
check 'pictures are inside' [ -z "$(attributes 'xlink:href' one.html | grep -vE '^#|^data:image/png;base64,')" ]
loads='(url\([^#]|@import|import\(|fetch\(|XMLHttpRequest|sourceMappingURL).{0,20}'
check 'nothing loads' [ -z "$(grep -oE "$loads" one.html)" ]
check 'one script' [ "$(grep -c '<script' one.html)" -eq 1 ]
check 'its hash is in the policy' grep -qF "script-src 'sha256-$(sed -n '/<script>/,/<\/script>/p' one.html |
    perl -0pe 's/.*?<script>//s; s/<\/script>.*//s' | openssl dgst -sha256 -binary | base64)'" one.html
check 'strict' grep -qF "default-src 'none'; style-src 'unsafe-inline'; img-src data:;" one.html
check 'ids are of one' [ -z "$(grep -oE ' id="[^"]*"' one.html | sort | uniq -d)" ]
check 'what is referred to is there' [ -z "$(comm -23 <(attributes 'href|aria-labelledby|xlink:href' one.html |
    grep -v ^data: | sed 's/^#//' | sort -u) <(attributes id one.html))" ]
check 'every table has a caption' [ "$(grep -c '<table>' one.html)" -eq "$(grep -c '<caption' one.html)" ]
check 'every picture has words' [ "$(grep -c '<svg' one.html)" -eq \
    "$(grep -c '<svg role="img" aria-labelledby=' one.html)" ]
check 'UTF-8' iconv -f UTF-8 -t UTF-8 -o /dev/null one.html

# --- every number: in a <data> that of a file, rounded; elsewhere the words of the paper's tables
# The words of the page, without pictures, specs, looks and scripts.
page_words() {
    perl -0pe 's/<(svg|pre|style|script)\b.*?<\/\1>//gs' "$1"
}
# Cells of CSV files that are numbers, as they stand there.
awk -F '[,"]' '{ for (i = 1; i <= NF; i++) if ($i ~ /^-?[0-9]*\.?[0-9]+(e-?[0-9]+)?$/) print $i }' \
    "$reference"/*/*.csv | sort -u > cells
page_words one.html | grep -oE '<data value=[^>]*>[^<]*' | sed 's/<data value=//; s/>/ /' | sort -u > shown
check 'there are many' [ "$(wc -l < shown)" -ge 3000 ]
check 'each is the number of a file' [ -z "$(comm -23 <(cut -d ' ' -f 1 shown | sort -u) cells | head)" ]
# By whole numbers, so that a half is one.
wrong=$(awk '{
    value = $1; text = $2; sub(/^[+-]/, "", text)
    decimals = index(text, ".") ? length(text) - index(text, ".") : 0
    if (value ~ /e/) { if (value - $2 > 0.00006 || $2 - value > 0.00006) print; next }
    sub(/^-/, "", value)
    split(value, part, ".")
    digits = substr(part[2] "000000000", 1, 9)
    scaled = part[1] * 1000000000 + digits
    unit = 10 ^ (9 - decimals)
    if (sprintf("%.0f", int((scaled + unit / 2) / unit)) != sprintf("%.0f", text * 10 ^ decimals)) print }' shown)
check 'rounded a half up' [ -z "$wrong" ]
with() { local d; for d in "$reference"/table*/; do printf -- '--with\n%s\n' "$d"; done; }
mapfile -t named < <(with)
PATH="$work/bin:$PATH" "$LISAE" tables --plots "$root/plots" "${named[@]}" -o tables > /dev/null
page_words one.html | perl -0pe 's/<data.*?<\/data>//gs; s/<[^>]*>/ /gs' | grep -oE '[0-9]+\.[0-9]+' | sort -u > others
{ cat tables/*.csv "$reference"/*/spec.ini "$root"/experiments/choose-*.ini
    echo 0.005 0.01 0.02 0.05 0.3.21 2.6.3 3.21 1.25; } | grep -oE '[0-9]+\.[0-9]+' | sort -u > known
check 'others are those of the paper'"'"'s tables and of specs' [ -z "$(comm -23 others known | head)" ]
column() { # FILE COLUMN of printed cells
    awk -F , -v name="$2" 'FNR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        $at["part"] == "printed" { print $at[name] }' tables/table*.csv
}
tile() { sed -n "/<dl class=\"tiles\">/,/<\/dl>/s/.*<dt>$1<\/dt><dd>\([0-9,]*\).*/\1/p" one.html | tr -d ,; }
check 'how many match' [ "$(tile '= match')" -eq "$(column tables verdict | grep -cx match)" ]
check 'how many are higher' [ "$(tile '↑ higher')" -eq "$(column tables verdict | grep -cx higher)" ]
check 'how many are lower' [ "$(tile '↓ lower')" -eq "$(column tables verdict | grep -cx lower)" ]
check 'how many are there' [ "$(tile 'printed numbers redone')" -eq "$(column tables reproduced | grep -c .)" ]
methods() { paste -d , <(column tables method) <(column tables verdict); }
printf -v words 'in all its forms, %d match, %d are higher, %d lower; of those of the others' \
    "$(methods | grep -c 'lis-ae,match')" "$(methods | grep -c 'lis-ae,higher')" "$(methods | grep -c 'lis-ae,lower')"
check 'how many of LIS-AE' grep -qF "$words" one.html
# the box of a table, without its heads
box() { sed -n "/<div class=\"box\" id=\"$1\"/,/<\/table>/p" one.html | sed -n '/<tbody>/,$p'; }
check 'as many lower ones are listed' [ "$(box lower | grep -c '^<tr>')" -eq "$(tile '↓ lower')" ]
check 'the farthest first' [ "$(box lower | grep -oE 'value=-0\.[0-9]+' | sed 's/.*=-//' | tr '\n' ' ')" = \
    "$(box lower | grep -oE 'value=-0\.[0-9]+' | sed 's/.*=-//' | sort -rn | tr '\n' ' ')" ]
check 'pairs as a matrix' grep -qE '<td class=pair>.*<span class="v higher">↑ higher</span> 10/0/0' \
    <(box table2-svhn-matrix)
payload=$(awk -F , '$2 == "re-cropped" { print $3 }' "$root/results/published/data.csv")
check 'whose data' grep -qF "<code>$payload</code>" <(box data-sets)
check 'settings of the specs' grep -qF 'shape.gamma <b>15</b>' <(box settings)
check 'how they were chosen' grep -qF '<code>choose-svhn-gamma</code>' <(box choices)
check 'no choices of other data sets' [ "$(box choices | grep -c '<code>choose-')" -eq \
    "$(grep -lE '^dataset *= *(mnist|fashion-mnist|svhn|cifar10)$' "$root"/experiments/choose-*.ini | wc -l)" ]
runs() { awk -F , 'FNR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
    $at["outlier"] == "all" && $at["status"] == "ok" { print $at["run_id"] }' "$@" | sort -u; }
check 'how many runs are done' [ "$(tile 'runs done')" -eq "$(runs "$reference"/*/auc.csv | wc -l)" ]
seconds() { awk -F , 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
    $at["detector"] == "lis-ae" { s += $at["train_s"] + $at["score_s"] } END { printf "%.0f\n", s }' "$1"; }
lis_ae='<th scope=row>LIS-AE, mnist<td class=n>30<td class=n><data class=sum value='
check 'times' grep -qF "$lis_ae$(seconds "$reference/table1-mnist/times.csv")>" one.html
check 'verdicts as words and signs' grep -qE '→ [0-9.]+ ↑[^<]* <span class="v higher">higher</span>' one.html
check 'hashes of the files' grep -qF "$(sha256sum "$reference/table2-svhn/auc.csv" | cut -d ' ' -f 1)" one.html

# --- another number is another page
awk -F , -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c }
    $2 == "mnist" && $4 == "lis-ae" { $at["reproduced"] = "0.123450" } { print }' \
    "$reference/table1-mnist/compare.csv" > copy/table1-mnist/compare.csv
ends 'a number is changed' 0 '' undrawn copy -o two.html
check 'it is shown, a half rounded up' grep -qF '0.9768 → 0.1235' two.html
check 'it was not before' [ "$(grep -c '0.9768 → 0.1235' one.html)" -eq 0 ]

# --- what is not there, or cannot be read
mkdir empty few
cp -r "$reference/demo" few/
ends 'a few results' 0 '^e.html$' undrawn few -o e.html
cp e.html before.html
ends 'a folder without experiments' 3 "^lisae: 'empty': expected the folder of an experiment" \
    undrawn few empty -o e.html
same 'the page of before stays' e.html before.html
ends 'no folder' 3 "cannot read the folder 'nowhere'" undrawn nowhere -o e.html
echo 'a,b,c' >> copy/table2-svhn/auc.csv
ends 'a table that cannot be read' 3 'copy/table2-svhn/auc.csv:[0-9]+:' undrawn copy -o f.html
check 'nothing is written then' [ ! -e f.html ]
cp -r "$reference/table2-svhn" untitled
mkdir untitled/title.txt
ends 'a title that cannot be read' 3 "untitled/title.txt'" undrawn untitled -o f.html
rm -r untitled/title.txt
mkdir untitled/tests.csv.d && mv untitled/tests.csv untitled/tests.csv.d/ && mv untitled/tests.csv.d untitled/tests.csv
ends 'a table that is a folder' 3 "untitled/tests.csv'" undrawn untitled -o f.html
check 'nothing is written then, either' [ ! -e f.html ]
rm -r untitled

# --- to other things than a file that is not there
ln -s real.html link.html
ends 'to a link' 0 '^link.html$' undrawn few -o link.html
check 'it stays one' [ -L link.html ]
same 'the file that it leads to is the page' real.html e.html
mkfifo pipe
cat pipe > piped & reader=$!
ends 'to a FIFO' 0 '^pipe$' undrawn few -o pipe
wait "$reader"
same 'it went through' piped e.html
check 'it stays one, too' [ -p pipe ]
if [ -w /dev/full ]; then
    ends 'a full disk' 3 "/dev/full" undrawn few -o /dev/full
    full() { undrawn few -o - > /dev/full; }
    ends 'a full standard output' 3 'cannot write' full
    check 'the device stays' [ -c /dev/full ]
fi
cp e.html kept.html
limited() { (ulimit -f 1 && undrawn "$reference/table1-mnist" -o kept.html); }
ends 'no room' 3 "kept.html" limited
same 'what was there before stays' kept.html e.html
check 'nothing is left behind' [ -z "$(find . -maxdepth 1 -name '.tmp-*')" ]

ends 'no folder to write to' 3 'nowhere' undrawn few -o nowhere/e.html
ends 'an unknown option' 2 'report: takes no option' undrawn --data x
mkdir none
for tool in dirname basename; do ln -s "$(command -v $tool)" none/; done
ends 'without gnuplot' 3 "'g.html' lacks 1 picture .* table1-mnist/heatmap: cannot start 'gnuplot'" \
    env PATH="$work/none" "$LISAE" report "$reference/table1-mnist" -o g.html
check 'the page says so' grep -qF 'Left out: gnuplot could not draw it' g.html
check 'and has the tables' grep -qF '<td>0.9568 → 0.9537ᵃ ↓' g.html
mkdir partial
cp -r "$reference/table1-mnist" partial/
printf '#!/bin/sh\necho "<svg>              <script/></svg>" > "$5"\n' > none/gnuplot
chmod +x none/gnuplot
ends 'a picture that may not stand in a page' 3 "'h.html' lacks 1 picture .*/heatmap: expected an element" \
    env PATH="$work/none" "$LISAE" report partial -o h.html
check 'the page says so, too' grep -qF 'Left out: gnuplot could not draw it' h.html
rm none/gnuplot

# --- a user's own: an axis, no printed numbers, half done
make_set stripes 8 12 6 1
cat > own.ini << 'END'
[experiment]
title = Sizes & <b>"more"</b>
[data]
dataset = stripes
positive = 0, 3
[iforest]
trees = 10, 20
[detectors]
run = kde, iforest
END
"$LISAE" run --data data --results results own.ini > said 2>&1
ends 'their own' 0 '^results/report.html$' report --results results results
page=results/report.html
check 'its title' grep -qF '<h1>Sizes &amp; &lt;b&gt;&quot;more&quot;&lt;/b&gt;</h1>' $page
check 'its axis' grep -qF '<td>iforest.trees<td>' $page
check 'whole' grep -qF '✓ Whole:</b> all 6 runs are done' $page
check 'nothing printed' [ "$(grep -c "The paper's tables" $page)" -eq 0 ]
if command -v gnuplot > /dev/null; then
    for picture in sweep roc; do
        check "picture $picture" grep -q "<svg role=\"img\" aria-labelledby=\"own-$picture--words\"" $page
    done
    check 'no map beside lines along one axis' [ "$(grep -c 'own-heatmap' $page)" -eq 0 ]
fi
rm -r "results/runs/$(run_ids results/own/auc.csv detector kde | head -n 1)"
"$LISAE" collect --data data --results results own.ini > said 2>&1
ends 'half done' 0 'report.html' report --results results results
check 'says what is missing' grep -qF '⚠ Not whole:</b> 5 of 6 runs are done; 1 is missing' $page
check 'of which mean' grep -qF '⚠ 1/2' $page
ends 'named alone' 0 'own.html' report results/own -o own.html
same 'the same page' own.html $page

# --- ten thousand runs
mkdir -p many/big
awk 'BEGIN {
    print "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,variant,auc," \
        "auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id,anomalies,holdout,train_limit,test_limit,mark"
    for (run = 0; run < 10000; run++)
        for (o = -1; o < 9; o++)
            printf "big,tiny,made-up,lis-ae,%d,next-class,%s,%d,8,%d,1,off,,0.%06d,0.1,0.9,100,900,ok,,%012x," \
                "rest,0,0,0,\n", run % 10, o < 0 ? "all" : o, run / 10 % 100 + 1, run / 1000, 500000 + run, run
}' > many/big/auc.csv
awk 'BEGIN {
    print "experiment,dataset,detector,positive,negative,seed,variant,train_s,score_s,peak_memory_kib,note,run_id," \
        "revision,kernels"
    for (run = 0; run < 10000; run++)
        printf "big,tiny,lis-ae,%d,next-class,%d,,1.5,0.1,1000,,%012x,abc,none\n", run % 10, run / 10 % 100 + 1, run
}' > many/big/times.csv
start=$EPOCHREALTIME
ends 'ten thousand runs' 0 'big.html' undrawn many -o big.html
echo "ten thousand runs: $(bytes big.html) bytes in $(((${EPOCHREALTIME/./} - ${start/./}) / 1000)) ms"
check 'at most 10 MB' [ "$(bytes big.html)" -le 10000000 ]
check 'not all are shown' grep -qF '100 of 10,000 runs are shown; <code>big/auc.csv</code> has all' big.html
check 'as many as it says' [ "$(grep -c '<td>ok<td>[0-9a-f]\{12\}$' big.html)" -eq 100 ]
finish
