# For tools/unreliable: the runs of an experiment's auc.csv that are done, behind csv.awk with OFS = ","; `spec` is the
# experiment: set,detector,network,negative,seed,auc,run_id.

cell("outlier") == "all" && cell("status") == "ok" {
    set = cell("dataset")
    sub(/^synthetic:/, "", set)
    negative = cell("negative")
    sub(/^dataset:synthetic:/, "", negative)
    network = ""
    if (cell("detector") ~ /^(ae|lis-ae)$/)
        network = spec == "unreliable-2d-small" ? "relu 5" : spec == "unreliable-2d-tanh" ? "all tanh" \
            : cell("variant") ~ /code=tanh/ ? "relu tanh-code" : "relu"
    print set, cell("detector"), network, negative, cell("seed"), cell("auc"), cell("run_id")
}
