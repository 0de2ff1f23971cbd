# For tools/unreliable: plane.csv, which the report shows, of table.csv, behind csv.awk: means over seeds, a row for
# each detector and set, with the least and the most that is blind at q95 of a seed.

{
    row = cell("detector") "," cell("network") "," cell("negative") "," cell("set")
    if (!(row in n)) {
        order[++rows] = row
        least[row] = most[row] = cell("blind95")
    }
    n[row]++
    blind50[row] += cell("blind50")
    blind95[row] += cell("blind95")
    farthest[row] += cell("max_nn")
    if (cell("blind95") + 0 < least[row] + 0)
        least[row] = cell("blind95")
    if (cell("blind95") + 0 > most[row] + 0)
        most[row] = cell("blind95")
}

END {
    print "detector,network,negative,set,seeds,blind50,blind95,least,most,max_nn"
    for (i = 1; i <= rows; i++) {
        row = order[i]
        printf "%s,%d,%.6f,%.6f,%s,%s,%.4f\n", row, n[row], blind50[row] / n[row], blind95[row] / n[row], least[row], \
            most[row], farthest[row] / n[row]
    }
}
