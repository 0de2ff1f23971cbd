# Tasks and series: what the panels, rows, columns and curves of a figure are and how they are
# called. A task is a data set with its positive classes, in a figure of several data sets
# named with it. A series is a detector with its settings; its label names only the settings
# that take several values within one task. A detector on the codes of several encoders is one
# detector for each.
#
# Pass 1 learns what differs; task() and series() of pass 2 return keys for sort_keys(),
# Task_label[] and Series_label[] tell what to print.

# detectors.csv beside the tables says what each detector is called, in which order, and with which line type (colour
# and dash, see common.gp); one that it does not name is called as it is, and comes last.

BEGIN {
    read_detectors()

    # The line types of what a detector with a line type of its own becomes: by LinSep, by supervision, by both.
    Line_of_variant[1, "LinSep-"] = 3
    Line_of_variant[1, "Sup. "] = 9
    Line_of_variant[1, "Sup. LinSep-"] = 11

    # Settings by other words than their columns' names.
    Word["negative"] = "neg. "
    Word["gamma"] = "γ "
    Word["beta"] = "β "
}

# The negatives and the columns from seed to variant: what runs of one detector on one task may differ in. LinSep is
# part of the detector's name.
n_settings == 0 {
    Setting[++n_settings] = "negative"
    for (i = column("seed") + 1; i <= column("variant"); i++)
        if (Name_of_column[i] != "linsep")
            Setting[++n_settings] = Name_of_column[i]
}

# Files of curves have many rows for each run; one is enough.
pass == 1 && cell("run_id") != "" && Known_run[cell("run_id")]++ { next }

pass == 1 {
    if (!(cell("dataset") in Edition)) {
        Edition[cell("dataset")] = edition()
        Dataset[++n_datasets] = cell("dataset")
        if (n_datasets > 1)
            several_sources = 1
    }
    else if (Edition[cell("dataset")] != edition())
        Has_editions[cell("dataset")] = several_sources = 1
    for (i = 1; i <= n_settings; i++) {
        place = cell("dataset") SUBSEP edition() SUBSEP cell("positive") SUBSEP detector() \
            SUBSEP Setting[i]
        if (!(place in Value))
            Value[place] = setting(Setting[i])
        else if (Value[place] != setting(Setting[i]))
            Differs[detector(), Setting[i]] = 1
    }
}

# The data set, with its edition where it has several (known in pass 2).
function dataset() { return cell("dataset") ((cell("dataset") in Has_editions) ? " " edition() : "") }

# Curves have no edition.
function edition() { return has("edition") ? cell("edition") : "" }

function task(    key, label) {
    key = dataset() SUBSEP cell("positive")
    if (!(key in Task_label)) {
        label = class_label(cell("positive"))
        Task_label[key] = several_sources ? dataset() " " label : label
        Task[++n_tasks] = key
    }
    return key
}

# "class 8" and "classes 0 1", or the names of the lines of classes.txt beside the CSV.
function class_label(positive,    n, i, class, label) {
    if (positive !~ /^[0-9]+( [0-9]+)*$/)
        return positive
    read_class_names()
    n = split(positive, class, " ")
    for (i = 1; i <= n; i++) {
        if (!(class[i] in Class_name))
            return (n > 1 ? "classes " : "class ") positive
        label = label (i > 1 ? " + " : "") Class_name[class[i]]
    }
    return label
}

# One file cannot name the classes of several data sets.
function read_class_names(    file, i, line) {
    if (class_names_read++ || n_datasets > 1)
        return
    file = FILENAME
    sub(/[^\/]*$/, "classes.txt", file)
    for (i = 0; (getline line < file) > 0; i++) {
        sub(/\r$/, "", line)
        if (line != "")
            Class_name[i] = line
    }
    close(file)
}

function read_detectors(    file, line, part) {
    file = ARGV[1]
    sub(/[^\/]*$/, "detectors.csv", file)
    while ((getline line < file) > 0) {
        split(line, part, ",")
        if (part[1] == "detector")
            continue
        Rank[part[1]] = part[3]
        Name[part[1]] = part[2]
        Line[part[1]] = part[4]
        Role[part[1]] = part[5]
        n_detectors = part[3]
    }
    close(file)
}

function label_of(name) { return (name in Name) ? Name[name] : name }

# "LIS-AE", "LinSep-LIS-AE", "Sup. LIS-AE", "Latent-kNN of LIS-AE".
function detector() {
    return kind() label_of(cell("detector")) (encoder() == "" ? "" : " of " label_of(encoder()))
}

function kind() { return (cell("negative") == "outliers" ? "Sup. " : "") (cell("linsep") == "on" ? "LinSep-" : "") }

# 0: none of its own.
function line_of(    line) {
    line = encoder() == "" ? Line[cell("detector")] + 0 : 0
    return kind() == "" ? line : Line_of_variant[line, kind()] + 0
}

# The encoder of a detector on codes, where the experiment has several.
function encoder(    variant) {
    variant = " " cell("variant") " "
    if (!sub(/.* latent\.encoder=/, "", variant))
        return ""
    sub(/ .*/, "", variant)
    return variant
}

# The encoder is part of the detector's name.
function setting(name,    value) {
    value = cell(name)
    if (name != "variant")
        return value
    sub(/(^| )latent\.encoder=[^ ]+/, "", value)
    sub(/^ /, "", value)
    return value
}

function series(    key, label, i, value) {
    key = ((cell("detector") in Rank) ? Rank[cell("detector")] : n_detectors + 1) \
        SUBSEP cell("detector") SUBSEP encoder() SUBSEP (cell("negative") == "outliers") \
        SUBSEP (cell("linsep") == "on")
    label = detector()
    for (i = 1; i <= n_settings; i++) {
        value = ((detector(), Setting[i]) in Differs) ? setting(Setting[i]) : ""
        key = key SUBSEP value
        if (value != "")
            label = label ", " setting_label(Setting[i], value)
    }
    if (!(key in Series_label)) {
        Series_label[key] = label
        Own_line[key] = line_of()
        Series[++n_series] = key
    }
    return key
}

# "neg. omniglot", "γ 0.5"; a variant speaks for itself.
function setting_label(name, value) {
    if (name == "negative") {
        sub(/^dataset:/, "", value)
        sub(/:/, " ", value)
    }
    if (name == "variant")
        return value
    return ((name in Word) ? Word[name] : name " ") value
}

# Line types of sorted series: the first series of a detector has the detector's own in every
# figure, the others take the first that are free.
function choose_lines(    i, own, line, used) {
    for (i = 1; i <= n_series; i++) {
        own = Own_line[Series[i]]
        if (own && !(own in used)) {
            used[own] = 1
            Series_line[Series[i]] = own
        }
    }
    for (i = 1; i <= n_series; i++) {
        if (Series[i] in Series_line)
            continue
        for (line = 1; line in used; line++)
            ;
        used[line] = 1
        Series_line[Series[i]] = line
    }
}

# "cifar10" or "mnist, svhn".
function dataset_names(    i, names) {
    for (i = 1; i <= n_datasets; i++)
        names = names (i > 1 ? ", " : "") Dataset[i]
    return names
}

# An array of gnuplot with the labels of keys[1..n].
function print_labels(name, keys, label, n,    i) {
    print "array " name "[" n "]"
    for (i = 1; i <= n; i++)
        print name "[" i "] = " quote(label[keys[i]])
}
