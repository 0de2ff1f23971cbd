# Accuracy over all classes that are known, by their number: a panel for each data set, a curve for each method, by the
# scores themselves. Triangles are the bound, a detector for each class that was trained against all others.
#   gnuplot -c plots/incremental.gp DIR OUT
# reads DIR/incremental.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "incremental.csv"
AWK = "csv title detectors incremental"
load HERE."/common.gp"

GROUPS = 1
COLS = |Panel|
PANEL_W = 560
PANEL_H = 360
XLABEL = "classes that are known"
YLABEL = "accuracy over all of them"
SHARED = 0
LEGEND = |Label|
LEGEND_LENGTH = longest(|Label|) + 4
load HERE."/panels.gp"

do for [p = 1:|Panel|] {
    eval panel(p)
    set xrange [*:*]
    set offsets 0.3, 0.3, 0, 0
    set xtics 1
    set yrange [-0.02:1.02]
    plot for [c = First[p]:Last[p]] $curves index c - 1 with linespoints lt Line[c] pt Point[c] ps 0.6
    @NO_HEAD
}
eval legend(1)
plot for [i = 1:|Label|] 2 with linespoints lt Label_line[i] pt Label_point[i] ps 0.6 title Label[i]
unset multiplot
