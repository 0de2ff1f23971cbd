# What tools ask CSV files: cells by the names of their columns, also where others are quoted. Sourced.

# Each file's first line names its columns; the program of awk has cell("NAME") of each row (plots/awk/csv.awk).
csv() { # PROGRAM FILE ...
    LC_ALL=C awk -f "${BASH_SOURCE[0]%/*}/../plots/awk/csv.awk" -f <(printf '%s\n' "$1") "${@:2}"
}
