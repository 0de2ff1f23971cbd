#include "detect/classifier/classifier.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/parts/model_file.h"

enum { SCORE_BATCH = 256 };

/* The keys that a saved classifier must bring along to be built again. */
static const char *const model_keys[] = {
    "model.kind",   "model.latent", "model.encoder",     "model.kernel", "model.slope",
    "model.hidden", "model.code",   "shape.linsep_head", NULL,
};

int classifier_latent(struct network *net, const struct settings *s, enum activation f, struct error *e)
{
    return network_dense(net, (struct shape) { 1, 1, model_of(s)->latent }, f, code_slope(s), e);
}

int classifier_head(struct network *net, struct error *e)
{
    return network_dense(net, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, e);
}

/* Without room for the parameters. */
static struct classifier *lay_out(const struct classifier_kind *kind, const struct settings *s, struct shape image,
                                  struct error *e)
{
    struct classifier *c = mem_zero(1, sizeof *c);
    *c = (struct classifier) { .kind = kind, .settings = *s, .image = image };
    network_init(&c->net, image);
    if (encoder_layers(&c->net, s, e) || kind->end(&c->net, s, e)) {
        classifier_free(c);
        return NULL;
    }
    return c;
}

struct classifier *classifier_create(const struct classifier_kind *kind, const struct settings *s, struct shape image,
                                     struct error *e)
{
    struct classifier *c = lay_out(kind, s, image, e);
    if (c)
        network_finish(&c->net);
    return c;
}

double classifier_work(const struct classifier_kind *kind, const struct settings *s, const struct sizes *size)
{
    struct classifier *c = lay_out(kind, s, sizes_shape(size), NULL);
    double work = c ? network_work(&c->net) : 0;
    classifier_free(c);
    return work;
}

int classifier_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    struct classifier *c = lay_out(d->kind, s, sizes_shape(size), e);
    classifier_free(c);
    return c ? 0 : -1;
}

int classifier_score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    struct classifier *c = model;
    size_t n = SCORE_BATCH;
    if (model_expect_size(c->image, im, e))
        return -1;
    struct pass *pass = pass_create(&c->net, (int)n, PASS_FORWARD, NULL, e);
    if (!pass)
        return -1;
    float *x = mem_zero(n * images_size(im), sizeof *x);
    pass_begin(pass);
    for (size_t at = 0; at < im->n; at += n) {
        size_t count = im->n - at < n ? im->n - at : n; /* rows behind `count` are old ones */
        batch_floats(im, NULL, at, count, x);
        c->kind->score(pass_forward(pass, x), count, (size_t)shape_size(c->net.out), scores + at);
    }
    free(x);
    pass_free(pass);
    return 0;
}

int classifier_score_gradient(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                              double *scores, float *gradient, struct error *e)
{
    enum { BLOCK = 64 };
    struct classifier *c = model;
    const size_t pixels = (size_t)shape_size(image), width = (size_t)shape_size(c->net.out);
    const size_t block = n < BLOCK ? n : BLOCK;
    if (model_expect_shape(c->image, image, e))
        return -1;
    struct pass *pass = pass_create(&c->net, (int)block, PASS_INPUT, NULL, e);
    if (!pass)
        return -1;
    float *in = mem_zero(block * pixels, sizeof *in), *dout = mem_alloc(block * width, sizeof *dout);
    pass_begin(pass);
    for (size_t at = 0; at < n; at += block) {
        const size_t count = n - at < block ? n - at : block; /* rows behind `count` are old ones */
        memcpy(in, x + at * pixels, count * pixels * sizeof *in);
        const float *out = pass_forward(pass, in);
        c->kind->score(out, count, width, scores + at);
        c->kind->gradient(out, block, width, dout);
        memcpy(gradient + at * pixels, pass_backward(pass, in, dout, NULL), count * pixels * sizeof *gradient);
    }
    free(in);
    free(dout);
    pass_free(pass);
    return 0;
}

void classifier_save(const void *model, struct archive_writer *w)
{
    const struct classifier *c = model;
    model_put_settings(w, &c->settings, model_keys);
    model_put_size(w, c->image);
    network_save(&c->net, "network", w);
}

void *classifier_load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct settings s;
    struct shape image;
    if (model_get_size(a, &image, e) || model_get_settings(a, known, &s, e))
        return NULL;
    struct classifier *c = lay_out(d->kind, &s, image, e);
    if (c && network_load(&c->net, "network", a, e)) {
        classifier_free(c);
        return NULL;
    }
    return c;
}

void classifier_free(void *model)
{
    struct classifier *c = model;
    if (c)
        network_release(&c->net);
    free(c);
}
