# tradeoff.csv of an experiment -> rows of a figure's curves.csv: of each task the curve of LIS-AE with these negatives
# (NEGATIVE, LINSEP), of its smallest seed, and that of the AE beside it; a row each, points thinned to what the eye
# sees, "normal anomaly;normal anomaly;...". COLUMN and HEADING are the figure's; with HEAD the header comes first.
# Behind curves.awk and first-seed.awk, which shows the rows of smallest seeds and of those beside them.

BEGIN { STEP = 0.015 }

pass == 1 && Role[cell("detector")] == "beside" && cell("negative") == NEGATIVE && cell("linsep") == LINSEP {
    if (!(cell("positive") in Chosen) || seed() < Seed_of[cell("positive")]) {
        Chosen[cell("positive")] = cell("run_id")
        Seed_of[cell("positive")] = seed()
    }
}

pass == 2 && !n_wanted++ {
    for (positive in Chosen) {
        Part[Chosen[positive]] = "solid"
        if (Beside[Chosen[positive]] != "")
            Part[Beside[Chosen[positive]]] = "dashed"
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
    add_point(run, cell("normal"), cell("anomaly"), STEP)
}

# The points of a run in one cell.
function points_of(run,    i, n, line, at, all) {
    n = split(Points[run] Held[run], line, "\n")
    for (i = 1; i < n; i++) {
        split(line[i], at, " ")
        all = all (i > 1 ? ";" : "") sprintf("%.3g %.3g", at[1], at[2])
    }
    return all
}

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
        print COLUMN "," HEADING "," Of[part[3]] "," points_of(part[3])
    }
}
