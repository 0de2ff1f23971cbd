# Trade-off of normal against anomaly accuracy over all thresholds, AE (dashed) against LIS-AE
# (solid), after figure 4 of the paper: up to five tasks in a panel, a colour for each; ten
# tasks are two panels, classes 0-4 and 5-9. Each setting of LIS-AE has panels of its own, with
# the AE that shares its first phase and is judged on the same images.
#   gnuplot -c plots/tradeoff.gp DIR OUT
# reads DIR/tradeoff.csv (and DIR/classes.txt, one name per line, if there is one),
# writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "tradeoff.csv"
AWK = "csv names curves tradeoff"
load HERE."/common.gp"

# The chunks of one series stand side by side, in a long list up to four panels in a row.
SERIES = |Panel| / CHUNKS
FIT = max(1, min(4 / CHUNKS, SERIES))
COLS = CHUNKS > 1 && SERIES <= 2 ? CHUNKS : CHUNKS * (ROW && ROW <= FIT ? ROW : FIT)
PANEL_W = 340
PANEL_H = 340
XLABEL = "normal samples accepted"
YLABEL = "anomalies refused"
SHARED = 1
GROUPS = 1
LEGEND = 0
LEGEND_LENGTH = 0
load HERE."/panels.gp"

# The corner below the diagonal of a guessing detector is free for the names.
set key on left bottom vertical Left reverse samplen 2.5
set xrange [0:1]
set yrange [0:1]
set xtics 0.2
set ytics 0.2
do for [p = 1:|Panel|] {
    eval panel(p)
    chunk = (p - 1) % CHUNKS + 1
    plot for [c = First[p]:Last[p]] $curves index c - 1 with lines lw 1.6 \
             lc rgb hue(Line[c]) dt Dash[c] notitle, \
         for [i = From[chunk]:To[chunk]] 2 with lines lw 1.6 lc rgb hue(i - From[chunk] + 1) dt 1 \
             title short(Label[i], 130), \
         2 with lines lw 1.6 lc rgb "black" dt 1 title short(Solid[p], PANEL_W - 70), \
         strlen(Dashed[p]) ? 2 : NaN with lines lw 1.6 lc rgb "black" dt 2 \
             title strlen(Dashed[p]) ? short(Dashed[p], PANEL_W - 70) : ""
    @NO_HEAD
}
unset multiplot
