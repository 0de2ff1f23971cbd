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

# Line types of the sorted series first..last, which have Family[] and Own_line[]. While eight colours do, each has one,
# a supervised series that of the other with the next dash; else settings of one detector share one and have dashes; and
# what is too many for that has any line types that differ.
function choose_lines(first, last,    i, turn, key, kin, most, n_kin, n_groups, group, n_of, dash) {
    for (i = first; i <= last; i++) {
        key = Series[i]
        kin = unsupervised(Family[key])
        group[key] = kin SUBSEP (++n_of[Family[key]])
        n_groups += !(group[key] in n_of)
        n_of[group[key]] = 1
        n_kin += !((kin, "all") in n_of)
        if (++n_of[kin, "all"] > most)
            most = n_of[kin, "all"]
    }
    if (n_groups > 8 && (n_kin < 2 || n_kin > 8 || most > 5)) {
        choose_types(first, last)
        return
    }
    split("", Colour)
    split("", Is_taken)
    split("", n_of)
    for (i = first; i <= last; i++) {
        key = Series[i]
        dash[key] = Family[key] ~ /^Sup[.] /
        if (n_groups > 8) {
            group[key] = unsupervised(Family[key])
            dash[key] = n_of[group[key]]++
        }
    }
    for (turn = 1; turn <= 3; turn++)
        for (i = first; i <= last; i++)
            choose_colour(group[Series[i]], turn, Own_line[Series[i]])
    for (i = first; i <= last; i++)
        Series_line[Series[i]] = Colour[group[Series[i]]] + 8 * dash[Series[i]]
}

function unsupervised(name) {
    sub(/^Sup[.] /, "", name)
    return name
}

# First those get one whose own line is solid, then those that have another line of their own, then the rest.
function choose_colour(group, turn, own,    colour) {
    if (group in Colour || (turn == 1 && own > 8))
        return
    colour = own ? (own - 1) % 8 + 1 : 0
    if (turn == 3)
        for (colour = 1; colour in Is_taken; colour++)
            ;
    else if (!colour || (colour in Is_taken))
        return
    Colour[group] = colour
    Is_taken[colour] = 1
}

# Each has its detector's own, where no other of them has it, or the first that is free.
function choose_types(first, last,    i, own, line, used) {
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
