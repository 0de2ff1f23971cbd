# Of the runs that differ in nothing but the seed the one with the smallest is drawn: the rules of files behind this one
# see its rows alone.

pass == 1 {
    same = settings()
    if (!(same in Run) || seed() < Seed[same]) {
        Run[same] = cell("run_id")
        Seed[same] = seed()
    }
    Beside[cell("run_id")] = has("beside") ? cell("beside") : ""
}

# The runs that those name which are drawn are drawn, too, were there others with a smaller seed.
pass == 2 && !n_needed++ {
    for (same in Run)
        if (Beside[Run[same]] != "")
            Needed[Beside[Run[same]]] = 1
}

# The rules of the next file see the rows of the runs that are drawn.
pass == 2 {
    if (!(cell("run_id") in Is_drawn))
        choose_run()
    if (!Is_drawn[cell("run_id")])
        next
}

function choose_run() {
    Is_drawn[cell("run_id")] = is_chosen() || (cell("run_id") in Needed)
    if (!Is_drawn[cell("run_id")] || cell("seed") == "" || (cell("seed") in Seen_seed))
        return
    Seen_seed[cell("seed")] = 1
    n_seeds++
    first_seed = cell("seed")
}

function is_chosen() { return Run[settings()] == cell("run_id") }

function seed() { return cell("seed") + 0 }

# All that tells a run from others but the seed: the columns before run_id.
function settings(    i, all) {
    for (i = 1; i < column("run_id"); i++)
        if (Name_of_column[i] != "seed")
            all = all SUBSEP Cell[i]
    return all
}

# " (seed 1)" for the title.
function seed_label() {
    return n_seeds == 1 ? " (seed " first_seed ")" : n_seeds > 1 ? " (first seeds)" : ""
}
