#!/usr/bin/env bash
# `lisae reconstruct`: which runs and images it takes, that errors are the scores, the same bytes each time, and what is
# said where there is nothing to show.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 8 10 5 1
cat > small.ini << 'END'
[experiment]
seeds = 2, 3
[data]
dataset = stripes
positive = 0, 3 4
negative = next-class
anomaly = rest, classes:7 8
[model]
latent = 4
encoder = 8 16
decoder = 8 8
[train]
epochs = 2
[shape]
epochs = 1
gamma = 2, 3
[detectors]
run = kde, pca, ae, lis-ae
END
reconstruct() { "$LISAE" reconstruct --data data "$@"; }
ends 'runs that are not done' 3 'is not done: `lisae run` does it' reconstruct small.ini
check 'which leaves nothing' [ ! -e results/small/reconstructions ]
check 'runs' "$LISAE" run --data data small.ini
ends 'all tasks' 0 'results/small/reconstructions/stripes-3-4.png' reconstruct small.ini
from=results/small/reconstructions
cp -r $from before
ends 'once more' 0 'means.csv' reconstruct small.ini
for file in stripes-0.png stripes-3-4.png errors.csv means.csv; do
    same "the same bytes: $file" before/$file $from/$file
done

# cells COLUMN...: those of the rows of the last table, sorted
cells() { # FILE COLUMN...
    local file=$1
    shift
    awk -F, -v columns="$*" 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; n = split(columns, name, " "); next }
        { for (i = 1; i <= n; i++) printf "%s%s", $at[name[i]], i < n ? " " : "\n" }' "$file" | sort -u
}
check 'the smaller seed alone, AE once, a line for each gamma' \
    [ "$(cells $from/errors.csv seed line label gamma | awk '$1 != ""' | paste -sd ';')" = \
    ' 0  ;2 1 PCA ;2 2 AE ;2 3 LIS-AE 2;2 4 LIS-AE 3' ]
check 'two of five of each class: the first and the third' [ "$(awk -F, '
    NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
    $at["line"] == 0 && $1 == "stripes-0" && $at["class"] < 2 { print $at["index"] }' $from/errors.csv |
    paste -sd ' ')" = "$(zcat results/small/runs/*/scores.csv.gz results/runs/*/scores.csv.gz 2> /dev/null |
    awk -F, '$2 == 0 || $2 == 1 { print $2, $1 }' | sort -k 1,1n -k 2,2n -u |
    awk '{ n[$1]++ } n[$1] == 1 || n[$1] == 3 { print $2 }' | paste -sd ' ')" ]

# The error of a PCA is its score.
id=$(cells $from/errors.csv label run_id picture | awk '/^PCA .* stripes-0$/ { print $2 }')
folder=$(ls -d results/runs/"$id" results/small/runs/"$id" 2> /dev/null)
check 'errors are scores' awk -F, 'FNR == NR { score[$1] = $4; next }
    FNR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
    $at["label"] == "PCA" && $1 == "stripes-0" && $at["index"] in score {
        n++; d = $at["error"] - score[$at["index"]]; if (d > 1e-4 || d < -1e-4) bad = 1 }
    END { exit bad || n < 4 }' <(zcat "$folder/scores.csv.gz") $from/errors.csv

# Chosen ones.
ends 'one detector, task, seed, residuals' 0 'out/stripes-3-4.png' reconstruct -o out --detectors lis-ae,pca --seed 3 \
    --positive 'three four' --classes '3 nine' --images 4 --residual pca small.ini
check 'its lines' [ "$(cells out/errors.csv seed line part label | grep -v '^ 0' | paste -sd ';')" = \
    "$(printf '3 %s;' '1 residual PCA' '2 of-residual PCA' '3 of-residual LIS-AE' '4 of-residual LIS-AE' \
    '5 of-input PCA' '6 of-input LIS-AE')3 7 of-input LIS-AE" ]
check 'its classes' [ "$(cells out/errors.csv class_name normal | paste -sd ';')" = 'nine 0;three 1' ]
check 'one picture' [ "$(find out -name '*.png' | wc -l)" -eq 1 ]

ends 'no such detector' 2 "unknown detector 'svm'; those that reconstruct" reconstruct --detectors svm small.ini
ends 'nothing to show of it' 2 'kde reconstructs nothing; those that do are' reconstruct --detectors kde small.ini
ends 'none in the spec' 2 'no run of vae with seed 2' reconstruct --detectors vae small.ini
ends 'another seed' 2 'no run with seed 9' reconstruct --seed 9 small.ini
ends 'a class that is none' 2 'positive: ' reconstruct --positive eleven small.ini
ends 'likewise' 2 'classes: ' reconstruct --classes eleven small.ini
ends 'no number' 2 "images: expected a whole number from 1 to 1000, found 'x'" reconstruct --images x small.ini
ends 'residuals of nobody' 2 'no run of vae among those of stripes 0' reconstruct --residual vae small.ini
# another model of as many bytes, which a seed more has
id=$(cells $from/errors.csv label run_id picture | awk '/^AE .* stripes-0$/ { print $2 }')
model=$(ls results/runs/"$id"/model.lisae results/small/runs/"$id"/model.lisae 2> /dev/null)
cp "$model" kept.lisae
printf '\1' | dd of="$model" bs=1 seek=$(($(stat -c %s kept.lisae) / 2)) conv=notrunc 2> /dev/null
check 'another model' [ "$(cmp -s kept.lisae "$model"; echo $?)" -eq 1 ]
ends 'a model that the run did not write' 3 \
    "$model: expected what the run wrote, with the SHA-256 [0-9a-f]*, found [0-9a-f]*" \
    reconstruct small.ini
cp kept.lisae "$model"
check 'a run without its model' rm "$folder/model.lisae"
ends 'it says so' 3 'has no model.lisae' reconstruct small.ini
check 'nothing half-written' tidy results
finish
