# Panels of trade-offs: normal images that are accepted against anomalies that are refused. Set before, beside what
# panels.gp asks for but the names of axes: chunk_of(p), which of the groups From[].. To[] of Label[] panel p has;
# Solid[p] and Dashed[p], what its lines are; Has[p], of each of its tasks 1 where it has a line, else 0. Loading it
# draws all, and closes OUT.

XLABEL = "normal samples accepted"
YLABEL = "anomalies refused"
SHARED = 1
GROUPS = 1
LEGEND = 0
LEGEND_LENGTH = 0
load HERE."/panels.gp"

# The corner below the diagonal of a guessing detector is free for the names.
set key on left bottom vertical Left reverse samplen 4 spacing KEY_SPACING
set xrange [0:1]
set yrange [0:1]
set xtics 0.2
set ytics 0.2
has(p, i) = substr(Has[p], i - From[chunk_of(p)] + 1, i - From[chunk_of(p)] + 1) eq "1"
# ", " before each of the tasks up to i that have no line, as their runs are not done or keep no scores.
lacks(p, i) = i < From[chunk_of(p)] ? "" : lacks(p, i - 1).(has(p, i) ? "" : ", ".Label[i])
do for [p = 1:|Panel|] {
    eval panel(p)
    chunk = chunk_of(p)
    plot for [c = First[p]:Last[p]] $curves index c - 1 with lines lw 1.6 \
             lc rgb word(COLOURS, Line[c]) dt Dash[c] notitle, \
         for [i = From[chunk]:To[chunk]] has(p, i) ? 2 : NaN with lines lw 1.6 dt 1 \
             lc rgb word(COLOURS, i - From[chunk] + 1) title has(p, i) ? short(Label[i], 130) : "", \
         2 with lines lw 1.6 lc rgb "black" dt 1 title short(Solid[p], PANEL_W - 60), \
         strlen(Dashed[p]) ? 2 : NaN with lines lw 1.6 lc rgb "black" dt 2 \
             title strlen(Dashed[p]) ? short(Dashed[p], PANEL_W - 60) : "", \
         strlen(lacks(p, To[chunk])) ? 2 : NaN with points pt -1 \
             title strlen(lacks(p, To[chunk])) ? short("no curve: ".lacks(p, To[chunk])[3:], PANEL_W - 60) : ""
    @NO_HEAD
}
unset multiplot
