# tradeoff.csv of an experiment -> rows of a figure's curves.csv: of each task the curve of LIS-AE with these negatives
# (NEGATIVE, LINSEP), of its smallest seed, and that of the AE beside it; a row each, points thinned to what the eye
# sees, "normal anomaly;normal anomaly;...". COLUMN and HEADING are the figure's; with HEAD the header comes first.

BEGIN { STEP = 0.015 }

pass == 1 && Role[cell("detector")] == "beside" && cell("negative") == NEGATIVE && cell("linsep") == LINSEP {
    if (!(cell("positive") in Run) || cell("seed") + 0 < Seed[cell("positive")]) {
        Run[cell("positive")] = cell("run_id")
        Seed[cell("positive")] = cell("seed") + 0
        Beside[cell("positive")] = cell("beside")
    }
}

pass == 2 && !n_wanted++ {
    for (positive in Run) {
        Part[Run[positive]] = "solid"
        if (Beside[positive] != "")
            Part[Beside[positive]] = "dashed"
    }
}

pass == 2 && (cell("run_id") in Part) {
    run = cell("run_id")
    if (!(run in Of)) {
        Of[run] = cell("dataset") "," cell("positive") "," class_label(cell("positive")) "," Part[run] "," \
            detector() "," run
        Order[++n_runs] = run
        Key[run] = cell("positive")
    }
    x = cell("normal") + 0
    y = cell("anomaly") + 0
    if (run in Points && near(x, Last_x[run]) && near(y, Last_y[run])) {
        Held[run] = ";" point(x, y)
        next
    }
    add = (run in Points) ? Held[run] ";" point(x, y) : point(x, y)
    Points[run] = Points[run] add
    Held[run] = ""
    Last_x[run] = x
    Last_y[run] = y
}

function point(x, y) { return sprintf("%.3g %.3g", x, y) }

function near(a, b) { return a - b < STEP && b - a < STEP }

END {
    if (!n_runs)
        fail(FILENAME ": expected runs of LIS-AE with negative = " NEGATIVE " and linsep = " LINSEP ", found none")
    if (HEAD)
        print "column,heading,dataset,positive,name,role,label,run_id,points"
    for (i = 1; i <= n_runs; i++)
        Sorted[i] = Key[Order[i]] SUBSEP Part[Order[i]] SUBSEP Order[i]
    sort_keys(Sorted, n_runs)
    for (i = 1; i <= n_runs; i++) {
        split(Sorted[i], part, SUBSEP)
        print COLUMN "," HEADING "," Of[part[3]] "," Points[part[3]] Held[part[3]]
    }
}
