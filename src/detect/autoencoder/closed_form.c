#include "detect/autoencoder/closed_form.h"

#include <stdlib.h>

#include "base/memory.h"
#include "data/batch.h"
#include "detect/parts/eigenimages.h"
#include "nn/blas.h"

int closed_form_asked(const struct settings *s)
{
    return choice_is(model_of(s)->init, "svd");
}

int closed_form_refuse(const struct settings *s, struct error *e)
{
    if (!closed_form_asked(s))
        return 0;
    return error_set(e, "'init = svd' in [model] is for 'kind = linear' and detectors with a plain code (ae, lis-ae)");
}

/* The parameters of both layers: D (r, d), whose rows are the columns of U_r; c (d); E (d, r); and b (r), so that the
 * code is E' x + b. */
struct parts {
    int d, r;
    float *decoder, *mean, *encoder, *bias;
};

static struct parts parts_of(struct autoencoder *ae)
{
    const struct layer *down = &ae->latent.layer[0], *up = &ae->decoder.layer[0];
    return (struct parts) {
        .d = shape_size(ae->image),
        .r = (int)ae->code.width,
        .decoder = ae->decoder.params + up->weights,
        .mean = ae->decoder.params + up->bias,
        .encoder = ae->latent.params + down->weights,
        .bias = ae->latent.params + down->bias,
    };
}

/* b = -E' c */
static void centre(const struct parts *p)
{
    cblas_sgemv(CblasRowMajor, CblasTrans, p->d, p->r, -1, p->encoder, p->r, p->mean, 1, 0, p->bias, 1);
}

int closed_form_start(struct autoencoder *ae, const struct images *positive, struct error *e)
{
    const struct parts p = parts_of(ae);
    int kept;
    for (int k = 0; k < p.d; k++)
        p.mean[k] = 0;
    if (choice_is(model_of(&ae->settings)->output_bias, "mean"))
        images_mean(positive, p.mean);
    if (eigenimages(positive, p.mean, p.r, p.decoder, &kept, e))
        return -1;
    if (kept < p.r)
        return error_set(e, "'init = svd': expected positives that vary in 'latent' (%d) directions, found %d", p.r,
                         kept);
    for (int k = 0; k < p.d; k++)
        for (int j = 0; j < p.r; j++)
            p.encoder[k * p.r + j] = p.decoder[j * p.d + k];
    centre(&p);
    return 0;
}

/* E - U_r (U_r' E - I) */
void closed_form_keep(struct autoencoder *ae)
{
    const struct parts p = parts_of(ae);
    float *off = mem_alloc((size_t)p.r * (size_t)p.r, sizeof *off);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, p.r, p.r, p.d, 1, p.decoder, p.d, p.encoder, p.r, 0, off,
                p.r);
    for (int j = 0; j < p.r; j++)
        off[j * p.r + j] -= 1;
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, p.d, p.r, p.r, -1, p.decoder, p.d, off, p.r, 1, p.encoder,
                p.r);
    centre(&p);
    free(off);
}
