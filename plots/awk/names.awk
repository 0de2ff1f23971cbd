# Tasks and series: what the panels, rows, columns and curves of a figure are and how they are
# called. A task is a data set with its positive classes, in a figure of several data sets
# named with it. A series is a detector with its settings; its label names only the settings
# that take several values within one task. A detector on the codes of several encoders is one
# detector for each.
#
# Beside detectors.awk. Pass 1 learns what differs; task() and series() of pass 2 return keys for sort_keys(),
# Task_label[] and Series_label[] tell what to print.

BEGIN {
    # Settings by other words than their columns' names.
    Word["negative"] = "neg. "
    Word["gamma"] = "γ "
    Word["beta"] = "β "
}

# The negatives and the columns between seed and variant: what runs of one detector on one task may differ in. LinSep is
# part of the detector's name. Behind them come the settings that the variant names, a list for each detector.
n_settings == 0 {
    Setting[++n_settings] = "negative"
    for (i = column("seed") + 1; i < column("variant"); i++)
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
    place = cell("dataset") SUBSEP edition() SUBSEP cell("positive") SUBSEP detector()
    read_variant()
    for (i = 1; i <= n_settings + N_more[detector()]; i++)
        compare_setting(place, setting_name(i), setting(setting_name(i)))
    Seen_place[place] = 1
}

# The words "section.key=value" of the variant; one without "=" is a setting without a name. The encoder is part of the
# detector's name.
function read_variant(    i, n, word, name, variant) {
    variant = cell("variant")
    sub(/(^| )latent\.encoder=[^ ]+/, "", variant)
    sub(/^ /, "", variant)
    split("", In_variant)
    n = split(variant, word, " ")
    for (i = 1; i <= n; i++)
        if (word[i] !~ /=/) {
            word[n = 1] = "=" variant
            break
        }
    for (i = 1; i <= n; i++) {
        name = substr(word[i], 1, index(word[i], "=") - 1)
        In_variant[name] = substr(word[i], index(word[i], "=") + 1)
        if (!((detector(), name) in Known_more)) {
            Known_more[detector(), name] = 1
            More[detector(), ++N_more[detector()]] = name
        }
        if (In_variant[name] != (has("latent") ? cell("latent") : ""))
            Is_own_size[detector(), name] = 1
    }
}

# "latent" and the like, or what variants name.
function setting_name(i) { return i <= n_settings ? Setting[i] : More[detector(), i - n_settings] SUBSEP }

# Of the record at hand; what its variant does not name is empty.
function setting(name) {
    if (!sub(SUBSEP "$", "", name))
        return cell(name)
    return (name in In_variant) ? In_variant[name] : ""
}

function compare_setting(place, name, value) {
    if (!((place, name) in Value))
        Value[place, name] = (place in Seen_place) ? "" : value
    if (Value[place, name] != value)
        Differs[detector(), name] = 1
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

# "LIS-AE", "LinSep-LIS-AE", "Sup. LIS-AE", "Latent-kNN of LIS-AE".
function detector() {
    return kind() label_of(cell("detector")) (encoder() == "" ? "" : " of " label_of(encoder()))
}

function kind() { return (cell("negative") == "outliers" ? "Sup. " : "") (linsep() == "on" ? "LinSep-" : "") }

# Stress tests have no such column.
function linsep() { return has("linsep") ? cell("linsep") : "" }

# 0: none of its own.
function line_of() { return encoder() == "" ? line_of_kind(cell("detector"), kind()) : 0 }

# The encoder of a detector on codes, where the experiment has several.
function encoder(    variant) {
    variant = " " cell("variant") " "
    if (!sub(/.* latent\.encoder=/, "", variant))
        return ""
    sub(/ .*/, "", variant)
    return variant
}

# A series is known by its detector and settings. Those of a detector stand together, in the order of their
# settings' words and numbers.
function series(    settings, key, label, i, name, value) {
    read_variant()
    label = detector()
    named_section = ""
    settings = cell("detector") SUBSEP label
    for (i = 1; i <= n_settings + N_more[detector()]; i++) {
        name = setting_name(i)
        value = ((detector(), name) in Differs) ? setting(name) : ""
        settings = settings SUBSEP value
        if (value != "" && !(name == "latent" && size_is_named()))
            label = label ", " setting_label(name, value)
    }
    if (!(settings in Series_of)) {
        key = rank(cell("detector")) SUBSEP (cell("negative") == "outliers") SUBSEP (linsep() == "on") \
            SUBSEP (encoder() == "" ? 0 : rank(encoder())) \
            SUBSEP natural(label) SUBSEP (n_series + 1)
        Series_of[settings] = key
        Series[++n_series] = key
        Series_label[key] = label
        Own_line[key] = line_of()
        Family[key] = detector()
        Branch[key] = detector() SUBSEP first_difference()
    }
    return Series_of[settings]
}

# The first setting that tells series of the detector apart.
function first_difference(    i) {
    for (i = 1; i <= n_settings + N_more[detector()]; i++)
        if ((detector(), setting_name(i)) in Differs)
            return setting(setting_name(i))
    return ""
}

# Is the size of the code the value of another setting that differs ([pca] components)? Then that one is enough.
function size_is_named(    i, name) {
    for (i = 1; i <= N_more[detector()]; i++) {
        name = More[detector(), i]
        if (((detector(), name SUBSEP) in Differs) && !((detector(), name) in Is_own_size))
            return 1
    }
    return 0
}

# "neg. omniglot", "γ 0.5", "components 7", "256 negatives", "code of 16", "train: epochs 3". The
# settings of a section stand together, and it is named before the first.
function setting_label(name, value,    section, key) {
    if (name == "latent")
        return "code of " value
    if (!sub(SUBSEP "$", "", name))
        return ((name in Word) ? Word[name] : name " ") (name == "negative" ? negative_label(value) : value)
    if (name == "data.negative") # of a detector that learns from none
        return "anomalies without " negative_label(value)
    if (name == "data.anomaly")
        return "anomalies " negative_label(value)
    if (name == "data.negative_limit")
        return value (value == 1 ? " negative" : " negatives")
    if (name == "")
        return value
    section = key = name
    sub(/\..*/, "", section)
    sub(/^[^.]*\./, "", key)
    if (section == cell("detector") || section == named_section)
        return key " " value
    named_section = section
    return section ": " key " " value
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
