#!/usr/bin/env bash
# What may not change by itself: the names and texts of runs, the tables merged from kept rows, and the bytes of
# saved models. Needs no data set: stand-ins have the catalogue's payload hashes, and plans look at nothing else.
#
# tests/golden/ holds `every-key.ini` (each key off its default), `texts` (the canonical text of every detector, with
# these values and with the defaults) and `models` (SHA-256 of small trained models, for the kernels in `kernels`).
# A detector that came later is not in them until they are made anew; nothing here asks for that.
# RENEW=1 LISAE=build/lisae tests/end/identity.sh writes the latter two anew: a line in tests/golden/README says why.

# shellcheck source=tests/end/lib.bash disable=SC2094,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
export OPENBLAS_CORETYPE=Haswell ONEDNN_MAX_CPU_ISA=AVX2
tree=$(cd "$tests/.." && pwd)
golden=$tests/golden
stub=$(dirname "$LISAE")/tests/support/stub_set
cd "$work" || exit 1
mkdir data large

while read -r name edition; do
    check "the stand-in for $name" "$stub" "$tree/datasets" "$name" "$edition" data
done << END
mnist publisher
fashion-mnist publisher
cifar10 repacked
svhn re-cropped
omniglot repacked
END
# Ablations ask for numbers of images that a stand-in of few would not have.
check 'the stand-in for fashion-mnist, of its size' "$stub" "$tree/datasets" fashion-mnist publisher large 6000
check 'the stand-in for mnist, large' "$stub" "$tree/datasets" mnist publisher large 2000
check 'the stand-in for omniglot, large' "$stub" "$tree/datasets" omniglot repacked large 300
check 'the stand-in for svhn, large' "$stub" "$tree/datasets" svhn re-cropped large 1300
check 'the stand-in for cifar10, large' "$stub" "$tree/datasets" cifar10 repacked large 1300

# The reference results: every kept run is still planned under its name, and their rows give the same tables of the spec
# that they were kept with; the spec of today may have detectors that were not run yet.
planned() { # SPEC: IDs, one a line
    "$LISAE" plan -j1 --data "$data" --results none "$1" | grep -oE '^[0-9a-f]{12}' | sort -u
}
for kept in "$tree"/results/reference/*/; do
    [ -f "$kept/auc.csv" ] || continue # what figures are drawn from
    name=$(basename "$kept")
    spec=$tree/experiments/$name.ini data=data
    [[ $name != ablation-* && $name != stress-* && $name != choose-*-positives ]] || data=large
    planned "$spec" > ids
    run_ids "$kept/auc.csv" experiment "$name" > kept.ids
    comm -13 ids kept.ids > lost
    check "$name: $(wc -l < kept.ids) kept runs are planned" [ -s kept.ids -a ! -s lost ]
    cp "$kept/spec.ini" "$name.ini"
    "$LISAE" collect --data "$data" --results out --with "$kept" --published "$tree/results/published/paper.csv" \
        "$name.ini" > said 2>&1
    for table in auc metrics times summary compare verdicts mean-ranks; do
        same "$name/$table.csv" "$kept/$table.csv" "out/$name/$table.csv"
    done
    [ ! -f "$kept/sweep.csv" ] || same "$name/sweep.csv" "$kept/sweep.csv" "out/$name/sweep.csv"
    # but for what DeLong's test says, which needs scores: the three columns before the last
    for table in tests contrasts; do
        for tested in "$kept" "out/$name"; do
            sed -E '2,$s/,[^,]*,[^,]*,[^,]*,([^,]*)$/,,,,\1/' "$tested/$table.csv"
        done | sort | uniq -u > different
        check "$name/$table.csv" [ ! -s different -a -s "$kept/$table.csv" ]
    done
done

# The canonical texts.
if [ -n "${RENEW:-}" ]; then "$LISAE" list detectors; else sed -n 's/^detector = //p' "$golden/texts"; fi |
    awk '!seen[$1]++ && $1 !~ /^(phase1|encoder|gan)$/ { print $1 }' > detectors
all=$(paste -sd , detectors)
encoders=ae,lis-ae,vae,mem-ae,repnn,sig-repnn
texts() { # SPEC NAME: what the runs' spec.ini would be, those of first phases with them
    cp "$1" "$2.ini"
    "$(dirname "$LISAE")/tests/support/plan_texts" data "$2.ini" "detectors.run=$all" "latent.encoder=$encoders"
}
cat > start.ini << 'END'
[experiment]
title = Defaults
[data]
dataset = mnist
positive = 0 1
negative = strokes
[detectors]
run = kde
END
{ texts "$golden/every-key.ini" every-key && texts start.ini defaults; } > found
[ -z "${RENEW:-}" ] || cp found "$golden/texts"
same 'the canonical texts' "$golden/texts" found
# shellcheck disable=SC2016 # the program is awk's
check 'each key is off its default' awk -F ' = ' '
    /^\[/ { section = $0; next }
    /^;/ || NF < 2 { next }
    FNR == NR { start[section, $1] = $2; next }
    section != "[data]" && section != "[experiment]" && section != "[detectors]" {
        seen[section, $1] = asked[section] = 1
        if (start[section, $1] == $2) { print section, $0; bad = 1 }
    }
    END {
        for (key in start) {
            split(key, part, SUBSEP)
            if (!(part[1] in asked) || key in seen) continue
            print part[1], part[2], "is not there"
            bad = 1
        }
        exit bad
    }' <("$LISAE" help spec) "$golden/every-key.ini"

# Saved models, trained for a moment on made-up images.
make_set stripes 16 24 8 3
cat > models.ini << 'END'
[data]
dataset = stripes
positive = 1
negative = other-half
anomaly = own-half
[model]
latent = 4
encoder = 4 6
decoder = 6 4
[train]
epochs = 3
batch = 16
[shape]
epochs = 2
linsep = on
[augment]
flip_x = on
crop = 1
[anogan]
z = 4
generator = 6 4
critic = 4 6
epochs = 2
encoder_epochs = 2
batch = 8
critic_steps = 2
[dsvdd]
epochs = 2
batch = 8
pretrain_epochs = 2
[linear-ae]
epochs = 3
[mem-ae]
memory = 6
latent = 3
[vae]
latent = 3
[repnn]
levels = 3
[iforest]
trees = 8
[ocsvm-labels]
gamma_points = 3
[latent]
encoder = lis-ae
[oe-bce]
epochs = 2
[hsc]
epochs = 2
[detectors]
run = kde
END
ends 'every detector is trained' 0 '' "$LISAE" run --data data --results trained models.ini -j2 -D "detectors.run=$all"
for folder in trained/phase1/*/ trained/runs/*/; do
    echo "$(sed -n 's/^detector = //p' "$folder/spec.ini")" \
        "$(sha256sum "$folder/model.lisae" "$folder/spec.ini" | cut -d ' ' -f 1 | paste -sd ' ')"
done | sort > models
[ -z "${RENEW:-}" ] || cp models "$golden/models"
grep -hE '^(convolutions|blas|blas_kernel) = ' trained/runs/*/meta.ini | sort -u > kernels
if cmp -s kernels "$golden/kernels"; then
    same 'saved models and their specs' "$golden/models" models
else
    echo 'other kernels than those of the committed hashes: saved models are not compared'
    check 'as many models' [ "$(wc -l < models)" -eq "$(wc -l < "$golden/models")" ]
fi
finish
