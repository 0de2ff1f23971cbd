# sweep.csv -> a panel for each data set, kind of task and axis of one KIND (number or word): lines, the groups that
# they are built on, and which points are declared or best. Detectors have the order and colours of detectors.awk; lines
# of one detector, and words of an axis, stand in the order of their numbers.

BEGIN {
    Axis_name["gamma"] = "γ"
    Axis_name["beta"] = "β"
    Axis_name["latent"] = "numbers in the code"
    Axis_name["negative"] = "negatives"
    Axis_name["linsep"] = "LinSep"
    Axis_name["data.negative_limit"] = "number of negatives"
    Axis_name["pollution.positives"] = "anomalies among the positives, %"
    Axis_name["pollution.negatives"] = "positives among the negatives, %"
    Axis_name["shape.epochs"] = "epochs of phase 2"
    Axis_name["shape.layers"] = "layers that phase 2 trains"
    Axis_name["train.loss"] = "loss"
    Axis_name["model.code"] = "activation of the code"
    Axis_name["latent.encoder"] = "encoder"
    Axis_name["repnn.levels"] = Axis_name["sig-repnn.levels"] = "levels"
}

pass == 1 && cell("kind") == KIND {
    find_panel()
    if (!(cell("label") in Series_of)) {
        Series[++n_series] = Series_of[cell("label")] = rank(cell("detector")) SUBSEP natural(cell("label"))
        Name_of[Series[n_series]] = cell("label")
        Own_line[Series[n_series]] = own_line()
        Family[Series[n_series]] = family_of_label()
        Is_base[Series[n_series]] = cell("role") != "line"
    }
    if (!has_place())
        next
    if (is_number(cell("mean")))
        Has_points[Series_of[cell("label")]] = n_points = 1
    if (KIND == "number")
        see_number(panel(), cell("value") + 0)
    else
        see_word(panel(), cell("value"))
}

pass == 2 && !n_sorted++ {
    sort_keys(Series, n_series)
    choose_lines(1, n_series)
    for (i = 1; i <= n_series; i++)
        Place_of_series[Series[i]] = i
    for (i = 1; i <= n_panels; i++)
        sort_words(i)
}

pass == 2 && cell("kind") == KIND {
    if (is_number(cell("mean")) && is_number(cell("lo"))) {
        Over[cell("interval")] = has_bars = 1
        has_band = has_band || cell("role") == "reference"
    }
    p = panel()
    see_mean(p)
    s = Place_of_series[Series_of[cell("label")]]
    if (cell("role") == "reference" && is_number(cell("mean")))
        References[p] = References[p] sprintf("%.6f %d %s %s ", cell("mean"), s, limit("lo"), limit("hi"))
    else if (has_place() && (Series_of[cell("label")] in Has_points))
        add(p, s)
}

function panel_key() { return cell("dataset") SUBSEP cell("task") SUBSEP cell("axis") }

function panel() { return Place[panel_key()] }

function find_panel() {
    if (panel_key() in Place)
        return
    Place[panel_key()] = ++n_panels
    Axis[n_panels] = cell("axis")
    Source[n_panels] = cell("dataset")
    Task[n_panels] = cell("task")
    several_sources = several_sources || Source[n_panels] != Source[1]
    several_tasks = several_tasks || Task[n_panels] != Task[1]
}

# Is it at a value of the axis? There a line without a mean, of runs that are missing, has a gap.
function has_place() { return cell("role") != "reference" && cell("value") != "" }

# The label without its settings.
function family_of_label(    name) {
    name = cell("label")
    sub(/, .*/, "", name)
    return name
}

# Of what the label begins with; detectors on the codes of several encoders have none.
function own_line(    kind) {
    if (cell("label") ~ / of /)
        return 0
    kind = (cell("label") ~ /^Sup\. / ? "Sup. " : "") (cell("label") ~ /^(Sup\. )?LinSep-/ ? "LinSep-" : "")
    return line_of_kind(cell("detector"), kind)
}

# The numbers of an axis, and the smallest above 0.
function see_number(p, x) {
    if (!(p in Low) || x < Low[p])
        Low[p] = x
    if (!(p in High) || x > High[p])
        High[p] = x
    if (x > 0 && (!(p in Least) || x < Least[p]))
        Least[p] = x
    if (!((p, x) in Known)) {
        Known[p, x] = 1
        Number[p, ++N_known[p]] = x
    }
}

function see_word(p, word) {
    if ((p, word) in Known)
        return
    Known[p, word] = 1
    Word[p, ++N_words[p]] = natural(negative_label(word))
}

function sort_words(p,    i, list, word) {
    for (i = 1; i <= N_words[p]; i++)
        list[i] = Word[p, i]
    sort_keys(list, N_words[p])
    for (i = 1; i <= N_words[p]; i++) {
        word = list[i]
        gsub(SUBSEP, "", word)
        Word[p, i] = word
        Word_place[p, word] = i
    }
}

# Numbers over more than a factor of eight are seen by their ratios, but for counts that follow each other; 0 then
# stands left of all others, by as much as two of them may be apart.
function is_wide(p) {
    return KIND == "number" && Low[p] >= 0 && (p in Least) && High[p] >= 8 * Least[p] \
        && High[p] - Low[p] != N_known[p] - 1
}

function zero(p) { return Least[p] / (N_known[p] > 2 ? exp(log(High[p] / Least[p]) / (N_known[p] - 2)) : 8) }

function shown_at(p, x) { return is_wide(p) && x == 0 ? zero(p) : x }

function left(p) { return shown_at(p, Low[p]) }

# The range of means with their intervals.
function see_mean(p,    low, high) {
    if (!is_number(cell("mean")))
        return
    low = (is_number(cell("lo")) ? cell("lo") : cell("mean")) + 0
    high = (is_number(cell("hi")) ? cell("hi") : cell("mean")) + 0
    if (!(p in Lowest) || low < Lowest[p])
        Lowest[p] = low
    if (!(p in Highest) || high > Highest[p])
        Highest[p] = high
}

# Between numbers of an axis that is as long: 1, 2 or 5 times a power of ten, at most five times.
function step_of(span,    power, i) {
    for (power = 1e-6; ; power *= 10)
        for (i = 1; i <= 5; i += i)
            if (span <= 5 * power * (i == 4 ? 5 : i))
                return power * (i == 4 ? 5 : i)
}

function limit(name) { return is_number(cell(name)) ? cell(name) : "NaN" }

# A point: its place, the mean, the interval, the line, whether it is declared and best. A gap has its place alone.
function add(p, s,    x) {
    x = KIND == "number" ? sprintf("%.9g", shown_at(p, cell("value") + 0)) \
        : Word_place[p, negative_label(cell("value"))]
    if (!is_number(cell("mean"))) {
        Line_of_points[p, s] = Line_of_points[p, s] x " NaN NaN NaN\n"
        return
    }
    Line_of_points[p, s] = Line_of_points[p, s] sprintf("%s %.6f %s %s\n", x, cell("mean"), limit("lo"), limit("hi"))
    N_points[p, s]++
    if (cell("declared") == 1) {
        Declared[p] = Declared[p] sprintf("%s %.6f %d\n", x, cell("mean"), s)
        has_declared = 1
    }
    if (cell("best") == 1)
        Best[p] = Best[p] sprintf("%s %.6f %d\n", x, cell("mean"), s)
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
        printf "Name_of_axis[%d] = %s; Wide[%d] = %d; Left[%d] = %.9g; Right[%d] = %s\n", p, quote(axis_name(p)), p,
            is_wide(p), p, left(p), p, High[p] + 0
        printf "Words[%d] = %d\n", p, N_words[p]
        From[p] = n_blocks + 1
        for (s = 1; s <= n_series; s++)
            if ((p, s) in Line_of_points)
                print_block("line", Line_of_points[p, s], s)
        To[p] = n_blocks
        printf "From[%d] = %d; To[%d] = %d\n", p, From[p], p, To[p]
        print_list("declared_" p, places(p, Declared[p]))
        print_list("best_" p, places(p, best_points(p)))
        print_list("reference_" p, reference_lines(p))
        print_list("band_" p, reference_bands(p))
        printf "Tics[%d] = '%s'\n", p, tics(p)
    }
    print "array Line[" n_blocks "]"
    for (i = 1; i <= n_blocks; i++)
        print "Line[" i "] = " Block_series[i]
    print_series()
    for (p = 1; p <= n_panels; p++)
        if (N_words[p] > most)
            most = N_words[p]
    print "MOST_WORDS = " most + 0 "; HAS_DECLARED = " has_declared + 0
    print "array Word[" (most ? most * n_panels : 1) "]"
    for (p = 1; p <= n_panels; p++)
        for (i = 1; i <= most; i++)
            printf "Word[%d] = %s\n", (p - 1) * most + i, quote(Word[p, i])
    print "array Step[" n_panels "]"
    for (p = 1; p <= n_panels; p++)
        printf "Step[%d] = %g\n", p, step_of(Highest[p] - Lowest[p])
    print "HAS_BEST = " has_best + 0
    print_title((several_sources ? "" : Source[1] ": ") "mean AUC over tasks" bars_label())
}

# What bars are, and what they say nothing of.
function bars_label(    over) {
    if (!has_bars)
        return ""
    over = !("seeds" in Over) ? "test images, not seeds" : "seeds" (("images" in Over) ? ", else over test images" : "")
    return "; bars" (has_band ? " and band" : "") ": 95 % over " over
}

# Of each its name, line type, whether others are built on it, and whether it has no points but a line across.
function print_series(    s, key) {
    print "array Label[" n_series "]; array Type[" n_series "]; array Base[" n_series "]; array Across[" n_series "]"
    for (s = 1; s <= n_series; s++) {
        key = Series[s]
        printf "Label[%d] = %s; Type[%d] = %d; Base[%d] = %d; Across[%d] = %d\n", s, quote(Name_of[key]), s,
            Series_line[key], s, Is_base[key], s, !(key in Has_points)
    }
}

# Of two points one is the better, which says little: the best is marked among more.
function best_points(p,    n, i, point, part, text) {
    n = split(Best[p], point, "\n") - 1
    for (i = 1; i <= n; i++) {
        split(point[i], part, " ")
        if (N_points[p, part[3]] > 2)
            text = text point[i] "\n"
    }
    has_best = has_best || text != ""
    return text
}

# Points with a series' place among those of the panel instead of its number.
function places(p, lines,    n, i, point, part, s, place, text) {
    n = split(lines, point, "\n") - 1
    for (i = 1; i <= n; i++) {
        split(point[i], part, " ")
        place = 0
        for (s = 1; s <= part[3]; s++)
            place += ((p, s) in Line_of_points)
        text = text part[1] " " part[2] " " place "\n"
    }
    return text
}

# A line across the panel for each reference, at its mean, from edge to edge: what lies outside gives no range.
function reference_lines(p,    n, i, part, lines, line) {
    n = split(References[p], part, " ")
    for (i = 1; i < n; i += 4) {
        line = Series_line[Series[part[i + 1]]]
        if (KIND == "word")
            lines = lines sprintf("0.4 %s %d\n%g %s %d\n\n", part[i], line, N_words[p] + 0.6, part[i], line)
        else
            lines = lines sprintf("%.9g %s %d\n%.9g %s %d\n\n", left_edge(p), part[i], line,
                right_edge(p), part[i], line)
    }
    return lines
}

# And around it its interval: a box with its middle, its edges along the axis, those across it, and the line type.
function reference_bands(p,    n, i, part, bands, line) {
    n = split(References[p], part, " ")
    for (i = 1; i < n; i += 4) {
        line = Series_line[Series[part[i + 1]]]
        if (part[i + 2] == "NaN")
            continue
        if (KIND == "word")
            bands = bands sprintf("1 %s 0.4 %g %s %s %d\n", part[i], N_words[p] + 0.6, part[i + 2], part[i + 3], line)
        else
            bands = bands sprintf("%.9g %s %.9g %.9g %s %s %d\n", left(p), part[i], left_edge(p), right_edge(p),
                part[i + 2], part[i + 3], line)
    }
    return bands
}

function left_edge(p) { return is_wide(p) ? left(p) / 1.24 : Low[p] - 0.059 * (High[p] - Low[p]) }

function right_edge(p) { return is_wide(p) ? High[p] * 1.24 : High[p] + 0.059 * (High[p] - Low[p]) }

# A few numbers are told as they are; of those whose names would stand on each other the later ones have none.
function tics(p,    i, x, at, room, list, text) {
    if (N_known[p] > 12)
        return ""
    for (i = 1; i <= N_known[p]; i++)
        list[i] = Number[p, i]
    sort_keys(list, N_known[p])
    room = -1
    for (i = 1; i <= N_known[p]; i++) {
        x = shown_at(p, list[i])
        at = is_wide(p) ? log(x / left(p)) / log(High[p] / left(p)) \
            : (x - Low[p]) / (High[p] > Low[p] ? High[p] - Low[p] : 1)
        text = text sprintf("%s\"%s\" %.9g", i > 1 ? ", " : "", at < room ? "" : list[i], x)
        if (at >= room)
            room = at + 0.024 * (length(list[i] "") + 1.5)
    }
    return text
}

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
    printf "%s", lines == "" ? "NaN NaN 1 1 1 1 1\n" : lines
    print "EOD"
}

function axis_name(p) { return (Axis[p] in Axis_name) ? Axis_name[Axis[p]] : Axis[p] }
