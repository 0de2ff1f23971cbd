# For tools/ablations: what thresholds miss, of the file that `lisae thresholds` writes, behind csv.awk, as a table in
# Markdown: a row for each setting, a column for each detector, in per cent the false alarms and the missed anomalies,
# means over tasks and seeds.

cell("outlier") == "all" {
    row = cell("negative") (cell("negative") != "" && cell("variant") != "" ? ", " : "") cell("variant")
    if (row == "")
        row = "no negatives"
    if (!(row in row_of)) {
        row_of[row] = ++rows
        name_of_row[rows] = row
    }
    name = cell("detector")
    if (!(name in column_of)) {
        column_of[name] = ++columns
        detector[columns] = name
    }
    n[row, name]++
    alarms[row, name] += cell("false_alarms")
    missed[row, name] += cell("missed")
}

END {
    line = "| false alarms / missed, % |"
    rule = "|---|"
    for (c = 1; c <= columns; c++) {
        line = line " " detector[c] " |"
        rule = rule "---|"
    }
    print line "\n" rule
    for (r = 1; r <= rows; r++) {
        line = "| " name_of_row[r] " |"
        for (c = 1; c <= columns; c++) {
            at = name_of_row[r] SUBSEP detector[c]
            line = line (n[at] ? sprintf(" %.1f / %.1f |", 100 * alarms[at] / n[at], 100 * missed[at] / n[at]) : " - |")
        }
        print line
    }
}
