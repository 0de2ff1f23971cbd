# history.csv as gnuplot has it: NIGHTS and ROWS, NAME, LOW and HIGH of each row, and a block with the rows' nights.

function cells(line,    n, quoted, c, i) {
    n = 1
    value[1] = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"") {
            if (quoted && substr(line, i + 1, 1) == "\"") {
                value[n] = value[n] c
                i++
            } else
                quoted = !quoted
        } else if (c == "," && !quoted)
            value[++n] = ""
        else
            value[n] = value[n] c
    }
    return n
}

function setting(word, column) {
    return value[at[column]] == "" ? "" : " " word (word == "" ? "" : " ") value[at[column]]
}

{ n = cells($0) }
NR == 1 {
    for (i = 1; i <= n; i++)
        at[value[i]] = i
    next
}
{
    night = value[at["night"]]
    if (!(night in place))
        place[night] = ++nights
    if (value[at["mean"]] + 0 == 0)
        next
    key = value[at["experiment"]]
    for (i = at["dataset"]; i <= at["classes"]; i++)
        key = key SUBSEP value[i]
    if (!(key in row)) {
        row[key] = ++rows
        name[rows] = value[at["dataset"]] " " value[at["detector"]] setting("latent", "latent") setting("γ", "gamma") \
            (value[at["linsep"]] == "on" ? " linsep" : "") setting("", "variant")
        low[rows] = 1
        high[rows] = 0
    }
    r = row[key]
    mean = value[at["mean"]] + 0
    low[r] = mean < low[r] ? mean : low[r]
    high[r] = mean > high[r] ? mean : high[r]
    bad = value[at["verdict"]] == "regressed" || value[at["verdict_today"]] == "regressed"
    points[r] = points[r] place[night] " " mean " " bad "\n"
}
END {
    printf "NIGHTS = %d\nROWS = %d\n", nights, rows
    if (!rows)
        exit
    printf "array NAME[%d]\narray LOW[%d]\narray HIGH[%d]\n", rows, rows, rows
    for (r = 1; r <= rows; r++) {
        gsub(/["\\`]/, "?", name[r])
        printf "NAME[%d] = \"%s\"\nLOW[%d] = %.6f\nHIGH[%d] = %.6f\n", r, name[r], r, low[r], r, high[r]
    }
    print "$NIGHTS << NO_MORE"
    for (r = 1; r <= rows; r++)
        printf "%s\n\n", points[r]
    print "NO_MORE"
}
