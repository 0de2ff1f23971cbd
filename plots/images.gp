# Pictures of images and their reconstructions, below each other, with the names of lines and classes. Set before,
# beside what common.gp asks for: LETTERS (1: lines are named (a), (b) ...), HEAD_LINE and SHOWN (the
# head's two lines).
# DIR holds what `lisae reconstruct` wrote: errors.csv and the pictures that it names.

INPUT = "errors.csv"
AWK = "csv gnuplot images"
load HERE."/common.gp"

# Each pixel of a picture is so many on the canvas.
SCALE = 2
GAP = 2    # between images, as data/mosaic.h has it
ABOVE = 58 # of each picture, for what it shows and the classes
RIGHT = 16

# Width and height in pixels, from a PNG's header.
png(name) = system("od -An -tu4 --endian=big -j16 -N8 '".DIR."/".name.".png'")
n = |Picture|
array Width[n]; array Height[n]; array Top[n]
LEFT = 0
do for [i = 1:|Name|] { LEFT = max(LEFT, strlen(Name[i]) * CHARACTER) }
LEFT = LEFT + (LETTERS ? 4 * CHARACTER : 0) + 26
y = 40 + HEAD_MORE
widest = 0
do for [p = 1:n] {
    size_of = png(Picture[p])
    if (words(size_of) < 2) {
        printerr DIR."/".Picture[p].".png: expected a PNG, found none"
        exit status 1
    }
    Width[p] = SCALE * word(size_of, 1)
    Height[p] = SCALE * word(size_of, 2)
    Top[p] = y + ABOVE
    y = Top[p] + Height[p] + 10
    widest = max(widest, Width[p])
}
W = LEFT + widest + RIGHT
H = y + 6
eval canvas(W, H)
set multiplot
eval head(W, H)
unset border
unset tics
unset grid
do for [p = 1:n] {
    set lmargin at screen 1.0 * LEFT / W
    set rmargin at screen 1.0 * (LEFT + Width[p]) / W
    set tmargin at screen 1 - 1.0 * Top[p] / H
    set bmargin at screen 1 - 1.0 * (Top[p] + Height[p]) / H
    set xrange [-0.5:Width[p] / SCALE - 0.5]
    set yrange [-0.5:Height[p] / SCALE - 0.5]
    lines = Last_line[p] - First_line[p] + 1
    pitch = 1.0 * (Height[p] / SCALE - GAP) / lines
    columns = To[Last_class[p]]
    across = 1.0 * (Width[p] / SCALE - GAP) / columns
    set label 3 Shows[p] at graph 0.5, graph 1 offset 0, 2.5 center
    do for [l = 0:lines - 1] {
        letter = LETTERS ? "(".substr("abcdefghijklmnopqrstuvwxyz", l + 1, l + 1).") " : ""
        set label 10 + l letter.Name[First_line[p] + l] at first 0, \
            first Height[p] / SCALE - GAP - (l + 0.5) * pitch right \
            offset -1.2, 0
    }
    do for [c = First_class[p]:Last_class[p]] {
        set label 100 + c short(Class[c].(Normal[c] ? " (normal)" : ""), (To[c] - From[c]) * across * SCALE + 14) \
            at first GAP / 2.0 + (From[c] + To[c]) / 2.0 * across, graph 1 offset 0, 0.8 center \
            tc rgb (Normal[c] ? word(COLOURS, 2) : "#202020")
    }
    plot DIR."/".Picture[p].".png" binary filetype=png with rgbimage notitle
    unset label
}
unset multiplot
