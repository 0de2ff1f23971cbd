#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/detector.h"

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

/* The detector that the first word of a CHOICE's list names. */
static const struct detector *find_word(const char *word)
{
    for (const struct detector *const *d = detectors; *d; d++)
        if (choice_is(word, (*d)->name))
            return *d;
    return NULL;
}

const struct detector *detector_base(const struct detector *d, const struct settings *s)
{
    if (!d->base.section)
        return NULL;
    const struct settings_key *k = settings_find(d->base.section, d->base.key);
    return find_word(*(const char *const *)((const char *)s + k->offset));
}

unsigned detector_flags(const struct detector *d, const struct settings *s)
{
    const struct detector *base = detector_base(d, s);
    return d->flags | (base ? base->flags : 0);
}

const struct detector *detector_first(const struct detector *d, const struct settings *s)
{
    const struct detector *base = detector_base(d, s);
    const int own = d->phase1 && !(base && base->flags & AS_FIRST_PHASE);
    const char *name = own || !base ? d->phase1 : base->phase1;
    return name ? detector_find(name) : NULL;
}

/* Does any detector that `d` can build on depend on this key? */
static int some_base_uses(const struct detector *d, const struct settings_key *k)
{
    const char *word = settings_find(d->base.section, d->base.key)->words;
    for (; *word; word += strcspn(word, " "), word += *word == ' ') {
        const struct detector *base = find_word(word);
        if (base && detector_uses(base, NULL, k))
            return 1;
    }
    return 0;
}

int detector_uses(const struct detector *d, const struct settings *s, const struct settings_key *k)
{
    if (settings_used(d->keys, k))
        return 1;
    if (!d->base.section)
        return 0;
    if (!s)
        return some_base_uses(d, k);
    const struct detector *base = detector_base(d, s);
    return base && detector_uses(base, s, k);
}

void detectors_describe(const char *start, struct text *out)
{
    for (const struct detector *const *d = detectors; *d; d++)
        if (!((*d)->flags & HIDDEN))
            text_format(out, "%s%-18s %s%s\n", start, (*d)->name, (*d)->help,
                        (*d)->flags & USES_NEGATIVE ? " (needs negatives)" : "");
}

struct augmentation augmentation_of(const struct settings *s)
{
    return (struct augmentation) {
        .blur = s->augment.blur,
        .blur_sigma = s->augment.blur_sigma,
        .crop = s->augment.crop,
        .flip_x = choice_is(s->augment.flip_x, "on"),
        .flip_y = choice_is(s->augment.flip_y, "on"),
        .transpose = choice_is(s->augment.transpose, "on"),
    };
}

void fit_report_add(struct fit_report *r, struct loss_point point)
{
    r->losses = mem_resize(r->losses, r->n_losses + 1, sizeof *r->losses);
    r->losses[r->n_losses++] = point;
}

void fit_report_note(struct fit_report *r, const char *format, ...)
{
    size_t length = strlen(r->note);
    va_list arguments;
    if (length)
        length += (size_t)snprintf(r->note + length, sizeof r->note - length, "; ");
    if (length >= sizeof r->note)
        return;
    va_start(arguments, format);
    vsnprintf(r->note + length, sizeof r->note - length, format, arguments);
    va_end(arguments);
}

void fit_report_release(struct fit_report *r)
{
    free(r->losses);
    *r = (struct fit_report) { 0 };
}
