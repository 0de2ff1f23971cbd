#include "plan/grid_settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void fits_init(struct fits *f, const struct spec *s)
{
    *f = (struct fits) { .spec = s };
    for (size_t i = 0; i < s->axes.n; i++)
        f->n_values += s->axes.of[i].list.n;
    f->can = mem_zero(s->suite->n * f->n_values + 1, 1);
}

void fits_release(struct fits *f)
{
    for (size_t i = 0; i < f->n; i++) {
        free(f->of[i].at);
        free(f->of[i].message);
    }
    free(f->of);
    free(f->can);
    *f = (struct fits) { 0 };
}

static int uses(const struct detector *d, const struct axis *a)
{
    return detector_uses(d, NULL, a->key);
}

double fits_count(const struct spec *s, const struct detector *d)
{
    double n = 1;
    for (size_t i = 0; i < s->axes.n; i++)
        if (uses(d, &s->axes.of[i]))
            n *= (double)s->axes.of[i].list.n;
    return n;
}

/* Does a value behind the first stand there that changes nothing under these settings? The first does as well. */
static int is_repeated(const struct spec *s, const struct detector *d, const struct settings *settings,
                       const size_t *at)
{
    for (size_t i = 0; i < s->axes.n; i++)
        if (at[i] && detector_hides(d, settings, s->axes.of[i].key))
            return 1;
    return 0;
}

/* The flag of the value at `at` of each axis in turn: the first axis' values come first. */
static unsigned char *flag_of(const struct fits *f, const struct detector *d, size_t axis, size_t at)
{
    unsigned char *flag = f->can + suite_place(f->spec->suite, d) * f->n_values + at;
    for (size_t i = 0; i < axis; i++)
        flag += f->spec->axes.of[i].list.n;
    return flag;
}

static void keep_misfit(struct fits *f, const struct detector *d, const size_t *at, const char *message)
{
    const size_t n = f->spec->axes.n;
    if ((f->n & (f->n + 1)) == 0) /* room grows by doubling */
        f->of = mem_resize(f->of, 2 * f->n + 1, sizeof *f->of);
    struct misfit *m = &f->of[f->n++];
    *m = (struct misfit) { d, mem_zero(n + 1, sizeof *m->at), mem_string(message) };
    memcpy(m->at, at, n * sizeof *at);
}

static void visit_one(struct fits *f, const struct detector *d, const size_t *at, settings_visit *visit, void *context)
{
    const struct spec *s = f->spec;
    struct settings settings;
    struct error e;
    settings_init(&settings, &s->suite->sections);
    for (size_t i = 0; i < s->axes.n; i++)
        if (uses(d, &s->axes.of[i]))
            settings_set(&settings, s->axes.of[i].key, s->axes.of[i].list.values[at[i]], NULL);
    if (is_repeated(s, d, &settings, at))
        return;
    detector_settle(d, &settings);
    const enum visited how = visit(context, d, &settings, &e);
    if (how == VISIT_MISFIT)
        keep_misfit(f, d, at, e.text);
    for (size_t i = 0; i < s->axes.n && how == VISIT_DONE; i++)
        *flag_of(f, d, i, at[i]) = 1;
}

void fits_visit(struct fits *f, const struct detector *d, settings_visit *visit, void *context)
{
    const struct spec *s = f->spec;
    size_t *at = mem_zero(s->axes.n + 1, sizeof *at), i;
    do {
        visit_one(f, d, at, visit, context);
        for (i = s->axes.n; i > 0; i--) {
            if (!uses(d, &s->axes.of[i - 1]))
                continue;
            if (++at[i - 1] < s->axes.of[i - 1].list.n)
                break;
            at[i - 1] = 0;
        }
    } while (i > 0);
    free(at);
}

/* "'key'" or "'key = " in a message, or NULL. */
static const char *named_in(const char *message, const char *key)
{
    const size_t n = strlen(key);
    for (const char *at = message; (at = strchr(at, '\'')); at++)
        if (strncmp(at + 1, key, n) == 0 && (at[n + 1] == '\'' || starts_with(at + n + 1, " = ")))
            return at;
    return NULL;
}

/* Where the spec sets the first of the keys that a message names, as 'key' or 'key = value'. Where it sets none of
 * them, where it names the detector. */
static const char *place_of(const struct spec *s, const struct detector *d, const char *message)
{
    const char *where = s->detectors->where, *first = NULL;
    for (size_t i = 0; i < s->axes.n; i++) {
        const struct axis *a = &s->axes.of[i];
        const char *at = uses(d, a) ? named_in(message, a->key->key->name) : NULL;
        if (at && a->list.where && (!first || at < first)) {
            first = at;
            where = a->list.where;
        }
    }
    return where;
}

/* Is there a value that can be in no combination? */
static int is_wrong(const struct fits *f, const struct misfit *m)
{
    const struct axes *axes = &f->spec->axes;
    for (size_t i = 0; i < axes->n; i++)
        if (uses(m->detector, &axes->of[i]) && !*flag_of(f, m->detector, i, m->at[i]))
            return 1;
    return 0;
}

void fits_tell(struct fits *f, struct findings *findings)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct misfit *m = &f->of[i];
        char *alike = finding_without_numbers(m->message);
        findings_add(findings,
                     &(struct finding) { .kind = is_wrong(f, m) ? WRONG : IMPOSSIBLE,
                                         .where = place_of(f->spec, m->detector, m->message),
                                         .alike = alike,
                                         .detector = m->detector,
                                         .n_runs = f->spec->n_seeds },
                     "detector '%s': %s", m->detector->name, m->message);
        free(alike);
    }
}
