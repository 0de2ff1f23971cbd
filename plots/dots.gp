# AUC along axes of words: a panel for each axis, data set and kind of task, a row for each word, in it a point for each
# detector with its other settings, intervals where there are any, and dashed what these are built on. Marked are the
# declared setting, and the best word of each, which is chosen on the images that it is judged on and no result.
#   gnuplot -c plots/dots.gp DIR OUT
# reads DIR/sweep.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "sweep.csv"
AWK = "csv gnuplot detectors sweep"
MORE = "-v KIND=word"
load HERE."/common.gp"

n = |Panel|
COLS = n <= 3 ? n : n == 4 ? 2 : 3
PANEL_W = 340
most_lines(p) = p ? max(To[p] - From[p] + 1, most_lines(p - 1)) : 0
PANEL_H = max(120, MOST_WORDS * (14 * min(most_lines(n), 6) + 12) + 30)
XLABEL = "AUC, mean over tasks"
YLABEL = " "
SHARED = 0
GROUPS = 1
BEST = "best of its line, chosen on these images"
LEGEND = |Label| + HAS_BEST + HAS_DECLARED
LEGEND_LENGTH = max(longest(|Label|), HAS_BEST ? strlen(BEST) : 16)
# Room for the names of rows, within reason.
longest_word(i) = i ? max(strlen(Word[i]), longest_word(i - 1)) : 0
NAMES = min(220, max(60, longest_word(|Word|) * CHARACTER + 12))
LEFT = NAMES + 16
GAP_X = NAMES + 24
load HERE."/panels.gp"

# Points of a word stand below each other, near enough to be seen as one row: the i-th of those of panel p.
lines_of(p) = To[p] - From[p] + 1
shift(p, i) = min(0.2, lines_of(p) > 1 ? 0.7 / (lines_of(p) - 1) : 0) * (i - 0.5 * (lines_of(p) + 1))
# Eight colours with one of eight shapes each, then with the next one: circle and triangle are also what marks the
# declared and the best, but hollow and larger.
colour(s) = word(COLOURS, (Type[s] - 1) % 8 + 1)
shape(s) = word("7 5 9 13 11 2 1 3", (Type[s] - 1 + (Type[s] - 1) / 8) % 8 + 1) + 0
do for [p = 1:n] {
    eval panel(p)
    unset ylabel
    set yrange [Words[p] + 0.6:0.4]
    set ytics ()
    do for [i = 1:Words[p]] {
        set ytics add (short(Word[(p - 1) * MOST_WORDS + i], NAMES) i)
    }
    set xrange [*:*]
    set xtics Step[p]
    plot sprintf("$band_%d", p) using 2:1:5:6:3:4:7 with boxxyerror fs transparent solid 0.15 noborder lc variable, \
         for [i = From[p]:To[p]] sprintf("$line_%d", i) \
             using 3:($1 + shift(p, i - From[p] + 1)):($4 - $3):(0) with vectors @BARS \
             lc rgb colour(Line[i]), \
         for [i = From[p]:To[p]] sprintf("$line_%d", i) using 2:($1 + shift(p, i - From[p] + 1)) with points \
             pt shape(Line[i]) ps 0.6 lw 1.4 lc rgb colour(Line[i]), \
         sprintf("$reference_%d", p) using 2:1:3 with lines lw 1.8 dt 2 lc variable, \
         sprintf("$best_%d", p) using 2:($1 + shift(p, $3)) with points pt 8 ps 1.2 lw 1.4 lc rgb "#202020", \
         sprintf("$declared_%d", p) using 2:($1 + shift(p, $3)) with points pt 6 ps 1.4 lw 1.4 lc rgb "#202020"
    @NO_HEAD
}

eval legend(1)
plot for [s = 1:|Label|] Across[s] ? 2 : NaN with lines lw 1.8 dt 2 lc rgb colour(s) title Across[s] ? Label[s] : "", \
     for [s = 1:|Label|] Across[s] ? NaN : 2 with points pt shape(s) ps 0.6 lw 1.4 lc rgb colour(s) \
         title Across[s] ? "" : Label[s], \
     HAS_BEST ? 2 : NaN with points pt 8 ps 1.2 lw 1.4 lc rgb "#202020" title HAS_BEST ? BEST : "", \
     HAS_DECLARED ? 2 : NaN with points pt 6 ps 1.4 lw 1.4 lc rgb "#202020" title HAS_DECLARED ? "declared setting" : ""
unset multiplot
