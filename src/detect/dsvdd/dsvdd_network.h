/* The networks of Deep SVDD: phi, which maps images to points, and the decoder that it is
 * pre-trained with. phi has no biases, as a network with biases and zero weights would map all
 * images to the centre (Ruff et al. 2018, proposition 2).
 *
 * suite: encoder and latent layer of [model] without a code activation, and its decoder.
 * lenet, lenet-fashion: the authors' networks, for images of 28x28x1 (two networks of different
 * width) and 32x32x3. Their transposed convolutions of stride 1 are convolutions here, with
 * the kernels turned round (nn/network.h). */
#ifndef DETECT_DSVDD_DSVDD_NETWORK_H
#define DETECT_DSVDD_DSVDD_NETWORK_H

#include "data/images.h"
#include "keys/settings.h"
#include "nn/network.h"

/* Builds both with zero parameters. */
int dsvdd_networks_init(struct network *phi, struct network *decoder, const struct settings *s, struct shape image,
                        struct error *e);
/* The same without their numbers, for who asks how many there would be, or reads them. */
int dsvdd_networks_lay_out(struct network *phi, struct network *decoder, const struct settings *s, struct shape image,
                           struct error *e);
/* Draws the weights: by [model] init for the suite's; the authors' uniform in
 * +-1 / sqrt(fan-in), but for the convolutions for 32x32x3: Xavier's with LeakyReLU's gain. That is how theirs
 * start but for the decoder for 28x28x1: PyTorch takes the outputs of a transposed convolution for its fan-in. */
void dsvdd_networks_initialise(struct network *phi, struct network *decoder, const struct settings *s,
                               const struct images *positive, uint64_t seed);

#endif
