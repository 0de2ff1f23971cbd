# AUC along axes of numbers: a panel for each axis, data set and kind of task, in it a line for each detector with its
# other settings, intervals where there are any, and dashed what a line is built on (AE of LIS-AE). Marked are the
# declared setting, and the best of each line, which is chosen on the images that it is judged on and no result.
#   gnuplot -c plots/sweep.gp DIR OUT
# reads DIR/sweep.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "sweep.csv"
AWK = "csv gnuplot detectors sweep"
MORE = "-v KIND=number"
load HERE."/common.gp"

n = |Panel|
COLS = n <= 3 ? n : n == 4 ? 2 : 3
PANEL_W = n == 1 ? 460 : 340
PANEL_H = n == 1 ? 320 : 260
XLABEL = "Name_of_axis[p]"
YLABEL = "AUC, mean over tasks"
SHARED = 0
GROUPS = 1
BEST = "best of its line, chosen on these images"
LEGEND = |Label| + HAS_BEST + HAS_DECLARED
LEGEND_LENGTH = max(longest(|Label|), HAS_BEST ? strlen(BEST) : 16)
load HERE."/panels.gp"

# What others are built on is dashed, as AE is beside LIS-AE; others, beyond eight, have the dashes but for that one.
colour(s) = word(COLOURS, (Type[s] - 1) % 8 + 1)
dashes(s) = Type[s] <= 8 ? 1 + Base[s] : (Type[s] - 1) / 8 % 3 + 3
# Bars at one number stand beside each other, near enough to be seen as one: where the i-th line of panel p has x.
lines_of(p) = To[p] - From[p] + 1
nudge(p, i) = lines_of(p) > 1 ? min(0.012, 0.004 * (lines_of(p) - 1)) * (2.0 * (i - 1) / (lines_of(p) - 1) - 1) : 0
beside(p, i, x) = Wide[p] ? x * (real(Right[p]) / Left[p]) ** nudge(p, i) : x + nudge(p, i) * (Right[p] - Left[p])
do for [p = 1:n] {
    eval panel(p)
    set xlabel short(Name_of_axis[p], PANEL_W) offset 0,0.3
    unset logscale
    set xtics autofreq
    if (Wide[p]) {
        set logscale x 2
        set xrange [Left[p] / 1.25:Right[p] * 1.25]
    } else {
        set xrange [Left[p] - 0.06 * max(Right[p] - Left[p], 1e-9):Right[p] + 0.06 * max(Right[p] - Left[p], 1e-9)]
    }
    if (strlen(Tics[p])) { eval "set xtics (".Tics[p].")" }
    set yrange [*:*]
    plot sprintf("$band_%d", p) using 1:2:3:4:5:6:7 with boxxyerror fs transparent solid 0.15 noborder lc variable, \
         for [i = From[p]:To[p]] sprintf("$line_%d", i) \
             using (beside(p, i - From[p] + 1, $1)):3:(0):($4 - $3) with vectors @BARS \
             lc rgb colour(Line[i]), \
         for [i = From[p]:To[p]] sprintf("$line_%d", i) using (beside(p, i - From[p] + 1, $1)):2 with lines lw 1.8 \
             lc rgb colour(Line[i]) dt dashes(Line[i]), \
         for [i = From[p]:To[p]] sprintf("$line_%d", i) using (beside(p, i - From[p] + 1, $1)):2 with points \
             pt 7 ps 0.35 lc rgb colour(Line[i]), \
         sprintf("$reference_%d", p) using 1:2:3 with lines lw 1.8 dt 2 lc variable, \
         sprintf("$best_%d", p) using (beside(p, $3, $1)):2 with points pt 8 ps 1.1 lw 1.4 lc rgb "#202020", \
         sprintf("$declared_%d", p) using (beside(p, $3, $1)):2 with points pt 6 ps 1.3 lw 1.4 lc rgb "#202020"
    @NO_HEAD
}

eval legend(1)
plot for [s = 1:|Label|] 2 with lines lw 1.8 lc rgb colour(s) dt dashes(s) title Label[s], \
     HAS_BEST ? 2 : NaN with points pt 8 ps 1.1 lw 1.4 lc rgb "#202020" title HAS_BEST ? BEST : "", \
     HAS_DECLARED ? 2 : NaN with points pt 6 ps 1.3 lw 1.4 lc rgb "#202020" title HAS_DECLARED ? "declared setting" : ""
unset multiplot
