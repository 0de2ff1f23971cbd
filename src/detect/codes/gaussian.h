/* A Gaussian over codes: their mean m and Cholesky's factor of a covariance C = L L', and the distances of codes from m
 * in the metric of C.
 *
 * C = (1 - r) S + r (tr S / d) I, S the sample covariance (1/n). [latent] covariance and shrinkage say what r is:
 * given, or Ledoit and Wolf's (2004, lemma 3.2 and section 3.3): with |A|^2 the sum of squares,
 *     r = min(a, b) / a,  a = |S - (tr S / d) I|^2,  b = sum_i |x_i x_i' - S|^2 / n^2
 *       = (sum_i ||x_i||^4 - n |S|^2) / n^2  for x_i = z_i - m. */
#ifndef DETECT_CODES_GAUSSIAN_H
#define DETECT_CODES_GAUSSIAN_H

#include <stddef.h>

#include "detect/detector.h"

struct gaussian {
    size_t d;
    double *mean;   /* (d) */
    double *factor; /* (d, d) column-major, L in the lower triangle */
};

/* Of codes (n, d), with [latent] of the settings; the report's note says what r was. Fails where C is singular; `who`
 * starts the message. gaussian_release() either way. */
int gaussian_fit(struct gaussian *g, const float *codes, size_t n, size_t d, const struct settings *s, const char *who,
                 struct fit_report *report, struct error *e);
void gaussian_release(struct gaussian *g);

/* sqrt((z - m)' C^-1 (z - m)) of codes (n, d), as ||L^-1 (z - m)||. */
void gaussian_distances(const struct gaussian *g, const float *codes, size_t n, double *out);

/* The squares of these, and their gradient dz (n, d). */
void gaussian_squares(const struct gaussian *g, const float *codes, size_t n, double *out, float *dz);

/* Entries 'code_mean', 'code_factor'. Reading refuses another d, or a diagonal that is not positive;
 * gaussian_release() either way. */
void gaussian_save(const struct gaussian *g, struct archive_writer *w);
int gaussian_load(struct gaussian *g, const struct archive *a, size_t d, struct error *e);

/* For check(): are there as many positives as the covariance must be of, or it is singular? */
int gaussian_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e);
/* Floating-point operations of a fit to n_positive codes of d numbers and n_test distances. */
double gaussian_work(double d, double n_positive, double n_test);

/* Codes (n, d) less `mean` (d), in double. */
void codes_centred(const float *codes, size_t n, size_t d, const double *mean, double *x);
/* The lower triangle of a column-major S (d, d) -> its factor, in place. -1 where S is not positive definite: a pivot
 * of which rounding has left nothing is a zero. */
int factorise(double *s, size_t d);
/* The norms of L^-1 x_i for x (n, d), which are left in x. */
void whitened_norms(const double *factor, size_t d, double *x, size_t n, double *out);
/* Behind that: x_i becomes L'^-1 of what it was left as, C^-1 x_i. */
void whiten_back(const double *factor, size_t d, double *x, size_t n);

#endif
