#!/usr/bin/env bash
# Nights, with made-up data: the first one, good ones, worse ones, broken ones, two at once, a gate that cannot be
# believed; what stays of them, and how the base is renewed.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
tree=$(cd "$tests/.." && pwd)
cd "$work" || exit 1
unset NIGHT NIGHTLY FIRST STRICT NOTIFY KEEP BENCH_ROWS
export OPENBLAS_CORETYPE=Haswell ONEDNN_MAX_CPU_ISA=AVX2
make_set stripes 12 24 20 3
cat > tiny.ini << 'END'
[experiment]
title = Stripes, every night
seeds = 1..2
[data]
dataset = stripes
positive = 0, 3
[model]
latent = 4
encoder = 4 6
decoder = 6 4
[train]
epochs = 3
batch = 16
[detectors]
run = kde, ae
END
units=12 # 8 runs and 4 first phases

# A program that can be made to err: what it is told by a file `fault` beside it.
program() { # NAME: a copy under this name, which is another program to the night
    cat > "$1" << END
#!/bin/bash
# $1
echo "\$*" >> "$work/calls"
trap 'kill "\$!"; wait "\$!"; exit 3' TERM
"$LISAE" "\$@" &
wait "\$!"
code=\$?
case \$(cat "$work/fault" 2> /dev/null):\$1:\$* in
lower:run:*)
    table=\$(ls -td nights/*/results/tiny | head -n 1)/auc.csv
    awk -F , -v OFS=, '
        NR > 1 && \$4 == "ae" && \$14 != "" { \$14 -= 0.2; \$15 = \$16 = ""; \$NF = "0123456789abcdef" }
        { print }' "\$table" > lowered && cat lowered > "\$table" ;;
blind:compare:*--self-test*) exit 3 ;;
esac
exit \$code
END
    chmod +x "$1"
}
program one
night() { # VARIABLE=VALUE ...
    env LISAE="$work/one" DATA=data SPECS=tiny.ini NOISE=none REFERENCE= BENCH= PINNED=0 REPORT=0 JOBS=2 NIGHT=n "$@" \
        "$tree/tools/nightly"
}
renew() { # [VARIABLE=VALUE ...] REASON
    env LISAE="$work/one" DATA=data SPECS=tiny.ini NOISE=none REFERENCE= PINNED=0 "${@:1:$#-1}" \
        "$tree/tools/nightly" renew "${!#}"
}
status() { cat nights/status; }

ends 'a first night, of which it is not said' 3 'it could not be judged \(exit code 3' night
check 'nobody is told that all is well' [ ! -e nights/last-ok ]
ends 'renewing needs two nights' 3 'expected two nights' renew because
ends 'a first night, as is said' 0 '^nightly n.2: good \(exit code 0' night FIRST=1
check 'that all is well is told' [ -e nights/last-ok -a "$(status)" = 0 ]
ends 'renewing needs a reason' 2 'expected a reason' renew ' '
ends 'the base is what two nights agree on' 0 '6 new|first: of 2 rows' renew 'the first one, "pinned"'
check 'with its reason' grep -q '^n.2,n,.*,"the first one, ""pinned"""$' nights/renewals.csv
check 'its scores are kept' [ "$(find nights/base/ranks -name '*.gz' | wc -l)" -eq 8 ]

ends 'a good night' 0 '^nightly n.3: good .*; since the base: passed: of 2 rows .* 2 identical \(8 runs, 8 c' \
    night STRICT=1 NOTIFY='cat > told' REPORT=1
says 'the same as the base' 'since the base: passed: of 2 rows 0 regressed, 0 improved, 0 missing, 2 identical'
says 'and as the night before' 'since n.2: passed: of 2 rows 0 regressed, 0 improved, 0 missing, 2 identical'
same 'NOTIFY gets the text' told nights/nightly.txt
check 'a strict one asks a strict gate' [ "$(grep -c '^compare .*--strict .*--title' calls)" -eq 2 ]
check 'it was trained anew' [ "$(stamps nights/n.3/results | wc -l)" -eq $units ]
check 'a row a night and row' [ "$(wc -l < nights/history.csv)" -eq 7 ]
check 'of the same form' awk -F , 'NF != 19 { print; bad = 1 } END { exit bad }' nights/history.csv
picture() { # FOLDER: its words
    grep -o '<text>[^<]*</text>' "$1/history.svg" | sed 's/<[^>]*>//g'
}
check 'a picture of the rows' [ "$(picture nights | grep -c -x -e 'stripes KDE' -e 'stripes AE, latent 4')" -eq 2 ]
check 'from the first night to the last' [ "$(picture nights | grep -c -x -e n -e n.3)" -eq 4 ]
check 'a page, which is named' grep -q "^all rows: .*/n.3/drift/gate.md report: $(realpath nights/n.3/report.html)$" \
    nights/nightly.txt
check 'which says what moved since both bases' \
    [ "$(grep -cE '<h3>Since (n\.2|the base)</h3>' nights/n.3/report.html)" -eq 2 ]
check 'nothing did' [ "$(grep -c '2 identical' nights/n.3/report.html)" -eq 2 ]
check 'the gate was tried' grep -q '^ok  *one bit of a score' nights/n.3/trials.txt
if command -v xmllint > /dev/null; then
    check 'files for CI' xmllint --noout --schema "$tests/support/junit.xsd" nights/n.3/{today,drift}/gate.xml
fi

# Worse.
echo lower > fault
rm nights/last-ok
ends 'a fall' 1 '^nightly n.4: something is worse.*; since the base: failed: of 2 rows 1 regressed.*; stripes ae' \
    night NOTIFY=false REPORT=1
says 'is named' 'stripes ae, latent 4 -0.2000'
check 'and is no good night' [ ! -e nights/last-ok -a "$(status)" = 1 -a "$(cat nights/good-*)" = n.3 ]
check 'it is on the page' [ "$(grep -c 'stripes ae, latent 4<td><span class="v lower">regressed' \
    nights/n.4/report.html)" -eq 2 ]
check 'it is in the history' grep -q '^n.4,.*,regressed,regressed$' nights/history.csv
ends 'nor a base' 3 'do not agree' renew 'it is better so'
rm fault

# The gate itself, NOTIFY, no run at all.
echo blind > fault
ends 'a gate that does not judge as it must' 3 'nothing of this is to be believed' night
rm fault
ends 'a message that does not leave' 3 'NOTIFY failed' night NOTIFY=false
check 'is no good night' [ ! -e nights/last-ok ]
ends 'a night that measured nothing' 3 'invalid: of 2 rows' night LAUNCH=false

# What a picture has of cells with commas, of rows that are gone, and of a regression on one of two nights.
mkdir drawn
cat > drawn/history.csv << 'END'
night,experiment,dataset,detector,latent,gamma,linsep,variant,classes,mean,verdict,verdict_today
one,a,"s, t",kde,,,,,,0.9,,
two,a,"s, t",kde,,,,,,,,regressed
three,a,"s, t",kde,,,,,,0.8,regressed,
END
LC_ALL=C awk -f "$tree/plots/awk/csv.awk" -f "$tree/plots/awk/gnuplot.awk" -f "$tree/plots/awk/detectors.awk" \
    -f "$tree/plots/awk/nights.awk" drawn/history.csv drawn/history.csv > drawn/data
check 'nights of a row' [ "$(sed -n '2,3p' drawn/data | paste -sd ';')" = '1 0.9 0;3 0.8 1' ]
check 'its panel' grep -qx "Panel\[1\] = 's, t kde'; Low\[1\] = 0.800000; High\[1\] = 0.900000" drawn/data

# Broken off at any moment, it goes on; the program of then is asked for.
rm -rf nights/n.[5-9]
begin() {
    setsid env LISAE="$work/one" DATA=data SPECS=tiny.ini NOISE=none REFERENCE= BENCH= PINNED=0 REPORT=0 JOBS=1 \
        NIGHT=k "$tree/tools/nightly" > killed.log 2>&1 &
    pid=$!
}
trained() { stamps "nights/$1" 2> /dev/null | wc -l; } # NIGHT
for ((i = 0; i < 3; i++)); do
    begin
    for ((n = 0; n < 400 && $(trained k) < 2 * i + 1 + RANDOM % 2; n++)); do sleep 0.05; done
    { kill -KILL -- "-$pid"; wait "$pid"; } 2> /dev/null
    check 'its processes end with it' gone "$pid"
done
check 'it was broken off' [ ! -e nights/k/status ]
stamps nights/k/results > before
ends 'it goes on' 0 'since the base: passed' night NIGHT=other
check 'under its name' [ ! -e nights/other ]
stamps nights/k/results > after
check 'nothing is done twice' [ -z "$(comm -23 before after)" ]
same 'the same numbers' nights/n.3/results/tiny/auc.csv nights/k/results/tiny/auc.csv
# a signal to the script alone ends what it runs
begin
for ((n = 0; n < 400 && $(trained k.2) < 1; n++)); do sleep 0.05; done
kill -TERM "$pid"
code=0
wait "$pid" || code=$?
check 'a signal ends a night' [ "$code" -eq 143 ]
check 'which says so' grep -qx 'nightly: night k.2 was broken off; the next call goes on' killed.log
check 'and its training' gone "$pid"
begin
for ((n = 0; n < 400 && $(trained k.2) < 2; n++)); do sleep 0.05; done
ends 'two nights exclude each other' 3 'another night is at it' night
{ kill -KILL -- "-$pid"; wait "$pid"; } 2> /dev/null
check 'and end' gone "$pid"
# Old nights go, what the history needs stays; speed is told where it moved by more than it varies.
# shellcheck disable=SC2016 # the words are for the script
printf '#!/bin/sh\necho name,value,unit,ratio\necho "step,1,ms,$(cat ratio)"\n' > bench
chmod +x bench
class=$(ls nights/good-*)
{
    echo night,revision,class,row,ratio
    for i in 1 2 3 4 5 6; do echo "x$i,abc,${class##*-},step,1.0$i"; done
} > nights/bench.csv
echo 1.09 > ratio
program two
ends 'another program does not go on with it' 0 '^nightly o: good' night NIGHT=o LISAE="$work/two" BENCH="$work/bench"
check 'a speed that moved by no more than it varies is not told' [ "$(grep -c '^bench:' said)" -eq 0 ]
check 'but kept' grep -qx "o,[^,]*,${class##*-},step,1.09" nights/bench.csv
check 'the broken one is told apart' grep -q abandoned nights/k.2/status
echo 1.5 > ratio
ends 'a speed that moved' 0 'bench: step 1.04 -> 1.5 of SGEMM \(\+44 %' night NIGHT=p BENCH="$work/bench" KEEP=0
check 'old nights are gone' [ "$(find nights -mindepth 2 -maxdepth 2 -name night.ini | wc -l)" -le 2 ]
read -ra rows < <(sed -n 's/.*BENCH_ROWS:-\(.*\)}"$/\1/p' "$tree/tools/nightly")
for row in "${rows[@]}"; do
    check "the benchmark has the row $row" grep -q "\"$row\"" "$tree/bench/bench.c"
done
check 'what stays' [ -s nights/history.csv -a -s nights/bench.csv -a -s nights/renewals.csv -a -d nights/base ]
check 'each night is in the history' [ "$(cut -d, -f1 nights/history.csv | sort -u | wc -l)" -ge 9 ]

# Two kinds of machines, by their kernels, in one folder: each has nights of its own, and the base is that of one.
others=(OPENBLAS_CORETYPE=Nehalem ONEDNN_MAX_CPU_ISA=SSE41)
judged() { # NIGHT: the exit code of a night that differs from the base by its kernels alone
    if fields_of "nights/$1/drift/gate.csv" verdict | grep -qx uncalibrated; then echo 3; else echo 0; fi
}
fields_of() { # FILE COLUMN: of a table without commas in its cells
    awk -F , -v column="$2" 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next } { print $at[column] }' "$1"
}
ends 'one more night of the first kind' 0 '^nightly q: good' night NIGHT=q
ends 'a first one of another, of which it is not said' 3 'since no good night of these kernels: first' \
    night NIGHT=s "${others[@]}"
ends 'one night of a kind is not two that agree' 3 \
    'expected two nights that are done with these kernels \(.*Nehalem.*\), which have to agree; found 1' \
    renew "${others[@]}" because
# stopped between its last steps: what is there is the base of before, and the next call ends the renewal
cp -r nights/base nights/base.next
echo "x,w,r,kernels,\"stopped\"" > row
{ echo none && cat row; } > nights/base.next/renewal
cp nights/renewals.csv renewals.before
: > nights/base/of.before
ends 'a renewal that was stopped is ended' 3 'found 1' renew "${others[@]}" because
check 'with its base' [ -e nights/base.before/of.before -a ! -e nights/base/of.before -a ! -e nights/base.next ]
check 'its row' [ "$(tail -n 1 nights/renewals.csv)" = "$(cat row)" -a "$(cat nights/good-none)" = x ]
mv renewals.before nights/renewals.csv
rm nights/good-none
check 'the base is what it was' [ "$(tail -n 1 nights/renewals.csv | cut -d , -f 1,2)" = n.2,n ]
ends 'a night of another kind does not keep the first from its base' 0 \
    'of other kernels, and not asked: s$' renew 'as before'
says 'which is the same' 'until now: passed: of 2 rows .* 2 identical'
check 'of its own nights' [ "$(tail -n 1 nights/renewals.csv | cut -d , -f 1)" = q ]
night NIGHT=t FIRST=1 "${others[@]}" > /dev/null 2>&1
check 'a second night of it, the first that is said to be one' [ "$(status)" = "$(judged t)" ]
check 'has none before it' grep -q 'since no good night of these kernels: first: of 2 rows' nights/nightly.txt
ends 'what cannot be compared does not agree' 3 'could not be compared' renew "${others[@]}" NOISE=nowhere.csv because
ends 'two of them are a base' 0 'kernels of the base were .*Haswell.*, and are .*Nehalem' \
    renew "${others[@]}" 'another machine'
check 'with their kernels' grep -q '^t,s,[^,]*,[^,]*Nehalem[^,]*,"another machine"$' nights/renewals.csv
check 'each kind has its last good night' [ "$(cat nights/good-* | sort | tr '\n' ' ')" = 'q t ' ]
night NIGHT=u > /dev/null 2>&1
check 'the first kind is judged by that base' [ "$(status)" = "$(judged u)" ]
check 'and exactly by its own night' grep -q 'since q: passed: of 2 rows .* 2 identical' nights/nightly.txt
check 'the base is known to be of others' [ "$(fields_of nights/u/drift/gate.csv kernels | sort -u)" = other ]

ends 'a spec that is wrong' 2 'wrong.ini' night SPECS=wrong.ini NOTIFY='cat > told'
check 'is told as a night is' grep -q 'wrong.ini' told
same 'in both places' told nights/nightly.txt
check 'and leaves no good status of the night before' [ "$(status)" = 2 ]
ends 'no program' 3 "'nowhere' does not run" night LISAE=nowhere
check 'likewise' [ "$(status)" = 3 -a "$(head -n 1 nights/nightly.txt)" = \
    'nightly: there was no night (exit code 3):' ]
ends 'a word that is none' 2 "expected renew or nothing, found 'again'" "$tree/tools/nightly" again
ends 'help' 0 '^Usage: tools/nightly' "$tree/tools/nightly" --help
# Which specs a night is of: the first thing that it does is to have them checked.
# shellcheck disable=SC2016 # the words are for the script
printf '#!/bin/sh\n[ "$1" != check ] || { echo "$*"; exit 1; }\n' > checks
chmod +x checks
ends 'all tables' 2 '/table1-mnist.ini ' night LISAE="$work/checks" SPECS= NIGHTLY=full
check 'all of them, and no others' [ "$(tr ' ' '\n' < said | grep '\.ini$' | sed 's|.*/||' | sort)" = \
    "$(cd "$tree/experiments" && ls table*.ini)" ]
ends 'what a night has time for' 2 '/nightly-mnist.ini' night LISAE="$work/checks" SPECS=
ends 'a size that is none' 2 'NIGHTLY: expected full' night NIGHTLY=half
finish
