# Figure 1: the two phases of LIS-AE. Above, all parts learn to reconstruct the positives; below, encoder and decoder
# are frozen, and the latent layer alone learns from positives and negatives.
#   gnuplot -c plots/fig1.gp DIR OUT
# reads nothing, writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
INPUT = ""
AWK = ""
HEADING = ""
TITLE = "The two phases of LIS-AE"
load HERE."/common.gp"

W = 860
H = 520
BLUE = word(COLOURS, 2)
RED = word(COLOURS, 1)
eval canvas(W, H)
eval head(W, H)
unset border
unset tics
unset grid
set margins 0, 0, 0, 0
set xrange [0:W]
set yrange [H:0]
set style arrow 1 head filled size 9,20 lc rgb "#404040" lw 1.6
# gnuplot 5.4 draws an arrow like the one before it, dashed or not, where colour and width are the same.
set style arrow 2 nohead lc rgb RED lw 1.601 dt 2
set style arrow 3 head filled size 9,20 lc rgb RED lw 1.6 # its head is not dashed

# What is learned is coloured with a solid frame, what is frozen is grey with a dashed one. n numbers the objects.
n = 10
frame(learns) = learns ? sprintf("fc rgb '#D6E8F5' fs solid 1 border lc rgb '%s' lw 2", BLUE) \
                       : "fc rgb '#EEEEEE' fs solid 1 border lc rgb '#707070' lw 1.4"
dash(learns) = learns ? "dt 1" : "dt (6,4)"
# A block from x to x + w around the line y, l high at its left and r at its right.
block(x, y, w, l, r, learns) = \
    sprintf("n = n + 1; set object n polygon from %d,%d to %d,%d to %d,%d to %d,%d to %d,%d %s %s", \
            x, y - l / 2, x + w, y - r / 2, x + w, y + r / 2, x, y + l / 2, x, y - l / 2, frame(learns), dash(learns))
say(text, x, y, more) = sprintf("n = n + 1; set label n '%s' at %d,%d center %s", text, x, y, more)
line(from, to, y, style) = sprintf("n = n + 1; set arrow n from %d,%d to %d,%d as %d", from, y, to, y, style)
arrow(from, to, y, style) = style == 1 ? line(from, to, y, 1) : line(from, to - 10, y, 2)."; ".line(to - 10, to, y, 3)
state(learns) = learns ? "learns" : "frozen"
colour(learns) = "tc rgb '".(learns ? BLUE : "#505050")."'"

# A phase around the line y: encoder, latent layer, decoder, and which of them learn.
network(y, encoder, latent) = \
    block(190, y, 150, 130, 70, encoder)."; ".block(385, y, 60, 80, 80, latent) \
    ."; ".block(490, y, 150, 70, 130, encoder) \
    ."; ".say("encoder", 265, y - 8, "")."; ".say(state(encoder), 265, y + 12, colour(encoder)) \
    ."; ".say("latent", 415, y - 18, "")."; ".say("layer", 415, y - 2, "") \
    ."; ".say(state(latent), 415, y + 18, colour(latent)) \
    ."; ".say("decoder", 565, y - 8, "")."; ".say(state(encoder), 565, y + 12, colour(encoder))
flow(y, style) = arrow(140, 190, y, style)."; ".arrow(340, 385, y, style)."; ".arrow(445, 490, y, style)."; " \
    .arrow(640, 690, y, style)

set label 3 "(a) Feature extraction: positives alone" at 40,70 left
eval network(165, 1, 1)
eval flow(165, 1)
eval say("positives x⁺", 85, 165, "")
eval say("x̂⁺", 715, 165, "")
set label 4 "near x⁺" at 738,165 left tc rgb "#202020"
eval say("loss: ‖x̂⁺ − x⁺‖", 415, 250, "")

set label 5 "(b) Latent shaping: positives and negatives" at 40,310 left
eval network(405, 0, 1)
eval flow(391, 1)
eval flow(419, 2)
eval say("positives x⁺", 85, 391, "")
eval say("negatives x⁻", 85, 419, "tc rgb RED")
eval say("x̂⁺", 715, 391, "")
eval say("x̂⁻", 715, 419, "tc rgb RED")
set label 6 "near x⁺" at 738,391 left tc rgb "#202020"
set label 7 "γ away from x⁻" at 738,419 left tc rgb RED
eval say("loss: ‖x̂⁺ − x⁺‖ + β |γ − ‖x̂⁻ − x⁻‖|", 415, 490, "")
plot NaN notitle
