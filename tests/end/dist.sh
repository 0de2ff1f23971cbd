#!/usr/bin/env bash
# The tarball of `make dist` is the same each time and knows what it was made from; the Debian package names what the
# Makefile names. `make distcheck` and `make deb` build of both.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # lib.bash sets these, check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$tests/.." || exit 1

variable() { # NAME: its value in the Makefile
    make -s --eval="print-it: ; @echo \$($1)" print-it
}
version=$(variable VERSION)
named() { # FIELD PACKAGE ...: the package's control file has them in the field
    local field=$1 package bad=0
    awk -v field="$field:" '$1 == field { on = 1; sub(/^[^ ]+/, "") } on && /^[A-Z]/ { on = 0 } on' \
        packaging/debian/control | tr -s ', \n' '\n' > "$work/named"
    for package in "${@:2}"; do
        grep -qxF -- "$package" "$work/named" || { echo "$field: expected $package, found none"; bad=1; }
    done
    return "$bad"
}
ends 'the version' 0 "^lisae $version$" "$LISAE" --version
ends "the package's" 0 "^lisae \(${version//./\\.}-[0-9]+\) " head -n 1 packaging/debian/changelog
ends "that of the citation" 0 "^version: ${version//./\\.}$" cat CITATION.cff
# shellcheck disable=SC2046 # packages have no blanks; the first two come with every builder
check 'the package is built with what make deps installs' \
    named Build-Depends $(variable BUILD_PACKAGES | sed 's/\<gcc\>//; s/\<make\>//') \
    $(variable TEST_LIBRARIES | sed 's/.*://')
# shellcheck disable=SC2046
check 'and depends on what the program calls' named Depends $(variable RUN_PACKAGES) make

revision() { # in the current folder
    rm -f "$work/revision.h"
    tools/revision-header "$work/revision.h" "$version" flags share
    sed -n 's/^#define LISAE_REVISION "\(.*\)"/\1/p' "$work/revision.h"
}
if ! git rev-parse --verify -q HEAD > /dev/null 2>&1 || [ ! -e .git ]; then
    echo 'not a checkout: a tarball is made of one, and this is not looked at here' >&2
    finish
    exit
fi
commit=$(git rev-parse --short=12 HEAD)
check 'a tarball' tools/dist "$version" "$work/one.tar.gz"
check 'another' bash -c "umask 077; TZ=Asia/Tokyo tools/dist $version '$work/two.tar.gz'"
check 'the same bytes' cmp "$work/one.tar.gz" "$work/two.tar.gz"
check 'it opens' tar -xzf "$work/one.tar.gz" -C "$work"
for path in .revision Makefile results/reference results/published/paper.csv experiments/demo.ini datasets/mnist.ini \
    plots/common.gp tests/run tests/golden packaging/debian/control docs/lisae.1.in; do
    check "it has $path" [ -e "$work/lisae-$version/$path" ]
done
check 'and nothing that is not committed' [ -z "$(tar -tzf "$work/one.tar.gz" | sed "s|^lisae-$version/||" |
    grep -vE '/$|^$|^\.revision$' | grep -vxFf <(git ls-tree -r --name-only HEAD))" ]
cd "$work/lisae-$version" || exit 1
ends 'what it is made of' 0 "^$commit$" revision
echo '/* */' >> src/cmd/main.c
ends 'a source that was changed' 0 "^$commit-dirty$" revision
sed -i '$ d' src/cmd/main.c
ends 'as it was' 0 "^$commit$" revision
touch src/cmd/another.c
ends 'one that was added' 0 "^$commit-dirty$" revision
rm src/cmd/another.c .revision
ends 'no tarball and no checkout' 0 '^unknown' env GIT_CEILING_DIRECTORIES="$work" bash -c "$(declare -f revision)
    work='$work' version=$version; revision"
finish
