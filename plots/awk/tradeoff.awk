# tradeoff.csv -> panels for each series of a detector that is shown beside its first phase (LIS-AE; if there is none:
# of all but the first phases), against the runs of the first phase (AE) that the column `beside` names, which share it
# and are judged on the same images; up to five tasks of one data set share a panel.

pass == 2 {
    key = series()
    if (Role[cell("detector")] == "first")
        Is_first[key] = 1
    else if (Role[cell("detector")] == "beside")
        Is_beside[key] = n_beside = 1
    if (is_chosen())
        Run_of[task(), key] = cell("run_id")
    Label_of_run[cell("run_id")] = Series_label[key]
    Detector_of_run[cell("run_id")] = detector()
    Dataset_of[task()] = dataset()
    add_point(cell("run_id"), cell("normal"), cell("anomaly"), 1 / 300)
}

END {
    sort_keys(Task, n_tasks)
    sort_keys(Series, n_series)
    n_chunks = choose_chunks()
    for (k = 1; k <= n_series; k++)
        if (n_beside ? Series[k] in Is_beside : !(Series[k] in Is_first))
            print_row(Series[k])
    if (!n_panels)
        for (k = 1; k <= n_series; k++)
            print_row(Series[k])
    print_panels()
    print "CHUNKS = " n_chunks
    print "ROW = " row_length()
    print_title("Normal and anomaly accuracy: " dataset_names() seed_label())
    print_labels("Label", Task, Task_label, n_tasks)
    print "array From[" n_chunks "]; array To[" n_chunks "]"
    for (c = 1; c <= n_chunks; c++)
        printf "From[%d] = %d; To[%d] = %d\n", c, From[c], c, To[c]
    print "array Solid[" n_panels "]; array Dashed[" n_panels "]; array Has[" n_panels "]"
    for (i = 1; i <= n_panels; i++)
        printf "Solid[%d] = %s; Dashed[%d] = %s; Has[%d] = \"%s\"\n", i, quote(Solid[i]), i, quote(Dashed[i]), i, Has[i]
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

# The panels of a series, one for each chunk of tasks.
function print_row(key,    c, i, run, other) {
    Row[++n_rows] = Branch[key]
    for (c = 1; c <= n_chunks; c++) {
        begin_panel((several_sources ? Dataset_of[Task[From[c]]] ", " : "") Series_label[key])
        Solid[n_panels] = Series_label[key]
        for (i = From[c]; i <= To[c]; i++) {
            run = Run_of[Task[i], key]
            other = run == "" ? "" : Beside[run]
            Has[n_panels] = Has[n_panels] ((run in Points) || (other in Points))
            print_curve(run, i - From[c] + 1, 1)
            if (other in Label_of_run) {
                print_curve(other, i - From[c] + 1, 2)
                Dashed[n_panels] = Dashed[n_panels] == "" || Dashed[n_panels] == Label_of_run[other] \
                    ? Label_of_run[other] : Detector_of_run[other]
            }
        }
    }
}

# Series that differ in their second setting alone stand in one row, where all rows are then of one length; 0 else.
function row_length(    n, i, length_) {
    for (i = 1; i <= n_rows; i += n) {
        for (n = 1; i + n <= n_rows && Row[i + n] == Row[i]; n++)
            ;
        if (length_ && n != length_)
            return 0
        length_ = n
    }
    return length_ > 1 && length_ < n_rows ? length_ : 0
}
