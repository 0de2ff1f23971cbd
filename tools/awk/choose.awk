# For tools/choose: the auc.csv of a spec that chooses settings -> a table in Markdown, behind csv.awk: the mean AUC of
# each setting of a detector over its runs (positive classes, and classes that are left out), and of each positive class
# alone; with LinSep off and on also of both together. Detectors as they come, of each the highest first.

BEGIN { together = "off and on" }

function setting(linsep,    words) {
    words = cell("latent") == "" ? "" : "latent " cell("latent")
    if (cell("gamma") != "")
        words = words ", gamma " cell("gamma") (linsep == "" ? "" : ", LinSep " linsep)
    return words (words == "" || cell("variant") == "" ? "" : ", ") cell("variant")
}

function add(key) {
    if (!(key in N)) {
        Of[++n_keys] = key
        Detector[key] = cell("detector")
    }
    Sum[key] += cell("auc")
    N[key]++
    Sum_of[key, cell("positive")] += cell("auc")
    N_of[key, cell("positive")]++
}

cell("outlier") != "all" || cell("status") != "ok" { next }

{
    if (!(cell("positive") in Known)) {
        Known[cell("positive")] = 1
        Positive[++n_positives] = cell("positive")
    }
    add("`" cell("detector") "` | " setting(cell("linsep")))
    if (cell("linsep") != "") {
        Linsep[cell("linsep")] = 1
        add("`" cell("detector") "` | " setting(together))
    }
}

END {
    if (!n_keys)
        fail(FILENAME ": expected runs that are done, found none")
    line = "| detector | setting | mean |"
    rule = "|---|---|---|"
    for (p = 1; p <= n_positives; p++) {
        line = line " class " Positive[p] " |"
        rule = rule "---|"
    }
    print line " runs |"
    print rule "---|"
    for (i = 1; i <= n_keys; i++) { # sorted by mean among those of its detector
        key = Of[i]
        for (k = i; k > 1 && Detector[Of[k - 1]] == Detector[key] && mean(Of[k - 1]) < mean(key); k--)
            Of[k] = Of[k - 1]
        Of[k] = key
    }
    for (i = 1; i <= n_keys; i++) {
        key = Of[i]
        if (index(key, "LinSep " together) && !("off" in Linsep && "on" in Linsep))
            continue
        line = sprintf("| %s | %.4f |", key, mean(key))
        for (p = 1; p <= n_positives; p++)
            line = line of_positive(key, Positive[p]) " |"
        print line " " N[key] " |"
    }
}

function mean(key) {
    return Sum[key] / N[key]
}

function of_positive(key, class) {
    return N_of[key, class] ? sprintf(" %.4f", Sum_of[key, class] / N_of[key, class]) : ""
}
