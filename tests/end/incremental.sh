#!/usr/bin/env bash
# Classes that come one after the other, from end to end: tables whose numbers are computed anew from the scores, the
# same bytes wherever, a call that is killed, what cannot be (docs/incremental.md).

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 30 10 1
cat > come.ini << 'END'
[experiment]
title = One after the other
seeds = 1..2
[data]
dataset = stripes
positive = each
negative = outliers
train_limit = 20
[model]
kind = mlp
latent = 6
encoder = 16
decoder = 16
[train]
epochs = 6
batch = 10
[shape]
epochs = 4
[detectors]
run = raw-l2, lis-ae, hog-lda, latent-mahalanobis
[incremental]
order = random
base = 6
negatives = earlier others
cell = 4
epochs = 4
END
incremental() { "$LISAE" incremental --data data --results "$1" "${@:2}" come.ini; }
ends 'all parts' 0 '\[incremental 24/24\] softmax-new stripes, seed 2 done' incremental out
tables=out/come
cp said printed
check 'what is printed' found '^come,stripes,lis-ae,others,level,2,10,[01]\.[0-9]+,10,[01]\.' printed
check 'classes known' [ "$(awk -F, '$3 == "raw-l2" && $5 == 1 && $6 == "raw" { print $7 }' $tables/incremental.csv |
    paste -sd ' ')" = '6 7 8 9 10' ]
check 'the bound, once' [ "$(awk -F, '$4 == "others" { print $7 }' $tables/incremental.csv | sort -u)" = 10 ]
check 'a class once' [ "$(awk -F, '$3 == "softmax" { print $5, $6 }' $tables/incremental-classes.csv | sort -u |
    wc -l)" -eq 20 ]

# The numbers once more: answers by each rule from scores and scales, Wilson's intervals, and AUCs by counting pairs.
zcat $tables/incremental-scores.csv.gz > scores.csv
cat > again.awk << 'AWK'
BEGIN { FS = "," }
FILENAME ~ /classes/ && FNR > 1 {
    part = $2 "," $3 "," $4 "," $5
    came[part, $6] = $7; auc[part, $6] = $9; median[part, $6] = $12; q95[part, $6] = $13
    next
}
FILENAME ~ /scores/ && FNR > 1 {
    part = $2 "," $3 "," $4 "," $5
    n[part]++; label[part, n[part]] = $7; score[part, n[part]] = $8
    next
}
FILENAME ~ /incremental.csv/ && FNR > 1 {
    part = $2 "," $3 "," $4 "," $5
    # what later classes change is in the rows of all ten alone
    if ($7 < 10 && ($3 ~ /lda|classes|softmax/) && $3 != "hog-lda") next
    total = right = 0
    for (i = 1; i <= n[part]; i++) {
        if (came[part, label[part, i]] > $7) continue
        split(score[part, i], s, " ")
        best = -1
        for (c = 0; c < 10; c++) {
            if (came[part, c] > $7) continue
            of = median[part, c]
            v = $6 == "raw" ? s[c + 1] : $6 == "ratio" ? s[c + 1] / of : (s[c + 1] - of) / (q95[part, c] - of)
            if (best < 0 || v < least || (v == least && came[part, c] < came[part, best])) {
                best = c
                least = v
            }
        }
        total++; right += best == label[part, i]
    }
    p = right / total; z = 1.959963984540054; of = z * z / total
    middle = (p + of / 2) / (1 + of); half = z / (1 + of) * sqrt(p * (1 - p) / total + of / (4 * total))
    low = right ? middle - half : 0; high = right < total ? middle + half : 1
    if ($8 != total || $9 != sprintf("%.6f", p) || $10 != sprintf("%.6f", low) || $11 != sprintf("%.6f", high)) {
        print "row " FNR ": found " $0 ", expected " total " " p " " low " " high; bad++
    }
    looked++
}
END {
    for (key in auc) {
        split(key, at, SUBSEP)
        part = at[1]; c = at[2]; pairs = wins = 0
        for (i = 1; i <= n[part]; i++) { split(score[part, i], s, " "); of_class[i] = s[c + 1] }
        for (i = 1; i <= n[part]; i++) {
            if (label[part, i] != c) continue
            for (k = 1; k <= n[part]; k++) if (label[part, k] != c) {
                pairs++; wins += of_class[k] > of_class[i] ? 1 : of_class[k] == of_class[i] ? 0.5 : 0
            }
        }
        off = auc[key] - wins / pairs
        if (off > 1e-6 || off < -1e-6) { print key ": " auc[key] " " wins / pairs; bad++ }
        looked++
    }
    print looked " looked at"
    exit bad > 0 || looked < 300
}
AWK
check 'the numbers, computed anew' awk -f again.awk $tables/incremental-classes.csv scores.csv $tables/incremental.csv

# Not again; the same bytes elsewhere; after a kill and a loss only what was lost.
cp -r $tables before
ends 'nothing is left' 0 '^come,stripes,' incremental out
check 'nothing was done' [ "$(grep -c '^.incremental' "$work/said")" -eq 0 ]
compare() { # WHAT FOLDER
    local table
    for table in incremental.csv incremental-classes.csv incremental-summary.csv incremental-scores.csv.gz; do
        same "$table $1" before/$table "$2/$table"
    done
}
compare 'as before' $tables
"$LISAE" incremental --data data --results killed come.ini > killed.said 2>&1 &
running=$!
while [ ! -d killed/incremental ] || [ -z "$(find killed/incremental -name curve.csv)" ]; do
    kill -0 $running 2> said || break
done
kill -9 $running 2> said
wait $running 2> said
check 'no tables of half of it' [ ! -e killed/come/incremental.csv ]
ends 'goes on' 0 '^come,stripes,' incremental killed
compare 'after a kill' killed/come
check 'nothing half-done stays' [ -z "$(find killed -name '.tmp-*')" ]
part=$(awk -F, '$3 == "hog-mean" { print $14; exit }' $tables/incremental.csv)
rm -r "out/incremental/$part"
ends 'one is done again' 0 '\[incremental [0-9]+/24\] hog-mean' incremental out
compare again $tables
echo damaged > "out/incremental/$part/curve.csv"
ends 'damaged' 3 'remove the folder to have the part done anew' incremental out
check 'its tables are not taken for whole ones' [ -e $tables/being-made-incremental.txt ]
"$LISAE" collect --data data --results out come.ini > said 2>&1
ends 'nor when other tables were made' 3 'being-made-incremental.txt: .*: `lisae incremental` of their spec' \
    "$LISAE" audit $tables
rm -r "out/incremental/$part"
for first in out/incremental/first-*; do echo more >> "$first"; done
ends 'a damaged first phase is done again' 0 '^come,stripes,' incremental out
compare 'with new first phases' $tables
ends 'tables without runs are no damaged run' 3 'no run that is done was found' "$LISAE" verify before

# Pictures and a page of the tables alone; kept tables are looked at, and the numbers of pages found in them.
ends 'a picture' 0 'before/incremental.png' "$LISAE" plot --plots "$tests/../plots" before
check 'detectors' found '>LIS-AE, against all others<' before/incremental.svg
check 'rivals' found '>classifier, new images alone<' before/incremental.svg
check 'one set is named in the title alone' [ "$(grep -c 'stripes' before/incremental.svg)" -eq 1 ]
mkdir few
cat > few/incremental.csv << 'END'
dataset,method,negatives,seed,rule,known,accuracy
a,kde,,1,raw,2,0.82
a,kde,,2,raw,2,0.9
a,kde,,2,level,2,0.1
a,softmax-new,,1,raw,2,0.2
b,kde,,1,raw,3,0.5
END
awks=$tests/../plots/awk
LC_ALL=C awk -f "$awks/csv.awk" -f "$awks/gnuplot.awk" -f "$awks/detectors.awk" -f "$awks/incremental.awk" \
    few/incremental.csv few/incremental.csv > few/data
check 'the mean, the least and the most of the seeds' [ "$(grep -c -x '2 0.86 0.82 0.9' few/data)" -eq 1 ]
check 'what one forgets is in a panel of its own' [ "$(grep '^Panel' few/data | paste -sd ' ')" = \
    "Panel[1] = 'a'; First[1] = 1; Last[1] = 2; Low[1] = 0 Panel[2] = 'a, enlarged'; First[2] = 1; Last[2] = 2;\
 Low[2] = 0.8 Panel[3] = 'b'; First[3] = 3; Last[3] = 3; Low[3] = 0.5" ]
ends 'no picture of runs is missed' 0 'incremental.svg' "$LISAE" plot --plots "$tests/../plots" -o drawn before
check 'nothing of them' [ "$(grep -c 'nothing to draw' "$work/said")" -eq 0 ]
ends 'a report' 0 '' "$LISAE" report --plots "$tests/../plots" -o page.html before
check 'its table' found 'Classes that come one after the other\.' page.html
check 'its picture' found 'Accuracy as classes come' page.html
mkdir -p kept/ranks
cp -r before kept/come
number=$(awk -F, 'NR == 2 { printf "%.3f", $10 }' before/incremental-summary.csv)
echo "An accuracy of $number, and 0.1234567." > page.md
ends 'an audit, of no runs' 0 'kept/come: the summary is what the parts give' "$LISAE" audit kept page.md
ends 'of the page' 0 'page.md: 1 numbers are of the tables' "$LISAE" audit kept page.md
ends 'a number' 0 'incremental-summary.csv:2: accuracy_all' "$LISAE" audit kept "$number"
sed -i '2s/,[^,]*$/,0.123456/' kept/come/incremental-summary.csv
ends 'another mean' 3 "incremental-summary.csv:2: expected what its runs give, '.*', found '0.123456'" \
    "$LISAE" audit kept
cp before/incremental-summary.csv kept/come/
sed -i '2s/,raw,6,60,[^,]*,/,raw,6,60,0.999999,/' kept/come/incremental.csv
ends 'another accuracy' 3 "incremental.csv:2: expected a share of 60 images with its interval, found '0.999999'" \
    "$LISAE" audit kept

# Tables that tools/incremental keeps: all of them with what made them, or none.
cp -r out stored
cp -r before stored/incremental-mnist
printf '#!/bin/sh\n[ -z "$FAILS" ] || { echo no such set >&2; exit 1; }\necho "; checked" > "$5"\n' > checks
chmod +x checks
keep() { # FAILS
    FAILS=$1 LISAE=$work/checks RESULTS=$work/stored REFERENCE=$work/reference \
        "$tests/../tools/incremental" keep mnist
}
part=$(awk -F, '$3 == "hog-mean" { print $14; exit }' before/incremental.csv)
mv "stored/incremental/$part/made.ini" .
ends 'a part of which nobody knows what made it' 1 "$part/made.ini" keep ''
check 'is not kept' [ ! -e reference/incremental-mnist ]
mv made.ini "stored/incremental/$part/"
ends 'all is known' 0 'incremental-mnist: [0-9]+ rows' keep ''
check 'it is kept' cmp before/incremental.csv reference/incremental-mnist/incremental.csv
check 'with each part' [ "$(sed -n 's/^parts =//p' reference/incremental-mnist/provenance.ini | wc -w)" -eq 24 ]
echo old > reference/incremental-mnist/data.csv
ends 'a spec that cannot be checked' 1 'no such set' keep 1
check 'changes nothing' [ "$(cat reference/incremental-mnist/data.csv)" = old ]
check 'and leaves nothing' [ -z "$(find reference -name '.incoming*')" ]

# Kept tables are shown where there are none of one's own, which stay, unless FRESH=1.
cp -r reference shown-reference
shown() { LISAE=$LISAE RESULTS=$work/shown REFERENCE=$work/shown-reference "$tests/../tools/incremental" mnist; }
ends 'what is kept' 0 'shown/incremental-mnist/incremental.png' shown
same 'is copied' before/incremental.csv shown/incremental-mnist/incremental.csv
check 'with its title' [ -s shown/incremental-mnist/title.txt ]
sed 's/0\.[0-9]*/0.123456/g' before/incremental-summary.csv > shown/incremental-mnist/incremental-summary.csv
sed '$d' before/incremental.csv > shown/incremental-mnist/incremental.csv
cp -r shown/incremental-mnist own
ends 'tables of own runs' 0 'shows what is in .*/shown/incremental-mnist, which is not what .* keeps' shown
for table in own/*.csv; do
    same 'stay as they are' "$table" "shown/incremental-mnist/${table##*/}"
done
says 'and are shown' '0\.123'
rm -r shown
if mount -t tmpfs -o size=16k none "$(mkdir shown && echo shown)" 2> /dev/null; then
    mounts+=("$work/shown")
    ends 'a full disk' 1 'No space' shown
    check 'leaves no half' [ -z "$(find shown -name '*.csv' -o -name '.incoming*')" ]
fi

# Part of it, in a folder of its own.
ends 'with -D' 0 '^come,stripes,hog-mean,,raw,2,3,' incremental killed -D incremental.base=3 \
    -D incremental.rivals=hog-mean -D detectors.run=raw-l2
check 'whole tables stay' cmp before/incremental.csv killed/come/incremental.csv

# What cannot be.
with() { "$LISAE" check --data data "${@/#/-D}" come.ini; }
ends 'an order' 2 "-D incremental.order=0 1: 'order' in \[incremental\]: 'stripes': expected each class from 0 to 9 " \
    with 'incremental.order=0 1'
ends 'a base' 2 "-D incremental.base=11: 'base' in \[incremental\]: expected at most the 10 classes of 'stripes'" \
    with incremental.base=11
ends 'negatives' 2 'expected earlier, others, or both' with incremental.negatives=all
ends 'a rival' 2 'expected all, none, or names of rivals' with incremental.rivals=svm
sed 's/^latent = 6/latent = 6, 8/' come.ini > axis.ini
ends 'an axis' 2 '^axis.ini:11: expected one value beside \[incremental\], found 2' \
    "$LISAE" incremental --data data --results none axis.ini
sed '/incremental/,$d' come.ini > plain.ini
ends 'no section' 2 'expected a section \[incremental\] in the spec' \
    "$LISAE" incremental --data data --results none plain.ini
sed 's/^run = .*/run = raw-l2/; s/^cell/rivals = code-mean\ncell/' come.ini > alone.ini
ends 'no autoencoder' 2 "'code-mean' looks at a shared autoencoder: expected a detector that starts from one" \
    "$LISAE" incremental --data data --results none alone.ini
ends 'labels' 3 'ocsvm-labels: its scores are sets of labels' \
    incremental none -D incremental.rivals=none -D detectors.run=ocsvm-labels -D experiment.seeds=1
ids() { "$LISAE" plan --data data --results none "$@" come.ini | grep -oE '^[0-9a-f]{12}' | sort; }
check 'no run depends on it' [ "$(ids)" = "$(ids -D incremental.base=3)" ]
finish
