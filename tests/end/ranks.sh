#!/usr/bin/env bash
# Scores that are kept as ranks: what is made of them is what the runs gave, and nothing else passes for them.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # ends() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 40 40 1
mkdir specs
small_spec specs/small.ini
sed -i 's/^seeds = .*/seeds = 1/; s/^epochs = .*/epochs = 2/
    s/^run = .*/run = ae, lis-ae, hog-lda, random, constant, ocsvm-labels/' specs/small.ini
sed -i 's/^linsep = .*/linsep = off/' specs/small.ini
sed 's/^run = .*/run = lis-ae/' specs/small.ini > specs/part.ini
export LISAE_DATA=data
collect() { # RESULTS OPTION...
    local results=$1
    shift
    "$LISAE" collect --results "$results" "$@" specs/small.ini
}
sums() { # FOLDER
    (cd "$1" && sha256sum ./*)
}

ends 'a run' 0 '' "$LISAE" run --results here -j2 specs/small.ini specs/part.ini
ends 'ranks are written with the tables' 0 '^keep/ranks: ranks of 12 runs were written, of 0 they were there$' \
    collect here --ranks keep/ranks
check 'a file for each run' [ "$(ls keep/ranks)" = "$(basename -a here/runs/* | sed 's/$/.gz/')" ]
check 'and no other file' [ "$(find keep -name '.*' | wc -l)" -eq 0 ]
mkdir keep/small
cp here/small/{auc,metrics,times}.csv keep/small/
sums keep/ranks > before
touch -d '2001-02-03' keep/ranks/*
ends 'once more' 0 'of 0 runs were written, of 12 they were there' collect here --ranks keep/ranks
check 'nothing is written anew' [ -z "$(find keep/ranks -name '*.gz' -newermt 2002-01-01)" ]
first=$(run_ids here/small/auc.csv detector lis-ae | head -n 1)
rm "keep/ranks/$first.gz"
ends 'one that is not there' 0 'of 1 runs were written, of 11 they were there' collect here --ranks keep/ranks
sums keep/ranks > after
same 'has the same bytes' before after

# From the kept folder alone.
ends 'tables without the runs' 0 '2/2' collect there --with keep/small
for table in auc metrics times summary compare verdicts tests sweep roc; do
    same "$table.csv" "here/small/$table.csv" "there/small/$table.csv"
done
unbound() { # TRADEOFF.csv, without thresholds
    awk -F, -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) if ($c == "threshold") at = c } NR > 1 { $at = "" } 1' "$1"
}
# shellcheck disable=SC2016 # the program is awk's
check 'tests with scores' awk -F, 'NR == 1 { for (c = 1; c <= NF; c++) if ($c == "delong_tasks") at = c; next }
    $at == 2 { n++ } END { exit !n }' there/small/tests.csv
same 'tradeoff.csv but for thresholds' <(unbound here/small/tradeoff.csv) there/small/tradeoff.csv
check 'with curves of hard labels' grep -q '^stripes,ocsvm-labels,' there/small/tradeoff.csv
# Runs of which some are here.
mkdir -p half/runs
cp -r here/phase1 half/
for id in $(run_ids here/small/auc.csv detector ae) $(run_ids here/small/auc.csv detector random); do
    cp -r "here/runs/$id" half/runs/
done
ends 'and with some of them' 0 '2/2' collect half --with keep/small
same 'on the same images' here/small/tests.csv half/small/tests.csv

# The kept folder by itself.
cp here/small/{compare,summary}.csv keep/small/
ends 'all of it is verified' 0 '^12 verified, 0 of them .*, 0 damaged' "$LISAE" verify keep
ends 'or one experiment of it' 0 '^12 verified' "$LISAE" verify keep/small
ends 'results with their runs are verified as before' 0 '^14 verified' "$LISAE" verify here

# What is not so.
damaged() { # NAME TEXT COMMAND...: of a copy of keep in "bad"
    local name=$1 text=$2
    shift 2
    rm -rf bad
    cp -r keep bad
    "$@"
    ends "$name" 3 "$text" collect never --with bad/small
    ends "$name, verified" 3 "$text" "$LISAE" verify bad
    check "$name: no table of it" [ ! -e never/small/auc.csv ]
}
other=$(run_ids here/small/auc.csv detector hog-lda | head -n 1)
labels=$(run_ids here/small/auc.csv detector ocsvm-labels | head -n 1)
file=bad/small/../ranks/$first.gz
unzipped() { # SED: changes the lines of a head
    gzip -dc "keep/ranks/$first.gz" | LC_ALL=C sed "$1" | gzip > "bad/ranks/$first.gz"
}
damaged 'ranks that were cut' "cannot read '$file'" truncate -s -9 "bad/ranks/$first.gz"
damaged 'another kind of file' "$file:1: expected 'lisae ranks 1', found 'lisae ranks 2'" unzipped '1s/1/2/'
damaged 'a head that is wrong' "$file:3: expected 'scores' and 64 hexadecimal digits" unzipped '3s/.$//'
damaged 'those of another run' "$file:2: expected the run $first, found $other" \
    cp "keep/ranks/$other.gz" "bad/ranks/$first.gz"
renamed() { # ID: its scores under the name of the first
    gzip -dc "keep/ranks/$1.gz" | LC_ALL=C sed "2s/$1/$first/" | gzip > "bad/ranks/$first.gz"
}
damaged 'scores of another run' "$file: expected scores with the AUC 0\.[0-9]* of the run's row, found " \
    renamed "$other"
damaged 'hard labels of another detector' "$file: expected ranks of the detector lis-ae, found hard labels" \
    renamed "$labels"
tampered() { # COLUMN VALUE: a row of one class
    awk -F, -v OFS=, -v id="$first" -v column="$1" -v value="$2" '
        NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c }
        $at["run_id"] == id && $at["outlier"] == "2" { $at[column] = value } 1' "keep/small/$3" > "bad/small/$3"
}
rm -rf bad && cp -r keep bad && tampered auc_lo 0.000123 auc.csv
ends 'a number of a row' 3 'bad/small/auc.csv:[0-9]*: expected what the kept scores give as auc_lo, ' \
    "$LISAE" verify bad
rm -rf bad && cp -r keep bad && tampered fpr95 0.987654 metrics.csv
ends 'and of the other table' 3 'bad/small/metrics.csv:[0-9]*: .* as fpr95, ' "$LISAE" verify bad/small
rm -rf bad && cp -r here bad
ends 'rows beside their runs' 0 '^1[24] verified, .* 0 damaged' "$LISAE" verify bad/small
tampered auc_lo 0.000123 auc.csv
ends 'one that is not what its run gives' 3 \
    'bad/small/auc.csv:[0-9]*: expected what the kept scores give as auc_lo, .*, found .0.000123' \
    "$LISAE" verify bad/small
rm -rf bad && cp -r here bad && rm "bad/runs/$first/meta.ini"
ends 'a run without what seals it' 3 "bad/runs/$first" "$LISAE" verify bad
rm -r "bad/runs/$first"
ends 'a run that is gone' 3 "bad/small/auc.csv: expected the folder of run $first, found none" \
    "$LISAE" verify bad/small
rm -rf bad && cp -r keep bad && rm "bad/ranks/$first.gz"
ends 'a run without ranks' 3 "bad/small/auc.csv: expected kept ranks of run $first, found none" "$LISAE" verify bad
says 'it is not called damaged' \
    '^11 verified, .*, 0 damaged, 0 failed before; 1 cannot be verified, as no scores are kept$'
ends 'has its rows, without curves' 0 '2/2' collect lacking --with bad/small
check 'as before ranks' [ "$(run_ids lacking/small/roc.csv detector lis-ae | wc -l)" -eq 1 ]
rm -rf bad && cp -r keep bad && cp "bad/ranks/$first.gz" bad/ranks/0123456789ab.gz
ends 'ranks without a run' 3 'bad/ranks/0123456789ab.gz: expected ranks of a run of the tables' "$LISAE" verify bad

# A run with other scores than those that are kept.
cp -r here other
run=other/runs/$first
made_before "$run" here/small
sed -i '/^scores_sha256/d' "$run/meta.ini"
gzip -dc "$run/scores.csv.gz" | awk -F, -v OFS=, 'NR == 2 { $4 += 0.0001 } 1' | gzip > scores.gz
mv scores.gz "$run/scores.csv.gz"
sums keep/ranks > before
rm "keep/ranks/$other.gz"
ends 'other scores' 3 "keep/ranks/$first.gz: expected scores with the SHA-256 [0-9a-f]{12}, as in '$run', found " \
    collect other --ranks keep/ranks
check 'nothing is written then' [ ! -e "keep/ranks/$other.gz" ]
collect here --ranks keep/ranks > said 2>&1
sums keep/ranks > after
same 'nor lost' before after

# Scores and first phases that are there and cannot be read: what is lacking for their sake is told.
gzip -dc "$run/scores.csv.gz" | head -n 20 | gzip > scores.gz
mv scores.gz "$run/scores.csv.gz"
ends 'scores that cannot be read' 3 \
    "^lisae: 'other/small/tests.csv' lacks tests of runs whose scores cannot be read: .*$first.*remove '$run'" \
    collect other
check 'the tables are there' [ -n "$(run_ids other/small/auc.csv status ok)" ]
rm -r "other/runs/$(run_ids other/small/auc.csv status ok | grep -v "$first" | tail -n 1)"
ends 'and a run that is missing' 3 '^lisae: 1 of .* runs are not done' collect other
says 'and a run that is missing: the scores' "^lisae: 'other/small/tests.csv' lacks tests of runs"
rm -r other && cp -r here other
phase=$(sed -n 's/^first_phase = //p' "other/runs/$first/meta.ini")
ln -sf spec.ini "other/phase1/$phase/spec.ini" # which leads round and round
ends 'a first phase that cannot be read' 3 \
    "^lisae: 'other/small/loss.csv' lacks curves of [0-9]+ runs' first phases, which cannot be read" collect other
check 'with the reason' grep -q "$phase/spec.ini': Too many levels of symbolic links" other/small/times.csv
check 'and no advice to remove what may be whole' [ "$(grep -c "remove 'other" other/small/times.csv)" -eq 0 ]
rm -r "other/phase1/$phase"
ends 'one that is gone is no fault' 0 '' collect other

# Reference results.
keep() { LISAE=$LISAE "$tests/../tools/keep-reference" "specs/$1.ini" here; }
ends 'kept with their scores' 0 '^results/reference/ranks: ranks of 12 runs were written' keep small
ends 'which experiments share' 0 '^results/reference/ranks: ranks of 0 runs were written, of 2 they were there' \
    keep part
check 'once' [ "$(find results/reference/ranks -type f | wc -l)" -eq 12 ]
mv results/reference/part part.kept
mkdir -p nothing/runs
ends 'of runs that another experiment keeps' 0 '^results/reference/part: 2 runs, ' \
    "$tests/../tools/keep-reference" specs/part.ini nothing
for table in auc.csv metrics.csv times.csv tests.csv provenance.ini; do
    check "as they were: $table" \
        diff <(sed 's/;.*//' part.kept/$table) <(sed 's/;.*//' results/reference/part/$table)
done
ends 'all is as it was' 0 '^14 verified' "$LISAE" verify results/reference
touch results/reference/small/{stress,search,stress-points,stress-summary,sweep}.csv
check 'kept again' keep small
check 'what the spec no longer asks for goes' \
    [ -z "$(find results/reference/small -name 'stress*' -o -name search.csv -o -name sweep.csv)" ]
cat > lisae << 'END'
#!/bin/sh
code=0
"$REAL" "$@" || code=$?
[ "$1" != collect ] || seq 100000 >> here/small/sweep.csv
[ "$1" != collect ] || [ -z "$SAYS" ] || { printf "$SAYS" >&2; code=3; }
exit $code
END
chmod +x lisae
export REAL=$LISAE
keep_by() { SAYS=$1 LISAE=$work/lisae keep small; }
check 'with a long table' keep_by ''
check 'which is kept whole' cmp here/small/sweep.csv results/reference/small/sweep.csv
check 'and as it was' keep small
check 'runs that are not done' keep_by '1 of 12 runs are not done\n'
ends 'but not what cannot be read' 1 'cannot be read' \
    keep_by '1 of 12 runs are not done\nsmall/tests.csv lacks tests of runs whose scores cannot be read\n'
check 'without it again' keep small
audit() { "$LISAE" audit results/reference "$@"; }
ends 'each number has its source' 0 'results/reference/small: the tables are what 12 runs give' audit
ends 'of one experiment alone' 0 '12 verified, ' "$LISAE" audit results/reference/small
cp results/reference/small/summary.csv summary.kept
awk -F, -v OFS=, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c } NR == 3 { $at["mean"] = "0.912345" } 1' \
    summary.kept > results/reference/small/summary.csv
ends 'one that has none' 3 \
    "results/reference/small/summary.csv:3: expected what its runs give, '[0-9.]*', found '0.912345'" audit
cp summary.kept results/reference/small/summary.csv
cp here/small/sweep.csv results/reference/small/sweep.csv
check 'with a table of its axes, too' audit
sed -n '1s/[^,]//g;1s/^/mine/p' here/small/sweep.csv >> results/reference/small/sweep.csv
ends 'one along an axis that has none' 3 \
    "results/reference/small/sweep.csv:2: expected what its runs give, '', found 'mine'" audit
rm results/reference/small/sweep.csv
mean=$(awk -F, 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c } NR == 3 { print $at["mean"] }' summary.kept)
short=$(printf '%.4f' "$mean")
printf 'Text\n\n%s is one, .912345 is none.\n.0019 s <!-- measured: make bench -->\n\nv1.234.567 0.91x\n' \
    "$short" > page.md
ends 'a page with a number that no table has' 3 \
    '^page.md:3: expected a number of the tables, found .912345$' audit page.md
says 'what there is' '^page.md: 1 numbers are of the tables .*, 1 say what they were measured by, 1 have no source$'
says 'and what that says' ' of the tables \(0 of as many made-up ones would be\), '
sed -i 's/, .912345 is none//' page.md
ends 'one with none' 0 '^page.md: 1 numbers are of the tables .*, 1 say .*, 0 have no source$' audit page.md
ends 'where a number comes from' 0 \
    "^results/reference/small/summary.csv:3: mean $mean, method .*; runs [0-9a-f]{12}" audit "$short"
ends 'with a sign' 0 ": mean $mean, " audit "+$short"
ends 'the folder that one is in' 0 '^.: the tables are what [0-9]+ runs give' \
    env -C results/reference/small "$LISAE" audit .
ends 'one that comes from nowhere' 3 \
    '^lisae: .912345: expected a number of the tables, found none that is it' audit .912345
ends 'a number without a digit behind its point' 3 "cannot open '0\.'" audit 0.
ends 'numbers and pages at once' 2 \
    'expected pages to look at, or numbers to look for, found both' audit .9 page.md
ends 'a page that is not there' 3 "none.md" audit none.md
ends 'no kept results' 3 \
    "'specs': expected the folder of an experiment, or one that holds such folders, found none" "$LISAE" audit specs
mv results/reference/small/data.csv .
ends 'tables that cannot be made anew' 3 "expected 'results/reference/small/data.csv', found none" audit
mv data.csv results/reference/small/
sed -i 's/, hog-lda, random//' specs/small.ini
ends 'runs that are no longer in the spec' 0 'small: 8 runs.*; 4 that were kept are no longer' keep small
says 'have their ranks still, which is said' 'ranks: 4 files are of runs that no kept experiment has any more'
says 'by name' "^    $other.gz\$"
check 'they stay' [ -e "results/reference/ranks/$other.gz" ]
finish
