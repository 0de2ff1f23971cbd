#!/usr/bin/env bash
# Little of everything: address space, descriptors, no standard streams, libraries that end the process, signals at
# moments at which nothing is run. Each call ends by itself, each run that is not done is a row with a reason, and the
# same command goes on later to the bytes of an undisturbed run.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
few=(-D experiment.seeds=1 -D data.positive=0 -D 'detectors.run=kde, pca, lis-ae' -D shape.linsep=off)
runs=3

run() { # RESULTS OPTION...: one that would never end is ended, with exit code 137
    local results=$1
    shift
    timeout -s KILL 60 "$LISAE" run -j2 --data data --results "$results" small.ini "${few[@]}" "$@"
}

told() { # RESULTS: all runs have a row, ok or failed with a reason
    local ok failed
    ok=$(grep -c ',all,.*,ok,,' "$1/small/auc.csv")
    failed=$(grep -cE ',all,.*,failed,[^,]+,' "$1/small/auc.csv")
    echo "$ok ok, $failed failed with a reason"
    [ $((ok + failed)) -eq "$runs" ]
}

goes_on() { # NAME RESULTS
    ends "$1: later it goes on" 0 '1/1' run "$2"
    same "$1: auc.csv" calm/small/auc.csv "$2/small/auc.csv"
    check "$1: nothing is left behind" tidy "$2"
}

ends 'an undisturbed run' 0 '1/1' run calm

# --- files: what a plan says that there will be, and fewer
made=$(grep -lE '^detector = (lis-ae|phase1)$' calm/{runs,phase1}/*/spec.ini | xargs -n 1 dirname | xargs find | wc -l)
ends 'a plan says how many files there will be' 0 "^up to $made files and folders, $made of them to come$" \
    "$LISAE" plan --data data --results none small.ini "${few[@]:0:4}" -D detectors.run=lis-ae -D shape.linsep=off
mkdir few-files
if mount -t tmpfs -o nr_inodes=15 none few-files 2> /dev/null; then
    mounts+=("$work/few-files")
    ends 'too few files are told before' 3 "'few-files/new': its file system has room for 1[0-9] files more" \
        run few-files/new
    mount -o remount,nr_inodes=1000 few-files
    goes_on 'too few files' few-files/new
    check 'enough are not' [ "$(grep -c 'its file system' said)" -eq 0 ]
else
    echo 'skipped: a file system with few files (no right to mount a tmpfs)'
fi

# --- address space, in KiB: a sanitizer needs more than can be limited
unset OPENBLAS_NUM_THREADS # as people call it
within() { (ulimit -v "$1" && shift && "$@"); }
if within 4000000 "$LISAE" help > said 2>&1; then
    for space in 150000 200000; do
        within $space timeout -s KILL 20 "$LISAE" help > said 2>&1
        check "$space KiB: help comes to its end" [ $? -ne 137 ]
        ends "$space KiB: a run comes to its end" 3 'no memory to measure|error' within $space run "space-$space"
    done
    ends '200000 KiB: a plan' 0 'lis-ae' within 200000 timeout -s KILL 20 "$LISAE" plan --data data small.ini
    ends '200000 KiB: a run' 3 "3 of 3 runs are not done, 3 failed: 'space/small/auc.csv'" within 200000 run space
    check '200000 KiB: rows with the reason' \
        [ "$(grep -c ',all,.*,failed,.*out of memory: OpenBLAS needs a buffer' space/small/auc.csv)" -eq "$runs" ]
    models=(calm/runs/*)
    ends '200000 KiB: scores' 3 'out of memory: OpenBLAS needs a buffer' \
        within 200000 timeout -s KILL 20 "$LISAE" score --data data "${models[0]}" stripes
    goes_on '200000 KiB' space

    # somewhere there the buffer fits, and what a detector or a library asks for then does not
    # shellcheck disable=SC2016 # the words are for the launcher
    printf '#!/bin/sh\nulimit -v "$SPACE"\nexec "$@"\n' > limited
    chmod +x limited
    for space in 256000 258000 260000 264000; do
        rm -rf ladder
        code=0
        SPACE=$space LAUNCH=$work/limited run ladder > said 2>&1 || code=$?
        check "workers of $space KiB: the run ends by itself, not with $code" [ $code -eq 0 -o $code -eq 3 ]
        check "workers of $space KiB: each run is told" told ladder
    done
    goes_on 'workers of little memory' ladder

    make_set large 64 4 4 2
    large=(--data data small.ini -D experiment.seeds=1 -D data.positive=0 -D data.dataset=large -D detectors.run=pca
        -D shape.linsep=off -D model.latent=2)
    LAUNCH=false "$LISAE" run --results large "${large[@]}" > said 2>&1
    rm -rf large/runs/*
    id=$(basename large/small/plan/*.ini .ini)
    ends 'a matrix too large' 3 "run $id \(pca, large 0, seed 1\): .*memory" within 330000 \
        "$LISAE" work --results large --data data "large/small/plan/$id.ini"
    check 'a matrix too large: the reason is kept' grep -q memory "large/runs/$id/reason.txt"
else
    echo 'skipped: little address space (the program needs more than can be limited)'
fi
export OPENBLAS_NUM_THREADS=1

# --- a library, or the system, that ends the worker: as it opens its data
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o inject.so "$tests/support/inject.c" -ldl || exit 1
if LD_PRELOAD=$work/inject.so "$LISAE" help > said 2>&1; then
    cat > ended << 'END'
#!/bin/sh
for last; do :; done
grep -q 'detector = pca' "$last" || exec "$@"
export INJECT_CALLS=,open, INJECT_PATH=stripes.lisae INJECT_AT=1 INJECT_WHO=work LD_PRELOAD="$INJECTOR"
exec "$@"
END
    chmod +x ended
    for signal in 6 9 11 15; do
        INJECT_SIGNAL=$signal INJECTOR=$work/inject.so LAUNCH=$work/ended run "ended-$signal" > said 2>&1
        check "a worker ended by signal $signal: exit code 3" [ $? -eq 3 ]
        check "a worker ended by signal $signal: the others are done" \
            [ "$(grep -c ',all,.*,ok,,' "ended-$signal/small/auc.csv")" -eq $((runs - 1)) ]
        if [ $signal -eq 15 ]; then # which somebody sent: no fault of the run
            check 'a worker that was stopped: not done yet' \
                grep -q ',pca,.*,missing,not done yet,' ended-15/small/auc.csv
        else
            check "a worker ended by signal $signal: a row with the reason" grep -qE \
                ",pca,.*,failed,the worker ended by signal $signal \([A-Z][a-z ]+; out of memory\?\)," \
                "ended-$signal/small/auc.csv"
        fi
        goes_on "a worker ended by signal $signal" "ended-$signal"
    done
fi

# --- descriptors
for descriptors in 4 8 9; do
    few_files() { (ulimit -n "$descriptors" && run "files-$descriptors"); }
    ends "$descriptors descriptors" 3 "cannot [a-z ]+ '?files-$descriptors/|runs are not done" few_files
    goes_on "$descriptors descriptors" "files-$descriptors"
done

# --- standard streams that are closed
closed() { run closed <&- >&-; }
ends 'no input, no output' 3 'lisae: cannot write to standard output' closed
check 'no input, no output: all is done' told closed
same 'no input, no output: auc.csv' calm/small/auc.csv closed/small/auc.csv
run silent <&- >&- 2>&-
same 'no stream at all: auc.csv' calm/small/auc.csv silent/small/auc.csv
no_output() { "$LISAE" list detectors >&-; }
ends 'a list without output' 3 'cannot write to standard output' no_output

# --- a signal while nothing is run: here, while another has the experiment's lock
for signal in TERM INT; do
    mkdir -p waiting/small
    (flock 9; exec sleep 60) 9> waiting/small/.lock &
    holder=$!
    for ((i = 0; i < 100; i++)); do
        flock -n waiting/small/.lock true || break
        sleep 0.1
    done
    rm -f waiting.log # what the one before said is not what this one says
    # with job control a background command does not ignore SIGINT
    set -m
    "$LISAE" run -j2 --data data --results waiting small.ini "${few[@]}" > waiting.log 2>&1 &
    pid=$!
    set +m
    for ((i = 0; i < 100; i++)); do
        ! grep -qs ' at a time' waiting.log || break
        sleep 0.1
    done
    sleep 0.2
    kill -$signal $pid
    for ((i = 0; i < 50; i++)); do
        kill -0 $pid 2> /dev/null || break
        sleep 0.1
    done
    check "$signal while it waits for a lock is obeyed" [ $i -lt 50 ]
    check "$signal while it waits for a lock: it says so" grep -q 'interrupted; the same command goes on' waiting.log
    { kill $holder; kill -KILL $pid; wait $holder $pid; } 2> /dev/null
done
goes_on 'a signal while it waits' waiting
finish
