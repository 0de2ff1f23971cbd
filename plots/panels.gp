# A canvas with a head, groups of equal panels below each other and, below each group, a strip for its legend.
# Set before: GROUPS (of as many panels each), COLS, PANEL_W, PANEL_H, XLABEL, YLABEL (names of axes, or where YLABEL is
# "" those of Unit[p]), SHARED (1: only the outer panels show the axes' numbers), LEGEND (most entries of a legend)
# and LEGEND_LENGTH (characters of the longest); maybe LEFT and GAP_X, the room left of panels and between them. Loading
# it opens OUT; draw panel p after `eval panel(p)`, behind the first thing that is drawn @NO_HEAD, the legend of a group
# after `eval legend(g)`.

PER_GROUP = |Panel| / GROUPS
ROWS = (PER_GROUP + COLS - 1) / COLS
if (!exists("LEFT")) { LEFT = SHARED ? 62 : 76 }
RIGHT = 22; HEAD = 42 + HEAD_MORE; TITLE_H = 22; FOOT = 52
if (!exists("GAP_X")) { GAP_X = SHARED ? 26 : 84 }
GAP_Y = SHARED ? 34 : 80

GRID_W = LEFT + COLS * PANEL_W + (COLS - 1) * GAP_X + RIGHT
# Wide enough for what the head says, within reason.
TITLE_W = strlen(TITLE) * CHARACTER * (strlen(HEADING) ? 1 : 15.0 / FONT)
W = max(GRID_W, max(480, min(760, ceil(TITLE_W) + 40)))
SHIFT = (W - GRID_W) / 2

# The legend in as few lines as hold it, all of them about equally long. In an SVG gnuplot takes a character for 0.7 of
# the font's size, and leaves out what would then not fit.
LEGEND_FIT = max(1, floor((W - 20) / (LEGEND_LENGTH * 0.7 * FONT + 72)))
LEGEND_ROWS = ceil(real(LEGEND) / LEGEND_FIT)
LEGEND_COLS = ceil(real(LEGEND) / max(1, LEGEND_ROWS))
LEGEND_H = LEGEND_ROWS ? LEGEND_ROWS * LINE + 14 : 0
GROUP_H = TITLE_H + ROWS * PANEL_H + (ROWS - 1) * GAP_Y + FOOT + LEGEND_H
H = HEAD + GROUPS * GROUP_H

place(p) = (p - 1) % PER_GROUP
left(p) = SHIFT + LEFT + place(p) % COLS * (PANEL_W + GAP_X)
top(p) = HEAD + (p - 1) / PER_GROUP * GROUP_H + TITLE_H + place(p) / COLS * (PANEL_H + GAP_Y)
has_x(p) = !SHARED || place(p) + 1 + COLS > PER_GROUP
has_y(p) = !SHARED || place(p) % COLS == 0

area(x1, x2, y1, y2) = \
    sprintf("set lmargin at screen %.6f; set rmargin at screen %.6f; ", x1 / W, x2 / W) \
    .sprintf("set tmargin at screen %.6f; set bmargin at screen %.6f; ", 1 - y1 / H, 1 - y2 / H)
axis(name, label, shown) = shown \
    ? sprintf("set format %s '%%g'; set %slabel %s; ", name, name, label) \
    : sprintf("set format %s ''; unset %slabel; ", name, name)
panel(p) = area(1.0 * left(p), 1.0 * left(p) + PANEL_W, 1.0 * top(p), 1.0 * top(p) + PANEL_H) \
    .AXES."; " \
    .sprintf("set title short(Panel[%d], PANEL_W) offset 0,-0.6; ", p) \
    .axis("x", "XLABEL offset 0,0.3", has_x(p)) \
    .axis("y", (strlen(YLABEL) ? "YLABEL" : sprintf("Unit[%d]", p))." offset 0.5,0", has_y(p))
legend(g) = area(10.0, W - 10.0, 1.0 * HEAD + g * GROUP_H - LEGEND_H, 1.0 * HEAD + g * GROUP_H - 4) \
    ."unset title; unset xlabel; unset ylabel; unset tics; unset border; unset grid; " \
    ."unset logscale; set xrange [0:1]; set yrange [0:1]; " \
    .sprintf("set key on center center horizontal Left reverse samplen 5 spacing KEY_SPACING maxcols %d", LEGEND_COLS)

eval canvas(W, H)
set multiplot
eval head(W, H)
