#!/usr/bin/env bash
# Who stops a tool that trains stops the training: by a key, which all processes hear, or by a signal to the tool alone.
# Nothing further is begun then, no table is made, and no process stays.

# shellcheck source=tests/end/lib.bash disable=SC2154,SC2317 # check() calls functions by name
. "$(dirname "$0")/lib.bash"
cd "$work" || exit 1

# A program whose runs last until they are told to stop, and which ends by itself then, as lisae does.
mkdir bin
cat > bin/lisae << 'END'
#!/usr/bin/env bash
here=$(cd "$(dirname "$0")/.." && pwd)
echo "$1" >> "$here/calls"
case $1 in
plan) echo '2 runs and 0 first phases, about 1 h' ;;
run | incremental)
    trap 'echo interrupted >&2; exit 3' INT TERM
    echo $$ > "$here/running"
    while :; do sleep 0.05; done
    ;;
esac
END
chmod +x bin/lisae
root=$(cd "$tests/.." && pwd)

# In a group of its own, where a key's signal is not ignored, as it is for what a script begins in the background.
begin() { # TOOL [WORD ...]
    rm -f calls running
    LISAE=$work/bin/lisae RESULTS=$work/results DATA=$work/data FRESH=1 \
        setsid env --default-signal=INT -C "$root" bash "$root/tools/$1" "${@:2}" > said 2>&1 &
    tool=$!
    for ((i = 0; i < 400; i++)); do
        [ ! -s running ] || return 0
        sleep 0.05
    done
    return 1
}
is_stopped() { # CODE
    local code=0
    wait "$tool" || code=$?
    [ "$code" -eq "$1" ] && ! kill -0 "$(cat running)" 2> /dev/null &&
        [ "$(grep -c 'run\|incremental\|tables' calls)" -eq 1 ]
}

for tool_of in tables figures sweeps ablations unreliable stress incremental reference; do
    words=()
    [ "$tool_of" != figures ] || words=(2 3)
    [ "$tool_of" != sweeps ] || words=(code gamma)
    check "$tool_of: a key" begin "$tool_of" "${words[@]}"
    kill -INT -- "-$tool"
    check "$tool_of: ends all" is_stopped 130
    check "$tool_of: a signal to it alone" begin "$tool_of" "${words[@]}"
    kill -TERM "$tool"
    check "$tool_of: ends all, too" is_stopped 143
done
finish
