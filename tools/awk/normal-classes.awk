# For tools/ablations: from the auc.csv of ablation-normal-classes a sweep.csv, behind csv.awk with OFS = ",": the AUC
# by how many classes are normal, from class 0 on or from the last one back. `labels` is detectors.csv, read first.

FILENAME == labels {
    label[cell("detector")] = cell("label")
    next
}

FNR == 2 {
    print "dataset,task,axis,kind,value,detector,label,role,mean,lo,hi,interval,n_ok,n_planned,declared,best"
}

cell("outlier") == "all" && cell("status") == "ok" {
    n = split(cell("positive"), class, " ")
    print cell("dataset"), "one-class", "normal classes " (class[1] == 0 ? "0 and up" : "9 and down"), "number", n, \
        cell("detector"), label[cell("detector")], "line", cell("auc"), cell("auc_lo"), cell("auc_hi"), "images",
        1, 1, 0, 0
}
