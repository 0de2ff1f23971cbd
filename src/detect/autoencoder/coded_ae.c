#include "detect/autoencoder/coded_ae.h"

#include <stdio.h>

#include "base/memory.h"
#include "detect/parts/model_file.h"

const char *const coded_ae_uses[] = {
    "model.kind",  "model.latent", "model.encoder", "model.decoder",     "model.kernel", "model.last_kernel",
    "model.slope", "model.output", "model.init",    "model.output_bias", "model.hidden", "train.*",
    NULL,
};

const struct key_need coded_ae_needs[] = {
    { .key = "model.latent", .other = "vae.latent", .values = "0" },
    { .key = "model.latent", .other = "mem-ae.latent", .values = "0" },
    { .key = "model.latent", .other = "repnn.latent", .values = "0" },
    { .key = "model.latent", .other = "sig-repnn.latent", .values = "0" },
    { .key = "train.loss", .other = "vae.loss", .values = "train" },
    { 0 },
};

void coded_ae_normalise(const struct detector *d, struct settings *s, const struct sizes *size)
{
    char latent[16];
    snprintf(latent, sizeof latent, "%d", coded_ae_code_size(d, s));
    settings_set(s, sections_setting(s->sections, d->section->name, "latent"), latent, NULL);
    autoencoder_normalise(d, s, size);
}

int coded_ae_code_size(const struct detector *d, const struct settings *s)
{
    const struct coded_ae *c = d->kind;
    int own = c->latent(s);
    return own ? own : model_of(s)->latent;
}

static void own_settings(struct settings *to, const struct detector *d, const struct settings *from)
{
    const struct coded_ae *c = d->kind;
    const char *loss = c->loss ? c->loss(from) : NULL;
    *to = *from;
    struct model_keys *model = settings_edit(to, &model_section);
    struct train_keys *train = settings_edit(to, &train_section);
    struct shape_keys *shape = settings_edit(to, &shape_section);
    model->latent = coded_ae_code_size(d, from);
    train->loss = loss ? loss : train->loss;
    shape->linsep = 0;
}

void *coded_ae_fit(const struct detector *d, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    const struct coded_ae *c = d->kind;
    struct settings s;
    struct fit_input own = *in;
    struct autoencoder *ae = mem_zero(1, sizeof *ae);
    own_settings(&s, d, in->settings);
    own.settings = &s;
    if (autoencoder_init_coded(ae, c->code, &s, images_shape(in->positive), e) || phase1_train(ae, &own, report, e)) {
        autoencoder_free(ae);
        return NULL;
    }
    return ae;
}

int coded_ae_check(const struct detector *d, const struct settings *s, const struct sizes *size, struct error *e)
{
    const struct coded_ae *c = d->kind;
    struct settings own;
    struct autoencoder ae;
    own_settings(&own, d, s);
    int bad = autoencoder_lay_out(&ae, c->code, &own, sizes_shape(size), e);
    autoencoder_release(&ae);
    return bad;
}

double coded_ae_memory(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const struct coded_ae *c = d->kind;
    struct settings own;
    own_settings(&own, d, s);
    return autoencoder_memory(c->code, &own, size);
}

double coded_ae_work(const struct detector *d, const struct settings *s, const struct sizes *size)
{
    const struct coded_ae *c = d->kind;
    struct settings own;
    struct autoencoder ae;
    double forward = 0;
    own_settings(&own, d, s);
    if (autoencoder_lay_out(&ae, c->code, &own, sizes_shape(size), NULL) == 0)
        forward = autoencoder_work(&ae);
    autoencoder_release(&ae);
    return forward * (3 * (double)size->n_positive * train_of(s)->epochs + (double)size->n_test);
}

void *coded_ae_load(const struct detector *d, const struct sections *known, const struct archive *a, struct error *e)
{
    const struct coded_ae *c = d->kind;
    return autoencoder_load_coded(c->code, known, a, e);
}
