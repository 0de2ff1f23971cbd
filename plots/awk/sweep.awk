# sweep.csv -> a panel for each data set, kind of task and axis of one KIND (number or word): lines, the groups that
# they are built on, and which points are declared or best.

pass == 2 && cell("kind") == KIND {
    key = cell("dataset") SUBSEP cell("task") SUBSEP cell("axis")
    if (!(key in Place)) {
        Place[key] = ++n_panels
        Axis[n_panels] = cell("axis")
        Source[n_panels] = cell("dataset")
        Task[n_panels] = cell("task")
        if (n_panels > 1 && Source[n_panels] != Source[1])
            several_sources = 1
        if (n_panels > 1 && Task[n_panels] != Task[1])
            several_tasks = 1
    }
    p = Place[key]
    name = cell("label")
    if (!(name in Series)) {
        Series[name] = ++n_series
        Label[n_series] = name
        Dash[n_series] = cell("role") == "line" ? 1 : 2
    }
    if (cell("role") == "reference") {
        if (is_number(cell("mean")))
            References[p] = References[p] sprintf("%.6f %d ", cell("mean"), Series[name])
    } else if (is_number(cell("mean")) && cell("value") != "")
        add(p, Series[name])
}

# A point: its place, the mean, the interval, the line, whether it is declared and best.
function add(p, series,    x) {
    x = KIND == "number" ? cell("value") + 0 : place_of(p, cell("value"))
    if (KIND == "number") {
        if (!(p in Low) || x < Low[p])
            Low[p] = x
        if (!(p in High) || x > High[p])
            High[p] = x
        if (!((p, x) in Known)) {
            Known[p, x] = 1
            Tics[p] = Tics[p] (N_known[p]++ ? ", " : "") x
        }
    }
    Has_points[series] = 1
    Line[p, series] = Line[p, series] sprintf("%s %.6f %s %s %d\n", x, cell("mean"),
        is_number(cell("lo")) ? cell("lo") : "NaN", is_number(cell("hi")) ? cell("hi") : "NaN", series)
    if (cell("declared") == 1) {
        Declared[p] = Declared[p] sprintf("%s %.6f %d\n", x, cell("mean"), series)
        has_declared = 1
    }
    if (cell("best") == 1)
        Best[p] = Best[p] sprintf("%s %.6f %d\n", x, cell("mean"), series)
    n_points++
}

# The words of an axis stand in the order of the file.
function place_of(p, word) {
    if (!((p, word) in Word_place)) {
        Word_place[p, word] = ++N_words[p]
        Word_of[p, N_words[p]] = word
    }
    return Word_place[p, word]
}

END {
    if (!n_points)
        fail(FILENAME ": expected points of an axis, found none")
    print "array Panel[" n_panels "]; array Wide[" n_panels "]; array From[" n_panels "]; array To[" n_panels "]"
    print "array Tics[" n_panels "]"
    print "array Words[" n_panels "]; array Left[" n_panels "]; array Right[" n_panels "]; " \
        "array Name_of_axis[" n_panels "]"
    for (p = 1; p <= n_panels; p++) {
        printf "Panel[%d] = %s\n", p, quote((several_sources ? Source[p] ", " : "") \
            (several_tasks ? Task[p] ", " : "") "by " axis_name(p))
        # Numbers over more than a factor of eight are seen by their ratios.
        printf "Name_of_axis[%d] = %s; Wide[%d] = %d; Left[%d] = %s; Right[%d] = %s\n", p, quote(axis_name(p)), p,
            is_wide(p), p, Low[p] + 0, p, High[p] + 0
        printf "Words[%d] = %d\n", p, N_words[p]
        From[p] = n_blocks + 1
        for (s = 1; s <= n_series; s++)
            if ((p, s) in Line)
                print_block("line", Line[p, s], s)
        To[p] = n_blocks
        printf "From[%d] = %d; To[%d] = %d\n", p, From[p], p, To[p]
        print_list("declared_" p, Declared[p])
        print_list("best_" p, Best[p])
        print_list("reference_" p, reference_lines(p))
        # A few numbers are told as they are.
        printf "Tics[%d] = '%s'\n", p, N_known[p] <= 10 ? Tics[p] : ""
    }
    print "array Line[" n_blocks "]"
    for (i = 1; i <= n_blocks; i++)
        print "Line[" i "] = " Block_series[i]
    print "array Label[" n_series "]; array Dash[" n_series "]; array Across[" n_series "]"
    for (s = 1; s <= n_series; s++)
        printf "Label[%d] = %s; Dash[%d] = %d; Across[%d] = %d\n", s, quote(Label[s]), s, Dash[s], s, !(s in Has_points)
    most = 0
    for (p = 1; p <= n_panels; p++)
        if (N_words[p] > most)
            most = N_words[p]
    print "MOST_WORDS = " most + 0 "; HAS_DECLARED = " has_declared + 0
    print "array Word[" (most ? most * n_panels : 1) "]"
    for (p = 1; p <= n_panels; p++)
        for (i = 1; i <= N_words[p]; i++)
            printf "Word[%d] = %s\n", (p - 1) * most + i, quote(word_name(Word_of[p, i]))
    print_title("mean AUC over tasks by setting" (several_sources ? "" : ": " Source[1]))
}

# A line across the panel for each reference, at its mean, from edge to edge: what lies outside gives no range.
function reference_lines(p,    n, i, part, lines, edge) {
    n = split(References[p], part, " ")
    edge = 0.059 * (High[p] - Low[p])
    for (i = 1; i < n; i += 2)
        if (KIND == "word")
            lines = lines sprintf("0.4 %s %d\n%g %s %d\n\n", part[i], part[i + 1],
                N_words[p] + 0.6, part[i], part[i + 1])
        else
            lines = lines sprintf("%.9g %s %d\n%.9g %s %d\n\n", is_wide(p) ? Low[p] / 1.24 : Low[p] - edge, part[i],
                part[i + 1], is_wide(p) ? High[p] * 1.24 : High[p] + edge, part[i], part[i + 1])
    return lines
}

function is_wide(p) { return KIND == "number" && Low[p] > 0 && High[p] >= 8 * Low[p] }

# A line goes from left to right, in whatever order the file has its points.
function print_block(name, lines, series,    n, i, point) {
    n = split(lines, point, "\n") - 1
    sort_keys(point, n)
    print "$line_" ++n_blocks " << EOD"
    for (i = 1; i <= n; i++)
        print point[i]
    print "EOD"
    Block_series[n_blocks] = series
}

# A list without points has one that is not drawn, so that gnuplot finds data.
function print_list(name, lines) {
    print "$" name " << EOD"
    printf "%s", lines == "" ? "NaN NaN 1\n" : lines
    print "EOD"
}

function axis_name(p) {
    return Axis[p] == "gamma" ? "γ" : Axis[p] == "beta" ? "β" : Axis[p] == "latent" ? "numbers in the code" : Axis[p]
}

function word_name(word) {
    sub(/^dataset:/, "", word)
    gsub(/\//, " ", word)
    return word
}
