/* The gradient of an autoencoder's score in its input, and images that its decoder makes of codes that are drawn. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/parts/model_file.h"

enum { BLOCK = 64 };

/* The parts one behind the other, forth and back. The code is a copy whose term has the weight that is asked for. */
struct ways {
    struct code code;
    struct pass *encoder, *latent, *decoder;
    struct code_pass coded;
    float *x, *dy, *da, *unused;
    double *error, *weight;
};

static int ways_init(struct ways *w, const struct autoencoder *ae, size_t n, double scale, double term_weight,
                     struct error *e)
{
    const size_t pixels = (size_t)shape_size(ae->image);
    w->code = ae->code;
    w->code.weight = term_weight * (double)n; /* it is that of a mean */
    w->encoder = pass_create(&ae->encoder, (int)n, PASS_INPUT, NULL, e);
    w->latent = w->encoder ? pass_create(&ae->latent, (int)n, PASS_INPUT, NULL, e) : NULL;
    w->decoder = w->latent ? pass_create(&ae->decoder, (int)n, PASS_INPUT, NULL, e) : NULL;
    code_pass_init(&w->coded, &w->code, n);
    w->x = mem_zero(n * pixels, sizeof *w->x);
    w->dy = mem_alloc(n * pixels, sizeof *w->dy);
    w->da = mem_alloc(n * ae->code.in, sizeof *w->da);
    w->unused = mem_alloc(ae->code.n_params + 1, sizeof *w->unused);
    w->error = mem_alloc(n, sizeof *w->error);
    w->weight = mem_alloc(n, sizeof *w->weight);
    for (size_t i = 0; i < n; i++)
        w->weight[i] = scale;
    if (!w->decoder)
        return -1;
    pass_begin(w->encoder);
    pass_begin(w->latent);
    pass_begin(w->decoder);
    return 0;
}

static void ways_release(struct ways *w)
{
    pass_free(w->encoder);
    pass_free(w->latent);
    pass_free(w->decoder);
    code_pass_release(&w->coded);
    free(w->x);
    free(w->dy);
    free(w->da);
    free(w->unused);
    free(w->error);
    free(w->weight);
}

/* The n images in w->x: sums and gradient of the first `count`. The error depends on x by the reconstruction y and as
 * what y is compared with, by as much as on y with the other sign. */
static void go(struct ways *w, const struct autoencoder *ae, size_t n, size_t count, double scale, double term_weight,
               double *sums, float *gradient)
{
    const size_t pixels = (size_t)shape_size(ae->image);
    float *s = pass_forward(w->encoder, w->x), *a = pass_forward(w->latent, s);
    float *z = code_pass_forward(&w->coded, a, NULL), *y = pass_forward(w->decoder, z);
    reconstruction_error(ae->loss, y, w->x, n, pixels, w->error);
    reconstruction_gradient(ae->loss, y, w->x, n, pixels, w->error, w->weight, w->dy);
    memcpy(gradient, w->dy, count * pixels * sizeof *gradient);
    code_pass_backward(&w->coded, a, pass_backward(w->decoder, z, w->dy, NULL), w->da, w->unused);
    const float *dx = pass_backward(w->encoder, w->x, pass_backward(w->latent, s, w->da, NULL), NULL);
    for (size_t k = 0; k < count * pixels; k++)
        gradient[k] = dx[k] - gradient[k];
    for (size_t i = 0; i < count; i++)
        sums[i] = scale * w->error[i] + (term_weight > 0 ? term_weight * w->coded.term[i] : 0);
}

int autoencoder_gradient(struct autoencoder *ae, const float *x, size_t n, double scale, double term_weight,
                         double *sums, float *gradient, struct error *e)
{
    const size_t pixels = (size_t)shape_size(ae->image), block = n < BLOCK ? n : BLOCK;
    struct ways w = { 0 };
    int bad = ways_init(&w, ae, block, scale, term_weight, e);
    for (size_t at = 0; at < n && !bad; at += block) {
        const size_t count = n - at < block ? n - at : block; /* rows behind `count` are old ones */
        memcpy(w.x, x + at * pixels, count * pixels * sizeof *x);
        go(&w, ae, block, count, scale, term_weight, sums + at, gradient + at * pixels);
    }
    ways_release(&w);
    return bad;
}

int autoencoder_score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                               double *scores, float *gradient, struct error *e)
{
    struct autoencoder *ae = model;
    return model_expect_shape(ae->image, image, e) ? -1 : autoencoder_gradient(ae, x, n, 1, 0, scores, gradient, e);
}

/* The images in w->x, of which the first `count` are new. */
static void go_to_code(struct ways *w, int before_code, size_t pixels, size_t n, size_t count, code_score *score,
                       const void *of, double *scores, float *gradient)
{
    const size_t width = before_code ? w->code.in : w->code.width;
    float *s = pass_forward(w->encoder, w->x), *a = pass_forward(w->latent, s);
    float *z = before_code ? a : code_pass_forward(&w->coded, a, NULL);
    float *dz = mem_zero(n * width, sizeof *dz);
    score(of, z, count, scores, dz); /* old rows have no gradient */
    if (before_code)
        memcpy(w->da, dz, n * width * sizeof *dz);
    else
        code_pass_backward(&w->coded, a, dz, w->da, w->unused);
    const float *dx = pass_backward(w->encoder, w->x, pass_backward(w->latent, s, w->da, NULL), NULL);
    memcpy(gradient, dx, count * pixels * sizeof *gradient);
    free(dz);
}

int autoencoder_code_gradient(const struct autoencoder *ae, int before_code, const float *x, size_t n,
                              code_score *score, const void *of, double *scores, float *gradient, struct error *e)
{
    const size_t pixels = (size_t)shape_size(ae->image), block = n < BLOCK ? n : BLOCK;
    struct ways w = { 0 };
    int bad = ways_init(&w, ae, block, 0, 0, e);
    for (size_t at = 0; at < n && !bad; at += block) {
        const size_t count = n - at < block ? n - at : block;
        memcpy(w.x, x + at * pixels, count * pixels * sizeof *x);
        go_to_code(&w, before_code, pixels, block, count, score, of, scores + at, gradient + at * pixels);
    }
    ways_release(&w);
    return bad;
}

/* Codes (n, width) around those of `train`. */
static int draw_codes(const struct autoencoder *ae, const struct images *train, double t, uint64_t seed, size_t n,
                      float *z, struct error *e)
{
    const size_t width = ae->code.width;
    float *codes = mem_alloc(train->n * width, sizeof *codes);
    struct rng r;
    if (autoencoder_codes(ae, 0, train, codes, e)) {
        free(codes);
        return -1;
    }
    rng_seed(&r, seed);
    for (size_t j = 0; j < width; j++) {
        double mean = 0, square = 0;
        for (size_t i = 0; i < train->n; i++)
            mean += (double)codes[i * width + j] / (double)train->n;
        for (size_t i = 0; i < train->n; i++)
            square += pow((double)codes[i * width + j] - mean, 2) / (double)train->n;
        for (size_t i = 0; i < n; i++)
            z[i * width + j] = (float)(mean + t * sqrt(square) * rng_normal(&r));
    }
    free(codes);
    return 0;
}

int autoencoder_decode_around(const struct detector *d, void *model, const struct images *train, double t,
                              uint64_t seed, size_t n, float *y, struct error *e)
{
    const struct autoencoder *ae = model;
    float *z = mem_alloc(n * ae->code.width, sizeof *z);
    int bad = draw_codes(ae, train, t, seed, n, z, e);
    struct pass *decoder = bad ? NULL : pass_create(&ae->decoder, (int)n, PASS_FORWARD, NULL, e);
    if (decoder) {
        pass_begin(decoder);
        memcpy(y, pass_forward(decoder, z), n * (size_t)shape_size(ae->image) * sizeof *y);
    }
    pass_free(decoder);
    free(z);
    return decoder ? 0 : -1;
}
