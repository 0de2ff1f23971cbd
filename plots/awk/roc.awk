# roc.csv -> one panel for each task, in it one curve for each series.

pass == 2 { add_point(task() SUBSEP series(), cell("fpr"), cell("tpr"), 1 / 300) }

END {
    sort_keys(Task, n_tasks)
    sort_keys(Series, n_series)
    choose_lines()
    for (i = 1; i <= n_tasks; i++) {
        begin_panel(Task_label[Task[i]])
        for (k = 1; k <= n_series; k++)
            print_curve(Task[i] SUBSEP Series[k], Series_line[Series[k]], 1)
    }
    print_panels()
    print_labels("Label", Series, Series_label, n_series)
    print "array Label_line[" n_series "]"
    for (k = 1; k <= n_series; k++)
        print "Label_line[" k "] = " Series_line[Series[k]]
    print "TITLE = " quote("ROC curves: " dataset_names() seed_label())
}
