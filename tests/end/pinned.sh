#!/usr/bin/env bash
# Kernels that are the same on all processors, and the order in which the kept results are done again.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # lib.bash sets these, check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$tests/.." || exit 1
unset OPENBLAS_CORETYPE ONEDNN_MAX_CPU_ISA
on() { # FLAGS COMMAND ...: with a processor of these
    echo "flags		: fpu $1 vme" > "$work/cpuinfo"
    CPUINFO=$work/cpuinfo "${@:2}"
}
kernels='OPENBLAS_CORETYPE=Haswell ONEDNN_MAX_CPU_ISA=AVX512_CORE'
pinned() { on "$1" tools/pinned env | grep -E '^(OPENBLAS_CORETYPE|ONEDNN_MAX_CPU_ISA)=' | sort -r | paste -sd ' '; }

check 'AVX-512: both' [ "$(pinned 'fma avx2 avx512f avx512bw' 2>&1)" = "$kernels" ]
check 'AVX2: both' [ "$(pinned 'fma avx2' 2> "$work/told")" = "$kernels" ]
check 'and that the bytes differ' grep -q 'no AVX-512: its numbers are not those' "$work/told"
check 'neither: none' [ -z "$(pinned 'sse2 avx' 2> "$work/told")" ]
check 'and that its own are used' grep -q 'no AVX2: its own kernels' "$work/told"
check 'a flag is a whole word' [ -z "$(pinned 'xfma avx2_like' 2> /dev/null)" ]
ends 'no command' 2 'expected a command' tools/pinned
ends 'the exit code is the command'\''s' 3 '^so$' tools/pinned sh -c 'echo so; exit 3'

cat > "$work/lisae" << 'END'
#!/bin/sh
[ "$1" != plan ] || { echo '2 runs and 0 first phases, about 1 min'; exit 0; }
for word; do :; done
echo "$word $OPENBLAS_CORETYPE" >> "$LOG"
case $word in *table2-svhn*) exit 3 ;; *table3-svhn*) kill -TERM $$ ;; esac
END
chmod +x "$work/lisae"
again() { LOG=$work/log LISAE=$work/lisae RESULTS=$work/results on 'fma avx2 avx512bw' tools/reference "$@"; }
ends 'groups in their order; a failure does not stop the next' 3 \
    'table2-cifar10, table2-svhn: 2 runs' again halves digits
check 'each with pinned kernels' [ "$(paste -sd ' ' "$work/log")" = \
    'experiments/table2-svhn.ini Haswell experiments/table1-mnist.ini Haswell' ]
rm "$work/log"
ends 'it can be stopped' 143 '' again others latent
check 'and does nothing more' [ "$(wc -l < "$work/log")" -eq 1 ]
ends 'no such group' 2 "found 'tables'" again tables
finish
