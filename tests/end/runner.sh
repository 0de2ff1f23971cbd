#!/usr/bin/env bash
# What runs the tests: what passes is added up; what fails, says no count, crashes or hangs has failed, and is shown.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # lib.bash sets these, check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1
unset LIMIT JOBS
run() { "$tests/run" "$LISAE" "$@"; }
echo "echo 3 passed, 0 failed" > good.sh
echo "echo 'FAIL a thing'; echo 2 passed, 1 failed; exit 1" > bad.sh
echo "exit 0" > silent.sh
# shellcheck disable=SC2016 # the words are for the script
echo 'echo 1 passed, 0 failed; kill -SEGV $$' > crash.sh
echo "echo begun; sleep 300 & echo \$! > child; sleep 300" > hang.sh

ends 'what passes' 0 '^ok     good.sh \(3 passed; ' run good.sh
ends 'what fails' 1 '^FAILED bad.sh \(exit code 1, 2 passed, 1 failed; ' run good.sh bad.sh
says 'is shown' '^FAIL a thing$'
says 'and added up' '^5 passed, 1 failed$'
ends 'what says nothing' 1 '^FAILED silent.sh \(exit code 0, 0 passed, 1 failed' run silent.sh
ends 'what crashes behind its count' 1 '^FAILED crash.sh \(exit code 139, 1 passed' run crash.sh
ends 'what hangs' 1 '^FAILED hang.sh \(exit code 124, 0 passed, 1 failed; 1 s' \
    env LIMIT=1 "$tests/run" "$LISAE" hang.sh good.sh
says 'is told' '^tests/run: not done after 1 s$'
says 'with what it said' '^begun$'
says 'and the rest passes' '^3 passed, 1 failed$'
ended() { ! ps -o stat= -p "$1" | grep -qv '^Z'; } # PROCESS
check 'its processes are ended, too' ended "$(cat child)"
ends 'no test' 2 'no test has this name' run
finish
