# Of tables A1 to A4 (tableA1.csv to tableA4.csv) a table in Markdown: how often a single class as negatives helps
# against a class of outliers, or hurts, and which of the five helps most. A1 and A2 are LIS-AE's, A3 and A4
# LinSep-LIS-AE's.

BEGIN {
    split("plane ship car truck cat dog deer horse", word, " ")
    for (i = 1; i <= 8; i += 2) {
        like[word[i], word[i + 1]] = like[word[i + 1], word[i]] = 1
    }
    limit = 0.02
}

cell("part") == "printed" && cell("reproduced") != "" {
    kind = cell("table") ~ /A[12]/ ? "LIS-AE" : "LinSep-LIS-AE"
    task = cell("positive") SUBSEP cell("outlier")
    if (cell("negative") == "none") {
        without[kind, task] = cell("reproduced")
    } else if (cell("negative") ~ /^class:/) {
        # "Dog 5"
        split(tolower(cell("heading")), heading, " ")
        if (!((kind, task) in classes)) {
            tasks[kind] = tasks[kind] "\n" task
        }
        classes[kind, task] = classes[kind, task] " " heading[1]
        value[kind, task, heading[1]] = cell("reproduced")
    }
}

# One of the two with single classes as negatives.
function count(kind,    n, m, of, part, class, i, k, own, best, better) {
    n = split(substr(tasks[kind], 2), of, "\n")
    for (i = 1; i <= n; i++) {
        split(of[i], part, SUBSEP)
        m = split(classes[kind, of[i]], class, " ")
        for (k = 1; k <= m; k++) {
            own = value[kind, of[i], class[k]]
            if (part[2] == "mean") {
                means[kind]++
                beside_means[kind] += own > value["LIS-AE", of[i], class[k]]
                continue
            }
            cells[kind]++
            above[kind] += own - without[kind, of[i]] > limit
            below[kind] += own - without[kind, of[i]] < -limit
            beside_above[kind] += own - value["LIS-AE", of[i], class[k]] > 0
            beside_more[kind] += own - value["LIS-AE", of[i], class[k]] > limit
            beside_less[kind] += own - value["LIS-AE", of[i], class[k]] < -limit
            if ((part[2], class[k]) in like) {
                pairs[kind]++
                better = 0
                for (best = 1; best <= m; best++) {
                    better += value[kind, of[i], class[best]] > own
                }
                first[kind] += better == 0
                second[kind] += better == 1
            }
        }
    }
}

function line(kind) {
    count(kind)
    printf "| %s, against none | %d | %d | %d | %d | %d and %d of %d |\n", kind, cells[kind], above[kind],
        below[kind], cells[kind] - above[kind] - below[kind], first[kind], second[kind], pairs[kind]
}

END {
    print "| | cells | more than .02 above | more than .02 below | between | the likest is best, second |"
    print "|---|---|---|---|---|---|"
    line("LIS-AE")
    own = "LinSep-LIS-AE"
    line(own)
    printf "| LinSep-LIS-AE, against LIS-AE | %d | %d | %d | %d | |\n", cells[own], beside_more[own],
        beside_less[own], cells[own] - beside_more[own] - beside_less[own]
    printf "\nLinSep-LIS-AE is above LIS-AE in %d of the %d cells and in %d of the %d averages.\n", beside_above[own],
        cells[own], beside_means[own], means[own]
}
