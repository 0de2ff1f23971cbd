/* One-class support vector machines (Schoelkopf et al. 2001) with the kernel exp(-gamma ||x - y||^2),
 * trained by LIBSVM on kernel matrices made from products of images. A machine of n images has
 *     min 1/2 sum_ij a_i a_j k(x_i, x_j),   0 <= a_i <= 1,   sum a_i = nu n,
 * the paper's problem with a and rho times nu n (LIBSVM's scaling and scikit-learn's). Images
 * with a_i > 0 are its support vectors, and its decision value is sum a_i k(x_i, x) - rho. */
#ifndef DETECT_PARTS_SVM_H
#define DETECT_PARTS_SVM_H

#include <stddef.h>

#include "base/error.h"
#include "base/progress.h"
#include "detect/parts/reference.h"
#include "store/archive.h"

enum { MACHINES_MAX = 32 };

/* Machines that learned from the same images and share the distances to their support vectors. */
struct machines {
    int n;
    double gamma[MACHINES_MAX], rho[MACHINES_MAX];
    struct reference support; /* the support vectors of any of them */
    float *alpha;             /* (n, support.images.n) */
};

/* Sets m->n, m->gamma and all else. `tolerance` is LIBSVM's: the largest violation of the
 * optimality conditions, in the unit of the decision value. Nothing is random. */
int machines_fit(struct machines *m, const struct images *im, const double *gamma, int n, double nu, double tolerance,
                 const struct progress *progress, struct error *e);
void machines_release(struct machines *m);

/* rho less sum a_i k(x_i, x) of each machine, (im->n, m->n): above 0 outside. */
void machines_score(const struct machines *m, const struct images *im, double *out);

/* Bytes that fitting on n images of d numbers takes. */
double machines_memory(size_t n, size_t d);
/* Operations of fitting n machines on `images` images, and of scoring one image. */
double machines_fit_work(int n, double images, double d);
double machines_score_work(int n, double images, double d);

void machines_save(const struct machines *m, struct archive_writer *w);
int machines_load(struct machines *m, const struct archive *a, struct error *e);

#endif
