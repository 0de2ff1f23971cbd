# Figure 2: a linear autoencoder and a linear LIS-AE of one digit. (a) images, (b) what is orthogonal to the digit's
# space, (c) and (d) what both make of that, (e) and (f) what they make of the images. In (b) to (d) 0 is grey.
#   gnuplot -c plots/fig2.gp DIR OUT
# reads DIR/errors.csv and the picture beside it (lisae reconstruct --residual ae), writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
LETTERS = 1
HEAD_LINE = "Linear AE and linear LIS-AE: what is orthogonal to the normal class is nothing to the one, something " \
    ."to the other"
SHOWN = "negatives are Omniglot's characters; in (b) to (d) grey is 0"
load HERE."/images.gp"
