# tradeoff.csv -> one row of panels for each series of a detector that is shown beside its first phase (LIS-AE; if
# there is none: of all but the first phases), against the first phase (AE) of the same latent size; up to five tasks of one data set share a panel.

pass == 2 {
    key = series()
    if (Role[cell("detector")] == "first")
        Is_first[key] = 1
    else if (Role[cell("detector")] == "beside")
        Is_beside[key] = n_beside = 1
    Latent[key] = ((detector(), "latent") in Differs) ? cell("latent") : ""
    key = task()
    Dataset_of[key] = dataset()
    add_point(key SUBSEP series(), cell("normal"), cell("anomaly"), 1 / 300)
}

END {
    sort_keys(Task, n_tasks)
    sort_keys(Series, n_series)
    n_chunks = choose_chunks()
    for (k = 1; k <= n_series; k++)
        if (n_beside ? Series[k] in Is_beside : !(Series[k] in Is_first))
            print_row(Series[k], partner(Series[k]))
    if (!n_panels)
        for (k = 1; k <= n_series; k++)
            print_row(Series[k], "")
    print_panels()
    print "CHUNKS = " n_chunks
    print "TITLE = " quote("Normal and anomaly accuracy: " dataset_names() seed_label())
    print_labels("Label", Task, Task_label, n_tasks)
    print "array From[" n_chunks "]; array To[" n_chunks "]"
    for (c = 1; c <= n_chunks; c++)
        printf "From[%d] = %d; To[%d] = %d\n", c, From[c], c, To[c]
    print "array Solid[" n_panels "]; array Dashed[" n_panels "]"
    for (i = 1; i <= n_panels; i++)
        printf "Solid[%d] = %s; Dashed[%d] = %s\n", i, quote(Solid[i]), i, quote(Dashed[i])
}

# Chunk c has the tasks From[c]..To[c]: as few chunks as hold five each, of one size.
function choose_chunks(    i, k, n, chunks, size, count) {
    for (i = 1; i <= n_tasks; i += n) {
        for (n = 1; i + n <= n_tasks && Dataset_of[Task[i + n]] == Dataset_of[Task[i]]; n++)
            ;
        chunks = int((n + 4) / 5)
        size = int((n + chunks - 1) / chunks)
        for (k = 0; k < n; k += size) {
            From[++count] = i + k
            To[count] = i + (k + size < n ? k + size : n) - 1
        }
    }
    return count
}

function partner(key,    i, found) {
    for (i = 1; i <= n_series; i++)
        if ((Series[i] in Is_first) && (found == "" || Latent[Series[i]] == Latent[key]))
            found = Series[i]
    return found
}

function print_row(key, first,    c, i) {
    for (c = 1; c <= n_chunks; c++) {
        begin_panel(Series_label[key])
        Solid[n_panels] = Series_label[key]
        Dashed[n_panels] = Series_label[first]
        for (i = From[c]; i <= To[c]; i++) {
            print_curve(Task[i] SUBSEP key, i - From[c] + 1, 1)
            if (first != "")
                print_curve(Task[i] SUBSEP first, i - From[c] + 1, 2)
        }
    }
}
