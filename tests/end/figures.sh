#!/usr/bin/env bash
# The paper's figures, by tools/figures: from made-up images and curves, with the same bytes each time, and where
# nothing is kept from runs. tests/golden/pictures/figures has the sums of the SVG files; RENEW=1 writes it anew.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
tree=$(cd "$tests/.." && pwd)
golden=$tests/golden/pictures/figures
cd "$work" || exit 1
export LISAE RESULTS=$work/results REFERENCE=$work/reference DATA=$work/data JOBS=2
figures() { FRESH=0 "$tree/tools/figures" "$@"; }
texts() { grep -o '<text>[^<]*</text>' "$1" | sed 's/<[^>]*>//g'; }

# Made-up material: images of two tasks by `lisae reconstruct`, curves with ten tasks in two columns.
make_set stripes 8 10 4 1
cat > small.ini << 'END'
[data]
dataset = stripes
positive = 3
negative = next-class
[model]
latent = 2
kind = linear
init = svd
output_bias = zero
[shape]
epochs = 1
[detectors]
run = ae, lis-ae
END
check 'runs' "$LISAE" run --data data --results small small.ini
check 'images' "$LISAE" reconstruct --data data --results small --residual ae -o reference/figures/fig2 small.ini
check 'the same' cp -r reference/figures/fig2 reference/figures/fig3
for figure in 4 A1 A2 A3 A4; do
    mkdir "reference/figures/fig$figure"
    {
        echo 'column,heading,dataset,positive,name,role,label,run_id,points'
        for column in 1 2; do
            for task in 0 1 2 3 4 5 6 7 8 9; do
                echo "$column,Column $column,tiny,$task,class $task,dashed,AE,a$task,0 1;0.$task 0.$task;1 0"
                echo "$column,Column $column,tiny,$task,class $task,solid,LIS-AE,b$task,0 1;0.9 0.$task;1 0"
            done
        done
    } > "reference/figures/fig$figure/curves.csv"
done
sed -i '/^2,/d' reference/figures/fig4/curves.csv

ends 'all figures' 0 'figA4.png' figures
# Images are reconstructed by kernels that round in their own way, so figures 2 and 3 have no sum.
{ gnuplot --version; (cd results/figures && sha256sum fig[14]*.svg figA*.svg | awk '{ print $2, $1 }'); } > found
cp -r results/figures before
ends 'once more' 0 'fig1.svg' figures
for file in before/*; do
    same "the same bytes: $file" "$file" "results/figures/$(basename "$file")"
done
[ -z "${RENEW:-}" ] || cp found "$golden"
if [ "$(head -n 1 "$golden")" = "$(head -n 1 found)" ]; then
    same 'the sums of the SVG files' "$golden" found
else
    echo 'another gnuplot than that of the committed sums: SVG files are not compared with them'
fi
check 'nothing half-drawn is left' [ -z "$(find results/figures -name '.new*')" ]

# What they show.
count() { texts "results/figures/fig$1.svg" | grep -c -x -F -- "$2"; }
check 'figure 1: what learns' [ "$(count 1 learns)" -eq 4 ]
check 'figure 1: what is frozen' [ "$(count 1 frozen)" -eq 2 ]
check 'figure 2: six lines, lettered' [ "$(texts results/figures/fig2.svg | grep -c '^([a-f]) ')" -eq 6 ]
check 'figure 2: its picture is inside' grep -q 'data:image/png;base64' results/figures/fig2.svg
check 'figure 3: what it was trained on' [ "$(count 3 'stripes, trained on three')" -eq 1 ]
check 'figure 4: two panels of one setting' [ "$(texts results/figures/fig4.svg | grep -c '^Column 1, tasks')" -eq 2 ]
check 'figure A1: two settings, tasks 0-4 and 5-9' [ "$(texts results/figures/figA1.svg | grep '^Column' |
    paste -sd ';')" = 'Column 1, tasks 0–4;Column 2, tasks 0–4;Column 1, tasks 5–9;Column 2, tasks 5–9' ]
check 'figure A2: a name for each task and column' [ "$(count A2 'class 7')" -eq 2 ]
sed -i 's/0 1;0.9 0.5;1 0/0 1;0.95 0.5;1 0/' reference/figures/figA3/curves.csv
ends 'another curve' 0 figA3 figures A3
check 'is another picture' [ "$(cmp -s before/figA3.svg results/figures/figA3.svg; echo $?)" -eq 1 ]

# What is kept of figure 2 shows what it should: what is orthogonal to the 8 is nothing to the linear autoencoder, and
# LIS-AE makes at least twice as much of it where it belongs to another digit.
kept=$tree/results/reference/figures/fig2/means.csv
check 'figure 2, (c) and (d)' awk -F, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
    $at["part"] != "of-residual" { next }
    $at["label"] == "AE" { n++; if ($at["largest"] >= 1e-5) bad = 1; next }
    $at["normal"] { normal = $at["norm"]; next }
    { sum += $at["norm"] * $at["n"]; images += $at["n"] }
    END { exit bad || n != 10 || !(sum / images > 2 * normal) }' "$kept"

# Of two calls at once each has a whole picture, and a full disk leaves the one before.
rm results/figures/fig4.*
figures 4 > first 2>&1 &
ends 'two at once' 0 'fig4.png' figures 4
code=0
wait $! || code=$?
check 'and the other' [ $code -eq 0 ]
same 'have the same picture' before/fig4.svg results/figures/fig4.svg
same 'in both forms' before/fig4.png results/figures/fig4.png
touch any
check 'for those who may read any file' [ "$(stat -c %a results/figures/fig4.png)" = "$(stat -c %a any)" ]
check 'and leave nothing else' [ -z "$(find results/figures -name '.new*')" ]
mkdir small-disk
if mount -t tmpfs -o size=40k none small-disk 2> /dev/null; then
    mounts+=("$work/small-disk")
    full() { RESULTS=$work/small-disk REFERENCE=${1:-$REFERENCE} figures 4; }
    mkdir small-disk/figures
    echo old | tee small-disk/figures/fig4.svg > small-disk/figures/fig4.png
    ends 'a full disk' 3 'could not write .*small-disk/figures/fig4.svg to its end; is the disk full' full
    check 'leaves the picture before' [ "$(cat small-disk/figures/*)" = "$(printf 'old\nold')" ]
    check 'and nothing half-drawn' [ -z "$(find small-disk -name '.new*')" ]
    mkdir -p few/figures/fig4
    grep -E '^column|,[05],class' reference/figures/fig4/curves.csv > few/figures/fig4/curves.csv
    ends 'place for one of the forms' 3 'could not write .*/fig4.png to its end' full "$work/few"
    check 'the other stays' [ "$(cat small-disk/figures/fig4.png)" = old ]
    check 'the first is whole' found '</svg>' small-disk/figures/fig4.svg
else
    echo 'skipped: a full disk (no right to mount a tmpfs)'
fi
# What draws, in other hands: it is stopped while it draws, or fails behind its end.
mkdir drawing
printf '#!/bin/sh\nfor to; do :; done\necho half > "$to"\nkill -TERM $PPID\nsleep 0.3\necho more | tee "$to"\n' \
    > drawing/gnuplot
chmod +x drawing/gnuplot
cp results/figures/fig4.svg stays.svg
PATH=$work/drawing:$PATH ends 'who stops it' 143 more "$tree/tools/draw" 4.gp - results/figures/fig4.svg
same 'leaves the picture' stays.svg results/figures/fig4.svg
check 'and nothing else, too' [ -z "$(find results/figures -name '.new*')" ]
touch -d yesterday results/figures/.new-fig4.svg-abcdef.svg
ends 'a call after one that was killed' 0 'fig4.png' figures 4
check 'removes what that left' [ -z "$(find results/figures -name '.new*')" ]
ends 'no picture that it knows' 2 'fig4.pdf: expected a name' "$tree/tools/draw" 4.gp - results/figures/fig4.pdf

# What is wrong.
ends 'no such figure' 2 "expected figures of 1 2 3 4 A1 A2 A3 A4, found '5'" figures 5
echo 'column,heading' > reference/figures/figA4/curves.csv
ends 'curves without rows' 3 'expected rows below the header' figures A4
rm reference/figures/fig3/stripes-3.png
ends 'a picture that is gone' 3 'stripes-3.png: expected a PNG' figures 3
rm -r reference/figures/figA1
ends 'nothing kept, nothing run' 3 'table3-cifar10/tradeoff.csv: runs are not done' figures A1
check 'the old picture stays' [ -s results/figures/figA1.svg ]

# From runs: the curves of LIS-AE and the AE beside it, which may be kept.
mkdir -p results/table3-cifar10
cat > pairs.ini << 'END'
[data]
dataset = stripes
positive = 3, 8
negative = outliers, next-class
anomaly = classes:5 6
[model]
latent = 2
kind = linear
init = svd
[shape]
epochs = 1
[detectors]
run = ae, lis-ae
END
check 'runs of two settings' "$LISAE" run --data data --results results pairs.ini
cp results/pairs/*.csv results/pairs/*.txt results/table3-cifar10/
sed -i 's/next-class/dataset:svhn/g' results/table3-cifar10/tradeoff.csv
ends 'curves of runs' 0 figA1.svg figures A1
for column in '1 Sup. LIS-AE' '2 LIS-AE'; do
    for task in 3,three 8,eight; do
        printf '%s,%s,dashed,AE\n%s,%s,solid,%s\n' "${column%% *}" $task "${column%% *}" $task "${column#* }"
    done
done > expected
cut -d , -f 1,4,5,6,7 results/figures/figA1/curves.csv | tail -n +2 > rows
same 'two columns, two tasks, two curves each' expected rows
check 'what it was made by' grep -q '^made by lisae ' results/figures/figA1/sources.txt
check 'licences' grep -q '^licence: ' results/figures/figA1/sources.txt
ends 'it can be kept' 0 'reference/figures/figA1' "$tree/tools/keep-figures" A1
same 'as it is' results/figures/figA1/curves.csv reference/figures/figA1/curves.csv
mkdir bin
printf '#!/bin/sh\nfor to; do :; done\nmkdir -p "$to"\necho no space >&2\nexit 1\n' > bin/cp
printf '#!/bin/sh\necho no space >&2\nexit 1\n' > bin/tail
chmod +x bin/*
PATH=$work/bin:$PATH ends 'a full disk' 1 'no space' "$tree/tools/keep-figures" A1
check 'leaves what was kept' diff -r results/figures/figA1 reference/figures/figA1
check 'and nothing else' [ -z "$(find reference -name '.incoming*')" ]

# Images of runs, when the disk is full and when somebody stops it: what was there stays, and nothing half-made.
cat > lisae << 'END'
#!/bin/sh
[ -z "$STOPS" ] || { kill -TERM $PPID; sleep 1; }
while [ "$1" != -o ]; do shift; done
mkdir -p "$2"
echo an error > "$2/errors.csv"
echo a mean > "$2/means.csv"
: > "$2/mnist-8.png"
END
chmod +x lisae
rm -r reference/figures/fig2
mkdir -p results/fig2 results/figures/fig2
echo old > results/figures/fig2/sources.txt
printf 'revision,kernels\nnow,all\n' > results/fig2/times.csv
images() { STOPS=$1 LISAE=$work/lisae figures 2; }
stays() { [ "$(cat results/figures/fig2/*)" = old ] && [ -z "$(find results/figures -name '.new*')" ]; }
PATH=$work/bin:$PATH ends 'no place for a row' 1 'no space' images ''
check 'the images before stay' stays
code=0
images 1 > said 2>&1 || code=$?
check 'it is stopped' [ $code -eq 143 ]
check 'the images before stay then, too' stays
ends 'nothing to keep' 1 'FRESH=1 tools/figures 9 makes it' "$tree/tools/keep-figures" 9
finish
