# Trade-offs of a figure of the paper. Set before, beside what common.gp asks for: ACROSS ("tasks" or "columns", what
# stands side by side), HEAD_LINE and SHOWN (the head's two lines). DIR/curves.csv has the curves.

INPUT = "curves.csv"
AWK = "csv gnuplot figure"
MORE = sprintf("-v ACROSS=%s", ACROSS)
load HERE."/common.gp"

COLS = COLUMNS
PANEL_W = 340
PANEL_H = 340
chunk_of(p) = Chunk[p]
load HERE."/tradeoffs.gp"
