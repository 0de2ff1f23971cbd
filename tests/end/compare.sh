#!/usr/bin/env bash
# The gate, on results that were really made: what is the same, what other kernels make of it, what was lost, and what
# is written of it. Which numbers are a change is a matter of tests/unit/report/gate.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
export OPENBLAS_CORETYPE=Haswell ONEDNN_MAX_CPU_ISA=AVX2
make_set stripes 16 24 30 3
cat > gate.ini << 'END'
[experiment]
title = Stripes
seeds = 1..3
[data]
dataset = stripes
positive = 0, 3, 5
[model]
latent = 4
encoder = 4 6
decoder = 6 4
[train]
epochs = 3
batch = 16
[detectors]
run = kde, ae, random
END
run() { # RESULTS OPTION...
    "$LISAE" run --data data -j2 --results "$@" gate.ini > said 2>&1
}
gate() { "$LISAE" compare --noise none "$@"; }
check 'the faults of make gate-bugs find their lines' "$tests/../tools/gate-bugs" --check
check 'a night' run a
check 'another night' run b
ends 'two nights are the same' 0 \
    '^passed: of 3 rows 0 regressed, 0 improved, 0 missing, 3 identical \(27 runs, 27 compared' \
    gate --strict a/gate b
ends 'with its name before it' 0 '^nightly 2026-11-27 passed: ' gate --title 'nightly 2026-11-27' a b/gate

# Every trial that can be made of them has the verdict that it must have, that of one bit among them.
mkdir tries
export TMPDIR=$work/tries
ends 'the gate tries itself' 0 '^ok +one bit of a score: stripes [a-z]+.* is rounding' gate --self-test a
says 'with shifts' '^ok +a detector lowered by 4 sd'
says 'with rows replaced' '^ok +179 of 200 runs replaced'
check 'nothing of the trials is left' [ -z "$(find tries -mindepth 1)" ]
unset TMPDIR

# Other kernels: the base has none of them.
OPENBLAS_CORETYPE=Nehalem ONEDNN_MAX_CPU_ISA=SSE41 run c
if cmp -s <(cut -d, -f13- a/gate/auc.csv) <(cut -d, -f13- c/gate/auc.csv); then
    echo 'other kernels give the same here: they are not compared'
else
    code=0
    gate a c > parted 2>&1 || code=$?
    gate -o kernels a c > /dev/null 2>&1
    # Nobody knows what these kernels do to a row: where it is more than rounding, it is no pass, and no change either.
    # shellcheck disable=SC2016 # the program is awk's
    check 'other kernels are no pass where no noise is kept' awk -F , -v code=$code '
        NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        { print $at["detector"], $at["verdict"]; verdicts[$at["verdict"]]++ }
        END {
            print "code", code
            for (v in verdicts) if (v != "identical" && v != "rounding" && v != "uncalibrated") exit 1
            exit code != ("uncalibrated" in verdicts ? 3 : 0)
        }' kernels/gate.csv
    # A row is identical where the sums of all its scores are the same in both tables, and only there.
    # shellcheck disable=SC2016 # the program is awk's
    check 'identical is what has the same scores, rounding what has others' awk -F , '
        FNR == 1 { file++; for (c = 1; c <= NF; c++) at[file, $c] = c; next }
        file < 3 { id = $at[file, "run_id"]; detector = $at[file, "detector"]; scores = $at[file, "scores"] }
        file < 3 && $at[file, "outlier"] != "all" { next }
        file == 1 { sum[id] = scores }
        file == 2 { other[detector] += sum[id] != scores }
        file == 3 {
            detector = $at[3, "detector"]; verdict = $at[3, "verdict"]; part = $at[3, "part_stage"]; rows++
            print detector, verdict, part, other[detector]
            if ((verdict == "identical") != (other[detector] == 0)) bad = 1
            if (verdict == "rounding" && !($at[3, "largest"] < 0.0001)) bad = 1
            # of a training that is kept, the stage at which it parts is told
            if (detector == "ae" && other[detector] && part !~ /^(phase1|scoring)$/) bad = 1
        }
        END { exit bad || rows != 3 }' a/gate/auc.csv c/gate/auc.csv kernels/gate.csv
    check 'where the trainings part' \
        bash -c 'cat parted; grep -qE "parts at (phase1 epoch [0-9]+|scoring)|rounding" parted'
fi

# One bit of one score: the sum tells it, whatever the AUC is.
cp -r b bit
awk -F , -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c }
    NR > 1 && $at["detector"] == "kde" && !done { $at["scores"] = "0123456789abcdef"; done = 1 }
    { print }' b/gate/auc.csv > bit/gate/auc.csv
ends 'a score that is another one is no identical row' 0 '^passed: of 3 rows .*, 1 rounding, 2 identical' gate a bit

# What is lost.
cp -r b lost
sed -i '/,ae,0,/d' lost/gate/auc.csv
ends 'a task that is gone' 1 '^failed: .* 1 gone' gate a lost
ends 'nothing at all' 3 '^nothing to compare' gate a "$work/none"
ends 'no base' 3 'found no auc.csv' gate "$work/none" b
ends 'no base, as is said' 0 \
    '^first: of 3 rows 0 regressed, 0 improved, 0 missing, 3 new' gate --first "$work/none" b
ends 'one folder' 2 'expected two folders' gate a
ends 'a difference that is none' 2 'matters: expected a number from 0 to below 1' gate --matters 7 a b
cp -r b twice
sed -n '2p' b/gate/auc.csv >> twice/gate/auc.csv
ends 'a run that stands twice' 3 'twice/gate/auc.csv:' gate a twice

# A fall, and a reason of any bytes, in all that is written.
cp -r b worse
awk -F , -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c }
    NR > 1 && $at["detector"] == "ae" {
        $at["auc"] -= 0.3; $at["auc_lo"] = $at["auc_hi"] = ""; $at["scores"] = "0123456789abcdef" }
    NR > 1 && $at["detector"] == "kde" && $at["positive"] == "0" && $at["outlier"] == "all" {
        $at["status"] = "failed"; $at["auc"] = $at["auc_lo"] = $at["auc_hi"] = $at["scores"] = ""
        $at["n_positive"] = $at["n_outlier"] = ""; 
        $at["reason"] = "\"\033[31m<&>\"\"\001\377\300\200\357\277\276]]> it\047s \303\244\"" }
    NR > 1 && $at["detector"] == "kde" && $at["positive"] == "0" && $at["outlier"] != "all" { next }
    { print }' b/gate/auc.csv > worse/gate/auc.csv
ends 'a fall is found and named' 1 \
    '^failed: of 3 rows 1 regressed, .*; stripes ae.* -0.3000' gate --noise none -o out a worse
cp said printed
says 'with the failed one' '^failed +stripes kde'
for file in gate.txt gate.csv gate.md gate.xml; do
    check "$file is written" [ -s "out/$file" ]
done
same 'the text is what is printed' out/gate.txt printed
check 'no control character reaches a terminal' bash -c '! LC_ALL=C grep -q "[[:cntrl:]]" out/gate.txt'
if command -v xmllint > /dev/null; then
    check 'the JUnit file is valid' xmllint --noout --schema "$tests/support/junit.xsd" out/gate.xml
    check 'a failure, an error' \
        [ "$(xmllint --xpath 'count(//failure) + 10 * count(//error)' out/gate.xml)" = 11 ]
    gate -o none a "$work/none" > /dev/null 2>&1
    # what shows these files takes a case's name and class for the case, and believes the counts
    check 'each case has a name of its own' [ "$(xmllint --xpath '//testcase' out/gate.xml |
        grep -oE '<testcase classname="[^"]*" name="[^"]*"' | sort | uniq -d | wc -l)" -eq 0 ]
    check 'the counts are those of the cases' [ "$(xmllint --xpath 'boolean(
        sum(//testsuite/@tests) = count(//testcase) and sum(//testsuite/@failures) = count(//failure) and
        sum(//testsuite/@errors) = count(//error) and sum(//testsuite/@skipped) = count(//skipped))' \
        out/gate.xml)" = true ]
    check 'the one of nothing is no green one' [ "$(xmllint --xpath 'count(//error)' none/gate.xml)" -ge 1 ]
    check 'and valid' xmllint --noout --schema "$tests/support/junit.xsd" none/gate.xml
else
    echo 'xmllint is not there: the JUnit file is not looked at'
fi
# The same in a report.
report() { "$LISAE" report --noise none -o page.html "$@"; }
awk -F , -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c }
    $at["method"] == "kde" { $at["n_ok"] -= 3 } { print }' \
    b/gate/summary.csv > worse/gate/summary.csv
ends 'a report of what moved' 0 '^page.html$' report --base 'last night=a' --base b worse
check 'since which base, by its name' grep -q '<h3>Since last night</h3>' page.html
check 'by the last name of its path' grep -q '<h3>Since b</h3>' page.html
check 'with what is worse' bash -c "grep -F 'stripes ae' page.html | grep -F regressed | grep -qF -- '>-0.3000</data>'"
check 'with what failed' grep -q '<span class="v lower">failed</span>' page.html
check 'and nothing else' [ "$(grep -c '<th scope=row>stripes random, latent' page.html)" -eq 0 ]
ends 'a report of what did not' 0 '^page.html$' report --base a b
check 'has no table of it' bash -c "grep -q '3 identical' page.html && ! grep -q 'not what they were' page.html"
ends 'a report without a base' 0 '^page.html$' report b
check 'says nothing of it' bash -c "! grep -q 'What moved' page.html"
ends 'a base that is not there' 3 'nowhere.*found no auc.csv' report --base nowhere b

mkdir full
: > full/file
ends 'what cannot be written is told' 3 'full/file' gate -o full/file a b
check 'files of a verdict' gate -o cut a b
rm cut/gate.xml && mkdir cut/gate.xml
ends 'those of another that cannot all be written' 3 "'cut/gate.xml'" gate -o cut a worse
check 'the old verdict does not stay' [ ! -e cut/gate.txt ]

# The noise of rows, kept and used.
ends 'noise is kept' 0 '^noise.csv: noise of 3 rows' "$LISAE" compare --keep-noise -o noise.csv a
mkfifo pipe
cat pipe > piped &
ends 'and goes into a FIFO' 0 '^pipe: noise of 3 rows' "$LISAE" compare --keep-noise -o pipe a
wait $!
check 'which stays one' [ -p pipe ]
same 'the same noise' noise.csv piped
same 'and on standard output' noise.csv <("$LISAE" compare --keep-noise -o - a)
ends 'and used' 1 'kept, 3 seeds' "$LISAE" compare --noise noise.csv a worse
sed -i '2s/,[^,]*$/,0.4/' noise.csv # a row's own smallest difference: of ae, the first one
ends 'a row may have a threshold of its own' 1 '^failed: of 3 rows 0 regressed' \
    "$LISAE" compare --noise noise.csv a worse
finish
