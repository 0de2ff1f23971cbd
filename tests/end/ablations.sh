#!/usr/bin/env bash
# tools/ablations and tools/sweeps on tables that are there: pictures, the tables that they print, and what they refuse.
# `lisae thresholds` against a count of the scores.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
tree=$(cd "$tests/.." && pwd)
cd "$work" || exit 1

folder=out/ablation-normal-classes
mkdir -p "$folder"
echo 'Normal classes' > "$folder/title.txt"
cat > "$folder/detectors.csv" << 'END'
detector,label,place,line,role
ae,AE,12,2,
lis-ae,LIS-AE,17,1,
END
cat > "$folder/auc.csv" << 'END'
dataset,detector,positive,outlier,status,auc,auc_lo,auc_hi
set,ae,0 1,all,ok,0.6,0.5,0.7
set,ae,0,all,ok,0.7,0.6,0.8
set,ae,0,5,ok,0.1,0.1,0.2
set,lis-ae,0,all,ok,0.8,0.7,0.9
set,lis-ae,0 1,all,failed,,,
set,lis-ae,8 9,all,ok,0.9,0.8,0.95
END
export RESULTS=$work/out FRESH=0 REFERENCE=$work/nowhere LISAE
ends 'the number of normal classes' 0 'by-number/sweep.svg' "$tree/tools/ablations" normal-classes
check 'its table, by order' [ "$(grep '^|' < said)" = '| normal classes 0 and up | AE | LIS-AE |
|---|---|---|
| 1 | 0.700 | 0.800 |
| 2 | 0.600 | - |
| normal classes 9 and down | LIS-AE |
|---|---|
| 2 | 0.900 |' ]
check 'its picture' found 'normal classes 0 and up' "$folder/by-number/sweep.svg"

cp -r "$folder/by-number" before
mkdir bin
printf '#!/bin/sh\nfor to; do :; done\nhead -c 100 "%s/sweep.svg" > "$to"\n' "$work/before" > bin/gnuplot
chmod +x bin/gnuplot
PATH=$work/bin:$PATH ends 'a picture that is cut' 3 'could not write .*by-number/sweep.svg to its end' \
    "$tree/tools/ablations" normal-classes
check 'what was there stays' diff -r before "$folder/by-number"
printf '#!/bin/sh\necho half\nexit 2\n' > bin/awk
chmod +x bin/awk
PATH=$work/bin:$PATH ends 'a table that is cut' 3 'by-number: no tables' "$tree/tools/ablations" normal-classes
check 'what was there stays, too' diff -r before "$folder/by-number"
rm -r bin

mkdir -p out/ablation-loss
cp "$folder"/*.* out/ablation-loss/
cat > out/ablation-loss/sweep.csv << 'END'
dataset,task,axis,kind,value,detector,label,role,mean,lo,hi,interval,n_ok,n_planned,declared,best
set,one-class,gamma,number,10,lis-ae,LIS-AE,line,0.91,,,,1,1,0,0
set,one-class,gamma,number,2,lis-ae,LIS-AE,line,0.81,,,,1,1,0,0
set,one-class,gamma,number,,ae,AE,reference,0.7,,,,1,1,0,0
END
LC_ALL=C awk -f "$tree/plots/awk/csv.awk" -f "$tree/tools/awk/sweep-table.awk" out/ablation-loss/sweep.csv > table
check 'numbers in their order, references everywhere' [ "$(cat table)" = '| gamma | LIS-AE | AE |
|---|---|---|
| 2 | 0.810 | 0.700 |
| 10 | 0.910 | 0.700 |' ]
kept() { REFERENCE=$tree/results/reference DATA=$work/nowhere "$tree/$1" "$2"; }
ends 'a sweep that is kept, without its data' 0 'sweep-code/dots.svg' kept tools/sweeps code
check 'its means' [ "$(grep -cE '^\| tanh \| 0\.[0-9]{3} \| 0\.[0-9]{3} \|$' < said)" -eq 1 ]
ends 'an ablation that is kept, without its data' 0 'ablation-layers/dots.svg' kept tools/ablations layers
ends 'no such sweep' 2 "found 'codes'" "$tree/tools/sweeps" codes
ends 'of all' 3 'tools/sweeps: found no .*/sweep-gamma/auc.csv: runs are not done' "$tree/tools/sweeps"
ends 'runs that are not done' 3 'runs are not done' "$tree/tools/ablations" map
ends 'no such ablation' 2 "found 'maps'" "$tree/tools/ablations" maps

make_set stripes 8 20 60 3
cat > small.ini << 'END'
[data]
dataset = stripes
positive = 0, 1
[detectors]
run = raw-l2, pca
[model]
latent = 4
END
"$LISAE" run --data data --results here small.ini > said 2>&1
check 'thresholds' "$LISAE" thresholds --data data --results here -o own.csv small.ini
check 'four runs, nine classes each and all' [ "$(wc -l < own.csv)" -eq 41 ]
count() { # ID: of its scores, in the order of images
    local at
    at=$(gzip -dc "here/runs/$1/scores.csv.gz" | awk -F, 'NR > 1 && $3 == 0 && n++ % 2 == 0 { print $4 }' | sort -g |
        sed -n 30p)
    gzip -dc "here/runs/$1/scores.csv.gz" | awk -F, -v at="$at" 'NR == 1 { next }
        $3 == 0 { if (n++ % 2) { m++; above += $4 + 0 > at + 0 } next }
        { a++; below += $4 + 0 <= at + 0 }
        END { printf "30,%d,%d,%.6f,%.6f\n", m, a, above / m, below / a }'
}
for id in $(run_ids here/small/auc.csv detector pca); do
    check 'as counted' [ "$(count "$id")" = "$(grep ",all,.*,$id\$" own.csv | cut -d , -f 8-12)" ]
done
"$LISAE" collect --data data --results here --ranks keep/ranks small.ini > said 2>&1
mkdir keep/small
cp here/small/*.csv keep/small/
check 'from kept ranks' "$LISAE" thresholds --data data --results nowhere --with keep/small -o kept.csv small.ini
same 'the same rows' own.csv kept.csv
ends 'runs without scores' 3 '4 of 4 runs have no scores' "$LISAE" thresholds --data data --results nowhere small.ini
spoiled=$(run_ids here/small/auc.csv detector pca | head -n 1)
cp -r here spoiled
gzip -dc "here/runs/$spoiled/scores.csv.gz" | sed '$d' | gzip -n > "spoiled/runs/$spoiled/scores.csv.gz"
ends 'scores that the run did not write' 3 "scores.csv.gz: expected the [0-9]+ bytes that the run wrote, .*remove" \
    "$LISAE" thresholds --data data --results spoiled small.ini
"$LISAE" run --data data --results few -D data.test_limit=10 small.ini > said 2>&1
ends 'too few' 3 'expected 19 normal samples or more to set a threshold on, found 5' \
    "$LISAE" thresholds --data data --results few -D data.test_limit=10 small.ini
finish
