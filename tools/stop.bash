# Who stops a script stops what it runs. Bash would wait for that, hear a key only when it has ended, and go on where
# the command ended by itself; a signal to the script alone would leave it running. Sourced.

running=
stop() { # EXIT_CODE
    trap '' HUP INT TERM
    if [ -n "$running" ]; then
        kill -TERM "$running" 2> /dev/null || true
        wait "$running" || true
    fi
    exit "$1"
}
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

# A command that takes long. Its exit code is the command's; one that a signal ended ends this script, too.
stoppable() { # COMMAND [WORD ...]
    local code=0
    "$@" &
    running=$!
    wait "$running" || code=$?
    running=
    [ "$code" -le 128 ] || exit "$code"
    return "$code"
}
