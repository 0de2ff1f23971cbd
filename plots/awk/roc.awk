# roc.csv -> one panel for each task, in it one curve for each series. The eye tells some eight curves apart: more of
# them are in facets, each of which has all tasks.

BEGIN { MOST = 8 }

pass == 2 { add_point(task() SUBSEP series(), cell("fpr"), cell("tpr"), 1 / 300) }

END {
    sort_keys(Task, n_tasks)
    sort_keys(Series, n_series)
    for (k = 1; k <= n_series; k++)
        see_series(Series[k])
    n_facets = choose_facets()
    for (f = 1; f <= n_facets; f++) {
        if (is_of_one(From[f], To[f]))
            for (k = From[f]; k <= To[f]; k++)
                Own_line[Series[k]] = 0
        choose_lines(From[f], To[f])
        for (i = 1; i <= n_tasks; i++) {
            begin_panel(Task_label[Task[i]])
            for (k = From[f]; k <= To[f]; k++)
                print_curve(Task[i] SUBSEP Series[k], Series_line[Series[k]], 1)
        }
    }
    print_panels()
    print_labels("Label", Series, Series_label, n_series)
    print "array Label_line[" n_series "]"
    for (k = 1; k <= n_series; k++)
        print "Label_line[" k "] = " Series_line[Series[k]]
    print "array From[" n_facets "]; array To[" n_facets "]"
    for (f = 1; f <= n_facets; f++)
        printf "From[%d] = %d; To[%d] = %d\n", f, From[f], f, To[f]
    print_title("ROC curves: " dataset_names() seed_label())
}

# Supervised or not, with LinSep or without, a detector's series belong together. Where a series has no curves of some
# tasks, its label says of how many it has.
function see_series(key,    i, n) {
    Kin[key] = Family[key]
    sub(/^(Sup\. )?(LinSep-)?/, "", Kin[key])
    for (i = 1; i <= n_tasks; i++)
        n += (Task[i] SUBSEP key) in Points
    if (n < n_tasks)
        Series_label[key] = Series_label[key] " (" n " of " n_tasks " tasks)"
}

# Has a facet settings of one detector alone? Then colours are those of the settings, the same in each such facet.
function is_of_one(first, last,    k) {
    for (k = first + 1; k <= last; k++)
        if (Family[Series[k]] != Family[Series[first]])
            return 0
    return last > first
}

# Facet f has the series From[f]..To[f]. What belongs together stays so, as long as it fits: a detector's series, or
# those of one value of the first setting in which they differ.
function choose_facets(    n, from, size, target, facets) {
    if (n_series <= MOST) {
        From[1] = 1
        To[1] = n_series
        return 1
    }
    target = n_series / ceiling(n_series / MOST)
    for (from = 1; from <= n_series; from += n) {
        n = block(from)
        if (!facets || size >= target || size + n > MOST) {
            From[++facets] = from
            size = 0
        }
        size += n
        To[facets] = from + n - 1
    }
    return facets
}

# The number of series from this one on that belong together, at most MOST.
function block(from,    n) {
    n = alike(Kin, from)
    if (n <= MOST && begins(Kin, from))
        return n
    if (alike(Branch, from) > 1 && alike(Branch, from) <= MOST && begins(Branch, from))
        return alike(Branch, from)
    return ceiling(n / ceiling(n / MOST)) # equal parts
}

function begins(group, from) { return from == 1 || group[Series[from - 1]] != group[Series[from]] }

function alike(group, from,    n) {
    for (n = 1; from + n <= n_series && group[Series[from + n]] == group[Series[from]]; n++)
        ;
    return n
}

function ceiling(x) { return int(x) + (x > int(x)) }
