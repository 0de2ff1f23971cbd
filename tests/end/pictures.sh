#!/usr/bin/env bash
# `lisae plot`: what pictures call the settings of an ablation and which curves stand beside each other
# (tests/golden/pictures, a grid of four negatives and three gammas on Fashion-MNIST, thinned), what a
# user's environment may do, and what is said where there is nothing to draw. tests/end/plots.sh has the
# scripts themselves. With RENEW=1 it writes tests/golden/pictures/words.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
golden=$tests/golden/pictures
cd "$work" || exit 1
plot() { "$LISAE" plot --plots "$tests/../plots" "$@"; }
texts() { grep -o '<text>[^<]*</text>' "$1" | sed 's/<[^>]*>//g'; } # SVG, in the order of drawing
count() { texts "$1" | grep -c -x -F -- "$2"; }                      # SVG TEXT

few_of() { # FOLDER OTHER TABLE ...: as much of a folder as heat maps and the pictures of these tables need
    local from=$1 to=$2 table
    shift 2
    mkdir "$to"
    for table in auc detectors "$@"; do cp "$from/$table.csv" "$to/"; done
    cp "$from"/*.txt "$to/"
}

# --- an ablation
cp -r "$golden" grid
rm -f grid/words
ends 'pictures of a grid' 0 'grid/loss.png' plot grid
for picture in roc tradeoff heatmap sweep dots loss; do # numbers of axes are gnuplot's choice
    echo "[$picture]"
    texts "grid/$picture.svg" | grep '[[:alpha:]]'
done > words
[ -z "${RENEW:-}" ] || cp words "$golden/words"
same 'words of the pictures' "$golden/words" words
check 'the title is in all' [ "$(grep -c -x 'Negatives and gamma, Fashion-MNIST' words)" -eq 6 ]
check 'no key of a spec in a label' [ "$(grep -c 'data[.]' words)" -eq 0 ]
beside() { [ "$(count grid/tradeoff.svg "$1")" -eq "$2" ]; }
check 'trade-off: three gammas beside the AE without the next class' beside 'AE, anomalies without next-class' 3
check 'trade-off: three beside the AE without the other half' beside 'AE, anomalies without other-half' 3
check 'trade-off: negatives of other sets beside the AE that all anomalies judge' beside AE 6
check 'loss: the first phase once' [ "$(grep -c ', phase 1$' words)" -eq 1 ]
check 'loss: a panel for each second phase' [ "$(grep -c ', phase 2$' words)" -eq 12 ]
check 'ROC: three facets of both tasks' [ "$(count grid/roc.svg dress)" -eq 3 ]

check 'sweep: two axes of numbers' [ "$(grep -c -x -e 'by γ' -e 'by numbers in the code' words)" -eq 2 ]
check 'sweep: all of the legend' [ "$(count grid/sweep.svg 'declared setting')" -eq 1 ]
check 'dots: the words of the axis' [ "$(count grid/dots.svg other-half)$(count grid/dots.svg omniglot)" = 11 ]
check 'the best is said to be chosen' \
    [ "$(grep -c -x 'best of its line, chosen on these images' words)" -eq 1 ]
check 'bars are said to be over seeds' [ "$(grep -c -x 'mnist: .*; bars and band: 95 % over seeds' words)" -eq 2 ]
few_of grid axes sweep
sed -i 's/,1,[01]$/,0,0/' axes/sweep.csv
ends 'nothing declared' 0 sweep plot axes
check 'then nothing is said of it' [ "$(count axes/sweep.svg 'declared setting')" -eq 0 ]
sed -i '/,number,/d' axes/sweep.csv
ends 'no axis of numbers' 0 'sweep: nothing to draw in axes; the picture of what was there before is removed' plot axes

# The dashed curve is that of the run that stands in the row: another AE, another curve.
moved() { # RUN: all LIS-AE beside this one
    awk -F, -v OFS=, -v other="$1" '$NF != "" && NR > 1 { $NF = other } { print }' "$golden/tradeoff.csv" \
        > pairs/tradeoff.csv
}
few_of grid pairs tradeoff
moved "$(awk -F, '$2 == "ae" { print $11; exit }' "$golden/tradeoff.csv")"
ends 'trade-off of other pairs' 0 tradeoff plot pairs
check 'other pairs are another picture' [ "$(cmp -s grid/tradeoff.svg pairs/tradeoff.svg; echo $?)" -eq 1 ]
awk -F, -v OFS=, '{ $NF = NR == 1 ? $NF : "" } { print }' "$golden/tradeoff.csv" > pairs/tradeoff.csv
ends 'trade-off without pairs' 0 tradeoff plot pairs
check 'nothing beside it: no name of it' [ "$(count pairs/tradeoff.svg AE)" -eq 0 ]

# --- whatever the user has set up for gnuplot
few_of grid plain
mkdir home
printf 'set label 77 "LEAK" at screen 0.5,0.5\nsystem("touch leaked")\n' > home/.gnuplot
ends 'GNUTERM and ~/.gnuplot' 0 heatmap env HOME="$work/home" GNUTERM=qt "$LISAE" plot --plots "$tests/../plots" plain
same 'they change nothing' grid/heatmap.svg plain/heatmap.svg
check 'the .gnuplot is not run' [ ! -e leaked ]
# shellcheck disable=SC2016 # awk's $
printf '#!/bin/sh\nenv | grep -c "^KEPT=yes$\\|^GNUTERM=" > %q\nexit 7\n' "$work/environment" > gnuplot
chmod +x gnuplot
ends 'a gnuplot that fails' 3 "could not draw 'plain/heatmap.svg': 'gnuplot' ended with exit code" \
    env PATH="$work:$PATH" KEPT=yes GNUTERM=qt "$LISAE" plot --plots "$tests/../plots" plain
check 'the rest of the environment passes' [ "$(cat environment)" = 1 ]
rm gnuplot

# --- a folder whose name begins as options do
few_of grid ./-dash heatmap
ends 'a name that is no option' 0 '^-dash/heatmap.svg' plot -- -dash
same 'the same picture' grid/heatmap.svg ./-dash/heatmap.svg

# --- pictures of what is no longer in the tables, as it seems where a spreadsheet has spoiled these
few_of grid spoiled heatmap
cp grid/tradeoff.svg grid/sweep.svg spoiled/
sed 's/,/;/g' "$golden/tradeoff.csv" > spoiled/tradeoff.csv
ends 'a spoiled table' 3 "^lisae: spoiled/tradeoff.csv:1: expected a column 'detector', found none" plot spoiled
rm spoiled/tradeoff.csv
sed '1s/kind/Kind/' "$golden/sweep.csv" > spoiled/sweep.csv
ends 'another one' 3 "^lisae: spoiled/sweep.csv:1: expected a column 'kind', found none" plot spoiled
check 'the picture stays' [ -e spoiled/sweep.svg ]
rm spoiled/sweep.csv
mkdir own
echo 'my own' > own/dots.png
ends 'into another folder' 0 '^own/heatmap.svg' plot -o own spoiled
check 'where nothing is removed' [ "$(cat own/dots.png)" = 'my own' ]

# --- more points beside each word than can be told apart, which lines along numbers tell
many_of() { # NUMBER: folder "many" with as many points beside each of two words, and an axis of numbers
    few_of grid many heatmap
    {
        head -n 1 "$golden/sweep.csv"
        for ((i = 1; i <= $1; i++)); do
            echo "tiny,one-class,negative,word,a,lis-ae,\"LIS-AE, $i\",line,0.8,0.7,0.9,seeds,1,1,0,0"
            echo "tiny,one-class,negative,word,b,lis-ae,\"LIS-AE, $i\",line,0.8,0.7,0.9,seeds,1,1,0,0"
            echo "tiny,one-class,limit,number,$i,lis-ae,LIS-AE,line,0.8,0.7,0.9,seeds,1,1,0,0"
        done
    } > many/sweep.csv
}
many_of 12
ends 'twelve points' 0 '^many/dots.svg' plot many
many_of 13
ends 'thirteen' 0 'dots: nothing to draw in many; the picture of what was there before is removed' plot many
check 'are lines' [ -e many/sweep.svg ]
sed -i '/,number,/d' many/sweep.csv
ends 'without an axis of numbers they are drawn' 0 '^many/dots.svg' plot many

# --- pictures of what is no longer in the tables
few_of grid losses loss
cp grid/loss.svg grid/loss.png losses/
check 'there was a picture of losses' [ -e losses/loss.svg ]
head -n 1 "$golden/loss.csv" > losses/loss.csv
ends 'no losses any more' 0 'loss: nothing to draw in losses; the picture of what was there before is removed' \
    plot losses
check 'it goes' [ ! -e losses/loss.svg ] && check 'in both formats' [ ! -e losses/loss.png ]
ends 'once' 0 'loss: nothing to draw in losses$' plot losses
sed 's/,ok,/,failed,/' "$golden/auc.csv" > grid/auc.csv
rm grid/roc.csv grid/tradeoff.csv grid/loss.csv grid/sweep.csv
ends 'no run is done' 3 "no run in 'grid/auc.csv' is done" plot grid
check 'no picture is left' [ -z "$(find grid -name '*.svg' -o -name '*.png')" ]

# --- a size that is named twice; what no font has
rm -r grid
mkdir small
cp "$golden/detectors.csv" small/
awk -F, -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; print; next }
    NR == 2 { for (i = 1; i <= 12; i++) { $4 = "pca"; $5 = i % 2; $9 = $10 = $11 = $12 = ""; $9 = int((i + 1) / 2)
        $13 = "pca.components=" $9; $at["run_id"] = sprintf("%012d", i); print } }' "$golden/auc.csv" > small/auc.csv
printf 'plain\n\xf3\xb0\x80\x80 \xce\xb3\n' > small/classes.txt # a character of private use
ends 'no font has it' 0 'no font here has the characters .*: a .png shows [?] for each, the .svg has them' plot small
check 'the SVG has it' [ "$(count small/heatmap.svg $'\xf3\xb0\x80\x80 γ')" -eq 1 ]
check 'PCA is named by its own key alone' [ "$(count small/heatmap.svg 'PCA, components 1')" -eq 1 ]
check 'in the order of the table' [ "$(texts small/heatmap.svg | grep -o 'components .*' | xargs)" = \
    "$(for i in 1 2 3 4 5 6; do echo "components $i"; done | xargs)" ]
heatmap() { gnuplot -d -c "$tests/../plots/heatmap.gp" small "$1" "$2"; }
check 'drawn with what is missing' heatmap other.svg $'\xf3\xb0\x80\x80'
check 'it is shown as ?' [ "$(count other.svg '? γ')" -eq 1 ]
mkdir bin
printf '#!/bin/sh\nexit 1\n' > bin/fc-list
chmod +x bin/fc-list
ends 'no answer about fonts' 0 'cannot ask fontconfig' env PATH="$work/bin:$PATH" \
    "$LISAE" plot --plots "$tests/../plots" small

# --- elsewhere
rm small/*.svg small/*.png
ends 'into another folder' 0 'out/of/heatmap.svg' plot -o out/of small
check 'nothing beside the tables' [ -z "$(find small -name '*.svg' -o -name '*.png')" ]
if [ "$(id -u)" -eq 0 ] && mount --bind small small 2> /dev/null; then
    mounts+=("$work/small")
    touch small/.lock
    mount -o remount,bind,ro small
    ends 'a folder that cannot be written' 3 '-o DIR draws into another folder' plot small
    ends 'tables that are only to be read' 0 'out/heatmap.svg' plot -o out small
fi
ends 'no scripts' 3 "found no 'gone/heatmap.gp': .*--plots" "$LISAE" plot --plots gone -o out small

# --- specs
printf '[data]\ndataset = nowhere\npositiv = 1\n[detectors]\nrun = kde\n' > wrong.ini
ends 'a spec that is refused' 2 "wrong.ini:3: .*did you mean 'positive'" plot wrong.ini
printf '[data]\ndataset = nowhere\npositive = 1\n[detectors]\nrun = kde\n' > right.ini
ends 'no tables, and no data for a run' 2 "data set 'nowhere' is not prepared" plot --data none right.ini
mkdir results
cp -r out results/right # not the folder that is mounted
cp small/*.csv results/right/
ends 'tables without their data' 0 'results/right/heatmap.svg' plot --data none right.ini
rm right.ini
ends 'tables without their spec' 0 'results/right/heatmap.svg' plot right.ini
ends 'neither' 2 "missing.ini" plot missing.ini
ends 'no folder' 3 "cannot open 'missing/auc.csv'" plot missing

# --- a terminal that cannot wipe its line
if command -v script > /dev/null; then
    make_set stripes 8 10 4 1
    printf '[data]\ndataset = stripes\npositive = 0\n[detectors]\nrun = raw-l2, kde\n' > lines.ini
    on_terminal() { # TERM RESULTS
        script -qec "env TERM=$1 '$LISAE' run -j1 --data data --results $2 lines.ini" /dev/null < /dev/null
    }
    check 'a terminal' on_terminal xterm one
    cp said first
    check 'it has its line wiped' grep -q $'\033' first
    check 'a dumb one' on_terminal dumb two
    cp said second
    check 'it has not' [ "$(grep -c $'\033' second)" -eq 0 ]
    check 'and says what is done' grep -q '2/2. kde stripes 0, seed 1 done' second
fi
finish
