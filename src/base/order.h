/* Numbers by size: their order, and quantiles. */
#ifndef BASE_ORDER_H
#define BASE_ORDER_H

#include <stddef.h>

/* (n) the indexes of the values by rising value, equal ones (-0 and 0 are) by index; free(). No value is a NaN. A radix
 * sort, whose time grows with n alone: the scores of thousands of runs are sorted several times each. */
size_t *order_rising(const double *values, size_t n);

/* The same numbers by rising value. */
void sort_rising(double *values, size_t n);

/* The quantile of n numbers for a share from 0 to 1, between two of them by linear interpolation (the default kind of
 * numpy.quantile); NaN where n is 0. Sorts them. */
double quantile(double *values, size_t n, double share);

#endif
