/* repnn and sig-repnn: replicator networks (Hawkins et al. 2002), the second with a sigmoid before
 * the staircase (Battikh & Lenskiy 2022). Their codes are in detect/autoencoder/code_staircase.c. */
#include "detect/autoencoder/coded_ae.h"

static struct coded_ae plain(const struct settings *s)
{
    return (struct coded_ae) { &code_staircase, s->repnn.latent, NULL };
}

static struct coded_ae sigmoid(const struct settings *s)
{
    return (struct coded_ae) { &code_sigmoid_staircase, s->sig_repnn.latent, NULL };
}

static void *fit(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    return coded_ae_fit(plain(in->settings), in, report, e);
}

static void *fit_sigmoid(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    return coded_ae_fit(sigmoid(in->settings), in, report, e);
}

static int check(const struct settings *s, const struct problem *p, struct error *e)
{
    return coded_ae_check(plain(s), s, p, e);
}

static int check_sigmoid(const struct settings *s, const struct problem *p, struct error *e)
{
    return coded_ae_check(sigmoid(s), s, p, e);
}

static double work(const struct settings *s, const struct problem *p)
{
    return coded_ae_work(plain(s), s, p);
}

static double work_sigmoid(const struct settings *s, const struct problem *p)
{
    return coded_ae_work(sigmoid(s), s, p);
}

static void *load(const struct archive *a, struct error *e)
{
    return autoencoder_load_coded(&code_staircase, a, e);
}

static void *load_sigmoid(const struct archive *a, struct error *e)
{
    return autoencoder_load_coded(&code_sigmoid_staircase, a, e);
}

static const char *const keys[] = CODED_AE_KEYS("repnn"), *const sigmoid_keys[] = CODED_AE_KEYS("sig-repnn");

const struct detector detector_repnn = {
    .name = "repnn",
    .help = "replicator network, whose code has levels; reconstruction error",
    .keys = keys,
    .check = check,
    .work = work,
    .fit = fit,
    .score = autoencoder_score,
    .save = autoencoder_save,
    .load = load,
    .free = autoencoder_free,
};

const struct detector detector_sig_repnn = {
    .name = "sig-repnn",
    .help = "replicator network with a sigmoid before the levels; reconstruction error",
    .keys = sigmoid_keys,
    .check = check_sigmoid,
    .work = work_sigmoid,
    .fit = fit_sigmoid,
    .score = autoencoder_score,
    .save = autoencoder_save,
    .load = load_sigmoid,
    .free = autoencoder_free,
};
