# search.csv -> a panel for each kind of search, in it a curve for each series: reach against rho, over
# all tasks, seeds and sets of starts, whose number is that of each rho.

pass == 2 && cell("q") == "0.95" && cell("lambda") == "1" {
    how = cell("kind")
    key = how SUBSEP series() SUBSEP cell("rho")
    Starts[key] += cell("starts")
    Hits[key] += cell("hits_8bit")
    Has[how] = 1
    if (!(cell("rho") in Seen_rho)) {
        Seen_rho[cell("rho")] = 1
        Rho[++n_rhos] = cell("rho")
    }
}

END {
    sort_keys(Series, n_series)
    sort_keys(Rho, n_rhos)
    choose_lines(1, n_series)
    add_kind("gradient", "along the gradient of the score")
    add_kind("random", "by chance")
    print_panels()
    print_labels("Label", Series, Series_label, n_series)
    print "array Label_line[" n_series "]"
    for (k = 1; k <= n_series; k++)
        print "Label_line[" k "] = " Series_line[Series[k]]
    print "array Starts[" n_curves "]"
    for (c = 1; c <= n_curves; c++) {
        print "Starts[" c "] = " Curve_starts[c]
        most = Curve_starts[c] > most ? Curve_starts[c] : most
        least = !least || Curve_starts[c] < least ? Curve_starts[c] : least
    }
    gap = n_rhos > 1 ? Rho[2] - Rho[1] : 1
    for (r = 3; r <= n_rhos; r++)
        gap = Rho[r] - Rho[r - 1] < gap ? Rho[r] - Rho[r - 1] : gap
    printf "RHO_GAP = %g; LEAST_RHO = %g; MOST_RHO = %g\n", gap, Rho[1], Rho[n_rhos]
    print_title("searches: " runs_label() ", " (least < most ? least " to " : "") most " starts")
}

function add_kind(how, label,    k, r, key, before) {
    if (!(how in Has))
        return
    begin_panel(label)
    for (k = 1; k <= n_series; k++) {
        for (r = 1; r <= n_rhos; r++) {
            key = how SUBSEP Series[k] SUBSEP Rho[r]
            if (Starts[key])
                add_point(how SUBSEP Series[k], Rho[r], Hits[key] / Starts[key], 0)
        }
        before = n_curves
        print_curve(how SUBSEP Series[k], Series_line[Series[k]], 1)
        if (n_curves > before)
            Curve_starts[n_curves] = Starts[how SUBSEP Series[k] SUBSEP Rho[1]]
    }
}
