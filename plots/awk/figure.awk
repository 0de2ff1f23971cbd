# curves.csv of a figure (tools/figures writes it: a row for each curve, its points in a cell) -> panels of at most five
# tasks each. ACROSS is what stands side by side: "tasks", one setting's, or "columns", the settings of the file, with
# their tasks below each other.

BEGIN { MOST = 5 }

pass == 2 {
    key = cell("column") + 0
    if (key > n_figure_columns) {
        n_figure_columns = key
        Title_of[key] = cell("heading")
    }
    if (!(cell("positive") in Task_place)) {
        Task_place[cell("positive")] = ++n_figure_tasks
        Task_name[n_figure_tasks] = cell("name")
    }
    place = Task_place[cell("positive")]
    Curve[key, place, cell("role")] = cell("points")
    if (cell("role") == "solid")
        Solid[key] = cell("label")
    else
        Dashed[key] = cell("label")
}

END {
    chunks = int((n_figure_tasks + MOST - 1) / MOST)
    size = int((n_figure_tasks + chunks - 1) / chunks)
    print "$curves << EOD"
    for (i = 0; i < chunks * n_figure_columns; i++)
        if (ACROSS == "tasks")
            print_panel(int(i / chunks) + 1, i % chunks)
        else
            print_panel(i % n_figure_columns + 1, int(i / n_figure_columns))
    print "EOD"
    print "array Panel[" n_panels "]; array First[" n_panels "]; array Last[" n_panels "]; array Chunk[" n_panels "]"
    print "array Solid[" n_panels "]; array Dashed[" n_panels "]; array Has[" n_panels "]"
    for (i = 1; i <= n_panels; i++)
        printf "Panel[%d] = %s; First[%d] = %d; Last[%d] = %d; Chunk[%d] = %d; Solid[%d] = %s; Dashed[%d] = %s; " \
            "Has[%d] = \"%s\"\n", i, quote(Panel[i]), i, First[i], i, Last[i], i, Chunk[i], i, quote(Solid[Of[i]]), i,
            quote(Dashed[Of[i]]), i, Has[i]
    print "array Line[" n_curves "]; array Dash[" n_curves "]"
    for (i = 1; i <= n_curves; i++)
        printf "Line[%d] = %d; Dash[%d] = %d\n", i, Line[i], i, Dash[i]
    print "array Label[" n_figure_tasks "]; array From[" chunks "]; array To[" chunks "]"
    for (i = 1; i <= n_figure_tasks; i++)
        print "Label[" i "] = " quote(Task_name[i])
    for (i = 1; i <= chunks; i++)
        printf "From[%d] = %d; To[%d] = %d\n", i, (i - 1) * size + 1, i, last_of(i - 1)
    print "COLUMNS = " (ACROSS == "tasks" ? chunks : n_figure_columns)
    print "HEADING = HEAD_LINE; TITLE = SHOWN" # of the script
}

function last_of(chunk) { return (chunk + 1) * size < n_figure_tasks ? (chunk + 1) * size : n_figure_tasks }

function print_panel(key, chunk,    i) {
    Panel[++n_panels] = Title_of[key] (Title_of[key] == "" ? "" : ", ") "tasks " chunk * size "–" last_of(chunk) - 1
    Of[n_panels] = key
    Chunk[n_panels] = chunk + 1
    First[n_panels] = n_curves + 1
    for (i = chunk * size + 1; i <= last_of(chunk); i++) {
        Has[n_panels] = Has[n_panels] (((key, i, "solid") in Curve) || ((key, i, "dashed") in Curve))
        print_points(Curve[key, i, "solid"], i - chunk * size, 1)
        print_points(Curve[key, i, "dashed"], i - chunk * size, 2)
    }
    Last[n_panels] = n_curves
}

function print_points(points, line, dash) {
    if (points == "")
        return
    gsub(/;/, "\n", points)
    printf "%s\n\n\n", points
    Line[++n_curves] = line
    Dash[n_curves] = dash
}
