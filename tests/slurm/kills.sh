#!/usr/bin/env bash
# Whatever ends on a cluster before its time (a task, a node, the controller, who submits, who makes the tables, a job
# at its limit), and whatever lives twice: the same command again gives the bytes of one machine.

# shellcheck source=tests/slurm/lib.bash disable=SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cluster_start "$work/cluster" MaxArraySize=21 SlurmdTimeout=5 KillWait=2 MessageTimeout=5 || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
few=(-D experiment.seeds=1 -D shape.linsep=off -D 'detectors.run=pca, ae, lis-ae')
# Tasks last some seconds, without work.
"${CC:-cc}" -D_GNU_SOURCE -shared -fPIC -o slow.so "$tests/slurm/slow.c" -ldl || exit 1
"${CC:-cc}" -shared -fPIC -o nolock.so "$tests/support/nolock.c" || exit 1
printf '# for every task\nLD_PRELOAD=%s\nSLOW_MS=1000\n' "$work/slow.so" > slow.txt
# On a file system whose locks say yes to all.
printf 'LD_PRELOAD=%s:%s\nSLOW_MS=12000\nNOLOCK=lies\n' "$work/slow.so" "$work/nolock.so" > lies.txt
send() { # RESULTS [OPTION...]
    local results=$1
    shift
    "$LISAE" run --slurm --data data --results "$results" small.ini "${few[@]}" "$@"
}
slowly() { send "$@" --slurm-options slow.txt; }
status() { "$LISAE" status --data data --results "$1" small.ini "${few[@]}"; }
say() { echo "$SECONDS s: $1"; }

# A job at its limit, which Slurm has in whole minutes: it goes on beside all else.
mkdir limit
cp small.ini limit/endless.ini
endless=(--data data --results limited limit/endless.ini -D detectors.run=pca -D experiment.seeds=1 -D data.positive=0)
printf 'LD_PRELOAD=%s\nSLOW_MS=60000\n' "$work/slow.so" > endless.txt
ends 'an endless run is sent' 0 'jobs 1$' env SLURM_OPTIONS=--time=1 \
    "$LISAE" run --slurm --slurm-options endless.txt "${endless[@]}"

"$pinned" "$LISAE" run --data data --results calm small.ini "${few[@]}" > calm.log 2>&1
check 'an undisturbed run' [ -s calm/small/auc.csv ]
total=$(find calm/runs calm/phase1 -name meta.ini | wc -l)
finished() { # NAME RESULTS: sends until nothing is left, and compares
    until_true 60 no_others || squeue
    ends "$1: the same command again" 0 'sent to the cluster|stripes' send "$2" --wait
    until_true 60 no_others
    same "$1: auc.csv" calm/small/auc.csv "$2/small/auc.csv"
    check "$1: nothing is left behind" tidy "$2"
}
no_others() { ! squeue -h -o %i%j | grep -qv "$endless_plan"; }
endless_plan=$(newest limited)

# ---- arrays of at most 21 tasks
say 'arrays'
many=(--data data small.ini -D experiment.seeds=1..6 -D 'detectors.run=pca, kde')
ends 'split arrays' 0 '24 runs and first phases sent to the cluster in 24 tasks: jobs [0-9]+, [0-9]+$' \
    "$LISAE" run --slurm --results split --chunk 0.001 -j 4 "${many[@]}"
plan=$(newest split)
sizes=$(awk -F , 'NR > 1 && $2 != -1 { print $3 }' "split/slurm/$plan/jobs.csv" | xargs)
check 'no array has more' [ "$sizes" = '21 3' ]
check '-j says how many at a time' [ "$(scontrol show job | grep -c 'ArrayTaskThrottle=2 ')" -ge 1 ]
ends 'status tells what is queued' 0 '^queued   [0-9]+ runs in [0-9]+ tasks' \
    "$LISAE" status --results split "${many[@]}"
ends 'the same command sends nothing twice' 0 'nothing new was sent' "$LISAE" run --slurm --results split "${many[@]}"
check 'no second submission' [ "$(submissions split | wc -l)" -eq 1 ]
until_true 60 no_others
"$pinned" "$LISAE" run --results calm-many "${many[@]}" > calm.log 2>&1
same 'split arrays: auc.csv' calm-many/small/auc.csv split/small/auc.csv

# ---- kill a task
say 'kill a task'
# The first process of the oldest task of the newest submission.
worker() { # RESULTS
    local plan found
    plan=$(newest "$1")
    found=$(pgrep -o -f "^$LISAE task .*$1/slurm/$plan ") && echo "$found"
}
ends 'to be killed' 0 'sent to' slowly killed
until_true 30 worker killed
kill -KILL "$(worker killed)"
until_true 60 no_others
ends 'a task that was killed is told' 0 '^ended    job [0-9_]+ on n[12]: [0-9]+ of its runs not done, ended with a' \
    status killed
finished 'a killed task' killed

# ---- begun anew by Slurm
say 'begun anew by Slurm'
ends 'to be requeued' 0 'sent to' slowly requeued
until_true 30 worker requeued
job=$(squeue -h -r -t R -o '%F_%K %j' | awk -v plan="$(newest requeued)" 'index($2, plan) { print $1; exit }')
ends 'status tells what is running' 0 "^running  job $job on n[12] since .*: [0-9]+ of its runs left" status requeued
scontrol requeue "$job"
# shellcheck disable=SC2016 # the words are awk's
until_true 60 grep -q 'begun anew 1 times' "requeued/slurm/$(newest requeued)/$job.log"
check 'a task that was requeued goes on' [ $? -eq 0 ]
until_true 60 no_others
check 'and all is done' [ "$(find requeued/runs requeued/phase1 -name meta.ini | wc -l)" -eq "$total" ]
check 'its attempts are told in the runs' grep -q '^restarts = 1' requeued/runs/*/meta.ini requeued/phase1/*/meta.ini
finished 'requeued' requeued

# ---- a node is lost, its task goes on all the same: two copies
say 'a lost node'
one=(--data data small.ini "${few[@]:0:4}" -D detectors.run=ae -D data.positive=0)
ends 'to be lost' 0 'sent to' "$LISAE" run --slurm --results lost --slurm-options lies.txt "${one[@]}"
until_true 30 worker lost
copy=$(worker lost)
node=$(squeue -h -r -t R -o %N | head -n 1)
slurmd=pid_$node
kill -KILL "${!slurmd}"
scontrol update "NodeName=$node" State=DOWN Reason=test # as it is said after SlurmdTimeout
check 'the task of a lost node goes on' kill -0 "$copy"
# shellcheck disable=SC2317
two_copies() { kill -0 "$copy" && grep -q 'begun anew [1-9]' lost/slurm/*/*.log; }
check 'and is begun anew on the other, at the same time' until_true 60 two_copies
until_true 240 no_others # its tables take their time, too
"$pinned" "$LISAE" run --results calm-one "${one[@]}" > calm.log 2>&1
ends 'the same command again' 0 'sent to the cluster|stripes' "$LISAE" run --slurm --wait --results lost "${one[@]}"
same 'two copies: auc.csv' calm-one/small/auc.csv lost/small/auc.csv
check 'two copies: nothing is left behind' tidy lost
check 'the attempt that came second was dropped' grep -q ,superseded, lost/ledger.csv
cluster_node "$node"
scontrol update "NodeName=$node" State=RESUME
cluster_idle n1 n2

# ---- the controller
say 'the controller'
printf 'LD_PRELOAD=%s\nSLOW_MS=1000\n' "$work/slow.so" > slower.txt
ends 'to go on without a controller' 0 'sent to' send headless --slurm-options slower.txt
until_true 30 worker headless
# It forgets what it has not written down yet: it would start the job again, find it there, and drain the node.
touch mark
check 'the controller writes down what is running' until_true 30 test cluster/state/job_state -nt mark
kill -KILL "$pid_controller"
ends 'without a controller nothing is sent' 3 'squeue|scontrol' timeout 100 "$LISAE" run --slurm --data data \
    --results headless small.ini "${few[@]}"
ends 'status says that it does not know' 0 'what the cluster is at is not known' status headless
cluster_controller
cluster_idle n1 n2
until_true 60 no_others
finished 'a killed controller' headless

# ---- who submits: killed right after the first array was taken
say 'who submits: killed'
mkdir wrapped
real=$(command -v sbatch)
wrap() { # LINE...: sbatch, then these lines, the first time
    {
        echo '#!/bin/sh'
        echo "env > '$work/sbatch.env'"
        echo "'$real' \"\$@\" > '$work/wrapped/said' || exit"
        echo "[ -e '$work/wrapped/once' ] && exec cat '$work/wrapped/said'"
        echo "touch '$work/wrapped/once'"
        printf '%s\n' "$@"
    } > wrapped/sbatch
    chmod +x wrapped/sbatch
    rm -f wrapped/once
}
# shellcheck disable=SC2016 # the words are the wrapper's
wrap 'kill -KILL $PPID'
ends 'who submits is killed' 137 '' env PATH="$work/wrapped:$PATH" "$LISAE" run --slurm --data data --results half \
    small.ini "${few[@]}" --chunk 0.001
first=$(newest half)
check 'it noted no job' [ "$(rows "half/slurm/$first/jobs.csv")" -eq 0 ]
ends 'the job is found by its name' 0 '[0-9]+ were queued or running there before' send half
check 'what it has is not sent again' [ "$(cat half/slurm/*/tasks.csv | cut -d , -f 2 | sort | uniq -c |
    awk '$2 != "run_id" && $1 > 2' | wc -l)" -eq 0 ]
finished 'a killed submitter' half

# ---- sbatch says that it failed, though the controller took the job
say 'sbatch says that it failed'
wrap 'echo "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation" >&2' 'exit 1'
ends 'a job that sbatch does not tell of is adopted' 0 'sent to the cluster in [0-9]+ tasks: jobs [0-9]+' \
    env PATH="$work/wrapped:$PATH" SLURM_CPU_BIND=quiet,mask_cpu:0x1 SBATCH_PARTITION=nowhere LD_LIBRARY_PATH=/nowhere \
    SQUEUE_FORMAT=%i "$LISAE" run --slurm --data data --results adopted small.ini "${few[@]}"
check 'no job twice' [ -z "$(squeue -h -t all -o '%F %j' | sort -u | awk '{ print $2 }' | sort | uniq -d)" ]
clean() { ! grep -E '^(SLURM_CPU_BIND|SBATCH_|LD_LIBRARY_PATH|SQUEUE_)' sbatch.env; }
check 'the environment of another job does not go along' clean
check 'where the controller is does' grep -q "^SLURM_CONF=$SLURM_CONF" sbatch.env
until_true 60 no_others
finished 'adopted' adopted

# ---- who makes the tables
say 'who makes the tables'
ends 'tables to be missed' 0 'makes the tables after them' slowly tableless
scancel --name "lisae-$(newest tableless)-tables"
until_true 60 no_others
check 'no tables' [ ! -e tableless/small/auc.csv ]
ends 'the same command makes them' 0 'Made-up stripes' send tableless
same 'tables: auc.csv' calm/small/auc.csv tableless/small/auc.csv

# ---- no time for more: the estimates do not fit
say 'no time for more'
short=(--data data --results short small.ini -D experiment.seeds=1 -D 'detectors.run=pca, kde')
ends 'held' 0 'sent to' env SLURM_OPTIONS='--hold --time=2' "$LISAE" run --slurm "${short[@]}"
awk -F , -v OFS=, 'NR > 1 { $3 = 1000 } { print }' short/slurm/*/tasks.csv > tasks && cp tasks short/slurm/*/tasks.csv
scontrol release "$(squeue -h -o %F -t PD --name "lisae-$(newest short)-0")"
scontrol release "$(squeue -h -o %F -t PD --name "lisae-$(newest short)-tables")"
until_true 60 no_others
check 'one run is taken, no other' [ "$(find short/runs -name meta.ini | wc -l)" -eq 1 ]
ends 'which is told' 0 '^ended .* no time was left for them' "$LISAE" status "${short[@]}"
ends 'what its log says' 0 'no time is left for run' cat short/slurm/*/*_0.log

# ---- a detector's own failure
say 'a detectors own failure'
ends 'held, too' 0 'sent to' env SLURM_OPTIONS=--hold "$LISAE" run --slurm --data data --results failing small.ini \
    -D detectors.run=pca
mv data other
make_set stripes 12 40 20 2
squeue -h -t PD -o %F | sort -u | xargs -n 1 scontrol release
until_true 60 no_others
mv data third
mv other data
ends 'is told apart' 0 '^failed .* pca stripes .*: data set .stripes. is another' "$LISAE" status --data data \
    --results failing small.ini -D detectors.run=pca
check 'and is no end of a task' [ "$(grep -c '^ended' said)" -eq 0 ]

# ---- cancel
say 'cancel'
ends 'to be cancelled' 0 'sent to' slowly cancelled
until_true 30 worker cancelled
ends 'cancel' 0 '^cancelled: jobs [0-9]+, [0-9]+' \
    "$LISAE" cancel --data data --results cancelled small.ini "${few[@]}"
check 'ends all' until_true 20 no_others
check 'and leaves nothing half done' tidy cancelled
ends 'which status tells' 0 '^ended .*not done, cancelled' status cancelled
ends 'nothing to cancel' 0 'no job of it is queued or running' \
    "$LISAE" cancel --data data --results cancelled small.ini "${few[@]}"
finished 'cancelled' cancelled

# ---- the endless one, by now
say 'the endless one'
check 'the limit ends it' until_true 120 no_jobs
ends 'which status tells, too' 0 '^ended .*: 1 of its runs not done, time limit' "$LISAE" status "${endless[@]}"
check 'nothing of it is left behind' tidy limited/runs
finish
