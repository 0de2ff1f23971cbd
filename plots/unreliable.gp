# What detectors accept in the plane: for each the score over its q95 as a colour, the line where it is 1 in black and
# that of q50 thin; dotted where a point is as far from the training points, which are shown, as 1 % of them are from
# their nearest. Twelve panels of one set.
#   gnuplot -c plots/unreliable.gp DIR OUT
# reads DIR/field.csv.gz (x, y, and as 100 log10 the distance over its q99, and for each panel the score over its q95),
# DIR/levels.csv (q50 likewise), DIR/points.csv and DIR/title.txt (tools/unreliable); writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = ""
HEADING = system("cat '".DIR."/title.txt'")
TITLE = "thick line: q95, thin: q50; outside of the white dots is far: beyond 99 % of the distances of training " \
    ."points from their nearest; first seed"
load HERE."/common.gp"

array Name[12] = ["PCA", "Linear-AE", "AE, ReLU", "AE, ReLU, tanh code", "VAE", "Mem-AE", "RepNN", "KDE, h = 0.3", \
    "LIS-AE, ReLU, square", "LIS-AE, ReLU, ring", "LIS-AE, ReLU, noise", "LIS-AE, tanh code, square"]
PANEL = 212
GAP = 26
LEFT = 40
RIGHT = 84
HEAD = 44 + HEAD_MORE
W = LEFT + 4 * PANEL + 3 * GAP + RIGHT
H = HEAD + 3 * (PANEL + GAP + 14) + 10

# One line for each point, a blank one between rows of the grid.
GRID = "NR > 1 { if (NR > 2 && $2 != y) print \"\"; y = $2; gsub(\",\", \" \"); print }"
FIELD = sprintf("< echo '$field << END'; gzip -dc '%s/field.csv.gz' | awk -F, '%s'; echo END", DIR, GRID)
load FIELD
POINTS = sprintf("< tr , ' ' < '%s/points.csv'", DIR)
stats $field using 1 nooutput
RANGE = STATS_max

# Lines of equal score, before there is an output. A panel whose q50 is not above 0 has no line of it.
array Level[12]
do for [p = 1:12] { Level[p] = 1000 }
load sprintf("< awk -F, 'NR > 1 { printf \"Level[%%d] = %%s\\n\", $1, $2 }' '%s/levels.csv'", DIR)
set contour base
unset surface
set cntrparam levels discrete 0
do for [p = 0:12] {
    eval sprintf("set table $line%d", p)
    splot $field using 1:2:(column(p + 3))
    unset table
}
do for [p = 1:12] {
    set cntrparam levels discrete Level[p]
    eval sprintf("set table $half%d", p)
    splot $field using 1:2:(column(p + 3))
    unset table
}
unset contour
set surface

eval canvas(W, H)
load HERE."/viridis.pal"
set cbrange [-2:2]
unset colorbox
set border 15
unset grid
set xrange [-RANGE:RANGE]
set yrange [-RANGE:RANGE]
set xtics RANGE / 2
set ytics RANGE / 2
set multiplot
do for [p = 1:12] {
    i = (p - 1) % 4
    j = (p - 1) / 4
    set lmargin at screen (LEFT + i * (PANEL + GAP) + 0.0) / W
    set rmargin at screen (LEFT + i * (PANEL + GAP) + PANEL + 0.0) / W
    set tmargin at screen 1 - (HEAD + 18 + j * (PANEL + GAP + 14) + 0.0) / H
    set bmargin at screen 1 - (HEAD + 18 + j * (PANEL + GAP + 14) + PANEL + 0.0) / H
    if (p == 1) { eval head(W, H) } else { @NO_HEAD }
    set label 3 Name[p] at graph 0.5, graph 1 center offset 0,0.7
    if (p == 12) {
        set colorbox user origin screen (W - RIGHT + 22.0) / W, screen 0.2 size screen 16.0 / W, screen 0.6
        set cbtics ("0.01" -2, "0.1" -1, "1" 0, "10" 1, "100" 2) scale 0
        set label 4 "score / q95" at screen (W - RIGHT + 8.0) / W, screen 0.84
    }
    eval "plot $field using 1:2:(column(p + 3) / 100) with image, " \
        ."POINTS using 1:2 every ::1 with points pt 7 ps 0.12 lc rgb '#E69F00', " \
        .sprintf("$line%d using 1:2 with lines lw 1.2 lc rgb 'black', ", p) \
        .(Level[p] > 200 ? "" : sprintf("$half%d using 1:2 with lines lw 0.5 lc rgb 'black', ", p)) \
        ."$line0 using 1:2 with lines lw 1 dt 3 lc rgb 'white'"
}
unset multiplot
