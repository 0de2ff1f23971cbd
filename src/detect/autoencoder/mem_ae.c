/* mem-ae: memory-augmented autoencoder (Gong et al. 2019). Its code is detect/autoencoder/code_memory.c. */
#include "detect/autoencoder/coded_ae.h"

static struct coded_ae own(const struct settings *s)
{
    return (struct coded_ae) { &code_memory, s->mem_ae.latent, NULL };
}

static void *fit(const struct fit_input *in, struct fit_report *report, struct error *e)
{
    return coded_ae_fit(own(in->settings), in, report, e);
}

static int check(const struct settings *s, const struct problem *p, struct error *e)
{
    return coded_ae_check(own(s), s, p, e);
}

static double work(const struct settings *s, const struct problem *p)
{
    return coded_ae_work(own(s), s, p);
}

static void *load(const struct archive *a, struct error *e)
{
    return autoencoder_load_coded(&code_memory, a, e);
}

static const char *const keys[] = CODED_AE_KEYS("mem-ae");

const struct detector detector_mem_ae = {
    .name = "mem-ae",
    .help = "autoencoder with a memory; reconstruction error",
    .keys = keys,
    .check = check,
    .work = work,
    .fit = fit,
    .score = autoencoder_score,
    .save = autoencoder_save,
    .load = load,
    .free = autoencoder_free,
};
