# What detectors and their negatives are called, in which order detectors stand, and with which line types (colour and
# dash, see common.gp): by detectors.csv beside the tables. A detector that it does not name is called as it is, and
# comes last.

BEGIN { read_detectors() }

function read_detectors(    file, line, part) {
    file = ARGV[1]
    sub(/[^\/]*$/, "detectors.csv", file)
    while ((getline line < file) > 0) {
        split(line, part, ",")
        if (part[1] == "detector")
            continue
        Rank[part[1]] = part[3]
        Name[part[1]] = part[2]
        Line[part[1]] = part[4]
        Role[part[1]] = part[5]
        n_detectors = part[3]
    }
    close(file)
}

function label_of(name) { return (name in Name) ? Name[name] : name }

function rank(name) { return (name in Rank) ? Rank[name] : n_detectors + 1 }

# A setting as a spec has it: "dataset:mnist" is mnist, "classes:5/6" are the classes 5 6.
function negative_label(value) {
    sub(/^dataset:/, "", value)
    sub(/:/, " ", value)
    gsub(/\//, " ", value)
    return value
}

# What a detector becomes by LinSep has another colour (LIS-AE has one), by supervision the same with the next dash. 0:
# none of its own.
function line_of_kind(name, kind,    line) {
    line = Line[name] + 0
    if (kind ~ /LinSep-$/)
        line = line == 1 ? 3 : 0
    return line && kind ~ /^Sup/ ? (line <= 32 ? line + 8 : 0) : line
}

# Line types of the sorted series first..last: each has its detector's own, where no other of them has it, or the first
# that is free.
function choose_lines(first, last,    i, own, line, used) {
    for (i = first; i <= last; i++) {
        own = Own_line[Series[i]]
        if (own && !(own in used)) {
            used[own] = 1
            Series_line[Series[i]] = own
        }
    }
    for (i = first; i <= last; i++) {
        if (Series[i] in Series_line)
            continue
        for (line = 1; line in used; line++)
            ;
        used[line] = 1
        Series_line[Series[i]] = line
    }
}
