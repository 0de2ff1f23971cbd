# incremental-summary.csv -> a table in Markdown of accuracies and AUCs, a row for each method, negatives and rule.

pass == 1 { next }

!printed++ {
    print "| method | rule | first " cell("first") ", known | all " cell("all") " | least, most " \
        "| of the first " cell("first") " | of the later " cell("all") - cell("first") " | mean AUC |"
    print "|---|---|---|---|---|---|---|---|"
}

{
    method = "`" cell("method") "`" (cell("negatives") == "" ? "" : ", " cell("negatives"))
    printf "| %s | %s | %s| %s| %s, %s | %s| %s| %s|\n", method, cell("rule"),
        cell("first") == cell("all") ? "" : share("accuracy_first") " ", share("accuracy_all") " ",
        share("least"), share("most"), share("base") " ", cell("late") == "" ? "" : share("late") " ", share("auc") " "
}

# Halves are rounded up, as the tables' decimals say.
function share(name) { return sprintf("%.3f", cell(name) + 1e-9) }
