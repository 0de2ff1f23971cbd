# history.csv -> a panel for each row of the nights, with a block of its nights: place, mean, whether it regressed.

function setting(word, name) { return cell(name) == "" ? "" : ", " word cell(name) }

pass == 2 {
    night = cell("night")
    if (!(night in Place)) {
        Place[night] = ++n_nights
        Night[n_nights] = night
    }
    if (!is_number(cell("mean"))) # of a row that is gone
        next
    key = cell("experiment")
    for (i = column("dataset"); i <= column("classes"); i++)
        key = key SUBSEP Cell[i]
    mean = cell("mean") + 0
    if (!(key in Row)) {
        Row[key] = ++n_rows
        Label[n_rows] = cell("dataset") " " (cell("linsep") == "on" ? "LinSep-" : "") label_of(cell("detector")) \
            setting("latent ", "latent") setting("γ ", "gamma") setting("", "variant")
        Low[n_rows] = High[n_rows] = mean
    }
    r = Row[key]
    Low[r] = mean < Low[r] ? mean : Low[r]
    High[r] = mean > High[r] ? mean : High[r]
    bad = cell("verdict") == "regressed" || cell("verdict_today") == "regressed"
    Points[r] = Points[r] Place[night] " " mean " " bad "\n"
}

END {
    if (!n_rows)
        fail(FILENAME ": expected rows with a mean, found none")
    print "$nights << EOD"
    for (r = 1; r <= n_rows; r++)
        printf "%s\n\n", Points[r]
    print "EOD"
    print "array Panel[" n_rows "]; array Low[" n_rows "]; array High[" n_rows "]"
    for (r = 1; r <= n_rows; r++)
        printf "Panel[%d] = %s; Low[%d] = %.6f; High[%d] = %.6f\n", r, quote(Label[r]), r, Low[r], r, High[r]
    print "NIGHTS = " n_nights "; FIRST_NIGHT = " quote(Night[1]) "; LAST_NIGHT = " quote(Night[n_nights])
    print_title("mean AUC of each row by night; ringed: regressed")
}
