# incremental.csv -> a panel for each data set, in it a curve for each method: accuracy by the number of classes that
# are known, mean over seeds, with the least and the most of them, by the scores themselves (rule raw). Of a detector
# against the earlier classes; the bound, against all others, is a point. One of the rivals forgets and falls to where
# guesses are: where it is, a second panel shows from the least of the others on. Behind detectors.awk, which knows the
# detectors; the rivals stand behind them.

BEGIN {
    n_rivals = split("code-mean code-lda feature-mean feature-lda hog-mean hog-classes softmax softmax-new", rival, " ")
    split("code: nearest mean;code: discriminant;features: nearest mean;features: discriminant;" \
        "gradients: nearest mean;gradients: discriminant;" \
        "classifier, trained anew;classifier, new images alone", words, ";")
    split("13 21 12 20 10 18 23 24", lines, " ")
    for (i = 1; i <= n_rivals; i++) {
        Name[rival[i]] = words[i]
        Line[rival[i]] = lines[i]
        Rank[rival[i]] = n_detectors + 1 + i
    }
}

function method() { return cell("method") (cell("negatives") == "others" ? SUBSEP "others" : "") }

pass == 2 && cell("rule") == "raw" {
    set = cell("dataset")
    if (!(set in Seen_set)) {
        Seen_set[set] = 1
        Set[++n_sets] = set
        names = names (n_sets > 1 ? ", " : "") set
    }
    if (!(method() in Seen_method)) {
        Seen_method[method()] = 1
        Method[++n_methods] = rank(cell("method")) SUBSEP method()
    }
    key = set SUBSEP method() SUBSEP (cell("known") + 0)
    accuracy = cell("accuracy") + 0
    if (!(key in N))
        Least[key] = Most[key] = accuracy
    Sum[key] += accuracy
    N[key]++
    Least[key] = accuracy < Least[key] ? accuracy : Least[key]
    Most[key] = accuracy > Most[key] ? accuracy : Most[key]
    if (cell("method") == "softmax-new")
        Forgets[set] = 1
    else if (!(set in Lowest) || accuracy < Lowest[set])
        Lowest[set] = accuracy
    if (!least || cell("known") + 0 < least)
        least = cell("known") + 0
    if (cell("known") + 0 > most)
        most = cell("known") + 0
    if (!(cell("seed") in Seen_seed)) {
        Seen_seed[cell("seed")] = 1
        n_seeds++
    }
}

END {
    sort_keys(Method, n_methods)
    print "$curves << EOD"
    for (s = 1; s <= n_sets; s++)
        for (m = 1; m <= n_methods; m++) {
            name = Method[m]
            sub(/^[^\034]*\034/, "", name)
            points = ""
            for (k = 1; k <= most; k++) {
                key = Set[s] SUBSEP name SUBSEP k
                if (key in N)
                    points = points k " " Sum[key] / N[key] " " Least[key] " " Most[key] "\n"
            }
            if (points == "")
                continue
            printf "%s\n\n", points
            Curve_method[++n_curves] = m
            if (!(s in First))
                First[s] = n_curves
            Last[s] = n_curves
        }
    print "EOD"
    print_panels()
    print "array Line[" n_curves "]; array Point[" n_curves "]; array Shift[" n_curves "]"
    print "array Label[" n_methods "]; array Label_line[" n_methods "]; array Label_point[" n_methods "]"
    for (m = 1; m <= n_methods; m++) {
        split(Method[m], part, SUBSEP)
        Method_line[m] = Line[part[2]] + 0 ? Line[part[2]] : m
        Method_point[m] = part[3] == "others" ? 8 : 7
        label = label_of(part[2])
        printf "Label[%d] = %s; Label_line[%d] = %d; Label_point[%d] = %d\n", m,
            quote(label (part[3] == "others" ? ", against all others" : "")), m, Method_line[m], m, Method_point[m]
    }
    for (c = 1; c <= n_curves; c++) {
        m = Curve_method[c]
        printf "Line[%d] = %d; Point[%d] = %d; Shift[%d] = %.4f\n", c, Method_line[m], c, Method_point[m], c,
            0.5 * (m - 0.5) / n_methods - 0.25
    }
    printf "LEAST_KNOWN = %d; MOST_KNOWN = %d\n", least, most
    print_title("accuracy as classes come: " names \
        (n_seeds > 1 ? " (mean over " n_seeds " seeds, least and most)" : ""))
}

# The data set's name stands in the title where it is the only one.
function print_panels(    s, name) {
    for (s = 1; s <= n_sets; s++) {
        name = n_sets > 1 ? Set[s] : ""
        if (Set[s] in Forgets)
            add_panel(s, name, 0)
        if (Set[s] in Lowest)
            add_panel(s, name (Set[s] in Forgets ? (name == "" ? "" : ", ") "enlarged" : ""),
                int(20 * Lowest[Set[s]]) / 20)
    }
    print "array Panel[" n_panels "]; array First[" n_panels "]; array Last[" n_panels "]; array Low[" n_panels "]"
    printf "%s", panels
}

function add_panel(s, label, low) {
    n_panels++
    panels = panels sprintf("Panel[%d] = %s; First[%d] = %d; Last[%d] = %d; Low[%d] = %g\n", n_panels, quote(label),
        n_panels, First[s], n_panels, Last[s], n_panels, low)
}
