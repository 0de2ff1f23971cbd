#include <string.h>

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

int detector_uses(const struct detector *d, const struct settings *s, const struct setting *k)
{
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

int detector_learns_negative(const struct detector *d, const struct settings *s)
{
    return d->uses_negative ? d->uses_negative(d, s) : (detector_flags(d, s) & USES_NEGATIVE) != 0;
}

int detector_code_size(const struct detector *d, const struct settings *s)
{
    const struct detector *coded = d->base ? detector_base(d, s) : d;
    return coded->code_size ? coded->code_size(coded, s) : 0;
}
