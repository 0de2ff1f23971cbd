# AUC along axes of words: a panel for each axis, data set and kind of task, a row for each word, in it a point for each
# detector with its other settings, intervals where there are any, and dashed what these are built on. Marked are the
# declared setting, and the best word of each, which is chosen on the test data and no result.
#   gnuplot -c plots/dots.gp DIR OUT
# reads DIR/sweep.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "sweep.csv"
AWK = "csv title sweep"
MORE = "-v KIND=word"
load HERE."/common.gp"

n = |Panel|
COLS = n <= 3 ? n : n == 4 ? 2 : 3
PANEL_W = 340
PANEL_H = max(120, MOST_WORDS * (14 * min(|Label|, 6) + 12) + 30)
XLABEL = "AUC, mean over tasks"
YLABEL = " "
SHARED = 0
GROUPS = 1
LEGEND = |Label| + 1 + HAS_DECLARED
LEGEND_LENGTH = max(longest(|Label|), 36)
load HERE."/panels.gp"

# Points of a word stand below each other.
shift(s) = |Label| > 1 ? 0.7 * ((s - 1.0) / (|Label| - 1) - 0.5) : 0
shape(s) = word("7 5 9 13 11 4 6 8", (s - 1) % 8 + 1) + 0
do for [p = 1:n] {
    eval panel(p)
    unset ylabel
    set yrange [Words[p] + 0.6:0.4]
    set ytics ()
    do for [i = 1:Words[p]] {
        set ytics add (short(Word[(p - 1) * MOST_WORDS + i], 84) i)
    }
    set xrange [*:*]
    set xtics autofreq
    plot for [i = From[p]:To[p]] sprintf("$line_%d", i) using (valid(3) ? $2 : NaN):($1 + shift(Line[i])):3:4 \
             with xerrorbars pt 0 lw 1 lc rgb word(COLOURS, (Line[i] - 1) % 8 + 1), \
         for [i = From[p]:To[p]] sprintf("$line_%d", i) using 2:($1 + shift(Line[i])) with points \
             pt shape(Line[i]) ps 0.9 lc rgb word(COLOURS, (Line[i] - 1) % 8 + 1), \
         sprintf("$reference_%d", p) using 2:1:3 with lines lw 1.8 dt 2 lc variable, \
         sprintf("$best_%d", p) using 2:($1 + shift($3)) with points pt 8 ps 1.6 lw 1.4 lc rgb "#202020", \
         sprintf("$declared_%d", p) using 2:($1 + shift($3)) with points pt 6 ps 1.9 lw 1.4 lc rgb "#202020"
    @NO_HEAD
}

eval legend(1)
plot for [s = 1:|Label|] 2 with linespoints pt (Across[s] ? 0 : shape(s)) ps 0.9 lw (Across[s] ? 1.8 : 0.01) dt 2 \
         lc rgb word(COLOURS, (s - 1) % 8 + 1) title Label[s], \
     2 with points pt 8 ps 1.6 lw 1.4 lc rgb "#202020" title "best on the test data, chosen there", \
     HAS_DECLARED ? 2 : NaN with points pt 6 ps 1.9 lw 1.4 lc rgb "#202020" title HAS_DECLARED ? "declared setting" : ""
unset multiplot
