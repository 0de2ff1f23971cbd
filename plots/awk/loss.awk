# loss.csv -> one panel for each series, stage and data set; in it for each task (a colour) the
# loss of positives, the error of negatives and LinSep's cross-entropy (a dash each).

BEGIN { n_quantities = split("positives|negatives|separation", Quantity, "|") }

pass == 2 {
    key = series() SUBSEP dataset() SUBSEP cell("stage")
    if (!(key in Panel_key_label)) {
        Panel_key[++n_keys] = key
        Panel_key_label[key] = Series_label[series()] ", " stage_label(cell("stage")) \
            (several_sources ? ", " dataset() : "")
    }
    add_quantity(1, cell("positive_loss"))
    add_quantity(2, cell("negative_error"))
    add_quantity(3, cell("separation"))
}

END {
    sort_keys(Task, n_tasks)
    sort_keys(Panel_key, n_keys)
    for (i = 1; i <= n_keys; i++) {
        begin_panel(Panel_key_label[Panel_key[i]])
        for (t = 1; t <= n_tasks; t++)
            for (q = 1; q <= n_quantities; q++)
                print_curve(Panel_key[i] SUBSEP Task[t] SUBSEP q, t, q)
    }
    print_panels()
    print_labels("Label", Task, Task_label, n_tasks)
    n = 0
    for (q = 1; q <= n_quantities; q++)
        if (q in Quantity_seen)
            n++
    print "array Quantity[" n "]; array Quantity_dash[" n "]"
    for (q = n = 0; q++ < n_quantities; )
        if (q in Quantity_seen)
            printf "Quantity[%d] = %s; Quantity_dash[%d] = %d\n", ++n, quote(Quantity[q]), n, q
    print "LOG = " (lowest > 0 && highest > 20 * lowest)
    print "TITLE = " quote("Loss by epoch: " dataset_names() seed_label())
}

function add_quantity(q, value) {
    if (!is_number(value))
        return
    value += 0
    if (!n_values++)
        lowest = highest = value
    lowest = value < lowest ? value : lowest
    highest = value > highest ? value : highest
    Quantity_seen[q] = 1
    add_point(key SUBSEP task() SUBSEP q, cell("epoch"), value, 0)
}

# "phase1" -> "phase 1".
function stage_label(stage) {
    if (match(stage, /[0-9]+$/) && RSTART > 1 && substr(stage, RSTART - 1, 1) != " ")
        return substr(stage, 1, RSTART - 1) " " substr(stage, RSTART)
    return stage
}
