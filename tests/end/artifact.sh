#!/usr/bin/env bash
# What is said of the artifact is what the catalogue, the kept results and the program give, and a hole is named.

# shellcheck source=tests/end/lib.bash disable=SC2016,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
root=$(cd "$tests/.." && pwd)
cd "$work" || exit 1
mkdir tree
(cd "$root" && cp -r ARTIFACT.md CITATION.cff LICENSE Makefile README.md datasets docs experiments paper plots tools \
    "$work/tree/" 2> /dev/null)
mkdir -p tree/results
cp -r "$root"/results/{reference,published} tree/results/
looked() { # OPTION...: what it says, whatever it finds
    (cd tree && LISAE=$LISAE tools/artifact "$@" > "$work/found" 2>&1)
    echo $? >> "$work/found"
}
looked --check
check 'what is committed is what it writes' eval '! grep "expected what .make artifact. writes" "$work/found"'
rm -r tree/results/reference/{table,latent}* # what is to be found now needs none of them
sed -i '/^licence/d' tree/datasets/mnist.ini
sed -i 's/^version: .*/version: 9/' tree/CITATION.cff
rm tree/docs/settings.md
looked
for hole in "datasets/mnist.ini: expected 'licence', found none" 'CITATION.cff: expected the version of the Makefile' \
    "ARTIFACT.md: expected 'docs/settings.md', found none"; do
    check "a hole is named: $hole" grep -qF "$hole" found
done
check 'and is none that passes' [ "$(tail -n 1 found)" -eq 3 ]
check '22 answers of the appendix' \
    [ "$(sed -n '/^| asked/,/^$/p' tree/ARTIFACT.md | grep -c '^| [a-z]')" -eq 23 ] # with the head
check '16 answers of the checklist' [ "$(sed -n '/^| question/,/^$/p' tree/ARTIFACT.md | grep -c '^| [a-z]')" -eq 17 ]
finish
