# What the figures share. The scripts beside it set DIR, OUT, MISSING (ARG1, ARG2, and ARG3, which may hold characters
# that no font has, with blanks between: they are shown as "?"), HERE (their folder),
# INPUT (the name of the CSV, "" for none) and AWK (the files of awk/ that make data of it), then load this.
# It checks the arguments, loads the data, and defines styles and the functions that place
# panels on a canvas. Lengths are pixels of an SVG; a PNG has two pixels for each (its font sizes
# count 4/3 pixels).

# The pictures do not depend on the locale, but in C gnuplot warns here that it has no degree
# sign: LC_ALL=C.UTF-8 keeps it quiet.
set encoding utf8

# --- arguments and data

ENDING = strlen(OUT) > 4 ? OUT[strlen(OUT) - 3:] : ""
if (ENDING ne ".svg" && ENDING ne ".png") {
    printerr "usage: gnuplot -c SCRIPT DIR OUT; expected OUT to end in .svg or .png, found '".OUT."'"
    exit status 2
}
if (strstrt(DIR.HERE, "'")) {
    printerr DIR.": expected a folder without quotes in its name"
    exit status 2
}
FILE = DIR."/".INPUT
if (strlen(INPUT) && system("test -s '".FILE."' && echo filled") ne "filled") {
    printerr FILE.": expected a CSV file, found none or an empty one"
    exit status 1
}

# awk prints gnuplot: arrays, data blocks, the title; or a message and an exit. MORE: options for awk that a script may
# have set. A script without an INPUT has set HEADING and TITLE itself.
if (!exists("MORE")) { MORE = "" }
sources(i) = i > words(AWK) ? "" : sprintf("-f '%s/awk/%s.awk' ", HERE, word(AWK, i)).sources(i + 1)
if (strlen(INPUT)) {
    load "< LC_ALL=C awk -v GNUPLOT=1 -v MISSING='".MISSING."' ".MORE." ".sources(1)."'".FILE."' '".FILE."'"
}
if (!exists("TITLE")) {
    printerr FILE.": awk failed"
    exit status 1
}

# --- styles

# Eight colours that the colour-blind can tell apart (Okabe and Ito; grey in place of yellow,
# which is too light for lines) with five dashes: 40 line types, 1 to 8 solid.
COLOURS = "#D55E00 #0072B2 #CC79A7 #009E73 #E69F00 #56B4E9 #000000 #8C8C8C"
set dashtype 1 solid
set dashtype 2 (8,4)
set dashtype 3 (2,3)
set dashtype 4 (10,3,2,3)
set dashtype 5 (10,3,2,3,2,3)
do for [i = 0:39] {
    set linetype i + 1 lc rgb word(COLOURS, i % 8 + 1) dt i / 8 + 1 lw 1.8
}
set linetype cycle 40

# The colour of task i of n, for `lc rgb`. Up to six have the first of those: the next one is black, in which legends
# have what a dash means. Up to ten have Tol's "muted", two of them changed; more are from around the colour circle, by
# turns light and dark.
HUES = "#332288 #CC6677 #117733 #DDAA33 #56B4E9 #882255 #44AA99 #999933 #AA4499 #8C8C8C"
hexadecimal(colour) = int("0x".colour[2:])
task_colour(i, n) = n <= 6 ? hexadecimal(word(COLOURS, i)) : n <= words(HUES) ? hexadecimal(word(HUES, i)) \
    : hsv2rgb((i - 1.0) / n, 0.9, i % 2 ? 0.85 : 0.5)

AXES = "set border 3 lc rgb '#404040' lw 0.8; set tics nomirror scale 0.5 tc rgb '#202020'; " \
    ."set grid lc rgb '#DCDCDC' lw 1 dt solid"
eval AXES
set key off

# Intervals: error bars of gnuplot would have white room for a point at their middle.
BARS = "heads size screen 0.004,90 nofilled lw 1 dt 1"

# --- canvas

FONT = 12
CHARACTER = 6.8 # mean width
LINE = 20       # height of a line of the legend

min(a, b) = a < b ? a : b
max(a, b) = a > b ? a : b

# Long names lose their middle: what differs stands at the beginning or at the end.
half(width) = int(width / CHARACTER - 1) / 2
short(text, width) = strlen(text) * CHARACTER <= width ? text \
    : text[1:half(width)]."…".text[strlen(text) - half(width) + 1:]
# Characters of the longest of Label[1..n].
longest(n) = n ? max(strlen(Label[n]), longest(n - 1)) : 0

# Statements for `eval`: the head of a canvas, which is the experiment's title above what is shown, or the latter alone.
# In a multiplot each plot would draw it again, but for NO_HEAD.
HEAD_MORE = strlen(HEADING) ? 22 : 0
big(text, width) = short(text, width * FONT / 15.0)
head(width, height) = \
    sprintf("set label 1 big(strlen(HEADING) ? HEADING : TITLE, %d) at screen 0.5, screen %.6f center font ',15'; ", \
            width - 40, 1 - 20.0 / height) \
    .(HEAD_MORE ? sprintf("set label 2 short(TITLE, %d) at screen 0.5, screen %.6f center", \
                          width - 40, 1 - 43.0 / height) : "")
NO_HEAD = "unset label 1; unset label 2"

# Statements for `eval`: the terminal that OUT asks for.
canvas(width, height) = (ENDING eq ".svg" \
    ? sprintf("set terminal svg noenhanced size %d,%d font 'sans-serif,%d' background 'white'", \
              width, height, FONT) \
    : sprintf("set terminal pngcairo noenhanced size %d,%d font 'sans-serif,%d' fontscale 1.5 linewidth 2 " \
              ."pointscale 3 dashlength 2 background 'white'", \
              2 * width, 2 * height, FONT)) \
    ."; set output OUT"

# Lines of a key are as far from each other in both: a PNG has them nearer.
KEY_SPACING = ENDING eq ".png" ? 1.28 : 1
