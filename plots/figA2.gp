# Figure A2: trade-offs of LinSep-LIS-AE and AE on SVHN, with the outliers' classes as negatives, and the other half's.
#   gnuplot -c plots/figA2.gp DIR OUT
# reads DIR/curves.csv (tools/figures), writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
ACROSS = "columns"
HEAD_LINE = "LinSep-LIS-AE on SVHN: normal and anomaly accuracy"
SHOWN = "the first seed of each task"
load HERE."/curves.gp"
