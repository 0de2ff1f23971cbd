# ROC curves: one panel for each task, in it one curve for each detector, of the first seed.
# More than eight curves are in facets, below each other, each with all tasks and a legend.
#   gnuplot -c plots/roc.gp DIR OUT
# reads DIR/roc.csv (and DIR/classes.txt, one name per line, if there is one),
# writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "roc.csv"
AWK = "csv gnuplot detectors names first-seed curves roc"
load HERE."/common.gp"

GROUPS = |From|
n = |Panel| / GROUPS # tasks
COLS = n <= 5 ? n : n == 6 || n == 9 ? 3 : n <= 8 ? 4 : n <= 25 ? 5 : 8
PANEL_W = n == 1 ? 420 : n <= 4 ? 280 : 210
PANEL_H = PANEL_W
XLABEL = "false positive rate"
YLABEL = "true positive rate"
SHARED = 1
LEGEND = 0
do for [g = 1:GROUPS] { LEGEND = max(LEGEND, To[g] - From[g] + 1) }
LEGEND_LENGTH = longest(|Label|)
load HERE."/panels.gp"

do for [g = 1:GROUPS] {
    set key off
    set xrange [0:1]
    set yrange [0:1]
    do for [p = (g - 1) * n + 1:g * n] {
        eval panel(p)
        set xtics nomirror 0.25
        set ytics nomirror 0.25
        # a method whose scores of this task are not kept
        if (First[p] > Last[p]) { set label 3 "no scores" at graph 0.5, graph 0.5 center tc rgb "#707070" }
        plot x with lines lc rgb "#A0A0A0" dt 3 lw 1, \
             for [c = First[p]:Last[p]] $curves index c - 1 with lines lt Line[c]
        @NO_HEAD
        unset label 3
    }
    eval legend(g)
    plot for [i = From[g]:To[g]] 2 with lines lt Label_line[i] title Label[i]
}
unset multiplot
