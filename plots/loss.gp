# Loss by epoch: one panel for each detector and phase, in it a colour for each task and a dash
# for positives and negatives, of the first seed. The axis is called what the phase tells of them. A
# first phase that several detectors start from is one panel; LinSep's cross-entropy has panels of
# its own.
#   gnuplot -c plots/loss.gp DIR OUT
# reads DIR/loss.csv (and DIR/classes.txt, one name per line, if there is one),
# writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "loss.csv"
AWK = "csv gnuplot detectors names first-seed curves loss"
load HERE."/common.gp"

# Points of curves of one epoch, which the legend shows, too, where there are any.
mark(dash) = dash == 2 ? 4 : 7
size_of(dash) = dash == 2 ? 0.9 : 0.6
HAS_SINGLE = 0
do for [c = 1:|Single|] { HAS_SINGLE = HAS_SINGLE || Single[c] }
POINTS = HAS_SINGLE && |Quantity| > 1 ? ", for [q = 1:|Quantity|] 2 with points pt mark(Quantity_dash[q]) \
    ps size_of(Quantity_dash[q]) lw 1.6 lc rgb 'black' title Quantity[q].' of one epoch'" : ""

n = |Panel|
COLS = n <= 3 ? n : n == 4 ? 2 : n <= 9 ? 3 : 4
PANEL_W = n == 1 ? 480 : 360
PANEL_H = n == 1 ? 320 : 240
XLABEL = "epoch"
YLABEL = ""
SHARED = 0
GROUPS = 1
LEGEND = |Label| + (|Quantity| > 1 ? (1 + HAS_SINGLE) * |Quantity| : 0)
LEGEND_LENGTH = max(longest(|Label|), HAS_SINGLE ? 22 : 10)
load HERE."/panels.gp"

# Whole epochs have numbers, and a curve of one epoch is a point, of negatives an open one.
do for [p = 1:n] {
    eval panel(p)
    set xrange [Epoch_first[p]:Epoch_last[p]]
    set xtics Epoch_step[p]
    set yrange [*:*]
    unset logscale
    set ytics autofreq
    if (Log[p]) {
        set logscale y
        if (strlen(Y_tics[p])) { eval "set ytics (".Y_tics[p].")" }
    }
    plot for [c = First[p]:Last[p]] $curves index c - 1 \
             with linespoints pt mark(Dash[c]) ps (Single[c] ? size_of(Dash[c]) : 0) lw 1.6 \
             lc rgb task_colour(Line[c], |Label|) dt Dash[c]
    @NO_HEAD
}

eval legend(1)
plot for [i = 1:|Label|] 2 with lines lw 1.6 lc rgb task_colour(i, |Label|) dt 1 title Label[i], \
     for [q = 1:|Quantity|] (|Quantity| > 1 ? 2 : NaN) with lines lw 1.6 lc rgb "black" dt Quantity_dash[q] \
         title |Quantity| > 1 ? Quantity[q] : "" @POINTS
unset multiplot
