#include <string.h>

#include "detect/detector.h"

const struct detector *detector_base(const struct detector *d, const struct settings *s)
{
    if (!d->base)
        return NULL;
    const struct settings_key *k = settings_find(d->base->section, d->base->key);
    const char *word = *(const char *const *)((const char *)s + k->offset);
    for (const struct detector *const *base = d->base->detectors; *base; base++)
        if (choice_is(word, (*base)->name))
            return *base;
    return NULL;
}

unsigned detector_flags(const struct detector *d, const struct settings *s)
{
    const struct detector *base = detector_base(d, s);
    return d->flags | (base ? base->flags : 0);
}

const struct detector *detector_first(const struct detector *d, const struct settings *s)
{
    const struct detector *base = detector_base(d, s);
    const int own = d->first && !(base && base->flags & AS_FIRST_PHASE);
    return own || !base ? d->first : base->first;
}

int detector_uses(const struct detector *d, const struct settings *s, const struct settings_key *k)
{
    if (settings_used(d->keys, k))
        return 1;
    if (!d->base)
        return 0;
    if (s)
        return detector_uses(detector_base(d, s), s, k);
    for (const struct detector *const *base = d->base->detectors; *base; base++)
        if (detector_uses(*base, NULL, k))
            return 1;
    return 0;
}

int detector_learns_negative(const struct detector *d, const struct settings *s)
{
    return d->uses_negative ? d->uses_negative(d, s) : (detector_flags(d, s) & USES_NEGATIVE) != 0;
}

int detector_code_size(const struct detector *d, const struct settings *s)
{
    const struct detector *coded = d->base ? detector_base(d, s) : d;
    return coded->code_size ? coded->code_size(coded, s) : 0;
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
