/* One convolution by two implementations: the gradient of the input by one of them, everything
 * else by the other, each where it is fast. */
#ifndef NN_CONV_SPLIT_H
#define NN_CONV_SPLIT_H

#include "nn/conv.h"

/* Both of the same shape and images. Takes both over; NULL, and frees the other, where one is NULL. */
struct conv *conv_split_create(struct conv *onward, struct conv *back);

#endif
