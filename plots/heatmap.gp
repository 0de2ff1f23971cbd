# AUC by task and detector (rows and columns, or columns and rows where there are many detectors), mean over seeds, and
# the mean over tasks. Where runs failed or are missing, the runs used and planned stand below the number, and below a
# mean over some of the tasks how many.
#   gnuplot -c plots/heatmap.gp DIR OUT
# reads DIR/auc.csv (and DIR/classes.txt, one name per line, if there is one),
# writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "auc.csv"
AWK = "csv gnuplot detectors names heatmap"
load HERE."/common.gp"

CELL_W = 72
CELL_H = 36
load HERE."/cells.gp"
