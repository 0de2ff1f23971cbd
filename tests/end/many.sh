#!/usr/bin/env bash
# Hundreds of runs: one worker does many of them, each with a process of its own; the log tells of all together, and of
# the first that fail. One run out of them can be found and shown, and what another revision of the program has done can
# be done again.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 8 12 4 1
cat > many.ini << 'END'
[experiment]
seeds = 1..105
[data]
dataset = stripes
positive = 3
[kde]
select = fixed
bandwidth = 1e6
[detectors]
run = constant, kde
END

run() { "$LISAE" run -j2 --data data --results out "$@"; }

ends 'hundreds of runs of which half fail' 3 '105 of 210 runs are not done, 105 failed' run many.ini
check 'the log names the first that fail' [ "$(grep -c '\] kde stripes 3, seed .* FAILED: ' "$work/said")" -eq 20 ]
check 'and not each that is done' [ "$(grep -c '\] constant stripes .* done, ' "$work/said")" -eq 0 ]
check 'nothing is left beside the folders of runs' [ -z "$(find out/runs -mindepth 1 -maxdepth 1 -type f)" ]
check 'of four files' [ \
    "$(find out/runs -mindepth 2 -type f | sed 's|/[^/]*$||' | uniq -c | sort -n | awk 'END { print $1 }')" = 4 ]
check 'a worker for many' [ "$(grep -c '^batch-[0-9]*:' out/many/plan/plan.mk)" -le 10 ]
check 'each attempt is noted' [ "$(grep -c ',begun,' out/ledger.csv)" -eq 210 ]
check 'each run says what it took itself' [ "$(sed -n 's/^peak_memory_kib = //p' out/runs/*/meta.ini | wc -l)" -eq 210 ]

# One of them.
id=$(run_ids out/many/auc.csv detector constant | head -n 1)
show() { "$LISAE" show --results out "$@"; }
ends 'a run by its ID' 0 "^out/runs/$id: ok" show "$id"
for what in '^  detector = constant' '^  revision  ' '^  train_s  ' '^ +all +0.500000' '^  anomalies +36  ' \
    '  ok  .* s of the processor'; do
    says 'a run by its ID' "$what"
done
ends 'a run by a row' 0 "^out/runs/$id: ok" show "$(grep ",all,.*,$id" out/many/auc.csv)"
failed_run=$(grep -l '^status = failed' out/runs/*/meta.ini | head -n 1 | cut -d / -f 3)
ends 'one that failed' 0 "^out/runs/$failed_run: failed" show "$failed_run"
says 'one that failed' '^  kde: a bandwidth of 1e.06 is too wide'
ends 'none' 3 "expected the ID of a run in 'out', or a row of auc.csv, found 'xyz'" show xyz
list() { "$LISAE" list runs --results out "$@"; }
ends 'runs by their keys' 0 "^1 of 210 runs" list --where detector=constant --where seed=7
says 'runs by their keys' '^[0-9a-f]{12}  constant +stripes +3 +- +7 +ok '
ends 'those that failed' 0 '^105 of 210 runs' list --where status=failed --where kde.bandwidth=1000000
ends 'no condition' 2 "expected KEY=VALUE, found 'seed'" list --where seed
ends 'a key that no run has' 2 "expected a key of spec.ini or meta.ini, found 'detectr', which no run has" \
    list --where detectr=constant

# What another revision has done.
few=(many.ini -D detectors.run=constant -D experiment.seeds=1..3)
for done in $(run_ids out/many/auc.csv detector constant); do
    unsealed "out/runs/$done"
    sed -i 's/^revision = .*/revision = another/' "out/runs/$done/meta.ini"
done
ends 'results of another revision' 0 '3 of 3 runs and first phases were done by another revision .*\(another, this' \
    run "${few[@]}"
says 'results of another revision' 'taken as they are; --anew does them again'
check 'they stay' [ "$(grep -l '^revision = another' out/runs/*/meta.ini | wc -l)" -eq 105 ]
stamps out > before.stamps
ends 'refused before anything goes' 2 'needs about .* GiB of memory, there is 1e-06' \
    run "${few[@]}" --anew --memory 0.000001
stamps out > refused.stamps
same 'refused: all results stay' before.stamps refused.stamps
"$LISAE" collect --data data --results out -o kept many.ini -D detectors.run=constant -D experiment.seeds=1..2 &> said
mkdir nothing
ends 'without make' 3 "cannot start 'make'" \
    env PATH="$PWD/nothing" "$LISAE" run --data data --results out --anew "${few[@]}"
ends 'without a cluster' 3 "cannot start 'scontrol'" run "${few[@]}" --anew --slurm
stamps out > refused.stamps
same 'what cannot be begun is not removed: all results stay' before.stamps refused.stamps
ends 'what kept tables have stays' 0 '1 of them are done again, the others stay: kept tables have their runs' \
    run "${few[@]}" --anew --with kept
check 'one went' [ "$(grep -l '^revision = another' out/runs/*/meta.ini | wc -l)" -eq 104 ]
mkdir out/before
cp -r out/runs out/before/runs # as before results were shared
ends 'done anew' 0 'they are done again' run "${few[@]}" --anew
check 'those of before, too' [ "$(grep -l '^revision = another' out/before/runs/*/meta.ini | wc -l)" -eq 102 ]
rm -r out/before
check 'these alone' [ "$(grep -l '^revision = another' out/runs/*/meta.ini | wc -l)" -eq 102 ]
finish
