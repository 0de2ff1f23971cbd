#include "detect/suite.h"

#include <string.h>

#include "data/augment.h"
#include "data/pollution.h"
#include "detect/autoencoder/network_keys.h"

static const struct section *const shared[] = { &model_section, &train_section, &shape_section, &augment_section,
                                                &pollution_section };

static int add_sections(struct suite *s, struct error *e)
{
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (sections_add(&s->sections, shared[i], e))
            return -1;
    for (size_t i = 0; i < s->n; i++) {
        const struct section *own = s->detectors[i]->section;
        /* several detectors may share one; another of the same name is refused */
        if (own && sections_find(&s->sections, own->name) != own && sections_add(&s->sections, own, e))
            return error_prefix(e, "detector '%s'", s->detectors[i]->name);
    }
    return 0;
}

static int names_a_key(const struct sections *l, const char *pattern)
{
    const char *const one[] = { pattern, NULL };
    for (size_t i = 0; i < l->n_settings; i++)
        if (setting_matches(&l->settings[i], one))
            return 1;
    return 0;
}

static int check_needs(const struct suite *s, const struct key_need *needs, const char *who, struct error *e)
{
    for (const struct key_need *need = needs; need && need->key; need++) {
        const char *const named[] = { need->key, need->other, need->or_other };
        for (size_t i = 0; i < sizeof named / sizeof *named; i++)
            if (named[i] && !names_a_key(&s->sections, named[i]))
                return error_set(e, "%s needs '%s', which is no key", who, named[i]);
    }
    return 0;
}

static int check(const struct suite *s, size_t i, struct error *e)
{
    const struct detector *d = s->detectors[i];
    if (suite_find(s, d->name) != d)
        return error_set(e, "detector '%s' stands twice", d->name);
    if (!d->fit || !d->score || !d->save || !d->load || !d->free || !d->work || !d->help || !d->label)
        return error_set(e, "detector '%s' lacks a function or a name", d->name);
    if (d->first && !(d->first->flags & HIDDEN))
        return error_set(e, "detector '%s' starts from '%s', which is no hidden one", d->name, d->first->name);
    for (const char *const *pattern = d->uses; pattern && *pattern; pattern++)
        if (!names_a_key(&s->sections, *pattern))
            return error_set(e, "detector '%s' uses '%s', which is no key", d->name, *pattern);
    if (d->section && check_needs(s, d->section->needs, d->section->name, e))
        return -1;
    return check_needs(s, d->needs, d->name, e);
}

int suite_open(struct suite *s, const struct detector *const *detectors, struct error *e)
{
    *s = (struct suite) { .detectors = detectors };
    while (detectors[s->n])
        s->n++;
    int bad = add_sections(s, e);
    for (size_t i = 0; i < sizeof shared / sizeof *shared && !bad; i++)
        bad = check_needs(s, shared[i]->needs, shared[i]->name, e);
    for (size_t i = 0; i < s->n && !bad; i++)
        bad = check(s, i, e);
    return bad ? -1 : 0;
}

void suite_close(struct suite *s)
{
    sections_release(&s->sections);
    *s = (struct suite) { 0 };
}

const struct detector *suite_find(const struct suite *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->detectors[i]->name, name) == 0)
            return s->detectors[i];
    return NULL;
}

size_t suite_place(const struct suite *s, const struct detector *d)
{
    size_t i = 0;
    while (i < s->n && s->detectors[i] != d)
        i++;
    return i;
}

void suite_describe(const struct suite *s, const char *start, struct text *out)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct detector *d = s->detectors[i];
        if (!(d->flags & HIDDEN))
            text_format(out, "%s%-18s %s%s\n", start, d->name, d->help,
                        d->flags & USES_NEGATIVE ? " (needs negatives)" : "");
    }
}
