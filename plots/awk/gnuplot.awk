# What is printed for gnuplot, which loads it: strings, and the head of a figure. Behind csv.awk.

# A string of gnuplot; characters that no font has (MISSING, with blanks between) become "?".
function quote(s,    i, at) {
    if (!n_missing)
        n_missing = split(MISSING, Missing, " ")
    for (i = 1; i <= n_missing; i++)
        while ((at = index(s, Missing[i])))
            s = substr(s, 1, at - 1) "?" substr(s, at + length(Missing[i]))
    gsub(/'/, "''", s)
    return "'" s "'"
}

# The experiment's title, where title.txt beside the CSV has one, and what is shown.
function print_title(shown,    file, line) {
    file = ARGV[1]
    sub(/[^\/]*$/, "title.txt", file)
    if ((getline line < file) > 0)
        sub(/\r$/, "", line)
    close(file)
    print "HEADING = " quote(line)
    print "TITLE = " quote(shown)
}
