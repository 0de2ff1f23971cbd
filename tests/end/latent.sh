#!/usr/bin/env bash
# Detectors on codes from a spec to the tables: encoders are kept apart, first phases are shared,
# a detector depends on what its encoder depends on, saved models give the scores of their runs.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"

cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
sed -i 's/^run = .*/run = ae, lis-ae, latent-mahalanobis, latent-logistic/; s/^seeds = .*/seeds = 1/
    s/^linsep = .*/linsep = off/' small.ini
printf '[latent]\nencoder = lis-ae, ae\n' >> small.ini

run() { # RESULTS OPTION...
    local results=$1
    shift
    "$LISAE" run --data data --results "$results" "$@" small.ini
}

counting_launcher "$work/first"
ends 'a run' 0 '2/2' run one -j1
# Two of ae, and from them two encoders of lis-ae.
check 'twelve runs share four first phases' [ "$(sort -u first | wc -l) $(wc -l < first)" = '16 16' ]

# A line for each encoder, each of two tasks; gamma stands with lis-ae's alone.
lines() { # DETECTOR ENCODER
    awk -F , -v detector="$1" -v variant="latent.encoder=$2" '
        NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        $column["detector"] == detector && $column["variant"] == variant {
            print $column["negative"], $column["gamma"], $column["latent"], $column["n_ok"] }' one/small/summary.csv
}
check 'Mahalanobis on ae' [ "$(lines latent-mahalanobis ae)" = '  6 2' ]
check 'Mahalanobis on lis-ae' [ "$(lines latent-mahalanobis lis-ae)" = 'other-half 3 6 2' ]
check 'logistic on ae' [ "$(lines latent-logistic ae)" = 'other-half  6 2' ]
check 'logistic on lis-ae' [ "$(lines latent-logistic lis-ae)" = 'other-half 3 6 2' ]

# Each says what it started from, down to what started from nothing.
check 'runs and encoders name their first phases' \
    [ "$(cat one/runs/*/meta.ini one/phase1/*/meta.ini | grep -c '^first_phase = ')" -eq 14 ]
sed -n 's/^first_phase = //p' one/runs/*/meta.ini one/phase1/*/meta.ini | sort -u > named
check 'which are there' [ -z "$(comm -23 named <(ls one/phase1))" ]

# Another gamma: lis-ae and what is on its codes, no more.
counting_launcher "$work/second"
ends 'two more gammas' 0 '2/2' run one -j1 -D 'shape.gamma = 2, 3, 4'
check 'gammas make encoders and runs on the codes of lis-ae alone' [ "$(wc -l < second)" -eq 16 ]
unset LAUNCH

# Saved models score the whole test part; a run has judged some of it.
agrees() { # RUN FOLDER
    "$LISAE" score --data data -o scored.csv "$1" stripes && gzip -dc "$1/scores.csv.gz" > judged.csv &&
        awk -F , '
            FNR == 1 { file++; next }
            file == 1 { score[$1] = $3; next }
            { off = $4 - score[$1]; if (!($1 in score) || off > 1e-4 || off < -1e-4) wrong = 1 }
            END { exit wrong || FNR < 100 }' scored.csv judged.csv
}
while read -r spec; do
    check "the model of $spec gives its scores" agrees "${spec%/spec.ini}"
done < <(grep -l '^detector = latent' one/runs/*/spec.ini)

# The losses of all first phases stand under the run, in the order of their training.
stages() { # DETECTOR ENCODER
    awk -F , -v detector="$1" -v variant="latent.encoder=$2" '
        NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        $column["detector"] == detector && $column["variant"] == variant && $column["positive"] == 0 &&
            $column["gamma"] ~ /^3?$/ { print $column["stage"] }' one/small/loss.csv | uniq | xargs
}
check 'loss curves on lis-ae' [ "$(stages latent-mahalanobis lis-ae)" = 'phase1 phase2' ]
check 'loss curves on ae' [ "$(stages latent-mahalanobis ae)" = 'phase1' ]

# What first phases had to say stands before the detector's own words.
ends 'first phases that cannot learn' 0 '2/2' \
    run stuck -j1 -D detectors.run=latent-mahalanobis -D train.learning_rate=1e-8
check 'both notes are there' [ "$(grep -cE 'stayed at the mean image.*shrinkage' stuck/small/times.csv)" -eq 4 ]
check 'and the mark is handed on' [ "$(grep -lx 'mark = stuck' stuck/runs/*/meta.ini | wc -l)" -eq 4 ]

# A first phase that was altered fails the encoders that start from it, and they their runs. (One that was cut is seen
# at a glance, and done anew.)
ends 'autoencoders' 0 '2/2' run lost -j1 -D detectors.run=ae
for model in lost/phase1/*/model.lisae; do
    printf 'altered' | dd of="$model" bs=1 seek=5000 conv=notrunc status=none
done
ends 'encoders that cannot start' 3 'the first phase that this run starts from: ' \
    run lost -j1 -D detectors.run=latent-knn,ae -D latent.encoder=lis-ae
no_phase=',all,.*,failed,"?first phase [0-9a-f]*: '
check 'what needs them fails, with the reason' [ "$(grep -cE "${no_phase}the first phase" lost/small/auc.csv)" -eq 2 ]
check 'and nothing else' [ "$(grep -c ',all,.*,ok,,' lost/small/auc.csv)" -eq 2 ]

# Data that cannot be read fail the very first phases: the reason goes through the encoders, which were not begun.
cp -r data altered
printf 'altered' | dd of=altered/stripes.lisae bs=1 seek=5000 conv=notrunc status=none
ends 'altered data' 3 'expected SHA-256' \
    "$LISAE" run -j1 --data altered --results lost2 -D detectors.run=latent-knn -D latent.encoder=lis-ae small.ini
check 'the reason goes through the encoder' \
    [ "$(grep -cE "${no_phase}first phase [0-9a-f]*: .*expected SHA-256" lost2/small/auc.csv)" -eq 2 ]

ends 'lis-ae without negatives' 2 "'encoder = lis-ae' in \[latent\] learns from negatives" \
    "$LISAE" check --data data -D data.negative=none -D detectors.run=latent-mahalanobis small.ini
finish
