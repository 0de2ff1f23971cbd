#include "plan/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "plan/problem.h"

char *finding_without_numbers(const char *message)
{
    char *copy = mem_string(message), *to = copy;
    for (const char *c = copy; *c; c++)
        if (!strchr("0123456789.", *c))
            *to++ = *c;
    *to = '\0';
    return copy;
}

void findings_init(struct findings *l, const struct suite *suite)
{
    *l = (struct findings) { .suite = suite, .left = mem_zero(suite->n + 1, sizeof *l->left) };
}

void findings_release(struct findings *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free((char *)l->of[i].first.where);
        free((char *)l->of[i].first.alike);
        free(l->of[i].message);
        free(l->of[i].second);
        free(l->of[i].seen);
    }
    free(l->of);
    free(l->left);
    *l = (struct findings) { 0 };
}

void findings_left(struct findings *l, const struct detector *d, size_t n_runs)
{
    for (size_t i = 0; i < l->suite->n; i++)
        if (!d || l->suite->detectors[i] == d)
            l->left[i] += n_runs;
}

static int are_alike(const struct finding *a, const struct finding *b)
{
    return a->kind == b->kind && a->detector == b->detector && strcmp(a->where, b->where) == 0 &&
           strcmp(a->alike, b->alike) == 0;
}

/* The latest groups are the likeliest. */
static struct finding_group *group_of(struct findings *l, const struct finding *f, const char *message)
{
    for (size_t i = l->n; i > 0; i--)
        if (are_alike(&l->of[i - 1].first, f))
            return &l->of[i - 1];
    l->of = mem_resize(l->of, l->n + 1, sizeof *l->of);
    struct finding_group *g = &l->of[l->n++];
    *g = (struct finding_group) { .first = *f, .message = mem_string(message) };
    g->first.where = mem_string(f->where);
    g->first.alike = mem_string(f->alike);
    return g;
}

/* Room grows by doubling. */
static void see(struct finding_group *g, const char *message)
{
    if ((g->n_seen & (g->n_seen + 1)) == 0)
        g->seen = mem_resize(g->seen, 2 * g->n_seen + 1, sizeof *g->seen);
    g->seen[g->n_seen++] = rng_seed_for(0, "finding", message);
}

int findings_add(struct findings *l, const struct finding *f, const char *format, ...)
{
    char message[900]; /* leaves room for what comes behind it */
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct finding_group *g = group_of(l, f, message);
    see(g, message);
    if (!g->second && strcmp(g->message, message) != 0)
        g->second = mem_string(message);
    g->n_runs += f->n_runs;
    if (f->kind == WRONG)
        findings_left(l, f->detector, f->n_runs);
    return -1;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;
    return (p > q) - (p < q);
}

static size_t count_distinct(struct finding_group *g)
{
    size_t n = 0;
    qsort(g->seen, g->n_seen, sizeof *g->seen, by_number);
    for (size_t i = 0; i < g->n_seen; i++)
        n += i == 0 || g->seen[i] != g->seen[i - 1];
    return n;
}

/* Is a detector that the spec names without any run, because of this among others? */
static int leaves_nothing(const struct findings *l, const struct finding *f, const struct spec_values *detectors)
{
    for (size_t i = 0; i < detectors->n; i++) {
        const struct detector *d = suite_find(l->suite, detectors->values[i]);
        if ((!f->detector || f->detector == d) && l->left[suite_place(l->suite, d)] == 0)
            return 1;
    }
    return 0;
}

static void tell_problem(struct finding_group *g, struct text *problems)
{
    const size_t n = count_distinct(g);
    if (n > 2) {
        problem_add(problems, g->first.where, "%s, and %zu more like it", g->message, n - 1);
        return;
    }
    problem_add(problems, g->first.where, "%s", g->message);
    if (g->second)
        problem_add(problems, g->first.where, "%s", g->second);
}

static void tell_note(struct finding_group *g, struct text *notes)
{
    const size_t more = count_distinct(g) - 1;
    struct text t = TEXT_INIT;
    text_append(&t, g->message);
    if (more)
        text_format(&t, ", and %zu more like it", more);
    if (g->first.kind == IMPOSSIBLE)
        text_format(&t, ": %zu run%s left out", g->n_runs, g->n_runs == 1 ? " is" : "s are");
    problem_add(notes, g->first.where, "%s", text_of(&t));
    text_release(&t);
}

int findings_tell(struct findings *l, const struct spec_values *detectors, struct text *problems, struct text *notes)
{
    int bad = 0;
    for (size_t i = 0; i < l->n; i++) {
        struct finding_group *g = &l->of[i];
        const enum finding_kind kind = g->first.kind;
        if (kind == WRONG || (kind == IMPOSSIBLE && leaves_nothing(l, &g->first, detectors))) {
            tell_problem(g, problems);
            bad = -1;
        } else {
            tell_note(g, notes);
        }
    }
    return bad;
}
