/* linsep-head: the linear head that phase 1 with LinSep trains beside the autoencoder, as a
 * detector of its own. Its logit is high for positives, so the score is the logit's negative:
 * the log-odds of a negative against a positive. */
#include <string.h>

#include "detect/autoencoder/autoencoder.h"
#include "detect/autoencoder/closed_form.h"
#include "detect/classifier/classifier.h"

/* The head reads a linear function of the latent layer's input, or that input itself. */
static int end_at_head(struct network *net, const struct settings *s, struct error *e)
{
    if (choice_is(shape_of(s)->linsep_head, "code") && classifier_latent(net, s, ACTIVATION_IDENTITY, e))
        return -1;
    return classifier_head(net, e);
}

static void negative_logit(const float *out, size_t n, size_t width, double *scores)
{
    for (size_t i = 0; i < n * width; i++)
        scores[i] = -(double)out[i];
}

static void minus_one(const float *out, size_t n, size_t width, float *dout)
{
    for (size_t i = 0; i < n * width; i++)
        dout[i] = -1;
}

static const struct classifier_kind linsep_head = { end_at_head, negative_logit, minus_one };

/* The chain's parameters are those of its parts, one after the other. */
static int take_parameters(struct network *to, const struct autoencoder *from, int latent, const struct archive *a,
                           struct error *e)
{
    size_t at = from->encoder.n_params;
    memcpy(to->params, from->encoder.params, at * sizeof *to->params);
    if (latent) {
        memcpy(to->params + at, from->latent.params, from->latent.n_params * sizeof *to->params);
        at += from->latent.n_params;
    }
    const struct archive_entry *head = archive_get(a, "head", ARCHIVE_F32, e);
    if (!head)
        return error_prefix(
            e, "the first phase does not hold LinSep's head, as those of older versions do not (remove its "
               "folder to have it done anew)");
    if (head->count != to->n_params - at)
        return error_set(e, "%s: expected %zu parameters in 'head', found %zu", a->path, to->n_params - at,
                         head->count);
    memcpy(to->params + at, head->data, head->count * sizeof *to->params);
    return 0;
}

static void *fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct autoencoder *ae = autoencoder_load(d->first, in->settings->sections, in->first, e);
    if (!ae)
        return NULL;
    struct settings s = ae->settings;
    struct shape_keys *shape = settings_edit(&s, &shape_section);
    shape->linsep_head = shape_of(in->settings)->linsep_head;
    struct classifier *c = classifier_create(&linsep_head, &s, ae->image, e);
    if (c && take_parameters(&c->net, ae, choice_is(shape_of(&s)->linsep_head, "code"), in->first, e)) {
        classifier_free(c);
        c = NULL;
    }
    autoencoder_free(ae);
    return c;
}

/* Its first phase is one with LinSep, whatever [shape] linsep says, so autoencoder_check() cannot know. */
static int check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    if (!(shape_of(s)->linsep_weight > 0))
        return error_set(e, "expected a 'linsep_weight' in [shape] above 0, found %.9g: the head would not be trained",
                         shape_of(s)->linsep_weight);
    if (closed_form_asked(s))
        return error_set(e, "the head is trained in phase 1, 'init = svd' in [model] leaves nothing to train");
    return autoencoder_check(d, s, size, e);
}

static double work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    return classifier_work(&linsep_head, s, size) * (double)size->n_test;
}

static const char *const uses[] = {
    "model.*", "train.*", "shape.linsep_weight", "shape.linsep_head", "augment.*", NULL
};

const struct detector detector_linsep_head = {
    .name = "linsep-head",
    .help = "control: the linear head of LinSep's phase 1; log-odds of a negative",
    .label = "LinSep-head",
    .line = 24,
    .flags = NEEDS_LINSEP | USES_NEGATIVE,
    .first = &detector_phase1,
    .uses = uses,
    .kind = &linsep_head,
    .check = check,
    .normalise = autoencoder_normalise,
    .work = work,
    .memory = autoencoder_plain_memory,
    .code_size = autoencoder_code_size,
    .fit = fit,
    .score = classifier_score,
    .score_gradient = classifier_score_gradient,
    .save = classifier_save,
    .load = classifier_load,
    .free = classifier_free,
};
