/* Codes in double precision, straight from the definitions in detect/autoencoder/code*.c: what the fast ones
 * are compared with. */
#ifndef TESTS_SUPPORT_NAIVE_CODE_H
#define TESTS_SUPPORT_NAIVE_CODE_H

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "detect/autoencoder/code.h"
#include "support/fitting.h"

static inline struct code code_with(const struct code_kind *kind, const char *settings, size_t pixels)
{
    struct settings s;
    struct code c;
    struct error e = { .text = "" };
    configure(&s, settings);
    code_lay_out(&c, kind, &s, pixels, &e);
    code_finish(&c);
    assert_string_equal(e.text, "");
    return c;
}

/* Of one image: z (width) of a (in); returns the term. `eps` (width) are the draws, or NULL.
 * `*margin`, unless NULL, becomes the least distance of a weight to the threshold, if that is smaller. */
static inline double naive_gaussian(const struct code *c, const double *a, const double *eps, double *z)
{
    const double *mu = a, *log_variance = a + c->width;
    double sum = 0;
    for (size_t j = 0; j < c->width; j++) {
        z[j] = mu[j] + (eps ? exp(log_variance[j] / 2) * eps[j] : 0);
        sum += (pow(mu[j], 2) + exp(log_variance[j]) - 1 - log_variance[j]) / 2;
    }
    return sum;
}

static inline double naive_memory(const struct code *c, const double *memory, const double *a, double *z,
                                  double *margin)
{
    size_t slots = c->memory.slots, width = c->width, largest = 0;
    double threshold = (double)c->memory.threshold, sum = 0, kept = 0, entropy = 0;
    double *w = mem_alloc(slots, sizeof *w);
    for (size_t k = 0; k < slots; k++) {
        double dot = 0, aa = 0, mm = 0;
        for (size_t j = 0; j < width; j++) {
            double m = memory[k * width + j];
            dot += a[j] * m;
            aa += a[j] * a[j];
            mm += m * m;
        }
        w[k] = exp((c->memory.cosine ? dot / sqrt(aa * mm) : dot) / (double)c->memory.temperature);
        sum += w[k];
    }
    for (size_t k = 0; k < slots; k++) {
        w[k] /= sum;
        largest = w[k] > w[largest] ? k : largest;
        if (margin)
            *margin = fmin(*margin, fabs(w[k] - threshold));
    }
    for (size_t k = 0; k < slots; k++)
        kept += w[k] > threshold ? w[k] : 0;
    for (size_t j = 0; j < width; j++)
        z[j] = 0;
    for (size_t k = 0; k < slots; k++) {
        double u = kept > 0 ? (w[k] > threshold ? w[k] / kept : 0) : k == largest;
        entropy -= u > 0 ? u * log(u) : 0;
        for (size_t j = 0; j < width; j++)
            z[j] += u * memory[k * width + j];
    }
    free(w);
    return entropy;
}

static inline double naive_staircase(const struct code *c, double a)
{
    int n = c->staircase.levels;
    double t = c->staircase.after_sigmoid ? 1 / (1 + exp(-a)) : a, sum = 0;
    for (int j = 1; j < n; j++)
        sum += tanh((double)c->staircase.steepness * (t - (double)j / n));
    return 0.5 + sum / (2 * (n - 1));
}

static inline double naive_plain(const struct code *c, double a)
{
    switch (c->plain.activation) {
    case ACTIVATION_LEAKY_RELU:
        return a > 0 ? a : (double)c->plain.slope * a;
    case ACTIVATION_TANH:
        return tanh(a);
    case ACTIVATION_SIGMOID:
        return 1 / (1 + exp(-a));
    default:
        return a;
    }
}

/* Of n images; `term` (n). */
static inline void naive_code_of(const struct code *c, const double *params, const double *a, const double *eps,
                                 size_t n, double *z, double *term, double *margin)
{
    for (size_t i = 0; i < n; i++) {
        const double *from = a + i * c->in;
        double *to = z + i * c->width;
        term[i] = 0;
        if (c->kind == &code_gaussian)
            term[i] = naive_gaussian(c, from, eps ? eps + i * c->width : NULL, to);
        else if (c->kind == &code_memory)
            term[i] = naive_memory(c, params, from, to, margin);
        else
            for (size_t j = 0; j < c->width; j++)
                to[j] = c->kind == &code_plain ? naive_plain(c, from[j]) : naive_staircase(c, from[j]);
    }
}

#endif
