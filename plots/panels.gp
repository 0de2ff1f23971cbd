# A canvas with a title, a grid of equal panels and, below them, a strip for the legend.
# Set before: COLS, PANEL_W, PANEL_H, XLABEL, YLABEL, SHARED (1: only the outer panels show the
# axes' numbers), LEGEND (number of entries) and LEGEND_LENGTH (characters of the longest).
# Loading it opens OUT; draw panel p after `eval panel(p)`, the legend after `eval legend`.

ROWS = (|Panel| + COLS - 1) / COLS
LEFT = 62; RIGHT = 22; HEAD = 64; FOOT = 52
GAP_X = SHARED ? 26 : 66
GAP_Y = SHARED ? 34 : 80

GRID_W = LEFT + COLS * PANEL_W + (COLS - 1) * GAP_X + RIGHT
W = max(GRID_W, 480)
SHIFT = (W - GRID_W) / 2

# The legend in as few lines as hold it, all of them about equally long.
LEGEND_FIT = max(1, floor((W - 20) / (LEGEND_LENGTH * CHARACTER + 60)))
LEGEND_ROWS = ceil(real(LEGEND) / LEGEND_FIT)
LEGEND_COLS = ceil(real(LEGEND) / max(1, LEGEND_ROWS))
LEGEND_H = LEGEND_ROWS ? LEGEND_ROWS * LINE + 14 : 0
H = HEAD + ROWS * PANEL_H + (ROWS - 1) * GAP_Y + FOOT + LEGEND_H

left(p) = SHIFT + LEFT + (p - 1) % COLS * (PANEL_W + GAP_X)
top(p) = HEAD + (p - 1) / COLS * (PANEL_H + GAP_Y)
has_x(p) = !SHARED || p + COLS > |Panel|
has_y(p) = !SHARED || (p - 1) % COLS == 0

area(x1, x2, y1, y2) = \
    sprintf("set lmargin at screen %.6f; set rmargin at screen %.6f; ", x1 / W, x2 / W) \
    .sprintf("set tmargin at screen %.6f; set bmargin at screen %.6f; ", 1 - y1 / H, 1 - y2 / H)
axis(name, label, shown) = shown \
    ? sprintf("set format %s '%%g'; set %slabel %s; ", name, name, label) \
    : sprintf("set format %s ''; unset %slabel; ", name, name)
panel(p) = area(1.0 * left(p), 1.0 * left(p) + PANEL_W, 1.0 * top(p), 1.0 * top(p) + PANEL_H) \
    .sprintf("set title short(Panel[%d], PANEL_W) offset 0,-0.6; ", p) \
    .axis("x", "XLABEL offset 0,0.3", has_x(p)).axis("y", "YLABEL offset 0.5,0", has_y(p))
legend = area(10.0, W - 10.0, 1.0 * H - LEGEND_H, H - 4.0) \
    ."unset title; unset xlabel; unset ylabel; unset tics; unset border; unset grid; " \
    ."unset logscale; set xrange [0:1]; set yrange [0:1]; " \
    .sprintf("set key on center center horizontal Left reverse samplen 3 maxcols %d", LEGEND_COLS)

eval canvas(W, H)
set multiplot
set label 1 short(TITLE, W * 0.8) at screen 0.5, screen 1 - 20.0 / H center font ",15"
