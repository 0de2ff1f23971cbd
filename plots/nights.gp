# Each row of the nights, a panel for each: its mean AUC, in the order of history.csv (tools/nightly); nights on which
# it regressed are marked. Usage: gnuplot -c plots/nights.gp HISTORY.csv OUT.svg
if (ARGC != 2 || ARG2[strlen(ARG2) - 3:] ne ".svg") {
    printerr "usage: gnuplot -c nights.gp HISTORY.csv OUT.svg"
    exit status 2
}
if (strstrt(ARG1, "'")) {
    printerr ARG1.": expected a path without quotes"
    exit status 2
}
set encoding utf8
HERE = ARG0[:strlen(ARG0) - strlen("nights.gp")]
load "< LC_ALL=C awk -f '".HERE."awk/nights.awk' '".ARG1."'"
if (!exists("ROWS")) {
    printerr ARG1.": awk failed"
    exit status 1
}
if (ROWS == 0) {
    printerr ARG1.": expected rows with a mean, found none"
    exit status 1
}
ACROSS = ROWS < 4 ? ROWS : 4
DOWN = int((ROWS + ACROSS - 1) / ACROSS)
set terminal svg size 260 * ACROSS, 150 * DOWN + 30 font "DejaVu Sans,9" background "white"
set output ARG2
set multiplot layout DOWN, ACROSS title "AUC over the nights" \
    margins 50.0 / (260 * ACROSS), 0.99, 0.3 / DOWN, 1 - 0.42 / DOWN spacing 50.0 / (260 * ACROSS), 0.55 / DOWN
unset key
set xrange [0.5:NIGHTS + 0.5]
set xtics 1, (NIGHTS > 8 ? int(NIGHTS / 4) : 1) nomirror scale 0.5
set ytics nomirror scale 0.5 format "%.3f"
set border 3
do for [i = 1:ROWS] {
    set title NAME[i] noenhanced font ",8" offset 0, -0.6
    # a flat line has a scale, too
    set yrange [LOW[i] - 0.005:HIGH[i] + 0.005]
    plot $NIGHTS index i - 1 using 1:2 with linespoints lc rgb "#0072B2" pt 7 ps 0.35, \
        "" index i - 1 using 1:($3 > 0 ? $2 : NaN) with points lc rgb "#D55E00" pt 6 ps 1
}
unset multiplot
