/* Convolutions with few output channels, several pixels at a time.
 *
 * A vector unit that takes 16 channels at once is nearly idle for the 1 or 3 channels of an
 * image. A convolution of stride 1 with a kernel of k is the same as one of stride b with a
 * kernel of k + b - 1 that gives b x b neighbouring pixels as channels: most of its weights
 * are zeros, but all lanes work. oneDNN does that one, forward and for the weights' gradient.
 * The gradient of the input has many channels anyway; conv_split (nn/conv_split.h) leaves it to another
 * implementation. */
#ifndef NN_CONV_BLOCK_H
#define NN_CONV_BLOCK_H

#include "nn/conv.h"

/* Channels that a vector unit takes at once. */
enum { CONV_LANES = 16 };

/* The b for a shape, 1 where blocks do not pay. */
int conv_block_side(const struct conv_shape *s);

/* Forward and weights' gradient in blocks by `backend`; not for CONV_BACKWARD_DATA. */
struct conv *conv_block_create(const struct conv_backend *backend, const struct conv_shape *s, int n, unsigned uses,
                               struct error *e);

#endif
