# Curves of the first seed: of the runs that differ in nothing else the one with the smallest
# seed is drawn. add_point() collects points, print_curve() writes them as one block of $curves
# and counts it to a panel.

pass == 1 {
    same = settings()
    if (!(same in Run) || seed() < Seed[same]) {
        Run[same] = cell("run_id")
        Seed[same] = seed()
    }
    Beside[cell("run_id")] = has("beside") ? cell("beside") : ""
}

# The runs that those name which are drawn are drawn, too, were there others with a smaller seed.
pass == 2 && !n_needed++ {
    for (same in Run)
        if (Beside[Run[same]] != "")
            Needed[Beside[Run[same]]] = 1
}

# The rules of the next file see the rows of the runs that are drawn.
pass == 2 {
    if (!(cell("run_id") in Is_drawn))
        choose_run()
    if (!Is_drawn[cell("run_id")])
        next
}

function choose_run() {
    Is_drawn[cell("run_id")] = is_chosen() || (cell("run_id") in Needed)
    if (!Is_drawn[cell("run_id")] || cell("seed") == "" || (cell("seed") in Seen_seed))
        return
    Seen_seed[cell("seed")] = 1
    n_seeds++
    first_seed = cell("seed")
}

function is_chosen() { return Run[settings()] == cell("run_id") }

function seed() { return cell("seed") + 0 }

# All that tells a run from others but the seed: the columns before run_id.
function settings(    i, all) {
    for (i = 1; i < column("run_id"); i++)
        if (Name_of_column[i] != "seed")
            all = all SUBSEP Cell[i]
    return all
}

# " (seed 1)" for the title.
function seed_label() {
    return n_seeds == 1 ? " (seed " first_seed ")" : n_seeds > 1 ? " (first seeds)" : ""
}

# Points nearer than `step` in both directions to the last one drawn are left out, but for the
# one before a jump and the last: the eye cannot see them, and an SVG keeps each.
function add_point(curve, x, y, step) {
    if (!is_number(x) || !is_number(y))
        return
    if ((curve in Points) && near(x, Last_x[curve], step) && near(y, Last_y[curve], step)) {
        Held[curve] = x " " y "\n"
        return
    }
    Points[curve] = Points[curve] Held[curve] x " " y "\n"
    Held[curve] = ""
    Last_x[curve] = x
    Last_y[curve] = y
}

function near(a, b, step) { return a - b < step && b - a < step }

# Curves of one panel follow each other: its first and last are enough to find them.
function begin_panel(label) {
    Panel_label[++n_panels] = label
    First[n_panels] = n_curves + 1
    Last[n_panels] = n_curves
}

# A curve that has no points (its run failed) is left out.
function print_curve(curve, line, dash) {
    if (!(curve in Points))
        return
    if (!n_curves++)
        print "$curves << EOD"
    printf "%s%s\n\n", Points[curve], Held[curve]
    Line[n_curves] = line
    Dash[n_curves] = dash
    Last[n_panels] = n_curves
}

function print_panels(    i) {
    if (!n_curves)
        fail(FILENAME ": expected points of curves, found none")
    # gnuplot looks at the first of no curves, too, which a panel at the end may have: there is one that none draws
    print "0 0\nEOD"
    print "array Panel[" n_panels "]; array First[" n_panels "]; array Last[" n_panels "]"
    for (i = 1; i <= n_panels; i++)
        printf "Panel[%d] = %s; First[%d] = %d; Last[%d] = %d\n", i, quote(Panel_label[i]),
            i, First[i], i, Last[i]
    print "array Line[" n_curves + 1 "]; array Dash[" n_curves + 1 "]"
    Line[n_curves + 1] = Dash[n_curves + 1] = 1
    for (i = 1; i <= n_curves + 1; i++)
        printf "Line[%d] = %d; Dash[%d] = %d\n", i, Line[i], i, Dash[i]
}
