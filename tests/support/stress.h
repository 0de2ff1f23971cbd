/* What tests of stress tests share: a detector that has been trained, with images to ask it about. */
#ifndef TESTS_SUPPORT_STRESS_H
#define TESTS_SUPPORT_STRESS_H

#include "stress/stress.h"

#include "base/order.h"
#include "support/fitting.h"

/* Of 12x12 pixels; `name` with its keys, without a first phase. */
struct stress_case {
    struct images train, normal, other;
    struct settings settings;
    struct stress_source from;
};

static inline void stress_case_init(struct stress_case *c, const char *name, const char *keys)
{
    struct fit_report report;
    draw_images(&c->train, 150, 12, 0, 1);
    draw_images(&c->normal, 80, 12, 0, 2);
    draw_images(&c->other, 60, 12, 1, 3);
    configure(&c->settings, keys);
    const struct fit_input in = { .settings = &c->settings, .positive = &c->train, .seed = 4 };
    c->from = (struct stress_source) {
        detector_named(name), fit_with(name, &in, &report), &c->train, &c->normal, &c->other, 7
    };
    fit_report_release(&report);
}

static inline void stress_case_release(struct stress_case *c)
{
    c->from.detector->free(c->from.model);
    images_release(&c->train);
    images_release(&c->normal);
    images_release(&c->other);
}

/* Quantiles of the normal images' scores, as a search wants them. */
static inline void stress_case_search(struct stress_case *c, struct search_settings *how, int gradient, int steps)
{
    double *scores = scores_of(c->from.detector->name, c->from.model, &c->normal);
    *how = (struct search_settings) { .gradient = gradient, .steps = steps, .rho = { 1, 1.5 }, .n_rho = 2, .seed = 3 };
    how->quantile[0] = quantile(scores, c->normal.n, 0.5);
    how->quantile[1] = quantile(scores, c->normal.n, 0.95);
    how->scale = how->quantile[1];
    free(scores);
}

/* An image of d numbers, of mean 0 and norm 1; one of one colour is all 0. */
static inline void naive_shape(const float *x, size_t d, float *out)
{
    double mean = 0, square = 0;
    for (size_t k = 0; k < d; k++)
        mean += (double)x[k] / (double)d;
    for (size_t k = 0; k < d; k++)
        square += pow((double)x[k] - mean, 2);
    for (size_t k = 0; k < d; k++)
        out[k] = (float)(square > 1e-9 ? ((double)x[k] - mean) / sqrt(square) : 0);
}

#endif
