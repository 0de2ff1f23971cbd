#!/usr/bin/env bash
# `lisae run --slurm`, `status` and `cancel`, with scripts in the place of Slurm's programs that do at once what they
# are told, or nothing. `make test-slurm` asks the same of Slurm itself.

# shellcheck source=tests/end/lib.bash disable=SC2094,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
few=(-D experiment.seeds=1 -D shape.linsep=off -D data.positive=0)
unset SLURM_OPTIONS "${!SLURM_@}"

# Jobs are lines of squeue in $work/queue. Where there is a file "hold" they stay in the state that it names; else their
# tasks run at once.
mkdir bin
cat > bin/sbatch << 'END'
#!/bin/bash
work=${0%/bin/*}
echo "$*" >> "$work/sbatch.calls"
[ ! -s "$work/refuses" ] || { cat "$work/refuses" >&2; exit 1; }
last=none
for word; do
    case $word in
    --job-name=*) name=${word#*=} ;;
    --output=*) log=${word#*=} ;;
    --array=*) last=${word#*=0-} last=${last%%%*} ;;
    -*) ;;
    *.sh) script=$word ;;
    *) first=$word ;;
    esac
done
job=$(($(cut -d '|' -f 1 "$work/queue" | sort -n | tail -n 1) + 1))
state=COMPLETED
[ ! -e "$work/hold" ] || state=$(cat "$work/hold")
export SLURM_JOB_ID=$job SLURMD_NODENAME=n1
if [ $last = none ]; then
    tasks=N/A
else
    tasks=$(seq 0 "$last")
    export SLURM_ARRAY_JOB_ID=$job
fi
for task in $tasks; do
    echo "$job|$task|$state|Priority|n1|2026-11-28T21:50:52|$name" >> "$work/queue"
    [ ! -e "$work/hold" ] || continue
    [ $last = none ] || export SLURM_ARRAY_TASK_ID=$task
    at=${log//%A/$job}
    (cd "$work" && sh "$script" ${first:+"$first"}) >> "$work/${at//%a/$task}" 2>&1
done
echo "$job"
END
cat > bin/squeue << 'END'
#!/bin/sh
case "$*" in
*%L*) cat "${0%/bin/*}/left" ;;
*)
    [ ! -e "${0%/bin/*}/silent" ] || { echo 'squeue: error: Unable to contact slurm controller' >&2; exit 1; }
    cat "${0%/bin/*}/queue"
    ;;
esac
END
cat > bin/scontrol << 'END'
#!/bin/sh
printf 'MaxArraySize            = 3\nSchedulerParameters     = (null)\nSelectTypeParameters    = CR_CORE_MEMORY\n'
END
cat > bin/scancel << 'END'
#!/bin/sh
work=${0%/bin/*}
for job; do sed -i "s/^$job|\([^|]*\)|[A-Z_]*/$job|\1|CANCELLED/" "$work/queue"; done
END
printf '#!/bin/sh\necho "Slurm accounting storage is disabled" >&2\nexit 1\n' > bin/sacct
chmod +x bin/*
: > queue
echo UNLIMITED > left
PATH=$work/bin:$PATH

run() { # RESULTS [OPTION...]
    "$LISAE" run --slurm --data data --results "$1" small.ini "${few[@]}" "${@:2}"
}
status() { "$LISAE" status --data data --results "$1" small.ini "${few[@]}"; }
become() { sed -i "s/|[A-Z_]*|Priority/|$1|Priority/" queue; } # STATE

"$tests/../tools/pinned" "$LISAE" run --data data --results calm small.ini "${few[@]}" > calm.log 2>&1

# ---- done at once
ends 'sent' 0 '^small: 6 runs and first phases sent to the cluster in [0-9]+ tasks: jobs 1, 2, ' run out
says 'and the tables' '^job [0-9]+ makes the tables after them'
same 'the tables are those of one machine' calm/small/auc.csv out/small/auc.csv
check 'memory is asked for where nodes hand it out' grep -q -- '--mem=[0-9]*M' sbatch.calls
check 'runs wait for their first phases' grep -q -- '--dependency=afterany:[0-9:]*' sbatch.calls
check 'a run tells where it was' grep -q '^job = [0-9]*_0$' out/runs/*/meta.ini
ends 'nothing is left to send' 0 'Made-up stripes' run out
ends 'nor to tell' 0 '^small: 6 done, 0 running, 0 failed, 0 left' status out

# ---- jobs that stay where they are
echo PENDING > hold
ends 'queued' 0 'sent to the cluster in 6 tasks' run later --chunk 0.001 -j 2 --no-models
check '-j says how many at a time' grep -q -- '--array=0-[0-2]%[12] ' sbatch.calls
check 'at most three tasks in an array' [ "$(grep -c -- '--array=0-[3-9]' sbatch.calls)" -eq 0 ]
ends 'status' 0 '^queued   6 runs in 6 tasks \(Priority\)' status later
ends 'the same command sends nothing twice' 0 'nothing new was sent to the cluster' run later
says 'what is there it tells' '^6 were queued or running there before'
become RUNNING
ends 'running' 0 '^running  job [0-9]+_0 on n1 since 2026-11-28T21:50:52: 1 of its runs left' status later
touch silent
ends 'without a controller' 3 'squeue: squeue: error: Unable to contact' run later
ends 'status does without' 0 'what the cluster is at is not known: squeue' status later
rm silent
become NODE_FAIL
ends 'a node failed' 0 '^ended    job [0-9]+_0 on n1: 1 of its runs not done, its node failed' status later
: > queue
ends 'nobody knows' 0 '^ended .*of its runs not done, unknown: nobody tells of it' status later
ends 'then they are sent again' 0 '^small: 6 runs' run later
ends 'cancel' 0 '^cancelled: jobs [0-9]+, [0-9]+' "$LISAE" cancel --data data --results later small.ini "${few[@]}"
ends 'what was cancelled' 0 'not done, cancelled' status later
ends 'nothing to cancel' 0 'small: no job of it is queued or running' \
    "$LISAE" cancel --data data --results later small.ini "${few[@]}"
rm hold
ends 'and done, waiting' 0 'Made-up stripes' run later --wait
same 'the tables are the same' calm/small/auc.csv later/small/auc.csv

# ---- a cluster that takes no more, and one that takes none of this
echo 'sbatch: error: QOSMaxSubmitJobPerUserLimit' > refuses
ends 'no more jobs' 3 'the cluster takes no more jobs now: 6 runs are left for the same command again' run full
echo 'sbatch: error: Batch job submission failed: Invalid partition name specified' > refuses
ends 'a wrong partition' 3 'Invalid partition name specified' env SLURM_OPTIONS=--partition=nowhere \
    "$LISAE" run --slurm --data data --results full small.ini "${few[@]}"
check 'the option was passed on' grep -q -- ' --partition=nowhere ' sbatch.calls
rm refuses

# ---- a task, as a job calls it
echo PENDING > hold
ends 'a plan' 0 'sent' run alone
folder=$(ls -d alone/slurm/????????????)
task() { env SLURM_JOB_ID=7 SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=0 SLURMD_NODENAME=n9 "$@"; }
ends 'a task' 0 'chunk 0: 1 of 1 runs have a result or a reason' \
    task "$LISAE" task --results alone --data data -- "$folder" 0
check 'did its first phase' [ "$(find alone/phase1 -name meta.ini | wc -l)" -eq 1 ]
# three times the task was killed at its first run
IFS=, read -r chunk last _ < <(tail -n 1 "$folder/tasks.csv")
first=$(awk -F , -v chunk="$chunk" '$1 == chunk { print $2; exit }' "$folder/tasks.csv")
printf '[task]\nrun = %s\ntimes = 3\nstate = working\n' "$first" > "$folder/task-$chunk.ini"
ends 'a run that its task does not outlive is given up' 0 \
    "run $first .*: job 7_0 was ended 3 times while at this run, the last time begun on n9" \
    task "$LISAE" task --results alone --data data -- "$folder" "$chunk"
check 'with a reason' grep -q 'was ended 3 times' "alone/runs/$first/reason.txt"
check 'the others are done' [ -s "alone/runs/$last/meta.ini" ]
# little time, by estimates of a quarter of an hour
ends 'another plan' 0 'sent' run hurried
folder=$(ls -d hurried/slurm/????????????)
awk -F , -v OFS=, 'NR > 1 { $3 = 1000 } { print }' "$folder/tasks.csv" > tasks && cp tasks "$folder/tasks.csv"
echo 10:00 > left
ends 'no further run is taken than fits' 0 'no time is left for run' \
    task "$LISAE" task --results hurried --data data -- "$folder" 1
check 'but one is' [ "$(find hurried/runs -name meta.ini | wc -l)" -eq 1 ]
# none at all
echo 0:06 > left
"${CC:-cc}" -D_GNU_SOURCE -shared -fPIC -o slow.so "$tests/slurm/slow.c" -ldl || exit 1
ends 'the run under way is stopped before the limit' 3 'chunk 2: 0 of [0-9]+ runs' \
    task env LD_PRELOAD="$work/slow.so" SLOW_MS=30000 ASAN_OPTIONS=verify_asan_link_order=0 \
    "$LISAE" task --results hurried --data data -- "$folder" 2
check 'and nothing of it is left' tidy hurried
ends 'no such chunk' 2 "expected the number of a chunk, found 'x'" "$LISAE" task --results out --data data "$folder" x
ends 'no submission' 3 "cannot open 'nowhere/tasks.csv'" "$LISAE" task --results out --data data nowhere 0

# ---- what is wrong with the call
ends 'a launcher, too' 2 'LAUNCH stands before the runs of one machine' env LAUNCH=nice \
    "$LISAE" run --slurm --data data --results none small.ini
ends 'waiting without a cluster' 2 '[-]-wait is for --slurm' "$LISAE" run --wait --data data --results none small.ini
ends 'chunks without a cluster' 2 '[-]-chunk is for --slurm' "$LISAE" run --chunk 5 --data data --results none small.ini
ends 'no time' 2 '[-]-chunk: expected a number of minutes' run none --chunk 0
ends 'options of ours' 2 "SLURM_OPTIONS: '--array=1' is for lisae to say" env SLURM_OPTIONS=--array=1 \
    "$LISAE" run --slurm --data data --results none small.ini
printf -- '--partition=long\nlong\n' > wrong.txt
ends 'a line that is none' 2 "wrong.txt:2: expected an option of sbatch, or NAME=VALUE, found 'long'" \
    run none --slurm-options wrong.txt
check 'nothing was begun' [ ! -e none ]
ends 'no Slurm at all' 3 "cannot start 'scontrol': No such file" env PATH=/usr/bin:/bin \
    "$LISAE" run --slurm --data data --results none small.ini "${few[@]}"
finish
