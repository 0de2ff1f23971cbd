/* The hypersphere of Deep SVDD (Ruff et al. 2018): its centre, its radius, and both objectives
 * as functions of the outputs phi (n, d). */
#ifndef DETECT_DSVDD_SPHERE_H
#define DETECT_DSVDD_SPHERE_H

#include <stddef.h>

/* The mean of the outputs with components nearer to 0 than .1 set to .1 or, below 0, -.1: a
 * network without biases reaches 0 with zero weights. */
void sphere_centre(const float *phi, size_t n, size_t d, float *centre);

/* ||phi_i - c||^2 of each output. */
void sphere_distances(const float *phi, const float *centre, size_t n, size_t d, double *distance);

/* The (1 - nu)-quantile of the distances' square roots, between two of them by linear
 * interpolation. */
double sphere_radius(const double *distance, size_t n, double nu);

/* One-class: mean_i distance_i. Soft boundary: R^2 + 1 / (nu n) sum_i max(0, distance_i - R^2).
 * The loss; `dphi` (n, d) gets its gradient at phi, where R is a constant. */
double sphere_loss(const float *phi, const float *centre, const double *distance, size_t n, size_t d, float *dphi);
double sphere_soft_loss(const float *phi, const float *centre, const double *distance, size_t n, size_t d,
                        double radius, double nu, float *dphi);

#endif
