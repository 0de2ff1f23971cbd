# The head of a figure: the experiment's title, where title.txt beside the CSV has one, and what is shown. Beside
# csv.awk, which has quote().
function print_title(shown,    file, line) {
    file = ARGV[1]
    sub(/[^\/]*$/, "title.txt", file)
    if ((getline line < file) > 0)
        sub(/\r$/, "", line)
    close(file)
    print "HEADING = " quote(line)
    print "TITLE = " quote(shown)
}
