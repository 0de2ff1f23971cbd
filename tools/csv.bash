# What tools ask CSV files: cells by the names of their columns, also where others are quoted (plots/awk/csv.awk). Each
# file's first line names its columns. Sourced.

csv_folder=$(cd "${BASH_SOURCE[0]%/*}" && pwd)

# The program of awk has cell("NAME") of each row.
csv() { # PROGRAM FILE ...
    LC_ALL=C awk -f "$csv_folder/../plots/awk/csv.awk" -f <(printf '%s\n' "$1") "${@:2}"
}
# The same of tools/awk/NAME.awk; options of awk go before the files.
csv_by() { # NAME [-v NAME=VALUE ...] FILE ...
    LC_ALL=C awk -f "$csv_folder/../plots/awk/csv.awk" -f "$csv_folder/awk/$1.awk" "${@:2}"
}
