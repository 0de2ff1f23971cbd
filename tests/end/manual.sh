#!/usr/bin/env bash
# The manual pages, made of what the program says of itself: a page for each command with all that its help says, what
# is read from the environment, and nothing that mandoc or groff warn of.

# shellcheck source=tests/end/lib.bash disable=SC2154 # lib.bash sets these
. "$(dirname "$0")/lib.bash"
check 'the pages are written' "$tests/../tools/manual" "$LISAE" "$work/man"
cd "$work/man" || exit 1

# The words of a page or of help, without what only looks: roff's marks, quotes, line ends.
words() { # FILE
    grep -vE '^\.(TH|SH|PP|TP|br)' "$1" |
        sed 's/^\.[BI]R* //; s/\\f[BIP]//g; s/\\(ti/~/g; s/\\(ha/^/g; s/\\&//g; s/\\//g' |
        tr -d '`' | tr -s ' ' '\n' | grep .
}
"$LISAE" help | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' > "$work/commands"
check 'there are commands' [ -s "$work/commands" ]
while read -r command; do
    page=man1/lisae-$command.1
    check "$command has a page" [ -s "$page" ]
    "$LISAE" help "$command" > "$work/help"
    # every word of the help stands in the page as often at least, however the lines fall
    words "$page" | sort > "$work/in-page"
    words "$work/help" | grep -vxE 'Usage:|Options:' | sort > "$work/in-help"
    check "$command: nothing of its help is left out" \
        [ -z "$(comm -13 "$work/in-page" "$work/in-help" | tee "$work/said")" ]
    check "$command: the main page names it" grep -q "^\.BR lisae.-$command (1)$" man1/lisae.1
done < "$work/commands"
check 'no page of something else' diff <(sed 's/.*/lisae-&.1/; $ a lisae.1' "$work/commands" | sort) <(ls man1)
for topic in exit-codes environment files; do
    "$LISAE" help "$topic" > "$work/help"
    check "the main page has all of $topic" [ -z "$(comm -13 <(words man1/lisae.1 | sort) \
        <(words "$work/help" | sort))" ]
done

# Only what people set: the rest is set by the program itself for what it calls.
grep -rhoE 'getenv\("[A-Z_]+"\)' "$tests/../src" | grep -oE '[A-Z_]{3,}' | sort -u > "$work/read"
check 'variables are read' [ -s "$work/read" ]
while read -r variable; do
    ends "$variable is explained" 0 "^  $variable " "$LISAE" help environment
done < "$work/read"

for tool in 'mandoc -Tlint -W warning' 'groff -ww -z -man -Kutf8'; do
    if [ -z "$(command -v "${tool%% *}")" ]; then
        echo "${tool%% *} is not there: what it says of the pages is not looked at" >&2
        continue
    fi
    for page in man1/* man5/*; do
        check "${tool%% *} has nothing to say of $page" [ -z "$($tool "$page" 2>&1 | tee /dev/stderr)" ]
    done
done
"$tests/../tools/manual" "$LISAE" "$work/again"
check 'the same program gives the same pages' diff -r "$work/man" "$work/again"
finish
