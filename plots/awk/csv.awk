# Reads CSV (RFC 4180, one header row). The rules of the awk files after this one see one
# record at a time and ask for its cells by name: cell("auc"). `pass` counts the files; the same one may stand twice on
# the command line.

FNR == 1 { pass++; n_columns = 0; pending = "" }

{
    sub(/\r$/, "")
    pending = pending $0
    if (gsub(/"/, "\"", pending) % 2) { # a line break inside quotes
        pending = pending " "
        next
    }
    n_cells = split_record(pending)
    pending = ""
    if (!n_columns) {
        read_header()
        next
    }
    if (n_cells != n_columns)
        fail(FILENAME ":" FNR ": expected " n_columns " cells, found " n_cells)
    n_records++
}

END {
    if (failed)
        exit 1
    if (pending != "")
        fail(FILENAME ": expected a closing quote, found the end of the file")
    if (!n_records)
        fail(FILENAME ": expected rows below the header, found none")
}

function split_record(s,    n, field) {
    if (s !~ /"/)
        return split(s, Cell, ",")
    for (n = 0; ; s = substr(s, 2)) {
        if (s ~ /^"/) {
            match(s, /^"([^"]|"")*"/)
            field = substr(s, 2, RLENGTH - 2)
            gsub(/""/, "\"", field)
        } else {
            match(s, /^[^,]*/)
            field = substr(s, 1, RLENGTH)
        }
        Cell[++n] = field
        s = substr(s, RLENGTH + 1)
        if (s == "")
            return n
        if (s !~ /^,/)
            fail(FILENAME ":" FNR ": expected a comma after the quoted cell " n)
        if (s == ",") { # the last cell is empty
            Cell[++n] = ""
            return n
        }
    }
}

function read_header(    i, name) {
    split("", Column)
    n_columns = n_cells
    for (i = 1; i <= n_columns; i++) {
        name = Cell[i]
        Column[name] = i
        Name_of_column[i] = name
    }
}

function has(name) { return name in Column }

function column(name) {
    if (!has(name))
        fail(FILENAME ":1: expected a column '" name "', found none")
    return Column[name]
}

function cell(name) { return Cell[column(name)] }

function is_number(s) { return s ~ /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/ }

# Ends with this message: on standard error, or (GNUPLOT=1) by what gnuplot is to load, which does not see exit codes.
function fail(message) {
    failed = 1
    if (GNUPLOT) {
        gsub(/'/, "''", message)
        printf "printerr '%s'\nexit status 1\n", message
    } else
        print message > "/dev/stderr"
    exit 1
}

# Stable insertion sort of list[1..n]; keys are compared part by part (SUBSEP), numbers by
# value where both parts start with a digit.
function sort_keys(list, n,    i, j, key) {
    for (i = 2; i <= n; i++) {
        key = list[i]
        for (j = i - 1; j >= 1 && is_before(key, list[j]); j--)
            list[j + 1] = list[j]
        list[j + 1] = key
    }
}

# Numbers in it are parts of their own, which sort_keys() compares by value.
function natural(text) {
    gsub(/[0-9]+(\.[0-9]+)?/, SUBSEP "&" SUBSEP, text)
    return text
}

function is_before(a, b,    i, n, p, q) {
    n = split(a, p, SUBSEP)
    split(b, q, SUBSEP)
    for (i = 1; i <= n; i++) {
        if (p[i] ~ /^[0-9]/ && q[i] ~ /^[0-9]/ && p[i] + 0 != q[i] + 0)
            return p[i] + 0 < q[i] + 0
        if (p[i] "" != q[i] "")
            return p[i] "" < q[i] ""
    }
    return 0
}
