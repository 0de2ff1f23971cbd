#!/usr/bin/env bash
# What a table is of, and that its numbers stay: other machines' tables, runs that are gone, results that are only to be
# read, programs and kernels that are mixed, runs that are marked.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # ends() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 8 12 6 1
cat > table.ini << 'END'
[experiment]
seeds = 1..2
[data]
dataset = stripes
positive = 0, 3
anomaly = own-half
[pca]
components = 4
[detectors]
run = raw-l2, pca
END
collect() { "$LISAE" collect --data data "$@" table.ini; }
cells() { # TABLE COLUMN [DETECTOR]
    awk -F , -v name="$2" -v detector="${3-}" 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        detector == "" || $at["detector"] == detector { print $at[name] }' "$1"
}

# Two machines, and both together.
for class in 0 3; do
    check "the machine of class $class" \
        "$LISAE" run --data data --results "m$class" -D data.positive=$class -j2 table.ini
done
ends 'both together' 0 '4/4' collect --results both --with m0/table --with m3/table
check 'one machine alone' "$LISAE" run --data data --results one -j2 table.ini
same 'auc.csv is that of one machine' one/table/auc.csv both/table/auc.csv
origins=$(cells both/table/kept.csv kept_in | sort | uniq -c | awk '{ print $1 $2 }' | paste -sd ' ')
check 'which row is from where' [ "$origins" = '4m0/table/auc.csv 4m3/table/auc.csv' ]
check 'no kept rows of its own runs' [ "$(wc -l < one/table/kept.csv)" -eq 1 ]
cp -r m0 wrong
sed -i '2s/,0\.[0-9]*,0\.[0-9]*,/,0.111111,0.000000,/' wrong/table/auc.csv
ends 'tables that contradict each other' 3 'wrong/table/auc.csv:2: run .*: expected the AUC .* of .m0/table/auc.csv' \
    collect --results never --with m0/table --with wrong/table
sed -i '3s/,ok,/,done,/' wrong/table/auc.csv
ends 'a word that is none' 3 'wrong/table/auc.csv:3: expected ok, failed or missing' \
    "$LISAE" run --data data --results never --with wrong/table table.ini
check 'nothing was done' [ ! -e never/runs ]
ends 'no picture of that' 3 'wrong/table/auc.csv:3: expected ok, failed or missing' "$LISAE" plot wrong/table

# Seeds of detectors without chance.
check 'no interval of width 0' [ -z "$(cells one/table/summary.csv lo | tr -d '\n')" ]
check 'one task has that of its test images' \
    [ "$(cells m0/table/summary.csv interval | sort -u | paste -sd ' ')" = images ]

# Numbers that are in the tables alone.
cp one/table/auc.csv numbers
rm -r one/runs
ends 'without its runs' 3 '8 runs that had numbers in .one/table/auc.csv. are not there any more' collect --results one
check 'the rows are kept' [ "$(cells one/table/lost/auc.csv status | sort -u)" = ok ]
ends 'and taken back' 0 '4/4' collect --results one --with one/table/lost
same 'all of them' numbers one/table/auc.csv
check 'their curves, too' grep -q pca one/table/lost/roc.csv

# Results that are only to be read.
if [ "$(id -u)" -eq 0 ] && cp -r both own && mount --bind own own 2> /dev/null; then
    mounts+=("$work/own")
    ends 'all is done' 0 '' "$LISAE" run --data data --results own --with m0/table --with m3/table table.ini
    mount -o remount,bind,ro own
    ends 'the table is shown' 3 'raw-l2 .* 4/4' collect --results own --with m0/table --with m3/table
    says 'and is the one that is there' "cannot write into 'own/table/': Read-only .*; its tables are those that are"
    ends 'a run has nothing to do' 3 '8 of 8 done' \
        "$LISAE" run --data data --results own --with m0/table --with m3/table table.ini
    ends 'other tables are told' 3 'its tables are others than those that are shown, which -o DIR writes elsewhere' \
        collect --results own --with m0/table
    ends 'and are written elsewhere' 0 '4/4' collect --results own --with m0/table --with m3/table -o there
    same 'the same' both/table/auc.csv there/auc.csv
    umount own
    mounts=()
else
    echo 'skipped: results that are only to be read (no right to mount)'
fi

# Two programs, two kernels, a mark.
check 'runs' "$LISAE" run --data data --results mixed -j2 table.ini
first=$(run_ids mixed/table/auc.csv detector pca | head -n 1)
old=mixed/runs/$first/meta.ini
unsealed "${old%/*}"
sed -i 's/^revision = .*/revision = 000000000000/
    s/^blas_kernel = .*/blas_kernel = Other/; s/^status = ok$/&\nmark = constant/' "$old"
ends 'a mean of both' 0 '1 of 2 means are over runs of several kernels or revisions' collect --results mixed
says 'behind its row' 'pca .*\| 1 with equal scores, 2 kernels, 2 revisions'
for column in n_constant n_kernels n_revisions n_unknown; do cells mixed/table/summary.csv $column pca; done > counts
check 'in summary.csv' [ "$(paste -sd ' ' counts)" = '1 2 2 0' ]
awk -F, -v id="$first" 'index($0, id) && /,constant,[0-9a-f]*$/' mixed/table/auc.csv > marked
check 'in auc.csv' [ "$(wc -l < marked)" -eq 5 ]

# What was judged.
ends 'held-out images' 0 'judged on every 4\. training image' \
    "$LISAE" run --data data --results held -D data.holdout=4 -D data.train_limit=5 table.ini
says 'limits' 'at most 5 training images of a class'
says 'anomalies' '^anomalies: own-half$'
check 'in auc.csv' [ "$(paste -d ' ' <(cells held/table/auc.csv holdout) <(cells held/table/auc.csv train_limit) \
    <(cells held/table/auc.csv anomalies) | sort -u)" = '4 5 own-half' ]
check 'nothing is said of what is printed nowhere' [ "$(grep -cE 'published|difference' said)" -eq 0 ]

# A call that is killed when some of its tables are there, and those of the call before still beside them.
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o inject.so "$tests/support/inject.c" -ldl || exit 1
if LD_PRELOAD=$work/inject.so "$LISAE" help > said 2>&1; then
    cp -r one/table before
    cp -r one killed
    cp -r before aside
    for place in killed/table aside; do
        to=(--results killed --with m0/table)
        [ "$place" != aside ] || to+=(-o aside)
        LD_PRELOAD=$work/inject.so INJECT_CALLS=,rename, INJECT_AT=1 INJECT_PATH=summary.csv INJECT_SIGNAL=9 \
            collect "${to[@]}" > said 2>&1
        check "$place: it is killed" [ $? -eq 137 ]
        check "$place: new tables are beside old ones" \
            [ "$(cells $place/auc.csv status | grep -c missing) $(cells $place/summary.csv n_ok | xargs)" = '4 4 4' ]
        for reader in "report -o page.html" plot audit "tables -o made --with"; do
            # shellcheck disable=SC2086 # its words
            ends "$place: $reader" 3 "$place/being-made.txt: expected tables of one call, found" \
                "$LISAE" $reader $place
        done
    done
    ends 'the next call makes them whole' 0 '4/4' collect --results killed --with m0/table --with m3/table
    ends 'elsewhere, too' 0 '4/4' collect --results killed --with m0/table --with m3/table -o aside
    for place in killed/table aside; do
        check "$place: nothing says otherwise" [ ! -e $place/being-made.txt ]
        same "$place: the tables of before" before/summary.csv $place/summary.csv
    done
fi

# A call with -D that waits for one which makes the tables of the whole spec leaves these.
cp -r one/table whole
cp -r m0 waits
rm waits/table/*.csv waits/table/overrides.txt
exec 9> waits/table/.lock
flock 9
collect --results waits -D data.positive=0 -D experiment.seeds=1 > said 2>&1 9>&- &
sleep 0.5
cp whole/*.csv waits/table/
exec 9>&-
wait $!
check 'the tables of a part, beside' [ -s waits/table/part/auc.csv ]
same 'those of the whole' whole/auc.csv waits/table/auc.csv
ends 'a part finds its runs' 0 '^2 verified' "$LISAE" verify waits/table/part
truncate -s 1000 data/stripes.lisae
ends 'a damaged set' 3 '^stripes .* damaged .lisae data fetch stripes.' \
    "$LISAE" data list --data data --catalogue catalogue
finish
