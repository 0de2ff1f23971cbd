/* Activation functions with a bias, on channel-last blocks: n rows of c channels. */
#ifndef NN_ACTIVATION_H
#define NN_ACTIVATION_H

#include <stddef.h>

enum activation {
    ACTIVATION_IDENTITY,
    ACTIVATION_LEAKY_RELU, /* slope below zero; slope 0 is ReLU */
    ACTIVATION_TANH,
    ACTIVATION_SIGMOID
};

/* y <- f(y + bias) in place; y is (rows, c), bias (c) or NULL for none. */
void activation_forward(enum activation f, float slope, float *y, const float *bias, size_t rows, int c);

/* dy <- dy * f'(.) in place, where y is the forward pass's result, and the sums over the
 * rows are added to dbias (c) unless it is NULL. The derivative is read off y:
 * leaky ReLU y > 0 ? 1 : slope, tanh 1 - y^2, sigmoid y (1 - y). */
void activation_backward(enum activation f, float slope, float *dy, const float *y, double *dbias, size_t rows, int c);

/* y[i] = f(x[i]); x may be y. */
void activation_apply(enum activation f, float slope, const float *x, float *y, size_t n);

/* f's inverse for a wanted mean output, for the start of an output's bias; sigmoid's and
 * tanh's ends are pulled in by 1/255. */
float activation_inverse(enum activation f, float y);

#endif
