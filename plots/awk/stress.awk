# What pictures of stress tests say of their runs: "mnist, class 8, seed 1", or of several how many. Beside names.awk.

pass == 2 {
    task()
    if (!(cell("seed") in Is_seed)) {
        Is_seed[cell("seed")] = 1
        n_run_seeds++
        run_seed = cell("seed")
    }
}

function runs_label() {
    return dataset_names() ", " (n_tasks == 1 ? Task_label[Task[1]] : n_tasks " tasks") ", " \
        (n_run_seeds == 1 ? "seed " run_seed : n_run_seeds " seeds")
}
