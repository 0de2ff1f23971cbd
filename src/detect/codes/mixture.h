/* A mixture of Gaussians over codes: log p(z) = log sum_k w_k N(z; m_k, C_k).
 *
 * Fitted by expectation and maximisation (Dempster, Laird & Rubin 1977) from the best of five k-means (Lloyd's steps;
 * seeded starts of Arthur & Vassilvitskii 2007). To the diagonal of each C_k a share of the codes' mean variance is
 * added, so that no component closes in on a single code. */
#ifndef DETECT_CODES_MIXTURE_H
#define DETECT_CODES_MIXTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/progress.h"
#include "store/archive.h"

struct mixture {
    size_t k, d;
    int full;       /* 1: covariances; 0: variances alone */
    double *weight; /* (k) positive; their sum is 1 */
    double *mean;   /* (k, d) */
    double *factor; /* full: (k, d, d) column-major, C = L L', L in the lower triangle; else (k, d), deviations */
};

struct mixture_wish {
    size_t k;     /* components, at most: there are no more than different codes */
    int full;     /* 1: covariances; 0: variances alone */
    double share; /* of the mean variance, on the diagonal of each covariance */
    uint64_t seed;
};

/* What the fit ended with. */
struct mixture_end {
    int steps, converged;
    double log_likelihood; /* mean over the codes */
};

/* To codes (n, d), n > 0. Fails where all codes are equal, or a covariance is singular; mixture_release() either
 * way. */
int mixture_fit(struct mixture *m, const float *codes, size_t n, size_t d, const struct mixture_wish *wish,
                const struct progress *progress, struct mixture_end *end, struct error *e);
void mixture_release(struct mixture *m);

/* log p of codes (n, d). */
void mixture_log(const struct mixture *m, const float *codes, size_t n, double *out);

/* The same, and its gradient dz (n, d): minus the sum of C_k^-1 (z - m_k), each by its share of p. */
void mixture_log_gradient(const struct mixture *m, const float *codes, size_t n, double *out, float *dz);

/* Entries 'mixture_full', 'mixture_weights', 'mixture_means', 'mixture_factors'. Reading refuses sizes that do not
 * agree, weights and diagonals that are not positive; mixture_release() either way. */
void mixture_save(const struct mixture *m, struct archive_writer *w);
int mixture_load(struct mixture *m, const struct archive *a, size_t d, struct error *e);

/* Floating-point operations of a fit to n codes, and of the densities of n_test. */
double mixture_work(const struct mixture_wish *wish, double d, double n, double n_test);
/* Bytes of a fit to n codes. */
double mixture_memory(const struct mixture_wish *wish, double d, double n);

#endif
