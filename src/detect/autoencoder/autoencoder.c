#include "detect/autoencoder/autoencoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/autoencoder/closed_form.h"
#include "detect/parts/model_file.h"

enum { SCORE_BATCH = 256 };

static struct shape flat(int n)
{
    return (struct shape) { 1, 1, n };
}

/* The activation of all layers but the code's and the output's. */
static enum activation hidden_of(const struct settings *s)
{
    return activation_named(model_of(s)->hidden);
}

int encoder_layers(struct network *net, const struct settings *s, struct error *e)
{
    const struct int_list *widths = &model_of(s)->encoder;
    const float slope = (float)model_of(s)->slope;
    if (closed_form_asked(s))
        return error_set(e,
                         "'init = svd' in [model] is for 'kind = linear' and detectors with a plain code (ae, lis-ae)");
    int conv = choice_is(model_of(s)->kind, "conv"), n = choice_is(model_of(s)->kind, "linear") ? 0 : widths->n;
    for (int i = 0; i < n; i++)
        if (conv ? network_conv(net, widths->of[i], model_of(s)->kernel, 2, hidden_of(s), slope, e)
                 : network_dense(net, flat(widths->of[i]), hidden_of(s), slope, e))
            return -1;
    return 0;
}

static int build_conv(struct autoencoder *ae, struct error *e)
{
    const struct settings *s = &ae->settings;
    const struct int_list *down = &model_of(s)->encoder, *up = &model_of(s)->decoder;
    const float slope = (float)model_of(s)->slope;
    if (down->n != up->n)
        return error_set(e, "a conv network needs as many entries in 'decoder' of [model] (%d) as in 'encoder' (%d)",
                         up->n, down->n);
    if (model_of(s)->last_kernel % 2 == 0)
        return error_set(e, "'last_kernel' in [model]: expected an odd number, found %d", model_of(s)->last_kernel);
    if (encoder_layers(&ae->encoder, s, e))
        return -1;
    network_init(&ae->latent, ae->encoder.out);
    network_init(&ae->decoder, flat((int)ae->code.width));
    if (network_dense(&ae->latent, flat((int)ae->code.in), ACTIVATION_IDENTITY, 0, e) ||
        network_dense(&ae->decoder, ae->encoder.out, hidden_of(s), slope, e))
        return -1;
    for (int i = 0; i < up->n; i++) {
        struct shape to = ae->encoder.layer[up->n - 1 - i].in; /* the sizes of the way down, backwards */
        if (network_deconv(&ae->decoder, to.h, to.w, up->of[i], model_of(s)->kernel, 2, hidden_of(s), slope, e))
            return -1;
    }
    return network_conv(&ae->decoder, ae->image.c, model_of(s)->last_kernel, 1, activation_named(model_of(s)->output),
                        0, e);
}

static int build_mlp(struct autoencoder *ae, struct error *e)
{
    const struct settings *s = &ae->settings;
    const float slope = (float)model_of(s)->slope;
    if (encoder_layers(&ae->encoder, s, e))
        return -1;
    network_init(&ae->latent, ae->encoder.out);
    network_init(&ae->decoder, flat((int)ae->code.width));
    if (network_dense(&ae->latent, flat((int)ae->code.in), ACTIVATION_IDENTITY, 0, e))
        return -1;
    for (int i = 0; i < model_of(s)->decoder.n; i++)
        if (network_dense(&ae->decoder, flat(model_of(s)->decoder.of[i]), hidden_of(s), slope, e))
            return -1;
    return network_dense(&ae->decoder, ae->image, activation_named(model_of(s)->output), 0, e);
}

static int build_linear(struct autoencoder *ae, struct error *e)
{
    network_init(&ae->latent, ae->image);
    network_init(&ae->decoder, flat((int)ae->code.width));
    if (network_dense(&ae->latent, flat((int)ae->code.in), ACTIVATION_IDENTITY, 0, e))
        return -1;
    return network_dense(&ae->decoder, ae->image, ACTIVATION_IDENTITY, 0, e);
}

static int is_linear(const struct autoencoder *ae)
{
    return choice_is(model_of(&ae->settings)->kind, "linear");
}

int autoencoder_init(struct autoencoder *ae, const struct settings *s, struct shape image, struct error *e)
{
    return autoencoder_init_coded(ae, &code_plain, s, image, e);
}

int autoencoder_lay_out(struct autoencoder *ae, const struct code_kind *kind, const struct settings *s,
                        struct shape image, struct error *e)
{
    memset(ae, 0, sizeof *ae);
    ae->settings = *s;
    ae->image = image;
    ae->loss = choice_is(train_of(s)->loss, "mse") ? LOSS_MSE : LOSS_L2;
    network_init(&ae->encoder, image);
    if (code_lay_out(&ae->code, kind, s, (size_t)shape_size(image), e) ||
        (kind != &code_plain && closed_form_refuse(s, e)))
        return -1;
    if (is_linear(ae)                         ? build_linear(ae, e)
        : choice_is(model_of(s)->kind, "mlp") ? build_mlp(ae, e)
                                              : build_conv(ae, e))
        return -1;
    return 0;
}

int autoencoder_init_coded(struct autoencoder *ae, const struct code_kind *kind, const struct settings *s,
                           struct shape image, struct error *e)
{
    if (autoencoder_lay_out(ae, kind, s, image, e))
        return -1;
    code_finish(&ae->code);
    network_finish(&ae->encoder);
    network_finish(&ae->latent);
    network_finish(&ae->decoder);
    return 0;
}

void autoencoder_release(struct autoencoder *ae)
{
    network_release(&ae->encoder);
    network_release(&ae->latent);
    network_release(&ae->decoder);
    network_release(&ae->head);
    code_release(&ae->code);
}

/* The last layer's bias, so that a decoder that says nothing yet gives the mean image. */
static void start_at_mean(struct autoencoder *ae, const float *mean)
{
    const struct layer *last = &ae->decoder.layer[ae->decoder.n - 1];
    float *bias = ae->decoder.params + last->bias;
    size_t pixels = (size_t)shape_size(ae->image), of_each = pixels / last->n_bias;
    for (size_t c = 0; c < last->n_bias; c++) {
        double sum = 0;
        for (size_t k = c; k < pixels; k += last->n_bias)
            sum += (double)mean[k];
        bias[c] = activation_inverse(last->activation, (float)(sum / (double)of_each));
    }
}

static void start_at_zero(struct autoencoder *ae)
{
    const struct layer *last = &ae->decoder.layer[ae->decoder.n - 1];
    for (size_t c = 0; c < last->n_bias; c++)
        ae->decoder.params[last->bias + c] = 0;
}

/* A linear code of the images less their mean: a = W (x - mean). */
static void centre_code(struct autoencoder *ae, const float *mean)
{
    const struct layer *l = &ae->latent.layer[0];
    float *bias = ae->latent.params + l->bias;
    const float *w = ae->latent.params + l->weights;
    for (size_t j = 0; j < l->n_bias; j++) {
        double sum = 0;
        for (size_t k = 0; k < (size_t)shape_size(l->in); k++)
            sum += (double)w[k * l->n_bias + j] * (double)mean[k];
        bias[j] = (float)-sum;
    }
}

void autoencoder_initialise(struct autoencoder *ae, const struct images *positive, uint64_t seed)
{
    struct rng r;
    enum initialisation how = choice_is(model_of(&ae->settings)->init, "he") ? INIT_HE : INIT_UNIFORM;
    rng_seed(&r, rng_seed_for(seed, "weights", ""));
    network_initialise(&ae->encoder, how, &r);
    network_initialise(&ae->latent, how, &r);
    network_initialise(&ae->decoder, how, &r);
    rng_seed(&r, rng_seed_for(seed, "code", ""));
    code_initialise(&ae->code, &r);
    if (!choice_is(model_of(&ae->settings)->output_bias, "mean")) {
        start_at_zero(ae);
        return;
    }
    float *mean = mem_alloc(images_size(positive), sizeof *mean);
    images_mean(positive, mean);
    start_at_mean(ae, mean);
    if (is_linear(ae))
        centre_code(ae, mean);
    free(mean);
}

size_t autoencoder_features(const struct autoencoder *ae)
{
    return (size_t)shape_size(ae->latent.in);
}

double autoencoder_work(const struct autoencoder *ae)
{
    return network_work(&ae->encoder) + network_work(&ae->latent) + network_work(&ae->decoder) + code_work(&ae->code);
}

double autoencoder_score_work(const struct settings *s, const struct sizes *size)
{
    struct autoencoder ae;
    double forward = 0;
    if (autoencoder_lay_out(&ae, &code_plain, s, sizes_shape(size), NULL) == 0)
        forward = autoencoder_work(&ae);
    autoencoder_release(&ae);
    return forward * (double)size->n_test;
}

double autoencoder_memory(const struct code_kind *kind, const struct settings *s, const struct sizes *size)
{
    struct autoencoder ae;
    double bytes = 0;
    if (autoencoder_lay_out(&ae, kind, s, sizes_shape(size), NULL) == 0) {
        const struct network *parts[] = { &ae.encoder, &ae.latent, &ae.decoder };
        const double rows = (shape_of(s)->linsep ? 2 : 1) * (double)batch_size(size->n_positive, train_of(s)->batch);
        for (int i = 0; i < 3; i++)
            bytes += fmax(network_memory(parts[i], rows, 1), network_memory(parts[i], SCORE_BATCH, 0));
    }
    autoencoder_release(&ae);
    return bytes;
}

double autoencoder_plain_memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return autoencoder_memory(&code_plain, s, size);
}

int autoencoder_score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    return autoencoder_errors(model, im, scores, NULL, e);
}

/* The parts one behind the other, for SCORE_BATCH images at a time. */
struct chain {
    struct pass *encoder, *latent, *decoder;
    struct code_pass code;
    float *x; /* what goes in; rows behind those that count are old ones */
};

static int chain_init(struct chain *c, const struct autoencoder *ae, struct error *e)
{
    c->encoder = pass_create(&ae->encoder, SCORE_BATCH, PASS_FORWARD, NULL, e);
    c->latent = c->encoder ? pass_create(&ae->latent, SCORE_BATCH, PASS_FORWARD, NULL, e) : NULL;
    c->decoder = c->latent ? pass_create(&ae->decoder, SCORE_BATCH, PASS_FORWARD, NULL, e) : NULL;
    code_pass_init(&c->code, &ae->code, SCORE_BATCH);
    c->x = mem_zero(SCORE_BATCH * (size_t)shape_size(ae->image), sizeof *c->x);
    if (!c->decoder)
        return -1;
    pass_begin(c->encoder);
    pass_begin(c->latent);
    pass_begin(c->decoder);
    return 0;
}

static void chain_release(struct chain *c)
{
    free(c->x);
    code_pass_release(&c->code);
    pass_free(c->encoder);
    pass_free(c->latent);
    pass_free(c->decoder);
}

static const float *chain_forward(struct chain *c)
{
    return pass_forward(c->decoder,
                        code_pass_forward(&c->code, pass_forward(c->latent, pass_forward(c->encoder, c->x)), NULL));
}

static size_t rows_at(size_t at, size_t n)
{
    return n - at < SCORE_BATCH ? n - at : SCORE_BATCH;
}

int autoencoder_errors(struct autoencoder *ae, const struct images *im, double *errors, double *terms, struct error *e)
{
    struct chain c;
    if (model_expect_size(ae->image, im, e))
        return -1;
    int bad = chain_init(&c, ae, e);
    for (size_t at = 0; at < im->n && !bad; at += SCORE_BATCH) {
        size_t count = rows_at(at, im->n);
        batch_floats(im, NULL, at, count, c.x);
        reconstruction_error(ae->loss, chain_forward(&c), c.x, count, images_size(im), errors + at);
        if (terms)
            memcpy(terms + at, c.code.term, count * sizeof *terms);
    }
    chain_release(&c);
    return bad;
}

int autoencoder_reconstruct(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                            float *y, struct error *e)
{
    const struct autoencoder *ae = model;
    const size_t pixels = (size_t)shape_size(image);
    struct chain c;
    if (model_expect_shape(ae->image, image, e))
        return -1;
    int bad = chain_init(&c, ae, e);
    for (size_t at = 0; at < n && !bad; at += SCORE_BATCH) {
        memcpy(c.x, x + at * pixels, rows_at(at, n) * pixels * sizeof *x);
        memcpy(y + at * pixels, chain_forward(&c), rows_at(at, n) * pixels * sizeof *y);
    }
    chain_release(&c);
    return bad;
}

int autoencoder_codes(const struct autoencoder *ae, int before_code, const struct images *im, float *codes,
                      struct error *e)
{
    size_t d = images_size(im), width = before_code ? ae->code.in : ae->code.width, n = SCORE_BATCH;
    if (model_expect_size(ae->image, im, e))
        return -1;
    struct pass *encoder = pass_create(&ae->encoder, (int)n, PASS_FORWARD, NULL, e);
    struct pass *latent = encoder ? pass_create(&ae->latent, (int)n, PASS_FORWARD, NULL, e) : NULL;
    struct code_pass code;
    code_pass_init(&code, &ae->code, n);
    float *x = mem_zero(n * d, sizeof *x);
    if (latent) {
        pass_begin(encoder);
        pass_begin(latent);
        for (size_t at = 0; at < im->n; at += n) {
            size_t count = im->n - at < n ? im->n - at : n; /* rows behind `count` are old ones */
            batch_floats(im, NULL, at, count, x);
            const float *a = pass_forward(latent, pass_forward(encoder, x));
            memcpy(codes + at * width, before_code ? a : code_pass_forward(&code, a, NULL),
                   count * width * sizeof *codes);
        }
    }
    free(x);
    code_pass_release(&code);
    pass_free(encoder);
    pass_free(latent);
    return latent ? 0 : -1;
}

float *autoencoder_encode(const struct autoencoder *ae, const struct images *im, struct error *e)
{
    enum { ENCODE_BATCH = 128 };
    size_t features = autoencoder_features(ae), pixels = images_size(im);
    if (model_expect_size(ae->image, im, e))
        return NULL;
    struct pass *p = pass_create(&ae->encoder, ENCODE_BATCH, PASS_FORWARD, NULL, e);
    if (!p)
        return NULL;
    float *s = mem_alloc(im->n * features, sizeof *s), *x = mem_zero(ENCODE_BATCH * pixels, sizeof *x);
    pass_begin(p);
    for (size_t at = 0; at < im->n; at += ENCODE_BATCH) {
        size_t count = im->n - at < ENCODE_BATCH ? im->n - at : ENCODE_BATCH;
        batch_floats(im, NULL, at, count, x);
        memcpy(s + at * features, pass_forward(p, x), count * features * sizeof *s);
    }
    free(x);
    pass_free(p);
    return s;
}

void autoencoder_save(const void *model, struct archive_writer *w)
{
    const struct autoencoder *ae = model;
    model_put_settings(w, &ae->settings, ae->code.kind->saved);
    model_put_size(w, ae->image);
    network_save(&ae->encoder, "encoder", w);
    network_save(&ae->latent, "latent", w);
    network_save(&ae->decoder, "decoder", w);
    code_save(&ae->code, w);
}

void *autoencoder_load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    return autoencoder_load_coded(&code_plain, known, a, e);
}

void *autoencoder_load_coded(const struct code_kind *kind, const struct sections *known, const struct archive *a,
                             struct error *e)
{
    struct settings s;
    struct shape image;
    if (code_expect(kind, a, e) || model_get_size(a, &image, e) || model_get_settings(a, known, &s, e))
        return NULL;
    struct autoencoder *ae = mem_zero(1, sizeof *ae);
    if (autoencoder_lay_out(ae, kind, &s, image, e) || code_load(&ae->code, a, e) ||
        network_load(&ae->encoder, "encoder", a, e) || network_load(&ae->latent, "latent", a, e) ||
        network_load(&ae->decoder, "decoder", a, e)) {
        autoencoder_free(ae);
        return NULL;
    }
    return ae;
}

void autoencoder_free(void *model)
{
    if (model)
        autoencoder_release(model);
    free(model);
}

void autoencoder_normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    struct train_keys *train = settings_edit(s, &train_section);
    detector_normalise_batch(&train->batch, size);
}

int autoencoder_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    struct autoencoder ae;
    int bad = autoencoder_lay_out(&ae, &code_plain, s, sizes_shape(size), e);
    autoencoder_release(&ae);
    if (!bad && closed_form_asked(s) && shape_of(s)->linsep)
        return error_set(e,
                         "'linsep = on' in [shape] trains in phase 1, 'init = svd' in [model] leaves nothing to train");
    return bad;
}

int autoencoder_code_size(const struct detector *d, const struct settings *s)
{
    return model_of(s)->latent;
}

void autoencoder_settle(const struct detector *d, struct settings *s)
{
    const struct setting *own = sections_setting(s->sections, d->section->name, "latent");
    struct text latent = TEXT_INIT;
    settings_value(s, own, &latent);
    if (strcmp(text_of(&latent), own->key->start) != 0) {
        settings_set(s, sections_setting(s->sections, model_section.name, "latent"), text_of(&latent), NULL);
        settings_set(s, own, own->key->start, NULL);
    }
    text_release(&latent);
}
