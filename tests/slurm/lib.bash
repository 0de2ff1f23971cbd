# What the tests on a cluster share: tests/end/lib.bash, a cluster in $work/cluster, and what asks it.
# shellcheck shell=bash
# shellcheck source=tests/end/lib.bash disable=SC2154
. "$(dirname "${BASH_SOURCE[0]}")/../end/lib.bash"
# shellcheck source=tests/slurm/cluster.bash
. "$(dirname "${BASH_SOURCE[0]}")/cluster.bash"
cd "$work" || exit 1
trap 'cluster_stop; clean_up' EXIT
# shellcheck disable=SC2034
pinned=$tests/../tools/pinned

# Waits until a command succeeds, for so many seconds at most.
until_true() { # SECONDS COMMAND...
    local end=$((SECONDS + $1))
    shift
    while ! "$@" > /dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.2
    done
}

no_jobs() { local jobs; jobs=$(squeue -h) && [ -z "$jobs" ]; }
is_running() { [ -n "$(squeue -h -r -t R --name="$1")" ]; } # NAME
rows() { awk 'END { print NR - 1 }' "$1"; }                 # FILE.csv
submissions() { # RESULTS: their names, the newest first
    find "$1/slurm" -mindepth 1 -maxdepth 1 -name '????????????' -printf '%T@ %f\n' | sort -rn | cut -d ' ' -f 2
}
newest() { submissions "$1" | head -n 1; }
