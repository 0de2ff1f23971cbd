#!/usr/bin/env bash
# The completion for bash, made of what the program says of itself: each command, each option, what is behind it.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # lib.bash sets these, check() calls functions by name
. "$(dirname "$0")/lib.bash"
"$tests/../tools/completion" "$LISAE" > "$work/lisae" || exit 1
# shellcheck source=/dev/null # it is made above
. "$work/lisae"
mkdir -p "$work/here/experiments" "$work/here/results/gamma"
cd "$work/here" || exit 1
touch experiments/gamma.ini notes.txt 'my run.ini'
make_set stripes 6 4 2 7

# completes WORD ...: what bash would offer for the last one, which may be empty, a line each, in $work/offered
completes() {
    local word
    COMP_WORDS=("$LISAE")
    for word; do # as bash takes them apart
        while [[ $word =~ ^([^=:]*)([=:]+)(.*)$ ]]; do
            [ -z "${BASH_REMATCH[1]}" ] || COMP_WORDS+=("${BASH_REMATCH[1]}")
            COMP_WORDS+=("${BASH_REMATCH[2]}")
            word=${BASH_REMATCH[3]}
        done
        COMP_WORDS+=("$word")
    done
    [ -n "${COMP_WORDS[-1]}" ] || [[ ${COMP_WORDS[-2]} != [=:] ]] || unset 'COMP_WORDS[-1]' # nothing behind =
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
    _lisae
    printf '%s\n' "${COMPREPLY[@]}" | sort > "$work/offered"
}

# offers WORDS WORD ...: these, with blanks between, and nothing else
offers() {
    completes "${@:2}"
    if [ "$(paste -sd ' ' "$work/offered")" = "$1" ]; then
        pass
    else
        fail "lisae ${*:2}: expected '$1'" "$work/offered"
    fi
}

offers 'cancel check clean collect compare' c
offers '--help --version' --
offers 'run' run
offers 'experiments my run.ini results' run ''
offers 'experiments/gamma.ini' run -j 2 --no-models experiments/
offers 'experiments/gamma.ini' check experiments/gamma.ini experiments/g
offers 'experiments results' plot -o ''
offers 'results/gamma' plot --output=res''ults/
offers 'experiments my run.ini notes.txt results' check -o ''
offers '' run -j ''
offers 'shape.gamma=' run -D shape.g
offers '' run -D shape.gamma=
offers 'experiments my run.ini results' run -D shape.gamma=1..3 ''
offers 'kde.bandwidth= kde.folds= kde.grid_high= kde.grid_low= kde.grid_points= kde.select=' check -D kde.
offers 'datasets detectors runs' list ''
offers 'fetch list verify' data ''
offers '' data list ''
offers 'fashion-mnist' data fetch mnist f
offers 'environment exit-codes' help e
offers 'shape' help spec kde sh
offers '' help run ''
offers 'pca' reconstruct --residual p
offers 'kde,pca' reconstruct --detectors kde,p
offers 'kde,pca' reconstruct --detectors=kde,p
offers '--remove --results' clean --r
offers '' no-such-command ''
export LISAE_DATA=$work/data
mkdir datasets
cp "$work/catalogue/stripes.ini" datasets/
offers 'stripes svhn' data verify s
offers 'notes.txt' score no
offers 'stripes svhn' score notes.txt s

# Nothing is missing, however many commands and options there are.
completes ''
check 'all commands' diff <("$LISAE" help | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' |
    sort) <(grep -v '^--' "$work/offered")
while read -r command; do
    "$LISAE" help "$command" | awk '/^Options:$/ { on = 1; next } on' |
        grep -oE '^ +(-[a-zA-Z], )?--[a-z-]+' | grep -oE -- '-[-a-zA-Z]+' | sort > "$work/options"
    completes "$command" -
    same "$command: all options" "$work/options" "$work/offered"
    check "$command: there are some" [ -s "$work/options" ]
done < <(completes ''; grep -v '^--' "$work/offered")

# Quick enough that nobody waits: no process is started for what does not change from call to call.
COMP_WORDS=("$LISAE" run --results r -D shape.g) COMP_CWORD=5
TIMEFORMAT='%U %S'
{ time for _ in {1..20}; do _lisae; done; } 2> "$work/time"
# shellcheck disable=SC2016 # the program is awk's
check 'twenty completions of a key take less than half a second of the processor' awk '{ exit !($1 + $2 < 0.5) }' \
    "$work/time"
check 'and it works where unset variables are errors' bash -euc ". '$work/lisae'; COMP_WORDS=(lisae recon) COMP_CWORD=1
    _lisae; [[ \${COMPREPLY[*]} == reconstruct ]]"
finish
