# For tools/nightly: the columns `wanted` of a table with tabs between, without the head, behind csv.awk.

BEGIN { n_wanted = split(wanted, Wanted, " ") }

{
    for (i = 1; i <= n_wanted; i++)
        printf "%s%s", cell(Wanted[i]), i < n_wanted ? "\t" : "\n"
}
