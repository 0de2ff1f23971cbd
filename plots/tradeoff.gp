# Trade-off of normal against anomaly accuracy over all thresholds, AE (dashed) against LIS-AE
# (solid), after figure 4 of the paper: up to five tasks in a panel, a colour for each; ten
# tasks are two panels, classes 0-4 and 5-9. Each setting of LIS-AE has panels of its own, with
# the AE that shares its first phase and is judged on the same images.
#   gnuplot -c plots/tradeoff.gp DIR OUT
# reads DIR/tradeoff.csv (and DIR/classes.txt, one name per line, if there is one),
# writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = "tradeoff.csv"
AWK = "csv gnuplot detectors names first-seed curves tradeoff"
load HERE."/common.gp"

# The chunks of one series stand side by side, in a long list up to four panels in a row.
SERIES = |Panel| / CHUNKS
FIT = max(1, min(4 / CHUNKS, SERIES))
COLS = CHUNKS > 1 && SERIES <= 2 ? CHUNKS : CHUNKS * (ROW && ROW <= FIT ? ROW : FIT)
PANEL_W = 340
PANEL_H = 340
chunk_of(p) = (p - 1) % CHUNKS + 1
load HERE."/tradeoffs.gp"
