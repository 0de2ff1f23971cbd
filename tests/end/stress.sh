#!/usr/bin/env bash
# Stress tests from end to end: of a spec's runs and of a saved model; what is there is not done again; the same bytes
# wherever; what cannot be (docs/stress.md).

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 40 12 4 1
cat > asked.ini << 'END'
[data]
dataset = stripes
positive = 0
negative = class:1
[model]
kind = mlp
latent = 3
encoder = 12
decoder = 12
[train]
epochs = 3
batch = 10
[shape]
epochs = 2
[detectors]
run = raw-l2, iforest, ocsvm-labels, pca, lis-ae
[stress]
run = on
sets = black noise dim-0.5 pca-5 other latent-3
starts = 8
steps = 24
rho = 1 1.5
END
ends 'runs and their tests' 0 '\[stress 4/4\]' "$LISAE" run --data data --results out -j2 asked.ini
tables=out/asked
column() { # TABLE NAME: the cells of a column
    awk -F, -v name="$2" 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next } { print $at[name] }' "$1"
}
check 'a folder for each run but that of labels' [ "$(find out/stress -mindepth 1 -maxdepth 1 | wc -l)" -eq 4 ]
check 'the sets' \
    [ "$(column $tables/stress.csv set | sort -u | paste -sd ' ')" = 'black dim-0.5 latent-3 noise other pca-5' ]
check 'with a decoder only' \
    [ "$(awk -F, '$8 == "latent-3" { print $3 }' $tables/stress.csv | uniq)" = lis-ae ]
check 'with a gradient and without' \
    [ "$(awk -F, 'NR > 1 { print $3, $8 }' $tables/search.csv | sort -u | paste -sd ';')" = \
    'iforest random;lis-ae gradient;pca gradient;raw-l2 gradient' ]
check 'a row for each run' [ "$(wc -l < $tables/stress-summary.csv)" -eq 5 ]
check 'the experiment in front' [ "$(column $tables/stress.csv experiment | sort -u)" = asked ]

# Not again; the same bytes elsewhere; after a loss only what was lost.
cp -r $tables before
ends 'nothing is left' 0 'raw-l2' "$LISAE" run --data data --results out -j1 asked.ini
again() { "$LISAE" run --data data --results out -j1 asked.ini > again.txt 2>&1 && ! grep -q stress again.txt; }
check 'nothing was tested' again
compare() { # WHAT FOLDER
    local table
    for table in stress search stress-points stress-summary; do
        same "$table.csv $1" before/$table.csv "$2/$table.csv"
    done
}
compare 'as before' $tables
pca=$(run_ids $tables/auc.csv detector pca)
counted() { "$LISAE" "$1" --data data --results out -j1 asked.ini; }
ends 'status of all' 0 '^stress tests: 4 done, 0 left$' counted status
rm -r out/stress/"$pca"-*
ends 'status without one' 0 '^stress tests: 3 done, 1 left, about .+ with -j 1$' counted status
ends 'so plans it' 0 '^stress tests: 3 done, 1 left, about .+ with -j 1$' counted plan
sed 's/^run = raw.*/run = pca/' asked.ini > too.ini
ends 'asked for by two specs' 0 '^stress tests: 3 done, 1 left, ' \
    "$LISAE" status --data data --results out asked.ini too.ini
cp -r out twice
ends 'done once' 0 '\[stress 1/1\] pca' "$LISAE" run --data data --results twice -j2 asked.ini too.ini
same 'and in both tables' <(grep -c ',pca,' twice/asked/stress-summary.csv) \
    <(grep -c ',pca,' twice/too/stress-summary.csv)
cp -r out forgotten
rm forgotten/stress/*/took.ini
ends 'nobody knows how long' 0 '^stress tests: 3 done, 1 left; how long one takes is not known before one is done$' \
    "$LISAE" status --data data --results forgotten asked.ini
ends 'collected without one' 0 '1 of 5 runs have no stress test yet' \
    "$LISAE" collect --data data --results out asked.ini
ends 'one is done again' 0 '\[stress 1/1\] pca' "$LISAE" run --data data --results out -j1 asked.ini
compare again $tables
sed -i 's/^model = .*/model = 1 sha256:0/' out/stress/"$pca"-*/took.ini
ends 'of another model' 0 '^stress tests: 3 done, 1 left' counted status
ends 'it is done again, too' 0 '\[stress 1/1\] pca' "$LISAE" run --data data --results out -j1 asked.ini
check 'and is of this one' [ "$(sed -n 's/^model = //p' out/stress/"$pca"-*/took.ini)" = \
    "$(sed -n 's/^model.lisae = //p' "out/runs/$pca/meta.ini")" ]
compare 'again, of another model' $tables

# --- told to stop
sed 's/^steps = .*/steps = 100000/; s/^starts = .*/starts = 800/' asked.ini > long.ini
at_work() {
    for _ in {1..300}; do
        [ -z "$(find out/stress -name '.tmp-*')" ] || return 0
        sleep 0.1
    done
    return 1
}
"$LISAE" run --data data --results out -j1 long.ini > stopped.log 2>&1 &
check 'a test is at work' at_work
kill -TERM $!
wait $!
check 'told to stop: exit code 3' [ $? -eq 3 ]
check 'it says so' grep -q 'interrupted; the same command goes on from here' stopped.log
rm -rf other
"$LISAE" run --data data --results other -j1 asked.ini > said 2>&1
compare elsewhere other/asked
ends 'from kept tables' 0 'asked' "$LISAE" collect --data data --results none --with before asked.ini
compare 'kept' none/asked
cp -r before unwhole
rm unwhole/search.csv
ends 'from the folder that has all' 0 'asked' \
    "$LISAE" collect --data data --results mixed --with unwhole --with before asked.ini
same 'what one folder lacks is not of another' <(column mixed/asked/stress-summary.csv reach | sort -u) <(echo)
cp asked.ini before/spec.ini
ends 'kept with a spec' 0 'asked' "$LISAE" collect --data data --results none --with before asked.ini
compare 'kept with its spec' none/asked
ends 'kept of other tests' 0 '4 of 5 runs have no stress test yet' \
    "$LISAE" collect --data data --results none --with before -D stress.steps=99 asked.ini
echo 'none of its keys = 1' >> before/spec.ini
ends 'kept with a spec that cannot be read' 3 'before/spec.ini:' \
    "$LISAE" collect --data data --results none --with before asked.ini
rm before/spec.ini
ends 'a spec that asks no more' 0 'asked' "$LISAE" run --data data --results out -D stress.run=off asked.ini
mkdir -p out/asked/part/stress.csv
ends 'a table that cannot be removed' 3 'cannot remove .*stress.csv' \
    "$LISAE" collect --data data --results out -D stress.run=off asked.ini
rm -r out/asked/part/stress.csv
check 'no run depends on it' \
    [ "$("$LISAE" plan --data data --results out -D stress.steps=99 asked.ini | grep -c ' done ')" -ge 5 ]

# What no spec asks for any more.
clean() { "$LISAE" clean --data data --results forgotten "$@"; }
lists_none() { clean "$@" > listed 2>&1 && ! grep -q 'stress tests' listed; }
sed 's/^run = on/run = off/' asked.ini > unasked.ini
sed 's/^starts = 8/starts = 12/' asked.ini > more.ini
ends 'all is asked for' 0 '^0 runs and 0 first phases' clean asked.ini unasked.ini
check 'nothing is listed' lists_none asked.ini unasked.ini
ends 'of another spec' 0 '^0 runs and 0 first phases' clean unasked.ini
check 'what its runs were asked stays' lists_none unasked.ini
rm -r forgotten/asked
mkdir forgotten/stress/mine
ends 'another request' 0 \
    '^3 stress tests, .* MiB, are asked for by no spec that is given; --remove removes them$' \
    clean more.ini
says 'what is none is told' '^1 entries beside stress tests are none: they stay$'
check 'nothing is removed' [ "$(find forgotten/stress -mindepth 1 -maxdepth 1 | wc -l)" -eq 4 ]
ends 'removed' 0 '^3 stress tests removed$' clean --remove unasked.ini
check 'but for what is none' [ "$(ls -A forgotten/stress)" = mine ]
check 'runs stay' [ "$(find forgotten/runs -mindepth 1 -maxdepth 1 -name '[0-9a-f]*' | wc -l)" -eq 5 ]

# Pictures of each table.
ends 'pictures' 0 'stress-distance.png' "$LISAE" plot --plots "$tests/../plots" before
check 'detectors and sets' found '>LIS-AE<' before/stress-sets.svg
check 'one with a decoder' found '>latent-3<' before/stress-sets.svg
check 'searches of both kinds' found '>by chance<' before/stress-reach.svg
check 'of which runs, and how many starts' found '>searches: stripes, zero, seed 1, 8 starts<' before/stress-reach.svg
check 'a key of the squares' [ "$(grep -c -e '>score against distance: stripes, zero, seed 1<' -e '>100 images<' \
    before/stress-distance.svg)" -eq 2 ]
awks=$tests/../plots/awk
cat > sets.csv << 'END'
dataset,detector,variant,positive,negative,seed,set,q,accept,run_id
d,a,,0,,1,x,0.95,1,a
d,a,,0,,1,z,0.95,1,a
d,b,,0,,2,x,0.95,0,b
d,b,,0,,2,y,0.95,0.5,b
d,b,,0,,2,z,0.95,0,b
d,c,,0,,1,w,0.95,0,c
END
LC_ALL=C awk -f "$awks/csv.awk" -f "$awks/gnuplot.awk" -f "$awks/detectors.awk" -f "$awks/names.awk" \
    -f "$awks/stress.awk" -f "$awks/stress-sets.awk" sets.csv sets.csv > sets
check 'sets in the order of the run that has most' \
    [ "$(sed -n "s/^Column\[.*= '\(.\)'.*/\1/p" sets | paste -sd ' ')" = 'x y z w' ]
cat > search.csv << 'END'
dataset,detector,variant,positive,negative,seed,kind,start_set,lambda,rho,q,starts,hits_8bit,run_id
d,a,,0,,1,gradient,noise,1,1,0.95,4,1,a
d,a,,0,,2,gradient,noise,1,1,0.95,4,1,b
d,a,,0,,2,gradient,noise,1,2,0.95,4,2,b
d,a,,0,,1,gradient,noise,1,2,0.95,4,0,a
END
names=(csv gnuplot detectors names curves stress stress-reach)
names=("${names[@]/#/-f$awks/}")
LC_ALL=C awk "${names[@]/%/.awk}" search.csv search.csv > searches
check 'searches of all seeds' [ "$(grep -cx -e '1 0.25' -e '2 0.25' searches)" -eq 2 ]
check 'and all their starts' grep -qx "TITLE = 'searches: d, class 0, 2 seeds, 8 starts'" searches
check 'cells that are empty are explained' \
    grep -qx "TITLE = 'accepted at the 95 % quantile: d, class 0, 2 seeds; empty: without such a set'" sets

# The tables of docs/stress.md.
tree=$(cd "$tests/.." && pwd)
mkdir kept
cp -r before kept/stress-mnist
kept_tables() { REFERENCE=$work/kept "$tree/tools/stress" table "$@"; }
ends 'as Markdown' 0 '' kept_tables mnist
cp said tables.md
check 'a cell for each set that was asked' \
    [ "$(grep -m1 '^| `lis-ae`' tables.md | tr -d ' ' | cut -d '|' -f 3- | sed 's/[.0-9][0-9]*/n/g')" = \
    'n|n|n|||||n|||n|' ]
check 'shares of q 0.95' [ "$(grep -m1 '^| `pca`' tables.md | cut -d '|' -f 3 | tr -d ' ')" = \
    "$(awk -F, '$3 == "pca" && $8 == "other" && $10 == "0.95" { printf "%.3f", $11 }' before/stress.csv |
        sed 's/^0//; s/0$//')" ]
check 'those that learn from negatives behind the others' \
    [ "$(grep -o '^| `[a-z0-9-]*`' tables.md | tr -d '|`\n')" = ' raw-l2 iforest pca lis-ae' ]
check 'searches of a kind by themselves' [ "$(grep -A 2 '^By' tables.md | grep -v '^$' | paste -sd ' ')" = \
    'By gradient, of 8 starts: | rho | `raw-l2` | `pca` | `lis-ae` | -- By chance, of 8 starts: | rho | `iforest` |' ]
check 'hits as bytes, held away' [ "$(grep '^| 1 ' tables.md | tail -n 1 | tr -d '| ')" = "1$(awk -F, '
    $3 == "iforest" && $10 == 1 && $11 == 1 && $12 == "0.95" { n += $15 } END { print n }' before/search.csv)" ]
ends 'nothing is kept' 0 '^Nothing is kept yet; `tools/stress svhn` does it\.$' kept_tables svhn
ends 'no such set' 2 "expected sets of mnist .*, found 'stripes'" kept_tables stripes

# What comes with the program: pca and kde beside what another program measured with other draws of the same sets,
# shares at q 0.5 and 0.95; what theory and the paper say of the others (docs/stress.md).
cat > measured << 'END'
other .08/.40 .12/.44
black 1/1 1/1
white 0/0 0/0
noise 0/0 0/0
inverted 0/0 0/0
noise-0.1 .02/1 1/1
dim-0.25 .96/1 1/1
dim-0.5 .60/1 1/1
blocks 0/0 0/0
top-half 0/.38 .04/.65
pca-3 .10/.73 1/1
pca-5 .03/.39 .56/.98
pca-10 0/.17 .05/.58
END
near() { # of 52 shares those that differ by more than .05, none by more than .07
    awk -F, 'FNR == NR { split($0, part, " "); split(part[2] "/" part[3], v, "/")
            m[part[1], "kde", .5] = v[1]; m[part[1], "kde", .95] = v[2]
            m[part[1], "pca", .5] = v[3]; m[part[1], "pca", .95] = v[4]; next }
        (($8, $3, $10 + 0) in m) { n++; off = $11 - m[$8, $3, $10 + 0]; off = off < 0 ? -off : off
            far += off > .0505; worse += off > .0705 }
        END { print n, far + 0, worse + 0 }' measured "$tree/results/reference/stress-mnist/stress.csv"
}
check 'pca and kde as measured before' [ "$(near)" = '52 3 0' ]
check 'LIS-AE rejects what is too easy, the autoencoder takes it; pca accepts its space, bounded codes do not' \
    awk -F, '$10 == "0.95" { a[$3, $8] = $11 }
        END { split("black dim-0.25 dim-0.5", easy, " ")
            for (i in easy) bad += a["lis-ae", easy[i]] > .05 || a["ae", easy[i]] < .9
            split("ae vae mem-ae repnn sig-repnn lis-ae", bounded, " ")
            for (i in bounded) bad += a[bounded[i], "pca-5"] > a["pca", "pca-5"] / 2
            bad += a["pca", "pca-3"] < .9
            exit bad }' "$tree/results/reference/stress-mnist/stress.csv"

# And a page.
ends 'a report' 0 '' "$LISAE" report --plots "$tests/../plots" -o page.html before
check 'its table' found 'Stress tests: what single trained detectors take for normal' page.html
check 'its picture' found 'What is accepted of made-up images' page.html

# The command.
ends 'a folder' 0 '^black,1,' "$LISAE" stress --data data -o one --starts 4 --steps 8 out/runs/"$pca"
"$LISAE" stress --data data -o two --starts 4 --steps 8 out/runs/"$pca" > /dev/null
same 'the same twice' one/search.csv two/search.csv
same 'and the points' one/points.csv.gz two/points.csv.gz
ends 'a model alone' 0 '^black,1,' "$LISAE" stress --data data -o three --search off out/runs/"$pca"/model.lisae
check 'without a search' [ "$(wc -l < three/search.csv)" -eq 1 ]
for of in one three; do # but for the anomalies, which a spec chooses
    cut -d, -f7-18 $of/stress.csv | grep -v ^other > $of.sets
done
same 'its sets' one.sets three.sets
ends 'another seed' 0 '^black,1,' "$LISAE" stress --data data -o four --seed 2 --search random --steps 8 out/runs/"$pca"
check 'draws others' bash -c '! cmp -s one/stress.csv four/stress.csv'
check 'by chance' [ "$(column four/search.csv kind | sort -u)" = random ]
labels=$(run_ids $tables/auc.csv detector ocsvm-labels)
ends 'labels' 3 'have no quantiles' "$LISAE" stress --data data -o none out/runs/"$labels"
ends 'starts' 2 "--starts: expected a whole number from 4 to 800, found '3'" "$LISAE" stress --starts 3 out/runs/"$pca"
ends 'search' 2 "--search: expected gradient, random or off, found 'x'" "$LISAE" stress --search x out/runs/"$pca"

# What cannot be in a spec.
with() { "$LISAE" check --data data -D "$1" asked.ini; }
ends 'no such set' 2 "'blak'.*'black'" with stress.sets=blak
ends 'no distances' 2 'expected 1 to 8 rising numbers from 1 to 100' with 'stress.rho=2 1'
ends 'no models' 2 "expected 'keep_models = on'" with experiment.keep_models=off
ends 'no models in this call' 2 'asks the trained detectors' \
    "$LISAE" run --data data --results out --no-models asked.ini
finish
