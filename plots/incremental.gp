# Accuracy over all classes that are known, by their number: a panel for each data set, a curve for each method, by the
# scores themselves, with a bar from the least to the most of the seeds. Triangles are the bound, a detector for each
# class that was trained against all others. Where a classifier forgets what it knew, a second panel enlarges the rest.
#   gnuplot -c plots/incremental.gp DIR OUT
# reads DIR/incremental.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "incremental.csv"
AWK = "csv gnuplot detectors incremental"
load HERE."/common.gp"

GROUPS = 1
COLS = min(|Panel|, 2)
PANEL_W = 480
PANEL_H = 360
XLABEL = "classes that are known"
YLABEL = "accuracy over all of them"
SHARED = 0
LEGEND = |Label|
LEGEND_LENGTH = longest(|Label|) + 4
load HERE."/panels.gp"

# Methods stand beside each other, that no bar hides another one.
do for [p = 1:|Panel|] {
    eval panel(p)
    set xrange [LEAST_KNOWN - 0.4:MOST_KNOWN + 0.4]
    set xtics 1
    set yrange [Low[p] - 0.02 * (1 - Low[p]):1 + 0.02 * (1 - Low[p])]
    plot for [c = First[p]:Last[p]] $curves index c - 1 using ($1 + Shift[c]):3:(0):($4 - $3) \
             with vectors nohead lt Line[c] dt solid lw 1.2, \
         for [c = First[p]:Last[p]] "" index c - 1 using ($1 + Shift[c]):2 \
             with linespoints lt Line[c] pt Point[c] ps 0.6
    @NO_HEAD
}
eval legend(1)
plot for [i = 1:|Label|] 2 with linespoints lt Label_line[i] pt Label_point[i] ps 0.6 title Label[i]
unset multiplot
