# errors.csv of `lisae reconstruct` -> for each picture the names of its lines, and the classes above its columns.

BEGIN { n_settings = split("negative latent gamma beta linsep variant", Setting, " ") }

# Where a picture has several runs of one detector, the settings that differ tell them apart.
pass == 1 && cell("label") != "" {
    for (i = 1; i <= n_settings; i++) {
        of = cell("picture") SUBSEP cell("label") SUBSEP Setting[i]
        value = has(Setting[i]) ? cell(Setting[i]) : ""
        if ((of in Value) && Value[of] != value)
            Differs[of] = 1
        Value[of] = value
    }
}

pass == 2 && !(cell("picture") in Place) {
    Place[cell("picture")] = ++n_pictures
    Picture[n_pictures] = cell("picture")
    First_line[n_pictures] = n_lines + 1
    First_class[n_pictures] = n_classes + 1
    Source[n_pictures] = cell("dataset")
}

pass == 2 && !((cell("picture"), cell("line")) in Seen_line) {
    Seen_line[cell("picture"), cell("line")] = 1
    Name[++n_lines] = line_name(cell("part"), run_label())
    Last_line[n_pictures] = n_lines
}

# The columns of a class stand beside each other.
pass == 2 && cell("line") == 0 {
    if (!((cell("picture"), cell("class")) in Seen_class)) {
        Seen_class[cell("picture"), cell("class")] = 1
        Class[++n_classes] = cell("class_name")
        Normal[n_classes] = cell("normal")
        From[n_classes] = cell("place")
        if (cell("normal") == 1)
            Trained_on[n_pictures] = Trained_on[n_pictures] \
                (Trained_on[n_pictures] == "" ? "" : " + ") cell("class_name")
        Last_class[n_pictures] = n_classes
    }
    To[n_classes] = cell("place") + 1
}

END {
    print "array Picture[" n_pictures "]; array Shows[" n_pictures "]"
    print "array First_line[" n_pictures "]; array Last_line[" n_pictures "]"
    print "array First_class[" n_pictures "]; array Last_class[" n_pictures "]"
    for (i = 1; i <= n_pictures; i++) {
        printf "Picture[%d] = %s; First_line[%d] = %d; Last_line[%d] = %d; " \
            "First_class[%d] = %d; Last_class[%d] = %d\n", i,
            quote(Picture[i]), i, First_line[i], i, Last_line[i], i, First_class[i], i, Last_class[i]
        print "Shows[" i "] = " quote(Source[i] (Trained_on[i] == "" ? "" : ", trained on " Trained_on[i]))
    }
    print "array Name[" n_lines "]"
    for (i = 1; i <= n_lines; i++)
        print "Name[" i "] = " quote(Name[i])
    print "array Class[" n_classes "]; array Normal[" n_classes "]; array From[" n_classes "]; array To[" n_classes "]"
    for (i = 1; i <= n_classes; i++)
        printf "Class[%d] = %s; Normal[%d] = %d; From[%d] = %d; To[%d] = %d\n", i, quote(Class[i]), i, Normal[i], i,
            From[i], i, To[i]
    print "HEADING = HEAD_LINE; TITLE = SHOWN" # of the script
}

function run_label(    i, text) {
    text = cell("label")
    for (i = 1; i <= n_settings; i++)
        if (((cell("picture"), cell("label"), Setting[i]) in Differs) && cell(Setting[i]) != "")
            text = text ", " (Setting[i] == "variant" ? "" : Setting[i] " ") cell(Setting[i])
    return text
}

function line_name(part, label) {
    if (part == "input")
        return "images"
    if (part == "residual")
        return "what " label " leaves"
    return part == "of-residual" ? label " of that" : label
}
