#include <string.h>

#include "data/pollution.h"
#include "detect/detector.h"

const struct detector *detector_base(const struct detector *d, const struct settings *s)
{
    if (!d->base)
        return NULL;
    const char *word = d->base->word(s);
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

void detector_settle(const struct detector *d, struct settings *s)
{
    const struct detector *base = detector_base(d, s);
    if (d->settle)
        d->settle(d, s);
    if (base)
        detector_settle(base, s);
}

void detector_normalise_batch(int *batch, const struct sizes *size)
{
    if (size->n_positive < (size_t)*batch)
        *batch = (int)size->n_positive;
}

/* Is a pattern about this section? */
static int names_section(const char *const *patterns, const struct section *section)
{
    size_t n = strlen(section->name);
    for (; *patterns; patterns++)
        if (strncmp(*patterns, section->name, n) == 0 && (*patterns)[n] == '.')
            return 1;
    return 0;
}

static int uses_itself(const struct detector *d, const struct setting *k)
{
    if (d->uses && setting_matches(k, d->uses))
        return 1;
    return k->section == d->section && !(d->uses && names_section(d->uses, d->section));
}

static int may_learn_negative(const struct detector *d)
{
    if (d->uses_negative || d->flags & USES_NEGATIVE)
        return 1;
    for (const struct detector *const *base = d->base ? d->base->detectors : NULL; base && *base; base++)
        if (may_learn_negative(*base))
            return 1;
    return 0;
}

/* What is done to the images is done to those of every detector, the negatives of one that sees them. */
static int uses_images(const struct detector *d, const struct settings *s, const struct setting *k)
{
    if (strcmp(k->key->name, "positives") == 0)
        return 1;
    return s ? detector_learns_negative(d, s) : may_learn_negative(d);
}

int detector_uses(const struct detector *d, const struct settings *s, const struct setting *k)
{
    if (k->section == &pollution_section)
        return uses_images(d, s, k);
    if (uses_itself(d, k))
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

/* A row counts where the detector depends on the key that decides. */
static int counts(const struct detector *d, const struct settings *s, const char *other)
{
    const char *const pattern[] = { other, NULL };
    for (size_t i = 0; i < s->sections->n_settings; i++)
        if (setting_matches(&s->sections->settings[i], pattern))
            return detector_uses(d, s, &s->sections->settings[i]);
    return 0;
}

static const struct key_need *unmet(const struct detector *d, const struct key_need *needs, const struct settings *s,
                                    const struct setting *k)
{
    for (const struct key_need *need = needs; need && need->key; need++) {
        const char *const pattern[] = { need->key, NULL };
        if (!setting_matches(k, pattern) || !counts(d, s, need->other) || settings_have(s, need->other, need->values))
            continue;
        if (!need->or_other || !counts(d, s, need->or_other) || !settings_have(s, need->or_other, need->or_values))
            return need;
    }
    return NULL;
}

const struct key_need *detector_hides(const struct detector *d, const struct settings *s, const struct setting *k)
{
    const struct detector *base = detector_base(d, s);
    const struct key_need *found = unmet(d, k->section->needs, s, k);
    if (!found)
        found = unmet(d, d->needs, s, k);
    return found || !base ? found : unmet(base, base->needs, s, k);
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
