#!/usr/bin/env bash
# One call of a command fails, whichever: no room, a broken disk, a quota, no descriptor, no lock, no memory, a signal
# in the midst of a write, half a write. What must hold: the command ends by itself and says which file or run it was;
# what looks finished is; the same command, called again, gives the bytes of an undisturbed one and leaves nothing
# behind.
#
# Every point is a command, a kind of call, an error, and which of the calls it is. FAULTS=N tries so many of them by
# chance (0: all), SEED=N others, POINTS the lines of one that failed. Without a seed the sources are one, so that two
# tests of one program try the same, and each change of it others. LANES=N tries N at a time.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
faults=${FAULTS:-60} lanes=${LANES:-1}
RANDOM=${SEED:=$((0x$(cd "$tests/.." && tools/source-sum | cut -c 1-7)))}
cd "$work" || exit 1
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o inject.so "$tests/support/inject.c" -ldl || exit 1
if ! LD_PRELOAD=$work/inject.so "$LISAE" help > said 2>&1; then
    echo 'skipped: a program that no library can be preloaded to (a sanitizer)'
    pass
    finish
fi
make_set stripes 12 40 20 1
mv data prepared
small_spec small.ini
few=(-D experiment.seeds=1 -D data.positive=0 -D 'detectors.run=pca, lis-ae' -D shape.linsep=off -D train.epochs=2
    -D shape.epochs=1 -D model.latent=3)

work_on() { # DETECTOR
    local spec
    spec=$(grep -l "^detector = $1" calm/run/small/plan/*.ini)
    timeout -s KILL 60 "$LISAE" work --data prepared --results here "$spec"
}

# Each in a folder of its own, "here", which comes as the folder "before" of the same name.
do_run() { timeout -s KILL 60 "$LISAE" run -j2 --data prepared --results here small.ini "${few[@]}"; }
do_work() { work_on pca; }
do_phase() { work_on phase1; }
do_collect() {
    timeout -s KILL 60 "$LISAE" collect --data prepared --results here --ranks here/ranks small.ini "${few[@]}"
}
do_plot() { timeout -s KILL 60 "$LISAE" plot --plots "$tests/../plots" here/small; }
do_data() { timeout -s KILL 60 "$LISAE" data fetch stripes --catalogue catalogue --from files-stripes --data here; }
do_score() { timeout -s KILL 60 "$LISAE" score --data prepared -o here/scores.csv "$model" stripes; }

before() { # COMMAND: what is there before it
    rm -rf here
    mkdir here
    case $1 in
    collect) cp -r calm/run/* here && rm here/small/*.csv ;;
    plot) cp -r calm/run/* here ;;
    esac
}

injected() { # COMMAND CALLS AT ERROR STAYS
    local who=${1/phase/work}
    local -x INJECT_CALLS=,$2, INJECT_AT=$3 INJECT_ERROR=$4 INJECT_STAYS=$5 INJECT_LOG=$PWD/log
    local -x INJECT_WHO=$who LD_PRELOAD=$work/inject.so
    rm -f log
    "do_$1"
}

# The sums of the files that a command makes, without those that differ from time to time.
result() { # FOLDER
    (cd "$1" && find . -type f ! -name '*times.csv' ! -name meta.ini ! -name plan.mk ! -name '.*' ! -path '*/.*' \
        ! -name ledger.csv -exec sha256sum {} + | sort)
}

# What looks finished is as in the undisturbed command: files of runs that have not failed, data sets, scores, pictures.
# Tables may lack runs, but end with a line's end.
finished() { # COMMAND SUMS
    local file
    comm -23 "$2" "$1.sums" | while read -r _ file; do
        case $file in
        */small/*.csv) [ -z "$(tail -c 1 "here/$file")" ] || echo "$file ends within a line" ;;
        */small/being-made.txt) ;; # which says that they are not
        */runs/* | */phase1/*) [ -e "here/${file%/*}/reason.txt" ] || echo "$file" ;;
        *) echo "$file" ;;
        esac
    done > wrong
    [ ! -s wrong ] || { cat wrong; return 1; }
}

# Kinds of calls with the errors that are likely, as errno: 4 EINTR, 5 EIO, 12 ENOMEM, 13 EACCES, 24 EMFILE, 28 ENOSPC,
# 37 ENOLCK, 122 EDQUOT; 0 half is written or read; + all behind it fail too.
kinds='open 5
open 24
create 13
create 24+
create 28+
read 0
read 4
read 5
write 0
write 4
write 5
write 28
write 28+
write 122
fsync 5
fsync 28
rename 5
rename 28
mkdir 28+
unlink 5
close 5
close 28
flock 37
mmap 12
opendir 24'
counted=$(cut -d ' ' -f 1 <<< "$kinds" | uniq | tr '\n' ,)malloc

commands=(run work phase collect data score)
! command -v gnuplot > /dev/null || commands+=(plot)
mkdir calm
for command in "${commands[@]}"; do # nothing fails, all calls are counted
    before "$command"
    injected "$command" "$counted" 0 5 0 > said 2>&1 || { cat said; exit 1; }
    mv log "$command.log"
    mv here "calm/$command"
    result "calm/$command" > "$command.sums"
    if [ "$command" = run ]; then
        model=$(grep -l '^detector = pca' calm/run/runs/*/spec.ini)
        model=${model%/*}
    fi
done

points=()
for command in "${commands[@]}"; do
    # of thousands of allocations, some
    mapfile -t -O ${#points[@]} points < <(awk -v command="$command" '
        NR == FNR { errors[$1] = errors[$1] " " $2; next }
        $3 == "calls" && $2 > most[$1] { most[$1] = $2 }
        END {
            for (kind in errors) {
                n = split(errors[kind], error, " ")
                for (i = 1; i <= n; i++)
                    for (at = 1; at <= most[kind]; at++) print command, kind, at, error[i]
            }
            for (at = 1; at <= most["malloc"] && command != "data" && command != "plot"; at += 1 + int(at / 5))
                print command, "malloc", at, 12
        }' <(echo "$kinds") "$command.log" | sort)
done

check_point() { # COMMAND CALLS AT ERROR
    local stays=0 code=0 name="$1, $2 $3 fails with $4"
    [ "$4" = "${4%+}" ] || stays=1
    before "$1"
    injected "$1" "$2" "$3" "${4%+}" $stays > injected.said 2>&1 || code=$?
    # where the system's loader gets no memory for a library's names or thread-local data, it ends the process itself
    local loader='^(out of memory|cannot allocate memory for thread-local data: ABORT)$'
    local named="'[^']+'|run [0-9a-f]{12} |[a-z0-9.]+:[0-9]+: |out of memory|standard output|not done"
    case $code in
    0 | 2 | 3) [ $code -eq 0 ] || found "$named" injected.said ||
        { fail "$name: exit code $code without a name" injected.said; return; } ;;
    127)
        if [ "$2" != malloc ] || ! [[ $(tail -n 1 injected.said) =~ $loader ]]; then
            fail "$name: exit code $code" injected.said
            return
        fi ;;
    *) fail "$name: exit code $code" injected.said; return ;;
    esac
    result here > now
    if [ "$(< now)" != "$(< "$1.sums")" ]; then
        # who says that all went well has made all
        [ $code -ne 0 ] ||
            { diff "$1.sums" now > said; fail "$name: exit code 0 without all that it makes" said; return; }
        finished "$1" now > said 2>&1 || { fail "$name: something looks finished" said; return; }
    fi
    "do_$1" > said 2>&1 || { fail "$name: again: exit code $?" said; return; }
    result here > now
    [ "$(< now)" = "$(< "$1.sums")" ] || { diff "$1.sums" now > said; fail "$name: again: other bytes" said; return; }
    case $1 in
    work | phase) do_collect > said 2>&1 ;; # `lisae work` is called by commands that sweep
    esac
    tidy here > said || { fail "$name: something is left behind" said; return; }
    pass
}

# As many of each command; pictures take long.
n=${#points[@]}
mapfile -t chosen < <(for point in "${points[@]}"; do echo "$((RANDOM * 32768 + RANDOM)) $point"; done | sort -n |
    awk -v most="$faults" -v commands=${#commands[@]} '
        { sub(/^[0-9]+ /, "") }
        most == 0 || ++of[$1] <= ($1 == "plot" ? most / 33 : most / (commands - 1) + 1)')
[ -z "${POINTS:-}" ] || mapfile -t chosen <<< "$POINTS" # "work unlink 2 5": those that a run before named

# A lane tries every so manieth point in a folder of its own, and says of each how it went.
lane() { # NUMBER
    local i before name
    mkdir "lane$1"
    for name in calm prepared catalogue files-stripes small.ini "${commands[@]/%/.sums}"; do
        ln -s "../$name" "lane$1/" || exit 1
    done
    cd "lane$1" || exit 1
    for ((i = $1; i < ${#chosen[@]}; i += lanes)); do
        before=$failed
        # shellcheck disable=SC2086 # its words
        check_point ${chosen[i]} > point
        [ "$failed" -eq "$before" ] && echo passed >> point || echo failed >> point
        cat point
    done
}

tried=0
while IFS= read -r line; do
    case $line in
    passed) passed=$((passed + 1)) ;;
    failed) failed=$((failed + 1)) ;;
    *) echo "$line"; continue ;;
    esac
    tried=$((tried + 1))
    [ $((tried % 100)) -ne 0 ] || echo "$tried of ${#chosen[@]} points"
done < <(for ((i = 0; i < lanes; i++)); do lane $i & done; wait)
[ $tried -eq ${#chosen[@]} ] || fail "all lanes go to their ends: $tried of ${#chosen[@]} points were tried"
echo "$n points, ${#chosen[@]} tried, SEED=$SEED"
finish
