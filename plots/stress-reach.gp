# How far from the training images searches get: the share of starts from which something was found that is accepted at
# the 95 % quantile and farther than rho, held away (lambda 1), over all sets of starts. Searches along a gradient and
# by chance are in panels of their own: what they find is not to be compared. Bars are Wilson's 95 % intervals.
#   gnuplot -c plots/stress-reach.gp DIR OUT
# reads DIR/search.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "search.csv"
AWK = "csv gnuplot detectors names curves stress stress-reach"
load HERE."/common.gp"

GROUPS = 1
COLS = |Panel|
PANEL_W = 360
PANEL_H = 280
XLABEL = "rho: least distance, over that of 99 % of the training images"
YLABEL = "reach: share of the starts"
SHARED = 0
LEGEND = |Label|
LEGEND_LENGTH = longest(|Label|)
load HERE."/panels.gp"

# Of a share p of n.
Z = 1.959964 ** 2
wilson(p, n, sign) = (p + Z / 2 / n + sign * sqrt(Z * (p * (1 - p) / n + Z / 4 / n / n))) / (1 + Z / n)
low(p, n) = wilson(p, n, -1)
high(p, n) = wilson(p, n, 1)

# Curves stand beside each other, that no bar hides another one.
shift(c, p) = 0.4 * RHO_GAP * ((c - First[p] + 0.5) / (Last[p] - First[p] + 1) - 0.5)
do for [p = 1:|Panel|] {
    eval panel(p)
    set xrange [LEAST_RHO - 0.3 * RHO_GAP:MOST_RHO + 0.3 * RHO_GAP]
    set xtics autofreq
    set yrange [-0.02:1.02]
    plot for [c = First[p]:Last[p]] $curves index c - 1 \
             using ($1 + shift(c, p)):(low($2, Starts[c])):(0):(high($2, Starts[c]) - low($2, Starts[c])) \
             with vectors nohead lt Line[c] dt solid lw 0.6, \
         for [c = First[p]:Last[p]] "" index c - 1 using ($1 + shift(c, p)):2 \
             with linespoints lt Line[c] pt 7 ps 0.5
    @NO_HEAD
}
eval legend(1)
plot for [i = 1:|Label|] 2 with linespoints lt Label_line[i] pt 7 ps 0.5 title Label[i]
unset multiplot
