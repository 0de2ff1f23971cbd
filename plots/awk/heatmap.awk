# auc.csv -> cells of task (row) and series (column): the mean AUC over seeds, and below the
# tasks of each data set their mean. Where runs failed or are missing, runs used / runs planned
# stands below the number; planned are as many seeds as the series has on any task.

# A failed run may have no outlier to name.
pass == 2 && (cell("outlier") == "all" || cell("outlier") == "") {
    key = task() SUBSEP series()
    Dataset_of[task()] = dataset()
    if (++Planned[key] > Seeds[series()])
        Seeds[series()] = Planned[key]
    if (cell("status") == "failed")
        Failed[key] = 1
    if (cell("status") == "ok" && is_number(cell("auc"))) {
        Sum[key] += cell("auc")
        Used[key]++
        n_used++
    }
}

END {
    if (!n_used)
        fail(FILENAME ": expected rows with outlier 'all' and status 'ok', found none")
    sort_keys(Task, n_tasks)
    sort_keys(Series, n_series)
    low = lowest_shown()

    print "$cells << EOD"
    for (t = 1; t <= n_tasks; t++) {
        add_row(Task_label[Task[t]], 1)
        for (k = 1; k <= n_series; k++)
            print_task_cell(Task[t] SUBSEP Series[k], Series[k])
        if (t == n_tasks || Dataset_of[Task[t + 1]] != Dataset_of[Task[t]]) {
            add_row(several_sources ? Dataset_of[Task[t]] " mean" : "mean", 1.25)
            for (k = 1; k <= n_series; k++)
                print_mean_cell(Dataset_of[Task[t]], Series[k])
            y += 0.25
        }
    }
    print "EOD"

    print_labels("Label", Series, Series_label, n_series)
    print "array Row[" n_rows "]; array Row_y[" n_rows "]"
    for (i = 1; i <= n_rows; i++)
        printf "Row[%d] = %s; Row_y[%d] = %.2f\n", i, quote(Row[i]), i, Row_y[i]
    printf "LOW = %.1f\nBOTTOM_Y = %.2f\n", low, y + 0.25
    print "TITLE = " quote("AUC: " dataset_names() " (mean over seeds)")
}

function add_row(label, distance) {
    y += distance
    Row[++n_rows] = label
    Row_y[n_rows] = y
}

# The scale begins at 0.5 (guessing), or lower where a mean is.
function lowest_shown(    key, low) {
    low = 0.5
    for (key in Used)
        while (low > 0 && Sum[key] / Used[key] < low)
            low -= 0.1
    return low
}

function print_task_cell(key, series_key) {
    if (Used[key])
        print_cell(Sum[key] / Used[key], Used[key], Seeds[series_key])
    else
        print_empty_cell(Failed[key] ? "failed" : Planned[key] ? "to do" : "–")
}

function print_mean_cell(name, series_key,    t, key, sum, n, used, planned) {
    for (t = 1; t <= n_tasks; t++) {
        if (Dataset_of[Task[t]] != name)
            continue
        key = Task[t] SUBSEP series_key
        planned += Seeds[series_key]
        if (Used[key]) {
            sum += Sum[key] / Used[key]
            used += Used[key]
            n++
        }
    }
    if (n)
        print_cell(sum / n, used, planned)
    else
        print_empty_cell("–")
}

# column, row, value, text, text below, colour of the text: white on the dark half of the palette.
function print_cell(value, used, planned,    shade) {
    shade = (value - low) / (1 - low)
    printf "%d %.2f %.6f \"%.3f\" \"%s\" %d\n", k, y, value, value,
        used < planned ? used "/" planned : "", shade < 0.45 ? 16777215 : 0
}

function print_empty_cell(text) { printf "%d %.2f NaN \"%s\" \"\" 6316128\n", k, y, text }
