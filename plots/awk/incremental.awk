# incremental.csv -> a panel for each data set, in it a curve for each method: accuracy by the number of classes that
# are known, mean over seeds, by the scores themselves (rule raw). Of a detector against the earlier classes; the bound,
# against all others, is a point. Behind detectors.awk, which knows the detectors; the rivals stand behind them.

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
    Sum[key] += cell("accuracy")
    N[key]++
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
                    points = points k " " Sum[key] / N[key] "\n"
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
    print "array Panel[" n_sets "]; array First[" n_sets "]; array Last[" n_sets "]; array Line[" n_curves "]"
    print "array Point[" n_curves "]; array Label[" n_methods "]; array Label_line[" n_methods "]"
    print "array Label_point[" n_methods "]"
    for (s = 1; s <= n_sets; s++)
        printf "Panel[%d] = %s; First[%d] = %d; Last[%d] = %d\n", s, quote(Set[s]), s, First[s], s, Last[s]
    for (m = 1; m <= n_methods; m++) {
        split(Method[m], part, SUBSEP)
        Method_line[m] = Line[part[2]] + 0 ? Line[part[2]] : m
        Method_point[m] = part[3] == "others" ? 8 : 7
        label = label_of(part[2])
        printf "Label[%d] = %s; Label_line[%d] = %d; Label_point[%d] = %d\n", m,
            quote(label (part[3] == "others" ? ", against all others" : "")), m, Method_line[m], m, Method_point[m]
    }
    for (c = 1; c <= n_curves; c++)
        printf "Line[%d] = %d; Point[%d] = %d\n", c, Method_line[Curve_method[c]], c, Method_point[Curve_method[c]]
    print_title("accuracy as classes come: " names (n_seeds > 1 ? " (mean over " n_seeds " seeds)" : ""))
}
