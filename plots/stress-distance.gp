# Score against distance of images of all sets: a panel for each detector with its settings. Right of the line is far,
# below it is accepted at the 95 % quantile; the lower right quarter is blind. The darker a square, the more images.
#   gnuplot -c plots/stress-distance.gp DIR OUT
# reads DIR/stress-points.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "stress-points.csv"
AWK = "csv gnuplot detectors names stress stress-distance"
load HERE."/common.gp"

GROUPS = 1
COLS = min(|Panel|, 5)
PANEL_W = 200 # whole pixels for a square, as its height
PANEL_H = 192
XLABEL = "distance / its 99 % quantile"
YLABEL = "score: 0 median, 1 q95"
SHARED = 1
LEGEND = 5
LEGEND_LENGTH = 31
load HERE."/panels.gp"

set palette defined (0 "#C9D8E6", 1 "#2B5C8A", 2 "#08203A")
set cbrange [0:2.5]
unset colorbox
do for [p = 1:|Panel|] {
    eval panel(p)
    set xrange [0:X_MOST]
    set yrange [Y_LEAST:Y_MOST]
    unset grid
    set xtics nomirror scale 0 1
    set ytics nomirror scale 0 2
    set arrow 1 from 1,Y_LEAST to 1,Y_MOST nohead lc rgb "#D55E00" lw 1 front
    set arrow 2 from 0,1 to X_MOST,1 nohead lc rgb "#D55E00" lw 1 front
    plot $squares index p - 1 using 1:2:(X_STEP / 2):(Y_STEP / 2):3 with boxxyerror fs solid noborder lc palette
    @NO_HEAD
}
unset arrow
eval legend(1)
plot for [i = 0:2] 2 with points pt 5 ps 1.2 lc palette cb i title sprintf("%d image%s", 10 ** i, i ? "s" : ""), \
     keyentry with lines lc rgb "#D55E00" lw 1 title "right of it far, below accepted", \
     keyentry with dots lc rgb "white" title "outermost squares: all beyond"
unset multiplot
