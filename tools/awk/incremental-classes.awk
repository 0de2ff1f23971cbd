# incremental-classes.csv -> a table in Markdown: the AUC of each class in per cent, mean over seeds; a row for each
# method.

pass == 1 { next }

{
    method = "`" cell("method") "`" (cell("negatives") == "" ? "" : ", " cell("negatives"))
    if (!(method in Seen))
        Method[++n_methods] = method
    Seen[method] = 1
    Sum[method, cell("class")] += cell("auc")
    N[method, cell("class")]++
    if (cell("class") + 0 > most)
        most = cell("class") + 0
}

END {
    head = "| class |"
    rule = "|---|"
    for (c = 0; c <= most; c++) {
        head = head " " c " |"
        rule = rule "---|"
    }
    print head "\n" rule
    for (m = 1; m <= n_methods; m++) {
        printf "| %s |", Method[m]
        for (c = 0; c <= most; c++)
            printf " %.1f |", 100 * Sum[Method[m], c] / N[Method[m], c]
        print ""
    }
}
