# stress-points.csv -> a panel for each series, with squares of distance and score and the logarithm of how many images are
# in each: those of as many images beside each other, which a page then draws as one. What lies beyond the axes stands at
# their ends.

BEGIN {
    X_STEP = 0.1
    X_MOST = 3
    Y_STEP = 0.25
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

END {
    if (!n_series)
        fail(FILENAME ": expected points, found none")
    sort_keys(Series, n_series)
    print "$squares << EOD"
    for (k = 1; k <= n_series; k++) {
        n = split(Squares[Series[k]], square, ";")
        for (images = 1; images <= Most[Series[k]]; images++)
            for (i = 1; i < n; i++) {
                split(square[i], at, " ")
                if (Count[Series[k], at[1], at[2]] == images)
                    printf "%g %g %.4f\n", at[1], at[2], log(images) / log(10)
            }
        if (n < 2)
            print "NaN NaN 0"
        print "\n"
    }
    print "EOD"
    print_labels("Panel", Series, Series_label, n_series)
    printf "X_STEP = %g; X_MOST = %g; Y_STEP = %g; Y_LEAST = %g; Y_MOST = %g\n", X_STEP, X_MOST, Y_STEP, Y_LEAST, Y_MOST
    print_title("score against distance: " dataset_names())
}
