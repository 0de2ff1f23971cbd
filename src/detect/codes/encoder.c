#include "detect/codes/encoder.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/autoencoder/autoencoder.h"
#include "detect/parts/reference.h"
#include "detect/parts/model_file.h"

static const struct key latent_keys[] = {
    CHOICE_KEY(struct latent_keys, encoder, "ae", "ae lis-ae linear-ae vae mem-ae repnn sig-repnn",
               "latent-*: the detector whose trained encoder gives the codes"),
    CHOICE_KEY(struct latent_keys, layer, "code", "code pre-activation",
               "latent-*: the code, or the numbers before its activation"),
    CHOICE_KEY(struct latent_keys, covariance, "ledoit-wolf", "ledoit-wolf fixed",
               "latent-mahalanobis: how much of the covariance is shrunk towards a multiple of the identity"),
    REAL_KEY(struct latent_keys, shrinkage, "0.01", 0, 1, "latent-mahalanobis: that share for covariance = fixed"),
    INT_KEY(struct latent_keys, k, "5", 1, 1000, "latent-knn: the distance to the k-th nearest positive is the score"),
    REAL_KEY(struct latent_keys, penalty, "0.001", 1e-9, 1e6,
             "latent-logistic: half of it times the squared norm of the weights is added to the mean loss"),
    { 0 },
};

static const struct key_need latent_needs[] = {
    { .key = "latent.shrinkage", .other = "latent.covariance", .values = "fixed" },
    { 0 },
};

const struct section latent_section = { "latent", sizeof(struct latent_keys), latent_keys, latent_needs };

/* The words of [latent] encoder. */
static const struct detector *const encoders[] = {
    &detector_ae,     &detector_lis_ae, &detector_linear_ae, &detector_vae,
    &detector_mem_ae, &detector_repnn,  &detector_sig_repnn, NULL,
};

static const char *encoder_word(const struct settings *s)
{
    return latent_keys_of(s)->encoder;
}

const struct base_choice latent_base = { encoder_word, encoders };

/* The models of all words of [latent] encoder are a struct autoencoder. */
static const struct detector *encoder_of(const struct settings *s)
{
    return detector_base(&detector_encoder, s);
}

/* What follows from the settings before there is a model. */
static struct latent latent_of(const struct settings *s)
{
    return (struct latent) { .encoder = encoder_of(s),
                             .before_code = choice_is(latent_keys_of(s)->layer, "pre-activation") };
}

static size_t code_size(const struct latent *l)
{
    const struct autoencoder *ae = l->model;
    return l->before_code ? ae->code.in : ae->code.width;
}

/* The model, which may be NULL, and what follows from it. */
static int take_model(struct latent *l, void *model)
{
    l->model = model;
    if (!model)
        return -1;
    l->size = code_size(l);
    return 0;
}

int latent_fit(struct latent *l, const struct fit_input *in, struct error *e)
{
    *l = latent_of(in->settings);
    return take_model(l, l->encoder->load(l->encoder, in->settings->sections, in->first, e));
}

void latent_release(struct latent *l)
{
    if (l->model)
        l->encoder->free(l->model);
    *l = (struct latent) { 0 };
}

/* Distances are made of squares in single precision. */
static int expect_codes(const struct latent *l, const float *codes, size_t n, struct error *e)
{
    static const double MOST = (double)FLT_MAX / 16;
    for (size_t i = 0; i < n; i++) {
        double norm = 0;
        for (size_t k = 0; k < l->size; k++)
            norm += (double)codes[i * l->size + k] * (double)codes[i * l->size + k];
        if (!(norm < MOST))
            return error_set(e, "expected codes of a squared length below %.3g from %s, found %g for image %zu", MOST,
                             l->encoder->name, norm, i);
    }
    return 0;
}

float *latent_codes(const struct latent *l, const struct images *im, struct error *e)
{
    float *codes = mem_alloc(im->n * l->size, sizeof *codes);
    if (autoencoder_codes(l->model, l->before_code, im, codes, e) == 0 && expect_codes(l, codes, im->n, e) == 0)
        return codes;
    free(codes);
    return NULL;
}

int latent_gradient(const struct latent *l, struct shape image, const float *x, size_t n, code_score *score,
                    const void *of, double *scores, float *gradient, struct error *e)
{
    const struct autoencoder *ae = l->model;
    if (model_expect_shape(ae->image, image, e))
        return -1;
    return autoencoder_code_gradient(ae, l->before_code, x, n, score, of, scores, gradient, e);
}

void latent_save(const struct latent *l, struct archive_writer *w)
{
    l->encoder->save(l->model, w);
    archive_add_text(w, "latent_encoder", l->encoder->name);
    archive_add_text(w, "latent_layer", l->before_code ? "pre-activation" : "code");
}

/* The value of a text entry as a CHOICE of [latent] takes it. */
static int read_choice(const struct archive *a, const char *entry, const char *key, struct settings *s, struct error *e)
{
    const char *word = archive_text(a, entry, e);
    if (!word)
        return -1;
    return settings_set(s, sections_setting(s->sections, "latent", key), word, e) ? error_prefix(e, "%s", a->path) : 0;
}

int latent_load(struct latent *l, const struct sections *known, const struct archive *a, struct error *e)
{
    struct settings s;
    *l = (struct latent) { 0 };
    settings_init(&s, known);
    if (read_choice(a, "latent_encoder", "encoder", &s, e) || read_choice(a, "latent_layer", "layer", &s, e))
        return -1;
    *l = latent_of(&s);
    return take_model(l, l->encoder->load(l->encoder, known, a, e));
}

/* Before its activation a code has as many numbers; vae's has a mean and a log-variance for each of them. */
int latent_size(const struct settings *s)
{
    const struct latent l = latent_of(s);
    const int width = detector_code_size(l.encoder, s);
    return l.before_code && l.encoder == &detector_vae ? 2 * width : width;
}

int latent_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    const struct detector *encoder = encoder_of(s);
    if (encoder->flags & USES_NEGATIVE && size->n_negative == 0)
        return error_set(e, "'encoder = %s' in [latent] learns from negatives: set 'negative' in [data]",
                         encoder->name);
    return encoder->check ? encoder->check(encoder, s, size, e) : 0;
}

/* The encoder's settings; and the layer, where both are the same numbers. */
void latent_normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    const struct detector *encoder = encoder_of(s);
    struct latent_keys *k = settings_edit(s, &latent_section);
    const int plain = encoder == &detector_ae || encoder == &detector_lis_ae;
    if (encoder == &detector_linear_ae || (plain && choice_is(model_of(s)->code, "identity")))
        k->layer = "code";
    if (encoder->normalise)
        encoder->normalise(encoder, s, size);
}

double latent_memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const struct detector *encoder = encoder_of(s);
    const double n = (double)(size->n_positive + size->n_negative + size->n_test), dims = latent_size(s);
    const double own = encoder->memory ? encoder->memory(encoder, s, size) : 0;
    return own + reference_memory(n, dims) + 2 * sizeof(double) * dims * dims;
}

/* Fit and the scores of n images. */
static double encoder_work(const struct settings *s, const struct sizes *size, size_t n)
{
    struct sizes sized = *size;
    sized.n_test = n;
    const struct detector *encoder = encoder_of(s);
    return encoder->work(encoder, s, &sized);
}

double latent_work(const struct settings *s, const struct sizes *size, size_t n)
{
    return encoder_work(s, size, n) - encoder_work(s, size, 0); /* a code costs at most what its score does */
}

/* --- the first phase of the detectors on codes: the encoder's own fit */

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct latent *l = mem_zero(1, sizeof *l);
    *l = latent_of(in->settings);
    if (take_model(l, l->encoder->fit(l->encoder, in, report, e)) == 0)
        return l;
    free(l);
    return NULL;
}

static int score(const struct detector *d, void *model, const struct images *im, double *scores, struct error *e)
{
    const struct latent *l = model;
    return l->encoder->score(l->encoder, l->model, im, scores, e);
}

static void save(const void *model, struct archive_writer *w)
{
    latent_save(model, w);
}

static void *load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    struct latent *l = mem_zero(1, sizeof *l);
    if (latent_load(l, known, a, e) == 0)
        return l;
    free(l);
    return NULL;
}

static void release(void *model)
{
    if (model)
        latent_release(model);
    free(model);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return encoder_work(s, size, 0);
}

static const char *const uses[] = { "latent.encoder", NULL };

const struct detector detector_encoder = {
    .name = "encoder",
    .help = "the trained encoder that detectors on codes share",
    .label = "Encoder",
    .flags = HIDDEN,
    .section = &latent_section,
    .uses = uses,
    .base = &latent_base,
    .check = latent_check,
    .work = work,
    .memory = latent_memory,
    .fit = fit,
    .score = score,
    .save = save,
    .load = load,
    .free = release,
};
