# For tools/unreliable: the table of means over seeds of table.csv, behind csv.awk: a line for each detector, its
# network and its negatives; for each set the shares blind at q50 and at q95 in per cent, and the distance of the
# farthest place that is accepted.

{
    row = cell("detector") SUBSEP cell("network") SUBSEP cell("negative")
    if (!(row in seen)) {
        seen[row] = 1
        order[++rows] = row
    }
    at = row SUBSEP cell("set")
    n[at]++
    blind50[at] += cell("blind50")
    blind95[at] += cell("blind95")
    farthest[at] += cell("max_nn")
}

END {
    printf "%-12s %-24s %-9s", "detector", "network", "negatives"
    split("gauss blobs curve", sets, " ")
    for (k = 1; k <= 3; k++)
        printf " | %-10s %6s %6s %5s", sets[k], "blind50", "95", "max"
    print ""
    for (i = 1; i <= rows; i++) {
        split(order[i], part, SUBSEP)
        printf "%-12s %-24s %-9s", part[1], part[2], part[3]
        for (k = 1; k <= 3; k++) {
            at = order[i] SUBSEP sets[k]
            if (n[at])
                printf " | %8d x %5.2f%% %5.2f%% %5.2f", n[at], 100 * blind50[at] / n[at], 100 * blind95[at] / n[at], \
                    farthest[at] / n[at]
        }
        print ""
    }
}
