/* latent-logistic: logistic regression of negative against positive codes, score the logit
 * s = w'z + b of being negative. With y = -1 for positives and 1 for negatives it minimises
 *     1/2 mean over positives + 1/2 mean over negatives of log(1 + exp(-y s))  +  penalty / 2 ||w||^2,
 * so that how many there are of either does not matter, by Newton's method with steps halved
 * until the loss falls (Boyd & Vandenberghe 2004, section 9.5): strictly convex, so there is one
 * optimum and nothing random on the way to it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/codes/encoder.h"
#include "nn/blas.h"

enum { BLOCK = 256, STEPS_MAX = 100, HALVINGS_MAX = 50 };

/* The last step is the one that starts where Newton's decrement squared, about twice the loss to
 * go, is this share of the loss. */
static const double CONVERGED = 1e-10;

struct logistic {
    struct latent latent;
    double *theta; /* (d + 1): w, b */
};

/* Positive codes [0] and negative ones [1]. */
struct classes {
    const float *codes[2];
    size_t n[2], d;
    double penalty;
};

/* Codes as doubles with a 1 behind each, (n, d + 1). */
static void extend(const float *codes, size_t n, size_t d, double *x)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d; k++)
            x[i * (d + 1) + k] = (double)codes[i * d + k];
        x[i * (d + 1) + d] = 1;
    }
}

static void logits(const double *x, size_t rows, size_t width, const double *theta, double *s)
{
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)rows, (int)width, 1, x, (int)width, theta, 1, 0, s, 1);
}

/* The loss of one class; its share is added to `gradient` (d + 1) and to the lower triangle of
 * the column-major `hessian`, where they are not NULL. `x` has room for a block. */
static double class_loss(const struct classes *c, int negative, const double *theta, double *x, double *gradient,
                         double *hessian)
{
    size_t width = c->d + 1, n = c->n[negative];
    double s[BLOCK], weight = 0.5 / (double)n, sign = negative ? 1 : -1, sum = 0;
    for (size_t at = 0; at < n; at += BLOCK) {
        size_t rows = n - at < BLOCK ? n - at : BLOCK;
        extend(c->codes[negative] + at * c->d, rows, c->d, x);
        logits(x, rows, width, theta, s);
        for (size_t i = 0; i < rows; i++) {
            double margin = sign * s[i], small = exp(-fabs(margin));
            sum += weight * (log1p(small) + (margin < 0 ? -margin : 0));
            if (!gradient)
                continue;
            double wrong = (margin < 0 ? 1 : small) / (1 + small); /* 1 / (1 + exp(margin)) */
            cblas_daxpy((int)width, -sign * weight * wrong, x + i * width, 1, gradient, 1);
            cblas_dscal((int)width, sqrt(weight * wrong * (1 - wrong)), x + i * width, 1);
        }
        if (hessian)
            cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, (int)width, (int)rows, 1, x, (int)width, 1, hessian,
                        (int)width);
    }
    return sum;
}

static double loss_of(const struct classes *c, const double *theta, double *x, double *gradient, double *hessian)
{
    size_t d = c->d, width = d + 1;
    if (gradient) {
        memset(gradient, 0, width * sizeof *gradient);
        memset(hessian, 0, width * width * sizeof *hessian);
        cblas_daxpy((int)d, c->penalty, theta, 1, gradient, 1);
        for (size_t k = 0; k < d; k++)
            hessian[k * width + k] = c->penalty;
    }
    double loss = c->penalty / 2 * cblas_ddot((int)d, theta, 1, theta, 1);
    loss += class_loss(c, 0, theta, x, gradient, hessian);
    return loss + class_loss(c, 1, theta, x, gradient, hessian);
}

/* theta -> theta - t step with the first t of 1, 1/2, 1/4, ... that brings the loss down enough. */
static int take_step(const struct classes *c, double loss, double decrement, const double *step, double *theta,
                     double *x)
{
    size_t width = c->d + 1;
    double *next = mem_alloc(width, sizeof *next), t = 1;
    int found = 0;
    for (int i = 0; i < HALVINGS_MAX && !found; i++, t /= 2) {
        memcpy(next, theta, width * sizeof *next);
        cblas_daxpy((int)width, -t, step, 1, next, 1);
        found = loss_of(c, next, x, NULL, NULL) <= loss - 0.1 * t * decrement;
    }
    if (found)
        memcpy(theta, next, width * sizeof *next);
    free(next);
    return found;
}

/* From theta = 0; the numbers of steps and the loss go to the report. */
static int minimise(const struct classes *c, double *theta, const struct progress *progress, struct fit_report *report,
                    struct error *e)
{
    size_t width = c->d + 1;
    double *gradient = mem_alloc(width, sizeof *gradient), *step = mem_alloc(width, sizeof *step);
    double *hessian = mem_alloc(width * width, sizeof *hessian), *x = mem_alloc(BLOCK * width, sizeof *x);
    int done = 0, bad = 0;
    for (int i = 1; i <= STEPS_MAX && !done && !bad; i++) {
        double loss = loss_of(c, theta, x, gradient, hessian);
        memcpy(step, gradient, width * sizeof *step);
        lapack_int status = LAPACKE_dposv(LAPACK_COL_MAJOR, 'L', (lapack_int)width, 1, hessian, (lapack_int)width, step,
                                          (lapack_int)width);
        double decrement = cblas_ddot((int)width, gradient, 1, step, 1);
        progress_report(progress, "logistic", i, STEPS_MAX, loss);
        if (status || !isfinite(decrement)) {
            bad = error_set(
                e, "latent-logistic: step %d has no direction (dposv status %d): set a larger 'penalty' in [latent]", i,
                (int)status);
        } else if (decrement <= CONVERGED * loss) {
            cblas_daxpy((int)width, -1, step, 1, theta, 1);
            fit_report_note(report, "logistic loss %.6g after %d steps", loss, i);
            done = 1;
        } else if (!take_step(c, loss, decrement, step, theta, x)) {
            bad = error_set(e, "latent-logistic: no step brings the loss %.9g down: set a larger 'penalty' in [latent]",
                            loss);
        }
    }
    free(gradient);
    free(step);
    free(hessian);
    free(x);
    if (!done && !bad)
        bad = error_set(e, "latent-logistic: no optimum within %d steps: set a larger 'penalty' in [latent]",
                        STEPS_MAX);
    return bad;
}

static void release(void *model)
{
    struct logistic *m = model;
    if (m) {
        latent_release(&m->latent);
        free(m->theta);
    }
    free(m);
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    if (!in->negative || in->negative->n == 0) {
        error_set(e, "latent-logistic needs negative images: set 'negative' in [data]");
        return NULL;
    }
    struct logistic *m = mem_zero(1, sizeof *m);
    float *positive = NULL, *negative = NULL;
    int bad = latent_fit(&m->latent, in, e) || !(positive = latent_codes(&m->latent, in->positive, e)) ||
              !(negative = latent_codes(&m->latent, in->negative, e));
    if (!bad) {
        const struct classes c = { { positive, negative },
                                   { in->positive->n, in->negative->n },
                                   m->latent.size,
                                   latent_keys_of(in->settings)->penalty };
        m->theta = mem_zero(c.d + 1, sizeof *m->theta);
        bad = minimise(&c, m->theta, in->progress, report, e);
    }
    free(positive);
    free(negative);
    if (bad) {
        release(m);
        return NULL;
    }
    return m;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct logistic *m = model;
    size_t dims = m->latent.size;
    float *codes = latent_codes(&m->latent, im, e);
    if (!codes)
        return -1;
    double *x = mem_alloc(BLOCK * (dims + 1), sizeof *x);
    for (size_t at = 0; at < im->n; at += BLOCK) {
        size_t rows = im->n - at < BLOCK ? im->n - at : BLOCK;
        extend(codes + at * dims, rows, dims, x);
        logits(x, rows, dims + 1, m->theta, scores + at);
    }
    free(x);
    free(codes);
    return 0;
}

static void save(const void *model, struct archive_writer *w)
{
    const struct logistic *m = model;
    latent_save(&m->latent, w);
    archive_add_vector(w, "weights", ARCHIVE_F64, m->latent.size + 1, m->theta);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct logistic *m = mem_zero(1, sizeof *m);
    const struct archive_entry *weights = NULL;
    int bad = latent_load(&m->latent, known, a, e) || !(weights = archive_get(a, "weights", ARCHIVE_F64, e));
    if (!bad && weights->count != m->latent.size + 1)
        bad = error_set(e, "%s: expected %zu numbers in 'weights', found %zu", a->path, m->latent.size + 1,
                        weights->count);
    if (bad) {
        release(m);
        return NULL;
    }
    m->theta = mem_alloc(weights->count, sizeof *m->theta);
    memcpy(m->theta, weights->data, weights->count * sizeof *m->theta);
    return m;
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    enum { STEPS = 12 };
    double dims = latent_size(s), n = (double)(size->n_positive + size->n_negative);
    return latent_work(s, size, size->n_positive + size->n_negative + size->n_test) +
           STEPS * (n * dims * dims + dims * dims * dims / 3);
}

static const char *const uses[] = { "latent.encoder", "latent.layer", "latent.penalty", NULL };

const struct detector detector_latent_logistic = {
    .name = "latent-logistic",
    .help = "logistic regression of an autoencoder's codes, negatives against positives; logit",
    .label = "Latent-logistic",
    .line = 21,
    .flags = USES_NEGATIVE,
    .section = &latent_section,
    .uses = uses,
    .first = &detector_encoder,
    .base = &latent_base,
    .check = latent_check,
    .normalise = latent_normalise,
    .work = work,
    .memory = latent_memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};
