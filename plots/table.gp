# A table of the paper, each printed number beside the reproduced one.
#   gnuplot -c plots/table.gp TABLE.csv OUT
# reads a table that `lisae tables` wrote, writes OUT (.svg or .png). Where everything stands is awk's business; the
# words are those of the file.

DIR = system("dirname '".ARG1."'"); OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = system("basename '".ARG1."'")
AWK = "csv gnuplot table"
load HERE."/common.gp"

eval canvas(W, H)
unset border
unset tics
unset grid
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:W]
set yrange [H:0]

do for [i = 1:|Text|] {
    set label Text[i] at first X[i], Y[i] left font sprintf(",%d", Size[i]) tc rgb (Pale[i] ? "#5A5A5A" : "black")
}
do for [i = 1:|Rule|] {
    set arrow from first From[i], Rule[i] to first To[i], Rule[i] nohead lw Width[i] \
        lc rgb (Width[i] < 1 ? "#C8C8C8" : "black")
}
plot NaN
