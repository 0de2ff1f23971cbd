#!/usr/bin/env bash
# tools/keep-folder, killed at any moment and called twice at once: a folder is one that was kept, as a whole.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
keep=$(cd "$tests/.." && pwd)/tools/keep-folder
cd "$work" || exit 1
mkdir -p one two kept beside
for n in 1 2 3 4 5 6 7 8 9; do echo "one $n" > "one/$n" && echo "two $n" > "two/$n"; done
whole() { # FOLDER: and nothing beside it but what the tests put there
    find kept | sort
    [ -z "$(find kept -name '.incoming*')" ] && { diff -r one "$1" || diff -r two "$1"; }
}

ends 'none was there' 0 '' bash -c '"$1" one kept/fig && echo kept' - "$keep"
check 'it is a copy' diff -r one kept/fig
ends 'no second folder' 2 'expected two folders' "$keep" one
ends 'nothing to keep' 1 'nowhere' "$keep" nowhere kept/fig
check 'what was kept stays' diff -r one kept/fig

failures=0
for ((i = 0; i < 15; i++)); do
    "$keep" one kept/fig & first=$!
    "$keep" two kept/fig & second=$!
    wait "$first" || failures=$((failures + 1))
    wait "$second" || failures=$((failures + 1))
    whole kept/fig > mixed 2>&1 || { failures=$((failures + 1)); cp mixed said; }
done
check 'two at once' [ $failures -eq 0 ]

# Killed at moments of the clock, then between any two steps; what is left is mended by a call for another folder.
for ((i = 0; i < 20; i++)); do
    from=(one two)
    "$keep" "${from[i % 2]}" kept/fig 2> /dev/null &
    sleep "0.0$(printf %02d $((i * 2)))"
    kill -KILL $! 2> /dev/null
    wait $! 2> /dev/null
    { "$keep" one kept/other && whole kept/fig; } > mixed 2>&1 || { failures=$((failures + 1)); cp mixed said; }
done
check 'killed at any moment' [ $failures -eq 0 ]

mkdir bin
killed() { # PROGRAM STEP SIGNAL: its STEPth call is its caller's last
    rm -f bin/* steps
    cat > "bin/$1" << STUB
#!/bin/sh
echo step >> '$work/steps'
[ "\$(wc -l < '$work/steps')" -ne $2 ] || { kill -$3 \$PPID; sleep 0.2; }
exec $(command -v "$1") "\$@"
STUB
    chmod +x "bin/$1"
    "$keep" one kept/fig
    PATH=$work/bin:$PATH "$keep" two kept/fig
    code=$?
    # a call that is killed leaves its last program to itself
    "$keep" one kept/other
    [ "$code" -gt 128 ] && whole kept/fig
}
for signal in KILL TERM; do
    check "$signal before the copy" killed cp 1 "$signal"
    check "$signal before the old one goes" killed mv 1 "$signal"
    check "$signal before the new one comes" killed mv 2 "$signal"
done
# That is where the folder is nowhere else.
"$keep" one kept/fig
mkdir kept/.incoming-fig
mv kept/fig kept/.incoming-fig/old
mkdir -p kept/.incoming-gone/new
"$keep" two kept/other
check 'what was hidden is back' diff -r one kept/fig
check 'the rest is gone' [ -z "$(find kept -name '.incoming*')" ]
finish
