# Coloured cells with names of rows and columns, loaded behind common.gp. Set before: CELL_W, CELL_H. The data has the
# arrays Row, Column, where they stand (Row_at, Column_at) and end (Row_end, Column_end), LOW, where colours begin, and
# $cells: column, row, value, its text, a text below, the text's colour.

# Room for the names; those of columns lean where one is longer than its column is wide.
most = 0
do for [i = 1:|Row|] { most = max(most, strlen(Row[i])) }
ROW_W = min(620, most * CHARACTER)
most = 0
do for [i = 1:|Column|] { most = max(most, strlen(Column[i])) }
HEAD_W = min(420, most * CHARACTER)
ANGLE = HEAD_W > CELL_W - 4 ? 40 : 0
JUSTIFIED = ANGLE ? 'left' : 'center'

# Whole pixels, so that the corners of cells are: a page has thousands of them.
LEFT = ceil(ROW_W) + 30
RIGHT = ceil(max(90, ANGLE ? HEAD_W * 0.77 - CELL_W / 2 + 16 : 0))
HEAD = ceil(50 + HEAD_MORE + (ANGLE ? HEAD_W * 0.65 + 12 : 22))
HALF_W = (CELL_W / 2 - 1.0) / CELL_W
HALF_H = (CELL_H / 2 - 1.0) / CELL_H
FOOT = 16
GRID_W = (Column_end - 0.5) * CELL_W
GRID_H = (Row_end - 0.5) * CELL_H
W = max(LEFT + GRID_W + RIGHT, 480)
H = HEAD + GRID_H + FOOT
eval canvas(W, H)

load HERE."/viridis.pal"
set cbrange [LOW:1]
set colorbox user origin screen (LEFT + GRID_W + 20.0) / W, screen 1.0 * FOOT / H \
    size screen 16.0 / W, screen 1.0 * GRID_H / H
unset border
unset tics
SCALE_STEP = GRID_H < 150 ? 0.25 : 0.1
set cbtics SCALE_STEP format "%g" scale 0
unset grid
set lmargin at screen 1.0 * LEFT / W
set rmargin at screen 1.0 * (LEFT + GRID_W) / W
set tmargin at screen 1 - 1.0 * HEAD / H
set bmargin at screen 1.0 * FOOT / H
set xrange [0.5:Column_end]
set yrange [Row_end:0.5]

eval head(W, H)
do for [i = 1:|Row|] {
    set label short(Row[i], ROW_W) at graph 0, first Row_at[i] right offset -0.8,0
}
do for [i = 1:|Column|] {
    set label short(Column[i], max(HEAD_W, CELL_W)) at first Column_at[i], graph 1 \
        offset 0,0.9 rotate by ANGLE @JUSTIFIED
}

plot $cells using (valid(3) ? $1 : NaN):2:(HALF_W):(HALF_H):3 with boxxyerror fs solid noborder lc palette, \
     $cells using (valid(3) ? NaN : $1):2:(HALF_W):(HALF_H) with boxxyerror fs solid noborder lc rgb "#EDEDED", \
     $cells using 1:(strlen(strcol(5)) ? $2 - 0.16 : $2):4:6 with labels tc rgb variable font ",12", \
     $cells using 1:($2 + 0.24):5:6 with labels tc rgb variable font ",9"
