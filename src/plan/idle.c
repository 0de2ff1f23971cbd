#include "plan/idle.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/problem.h"

/* ---- keys that change nothing ---- */

/* What is known of a key from the runs that depend on it. */
struct effect {
    int matters;                 /* for some run */
    const struct key_need *need; /* that some run does not meet ... */
    const struct run *hidden;    /* ... the first of these */
};

static void look(const struct run *r, const struct setting *k, struct effect *f)
{
    if (!detector_uses(r->detector, &r->settings, k))
        return;
    const struct key_need *need = detector_hides(r->detector, &r->settings, k);
    f->matters |= !need && run_uses(r, k);
    if (need && !f->need) {
        f->need = need;
        f->hidden = r;
    }
}

static struct effect find(const struct plan *p, const struct setting *k)
{
    struct effect f = { 0 };
    for (size_t i = 0; i < p->n; i++)
        look(&p->runs[i], k, &f);
    return f;
}

int plan_depends(const struct plan *p, const struct setting *k)
{
    return find(p, k).matters;
}

/* "'select = cv' in [kde] (t.ini:4)" */
static void print_reason(const struct effect *f, const struct spec *s, struct text *out)
{
    const char *const pattern[] = { f->need->other, NULL };
    const struct sections *l = f->hidden->settings.sections;
    const char *where = "its default";
    for (size_t i = 0; i < s->axes.n; i++)
        if (setting_matches(s->axes.of[i].key, pattern))
            where = s->axes.of[i].list.where;
    for (size_t i = 0; i < l->n_settings; i++) {
        const struct setting *k = &l->settings[i];
        if (!setting_matches(k, pattern))
            continue;
        text_format(out, "'%s = ", k->key->name);
        settings_value(&f->hidden->settings, k, out);
        text_format(out, "' in [%s] (%s)", k->section->name, where);
    }
}

static int at_default(const struct axis *a, const struct sections *l)
{
    struct settings s;
    struct text start = TEXT_INIT;
    settings_init(&s, l);
    settings_value(&s, a->key, &start);
    int same = a->list.n == 1 && strcmp(a->list.values[0], text_of(&start)) == 0;
    text_release(&start);
    return same;
}

static void tell_idle(struct plan *p, const struct axis *a)
{
    text_format(&p->notes, "%s: no run of this spec depends on '%s' in [%s]\n", a->list.where, a->key->key->name,
                a->key->section->name);
}

static int check_axis(struct plan *p, const struct spec *s, const struct axis *a, struct text *problems)
{
    const struct effect f = find(p, a->key);
    const char *where = a->list.where, *key = a->key->key->name, *section = a->key->section->name;
    struct text reason = TEXT_INIT;
    int bad = 0;
    if (a->included && !f.matters)
        return 0;
    if (f.need)
        print_reason(&f, s, &reason);
    if (!f.matters && f.need)
        bad = problem_add(problems, where, "'%s' in [%s] changes nothing with %s", key, section, text_of(&reason));
    else if (!f.matters)
        tell_idle(p, a);
    else if (f.need && a->list.n > 1)
        text_format(&p->notes, "%s: '%s' in [%s] changes nothing with %s: one run stands there for all its values\n",
                    where, key, section, text_of(&reason));
    text_release(&reason);
    return bad;
}

/* Keys of [data] that say something of the negatives alone. */
static int needs_drawn(const struct run *r)
{
    return negatives_are_drawn(r->task.source);
}

static void check_data(struct plan *p, const struct spec *s)
{
    static const struct {
        const char *key;
        int (*matters)(const struct run *r);
    } keys[] = { { "strokes", needs_drawn }, { "negative_limit", run_learns_negative } };
    for (size_t i = 0; i < s->fixed.n; i++) {
        const struct axis *a = &s->fixed.of[i];
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            size_t run = 0;
            if (strcmp(a->key->section->name, "data") != 0 || strcmp(a->key->key->name, keys[k].key) != 0 ||
                a->included || at_default(a, &s->own))
                continue;
            while (run < p->n && !keys[k].matters(&p->runs[run]))
                run++;
            if (run == p->n)
                tell_idle(p, a);
        }
    }
}

/* ---- values that make the same run ---- */

/* A run by what its result depends on. */
struct twin {
    char id[RUN_ID];
    const struct run *run;
};

static int compare_twins(const void *a, const void *b)
{
    const struct twin *p = a, *q = b;
    int c = strcmp(p->id, q->id);
    return c ? c : (p->run > q->run) - (p->run < q->run);
}

static struct twin make_twin(const struct run *r)
{
    struct run plain;
    struct twin t = { .run = r };
    run_copy(&plain, r);
    if (r->detector->normalise)
        r->detector->normalise(r->detector, &plain.settings, &r->sizes);
    run_seal(&plain);
    memcpy(t.id, plain.id, sizeof t.id);
    run_release(&plain);
    return t;
}

static const char *value_of(const struct run *r, const struct setting *k, struct text *out)
{
    text_clear(out);
    settings_value(&r->settings, k, out);
    return text_of(out);
}

/* The first axis on which the two runs lie at different values. A hidden key has none: it is at its default. */
static const struct axis *axis_between(const struct spec *s, const struct run *a, const struct run *b)
{
    const struct axis *found = NULL;
    struct text p = TEXT_INIT, q = TEXT_INIT;
    for (size_t i = 0; i < s->axes.n && !found; i++) {
        const struct setting *k = s->axes.of[i].key;
        if (s->axes.of[i].list.n > 1 && !detector_hides(a->detector, &a->settings, k) &&
            !detector_hides(b->detector, &b->settings, k) && strcmp(value_of(a, k, &p), value_of(b, k, &q)) != 0)
            found = &s->axes.of[i];
    }
    text_release(&p);
    text_release(&q);
    return found;
}

/* Is each run of this value as that of another, as far as runs depend on the key? */
static int always_same(const struct plan *p, const struct spec *s, const struct twin *twins, const struct axis *a,
                       const char *value)
{
    struct text t = TEXT_INIT;
    int all = 1;
    for (size_t i = 0; i < p->n && all; i++) {
        const struct run *r = twins[i].run;
        if (!run_uses(r, a->key) || strcmp(value_of(r, a->key, &t), value) != 0)
            continue;
        all = i > 0 && strcmp(twins[i - 1].id, twins[i].id) == 0 && axis_between(s, twins[i - 1].run, r) == a;
    }
    text_release(&t);
    return all;
}

static int tell_same(struct plan *p, const struct spec *s, const struct twin *twins, const struct twin *t,
                     struct text *problems)
{
    const struct axis *a = axis_between(s, t[-1].run, t->run);
    struct text one = TEXT_INIT, other = TEXT_INIT;
    int bad = 0;
    if (a) {
        value_of(t[-1].run, a->key, &one);
        value_of(t->run, a->key, &other);
        if (always_same(p, s, twins, a, text_of(&other)))
            bad = problem_add(problems, a->list.where, "'%s' and '%s' of '%s' in [%s] make the same runs of '%s'",
                              text_of(&one), text_of(&other), a->key->key->name, a->key->section->name,
                              t->run->detector->name);
        else
            problem_add(&p->notes, a->list.where,
                        "'%s' and '%s' of '%s' in [%s] make the same run of '%s' in some places", text_of(&one),
                        text_of(&other), a->key->key->name, a->key->section->name, t->run->detector->name);
    }
    text_release(&one);
    text_release(&other);
    return bad;
}

static int check_twins(struct plan *p, const struct spec *s, struct text *problems)
{
    int bad = 0, several = 0;
    for (size_t i = 0; i < s->axes.n; i++)
        several |= s->axes.of[i].list.n > 1;
    if (!several)
        return 0;
    struct twin *twins = mem_alloc(p->n, sizeof *twins);
    for (size_t i = 0; i < p->n; i++)
        twins[i] = make_twin(&p->runs[i]);
    if (p->n)
        qsort(twins, p->n, sizeof *twins, compare_twins);
    for (size_t i = 1; i < p->n; i++)
        if (strcmp(twins[i - 1].id, twins[i].id) == 0)
            bad |= tell_same(p, s, twins, &twins[i], problems);
    free(twins);
    return bad;
}

int plan_check_idle(struct plan *p, const struct spec *s, struct text *problems)
{
    int bad = 0;
    for (size_t i = 0; i < s->axes.n; i++)
        if (!at_default(&s->axes.of[i], &s->suite->sections))
            bad |= check_axis(p, s, &s->axes.of[i], problems);
    check_data(p, s);
    bad |= check_twins(p, s, problems);
    return bad ? -1 : 0;
}
