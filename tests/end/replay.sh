#!/usr/bin/env bash
# The inputs of the fuzz targets (tests/fuzz/corpus), right ones and those that fuzzers found: each comes back.
set -u
here=$(cd "$(dirname "$0")/.." && pwd) || exit 1
exec "$(dirname "${LISAE:-$here/../build/lisae}")/tests/fuzz/replay" "$here/fuzz/corpus"
