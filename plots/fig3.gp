# Figure 3: images, their reconstructions by an autoencoder, and by LIS-AE, of two tasks.
#   gnuplot -c plots/fig3.gp DIR OUT
# reads DIR/errors.csv and the pictures beside it (lisae reconstruct), writes OUT (.svg or .png).

DIR = ARG1; OUT = ARG2; MISSING = ARG3; HERE = system("dirname '".ARG0."'")
LETTERS = 0
HEAD_LINE = "Reconstructions before and after the latent layer was shaped"
SHOWN = "negatives are the classes of the other half"
load HERE."/images.gp"
