#!/usr/bin/env bash
# A run of many runs killed with signal 9 at random moments, all its processes at once or the
# parent alone, goes on as if nothing had been: the bytes of an undisturbed run, nothing done
# twice, nothing left behind. So do two calls at once.
#
# KILLS=20 tests/end/kill.sh takes longer; SEED=N repeats the moments of a run that said so.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
kills=${KILLS:-5}
RANDOM=${SEED:=$$}
units=12 # 8 runs and 4 first phases

cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini

lisae_run() { # RESULTS: in the place of the shell that calls it
    exec "$LISAE" run -j2 --data data --results "$1" small.ini -D data.positive=0 \
        -D detectors.run=pca,ae,lis-ae -D train.epochs=60
}

begin() { # RESULTS LOG: a session and process group of its own, $pid
    export -f lisae_run
    export LISAE
    # shellcheck disable=SC2016 # $1 is the inner shell's
    setsid bash -c 'lisae_run "$1"' run "$1" > "$2" 2>&1 &
    pid=$!
}

to_the_end() { (lisae_run "$1"); }

kept() { # each line of the first file is in the second
    [ -z "$(comm -23 "$1" "$2")" ]
}

start=$(date +%s%N)
ends 'an undisturbed run' 0 '2/2' to_the_end calm
long=$((($(date +%s%N) - start) / 1000000))
check 'an undisturbed run does all' [ "$(stamps calm | wc -l)" -eq $units ]

# Whatever was done stays as it was while the rest is done.
all_at_once() { kill -KILL -- "-$pid"; }
parent_alone() { kill -KILL "$pid"; }
partly=0
for ((i = 0; i < kills; i++)); do
    how=$([ $((i % 2)) -eq 0 ] && echo all_at_once || echo parent_alone)
    results=killed-$i
    for again in first second; do
        moment=$((RANDOM % long))
        begin "$results" killed.log
        sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
        { $how; wait "$pid"; } 2> /dev/null
        [ "$how" = all_at_once ] || check 'the workers end with their parent' gone "$pid"
        mkdir -p "$results"
        stamps "$results" > "$results.$again"
        done=$(wc -l < "$results.$again")
        [ "$done" -eq 0 ] || [ "$done" -eq $units ] || partly=$((partly + 1))
    done
    check "$how: the second kill keeps what the first had left" kept "$results.first" "$results.second"
    counting_launcher "$work/calls"
    ends "$how after $moment ms, $done of $units done: the run goes on" 0 '2/2' to_the_end "$results"
    unset LAUNCH
    stamps "$results" > "$results.end"
    check "$how: what was done stays" kept "$results.second" "$results.end"
    check "$how: all is done in the end" [ "$(wc -l < "$results.end")" -eq $units ]
    check "$how: workers only for what was left" \
        [ "$(sort -u calls | wc -l) $(wc -l < calls)" = "$((units - done)) $((units - done))" ]
    same "$how: auc.csv" calm/small/auc.csv "$results/small/auc.csv"
    same "$how: summary.csv" calm/small/summary.csv "$results/small/summary.csv"
    check "$how: nothing is left behind" tidy "$results"
done
[ $failed -eq 0 ] || echo "SEED=$SEED KILLS=$kills had $failed failures"
[ $partly -gt 0 ] || echo "no kill hit a run half-way (SEED=$SEED)"

# Workers that would go on for long do not outlive their parent.
printf '#!/bin/sh\ntouch "%s"\nexec sleep 60\n' "$work/sleeping" > launcher
chmod +x launcher
LAUNCH=$work/launcher begin orphans orphans.log
for ((i = 0; i < 100; i++)); do
    [ ! -e sleeping ] || break
    sleep 0.1
done
check 'workers are at it' [ -e sleeping ]
{ kill -KILL "$pid"; wait "$pid"; } 2> /dev/null
check 'no worker outlives its parent' gone "$pid"

# Nor do they outlive make, whatever stands between it and them.
for launcher in '' 'nice -n 0' "$work/beside"; do
    printf '#!/bin/sh\n"$@"\n' > beside
    chmod +x beside
    rm -rf makeless
    LAUNCH=$launcher setsid "$LISAE" run -j2 --data data --results makeless small.ini -D data.positive=0 \
        -D detectors.run=ae -D train.epochs=10000 -D model.encoder='64 64' > makeless.log 2>&1 &
    pid=$!
    for ((i = 0; i < 100; i++)); do
        [ -z "$(find makeless -name '.progress-*' 2> /dev/null)" ] || break
        sleep 0.1
    done
    check "'$launcher': workers are at it" [ -n "$(find makeless -name '.progress-*')" ]
    make=$(ps -o pid=,comm= -s "$pid" | awk '$2 == "make" { print $1 }')
    kill -KILL "$make"
    code=0
    wait "$pid" || code=$?
    check "'$launcher': a killed make: exit code 3" [ $code -eq 3 ]
    check "'$launcher': no worker outlives make" gone "$pid"
done

# Files of killed writers: no harm, and gone after the next run.
mkdir -p calm/small/plan
old=.tmp-0123456789ab.1.2.01234567
touch -d "2 days ago" calm/small/$old-auc.csv calm/small/plan/$old-plan.mk
ends 'files of a killed writer' 0 '2/2' to_the_end calm
check 'files of a killed writer go' tidy calm

# Asked to stop: it says so, stops its workers, and goes on later. The workers are held up, so that
# no machine is done before it is asked.
printf '#!/bin/sh\ntouch "%s"\nsleep 2\nexec "$@"\n' "$work/begun" > slow
chmod +x slow
export LAUNCH=$PWD/slow
begin stopped stopped.log
unset LAUNCH
for ((i = 0; i < 100; i++)); do
    [ ! -e begun ] || break
    sleep 0.1
done
kill -TERM "$pid"
code=0
wait "$pid" || code=$?
check 'a stopped run: exit code 3' [ $code -eq 3 ]
check 'a stopped run says how to go on' grep -q 'interrupted; the same command goes on' stopped.log
check 'a stopped run leaves no worker' gone "$pid"
ends 'a stopped run goes on' 0 '2/2' to_the_end stopped
same 'a stopped run: auc.csv' calm/small/auc.csv stopped/small/auc.csv

# Two at once: both plan everything, then share it. A worker's result is noted when the worker
# ends; one that had trained what another had done would have put a new file there.
cat > launcher << END
#!/bin/sh
for last; do :; done
id=\$(basename "\$last" .ini)
echo "\$PPID" >> $work/waiting
while [ ! -e $work/go ]; do sleep 0.05; done
"\$@"
code=\$?
stat -c "\$id %i %y" $work/shared/*/"\$id"/meta.ini $work/shared/runs/"\$id"/meta.ini 2> /dev/null \
    >> $work/results
exit \$code
END
chmod +x launcher
export LAUNCH=$work/launcher
begin shared one.log
one=$pid
begin shared two.log
two=$pid
for ((i = 0; i < 100; i++)); do
    [ ! -e waiting ] || [ "$(sort -u waiting | wc -l)" -lt 2 ] || break
    sleep 0.1
done
touch go
code=0
wait "$one" || code=$?
wait "$two" || code=$?
unset LAUNCH
check 'two at once: both end well' [ $code -eq 0 ]
check 'two at once: each was done once' [ "$(sort -u results | wc -l)" -eq $units ]
same 'two at once: auc.csv' calm/small/auc.csv shared/small/auc.csv
check 'two at once: nothing is left behind' tidy shared

# What another call is at, somewhere, is left to it: the rest is done meanwhile, and it when it was
# not. A lock is all that this call sees of the other one.
hold() { # RESULTS UNIT TOLD-TO-DO
    mkdir -p "$1/${2%/*}"
    (flock 9; exec sleep 600) 9> "$1/${2%/*}/.lock-${2##*/}" &
    holder=$!
    begin "$1" "$1.log"
    for ((i = 0; i < 300; i++)); do
        [ "$(stamps "$1" | wc -l)" -lt "$3" ] || break
        sleep 0.1
    done
}
a_run=runs/$(run_ids calm/small/auc.csv detector pca | head -n 1)
phases=(calm/phase1/*)
a_phase=${phases[0]#calm/}
dependents=$(grep -l "^first_phase = ${a_phase#phase1/}\$" calm/runs/*/meta.ini | wc -l)
for held in "$a_run 1" "$a_phase $((1 + dependents))"; do
    what=${held%%/*}
    results=beside-$what
    hold "$results" "${held% *}" $((units - ${held##* }))
    check "$what held by another: the rest is done" [ "$(stamps "$results" | wc -l)" -eq $((units - ${held##* })) ]
    check "$what held by another: the call waits" kill -0 "$pid"
    { kill "$holder"; wait "$holder"; } 2> /dev/null
    code=0
    wait "$pid" || code=$?
    check "$what given up by the other: done in the end" [ "$code $(stamps "$results" | wc -l)" = "0 $units" ]
    same "$what held by another: auc.csv" calm/small/auc.csv "$results/small/auc.csv"
done

# Where a worker is, is shown while it has its lock, on whatever machine; its file stays when it is killed.
seen() {
    "$LISAE" status --results watched --data data small.ini -D data.positive=0 -D detectors.run=pca,ae,lis-ae \
        -D train.epochs=60
}
mkdir -p "watched/${a_run%/*}"
at="watched/${a_run%/*}/.progress-${a_run##*/}"
echo '3 10 0.25 folds' > "$at"
touch "${at/progress/lock}"
ends 'files of a killed worker' 0 ' 0 running' seen
(flock 9; exec sleep 600) 9> "${at/progress/lock}" &
holder=$!
for ((i = 0; i < 100; i++)); do
    flock -n "${at/progress/lock}" true || break
    sleep 0.1
done
ends 'a worker' 0 "^running  ${a_run##*/}  pca stripes 0 seed [0-9]: folds 3/10, loss 0.25" seen
ends 'is counted' 0 ' 1 running' seen
{ kill "$holder"; wait "$holder"; } 2> /dev/null
ends 'and no more when it is killed' 0 ' 0 running' seen
finish
