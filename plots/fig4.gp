# Figure 4: trade-offs of LIS-AE and AE on CIFAR-10, tasks 0-4 and 5-9; negatives are the other half's classes.
#   gnuplot -c plots/fig4.gp DIR OUT
# reads DIR/curves.csv (tools/figures), writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
ACROSS = "tasks"
HEAD_LINE = "CIFAR-10: normal and anomaly accuracy"
SHOWN = "negatives are the classes of the other half; the first seed of each task"
load HERE."/curves.gp"
