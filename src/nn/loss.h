/* Losses. Sums of squares are kept in double. */
#ifndef NN_LOSS_H
#define NN_LOSS_H

#include <stddef.h>

enum reconstruction {
    LOSS_L2, /* per sample ||y - x||_2 */
    LOSS_MSE /* per sample ||y - x||_2^2 / d */
};

/* error[i] of each of the n samples; y and x are (n, d). */
void reconstruction_error(enum reconstruction kind, const float *y, const float *x, size_t n, size_t d, double *error);

/* The gradient at y of sum_i weight[i] error[i]: L2 weight (y - x) / error (0 where the error
 * is 0), MSE weight 2 (y - x) / d. dy may be y. */
void reconstruction_gradient(enum reconstruction kind, const float *y, const float *x, size_t n, size_t d,
                             const double *error, const double *weight, float *dy);

/* The mean of n losses. */
double loss_mean(const double *loss, size_t n);

/* Equation 1 of Battikh & Lenskiy 2022 for a batch of n positives and m negatives, with
 * per-sample errors, the positives' first:
 *     mean_i error+[i] + beta mean_j |gamma - error-[j]|
 * Returns the loss; weight[] gets its derivatives by the n + m errors. */
double shaping_loss(const double *error, size_t n, size_t m, double gamma, double beta, double *weight);

/* Mean binary cross-entropy of n logits against labels 0/1, and `scale` times its derivatives
 * by the logits. */
double cross_entropy(const float *logits, const unsigned char *labels, size_t n, double scale, float *derivatives);

/* Mean cross-entropy of the softmax over the first `classes` of `width` logits in each of n rows, against labels 0 to
 * classes - 1, and its derivatives by all logits (n, width): 0 for those behind. */
double softmax_loss(const float *logits, const int *labels, size_t n, size_t width, size_t classes, float *derivatives);
/* log sum exp of n logits. */
double softmax_log_sum(const float *logits, size_t n);

/* Hypersphere classification (Ruff et al. 2021, "Rethinking assumptions in deep anomaly
 * detection"): the distance of each of n points z, (n, d), from the origin
 *     h = sqrt(||z||^2 + 1) - 1. */
void hypersphere_distance(const float *z, size_t n, size_t d, double *h);

/* The mean over the points of h for label 0 and -log(1 - exp(-h)) for label 1, and `scale`
 * times its gradient at z, dz (n, d). Finite for every z: h counts as at least 1e-30 for
 * label 1, and at the origin, where no direction leads out, the gradient is 0. */
double hypersphere_loss(const float *z, const unsigned char *labels, size_t n, size_t d, double scale, float *dz);

#endif
