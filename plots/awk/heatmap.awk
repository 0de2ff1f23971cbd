# auc.csv -> cells of task (row) and series (column), or the other way round: the mean AUC over
# seeds, and behind the tasks of each data set their mean. Where runs failed or are missing, runs
# used / runs planned stands below the number; planned are as many seeds as the series has on any
# task. A mean over fewer tasks than the data set has here is no match for the others: it says so, and has no colour.

# A failed run may have no outlier to name.
pass == 2 && (cell("outlier") == "all" || cell("outlier") == "") {
    key = task() SUBSEP series()
    Dataset_of[task()] = dataset()
    if (++Planned[key] > Seeds[series()])
        Seeds[series()] = Planned[key]
    if (cell("status") == "failed")
        Failed[key] = 1
    if (cell("status") == "ok" && is_number(cell("auc"))) {
        if (!(cell("seed") in Seen_seed)) {
            Seen_seed[cell("seed")] = 1
            n_seeds++
        }
        first_seed = cell("seed")
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

    # Where there are many series, they are the rows: a picture is better high than wide, and names lie flat.
    turned = n_series > 12 && n_series > n_tasks

    print "$cells << EOD"
    for (t = 1; t <= n_tasks; t++) {
        add_line(Task_label[Task[t]], 1)
        for (k = 1; k <= n_series; k++)
            print_task_cell(Task[t] SUBSEP Series[k], Series[k])
        if (t == n_tasks || Dataset_of[Task[t + 1]] != Dataset_of[Task[t]]) {
            add_line(several_sources ? Dataset_of[Task[t]] " mean" : "mean", 1.25)
            for (k = 1; k <= n_series; k++)
                print_mean_cell(Dataset_of[Task[t]], Series[k])
            place += 0.25
        }
    }
    print "EOD"
    place += 0.25
    for (k = 1; k <= n_series; k++) {
        Series_name[k] = Series_label[Series[k]]
        Series_place[k] = k
    }
    if (turned) {
        print_names("Row", Series_name, Series_place, n_series, n_series + 0.5)
        print_names("Column", Task_name, Task_place, n_lines, place)
    } else {
        print_names("Row", Task_name, Task_place, n_lines, place)
        print_names("Column", Series_name, Series_place, n_series, n_series + 0.5)
    }
    printf "LOW = %.1f\n", low
    print_title("AUC: " dataset_names() seeds_label())
}

# " (seed 1)", " (mean over 3 seeds)", " (mean over 1 to 3 seeds)": not all series have as many.
function seeds_label(    i, least, most) {
    if (n_seeds == 1)
        return " (seed " first_seed ")"
    least = most = Seeds[Series[1]]
    for (i = 2; i <= n_series; i++) {
        least = Seeds[Series[i]] < least ? Seeds[Series[i]] : least
        most = Seeds[Series[i]] > most ? Seeds[Series[i]] : most
    }
    return most == 1 ? "" : " (mean over " (least < most ? least " to " : "") most " seeds)"
}

# A row of tasks, or a column where the series are the rows.
function add_line(label, distance) {
    place += distance
    Task_name[++n_lines] = label
    Task_place[n_lines] = place
}

# Arrays of gnuplot: names of rows or columns, where they stand, and where the last one ends.
function print_names(name, label, at, n, end,    i) {
    print "array " name "[" n "]; array " name "_at[" n "]; " name "_end = " end
    for (i = 1; i <= n; i++)
        printf "%s[%d] = %s; %s_at[%d] = %.2f\n", name, i, quote(label[i]), name, i, at[i]
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
        print_empty_cell(Failed[key] ? "failed" : (key in Planned) ? "to do" : "–", "")
}

function print_mean_cell(name, series_key,    t, key, sum, n, used, planned, tasks, all) {
    for (t = 1; t <= n_tasks; t++) {
        if (Dataset_of[Task[t]] != name)
            continue
        all++
        key = Task[t] SUBSEP series_key
        if (!(key in Planned))
            continue
        tasks++
        planned += Seeds[series_key]
        if (Used[key]) {
            sum += Sum[key] / Used[key]
            used += Used[key]
            n++
        }
    }
    if (!n)
        print_empty_cell("–", "")
    else if (tasks < all)
        print_empty_cell(sprintf("%.3f", sum / n), "of " n (n == 1 ? " task" : " tasks"))
    else
        print_cell(sum / n, used, planned)
}

# column, row, value, text, text below, colour of the text: white on the dark half of the palette.
function print_cell(value, used, planned,    shade) {
    shade = (value - low) / (1 - low)
    printf "%s %.6f \"%.3f\" \"%s\" %d\n", position(), value, value,
        used < planned ? used "/" planned : "", shade < 0.45 ? 16777215 : 0
}

function print_empty_cell(text, below) { printf "%s NaN \"%s\" \"%s\" 6316128\n", position(), text, below }

function position() { return turned ? sprintf("%.2f %d", place, k) : sprintf("%d %.2f", k, place) }
