# Each row of the nights, a panel for each: its mean AUC, in the order of history.csv (tools/nightly); nights on which
# it regressed are ringed.
#   gnuplot -c plots/nights.gp DIR OUT
# reads DIR/history.csv (and DIR/detectors.csv, what detectors are called), writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "history.csv"
AWK = "csv gnuplot detectors nights"
load HERE."/common.gp"

GROUPS = 1
COLS = min(|Panel|, 3)
PANEL_W = 300
PANEL_H = 110
XLABEL = "night"
YLABEL = "AUC"
SHARED = 0
LEGEND = 0
LEGEND_LENGTH = 1
load HERE."/panels.gp"

PAD = max(0.5, 0.07 * NIGHTS) # room for half of the last name
do for [p = 1:|Panel|] {
    eval panel(p)
    set xrange [1 - PAD:NIGHTS + PAD]
    set xtics (FIRST_NIGHT 1, LAST_NIGHT NIGHTS)
    # a flat line has a scale, too
    set yrange [Low[p] - 0.005:High[p] + 0.005]
    set format y "%.3f"
    plot $nights index p - 1 using 1:2 with linespoints lc rgb "#0072B2" pt 7 ps 0.35, \
        "" index p - 1 using 1:($3 > 0 ? $2 : NaN) with points lc rgb "#D55E00" pt 6 ps 1
    @NO_HEAD
}
unset multiplot
