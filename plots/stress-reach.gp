# How far from the training images searches get: the share of starts from which something was found that is accepted at
# the 95 % quantile and farther than rho, held away (lambda 1), over all sets of starts. Searches along a gradient and
# by chance are in panels of their own: what they find is not to be compared.
#   gnuplot -c plots/stress-reach.gp DIR OUT
# reads DIR/search.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "search.csv"
AWK = "csv title detectors names curves stress-reach"
load HERE."/common.gp"

GROUPS = 1
COLS = |Panel|
PANEL_W = 360
PANEL_H = 280
XLABEL = "rho: least distance, over that of 99 % of the training images"
YLABEL = "reach"
SHARED = 0
LEGEND = |Label|
LEGEND_LENGTH = longest(|Label|)
load HERE."/panels.gp"

do for [p = 1:|Panel|] {
    eval panel(p)
    set xrange [*:*]
    set xtics autofreq
    set yrange [-0.02:1.02]
    plot for [c = First[p]:Last[p]] $curves index c - 1 with linespoints lt Line[c] pt 7 ps 0.5
    @NO_HEAD
}
eval legend(1)
plot for [i = 1:|Label|] 2 with linespoints lt Label_line[i] pt 7 ps 0.5 title Label[i]
unset multiplot
