#!/usr/bin/env bash
# What goes wrong around the program, and what it must say then: the exit code, a message that
# names the thing, no file that looks whole and is not, and the other runs done all the same.
#
# A full disk and one that cannot be written need root for a small tmpfs; they are skipped, with
# a word, where there is none.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
make_set stripes 12 40 20 1
small_spec small.ini
# 5 runs and 2 first phases
one=(-D experiment.seeds=1 -D data.positive=0)
few=("${one[@]}" -D 'detectors.run=kde, pca, ae, lis-ae')

run() { # RESULTS OPTION...
    local results=$1
    shift
    "$LISAE" run -j2 --data data --results "$results" small.ini "${few[@]}" "$@"
}

flip() { # FILE OFFSET: one bit of one byte
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    # shellcheck disable=SC2059 # the byte is the format
    printf "$(printf '\\%03o' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

middle() { echo $(($(stat -c %s "$1") / 2)); }

ids() { # DETECTOR: the calm runs of it
    grep -l "^detector = $1\$" calm/runs/*/spec.ini calm/phase1/*/spec.ini 2> /dev/null | xargs -rn 1 dirname |
        xargs -rn 1 basename
}

# Archives end in a mark of four bytes and the SHA-256 of what stands before both.
whole_archive() {
    [ "$(head -c -36 "$1" | sha256sum | cut -d ' ' -f 1)" = "$(tail -c 32 "$1" | od -An -v -tx1 | tr -d ' \n')" ]
}

# All results that are in place are whole; auc.csv, if there is one, tells of RUNS runs.
whole() { # RESULTS RUNS
    local meta folder file table
    for meta in "$1"/runs/*/ "$1"/phase1/*/; do
        [ -d "$meta" ] || continue
        folder=${meta%/}
        grep -q '^status = ' "$folder/meta.ini" || { echo "$folder has no status"; return 1; }
        [ -s "$folder/spec.ini" ] || { echo "$folder has no spec"; return 1; }
        grep -q '^status = ok' "$folder/meta.ini" || continue
        whole_archive "$folder/model.lisae" || { echo "$folder/model.lisae"; return 1; }
        case $folder in
        */runs/*)
            gzip -t "$folder/scores.csv.gz" || return 1
            for table in metrics loss; do
                grep -q "^\[$table\]" "$folder/meta.ini" || { echo "$folder has no $table"; return 1; }
            done
            ;;
        esac
    done
    for file in "$1"/*/auc.csv; do
        [ ! -e "$file" ] || [ "$(grep -c ',all,' "$file")" -eq "$2" ] || { echo "$file has not $2 runs"; return 1; }
    done
}

ends 'an undisturbed run' 0 '1/1' run calm

# --- what the environment says to make is not for the one that does the runs
# shellcheck disable=SC2016 # the words are for make
printf '$(shell touch %s/read)\n' "$work" > foreign.mk
ends 'a foreign make' 0 '1/1' env MAKEFLAGS=-n GNUMAKEFLAGS=-n MFLAGS=-n MAKEFILES="$work/foreign.mk" \
    "$LISAE" run -j2 --data data --results foreign small.ini "${one[@]}" -D detectors.run=pca
check 'a foreign make: its files are not read' [ ! -e read ]
ends 'a launcher that starts nothing' 3 "1 runs were begun and left neither a result nor a reason.*LAUNCH='true'" \
    env LAUNCH=true "$LISAE" run -j2 --data data --results never-begun small.ini "${one[@]}" -D detectors.run=pca

check 'an undisturbed run is whole' whole calm 5

# --- the command line
ends 'no command' 2 '^Usage: lisae COMMAND' "$LISAE"
ends 'an unknown command' 2 "unknown command 'rum', did you mean 'run'" "$LISAE" rum
ends 'an unknown letter among others' 2 "plan: unknown option '-x'" "$LISAE" plan -xj 2 small.ini
ends 'an option of others' 2 "check: takes no option '--with'; see .lisae help check." \
    "$LISAE" check --with calm/small small.ini
ends 'a letter of others' 2 "score: takes no option '-D, --define'" "$LISAE" score -D a.b=c model data
ends 'an unknown option' 2 "run: unknown option '--jbos'; see .lisae help run." "$LISAE" run --jbos 2 small.ini
ends 'an option without a value' 2 "option '-j'" "$LISAE" run -j
ends 'one with an empty value' 2 "reconstruct: expected a value of '-o, --output', found ''" \
    "$LISAE" reconstruct -o '' small.ini
ends 'another' 2 "run: expected a value of '--results', found ''" "$LISAE" run --results '' small.ini
ends 'a number of jobs that is none' 2 "expected a whole number from 1 to 4096, found '0'" "$LISAE" run -j 0 small.ini
ends 'too many arguments' 2 'wrong number of arguments' "$LISAE" plot small.ini small.ini
ends 'a wrong override' 2 'expected section.key=value' "$LISAE" check --data data small.ini -D latent=3
ends 'help on nothing' 2 "no help on 'nothing'" "$LISAE" help nothing
ends 'an action of data that does not exist' 2 "expected 'list', 'fetch' or 'verify', found 'fitch'" \
    "$LISAE" data fitch stripes
ends 'help' 0 'Exit codes: 0 ok' "$LISAE" --help

# --- the spec
cat > bad.ini << 'END'
[experiment]
seeds = 3..1
sed = 3
[data]
dataset = stripes
negative = otherhalf
[modle]
latent = 3
[train]
epochs = many
epochs = 3
[shape]
linsep = of
gamma = 1, 1
[detectors]
run = kde, lisae
stray
END
ends 'a spec with errors' 2 '^bad.ini:2: .*a range a..b with a up to b' "$LISAE" run --data data --results bad bad.ini
says 'a spec with errors' "^bad.ini:3: unknown key 'sed' in \[experiment\]"
says 'a spec with errors' "^bad.ini:6: .*'otherhalf', did you mean 'other-half'\?"
says 'a spec with errors' "^bad.ini:7: unknown section 'modle', did you mean 'model'\?"
says 'a spec with errors' "^bad.ini:10: 'epochs' in \[train\]: expected a whole number .*'many'"
says 'a spec with errors' "^bad.ini:11: key 'epochs' stands twice in \[train\], first in line 10"
says 'a spec with errors' "^bad.ini:13: .*found 'of', did you mean 'off'\?"
says 'a spec with errors' "^bad.ini:14: 'gamma' in \[shape\]: value '1' is given twice"
says 'a spec with errors' "^bad.ini:16: .*unknown detector 'lisae', did you mean 'lis-ae'\?"
says 'a spec with errors' "^bad.ini:17: expected 'key = value', found 'stray'"
check 'a spec with errors: nothing is run' [ ! -e bad ]
ends 'no spec' 2 "cannot open 'nowhere.ini'" "$LISAE" run nowhere.ini
sed 's/^positive = .*/positive = 12/; s/^negative = .*/negative = class:77/' small.ini > classes.ini
ends 'a class that does not exist' 2 \
    "^classes.ini:6: positive '12': class 12 does not exist: 'stripes' has the classes 0\.\.9" \
    "$LISAE" check --data data classes.ini
ends 'a negative class that does not exist' 2 "class 77 does not exist" \
    "$LISAE" check --data data classes.ini -D data.positive=0
ends 'negatives for lis-ae' 2 "detector 'lis-ae' learns from negatives, found 'negative = none'" \
    "$LISAE" check --data data small.ini -D data.negative=none
ends 'a data set that is not there' 2 \
    "^small.ini:5: data set 'stripes' is not prepared in 'nodata': .lisae data fetch stripes. makes it" \
    run nodata --data nodata
check 'a data set that is not there: nothing is run' [ ! -e nodata ]
# the same images under a catalogue that knows an eleventh class
sed 's/^name .*/name = gaps/; s/^classes .*/& ten/' catalogue/stripes.ini > catalogue/gaps.ini
check 'a set with an empty class' "$LISAE" data fetch gaps --catalogue catalogue --from files-stripes --data data
ends 'a negative set without images' 2 "negative 'class:10': no train image is there" \
    "$LISAE" check --data data small.ini -D data.dataset=gaps -D data.negative=class:10
ends 'no test image of the anomalies' 2 "class 10, .ten., which is an anomaly, has no test image" \
    "$LISAE" check --data data small.ini -D data.dataset=gaps -D data.anomaly=classes:10 -D data.negative=class:5

# --- no make
ends 'no make' 3 'cannot start make: it was not found' \
    env PATH=/nonexistent "$LISAE" run --data data --results nomake small.ini
check 'no make: no table' [ ! -e nomake/small/auc.csv ]

# --- a run that fails, and one whose worker dies: the others go on
limits=(-D kde.select=fixed -D kde.bandwidth=1e6)
ends 'a run that fails' 3 "1 of 5 runs are not done, 1 failed: 'failing/small/auc.csv' has the reasons" \
    run failing "${limits[@]}"
check 'a run that fails is a row with its reason' \
    grep -q '^small,stripes,made-up,kde,0,,all,1,.*,failed,"\?kde: a bandwidth of 1e+06 is too wide' \
        failing/small/auc.csv
check 'a run that fails: the others are done' [ "$(grep -c ',all,.*,ok,,' failing/small/auc.csv)" -eq 4 ]
ends 'a run that fails, in status' 0 '^failed .*kde stripes 0 seed 1: kde: a bandwidth of 1e.06 is too wide' \
    "$LISAE" status --data data --results failing small.ini "${few[@]}" "${limits[@]}"
ends 'a run that fails, in collect' 3 '1 of 5 runs' \
    "$LISAE" collect --data data --results failing small.ini "${few[@]}" "${limits[@]}"
check 'a run that fails is whole' whole failing 5
cat > dying << 'END'
#!/bin/sh
for last; do :; done
grep -q 'detector = phase1' "$last" && grep -q 'linsep = on' "$last" && kill -9 $$
exec "$@"
END
chmod +x dying
ends 'a worker that dies' 3 '1 of 5 runs are not done: .lisae run. does them' \
    env LAUNCH="$work/dying" "$LISAE" run -j2 --data data --results dying.out small.ini "${few[@]}"
check 'a worker that dies: its run is missing' grep -q ',all,.*,on,.*,missing,not done yet,' dying.out/small/auc.csv
ends 'after the worker died' 0 '1/1' run dying.out
same 'after the worker died: auc.csv' calm/small/auc.csv dying.out/small/auc.csv

# --- prepared data
cp data/stripes.lisae good.lisae
flip data/stripes.lisae "$(middle good.lisae)"
remedy='stripes.lisae: expected SHA-256 .*lisae data fetch stripes. makes the data set anew'
ends 'altered data' 3 "$remedy" run altered
check 'altered data: rows with the reason' [ "$(grep -c ",all,.*,failed,.*$remedy" altered/small/auc.csv)" -eq 5 ]
check 'altered data: nothing looks done' \
    [ "$(grep -lx 'status = ok' altered/runs/*/meta.ini altered/phase1/*/meta.ini | wc -l)" -eq 0 ]
ends 'altered data, in status' 0 "failed .*ae stripes 0 seed 1: first phase .*$remedy" \
    "$LISAE" status --data data --results altered small.ini "${few[@]}"
ends 'altered data, verified' 3 "$remedy" "$LISAE" data verify stripes --catalogue catalogue --data data
ends 'altered data, scored' 3 "$remedy" "$LISAE" score --data data -o never.csv "calm/runs/$(ids pca)" stripes
head -c 10000 good.lisae > data/stripes.lisae
ends 'truncated data' 2 "small.ini:5: .*stripes.lisae: .*.lisae data fetch stripes. makes the data set anew" \
    run truncated
check 'truncated data: nothing is run' [ ! -e truncated ]
ends 'data repaired' 0 'prepared and verified' \
    "$LISAE" data fetch stripes --catalogue catalogue --from files-stripes --data data
same 'data repaired: the same bytes' good.lisae data/stripes.lisae
ends 'after the data were repaired' 0 '1/1' run altered
same 'after the data were repaired: auc.csv' calm/small/auc.csv altered/small/auc.csv

# Another set under the same name between plan and work.
ends 'a plan' 3 '5 of 5 runs' env LAUNCH=false "$LISAE" run --data data --results changed small.ini "${few[@]}"
make_set stripes 12 40 20 2
ends 'data changed after the plan' 2 \
    "data set 'stripes' is another one than the plan was made with: expected payload .*, found" \
    make -k -f changed/small/plan/plan.mk
check 'data changed after the plan: nothing looks done' \
    [ "$(grep -lx 'status = ok' changed/runs/*/meta.ini changed/phase1/*/meta.ini | wc -l)" -eq 0 ]
ends 'a new plan for the changed data' 0 '1/1' run changed
grep -lx 'status = ok' changed/runs/*/meta.ini | cut -d / -f 3 | sort > done.changed
check 'changed data have other runs' [ -z "$(comm -12 <(ls calm/runs) done.changed)" ]
cp good.lisae data/stripes.lisae

# --- first phases and saved detectors
ends 'only the first phases of one kind' 0 '1/1' \
    "$LISAE" run -j2 --data data --results first small.ini "${one[@]}" -D detectors.run=ae
id=$(ls first/phase1)
cp "first/phase1/$id/model.lisae" good.model
for damage in flipped truncated; do
    rm -rf "$damage"
    cp -r first "$damage"
    model=$damage/phase1/$id/model.lisae
    if [ $damage = flipped ]; then
        flip "$model" "$(middle "$model")"
    else
        head -c "$(middle good.model)" good.model > "$model"
        # at a glance it is seen that it is not done
        cp -r $damage cut
        ends 'a first phase that is not whole is done anew' 0 '1/1' run cut
        same 'a first phase that is not whole is done anew' good.model "cut/phase1/$id/model.lisae"
        same 'a first phase that is not whole is done anew: auc.csv' calm/small/auc.csv cut/small/auc.csv
        unsealed "$damage/phase1/$id"
    fi
    ends "a $damage first phase" 3 "the first phase that this run starts from: .*$id/model.lisae: " run $damage
    check "a $damage first phase: its run alone fails" \
        [ "$(grep -c ',all,.*,ok,,' $damage/small/auc.csv) $(grep -c ',all,.*,failed,' $damage/small/auc.csv)" = '4 1' ]
    ends "a $damage first phase, in status" 0 "^failed .*lis-ae stripes 0 seed 1: the first phase" \
        "$LISAE" status --data data --results $damage small.ini "${few[@]}"
    says "a $damage first phase, in status" "remove .*$damage/phase1/$id. to have it done anew"
    rm -r "$damage/phase1/$id"
    ends "a $damage first phase removed" 0 '1/1' run $damage
    same "a $damage first phase removed: auc.csv" calm/small/auc.csv $damage/small/auc.csv

    cp "$(dirname "$model")/model.lisae" any.lisae
    if [ $damage = flipped ]; then flip any.lisae 200; else head -c 5000 good.model > any.lisae; fi
    ends "a $damage model" 3 'any.lisae: ' "$LISAE" score --data data -o never.csv any.lisae stripes
done
for at in 3 20 "$(($(stat -c %s good.model) - 1))"; do
    cp good.model any.lisae
    flip any.lisae "$at"
    ends "a model flipped at $at" 3 'any.lisae: ' "$LISAE" score --data data -o never.csv any.lisae stripes
done
ends 'a model that is none' 3 "small.ini: expected an archive that starts with 'LISAEAR1'" \
    "$LISAE" score --data data -o never.csv small.ini stripes
ends 'a split that is none' 2 "'stripes:trian': expected 'train' or 'test' after the colon, found 'trian'" \
    "$LISAE" score --data data -o never.csv good.model stripes:trian
ends 'a model that is not there' 3 "cannot open 'nowhere'" "$LISAE" score --data data -o never.csv nowhere stripes
check 'no damaged model gave scores' [ ! -e never.csv ]

# --- no room, no right to write
limited() { # KIB COMMAND...: no file may grow beyond it
    (ulimit -f "$1" && shift && "$@")
}
ends 'files that may not grow' 3 "cannot write 'limited/small/tradeoff.csv': File too large" limited 8 run limited
too_large=',all,.*,failed,first phase .*model.lisae.: File too large,'
check 'files that may not grow: rows with the reason' \
    [ "$(grep -c ",all,.*,ok,,.*" limited/small/auc.csv) $(grep -c "$too_large" limited/small/auc.csv)" = '2 3' ]
check 'files that may not grow: what is there is whole' whole limited 5
check 'files that may not grow: nothing half is left' tidy limited
ends 'files may grow again' 0 '1/1' run limited
same 'files may grow again: auc.csv' calm/small/auc.csv limited/small/auc.csv
if command -v gnuplot > /dev/null; then
    cp -r calm/small drawn
    ends 'a picture that may not grow' 3 "(could not draw|gnuplot could not write) '.*drawn/roc.svg" \
        limited 8 "$LISAE" plot --plots "$tests/../plots" drawn
    check 'a picture that may not grow: nothing half is left' [ -z "$(find drawn -name '*.svg' -o -name '*.png')" ]
    kept_waiting() { # no file is begun
        flock drawn/.lock timeout 1 "$LISAE" plot --plots "$tests/../plots" drawn
        [ $? -eq 124 ] && [ -z "$(find drawn -name '.tmp-*' -o -name '*.svg')" ]
    }
    check 'pictures wait while tables are written' kept_waiting
    # one that is killed leaves a picture that only the next one sweeps
    mkdir stopping
    # shellcheck disable=SC2016 # its parent is the program
    printf '#!/bin/sh\nkill -KILL $PPID\n' > stopping/gnuplot
    chmod +x stopping/gnuplot
    PATH=$PWD/stopping:$PATH "$LISAE" plot --plots "$tests/../plots" drawn &
    { wait $!; } 2> /dev/null
    check 'pictures that are killed: one is left half' [ "$(find drawn -name '.tmp-*' | wc -l)" -eq 1 ]
    ends 'pictures' 0 'drawn/heatmap.png' "$LISAE" plot --plots "$tests/../plots" drawn
    check 'pictures: the half one goes' tidy drawn
    printf '1,2\n' >> drawn/loss.csv
    ends 'a damaged table' 3 'drawn/loss.csv:[0-9]*: ' "$LISAE" plot --plots "$tests/../plots" drawn
fi
ends 'pictures of nothing' 3 "cannot open 'nowhere/auc.csv'" "$LISAE" plot --plots "$tests/../plots" nowhere

# --- a run's own account of itself
cp -r calm account
meta=account/runs/$(ids pca)/meta.ini
unsealed "$(dirname "$meta")"
sed -i "s/^flags = .*/flags = $(printf 'x%.0s' {1..300})/" "$meta"
ends 'a long line in meta.ini' 0 '7 done, 0 running, 0 failed, 0 left' \
    "$LISAE" status --data data --results account small.ini "${few[@]}"
sed -i 's/^flags = .*/flags/' "$meta"
ends 'a meta.ini that cannot be read' 0 "failed .*pca stripes 0 seed 1: .*/meta.ini:[0-9]*: " \
    "$LISAE" status --data data --results account small.ini "${few[@]}"
sed -i '/^status = /d; s/^flags$/flags = none/' "$meta"
ends 'a meta.ini without a status' 0 \
    "failed .*pca stripes 0 seed 1: .*/meta.ini: expected 'status' in \[run\], found none" \
    "$LISAE" status --data data --results account small.ini "${few[@]}"
ends 'such a run is done again' 0 '1/1' run account
same 'such a run is done again: auc.csv' calm/small/auc.csv account/small/auc.csv

# --- results that were damaged since: the others' are merged
for damage in 'rm scores.csv.gz' 'truncate -s -9 meta.ini'; do
    rm -rf torn
    cp -r calm torn
    folder=torn/runs/$(ids pca)
    (cd "$folder" && eval "${damage//$/\\$}")
    ends "after $damage" 3 "1 of 5 runs are not done, 1 failed: 'torn/small/auc.csv' has the reasons" \
        "$LISAE" collect --data data --results torn small.ini "${few[@]}"
    check "after $damage: a row with the reason" \
        grep -q ",pca,.*,failed,.*${damage##* }.*(remove '$folder' to have it done anew)" torn/small/auc.csv
    check "after $damage: the others' rows" [ "$(grep -c ',all,.*,ok,,' torn/small/auc.csv)" -eq 4 ]
    rm -r "$folder"
    ends "after $damage: done anew" 0 '1/1' run torn
    same "after $damage: auc.csv" calm/small/auc.csv torn/small/auc.csv
done

# Whatever was cut, exchanged or altered is told by its row: by its sum, and in what was made before by what is in it.
pca=runs/$(ids pca)
told() { # NAME SAID COMMAND...: done in the folder of the run
    local name=$1 said=$2
    shift 2
    (cd "torn/$pca" && "$@") || fail "$name" /dev/null
    ends "$name" 3 "1 of 5 runs are not done, 1 failed" \
        "$LISAE" collect --data data --results torn small.ini "${few[@]}"
    check "$name: a row with the reason" \
        grep -q ",pca,.*,failed,.*$said.*(remove 'torn/$pca' to have it done anew)" torn/small/auc.csv
}
fresh() { # [before]
    rm -rf torn
    cp -r calm torn
    [ $# -eq 0 ] || made_before "torn/$pca" calm/small
}
for file in spec.ini scores.csv.gz model.lisae meta.ini; do
    fresh
    told "$file of no bytes" "/$file" truncate -s 0 $file
    fresh
    told "$file with a byte more" "/$file" sh -c "echo >> $file"
done
for file in metrics.csv roc.csv tradeoff.csv; do
    for rows in 1 2; do
        fresh before
        told "before: $rows rows of $file" "/$file" sed -i "$((rows + 1)),\$d" $file
    done
done
for value in nan inf hello '' 7.5 -3 1e308; do
    fresh before
    told "before: an AUC of '$value'" "/metrics.csv:2: expected a number from 0 to 1 as auc, found '$value'" \
        sed -i "2s/^all,[^,]*/all,$value/" metrics.csv
done
fresh
told 'scores of the same size' '/scores.csv.gz: expected what the run wrote' \
    sh -c 'head -c 60 /dev/zero | dd of=scores.csv.gz bs=1 seek=100 conv=notrunc status=none'
for when in '' before; do
    fresh $when
    other=torn/runs/$(ids kde)
    [ -z "$when" ] || made_before "$other" calm/small
    rm -r "torn/$pca"
    cp -r "$other" "torn/$pca"
    told "$when another run in its place" '/spec.ini: expected the text of run ' true
done
fresh before
ends 'what was made before is read' 0 '1/1' "$LISAE" collect --data data --results torn small.ini "${few[@]}"
same 'what was made before is read: auc.csv' calm/small/auc.csv torn/small/auc.csv
check 'what was made before is read, and noted' \
    [ "$(grep -c 'made before sums of files were kept' torn/small/times.csv)" -eq 1 ]
truncate -s 0 "torn/$pca/scores.csv.gz" "torn/runs/$(ids kde)/scores.csv.gz"
ends 'what is damaged is not done' 0 '6 done, 0 running, 1 failed, 1 left' \
    "$LISAE" status --data data --results torn small.ini "${few[@]}"
rm -r "torn/$pca"
ends 'and is done by the next run' 0 '1/1' run torn
same 'and is done by the next run: auc.csv' calm/small/auc.csv torn/small/auc.csv

# --- all files, looked at
fresh
ends 'all files of all runs' 0 '^7 verified, 0 of them made before sums were kept, 0 damaged, 0 failed before' \
    "$LISAE" verify torn
ends 'all files of a run' 0 '^1 verified' "$LISAE" verify "torn/$pca"
ends 'all files of a spec' 0 '^7 verified' "$LISAE" verify --data data --results torn small.ini "${few[@]}"
flip "torn/$pca/scores.csv.gz" 200
ends 'a byte of the scores' 3 '^6 verified.* 1 damaged' "$LISAE" verify torn/small/..
says 'a byte of the scores' "/scores.csv.gz: expected what the run wrote.*[(]remove '.*/$pca' to have it done anew"
ends 'a byte of the scores, by the spec' 3 '^6 verified' \
    "$LISAE" verify --data data --results torn small.ini "${few[@]}"
fresh before
ends 'all files of runs that were made before' 0 "^7 verified, 1 of them made before" "$LISAE" verify torn
says 'all files of runs that were made before' "$pca: made before sums of files were kept"
sed -i '2s/^all,0.9/all,0.8/; 2s/,[^,]*,[^,]*,\([0-9]*,[0-9]*,[^,]*,[^,]*\)$/,,,\1/' "torn/$pca/metrics.csv"
ends 'an AUC that the scores do not give' 3 "metrics.csv:2: expected what the kept scores give as auc, 0.9" \
    "$LISAE" verify torn
ends 'a folder without runs' 3 'no run that is done was found' "$LISAE" verify data

# a first phase is not needed any more: the run stays, but not without a word that its curve is lacking
rm -rf torn
cp -r calm torn
rm torn/phase1/*/spec.ini
ends 'after damage to first phases' 3 "'torn/small/loss.csv' lacks curves of 3 runs' first phases" \
    "$LISAE" collect --data data --results torn small.ini "${few[@]}"
same 'after damage to first phases: auc.csv' calm/small/auc.csv torn/small/auc.csv
check 'after damage to first phases: a note' grep -q "/spec.ini'.*(remove 'torn/phase1/" torn/small/times.csv
rm -r torn/phase1
ends 'once they are removed' 0 '1/1' "$LISAE" collect --data data --results torn small.ini "${few[@]}"

# --- tables to take numbers from: looked at before hours of training, and before anything is written
mkdir kept
cp calm/small/auc.csv kept
ends 'kept tables without times' 3 "cannot open 'kept/times.csv'" run early --with kept
cp calm/small/times.csv kept
sed -i '1s/auc/acu/' kept/auc.csv
ends 'kept tables of other columns' 3 \
    "kept/auc.csv:1: expected the columns experiment,.*,auc,.*, found experiment,.*,acu," run early --with kept
ends 'no printed numbers' 3 "cannot open 'nowhere.csv'" run early --published nowhere.csv
check 'nothing was done' [ ! -e early ]
cp -r calm late
rm late/small/auc.csv
ends 'no printed numbers to collect with' 3 "cannot open 'nowhere.csv'" \
    "$LISAE" collect --data data --results late --published nowhere.csv small.ini "${few[@]}"
check 'nothing was written' [ ! -e late/small/auc.csv ]

ends 'a folder that cannot be made' 3 "cannot make the folder '/proc/lisae" run /proc/lisae
printed_to_full() { run calm > /dev/full; }
scored_to_full() { "$LISAE" score --data data "calm/runs/$(ids pca)" stripes > /dev/full; }
ends 'scores to a full device' 3 'cannot write to standard output' scored_to_full
ends 'a table to a full device' 3 'cannot write to standard output' printed_to_full

mkdir small-disk
if mount -t tmpfs -o size=40k none small-disk 2> /dev/null; then
    mounts+=("$work/small-disk")
    for size in 20 60 150 300; do
        mount -o remount,size=${size}k small-disk
        ends "a full disk, $size KiB" 3 "cannot write '.*': No space left on device" run small-disk
        check "a full disk, $size KiB: what is there is whole" whole small-disk 5
        check "a full disk, $size KiB: nothing half is left" tidy small-disk
    done
    ends 'preparing data on a full disk' 3 'No space left on device' \
        "$LISAE" data fetch stripes --catalogue catalogue --from files-stripes --data small-disk/data
    check 'preparing data on a full disk: nothing is there' [ ! -e small-disk/data/stripes.lisae ]
    mount -o remount,size=16m small-disk
    ends 'room again' 0 '1/1' run small-disk
    same 'room again: auc.csv' calm/small/auc.csv small-disk/small/auc.csv
    mount -o remount,ro small-disk
    ends 'a disk that cannot be written' 3 "small-disk/small/.*: Read-only file system" run small-disk
    ends 'new results on it' 3 \
        "cannot make the folder 'small-disk/new/small': Read-only file system|'small-disk/new': Read-only file system" \
        run small-disk/new
    ends 'status on it' 0 '7 done, 0 running, 0 failed, 0 left' \
        "$LISAE" status --data data --results small-disk small.ini "${few[@]}"
else
    echo 'skipped: a full disk and one that cannot be written (no right to mount a tmpfs)'
fi
finish
