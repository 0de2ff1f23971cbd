/* A linear autoencoder in closed form ([model] init = svd), after section 4.1 of Battikh & Lenskiy 2022.
 *
 * With U_r the r first singular vectors of the positives (less their mean, where output_bias = mean) the decoder is U_r
 * and the encoder its transpose: no training finds a smaller squared error. Phase 2 then looks for an encoder
 * E = U_r + U_c B alone, U_c being the rest of an orthonormal basis: what lies in the space of U_r is reconstructed as
 * before, as U_r' E = I, and what is orthogonal to it, c, shifts the code by B' c. */
#ifndef DETECT_AUTOENCODER_CLOSED_FORM_H
#define DETECT_AUTOENCODER_CLOSED_FORM_H

#include "detect/autoencoder/autoencoder.h"

/* Do the settings ask for it? */
int closed_form_asked(const struct settings *s);
/* -1 with a message where they do: for networks that have none. */
int closed_form_refuse(const struct settings *s, struct error *e);
/* Fills decoder and latent layer. Refused where the positives vary in fewer directions than the code has numbers. */
int closed_form_start(struct autoencoder *ae, const struct images *positive, struct error *e);
/* Takes out of the latent layer what a step of training has put into the space of U_r. */
void closed_form_keep(struct autoencoder *ae);

#endif
