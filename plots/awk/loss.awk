# loss.csv -> one panel for each series, stage and data set; in it for each task (a colour) what is
# told of positives and of negatives (a dash each). LinSep's cross-entropy is of another unit and
# has panels of its own. The column `trained` says whose training a curve is: what several
# series started from is drawn once.

BEGIN {
    n_quantities = split("positives|negatives|separation", Quantity, "|")
    SEPARATION = 3
}

pass == 2 {
    add_quantity(1, cell("positive_loss"))
    add_quantity(2, cell("negative_error"))
    add_quantity(SEPARATION, cell("separation"))
}

END {
    sort_keys(Task, n_tasks)
    sort_keys(Panel_key, n_keys)
    for (i = 1; i <= n_keys; i++)
        print_panel(Panel_key[i])
    print_panels()
    print_axes()
    print_labels("Label", Task, Task_label, n_tasks)
    print "array Quantity[" n_quantities_seen() "]; array Quantity_dash[" n_quantities_seen() "]"
    for (q = n = 0; q++ < SEPARATION - 1; )
        if (q in Quantity_seen)
            printf "Quantity[%d] = %s; Quantity_dash[%d] = %d\n", ++n, quote(Quantity[q]), n, q
    print_title("Loss by epoch: " dataset_names() seed_label())
}

function n_quantities_seen() { return (1 in Quantity_seen) + (2 in Quantity_seen) }

# A panel is known by the first series that has it, so that sorting leaves it there.
function add_quantity(q, value,    source, key, curve) {
    if (!is_number(value))
        return
    source = (has("trained") ? cell("trained") : cell("run_id")) SUBSEP cell("stage") SUBSEP (q == SEPARATION)
    if (!(source in Panel_of)) {
        key = series() SUBSEP dataset() SUBSEP cell("stage") SUBSEP (q == SEPARATION)
        Panel_of[source] = key
        Owner[source] = cell("run_id")
        if (!(key in Has_panel)) {
            Has_panel[key] = 1
            Panel_key[++n_keys] = key
            Stage[key] = cell("stage") (q == SEPARATION ? ", LinSep's head" : "")
            Source_name[key] = several_sources ? ", " dataset() : ""
        }
    }
    key = Panel_of[source]
    add_sharer(key)
    if (Owner[source] != cell("run_id"))
        return
    value += 0
    if (!(key in Lowest) || value < Lowest[key])
        Lowest[key] = value
    if (!(key in Highest) || value > Highest[key])
        Highest[key] = value
    if (!(key in Last_epoch) || cell("epoch") + 0 > Last_epoch[key])
        Last_epoch[key] = cell("epoch") + 0
    if (!(key in First_epoch) || cell("epoch") + 0 < First_epoch[key])
        First_epoch[key] = cell("epoch") + 0
    Quantity_seen[q] = 1
    add_point(key SUBSEP task() SUBSEP q, cell("epoch"), value, 0)
}

# The series that a panel is of.
function add_sharer(key) {
    if ((key, series()) in Shares)
        return
    Shares[key, series()] = 1
    Sharer[key, ++N_sharers[key]] = series()
}

function print_panel(key,    t, q, before, lines) {
    begin_panel(sharers_label(key) ", " stage_label(Stage[key]) Source_name[key])
    Key_of_panel[n_panels] = key
    for (t = 1; t <= n_tasks; t++)
        for (q = 1; q <= n_quantities; q++) {
            before = n_curves
            print_curve(key SUBSEP Task[t] SUBSEP q, t, q == SEPARATION ? 1 : q)
            if (n_curves > before)
                Single[n_curves] = split(Points[key SUBSEP Task[t] SUBSEP q], lines, "\n") <= 2
        }
}

# "LIS-AE, γ 5", or where several series share a training their detectors with the settings that all of them have:
# "AE and LIS-AE, code of 16".
function sharers_label(key,    i, k, n, part, parts, family, names, label, in_all, more) {
    if (N_sharers[key] == 1)
        return Series_label[Sharer[key, 1]]
    for (i = 1; i <= N_sharers[key]; i++) {
        family = Family[Sharer[key, i]]
        if (family in Seen_family)
            continue
        Seen_family[family] = 1
        names[++n] = family
    }
    split("", Seen_family)
    for (i = 1; i <= n && i <= 3; i++)
        label = label (i == 1 ? "" : i == n ? " and " : ", ") names[i]
    if (n > 3)
        label = label " and others"
    parts = split(Series_label[Sharer[key, 1]], part, ", ")
    for (k = 2; k <= parts; k++) {
        in_all = 1
        for (i = 2; i <= N_sharers[key] && in_all; i++)
            in_all = index(Series_label[Sharer[key, i]] ", ", ", " part[k] ", ") > 0
        if (in_all)
            more = more ", " part[k]
    }
    return label more
}

# Axes that fit each panel's curves: numbers at whole epochs, a logarithm where values are far apart.
function print_axes(    p, key, last, first) {
    print "array Log[" n_panels "]; array Y_tics[" n_panels "]; array Unit[" n_panels "]"
    print "array Epoch_first[" n_panels "]; array Epoch_last[" n_panels "]; array Epoch_step[" n_panels "]"
    for (p = 1; p <= n_panels; p++) {
        key = Key_of_panel[p]
        first = First_epoch[key] - (First_epoch[key] == Last_epoch[key] ? 0.5 : 0)
        last = Last_epoch[key] + (First_epoch[key] == Last_epoch[key] ? 0.5 : 0)
        printf "Log[%d] = %d; Y_tics[%d] = %s; Unit[%d] = %s\n", p, is_wide(key), p, quote(log_tics(key)), p,
            quote(unit_of(Stage[key]))
        printf "Epoch_first[%d] = %g; Epoch_last[%d] = %g; Epoch_step[%d] = %d\n", p, first, p, last, p,
            epoch_step(Last_epoch[key] - First_epoch[key])
    }
    print "array Single[" n_curves "]"
    for (p = 1; p <= n_curves; p++)
        printf "Single[%d] = %d\n", p, Single[p]
}

# What a stage tells (docs/results.md). Autoencoders reconstruct negatives, too, and miss them by an error alike.
function unit_of(stage) {
    return stage ~ /head$/ ? "cross-entropy" : stage ~ /^(phase|pretrain)/ ? "reconstruction error" \
        : stage == "dsvdd" ? "squared distance" : "loss"
}

function is_wide(key) { return Lowest[key] > 0 && Highest[key] > 20 * Lowest[key] }

# 1, 2 and 5 times powers of ten, as far as the curves go; nothing where decades are enough.
function log_tics(key,    power, i, tic, tics) {
    if (!is_wide(key) || Highest[key] > 5000 * Lowest[key])
        return ""
    for (power = 1e-12; power < Highest[key]; power *= 10)
        for (i = 1; i <= 5; i += i) {
            tic = (i == 4 ? 5 : i) * power
            if (tic >= Lowest[key] / 2 && tic <= Highest[key] * 2)
                tics = tics (tics == "" ? "" : ", ") sprintf("%g", tic)
        }
    return tics
}

# At most eight steps, each 1, 2 or 5 times a power of ten.
function epoch_step(span,    step, i) {
    for (step = 1; ; step *= 10)
        for (i = 1; i <= 5; i += i)
            if (span <= 8 * step * (i == 4 ? 5 : i))
                return step * (i == 4 ? 5 : i)
}

# "phase1" -> "phase 1".
function stage_label(stage,    number) {
    if (match(stage, /[0-9]+/) && RSTART > 1 && substr(stage, RSTART - 1, 1) != " ")
        return substr(stage, 1, RSTART - 1) " " substr(stage, RSTART)
    return stage
}
