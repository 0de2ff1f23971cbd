#include "plan/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/augment.h"
#include "plan/columns.h"
#include "plan/grid_task.h"
#include "plan/problem.h"
#include "plan/run.h"
#include "plan/values.h"
#include "plan/words.h"

/* One choice of positives in one data set. */
struct positives {
    const struct set *set;
    struct class_list classes;
};

struct positives_list {
    struct positives *of;
    size_t n;
};

/* "each, 3" has the 3 only once. */
static void add_positives(struct positives_list *l, const struct set *set, const struct class_list *classes)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->of[i].set == set && classes_compare(&l->of[i].classes, classes) == 0)
            return;
    l->of = mem_resize(l->of, l->n + 1, sizeof *l->of);
    l->of[l->n++] = (struct positives) { set, *classes };
}

static int find_positives(struct grid *g, struct positives_list *l)
{
    const struct spec *s = g->spec;
    struct error e;
    int failed = 0;
    for (size_t i = 0; i < s->dataset->n; i++) {
        const struct set *set = sets_find(&g->sets, s->dataset->values[i], &e);
        if (!set) {
            failed = problem_add(g->problems, s->dataset->where, "%s", e.text);
            continue;
        }
        for (size_t j = 0; j < s->positive->n; j++) {
            size_t n;
            struct class_list *lists = positive_resolve(s->positive->values[j], &set->data, &n, &e);
            if (!lists) {
                failed = problem_add(g->problems, s->positive->where, "positive '%s': %s", s->positive->values[j],
                                     e.text);
                continue;
            }
            for (size_t k = 0; k < n; k++)
                add_positives(l, set, &lists[k]);
            free(lists);
        }
    }
    return failed;
}

/* Runs of one detector on one task. */
static double combinations(const struct spec *s, const struct detector *d)
{
    double n = (double)s->n_seeds;
    for (size_t i = 0; i < s->axes.n; i++)
        if (detector_uses(d, NULL, s->axes.of[i].key))
            n *= (double)s->axes.of[i].list.n;
    return n;
}

/* `room`: for all runs, 0 where they are too many. */
static int check_size(struct grid *g, const struct positives_list *l, size_t *room)
{
    const struct spec *s = g->spec;
    double n = 0;
    for (size_t i = 0; i < s->detectors->n; i++)
        n += combinations(s, suite_find(s->suite, s->detectors->values[i]));
    n *= (double)l->n * (double)s->negative->n * (double)s->anomaly->n;
    if (n > GRID_MAX)
        return problem_add(g->problems, s->path, "the grid has %.0f runs, at most %d are possible", n, GRID_MAX);
    *room = (size_t)n;
    return 0;
}

/* Puts what was written in the place of a run's text. */
static void take(char **to, struct text *from)
{
    free(*to);
    *to = mem_string(text_of(from));
    text_release(from);
}

static void add_variant(struct text *out, const char *section, const char *key, const char *value)
{
    size_t from = out->length;
    text_format(out, "%s%s.%s=%s", from ? " " : "", section, key, value);
    for (char *c = out->s + from + (from > 0); *c; c++)
        if (*c == ' ')
            *c = '/';
}

/* `task` is the run before it was sealed, with its negatives. */
static void set_variant(struct run *r, const struct run *task, const struct spec *s)
{
    struct text variant = TEXT_INIT;
    /* A run that learns from no negatives has an empty cell `negative`. But `anomaly = rest` leaves the negatives'
     * classes out of the test images: with `negative = class:3, class:4` there are two runs of kde, judged on different
     * images. Without this word they would have the same cells, and be one group in the tables. */
    if (s->negative->n > 1 && !run_learns_negative(r) && task->task.source == NEGATIVE_CLASSES &&
        strcmp(task->anomaly, "rest") == 0 && strcmp(task->negative, "outliers") != 0)
        add_variant(&variant, "data", "negative", task->negative);
    if (s->anomaly->n > 1)
        add_variant(&variant, "data", "anomaly", r->anomaly);
    for (size_t i = 0; i < s->axes.n; i++) {
        const struct axis *a = &s->axes.of[i];
        if (a->list.n < 2 || column_shows(a->key) || !run_uses(r, a->key) ||
            detector_hides(r->detector, &r->settings, a->key))
            continue;
        struct text value = TEXT_INIT;
        settings_value(&r->settings, a->key, &value);
        add_variant(&variant, a->key->section->name, a->key->key->name, text_of(&value));
        text_release(&value);
    }
    take(&r->variant, &variant);
}

/* The first phase of a run, that of this first phase, and so on. */
static void add_phase1(struct grid *g, struct run *r)
{
    while (detector_first(r->detector, &r->settings)) {
        struct run first;
        run_phase1(r, &first);
        memcpy(r->phase1, first.id, sizeof r->phase1);
        if (g->n_phase1 == g->room_phase1) {
            g->room_phase1 = 2 * g->room_phase1 + 1;
            g->phase1 = mem_resize(g->phase1, g->room_phase1, sizeof *g->phase1);
        }
        r = &g->phase1[g->n_phase1++];
        *r = first;
    }
}

/* What goes together only with some images. */
static int check_settings(const struct run *r, struct error *e)
{
    if (augmentation_check(augment_of(&r->settings), r->sizes.height, r->sizes.width, e))
        return -1;
    return r->detector->check ? r->detector->check(r->detector, &r->settings, &r->sizes, e) : 0;
}

/* Where the spec sets the first of the keys that a message names, in quotes. Where it sets none of them, where it
 * names the detector. */
static const char *place_of(const struct spec *s, const struct detector *d, const char *message)
{
    const char *where = s->detectors->where, *first = NULL;
    for (size_t i = 0; i < s->axes.n; i++) {
        const struct axis *a = &s->axes.of[i];
        struct text name = TEXT_INIT;
        text_format(&name, "'%s'", a->key->key->name);
        const char *at = detector_uses(d, NULL, a->key) ? strstr(message, name.s) : NULL;
        if (at && a->list.where && (!first || at < first)) {
            first = at;
            where = a->list.where;
        }
        text_release(&name);
    }
    return where;
}

/* One run for each seed. */
static int add_runs(struct grid *g, const struct run *task, const struct detector *d, const struct settings *settings)
{
    struct error e;
    for (size_t i = 0; i < g->spec->n_seeds; i++) {
        struct run *r = &g->runs[g->n++];
        run_copy(r, task);
        r->detector = d;
        r->settings = *settings;
        r->seed = g->spec->seeds[i];
        run_seal(r);
        set_variant(r, task, g->spec);
        if (i == 0 && check_settings(r, &e))
            return problem_add(g->problems, place_of(g->spec, d, e.text), "detector '%s': %s", d->name, e.text);
        add_phase1(g, r);
    }
    return 0;
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

/* Every combination of the axes that the detector can use, the last axis fastest. Where it builds on a
 * detector that does not use one of them, there are equal runs, of which order_runs() leaves one. */
static int add_combinations(struct grid *g, const struct run *task, const struct detector *d)
{
    const struct spec *s = g->spec;
    size_t *at = mem_zero(s->axes.n + 1, sizeof *at), i;
    int failed = 0;
    do {
        struct settings settings;
        settings_init(&settings, &s->suite->sections);
        for (i = 0; i < s->axes.n; i++)
            if (detector_uses(d, NULL, s->axes.of[i].key))
                settings_set(&settings, s->axes.of[i].key, s->axes.of[i].list.values[at[i]], NULL);
        if (!is_repeated(s, d, &settings, at))
            failed |= add_runs(g, task, d, &settings);
        for (i = s->axes.n; i > 0; i--) {
            if (!detector_uses(d, NULL, s->axes.of[i - 1].key))
                continue;
            if (++at[i - 1] < s->axes.of[i - 1].list.n)
                break;
            at[i - 1] = 0;
        }
    } while (i > 0);
    free(at);
    return failed;
}

static int add_detectors(struct grid *g, const struct run *task)
{
    const struct spec_values *names = g->spec->detectors;
    int failed = 0;
    for (size_t i = 0; i < names->n; i++)
        failed |= add_combinations(g, task, suite_find(g->spec->suite, names->values[i]));
    return failed;
}

int grid_make(struct grid *g, const struct spec *s, const char *data_folder, const char *noted, struct text *problems)
{
    struct positives_list l = { NULL, 0 };
    *g = (struct grid) { .spec = s, .problems = problems, .sets = { .folder = data_folder, .noted = noted } };
    size_t room = 0;
    int failed = find_positives(g, &l) | check_size(g, &l, &room);
    if (room)
        g->runs = mem_alloc(room, sizeof *g->runs);
    for (size_t i = 0; i < l.n && room; i++)
        for (size_t j = 0; j < s->negative->n; j++)
            for (size_t k = 0; k < s->anomaly->n; k++) {
                struct run task;
                run_init(&task);
                const struct task_words words = { l.of[i].set, &l.of[i].classes, s->negative->values[j],
                                                  s->anomaly->values[k] };
                failed |= grid_task(&task, s, &g->sets, &words, problems) || add_detectors(g, &task);
                run_release(&task);
            }
    free(l.of);
    return failed ? -1 : 0;
}

static void release_runs(struct run *runs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        run_release(&runs[i]);
    free(runs);
}

void grid_release(struct grid *g)
{
    release_runs(g->runs, g->n);
    release_runs(g->phase1, g->n_phase1);
    sets_release(&g->sets);
}
