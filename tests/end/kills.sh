#!/usr/bin/env bash
# Kills by the hundred: a worker, the parent, all processes, make; by KILL and by TERM; at any moment. The same command
# goes on each time, until all is done: then every byte is that of an undisturbed run, and no process outlives its
# parent.
#
# KILLS=1000 takes longer; SEED=N repeats the choices, if not the moments.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
kills=${KILLS:-100}
RANDOM=${SEED:=$$}
units=6 # 4 runs and 2 first phases; both of these train at once
cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
options=(-j2 --data data --results out small.ini -D experiment.seeds=1 -D data.positive=0
    -D 'detectors.run=kde, pca, lis-ae' -D 'train.epochs=4, 20' -D shape.epochs=2 -D shape.linsep=off -D model.latent=3)

go_on() { # all its processes in a session of their own, $pid
    setsid "$LISAE" run "${options[@]}" > run.log 2>&1 &
    pid=$!
}

any_of() { # WORDS: a process of the session with these in its command
    local found
    mapfile -t found < <(pgrep -s "$pid" -f -- "$1")
    [ ${#found[@]} -eq 0 ] || echo "${found[RANDOM % ${#found[@]}]}"
}

strike() { # WHOM SIGNAL
    local target=
    case $1 in
    worker) target=$(any_of ' work .*--results') ;;
    make) target=$(any_of '^make ') ;;
    parent) target=$pid ;;
    all) target=-$pid ;;
    esac
    [ -z "$target" ] || kill -"$2" -- "$target" 2> /dev/null
}

# The sums of all that was done, without what differs from time to time.
sums() {
    (cd "$1" && find . -type f ! -path '*/.*' ! -name meta.ini ! -name times.csv ! -name plan.mk ! -name ledger.csv \
        -exec sha256sum {} + | sort)
}

start=$(date +%s%N)
go_on
code=0
wait "$pid" || code=$?
long=$((($(date +%s%N) - start) / 1000000))
check "an undisturbed run, exit code $code" [ "$code $(stamps out | wc -l)" = "0 $units" ]
mv out calm
sums calm > calm.sums

whom=(worker worker parent all make)
laps=0 partly=0
for ((i = 0; i < kills; i++)); do
    [ $i -eq 0 ] || [ $((i % 100)) -ne 0 ] || echo "$i of $kills kills, $laps times to the end"
    one=${whom[RANDOM % ${#whom[@]}]}
    signal=$([ $((RANDOM % 3)) -eq 0 ] && echo TERM || echo KILL)
    moment=$((RANDOM % long))
    go_on
    sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
    strike "$one" "$signal"
    code=0
    { wait "$pid" || code=$?; } 2> /dev/null
    check "$one, $signal after $moment ms: no process is left" gone "$pid"
    case $one,$code in
    parent,* | all,* | *,0 | *,3) pass ;;
    *) fail "$one, $signal after $moment ms: exit code $code" run.log ;;
    esac
    stamps out > stamps.now 2> /dev/null
    n=$(wc -l < stamps.now)
    [ "$n" -eq 0 ] || [ "$n" -eq $units ] || partly=$((partly + 1))
    [ ! -e out/small/auc.csv ] || check "$one, $signal: a table of all runs" \
        [ "$(grep -c ',all,' out/small/auc.csv)" -eq 4 ]
    [ "$n" -eq $units ] || [ $((i + 1)) -eq "$kills" ] || continue
    ends "after $((i + 1)) kills: it goes on" 0 'seed|AUC|Detector|detector' "$LISAE" run "${options[@]}"
    sums out > out.sums
    same "after $((i + 1)) kills: every byte" calm.sums out.sums
    check "after $((i + 1)) kills: nothing is left behind" tidy out
    laps=$((laps + 1))
    rm -rf out
done
check 'some kills hit a run half done' [ $partly -gt 0 ]
echo "$kills kills, $laps times to the end, $partly hit a run half done, SEED=$SEED"
finish
