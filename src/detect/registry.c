#include <string.h>

#include "detect/registry.h"

extern const struct detector detector_raw_l2, detector_kde, detector_iforest, detector_ocsvm, detector_ocsvm_labels,
    detector_dsvdd, detector_anogan, detector_anogan_fm, detector_pca, detector_linear_ae, detector_ae, detector_vae,
    detector_mem_ae, detector_repnn, detector_sig_repnn, detector_lis_ae, detector_linsep_head, detector_oe_bce,
    detector_hsc, detector_latent_mahalanobis, detector_latent_knn, detector_latent_kde, detector_latent_logistic,
    detector_phase1, detector_encoder, detector_gan;

const struct detector *const detectors[] = {
    &detector_raw_l2,
    &detector_kde,
    &detector_iforest,
    &detector_ocsvm,
    &detector_ocsvm_labels,
    &detector_dsvdd,
    &detector_anogan,
    &detector_anogan_fm,
    &detector_pca,
    &detector_linear_ae,
    &detector_ae,
    &detector_vae,
    &detector_mem_ae,
    &detector_repnn,
    &detector_sig_repnn,
    &detector_lis_ae,
    &detector_linsep_head,
    &detector_oe_bce,
    &detector_hsc,
    &detector_latent_mahalanobis,
    &detector_latent_knn,
    &detector_latent_kde,
    &detector_latent_logistic,
    &detector_phase1,
    &detector_encoder,
    &detector_gan,
    NULL,
};

const struct detector *detector_find(const char *name)
{
    for (const struct detector *const *d = detectors; *d; d++)
        if (strcmp((*d)->name, name) == 0)
            return *d;
    return NULL;
}

size_t detector_place(const struct detector *d)
{
    size_t i = 0;
    while (detectors[i] && detectors[i] != d)
        i++;
    return i;
}

void detectors_describe(const char *start, struct text *out)
{
    for (const struct detector *const *d = detectors; *d; d++)
        if (!((*d)->flags & HIDDEN))
            text_format(out, "%s%-18s %s%s\n", start, (*d)->name, (*d)->help,
                        (*d)->flags & USES_NEGATIVE ? " (needs negatives)" : "");
}
