#!/usr/bin/env bash
# Detectors on codes from a spec to the tables: encoders are kept apart, first phases are shared,
# a detector depends on what its encoder depends on, saved models give the scores of their runs.

# shellcheck source=tests/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"

cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
sed -i 's/^run = .*/run = ae, lis-ae, latent-mahalanobis, latent-logistic/; s/^seeds = .*/seeds = 1/; s/^linsep = .*/linsep = off/' small.ini
printf '[latent]\nencoder = lis-ae, ae\n' >> small.ini

run() { # RESULTS OPTION...
    local results=$1
    shift
    "$LISAE" run --data data --results "$results" "$@" small.ini
}

counting_launcher "$work/first"
ends 'a run' 0 '2/2' run one -j1
check 'twelve runs share two first phases' [ "$(sort -u first | wc -l) $(wc -l < first)" = '14 14' ]

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

# Another gamma: lis-ae and what is on its codes, no more.
counting_launcher "$work/second"
ends 'two more gammas' 0 '2/2' run one -j1 -D 'shape.gamma = 2, 3, 4'
check 'gammas make runs on the codes of lis-ae alone' [ "$(wc -l < second)" -eq 12 ]
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
done < <(grep -l '^detector = latent' one/small/runs/*/spec.ini)

# What the first phase had to say stands before the detector's own words.
ends 'first phases that cannot learn' 0 '2/2' run stuck -j1 -D detectors.run=latent-mahalanobis -D latent.encoder=ae -D train.learning_rate=1e-8
check 'both notes are there' [ "$(grep -cE 'stayed at the mean image.*shrinkage' stuck/small/times.csv)" -eq 2 ]

ends 'lis-ae without negatives' 2 "encoder 'lis-ae' of \[latent\] learns from negatives" \
    "$LISAE" check --data data -D data.negative=none -D detectors.run=latent-mahalanobis small.ini
finish
