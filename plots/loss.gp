# Loss by epoch: one panel for each detector and phase, in it a colour for each task and a dash
# for each quantity (loss of positives, error of negatives, LinSep's cross-entropy), of the
# first seed.
#   gnuplot -c plots/loss.gp DIR OUT
# reads DIR/loss.csv (and DIR/classes.txt, one name per line, if there is one),
# writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; HERE = system("dirname '".ARG0."'")
INPUT = "loss.csv"
AWK = "csv names curves loss"
load HERE."/common.gp"

n = |Panel|
COLS = n <= 3 ? n : n == 4 ? 2 : n <= 9 ? 3 : 4
PANEL_W = n == 1 ? 480 : 360
PANEL_H = n == 1 ? 320 : 240
XLABEL = "epoch"
YLABEL = "loss"
SHARED = 0
LEGEND = |Label| + |Quantity|
LEGEND_LENGTH = max(longest(|Label|), 10)
load HERE."/panels.gp"

if (LOG) {
    set logscale y
}
set xrange [*:*] noextend
do for [p = 1:n] {
    eval panel(p)
    plot for [c = First[p]:Last[p]] $curves index c - 1 with lines lw 1.6 \
             lc rgb hue(Line[c]) dt Dash[c]
    unset label 1
}

eval legend
plot for [i = 1:|Label|] 2 with lines lw 1.6 lc rgb hue(i) dt 1 title Label[i], \
     for [q = 1:|Quantity|] 2 with lines lw 1.6 lc rgb "black" dt Quantity_dash[q] title Quantity[q]
unset multiplot
