# For tools/sweeps and tools/ablations: the means of a sweep.csv as tables in Markdown, behind csv.awk: one for each
# axis, a row for each value, a column for each line. What does not depend on the axis has its mean in each row.

{
    axis = cell("axis")
    name = cell("label")
    if (!(axis in place)) {
        place[axis] = ++axes
        name_of_axis[axes] = axis
    }
    a = place[axis]
    if (!((a, name) in column_of)) {
        column_of[a, name] = ++columns[a]
        label[a, columns[a]] = name
    }
    if (cell("role") == "reference") {
        everywhere[a, name] = cell("mean")
        next
    }
    if (!((a, cell("value")) in row_of)) {
        row_of[a, cell("value")] = ++rows[a]
        value[a, rows[a]] = cell("value")
    }
    mean[a, cell("value"), name] = cell("mean")
}

END {
    for (a = 1; a <= axes; a++) {
        line = "| " name_of_axis[a] " |"
        rule = "|---|"
        for (c = 1; c <= columns[a]; c++) {
            line = line " " label[a, c] " |"
            rule = rule "---|"
        }
        print (a > 1 ? "\n" : "") line "\n" rule
        n = rows[a]
        for (r = 1; r <= n; r++)
            order[r] = value[a, r]
        sort_keys(order, n)
        for (r = 1; r <= n; r++) {
            line = "| " order[r] " |"
            for (c = 1; c <= columns[a]; c++) {
                at = ((a, order[r], label[a, c]) in mean) ? mean[a, order[r], label[a, c]] : everywhere[a, label[a, c]]
                line = line " " (is_number(at) ? sprintf("%.3f", at) : "-") " |"
            }
            print line
        }
    }
}
