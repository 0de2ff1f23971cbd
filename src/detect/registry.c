#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/detector.h"

extern const struct detector detector_raw_l2, detector_kde, detector_iforest, detector_anogan,
    detector_anogan_fm, detector_pca, detector_linear_ae, detector_ae, detector_vae, detector_mem_ae,
    detector_repnn, detector_sig_repnn, detector_lis_ae, detector_linsep_head, detector_oe_bce, detector_hsc,
    detector_phase1, detector_gan;

const struct detector *const detectors[] = {
    &detector_raw_l2, &detector_kde, &detector_iforest, &detector_anogan, &detector_anogan_fm, &detector_pca,
    &detector_linear_ae, &detector_ae, &detector_vae, &detector_mem_ae, &detector_repnn, &detector_sig_repnn,
    &detector_lis_ae, &detector_linsep_head, &detector_oe_bce, &detector_hsc, &detector_phase1, &detector_gan,
    NULL,
};

const struct detector *detector_find(const char *name)
{
    for (const struct detector *const *d = detectors; *d; d++)
        if (strcmp((*d)->name, name) == 0)
            return *d;
    return NULL;
}

struct augmentation augmentation_of(const struct settings *s)
{
    return (struct augmentation) {
        .blur = s->augment.blur, .blur_sigma = s->augment.blur_sigma, .crop = s->augment.crop,
        .flip_x = choice_is(s->augment.flip_x, "on"), .flip_y = choice_is(s->augment.flip_y, "on"),
    };
}

void fit_report_add(struct fit_report *r, struct loss_point point)
{
    r->losses = mem_resize(r->losses, r->n_losses + 1, sizeof *r->losses);
    r->losses[r->n_losses++] = point;
}

void fit_report_release(struct fit_report *r)
{
    free(r->losses);
    *r = (struct fit_report) { 0 };
}
