#!/usr/bin/env bash
# What make says: a line for each step, the commands with V=1, nothing with -s or where nothing has changed; which
# packages are missing in the place of a compiler's error.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # lib.bash sets these, check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$tests/.." || exit 1
unset V SANITIZE DEVELOPER
build() { # FOLDER ARGUMENT ...: one object
    make --no-print-directory B="$work/$1" "$work/$1/base/error.o" "${@:2}"
}
changed() { rm "$work/new/base/error.o"; }

ends 'a new build folder: a line says what is done' 0 "^CC $work/new/base/error.o$" build new
check 'and no more' [ "$(wc -l < "$work/said")" -eq 1 ]
check 'again: nothing to do' build new
check 'and nothing to say' [ -z "$(cat "$work/said")" ]
changed
ends 'V=1' 0 '^[^ ]*cc .*-std=c11 .*-c -o .*error.o src/base/error.c$' build new V=1
changed
check '-s' build new -s
check 'says nothing' [ -z "$(cat "$work/said")" ]
check 'and does it' [ -e "$work/new/base/error.o" ]
ends 'other flags' 0 "^CC $work/new/base/error.o$" build new CFLAGS=-O0

# The archive has the objects of the sources that there are.
archive() { # SOURCE ...: of src/base
    make --no-print-directory B="$work/few" SOURCES="$(printf 'src/base/%s.c ' "$@")" "$work/few/liblisae.a"
}
check 'an archive' archive error text
ends 'a source that is gone' 0 "^AR $work/few/liblisae.a$" archive error
check 'is gone from it' [ "$(ar t "$work/few/liblisae.a")" = error.o ]
ends 'other words for the linker' 0 "^AR " env LDFLAGS=-Wl,-O1 make --no-print-directory B="$work/few" \
    SOURCES=src/base/error.c "$work/few/liblisae.a"
check 'once' env LDFLAGS=-Wl,-O1 make --no-print-directory B="$work/few" SOURCES=src/base/error.c "$work/few/liblisae.a"
check 'they are said' [ -z "$(cat "$work/said")" ]

# Compilers that find no csv.h, no cmocka.h.
without() { # HEADER
    cat > "$work/without-$1" << END
#!/bin/sh
case " \$* " in
*' - '*)
    program=\$(cat)
    case \$program in *'<$1>'*) exit 1 ;; esac
    printf '%s\n' "\$program" | cc "\$@"
    ;;
*) exec cc "\$@" ;;
esac
END
    chmod +x "$work/without-$1"
}
without csv.h
without cmocka.h
ends 'a library that is missing' 2 '^ *csv.h +Debian has it in libcsv-dev$' build other CC="$work/without-csv.h"
says 'what to do' "'make deps'"
check 'not those that are there' [ "$(grep -cE 'zip|cmocka|fatal error' "$work/said")" -eq 0 ]
check 'and nothing is compiled' [ ! -e "$work/other/base/error.o" ]
ends 'one that tests need' 2 '^ *cmocka.h +Debian has it in libcmocka-dev$' \
    make B="$work/other" CC="$work/without-cmocka.h" "$work/other/tests/libraries"

# Names with blanks are one word to what make calls; what cannot be quoted is refused.
if command -v gnuplot > /dev/null; then
    places() { # RESULTS
        make --no-print-directory B="$(dirname "$LISAE")" -o all fig1 RESULTS="$1" DATA="$work/no data"
    }
    ends 'a folder with a blank' 0 "^$work/two words/figures/fig1.png$" places "$work/two words"
    check 'has what was asked for' [ -s "$work/two words/figures/fig1.svg" ]
    ends 'a quote' 2 "RESULTS: expected a name without a single quote, found $work/it's" places "$work/it's"
fi
ends 'no compiler' 2 "The compiler, no-such-cc, is not there. .*'make deps' installs gcc" build third CC=no-such-cc
finish
