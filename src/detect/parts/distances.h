/* Squared Euclidean distances between rows by ||x||^2 + ||y||^2 - 2 x'y and SGEMM. Rows are
 * centred first on a common mean, which keeps the three terms small. Those of near rows, which
 * would be no more than the rounding of these terms, are summed from differences instead: all are
 * right to about 1e-5 of themselves, and equal rows have 0. */
#ifndef DETECT_PARTS_DISTANCES_H
#define DETECT_PARTS_DISTANCES_H

#include <stddef.h>

/* Takes `mean` (d) off each row of x (n, d); norms (n) get the squared norms of what is left. */
void centre_rows(const float *mean, size_t n, size_t d, float *x, float *norms);

/* Squared distances (rows, n) of the centred rows of x (rows, d) to those of y (n, d), none
 * below 0. */
void squared_distances(const float *x, const float *x_norms, size_t rows, const float *y, const float *y_norms,
                       size_t n, size_t d, float *out);

/* The k-th smallest of n numbers, infinity where there are fewer; `nearest` (k) is scratch. */
float kth_smallest(const float *v, size_t n, int k, float *nearest);

#endif
