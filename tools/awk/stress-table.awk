# For tools/stress: what is accepted and what a search finds, as tables in Markdown, behind csv.awk. Reads stress.csv
# and search.csv of a spec, in this order. Means over tasks and seeds; the control `constant`, which accepts all, is
# left out.
#
# Of sets: a row for each detector, those that learn from negatives behind those that do not, those on codes last. Of
# searches: q 0.95, held away from the training images, of all sets of starts; a column for each detector, and a table
# for each kind of search.

BEGIN {
    n_sets = split("other black dim-0.5 noise-0.1 top-half dot pca-3 pca-5 pca-10 blocks latent-3", set, " ")
}

cell("detector") == "constant" { next }

{
    name = "`" cell("detector") "`" (cell("variant") == "" ? "" : " " cell("variant"))
    if (!(name in group)) {
        group[name] = cell("detector") ~ /^latent-/ ? 3 : cell("negative") == "" ? 1 : 2
        order[++n_names] = name
    }
}

pass == 1 && cell("q") == "0.95" {
    sum[name, cell("set")] += cell("accept")
    used[name, cell("set")]++
}

pass == 2 && cell("q") == "0.95" && cell("lambda") > 0 {
    kind_of[name] = cell("kind")
    starts[name, cell("rho")] += cell("starts")
    hits[name, cell("rho")] += cell("hits_8bit")
    if (!(cell("rho") in is_rho)) {
        is_rho[cell("rho")] = 1
        rho[++n_rho] = cell("rho")
    }
}

# ".05", ".415"; "1" and "0" where it is all or none
function share_text(share,    text) {
    text = sprintf("%.3f", share)
    sub(/^0/, "", text)
    sub(/0$/, "", text)
    return share == 1 ? "1" : share == 0 ? "0" : text
}

function rule(columns,    line) {
    for (line = "|"; columns; columns--)
        line = line "---|"
    return line
}

function print_sets(    g, i, s, line, last) {
    line = "| detector |"
    for (s = 1; s <= n_sets; s++)
        line = line " `" set[s] "` |"
    print line "\n" rule(n_sets + 1)
    for (g = 1; g <= 3; g++)
        for (i = 1; i <= n_names; i++) {
            name = order[i]
            if (group[name] != g)
                continue
            if (last && last != g) {
                line = rule(n_sets + 1)
                gsub(/---/, " ", line)
                print line
            }
            last = g
            line = "| " name " |"
            for (s = 1; s <= n_sets; s++)
                line = line " " ((name, set[s]) in used ? share_text(sum[name, set[s]] / used[name, set[s]]) : "") " |"
            print line
        }
}

function print_searches(kind,    g, i, r, n, columns, chosen, line, most) {
    for (g = 1; g <= 3; g++)
        for (i = 1; i <= n_names; i++)
            if (group[order[i]] == g && kind_of[order[i]] == kind)
                chosen[++columns] = order[i]
    if (!columns)
        return
    most = starts[chosen[1], rho[1]]
    for (i = 1; i <= columns; i++)
        for (r = 1; r <= n_rho; r++)
            if (starts[chosen[i], rho[r]] != most)
                fail(FILENAME ": expected as many starts of each detector, found " most " and " \
                    starts[chosen[i], rho[r]])
    print "\n" (kind == "gradient" ? "By gradient" : "By chance") ", of " most " starts:\n"
    line = "| rho |"
    for (i = 1; i <= columns; i++)
        line = line " " chosen[i] " |"
    print line "\n" rule(columns + 1)
    for (r = 1; r <= n_rho; r++) {
        line = "| " rho[r] " |"
        for (i = 1; i <= columns; i++)
            line = line " " hits[chosen[i], rho[r]] " |"
        print line
    }
}

END {
    print_sets()
    sort_keys(rho, n_rho)
    print_searches("gradient")
    print_searches("random")
}
