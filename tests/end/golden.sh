#!/usr/bin/env bash
# One small experiment from end to end, on made-up images: the committed numbers, byte by byte;
# the same bytes for any number of jobs and any order of runs; nothing done twice; saved
# detectors that give the scores of their runs.
#
# tests/golden/ holds auc.csv and summary.csv, and in `kernels` what they were made with. A build
# or machine with other kernels (CONV=blas, another OpenBLAS, no AVX2) is compared to 0.005.
#
# RENEW=1 LISAE=build/lisae tests/end/golden.sh writes them anew: only after a change that is meant to
# change numbers or columns, with a line in tests/golden/README that says which and why.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
# The same kernels on every machine that has AVX2.
export OPENBLAS_CORETYPE=Haswell ONEDNN_MAX_CPU_ISA=AVX2
golden=$tests/golden
tolerance=0.005

run() { # RESULTS SPEC OPTION...
    local results=$1 spec=$2
    shift 2
    "$LISAE" run --data data --results "$results" "$@" "$spec"
}

# Numbers of two CSV files within the tolerance, all else equal.
near() { # FILE FILE
    awk -F , -v tolerance="$tolerance" '
        NR == FNR { line[FNR] = $0; lines = FNR; next }
        {
            n = split(line[FNR], other, ",")
            bad = n != NF
            for (i = 1; i <= NF && !bad; i++)
                if ($i != other[i]) {
                    number = $i ~ /^-?[0-9]+\.[0-9]+$/ && other[i] ~ /^-?[0-9]+\.[0-9]+$/
                    off = $i - other[i]
                    bad = !number || off > tolerance || off < -tolerance
                }
            if (bad) {
                print "< " line[FNR] "\n> " $0
                wrong = 1
            }
        }
        END { exit wrong || FNR != lines }' "$1" "$2"
}

kernels() { # RESULTS
    cat "$1"/runs/*/meta.ini | grep -E '^(convolutions|blas|blas_kernel) = ' | sort -u
}

cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
counting_launcher "$work/first"
ends 'the first run' 0 '4/4' run one small.ini -j1
cp one/small/plan/plan.mk first.mk

if [ -n "${RENEW:-}" ]; then
    mkdir -p "$golden"
    cp one/small/auc.csv one/small/summary.csv "$golden"
    kernels one > "$golden/kernels"
    echo "renewed: add the reason to $golden/README"
fi
if [ "$(kernels one)" = "$(cat "$golden/kernels")" ]; then
    same 'committed auc.csv' "$golden/auc.csv" one/small/auc.csv
    same 'committed summary.csv' "$golden/summary.csv" one/small/summary.csv
else
    echo "other kernels than the committed numbers: compared to $tolerance"
    check 'committed auc.csv' near "$golden/auc.csv" one/small/auc.csv
    # confidence limits from two seeds magnify a difference
    check 'committed means of summary.csv' \
        near <(cut -d , -f 1-12 "$golden/summary.csv") <(cut -d , -f 1-12 one/small/summary.csv)
fi
check 'each of 24 runs and 8 first phases was done once' \
    [ "$(sort -u first | wc -l) $(wc -l < first)" = '32 32' ]

# Again: nothing is trained, the same bytes.
stamps one > before
cp one/small/auc.csv auc.before
counting_launcher "$work/second"
ends 'a second run finds all done' 0 '32 of 32 done' run one small.ini -j2
stamps one > after
same 'a second run leaves all results' before after
same 'a second run writes the same auc.csv' auc.before one/small/auc.csv
check 'a second run starts no worker' [ ! -s second ]

# More gammas: only what they need is new, and the old numbers stay.
counting_launcher "$work/third"
cp -r one more
ends 'another gamma' 0 '4/4' run more small.ini -j2 -D 'shape.gamma=3, 5'
check 'another gamma trains 8 runs and no first phase' [ "$(wc -l < third)" -eq 8 ]
grep -v ',5,1,o[nf]*,' more/small/auc.csv > auc.less
same 'another gamma leaves the other rows' auc.before auc.less
unset LAUNCH

# What cannot learn says so with every run that starts from it.
ends 'a first phase that cannot learn' 0 '2/2' \
    run stuck small.ini -D detectors.run=ae -D experiment.seeds=1 -D train.learning_rate=1e-8
check 'runs from the mean image are noted' [ "$(grep -c 'stayed at the mean image' stuck/small/times.csv)" -eq 2 ]
check 'and marked' [ "$(grep -lx 'mark = stuck' stuck/runs/*/meta.ini | wc -l)" -eq 2 ]

# A first phase that was deleted is not missed while the runs that started from it are done.
cp -r one less
rm -r less/phase1/*
ends 'a run without its first phases' 0 '4/4' run less small.ini
same 'deleted first phases leave the numbers' auc.before less/small/auc.csv
ends 'nor is it left to do' 0 'small: 32 done, 0 running, 0 failed, 0 left' \
    "$LISAE" status --data data --results less small.ini
check 'but unused' \
    [ "$("$LISAE" plan --data data --results less small.ini | grep -c '^[0-9a-f]* .* phase1 .* unused ')" -eq 8 ]

# Estimates are what runs of a detector have taken, where some are done.
cp -r one paced
slow=$(run_ids one/small/auc.csv detector pca)
for id in $slow; do
    unsealed "paced/runs/$id"
    sed -i 's/^train_s = .*/train_s = 600/; s/^score_s = .*/score_s = 120/' "paced/runs/$id/meta.ini"
done
id=$(echo "$slow" | head -n 1)
rm -r "paced/runs/$id"
ends 'a plan by what runs have taken' 0 "^$id  pca .* to do   12 min " \
    "$LISAE" plan --data data --results paced small.ini
ends 'a status by what runs have taken' 0 'small: 31 done, 0 running, 0 failed, 1 left, about 12 min with -j 2' \
    "$LISAE" status -j2 --data data --results paced small.ini

# Two at a time, and the detectors and seeds of the spec the other way round.
mkdir turned
sed 's/^run = .*/run = lis-ae, ae, linear-ae, pca, kde/; s/^seeds = .*/seeds = 2, 1/
    s/^positive = .*/positive = 3, 0/' small.ini > turned/small.ini
ends 'a run with two jobs' 0 '4/4' run two turned/small.ini -j2

# make's targets from the last to the first.
export LAUNCH=false
ends 'a plan whose workers do not start' 3 '24 of 24 runs are not done' run three small.ini -j1
check 'rows of runs that are not done' [ "$(grep -c ',all,.*,missing,not done yet,' three/small/auc.csv)" -eq 24 ]
unset LAUNCH
# shellcheck disable=SC2046 # one word a target
check 'make goes backwards' \
    make -s -j1 -f three/small/plan/plan.mk $(sed -n 's/^all: //p' three/small/plan/plan.mk | tr ' ' '\n' | tac)
ends 'collecting' 0 '4/4' "$LISAE" collect --data data --results three small.ini
for table in auc metrics summary roc tradeoff loss compare verdicts tests; do
    same "two jobs, spec turned round: $table.csv" one/small/$table.csv two/small/$table.csv
    same "runs in reversed order: $table.csv" one/small/$table.csv three/small/$table.csv
done
for id in one/runs/*/ one/phase1/*/; do
    id=${id#one/}
    ! [ -e "one/$id/scores.csv.gz" ] || same 'scores with two jobs' "one/$id/scores.csv.gz" "two/$id/scores.csv.gz"
    same 'models with two jobs' "one/$id/model.lisae" "two/$id/model.lisae"
done

# Runs that are not here any more, from the tables that they left; other settings' rows are not taken.
mkdir kept
cp one/small/auc.csv one/small/times.csv one/small/metrics.csv kept/
cp -r one part
run_ids one/small/auc.csv seed 2 | sed 's:^:part/runs/:' | xargs rm -r
ends 'collecting without half of the runs' 3 '12 of 24 runs are not done' \
    "$LISAE" collect --data data --results part small.ini
ends 'collecting with kept tables' 0 '4/4' "$LISAE" collect --data data --results part --with kept small.ini
for table in auc summary compare times metrics; do
    same "kept tables: $table.csv" one/small/$table.csv part/small/$table.csv
done
ends 'kept tables of other settings' 3 '8 of 8 runs are not done' \
    "$LISAE" collect --data data --results empty --with kept small.ini -D train.epochs=3 -D detectors.run=lis-ae \
        -D shape.linsep=on,off
# A run does only what the kept tables lack, with the first phases that this needs.
mkdir seed1
for table in auc times; do
    awk -F, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; print; next } $at["seed"] == 1' one/small/$table.csv \
        > seed1/$table.csv
done
counting_launcher "$work/unkept"
ends 'a run of what is not kept' 0 '4/4' run fourth small.ini --with seed1
unset LAUNCH
check 'twelve runs and their four first phases' [ "$(wc -l < unkept)" -eq 16 ]
for table in auc summary compare; do
    same "kept tables and the rest: $table.csv" one/small/$table.csv fourth/small/$table.csv
done
ends 'kept runs are not left' 0 'small: 32 done, 0 running, 0 failed, 0 left' \
    "$LISAE" status --data data --results fourth --with seed1 small.ini
ends 'without the kept tables they are' 0 'small: 16 done, 0 running, 0 failed, 16 left' \
    "$LISAE" status --data data --results fourth small.ini
check 'kept runs in the plan' \
    [ "$("$LISAE" plan --data data --results fourth --with seed1 small.ini | grep -c ' kept ')" -eq 12 ]
ends 'a run with no kept tables' 3 "cannot open 'none/auc.csv'" run never small.ini --with none
check 'then nothing is run' [ ! -e never/runs ]

ends 'no kept tables' 3 "cannot open 'none/auc.csv'" "$LISAE" collect --data data --results part --with none small.ini
sed -i '1s/auc_lo/low/' kept/auc.csv
ends 'kept tables with other columns' 3 'kept/auc.csv:1: expected the columns experiment,.*auc_lo' \
    "$LISAE" collect --data data --results part --with kept small.ini
same 'a failed collection leaves the tables' one/small/auc.csv part/small/auc.csv

# Reference results grow run by run, and no kept number changes unseen.
keep() { # RESULTS
    LISAE_DATA=data LISAE=$LISAE "$tests/../tools/keep-reference" small.ini "$1"
}
kept=results/reference/small
rm -r part/small/*.csv
ends 'half of the runs as reference' 0 'small: 12 runs' keep part
check 'they are attributed' [ "$(sed -n 's/^runs = //p' $kept/provenance.ini | wc -w)" -eq 12 ]
sed -i 's/^revision = .*/revision = another/' $kept/provenance.ini
mkdir -p rest/runs
cp -r one/phase1 rest/
for id in one/runs/*/; do [ -d "part/${id#one/}" ] || cp -r "$id" rest/runs/; done
ends 'the other half' 0 'small: 24 runs' keep rest
for table in auc summary compare times metrics sweep; do
    same "reference: $table.csv" one/small/$table.csv $kept/$table.csv
done
check 'each half is attributed to what made it' \
    [ "$(grep -c '^; 12 runs$' $kept/provenance.ini)-$(grep -c '^revision = another$' $kept/provenance.ini)" = 2-1 ]
ends 'runs that were done again' 0 'small: 24 runs' keep one
check 'are attributed anew' \
    [ "$(grep -c '^; 24 runs$' $kept/provenance.ini)-$(grep -c '^revision = another$' $kept/provenance.ini)" = 1-0 ]
cp -r one again
folder=$(printf '%s\n' again/runs/* | head -n 1)
unsealed "$folder"
sed -i 's/^status = ok$/status = failed\nreason = made up/; s/^revision = .*/revision = failing/' "$folder/meta.ini"
ends 'a run that failed when it was done again' 0 'small: 24 runs' keep again
check 'keeps its numbers and who made them' \
    [ "$(grep -c '^; 24 runs$' $kept/provenance.ini)-$(grep -c '^revision = failing$' $kept/provenance.ini)" = 1-0 ]
cp $kept/auc.csv kept.csv
awk -F, -v OFS=, 'NR == 2 { $14 = "0.123456"; $15 = $16 = "" } 1' kept.csv > $kept/auc.csv
cp $kept/auc.csv kept.csv
ends 'another AUC' 1 'kept AUC 0.123456, now' keep one
same 'it changes nothing' kept.csv $kept/auc.csv

# Saved detectors score the whole test part; a run has judged some of it. Where an image stands
# in a block may change a float's last bit, so runs are compared to 1e-4.
agrees() { # MODEL SCORES.csv.gz SCORED.csv
    "$LISAE" score --data data -o "$3" "$1" stripes && gzip -dc "$2" > judged.csv &&
        awk -F , '
            FNR == 1 { file++; next }
            file == 1 { class[$1] = $2; score[$1] = $3; next }
            {
                off = $4 - score[$1]
                size = $4 < 0 ? -$4 : $4
                if (!($1 in class) || class[$1] != $2 || (off < 0 ? -off : off) > 1e-4 * (size > 1 ? size : 1))
                    wrong = 1
                rows++
            }
            END { exit wrong || rows != 100 }' "$3" judged.csv
}
mkdir scored
for folder in one/runs/*/; do
    id=${folder#one/runs/}
    check "the model of $folder gives its scores" agrees "$folder" "${folder}scores.csv.gz" "scored/${id%/}.csv"
done
while read -r id; do
    first=$(sed -n "s/^$id: | //p" first.mk)
    "$LISAE" score --data data -o phase1.csv "one/phase1/$first/model.lisae" stripes
    same "AE $id scores as its first phase $first" phase1.csv "scored/$id.csv"
done < <(grep -l '^detector = ae$' one/runs/*/spec.ini | sed 's:.*/runs/::; s:/.*::')
finish
