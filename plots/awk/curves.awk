# Curves: add_point() collects points, print_curve() writes them as one block of $curves and counts it to a panel.

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
