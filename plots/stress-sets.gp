# What detectors accept at the 95 % quantile of normal scores: a row for each detector with its settings, a column for
# each set of images; means over tasks and seeds.
#   gnuplot -c plots/stress-sets.gp DIR OUT
# reads DIR/stress.csv, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "stress.csv"
AWK = "csv gnuplot detectors names stress stress-sets"
load HERE."/common.gp"

CELL_W = 34
CELL_H = 24
load HERE."/cells.gp"
