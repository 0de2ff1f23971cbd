/* Batch normalisation without affine parameters (Ioffe & Szegedy 2015), on channel-last blocks of
 * rows of c channels: per channel
 *     y = f((x - mean) / sqrt(variance + NORM_EPSILON))
 * with the batch's own mean and (biased) variance in training, and in scoring with running ones,
 * which follow the batches':
 *     running <- (1 - NORM_MOMENTUM) running + NORM_MOMENTUM batch
 * where the batch's variance is the unbiased one, as in PyTorch. */
#ifndef NN_NORM_H
#define NN_NORM_H

#include <stddef.h>

#include "nn/activation.h"

#define NORM_EPSILON 1e-4
#define NORM_MOMENTUM 0.1

/* The statistics in use, for passes over one layer. */
struct norm;

struct norm *norm_create(int c);
void norm_free(struct norm *m);

/* Takes mean and variance of x (rows, c). */
void norm_take_batch(struct norm *m, const float *x, size_t rows);
/* Takes running statistics: c means, then c variances. */
void norm_take_running(struct norm *m, const float *running);
/* Moves running statistics towards the batch that was taken last. */
void norm_update_running(const struct norm *m, float *running);

void norm_forward(const struct norm *m, enum activation f, float slope, const float *x, float *y, size_t rows);
/* x and y are the forward pass's; dy is overwritten, dx may be dy. After norm_take_batch() with
 * the same x the gradient goes through its statistics too:
 *     dx = (g - mean(g) - x^ mean(g x^)) / sqrt(variance + epsilon), g = dy f', x^ normalised x;
 * after norm_take_running() they are constants. */
void norm_backward(struct norm *m, enum activation f, float slope, const float *x, const float *y, float *dy, float *dx,
                   size_t rows);

#endif
