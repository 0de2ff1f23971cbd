# stress.csv -> cells of series (row) and set (column): the share that is accepted at q 0.95, mean over tasks and seeds.
# Sets stand in the order of the run that has most of them: a detector without a decoder has none of its own.

pass == 2 && cell("q") == "0.95" && is_number(cell("accept")) {
    if (!(cell("set") in Seen_set)) {
        Seen_set[cell("set")] = 1
        Set[++n_sets] = cell("set")
    }
    run = cell("run_id")
    Set_of[run, ++N_of[run]] = cell("set")
    if (N_of[run] > N_of[longest])
        longest = run
    key = series() SUBSEP cell("set")
    Sum[key] += cell("accept")
    Used[key]++
}

END {
    if (!n_sets)
        fail(FILENAME ": expected rows with q 0.95, found none")
    sort_keys(Series, n_series)
    order_sets()
    print "$cells << EOD"
    for (k = 1; k <= n_series; k++)
        for (s = 1; s <= n_sets; s++)
            print_share(s, k, Series[k] SUBSEP Set[s])
    print "EOD"
    print "array Row[" n_series "]; array Row_at[" n_series "]; Row_end = " n_series + 0.5
    for (k = 1; k <= n_series; k++)
        printf "Row[%d] = %s; Row_at[%d] = %d\n", k, quote(Series_label[Series[k]]), k, k
    print "array Column[" n_sets "]; array Column_at[" n_sets "]; Column_end = " n_sets + 0.5
    for (s = 1; s <= n_sets; s++)
        printf "Column[%d] = %s; Column_at[%d] = %d\n", s, quote(Set[s]), s, s
    print "LOW = 0"
    print_title("accepted at the 95 % quantile: " runs_label() (n_missing_cells ? "; empty: without such a set" : ""))
}

# Those that the longest run has not come last.
function order_sets(    i, n, first) {
    for (i = 1; i <= N_of[longest]; i++) {
        first[++n] = Set_of[longest, i]
        delete Seen_set[first[n]]
    }
    for (i = 1; i <= n_sets; i++)
        if (Set[i] in Seen_set)
            first[++n] = Set[i]
    for (i = 1; i <= n_sets; i++)
        Set[i] = first[i]
}

function print_share(s, k, key,    share) {
    if (!Used[key]) {
        n_missing_cells++
        printf "%d %d NaN \"\" \"\" 6316128\n", s, k
        return
    }
    share = Sum[key] / Used[key]
    printf "%d %d %.6f \"%s\" \"\" %d\n", s, k, share, text_of(share), share < 0.45 ? 16777215 : 0
}

# ".05", "1"
function text_of(share,    text) {
    text = sprintf("%.2f", share)
    sub(/^0/, "", text)
    return share == 1 ? "1" : share == 0 ? "0" : text
}
