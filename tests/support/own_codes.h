/* Detectors on codes whose encoder's code is the image itself: their codes are known. */
#ifndef TESTS_SUPPORT_OWN_CODES_H
#define TESTS_SUPPORT_OWN_CODES_H

#include "detect/autoencoder/autoencoder.h"
#include "support/fitting.h"
#include "support/suite.h"

/* A first phase for images of 1 x d pixels whose code is the image. */
static inline void identity_phase1(const char *path, int d, struct archive *a)
{
    struct settings s;
    struct autoencoder ae;
    struct error e = { .text = "" };
    configure(&s, "model.kind=linear");
    KEYS(&s, model)->latent = d;
    assert_int_equal(autoencoder_init(&ae, &s, (struct shape) { 1, d, 1 }, &e), 0);
    for (int k = 0; k < d; k++)
        ae.latent.params[ae.latent.layer[0].weights + (size_t)(k * d + k)] = 1;
    save_model("ae", &ae, path, a);
    autoencoder_release(&ae);
}

/* One fit on images that are their own codes. */
struct trial {
    char *path;
    struct archive phase1;
    struct settings settings;
    struct fit_report report;
    const char *name;
    void *model;
};

static inline void trial_begin(struct trial *t, void **state, const char *name, const char *settings,
                               const struct images *positive, const struct images *negative)
{
    t->path = path_join(*state, "identity.lisae", NULL);
    t->name = name;
    identity_phase1(t->path, positive->width, &t->phase1);
    configure(&t->settings, settings);
    const struct fit_input in = {
        .settings = &t->settings, .positive = positive, .negative = negative, .seed = 77, .first = &t->phase1
    };
    t->model = fit_with(name, &in, &t->report);
}

static inline void trial_end(struct trial *t)
{
    detector_named(t->name)->free(t->model);
    fit_report_release(&t->report);
    archive_release(&t->phase1);
    free(t->path);
}

static inline void random_rows(struct images *im, size_t n, int d, int middle, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, n, 1, d, 1);
    for (size_t i = 0; i < n; i++) {
        double common = rng_normal(&r);
        for (int k = 0; k < d; k++)
            im->pixels[i * (size_t)d + (size_t)k] = (uint8_t)
                fmin(fmax(middle + (10 + 4 * k) * rng_normal(&r) + 12 * common * (k % 3), 0), 255);
    }
}

static inline double pixel(const struct images *im, size_t i, size_t k)
{
    return im->pixels[i * images_size(im) + k] / 255.0;
}

static inline double naive_distance(const struct images *a, size_t i, const struct images *b, size_t j)
{
    double sum = 0;
    for (size_t k = 0; k < images_size(a); k++)
        sum += pow(pixel(a, i, k) - pixel(b, j, k), 2);
    return sqrt(sum);
}

#endif
