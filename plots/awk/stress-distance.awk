# stress-points.csv -> a panel for each series, with squares of distance and score and the logarithm of how many images
# are in each, to a quarter: those of one shade beside each other, which a page then draws as one. What lies beyond the
# axes stands at their ends.

BEGIN {
    X_STEP = 0.15
    X_MOST = 3
    Y_STEP = 0.375
    Y_LEAST = -3
    Y_MOST = 6
}

pass == 2 && is_number(cell("nn_l2")) && is_number(cell("level")) {
    x = middle_of(cell("nn_l2"), 0, X_MOST, X_STEP)
    y = middle_of(cell("level"), Y_LEAST, Y_MOST, Y_STEP)
    key = series()
    if (!Count[key, x, y]++)
        Squares[key] = Squares[key] x " " y ";"
    if (Count[key, x, y] > Most[key])
        Most[key] = Count[key, x, y]
}

function middle_of(v, least, most, step) {
    v = v < least ? least : v > most - step ? most - step : v
    return least + (int((v - least) / step + 1e-9) + 0.5) * step
}

function shade(images) {
    return int(4 * log(images) / log(10) + 0.5) / 4
}

END {
    if (!n_series)
        fail(FILENAME ": expected points, found none")
    sort_keys(Series, n_series)
    print "$squares << EOD"
    for (k = 1; k <= n_series; k++) {
        n = split(Squares[Series[k]], square, ";")
        for (level = 0; level <= shade(Most[Series[k]]); level += 0.25)
            for (i = 1; i < n; i++) {
                split(square[i], at, " ")
                if (shade(Count[Series[k], at[1], at[2]]) == level)
                    printf "%g %g %g\n", at[1], at[2], level
            }
        if (n < 2)
            print "NaN NaN 0"
        print "\n"
    }
    print "EOD"
    print_labels("Panel", Series, Series_label, n_series)
    printf "X_STEP = %g; X_MOST = %g; Y_STEP = %g; Y_LEAST = %g; Y_MOST = %g\n", X_STEP, X_MOST, Y_STEP, Y_LEAST, Y_MOST
    print_title("score against distance: " runs_label())
}
