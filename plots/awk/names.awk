# Tasks and series: what the panels, rows, columns and curves of a figure are and how they are
# called. A task is a data set with its positive classes, in a figure of several data sets
# named with it. A series is a detector with its settings; its label names only the settings
# that take several values within one task. A detector on the codes of several encoders is one
# detector for each.
#
# Pass 1 learns what differs; task() and series() of pass 2 return keys for sort_keys(),
# Task_label[] and Series_label[] tell what to print.

BEGIN {
    # Detector, label and line type (colour and dash, see common.gp), in the paper's order.
    n_detectors = split("raw-l2 Mean-distance 22|kde KDE 6|iforest IF 10|ocsvm OC-SVM 12|ocsvm-labels OC-SVM-labels 20|" \
        "dsvdd OC-DSVDD 13|anogan AnoGAN 14|anogan-fm AnoGAN-FM 16|pca PCA 5|" \
        "linear-ae Linear-AE 4|vae VAE 7|mem-ae Mem-AE 8|repnn RepNN 23|sig-repnn Sig-RepNN 15|" \
        "ae AE 2|lis-ae LIS-AE 1|linsep-head LinSep-head 24|oe-bce OE-BCE 25|hsc HSC 26|" \
        "latent-mahalanobis Latent-Mahalanobis 17|" \
        "latent-knn Latent-kNN 18|latent-kde Latent-KDE 19|latent-logistic Latent-logistic 21", row, "|")
    for (i = 1; i <= n_detectors; i++) {
        split(row[i], part, " ")
        Rank[part[1]] = i
        Name[part[1]] = part[2]
        Line_of[part[2]] = part[3]
    }
    Line_of["LinSep-LIS-AE"] = 3
    Line_of["Sup. LIS-AE"] = 9
    Line_of["Sup. LinSep-LIS-AE"] = 11

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

function label_of(name) { return (name in Name) ? Name[name] : name }

# "LIS-AE", "LinSep-LIS-AE", "Sup. LIS-AE", "Latent-kNN of LIS-AE".
function detector() {
    return (cell("negative") == "outliers" ? "Sup. " : "") (cell("linsep") == "on" ? "LinSep-" : "") \
        label_of(cell("detector")) (encoder() == "" ? "" : " of " label_of(encoder()))
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
        Series_detector[key] = detector()
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
        own = Series_detector[Series[i]]
        if ((own in Line_of) && !(Line_of[own] in used)) {
            used[Line_of[own]] = 1
            Series_line[Series[i]] = Line_of[own]
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
