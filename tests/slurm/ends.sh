#!/usr/bin/env bash
# How Slurm itself ends a task that may not be begun anew: a node that fails, a job of more weight. Each is told by
# its own reason, nothing is left half done, and the same command again gives the bytes of one machine. (That a task had
# more memory than it asked for, Slurm sees by cgroups alone, which need root: tests/unit/slurm has the texts.)

# shellcheck source=tests/slurm/lib.bash disable=SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cluster_start "$work/cluster" KillWait=2 MessageTimeout=5 \
    PreemptType=preempt/partition_prio PreemptMode=REQUEUE \
    'PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP PriorityTier=1' \
    'PartitionName=urgent Nodes=n[1-2] MaxTime=INFINITE State=UP PriorityTier=10' || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
few=(-D experiment.seeds=1 -D shape.linsep=off -D 'detectors.run=pca, ae')
"${CC:-cc}" -D_GNU_SOURCE -shared -fPIC -o slow.so "$tests/slurm/slow.c" -ldl || exit 1
printf '%s\n' "LD_PRELOAD=$work/slow.so" SLOW_MS=1500 > slow.txt
send() { # RESULTS [OPTION...]
    local results=$1
    shift
    "$LISAE" run --slurm --data data --results "$results" small.ini "${few[@]}" "$@"
}
status() { "$LISAE" status --data data --results "$1" small.ini "${few[@]}"; }
say() { echo "$SECONDS s: $1"; }
"$pinned" "$LISAE" run --data data --results calm small.ini "${few[@]}" > calm.log 2>&1
check 'an undisturbed run' [ -s calm/small/auc.csv ]
finished() { # NAME RESULTS
    scancel --me # what is slow
    until_true 60 no_jobs || squeue
    ends "$1: the same command again" 0 'sent to the cluster|stripes' send "$2" --wait
    until_true 60 no_jobs
    same "$1: auc.csv" calm/small/auc.csv "$2/small/auc.csv"
    check "$1: nothing is left behind" tidy "$2"
}
told() { status "$1" | grep -q '^ended'; }
running() { is_running "lisae-$(newest "$1")-0"; }

say 'room for another job'
urgent() { sbatch -Q -p urgent -N 2 --exclusive -o /dev/null --wrap 'sleep 3' > /dev/null; }
ends 'to make room' 0 'sent to' env SLURM_OPTIONS=--no-requeue "$LISAE" run --slurm --data data --results moved \
    small.ini "${few[@]}" --slurm-options slow.txt
until_true 30 running moved
urgent
until_true 30 told moved
ends 'room for another job: is told' 0 \
    '^ended    job [0-9_]+ on n[12]: [0-9]+ of its runs not done, made room' status moved
finished 'room for another job' moved

say 'room, and anew'
ends 'to make room and go on' 0 'sent to' send again --slurm-options slow.txt
until_true 30 running again
urgent
until_true 60 grep -q 'begun anew 1 times' "again/slurm/$(newest again)"/*.log
check 'it is begun anew by Slurm' [ $? -eq 0 ]
finished 'room, and anew' again

say 'a node fails'
ends 'to lose its node' 0 'sent to' env SLURM_OPTIONS=--no-requeue "$LISAE" run --slurm --data data --results lost \
    small.ini "${few[@]}" --slurm-options slow.txt
until_true 30 running lost
node=$(squeue -h -t R -o %N | head -n 1)
scontrol update "NodeName=$node" State=DOWN Reason=test
until_true 30 told lost
ends 'a node fails: is told' 0 \
    "^ended    job [0-9_]+ on $node: [0-9]+ of its runs not done, its node failed" status lost
scontrol update "NodeName=$node" State=RESUME 2> /dev/null # it may have come back by itself
cluster_idle n1 n2
finished 'a node fails' lost
finish
