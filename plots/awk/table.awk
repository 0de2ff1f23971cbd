# TABLE.csv of `lisae tables` -> the texts of the table and their places, and the rules between rows. Lengths are
# pixels; texts are as wide as their characters are on the average.

BEGIN {
    CHARACTER = 6.8 # of 12 pixels
    MARGIN = 20
    GAP = 22        # between columns
}

pass == 2 {
    row = cell("row") + 0
    place = cell("column") + 0
    n_rows = row
    n_places = place > n_places ? place : n_places
    caption = "Table " cell("table") ". " cell("caption") "."
    explained = cell("legend") "."
    Group[row] = cell("group")
    Heading[row] = cell("heading_shown")
    Further[row] = cell("part") == "further"
    Over[place] = cell("column_group")
    Head[place] = cell("column_shown")
    Shown[row, place] = cell("shown")
    Range[row, place] = cell("range")
    Title[1] = cell("group_title")
    Title[2] = cell("heading_title")
    has_groups = has_groups || cell("group") != ""
    has_over = has_over || cell("column_group") != ""
    if (cell("range") != "")
        Has_range[row] = 1
    read_notes()
}

END {
    place_columns()
    y = MARGIN + 4
    write_lines(caption, 14)
    y += 6
    write_head()
    for (row = 1; row <= n_rows; row++)
        write_row()
    rule(MARGIN, width - MARGIN, y, 1.6)
    y += 18
    for (i = 1; i <= n_notes; i++)
        write_lines(Note_mark[i] " " Note[i], 10)
    y += n_notes ? 6 : 0
    write_lines(explained, 10)

    print "W = " width "; H = " y + 4
    print_texts()
    print_rules()
    print "HEADING = ''; TITLE = " quote(caption) # both are among the texts
}

# Each note once, in the order of the marks' first cells.
function read_notes(    i, n, mark, note) {
    n = split(cell("mark"), mark, " ")
    split(cell("note"), note, /; /)
    for (i = 1; i <= n; i++)
        if (!(mark[i] in Known_note)) {
            Known_note[mark[i]] = 1
            Note_mark[++n_notes] = mark[i]
            Note[n_notes] = note[i]
        }
}

# Characters of UTF-8, also where the locale is C.
function characters(s) {
    gsub(/[\200-\277]/, "", s)
    return length(s)
}

function wide(s, size) { return characters(s) * CHARACTER * size / 12 }

function most(a, b) { return a > b ? a : b }

function place_columns(    i, k, most_wide) {
    group_wide = wide(Title[1], 12)
    most_wide = wide(Title[2], 12)
    for (i = 1; i <= n_rows; i++) {
        group_wide = most(group_wide, wide(Group[i], 12))
        most_wide = most(most_wide, wide(Heading[i], 12))
    }
    heading_x = MARGIN + (has_groups ? group_wide + GAP : 0)
    width = heading_x + most_wide + GAP
    for (k = 1; k <= n_places; k++) {
        Left[k] = width
        most_wide = wide(Head[k], 12)
        for (i = 1; i <= n_rows; i++)
            most_wide = most(most_wide, most(wide(Shown[i, k], 12), wide(Range[i, k], 9)))
        Right[k] = width + most_wide
        width = Right[k] + GAP
    }
    width = int(most(width - GAP + MARGIN, 640))
}

function write_head(    k, first) {
    rule(MARGIN, width - MARGIN, y, 1.6)
    y += 16
    if (has_over) {
        for (k = 1; k <= n_places; k++)
            if (Over[k] != "" && (k == 1 || Over[k] != Over[k - 1])) {
                put(Left[k], y, Over[k], 12, 0)
                for (first = k; k < n_places && Over[k + 1] == Over[k];)
                    k++
                rule(Left[first], Right[k], y + 12, 0.8)
            }
        y += 24
    }
    put(MARGIN, y, Title[1], 12, 0)
    put(heading_x, y, Title[2], 12, 0)
    for (k = 1; k <= n_places; k++)
        put(Left[k], y, Head[k], 12, 0)
    y += 14
}

# A strong rule above our rows and each group, a faint one between others.
function write_row(    k) {
    if (row == 1 || Group[row] != Group[row - 1] || Further[row] != Further[row - 1]) {
        rule(MARGIN, width - MARGIN, y, 1)
        if (Further[row] && !Further[row - 1]) {
            put(MARGIN, y + 13, "not printed:", 12, 1)
            y += 25
        }
        put(MARGIN, y + 13, Group[row], 12, 0)
    } else {
        rule(heading_x, width - MARGIN, y, 0.5)
    }
    put(heading_x, y + 13, Heading[row], 12, 0)
    for (k = 1; k <= n_places; k++) {
        put(Left[k], y + 13, Shown[row, k] == "" && !Further[row] ? "-" : Shown[row, k], 12,
            Shown[row, k] ~ /missing/)
        put(Left[k], y + 27, Range[row, k], 9, 1)
    }
    y += Has_range[row] ? 37 : 25
}

# A text in as many lines as the picture's width asks for.
function write_lines(s, size,    n, word, i, line) {
    n = split(s, word, " ")
    for (i = 1; i <= n; i++) {
        if (line != "" && wide(line " " word[i], size) > width - 2 * MARGIN) {
            put(MARGIN, y, line, size, 0)
            y += int(size * 1.5)
            line = ""
        }
        line = line (line == "" ? "" : " ") word[i]
    }
    put(MARGIN, y, line, size, 0)
    y += int(size * 1.5)
}

function put(x, at, s, size, pale) {
    if (s == "")
        return
    Text[++n_texts] = s
    Text_x[n_texts] = x
    Text_y[n_texts] = at
    Text_size[n_texts] = size
    Text_pale[n_texts] = pale
}

function rule(from, to, at, strength) {
    Rule[++n_rules] = at
    Rule_from[n_rules] = from
    Rule_to[n_rules] = to
    Rule_width[n_rules] = strength
}

function print_texts(    i) {
    printf "array Text[%d]; array X[%d]; array Y[%d]; array Size[%d]; array Pale[%d]\n",
        n_texts, n_texts, n_texts, n_texts, n_texts
    for (i = 1; i <= n_texts; i++)
        printf "Text[%d] = %s; X[%d] = %.1f; Y[%d] = %.1f; Size[%d] = %d; Pale[%d] = %d\n", i, quote(Text[i]),
            i, Text_x[i], i, Text_y[i], i, Text_size[i], i, Text_pale[i]
}

function print_rules(    i) {
    printf "array Rule[%d]; array From[%d]; array To[%d]; array Width[%d]\n", n_rules, n_rules, n_rules, n_rules
    for (i = 1; i <= n_rules; i++)
        printf "Rule[%d] = %.1f; From[%d] = %.1f; To[%d] = %.1f; Width[%d] = %.1f\n", i, Rule[i], i, Rule_from[i],
            i, Rule_to[i], i, Rule_width[i]
}
