# What tools/sweeps and tools/ablations share: the tables of a spec with axes, and its means in Markdown. Sourced by
# both, in the program's folder, with LISAE, RESULTS, DATA, JOBS, FRESH and REFERENCE as they are explained there.

# shellcheck source=tools/csv.bash
. tools/csv.bash
# shellcheck source=tools/fresh.bash
. tools/fresh.bash
# shellcheck source=tools/stop.bash
. tools/stop.bash
export LISAE=${LISAE:-build/lisae} RESULTS=${RESULTS:-results} JOBS=${JOBS:-1}
export DATA=${DATA:-${LISAE_DATA:-datasets/prepared}}
reference=${REFERENCE:-results/reference}

# The tables, in RESULTS/NAME: from runs here, or from what is kept.
gather() { # NAME
    local spec=experiments/$1.ini kept=$reference/$1
    if must_run "$kept/auc.csv"; then
        stoppable tools/pinned tools/run-specs "$spec"
    elif [ -f "$kept/auc.csv" ]; then
        "$LISAE" collect --data "$DATA" --results "$RESULTS" --with "$kept" "$spec" > /dev/null
    else
        [ -f "$RESULTS/$1/auc.csv" ] ||
            { echo "$0: found no $RESULTS/$1/auc.csv: runs are not done" >&2; return 3; }
    fi
}

table() { # FOLDER
    [ ! -s "$1/sweep.csv" ] || csv_by sweep-table "$1/sweep.csv"
}
