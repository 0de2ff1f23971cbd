# For tools/unreliable: the runs of an experiment's auc.csv that are done, behind csv.awk with OFS = ","; `spec` is the
# experiment: set,detector,network,negative,seed,auc,run_id. Of unreliable-2d-latent those on codes alone: its
# autoencoders are runs of unreliable-2d, too.

spec == "unreliable-2d-latent" && cell("detector") !~ /^latent-/ { next }

cell("outlier") == "all" && cell("status") == "ok" {
    set = cell("dataset")
    sub(/^synthetic:/, "", set)
    negative = cell("negative")
    sub(/^dataset:synthetic:/, "", negative)
    network = ""
    if (cell("detector") ~ /^(ae|lis-ae)$/)
        network = spec == "unreliable-2d-small" ? "relu 5" : spec == "unreliable-2d-tanh" ? "all tanh" \
            : network_of(cell("variant"))
    if (cell("detector") ~ /^latent-/)
        network = network_of(cell("variant")) " on " (cell("variant") ~ /encoder=lis-ae/ ? "lis-ae" : "ae")
    print set, cell("detector"), network, negative, cell("seed"), cell("auc"), cell("run_id")
}

function network_of(variant) { return variant ~ /code=tanh/ ? "relu tanh-code" : "relu" }
