# What the end-to-end tests share: a scratch folder that goes away at the end, counted checks and
# a small made-up data set, prepared by the program itself. A script sources this, calls check()
# and refuses(), and ends with finish. $LISAE is the program under test.
# shellcheck shell=bash
set -u
export LC_ALL=C.UTF-8 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
unset LAUNCH LISAE_DATA DATA_DIR MAKEFLAGS MAKELEVEL

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
LISAE=$(realpath -e "${LISAE:-$tests/../build/lisae}") || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/lisae-test.XXXXXX") || exit 1
mounts=()
passed=0
failed=0

clean_up() {
    local m
    for m in "${mounts[@]+"${mounts[@]}"}"; do
        umount "$m" 2> /dev/null || umount -l "$m"
    done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

pass() { passed=$((passed + 1)); }

fail() { # WHAT [FILE]: FILE shows what was said instead
    failed=$((failed + 1))
    echo "failed: $1"
    [ $# -lt 2 ] || sed 's/^/    /' "$2" | tail -n 15
}

finish() {
    echo "$passed passed, $failed failed"
    [ $failed -eq 0 ] && [ $passed -gt 0 ]
    exit
}

# check NAME COMMAND...: the command succeeds.
check() {
    local name=$1
    shift
    if "$@" > "$work/said" 2>&1; then pass; else fail "$name" "$work/said"; fi
}

# found TEXT FILE: a line of the file matches the regular expression, as grep -E would say, which is a process more.
found() {
    local line
    while IFS= read -r line || [ -n "$line" ]; do
        [[ ! $line =~ $1 ]] || return 0
    done < "$2"
    return 1
}

# ends NAME CODE TEXT COMMAND...: the command ends with CODE and says TEXT (a regular expression)
# on standard output or error; all that it said stays in $work/said.
ends() {
    local name=$1 expected=$2 text=$3 code=0
    shift 3
    "$@" > "$work/said" 2>&1 || code=$?
    if [ $code -ne "$expected" ]; then
        fail "$name: exit code $code, expected $expected" "$work/said"
    elif ! found "$text" "$work/said"; then
        fail "$name: says nothing of '$text'" "$work/said"
    else
        pass
    fi
}

says() { # NAME TEXT: the last command that ends() ran said this, too
    if found "$2" "$work/said"; then pass; else fail "$1: says nothing of '$2'" "$work/said"; fi
}

same() { # NAME FILE FILE
    if cmp -s "$2" "$3"; then
        pass
    else
        diff "$2" "$3" > "$work/difference" 2>&1
        fail "$1: $2 and $3 differ" "$work/difference"
    fi
}

# make_set NAME SIDE TRAIN TEST SEED: prepares a made-up set of ten classes in $work/data.
make_set() {
    local files=$work/files-$1 catalogue=$work/catalogue role file size sum
    local parts=({train,t10k}-{images-idx3,labels-idx1}-ubyte)
    mkdir -p "$files" "$catalogue"
    local synthetic=${LISAE%/*}/tests/support/synthetic # which make builds
    [ "$synthetic" -nt "$tests/support/synthetic.c" ] || synthetic=$work/synthetic
    [ -x "$synthetic" ] || "${CC:-cc}" -std=c11 -o "$synthetic" "$tests/support/synthetic.c" || exit 1
    "$synthetic" "$files" "$2" "$3" "$4" "$5" || exit 1
    {
        cat << END
[dataset]
name        = $1
title       = Made-up stripes
reader      = idx
licence     = public domain
citation    = none
homepage    = none
height      = $2
width       = $2
channels    = 1
classes     = zero one two three four five six seven eight nine
train_count = $((10 * $3))
test_count  = $((10 * $4))

[edition made-up]
END
        while read -r role file; read -r size <&3; read -r sum _ <&4; do
            echo "$role = $file $size sha256:$sum"
        done 3< <(cd "$files" && stat -c %s "${parts[@]}") 4< <(cd "$files" && sha256sum "${parts[@]}") << END
train_images ${parts[0]}
train_labels ${parts[1]}
test_images ${parts[2]}
test_labels ${parts[3]}
END
        printf '\n[source local]\nkind   = folder\nfolder = .\n'
    } > "$catalogue/$1.ini"
    "$LISAE" data fetch "$1" --catalogue "$catalogue" --from "$files" --data "$work/data" > "$work/said" 2>&1 || {
        cat "$work/said"
        exit 1
    }
}

example() { # PAGE NAME: the fenced block behind "<!-- example: NAME -->"
    awk -v mark="<!-- example: $2 -->" '
        $0 == mark { wanted = 1; next }
        wanted && /^```/ { if (inside) exit; inside = 1; next }
        inside' "$1"
}

# The make targets that a page names, but for those of single tables and figures.
targets_of() { # PAGE
    grep -oE '(`|### )make [a-z][a-z0-9-]*' "$1" | sed 's/.*make //' | grep -vE '^(table|fig)[0-9A]|^table$' | sort -u
}

# Without the sums of its files, as runs of before were, so that a test may change meta.ini.
unsealed() { # FOLDER
    sed -i '/^format = /d; /^\[files\]/,$d' "$1/meta.ini"
}

# As runs were that kept neither sums nor tables in meta.ini: these in files, the curves as TABLES have them.
made_before() { # FOLDER TABLES
    local table
    unsealed "$1"
    for table in metrics loss; do
        awk -v section="[$table]" '/^\[/ { inside = $0 == section; next } inside { sub(/^[^=]*= /, ""); print }' \
            "$1/meta.ini" > "$1/$table.csv"
        sed -i "/^\\[$table\\]/,/^\\[/{/^\\[$table\\]/d;/^\\[/!d}" "$1/meta.ini"
    done
    curve_of "$1" "$2/roc.csv" fpr tpr threshold
    curve_of "$1" "$2/tradeoff.csv" threshold normal anomaly
}
curve_of() { # FOLDER TABLE COLUMN...
    local folder=$1 table=$2
    shift 2
    awk -F, -v id="${folder##*/}" -v columns="$*" '
        NR == 1 {
            for (i = 1; i <= NF; i++) at[$i] = i
            n = split(columns, name, " ")
        }
        NR == 1 || $at["run_id"] == id {
            for (i = 1; i <= n; i++)
                printf "%s%s", NR == 1 ? name[i] : name[i] in at ? $at[name[i]] : "", i < n ? "," : "\n"
        }' "$table" > "$folder/${table##*/}"
}

# The names and times of all results: what is not done anew keeps its line.
stamps() { # RESULTS
    find "$1" -name '.tmp-*' -prune -o -name meta.ini -printf '%P %T@\n' | sort
}

# The IDs of the runs whose rows have a value.
run_ids() { # AUC.csv COLUMN VALUE
    awk -F, -v column="$2" -v value="$3" 'NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
        $at[column] == value { print $at["run_id"] }' "$1" | sort -u
}

# Nothing is there that a killed program may leave for a while.
tidy() { # RESULTS
    local left
    left=$(find "$1" -name '.tmp-*' -o -name '.old-*' -o -name '.progress-*')
    echo "$left"
    [ -z "$left" ]
}

# Waits until a session, whose processes are all of its group, has none; shows those that stay for ten seconds. The
# shell asks for the group by itself, where ps looks at every process of the machine.
gone() { # SESSION
    local i
    for ((i = 0; i < 200; i++)); do
        kill -0 -- "-$1" 2> /dev/null || break
        sleep 0.05
    done
    for (( ; i < 200; i++)); do
        [ -n "$(ps -o pid= -s "$1")" ] || return 0
        sleep 0.05
    done
    ps -o pid,args -s "$1"
    return 1
}

# small_spec FILE: every detector on two tasks of the set "stripes" with two seeds, in seconds.
small_spec() {
    cat > "$1" << 'END'
[experiment]
title = Made-up stripes
seeds = 1..2
[data]
dataset = stripes
positive = 0, 3
negative = other-half
anomaly = own-half
[model]
latent = 6
encoder = 8 16
decoder = 8 8
[train]
epochs = 16
batch = 8
learning_rate = 0.005
[shape]
epochs = 4
gamma = 3
linsep = off, on
[linear-ae]
epochs = 16
batch = 8
[detectors]
run = kde, pca, linear-ae, ae, lis-ae
END
}

# counting_launcher FILE: exports a LAUNCH that notes every worker's run in FILE.
counting_launcher() {
    # shellcheck disable=SC2016 # the words are for the launcher
    printf '#!/bin/sh\nfor last; do :; done\nlast=${last##*/}\necho "${last%%.ini}" >> "%s"\nexec "$@"\n' "$1" \
        > "$work/launcher"
    chmod +x "$work/launcher"
    : > "$1"
    export LAUNCH=$work/launcher
}
