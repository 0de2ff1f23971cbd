# For tools/page-tables: what the gate says of faults that were put in (results/reference/gate-bugs.csv), behind
# csv.awk: a table in Markdown, and how many of them make a night fail.

# "vae mnist -0.301922; ae fashion-mnist 0.070715" as the page has it.
function rows_of(cell_text,    n, i, row, part, line) {
    n = split(cell_text, row, "; ")
    for (i = 1; i <= n; i++) {
        split(row[i], part, " ")
        line = line (i > 1 ? ", " : "") "`" part[1] "`" (part[2] == "mnist" ? " (MNIST)" : "") \
            sprintf(" %+.3f", part[3])
    }
    return line
}

n_records == 1 {
    print "| fault | said | worse | better | cannot be decided |"
    print "|---|---|---|---|---|"
}

{
    undecided = rows_of(cell("undecided"))
    if (cell("n_within") > 0)
        undecided = undecided (undecided == "" ? "" : ", ") \
            sprintf("(within noise, or rounding: at most %.4f)", cell("largest_within"))
    printf "| `%s`: %s | %s | %s | %s | %s |\n", cell("bug"), cell("what"), cell("result"), rows_of(cell("worse")),
        rows_of(cell("improved")), undecided
    count[cell("result")]++
    failing += cell("exit_code") != 0
    strict += cell("exit_code") != 0 || cell("undecided") != ""
}

END {
    printf "\nOf %d faults %d are found, %d undecided, %d said to be better, %d not found: " \
        "a night fails with %d of them, with\n`STRICT=1` with %d.\n\n",
        n_records, count["found"], count["undecided"], count["as better"], count["not found"], failing, strict
}
