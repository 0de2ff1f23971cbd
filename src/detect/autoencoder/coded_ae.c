#include "detect/autoencoder/coded_ae.h"

#include "base/memory.h"
#include "detect/parts/model_file.h"

static void own_settings(struct settings *to, struct coded_ae c, const struct settings *from)
{
    *to = *from;
    if (c.latent)
        to->model.latent = c.latent;
    if (c.loss)
        settings_set(to, settings_find("train", "loss"), c.loss, NULL);
    settings_set(to, settings_find("shape", "linsep"), "off", NULL);
}

void *coded_ae_fit(struct coded_ae c, const struct fit_input *in, struct fit_report *report, struct error *e)
{
    struct settings s;
    struct fit_input own = *in;
    struct autoencoder *ae = mem_zero(1, sizeof *ae);
    own_settings(&s, c, in->settings);
    own.settings = &s;
    if (autoencoder_init_coded(ae, c.kind, &s, images_shape(in->positive), e) || phase1_train(ae, &own, report, e)) {
        autoencoder_free(ae);
        return NULL;
    }
    return ae;
}

int coded_ae_check(struct coded_ae c, const struct settings *s, const struct problem *p, struct error *e)
{
    struct settings own;
    struct autoencoder ae;
    own_settings(&own, c, s);
    int bad = autoencoder_init_coded(&ae, c.kind, &own, (struct shape) { p->height, p->width, p->channels }, e);
    autoencoder_release(&ae);
    return bad;
}

double coded_ae_work(struct coded_ae c, const struct settings *s, const struct problem *p)
{
    struct settings own;
    struct autoencoder ae;
    double forward = 0;
    own_settings(&own, c, s);
    if (autoencoder_init_coded(&ae, c.kind, &own, (struct shape) { p->height, p->width, p->channels }, NULL) == 0)
        forward = autoencoder_work(&ae);
    autoencoder_release(&ae);
    return forward * (3 * (double)p->n_positive * s->train.epochs + (double)p->n_test);
}
