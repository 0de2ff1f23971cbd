#!/usr/bin/env bash
# Each check of tools/lint finds the fault that is planted for it, says where, and has nothing to say before.

# shellcheck source=tests/end/lib.bash disable=SC2154 # lib.bash sets these
. "$(dirname "$0")/lib.bash"
tree=$tests/..
mkdir "$work/tree"
cd "$work/tree" || exit 1

# As much of the tree as there is a check for.
mkdir -p src/base src/store src/detect/pixels src/detect/gan tools tests docs
cp "$tree"/src/base/{error,memory,rng,text}.[ch] src/base/
cp "$tree"/src/store/process.h src/store/
cp "$tree"/tools/{lint,check-{lengths,includes,headers,calls},layers,deps} tools/
cp -r "$tree"/.ci "$tree"/.clang-format "$tree"/compile_flags.txt .
cp "$tree"/tests/run tests/
cat > src/detect/gan/gan.h << 'END'
#ifndef DETECT_GAN_GAN_H
#define DETECT_GAN_GAN_H

int gan_layers(void);

#endif
END
cat > src/detect/pixels/kde.c << 'END'
#include "base/error.h"

int kde_check(struct error *e);

int kde_check(struct error *e)
{
    return error_set(e, "expected points, found none");
}
END
tools/layers > docs/layers.svg
export GIT_DIR=/nonexistent # the files are found without git, too

check 'nothing is wrong before' tools/lint
check 'and nothing is said' [ -z "$(cat "$work/said")" ]

# planted CHECK FILE LINE TEXT: the check says so of FILE, then FILE is as it was.
planted() {
    ends "$1: a fault is found" 1 "^$2:$3:.*$4" tools/lint "$1"
    says "$1: the check is named" "^lint: $1 has found faults"
    cp "$work/kept" "$2"
}
keep() { cp "$1" "$work/kept"; }

keep src/base/rng.c
sed -i 's/^{$/{ /; s/    /  /' src/base/rng.c
planted format src/base/rng.c '[0-9]*' 'clang-format'

keep src/base/rng.c
{ printf 'static void long_one(void)\n{\n'; printf '    f();\n%.0s' {1..59}; printf '}\n'; } >> src/base/rng.c
planted lengths src/base/rng.c "$(wc -l < src/base/rng.c)" 'at most 60 lines, found 61'

keep src/base/rng.c
{ printf 'static void just_long_enough(void)\n{\n'; printf '    f();\n%.0s' {1..58}; printf '}\n'; } >> src/base/rng.c
check 'a function of 60 lines is no fault' tools/lint lengths
printf '/* é%0113d */\n' 0 >> src/base/rng.c
check 'nor is a line of 120 columns and 121 bytes' tools/lint lengths
cp "$work/kept" src/base/rng.c

keep tests/run
printf '# %0119d\n' 0 >> tests/run
planted lengths tests/run "$(wc -l < tests/run)" 'at most 120 columns, found 121'

keep src/base/rng.c
sed -i '1i #include "store/process.h"' src/base/rng.c
planted includes src/base/rng.c 1 'base/ may not include from store/'

keep src/detect/pixels/kde.c
sed -i '1i #include "detect/gan/gan.h"' src/detect/pixels/kde.c
planted includes src/detect/pixels/kde.c 1 'detect/pixels/ may not include from detect/gan/'

mkdir -p src/report/means src/report/attic
: > "$work/kept"
printf '#include "report/paper/verdict.h"\n' > src/report/means/group.c
planted includes src/report/means/group.c 1 'report/means/ may not include from report/paper/'
printf '#include "report/names.h"\n' > src/report/means/group.c
check 'includes: a room may include from its folder' tools/lint includes
echo > src/report/attic/old.c
planted includes src/report/attic/old.c 1 'expected one of the rooms that tools/check-includes has'
rm -r src/report
mkdir -p src/cmd/line src/cmd/work
printf '#include "cmd/command.h"\n' > src/cmd/line/options.c
planted includes src/cmd/line/options.c 1 'cmd/line/ may not include from cmd/$'
printf '#include "cmd/line/options.h"\n#include "cmd/cluster/run.h"\n' > src/cmd/work/watch.c
planted includes src/cmd/work/watch.c 2 'cmd/work/ may not include from cmd/cluster/'
rm -r src/cmd

keep src/base/text.h
sed -i '/^#include/ d' src/base/text.h
planted headers src/base/text.h '[0-9]*' 'size_t'

keep src/detect/gan/gan.h
sed -i 's/DETECT_GAN_GAN_H/DETECT_GAN_H/' src/detect/gan/gan.h
planted headers src/detect/gan/gan.h 1 'expected the guard #ifndef DETECT_GAN_GAN_H'

keep src/detect/gan/gan.h
sed -i '$ d' src/detect/gan/gan.h
printf '#endif\nint behind_the_guard(void);\n' >> src/detect/gan/gan.h
planted headers src/detect/gan/gan.h 7 'expected the end of the guard'

keep src/detect/pixels/kde.c
printf 'static int three(void)\n{\n    return my_atoi() + atoi("3");\n}\n' >> src/detect/pixels/kde.c
planted banned src/detect/pixels/kde.c "$(($(wc -l < src/detect/pixels/kde.c) - 1))" 'found atoi\(\)'

keep .ci/run
# shellcheck disable=SC2016 # this is for the script
echo 'rm $1' >> .ci/run
planted shell .ci/run "$(wc -l < .ci/run)" 'SC2086'

keep .ci/run
printf '<<<<<<< %s\n' HEAD >> .ci/run
planted merged .ci/run "$(wc -l < .ci/run)" 'found the mark of a merge'

mkdir "$work/bin"
printf '#!/bin/sh\nexit 2\n' > "$work/bin/awk"
chmod +x "$work/bin/awk"
ends 'a check that could not be made found nothing good' 1 '^lint: merged has found faults' \
    env PATH="$work/bin:$PATH" tools/lint merged

keep docs/layers.svg
sed -i '/detect\/pixels\/ -&gt; base\//d' docs/layers.svg
planted layers docs/layers.svg 1 'expected the arrow detect/pixels/ -> base/, found none; make layers draws it anew'
sed -i 's/detect\/pixels\/ -&gt; base\//base\/ -\&gt; nn\//' docs/layers.svg
planted layers docs/layers.svg 1 'found the arrow base/ -> nn/, which the tree has not'
sed -i 's/\(-&gt; base\/: \)[0-9]*/\1199/' docs/layers.svg
check 'layers: an old number is no fault' tools/lint layers
cp "$work/kept" docs/layers.svg
ends 'the picture' 0 '^<svg ' tools/layers
says 'it has a box of each folder' '<title>detect/gan/</title>gan/<'
says 'and the number at each bend' '<title>detect/pixels/ -&gt; base/: 1</title>'
same 'the same tree gives the same bytes' docs/layers.svg "$work/said"

# All faults are shown at once.
keep src/base/rng.c
sed -i '1i #include "store/process.h"' src/base/rng.c
echo '    extern int  x;' >> src/base/rng.c
ends 'two faults' 1 'may not include from store/' tools/lint
says 'the second one' 'clang-format'
cp "$work/kept" src/base/rng.c
check 'nothing is wrong behind' tools/lint
ends 'a tool that is not there' 1 'no-such-cc is not there; make lint-deps' env CC=no-such-cc tools/lint
ends 'a check that does not exist' 2 "expected one of format .*, found 'formats'" tools/lint formats
rm -r src
ends 'a tree without sources' 1 'expected sources in ' tools/lint
finish
