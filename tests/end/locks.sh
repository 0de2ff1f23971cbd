#!/usr/bin/env bash
# Where locks are missing or say yes to everybody, several calls do the same runs at once. Each run is published once
# and whole, the tables are those of an undisturbed call, and what killed calls left goes without harm to those that
# live.

# shellcheck source=tests/end/lib.bash disable=SC2094,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
short=(-D experiment.seeds=1 -D data.positive=0 -D shape.linsep=off)
few=("${short[@]}" -D 'detectors.run=pca, ae, lis-ae')

run() { "$LISAE" run -j2 --data data --results "$1" small.ini "${few[@]}"; }

sums() { # RESULTS: of all files of runs that are the same each time
    (cd "$1" && find runs phase1 -name '.*' -prune -o -type f ! -name meta.ini -print0 |
        sort -z | xargs -0 sha256sum)
}

outcomes() { # RESULTS OUTCOME: how many
    awk -F , -v of="$2" '$3 == of' "$1/ledger.csv" | wc -l
}

ends 'an undisturbed run' 0 '1/1' run calm
sums calm > calm.sums
library=$work/nolock.so
"${CC:-cc}" -shared -fPIC -o "$library" "$tests/support/nolock.c" || exit 1
# a sanitizer's library need not be the first
without_locks() { # HOW COMMAND...
    local how=$1
    shift
    env NOLOCK="$how" LD_PRELOAD="$library" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" "$@"
}

# Workers of several calls begin at the same moment: each run is done by all of them.
cat > launcher << END
#!/bin/sh
for last; do :; done
id=\$(basename "\$last" .ini)
echo "\$PPID" >> "$work/\$RESULTS.\$id"
i=0
while [ "\$(sort -u "$work/\$RESULTS.\$id" | wc -l)" -lt 3 ] && [ \$i -lt 25 ]; do sleep 0.02; i=\$((i + 1)); done
exec "\$@"
END
chmod +x launcher
for how in ENOLCK ENOSYS lies; do
    results=$how
    pids=()
    for call in 1 2 3; do
        RESULTS=$results LAUNCH=$work/launcher without_locks "$how" \
            "$LISAE" run -j2 --data data --results "$results" small.ini "${few[@]}" > "$results.$call.log" 2>&1 &
        pids+=($!)
    done
    code=0
    for pid in "${pids[@]}"; do wait "$pid" || code=$?; done
    check "$how: all calls end well" [ $code -eq 0 ]
    check "$how: runs were done by several" [ "$(sort -u "$results".????????????* | wc -l)" -ge 2 ]
    ends "$how: the tables" 0 '1/1' without_locks "$how" \
        "$LISAE" collect --data data --results "$results" small.ini "${few[@]}"
    sums "$results" > sums
    same "$how: the same files" calm.sums sums
    same "$how: auc.csv" calm/small/auc.csv "$results/small/auc.csv"
    check "$how: nothing is left behind" tidy "$results"
    check "$how: one attempt at each was published" \
        [ "$(outcomes "$results" ok) $(outcomes "$results" failed)" = '4 0' ]
    check "$how: all attempts are in the ledger" \
        [ "$(outcomes "$results" begun)" -eq $(($(outcomes "$results" superseded) + 4)) ]
done

# A worker that is killed leaves its folder; a living one's, whose lock says nothing, is not touched by who sweeps.
ends 'another run' 0 '1/1' run swept
ends 'the plan of a long one' 3 '1 of 1 runs' env LAUNCH=false "$LISAE" run --data data --results swept small.ini \
    "${short[@]}" -D detectors.run=lis-ae -D shape.epochs=10000
long=$(sed -n 's/^all: //p' swept/small/plan/plan.mk)
without_locks lies "$LISAE" work --results swept --data data \
    "swept/small/plan/$long.ini" > work.log 2>&1 &
shopt -s nullglob
for ((i = 0; i < 100; i++)); do
    attempt=(swept/runs/.tmp-*"-$long")
    [ ${#attempt[@]} -eq 0 ] || break
    sleep 0.1
done
check 'a worker is at its run' [ ${#attempt[@]} -eq 1 ]
"$LISAE" collect --data data --results swept small.ini "${few[@]}" > collect.log 2>&1
check 'a living one stays' [ -d "${attempt[0]}" ]
pid=${attempt[0]#*.tmp-*.}
pid=${pid%%.*}
# with the one that watches over it, which would say what became of it
{ kill -KILL "$(ps -o ppid= -p "$pid" | tr -d ' ')" "$pid"; wait; } 2> /dev/null
for ((i = 0; i < 100; i++)); do
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.1
done
check 'a killed one leaves its folder' [ -d "${attempt[0]}" ]
check 'and that it was begun' [ "$(grep "^$long," swept/ledger.csv | cut -d , -f 3)" = begun ]
# another machine's, that was last heard of two days ago
mkdir swept/runs/.tmp-0123456789ab.1.2.01234567-other swept/phase1/.tmp-0123456789ab.1.2.01234567-young
touch -d '2 days ago' swept/runs/.tmp-0123456789ab.1.2.01234567-other
ends 'the next run' 0 '1/1' run swept
check 'left-overs go, one that may be living does not' \
    [ "$(find swept -name '.tmp-*')" = swept/phase1/.tmp-0123456789ab.1.2.01234567-young ]
rmdir swept/phase1/.tmp-*
same 'auc.csv' calm/small/auc.csv swept/small/auc.csv

# What others plant in a shared folder leads nowhere.
cp -r calm planted
id=$(grep -l '^detector = pca$' calm/runs/*/spec.ini | xargs dirname | xargs basename)
echo 'my precious' > precious
for name in .progress- .lock-; do
    rm -rf "planted/runs/$id" "planted/runs/$name$id"
    ln -s "$work/precious" "planted/runs/$name$id"
    run planted > planted.log 2>&1
    check "$name: a link is not followed" [ "$(cat precious)" = 'my precious' ]
    rm -f "planted/runs/$name$id"
done
check 'a lock that is a link is told' grep -q "cannot open the lock '.*/.lock-$id': it is a symbolic link" planted.log
ends 'without it' 0 '1/1' run planted
same 'without it: auc.csv' calm/small/auc.csv planted/small/auc.csv
finish
