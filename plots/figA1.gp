# Figure A1: trade-offs of LIS-AE and AE on CIFAR-10, with the outliers' classes as negatives, and with SVHN.
#   gnuplot -c plots/figA1.gp DIR OUT
# reads DIR/curves.csv (tools/figures), writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
ACROSS = "columns"
HEAD_LINE = "LIS-AE on CIFAR-10: normal and anomaly accuracy"
SHOWN = "the first seed of each task"
load HERE."/curves.gp"
