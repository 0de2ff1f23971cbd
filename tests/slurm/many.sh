#!/usr/bin/env bash
# A plan of many tiny runs (SLURM_RUNS=2000, or 200 where nothing is said) goes to a cluster within five seconds, is
# done there, and gives the bytes of one machine.

# shellcheck source=tests/slurm/lib.bash disable=SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
runs=${SLURM_RUNS:-200}
cluster_start "$work/cluster" || exit 1
make_set stripes 12 40 20 1
cat > many.ini << EOF
[experiment]
title = Many
seeds = 1..$((runs / 20))
[data]
dataset = stripes
positive = each
negative = next-class
anomaly = rest
[detectors]
run = random, raw-l2
EOF
# chunks of some seconds by estimate: a few for each of the four processors
chunk=$(awk -v runs="$runs" 'BEGIN { print runs * 0.1 / 20 / 60 }')
now() { date +%s%N; }

start=$(now)
ends 'all is sent' 0 'runs and first phases sent to the cluster in [0-9]+ tasks: jobs 1$' \
    "$LISAE" run --slurm --chunk "$chunk" --data data --results out many.ini
took=$((($(now) - start) / 1000000))
check "within five seconds (it took $took ms)" [ $took -lt 5000 ]
echo "many: $runs runs sent in $took ms"
ends 'status while it runs' 0 "$runs left|[0-9]+ left" "$LISAE" status --data data --results out many.ini
start=$(now)
check 'the jobs come to their end' until_true $((60 + runs / 2)) no_jobs
took=$((($(now) - start) / 1000000))
echo "many: done in $took ms"
ends 'and all is done' 0 "$runs done, 0 running, 0 failed, 0 left" \
    "$LISAE" status --data data --results out many.ini
check 'the tables were made there' [ -s out/many/auc.csv ]
check 'no file for each run but its folder' [ "$(find out/slurm -type f | wc -l)" -lt 100 ]
"$pinned" "$LISAE" run --data data --results calm many.ini > calm.log 2>&1
same 'the bytes of one machine' calm/many/auc.csv out/many/auc.csv
check 'each run tells its job and node' \
    [ "$(grep -l '^job = 1_' out/runs/*/meta.ini | wc -l)" -eq "$runs" ]
check 'and the table does not' [ "$(grep -c '1_0' out/many/auc.csv)" -eq 0 ]
check 'nothing is left behind' tidy out
finish
