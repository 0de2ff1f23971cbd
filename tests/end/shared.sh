#!/usr/bin/env bash
# Runs belong to the results folder: what several experiments have is done once, in whatever order, by one call or by
# several at once, killed or not. Results of before, where each experiment had runs of its own, are still good.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # check() and ends() call functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 40 20 1

# Two experiments: 3 runs and 1 first phase each, of which 2 runs and the first phase are the same.
spec() { # NAME DETECTORS
    cat > "$1.ini" << END
[experiment]
title = The experiment $1
[data]
dataset = stripes
positive = 0
negative = other-half
anomaly = own-half
[model]
latent = 6
encoder = 8 16
decoder = 8 8
[train]
epochs = 12
batch = 8
[shape]
epochs = 3
gamma = 3
[detectors]
run = $2
END
}
spec one 'raw-l2, ae, lis-ae'
spec two 'kde, ae, lis-ae'
lisae() { "$LISAE" "$1" --data data "${@:2}"; }
units() { find "$1/runs" "$1/phase1" -mindepth 1 -maxdepth 1 ! -name '.*' 2> /dev/null | wc -l; }

# --- one after the other, in both orders, and together
counting_launcher "$work/calls"
ends 'the first' 0 'one: 3 runs and 1 first phases, 0 of 4 done' lisae run --results ab -j2 one.ini
check 'the first: does 4' [ "$(wc -l < calls)" -eq 4 ]
ends 'the second' 0 'two: 3 runs and 1 first phases, 3 of 4 done' lisae run --results ab -j2 two.ini
check 'the second: does 1' [ "$(wc -l < calls)" -eq 5 ]
ends 'the other way round' 0 '1/1' lisae run --results ba -j2 two.ini
ends 'the other way round' 0 '3 of 4 done' lisae run --results ba -j2 one.ini
: > calls
ends 'together' 0 'one . two: 4 runs and 1 first phases, 0 of 5 done, 2 at a time' \
    lisae run --results both -j2 one.ini two.ini
says 'together: the first table' '^The experiment one: AUC'
says 'together: the second table' '^The experiment two: AUC'
check 'together: one progress' [ "$(grep -c '^\[5/5\]' said)" -eq 1 ]
check 'together: each once' [ "$(sort -u calls | wc -l) $(wc -l < calls)" = '5 5' ]
unset LAUNCH
for results in ba both; do
    check "$results: 5 folders" [ "$(units $results)" -eq 5 ]
    for name in one two; do
        for table in auc summary roc tradeoff loss compare; do
            same "$results: $name/$table.csv" ab/$name/$table.csv $results/$name/$table.csv
        done
    done
done
ends 'a plan of both' 0 '^4 runs and 1 first phases, about .*, 0 s of it left' lisae plan --results both one.ini two.ini
check 'a plan of both: no line twice' \
    [ "$(grep -cE '^[0-9a-f]{12} ' said)-$(grep -E '^[0-9a-f]{12} ' said | cut -c 1-12 | sort -u | wc -l)" = 5-5 ]
ends 'a status of both' 0 '^one . two: 5 done, 0 running, 0 failed, 0 left' lisae status --results both one.ini two.ini
ends 'a check of both' 0 '^together 4 runs and 1 first phases$' lisae check one.ini two.ini
rm both/*/*.csv
ends 'collecting both' 0 '^The experiment two' lisae collect --results both one.ini two.ini
same 'collecting both' ab/one/auc.csv both/one/auc.csv
ends 'into one folder' 2 '.o has room for the tables of one spec, found 2' \
    lisae collect --results both -o there one.ini two.ini

# --- what is wrong is said before anything is done, of all
mkdir other
cp one.ini other/
ends 'one name twice' 2 "'one.ini' and 'other/one.ini' have one name" lisae run --results wrong one.ini other/one.ini
sed 's/gamma = 3/gama = 3/' one.ini > bad.ini
sed 's/raw-l2/raw-l3/' one.ini > worse.ini
ends 'two that are wrong' 2 '^bad.ini:[0-9]+: .*gama' lisae run --results wrong bad.ini two.ini worse.ini
says 'two that are wrong: the other' '^worse.ini:[0-9]+: .*raw-l3'
ends 'what is wrong with -D' 2 '^-D shape.gama=1' lisae run --results wrong -D shape.gama=1 one.ini two.ini
check 'what is wrong with -D is said once' [ "$(grep -c gama said)" -eq 1 ]
for name in runs tables Figures phase1 plan ledger.csv; do
    cp one.ini $name.ini
    ends "a spec called $name" 2 "$name.ini: expected a name that results have no other use for" \
        lisae run --results wrong $name.ini
done
check 'nothing was done' [ ! -e wrong ]
plan_seeds() { lisae plan --results never -D experiment.seeds=1..2 "$@"; }
ends '-D is for all' 0 '^8 runs and 2 first phases' plan_seeds one.ini two.ini
{ sed 's/^run = .*/run = kde, raw-l2/' one.ini && printf '[kde]\nselect = fixed\nbandwidth = 1e6\n'; } > three.ini
ends 'the worst exit code' 3 "1 of 2 runs are not done, 1 failed: 'both/three/auc.csv' has the reasons" \
    lisae run --results both three.ini one.ini
says 'the worst exit code: the other is shown' '^The experiment one: AUC.*'
check 'the worst exit code: its table is whole' [ "$(grep -c ',all,.*,ok,' both/one/auc.csv)" -eq 3 ]

# --- results of before: each experiment has runs of its own, some of them twice
old() { # RESULTS EXPERIMENT: a copy of its runs in the place of before
    local id
    mkdir -p "$1/$2/runs"
    for id in $(run_ids "ab/$2/auc.csv" status ok); do cp -rp "ab/runs/$id" "$1/$2/runs/"; done
}
mkdir before
cp -rp ab/phase1 before/
old before one
old before two
stamps before > before.stamps
counting_launcher "$work/calls"
ends 'results of before' 0 'one . two: 4 runs and 1 first phases, 5 of 5 done' \
    lisae run --results before one.ini two.ini
check 'results of before: nothing is done' [ ! -s calls ]
for name in one two; do
    for table in auc summary roc tradeoff loss compare times; do
        same "results of before: $name/$table.csv" ab/$name/$table.csv before/$name/$table.csv
    done
done
stamps before > after.stamps
same 'results of before stay as they are' before.stamps after.stamps
ends 'results of before: all is seen' 0 '^7 verified' lisae verify before
ends 'the runs of an experiment, there' 0 '^4 verified' lisae verify before/one
ends 'the runs of an experiment, here' 0 '^4 verified' lisae verify ab/two
sed 's/^run = .*/run = raw-l2, kde, lis-ae/' one.ini > third.ini
ends 'a third experiment' 0 'third: 3 runs and 1 first phases, 4 of 4 done' lisae run --results before third.ini
id=$(run_ids ab/two/auc.csv detector kde)
ends 'a new value' 0 '3 of 5 done' lisae run --results before two.ini -D 'kde.folds=3, 4'
check 'a new value: only the new one is done' [ "$(wc -l < calls)" -eq 2 ]
check 'a new value: goes to the shared runs' [ "$(find before/runs -name meta.ini | wc -l)" -eq 2 ]
# an old one that is damaged is done anew, and the new one wins
damaged=before/two/runs/$id
truncate -s 0 "$damaged/scores.csv.gz"
ends 'an old one that is damaged' 0 'two: 3 done, 0 running, 1 failed, 1 left' \
    lisae status --results before two.ini
says 'an old one that is damaged' "failed .*$id.*remove '$damaged' to have it done anew"
ends 'an old one that is damaged is done anew' 0 '3 of 4 done' lisae run --results before two.ini
check 'in its new place' [ -e "before/runs/$id/scores.csv.gz" ]
same 'with the same numbers' ab/two/auc.csv before/two/auc.csv
printf '[run]\nstatus = failed\n' > "before/runs/$id/meta.ini"
cp -rp "ab/runs/$id/scores.csv.gz" "$damaged/"
ends 'a new one that is not whole: the old one counts' 0 'two: 4 done' lisae status --results before two.ini

# models that are gone, of both places
unset LAUNCH
rm before/one/runs/*/model.lisae before/two/runs/*/model.lisae
ends 'models that are gone' 0 "^3 of 3 runs have no model: .*: 'before/.*/runs/[0-9a-f]{12}'" \
    lisae run --results before one.ini

# --- two experiments at once: both begin before either has done anything
begin() { # RESULTS NAME: a session of its own, $pid
    setsid "$LISAE" run -j2 --data data --results "$1" "$2.ini" > "$1.$2.log" 2>&1 &
    pid=$!
}
attempts() { # RESULTS OUTCOME: how many of the ledger
    awk -F , -v of="$2" '$3 == of' "$1/ledger.csv" | wc -l
}
cat > launcher << END
#!/bin/sh
echo "\$PPID" >> $work/waiting
while [ ! -e $work/go ]; do sleep 0.05; done
exec "\$@"
END
chmod +x launcher
export LAUNCH=$work/launcher
begin atonce one
pids=("$pid")
begin atonce two
pids+=("$pid")
for ((i = 0; i < 600; i++)); do
    [ ! -e waiting ] || [ "$(sort -u waiting | wc -l)" -lt 2 ] || break
    sleep 0.05
done
touch go
code=0
for pid in "${pids[@]}"; do wait "$pid" || code=$?; done
unset LAUNCH
check 'two at once: both had begun' [ "$(sort -u waiting | wc -l)" -ge 2 ]
check 'two at once: both end well' [ $code -eq 0 ]
check 'two at once: each was done once' [ "$(attempts atonce begun) $(attempts atonce ok)" = '5 5' ]
check 'two at once: nothing is left behind' tidy atonce
for name in one two; do same "two at once: $name" ab/$name/auc.csv atonce/$name/auc.csv; done

# one that the other has is waited for, and done when it was not
shared=$(comm -12 <(run_ids ab/one/auc.csv detector lis-ae) <(run_ids ab/two/auc.csv detector lis-ae))
mkdir -p waits/runs
(flock 9; exec sleep 600) 9> "waits/runs/.lock-$shared" &
holder=$!
begin waits two
for ((i = 0; i < 600; i++)); do
    [ ! -d waits/runs ] || [ "$(units waits)" -lt 3 ] || break
    sleep 0.05
done
check 'one that another has: the rest is done' [ "$(units waits)" -eq 3 ]
check 'one that another has: is waited for' kill -0 "$pid"
{ kill "$holder"; wait "$holder"; } 2> /dev/null
code=0
wait "$pid" || code=$?
check 'one that another has given up: is done' [ "$code $(units waits)" = '0 4' ]

# one that the other has until this call has looked at it: nobody is at anything then, and it is done all the same
sed 's/^run = .*/run = ae, lis-ae/' two.ini > pair.ini
"$LISAE" plan --data data --results looked pair.ini > planned
phase1=$(awk '$2 == "phase1" { print $1; exit }' planned)
mkdir -p looked/phase1
(flock 9; exec sleep 600) 9> "looked/phase1/.lock-$phase1" &
holder=$!
cat > launcher << END
#!/bin/sh
"\$@"
code=\$?
kill $holder 2> /dev/null # as if it had ended
exit \$code
END
ends 'one that another had until it was looked at: is done' 0 'lis-ae .* 1/1' \
    env LAUNCH="$work/launcher" "$LISAE" run -j1 --data data --results looked pair.ini
{ wait "$holder"; } 2> /dev/null

# --- killed together, at any moment; what was done stays, and both go on
for ((kill = 0; kill < 4; kill++)); do
    begin killed one
    pids=("$pid")
    begin killed two
    pids+=("$pid")
    sleep "0.$((RANDOM % 9))"
    for pid in "${pids[@]}"; do kill -KILL -- "-$pid"; done 2> /dev/null
    for pid in "${pids[@]}"; do wait "$pid"; done 2> /dev/null
    stamps killed > killed.stamps 2> /dev/null
done
begin killed one
other=$pid
begin killed two
code=0
wait "$other" || code=$?
wait "$pid" || code=$?
check 'killed: both go on' [ $code -eq 0 ]
stamps killed > killed.end
check 'killed: what was done stays' [ -z "$(comm -23 killed.stamps killed.end)" ]
# one that was killed between its publishing and the ledger's line has no line there
check 'killed: all were published' [ "$(units killed)" -eq 5 ]
check 'killed: none twice' [ "$(attempts killed ok)" -le 5 ]
for name in one two; do same "killed: $name" ab/$name/auc.csv killed/$name/auc.csv; done
ends 'killed: another call' 0 '5 of 5 done' lisae run --results killed one.ini two.ini
check 'killed: nothing is left behind' tidy killed

# --- only to be read: an experiment whose runs are all there by others has a table
if [ "$(id -u)" -eq 0 ] && cp -rp ab frozen && mount --bind frozen frozen 2> /dev/null; then
    mounts+=("$work/frozen")
    mount -o remount,bind,ro frozen
    sed 's/^run = .*/run = ae, lis-ae/' one.ini > fourth.ini
    ends 'only to be read' 3 "cannot write into 'frozen/fourth/': Read-only .*; -o DIR writes the tables elsewhere" \
        lisae run --results frozen fourth.ini
    says 'only to be read: the table' 'lis-ae .* 1/1'
    ends 'only to be read: written elsewhere' 0 '1/1' lisae collect --results frozen -o fourth fourth.ini
    umount frozen
    mounts=()
else
    echo 'skipped: results that are only to be read (no right to mount)'
fi

# --- runs that no spec needs
cp -rp both clean
cp -rp before/two clean/two.before # runs of before, of an experiment that has tables
mkdir -p clean/old/runs && mv clean/two.before/runs/* clean/old/runs && rm -r clean/two.before
echo 'my own' > clean/runs/notes.txt
stamps clean > clean.stamps
clean() { lisae clean --results clean "$@"; }
ends 'all is needed' 0 '^0 runs and 0 first phases, 0.0 MiB, are needed by no spec that is given$' \
    clean one.ini two.ini three.ini
says 'what is no run is told' '^1 entries beside runs are no run.s folder: they stay$'
ends 'an experiment whose spec is not given' 0 '^clean/two: its spec is not given; .* folders of runs .* stay$' \
    clean one.ini three.ini
says 'an experiment whose spec is not given keeps its runs' '^0 runs and 0 first phases'
rm -r clean/two
kde=$(run_ids ab/two/auc.csv detector kde)
sent=clean/slurm/0123456789ab
mkdir -p $sent
printf 'task,run_id,seconds,keep_model,at,bytes\n0,%s,1.000,1,0,0\n' "$kde" > $sent/tasks.csv
ends 'sent to a cluster' 0 "^$sent: 2 folders of runs that were sent to a cluster with it stay$" clean one.ini three.ini
says 'sent to a cluster: nothing is listed' '^0 runs and 0 first phases'
rm -r clean/slurm
ends 'when its folder is gone' 0 '^kde +stripes +2 +0\.. +20..-..-..$' clean one.ini three.ini
says 'its first phase is one of others' '^2 runs and 0 first phases, .*; --remove removes them$'
stamps clean > clean.now
same 'what is listed stays' clean.stamps clean.now
ends 'a wrong spec' 2 '^bad.ini' clean --remove one.ini bad.ini
ends 'no spec' 2 'wrong number of arguments' clean --remove
for at in "$kde" 0123456789ab; do
    (flock 9; exec sleep 600) 9> "clean/runs/.lock-$at" &
    holder=$!
    for ((i = 0; i < 100; i++)); do
        flock -n "clean/runs/.lock-$at" true || break
        sleep 0.05
    done
    ends 'while somebody is at another run' 3 "somebody is at run $at, which no given spec has: nothing is removed" \
        clean --remove one.ini three.ini
    { kill "$holder"; wait "$holder"; } 2> /dev/null
done
check 'nothing is removed then' [ -e "clean/runs/$kde/meta.ini" ]
# an experiment whose runs cannot be known: a table that a spreadsheet has written, one with another name in it, links
# to nothing
mkdir clean/other
stamps clean > clean.now
sed 's/,/;/g' ab/two/auc.csv > clean/other/auc.csv
ends 'a table of other columns' 3 '^lisae: clean/other/auc.csv:1: expected the columns ' \
    clean --remove one.ini three.ini
sed "s/$kde/1.23E+11/" ab/two/auc.csv > clean/other/auc.csv
ends 'a table of other names' 3 "^lisae: clean/other/auc.csv:[0-9]+: expected the ID of a run.*found '1.23E.11'" \
    clean --remove one.ini three.ini
ln -sf nowhere clean/other/auc.csv
ends 'a table that a link no longer finds' 3 "^lisae: 'clean/other/auc.csv': expected .*found a link to nothing" \
    clean --remove one.ini three.ini
rm -r clean/other && ln -s nowhere clean/other
ends 'a folder that a link no longer finds' 3 "^lisae: 'clean/other': expected .*, found a link to nothing" \
    clean --remove one.ini three.ini
rm clean/other
same 'nothing is removed by them' clean.now <(stamps clean)
ends 'removed' 0 '^2 folders removed$' clean --remove one.ini three.ini
check 'removed are these alone' \
    [ "$(stamps clean | comm -13 - clean.stamps | grep -vc "/$kde/")-$(find clean -name "$kde" | wc -l)" = 0-0 ]
check 'removed: nothing is left behind' [ "$(tidy clean)$(find clean -name ".lock-$kde")" = '' ]
ends 'all else is there' 0 '4 of 4 done' lisae run --results clean one.ini
ends 'a folder that is not there is not clean' 3 "'nowhere': expected a folder of results" \
    lisae clean --results nowhere one.ini
check 'a table is not touched' cmp both/three/auc.csv clean/three/auc.csv
rm -r clean/three clean/one
ends 'first phases, too' 0 '^phase1 +stripes +1 ' clean three.ini
finish
