#!/usr/bin/env bash
# The README's example is taken from the README and run, on made-up images and with one epoch;
# what the README says of it and of the commands is looked at, too.

# shellcheck source=tests/end/lib.bash disable=SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
readme=$tests/../README.md
cd "$work" || exit 1
make_set stripes 12 20 10 1

lisae() { # COMMAND OPTION...: on the example
    local command=$1
    shift
    "$LISAE" "$command" --data data gamma.ini -D data.dataset=stripes -D train.epochs=1 -D shape.epochs=1 \
        -D model.latent=4 -D 'model.encoder=4 8' -D 'model.decoder=4 4' "$@"
}

example "$readme" ablation > gamma.ini
check 'the README has the example' [ -s gamma.ini ]
check 'it has five settings' [ "$(grep -c ' = ' gamma.ini)" -eq 5 ]
ends 'it is a right spec' 0 '^gamma.ini: ok, 40 runs and 10 first phases$' lisae check
ends 'its plan' 0 '^40 runs and 10 first phases, about' lisae plan
# ten tasks are ten times the same: two are enough to run
two=(-D 'data.positive=0, 7')
ends 'it runs' 0 '8 runs and 2 first phases, 0 of 10 done' lisae run "${two[@]}"
says 'three settings of lis-ae' 'lis-ae +latent 4, gamma 15, .* 2/2 '
says 'one of ae' ' ae +latent 4 .* 2/2 '
check 'results are where it says' [ "$(grep -c ',all,.*,ok,,' results/gamma/auc.csv)" -eq 8 ]
ends 'a value later trains only what is new' 0 '10 runs and 2 first phases, 10 of 12 done' \
    lisae run "${two[@]}" -D 'shape.gamma=5, 10, 15, 20'
if command -v gnuplot > /dev/null; then
    ends 'it is drawn' 0 'results/gamma/heatmap.svg' "$LISAE" plot --plots "$tests/../plots" gamma.ini
else
    echo 'skipped: drawing (no gnuplot)'
fi
sed 's/^\[data\]$/&\nholdout = 10/' gamma.ini > choose.ini
ends 'the hold-out for choosing' 0 'choose.ini: ok' "$LISAE" check --data data choose.ini -D data.dataset=stripes

# Its tables, and those of the page of all tables, are those of the reference results.
pages() { LISAE=$LISAE "$tests/../tools/page-tables" --check && echo 'as kept'; }
ends 'tables of results' 0 '^as kept$' pages

mkdir tree
ln -s "$tests"/../{tools,plots,results,experiments} tree/
cp -r "$tests"/../{docs,README.md} tree/
copied() { LISAE=$LISAE tree/tools/page-tables "$@"; }
check 'in a copy' copied
same 'they are the same' "$readme" tree/README.md
check 'its rows have no marks, nor blanks in their place' [ "$(grep -cE '^\|.*(ᵃ|ᵇ|ᶜ|ᵈ|  →)' "$readme")" -eq 0 ]
sed -i 's/^| LIS-AE .*/| old |/' tree/README.md tree/docs/tables.md
printf '\nText of mine.\n' >> tree/README.md
chmod 640 tree/README.md
cp tree/README.md before.md
if mount -t tmpfs -o size=200k none tree/docs 2> /dev/null; then
    mounts+=("$work/tree/docs")
    cp "$tests"/../docs/{nightly,reproduction,stress}.md tree/docs/
    echo old > tree/docs/tables.md
    head -c 200000 /dev/zero > tree/docs/filled 2> /dev/null
    ends 'a full disk' 3 'docs/tables.md could not be written; what was there stays' copied
    check 'leaves the page' [ "$(cat tree/docs/tables.md)" = old ]
    check 'and nothing beside it' [ -z "$(find tree/docs -name '.new*')" ]
    umount tree/docs && mounts=()
else
    echo 'skipped: a full disk (no right to mount a tmpfs)'
fi
check 'written anew' copied
same 'with the text of others' <(cat "$readme" && printf '\nText of mine.\n') tree/README.md
check 'and what may be done with it' [ "$(stat -c %a tree/README.md)" = 640 ]
for change in '/<!-- \/tables -->/d' 's/^<!-- tables -->$/&\n&/' '/^<!-- tables -->$/d'; do
    sed "$change" "$readme" > tree/README.md
    cp tree/README.md before.md
    ends "marks of a table: $change" 1 \
        "README.md: expected one '<!-- tables -->' and one '<!-- /tables -->' behind it" copied
    same 'the page stays as it is' before.md tree/README.md
done

# Each number of the pages on results is one of the kept tables.
# shellcheck disable=SC2046 # names of pages
audit() { (cd "$tests/.." && "$LISAE" audit results/reference $(sed -n 's/^AUDITED = //p' Makefile)); }
audit > audited 2>&1
for page in README.md docs/tables.md docs/reproduction.md docs/sweeps.md; do
    check "$page" grep -q "^$page: .* 0 have no source\$" audited
done

# Every command that it names, and every key in backquotes with a value.
while read -r command; do
    ends "lisae $command" 0 "^Usage: lisae $command|^lisae:" "$LISAE" help "$command"
done < <(grep -oE '(`|build/)lisae [a-z]+' "$readme" | sed 's/.* //' | grep -vxE 'help' | sort -u)
ends 'lisae help spec' 0 '^\[experiment\]|\[experiment\]' "$LISAE" help spec

while read -r name _; do
    check "a page about $name" [ -s "$tests/../docs/detectors/$name.md" ]
done < <("$LISAE" list detectors)

# Every make target, every file and folder of the tree.
while read -r target; do
    check "make $target" grep -qE "^$target:" "$tests/../Makefile"
done < <(targets_of "$readme")
folders='experiments|docs|datasets|plots|src|tests|tools|results/published'
while read -r path; do
    check "$path is there" [ -e "$tests/../$path" ]
done < <(grep -oE "($folders)/[A-Za-z0-9_./-]*[A-Za-z0-9/]" "$readme" |
    grep -vxE 'experiments/gamma.ini|datasets/(prepared|downloads).*' | sort -u)
finish
