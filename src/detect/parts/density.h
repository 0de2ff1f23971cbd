/* Gaussian kernel density estimate over points, pixels or codes:
 *     log p(x) = -log n - d log h - (d / 2) log(2 pi) + log sum_i exp(-||x - x_i||^2 / (2 h^2)).
 * The bandwidth h is given, or the one of a grid of powers of two with the best likelihood of
 * held-out points over k folds ([kde]). */
#ifndef DETECT_PARTS_DENSITY_H
#define DETECT_PARTS_DENSITY_H

#include <stddef.h>

#include "detect/detector.h"
#include "detect/parts/points.h"

/* [kde] */
struct kde_keys {
    const char *select;
    double bandwidth;
    int folds;
    double grid_low, grid_high;
    int grid_points;
};

extern const struct section kde_section;

static inline const struct kde_keys *kde_of(const struct settings *s)
{
    return settings_of(s, &kde_section);
}

struct density {
    const struct points *points; /* must outlive it */
    double bandwidth;            /* density_choose()'s, or a saved one */
};

/* The bandwidth that [kde] of in->settings asks for; one that was chosen is in the report's
 * note. Fails where there are fewer points than folds, or the bandwidth is so wide that densities could not be told
 * apart in double; `who` starts the message. */
int density_choose(struct density *m, const struct fit_input *in, const char *who, struct fit_report *report,
                   struct error *e);

/* For check(): are there as many points as folds? */
int density_check(const struct settings *s, size_t n, const char *who, struct error *e);

/* log p of x (rows, d), which is overwritten. */
void density_log(const struct density *m, float *x, size_t rows, double *out);

/* The same, and the gradient of log p in x, (rows, d), which is that in any shifted x, too. */
void density_gradient(const struct density *m, float *x, size_t rows, double *out, float *gradient);

/* Floating-point operations of the choice and of n_test densities. */
double density_work(const struct settings *s, double n, double d, double n_test);

#endif
