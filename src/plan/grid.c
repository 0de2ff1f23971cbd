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
    size_t dataset, value; /* places of the values that they come from */
};

struct positives_list {
    struct positives *of;
    size_t n;
};

/* "each, 3" has the 3 only once. */
static void add_positives(struct positives_list *l, const struct positives *p)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->of[i].set == p->set && classes_compare(&l->of[i].classes, &p->classes) == 0)
            return;
    l->of = mem_resize(l->of, l->n + 1, sizeof *l->of);
    l->of[l->n++] = *p;
}

/* Numbers that a range has beyond the classes are one mistake; each word is one of its own. */
static void refuse_positive(struct grid *g, const struct set *set, const char *value, const struct error *e)
{
    const char *alike = value[strspn(value, "0123456789")] ? value : set->data.name;
    findings_add(&g->findings, &(struct finding) { .kind = WRONG, .where = g->spec->positive->where, .alike = alike },
                 "positive '%s': %s", value, e->text);
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
                refuse_positive(g, set, s->positive->values[j], &e);
                continue;
            }
            for (size_t k = 0; k < n; k++)
                add_positives(l, &(struct positives) { set, lists[k], i, j });
            free(lists);
        }
    }
    return failed;
}

/* Without positives no run is made that would look for the sets of its negatives: what they lack is told at once. */
static void look_for_foreign(struct grid *g)
{
    const struct spec_values *negative = g->spec->negative;
    for (size_t i = 0; i < negative->n; i++) {
        const char *name = negative_dataset(negative->values[i]);
        struct error e;
        if (name && !sets_find(&g->sets, name, &e))
            problem_add(g->problems, negative->where, "negative '%s': %s", negative->values[i], e.text);
    }
}

/* `room`: for all runs, 0 where they are too many. */
static int check_size(struct grid *g, const struct positives_list *l, size_t *room)
{
    const struct spec *s = g->spec;
    double of_task = 0, tasks = 0;
    for (size_t i = 0; i < s->detectors->n; i++)
        of_task += (double)s->n_seeds * fits_count(s, suite_find(s->suite, s->detectors->values[i]));
    for (size_t i = 0; i < l->n; i++)
        for (size_t j = 0; j < s->negative->n; j++)
            tasks += (double)(negative_count(s->negative->values[j], &l->of[i].set->data, &l->of[i].classes) *
                              s->anomaly->n * s->negative_limit->n);
    if (of_task * tasks > GRID_MAX)
        return problem_add(g->problems, s->path, "the grid has %.0f runs, at most %d are possible", of_task * tasks,
                           GRID_MAX);
    g->task_runs = (size_t)of_task;
    *room = (size_t)(of_task * tasks);
    return 0;
}

/* A task of the grid, with what its runs are added to. */
struct place {
    struct grid *grid;
    const struct run *task; /* before it is sealed, with its negatives */
    int several;            /* 1: it is one of several with other negatives */
    const char *limit;      /* on its negatives, where the spec has several; else NULL */
};

static void add_variant(struct text *out, const char *section, const char *key, const char *value)
{
    size_t from = out->length;
    text_format(out, "%s%s.%s=%s", from ? " " : "", section, key, value);
    for (char *c = out->s + from + (from > 0); *c; c++)
        if (*c == ' ')
            *c = '/';
}

static void set_variant(struct run *r, const struct place *at)
{
    const struct spec *s = at->grid->spec;
    const struct run *task = at->task;
    struct text variant = TEXT_INIT;
    /* A run that learns from no negatives has an empty cell `negative`. But `anomaly = rest` leaves the negatives'
     * classes out of the test images: with `negative = class:3, class:4` there are two runs of kde, judged on different
     * images. Without this word they would have the same cells, and be one group in the tables. */
    if (at->several && !run_learns_negative(r) && task->task.source == NEGATIVE_CLASSES &&
        strcmp(task->anomaly, "rest") == 0 && strcmp(task->negative, "outliers") != 0)
        add_variant(&variant, "data", "negative", task->negative);
    if (at->limit && run_learns_negative(r))
        add_variant(&variant, "data", "negative_limit", at->limit);
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
    text_give(&variant, &r->variant);
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

static int check_share(struct grid *g, const struct run *r, const char *key, size_t n, const struct class_list *classes,
                       struct error *e)
{
    const struct set *set = sets_find(&g->sets, r->dataset, e);
    const size_t found = set ? set_count(set->train, classes, r->task.holdout, 0, 0) : 0;
    return n <= found ? 0
                      : error_set(e, "'%s' in [pollution] wants %zu train images to take, found %zu", key, n, found);
}

static int check_pollution(struct grid *g, const struct run *r, struct error *e)
{
    const struct pollution *p = &r->task.pollution;
    return check_share(g, r, "positives", pollution_count(p->positives, r->sizes.n_positive), &r->task.polluting, e) ||
                   check_share(g, r, "negatives", pollution_count(p->negatives, r->sizes.n_negative), &r->task.positive,
                               e)
               ? -1
               : 0;
}

/* What goes together only with some images. */
static int check_settings(struct grid *g, const struct run *r, struct error *e)
{
    if (r->sizes.points && augmentation_active(augment_of(&r->settings)))
        return error_set(e, "[augment] changes images, '%s' has points", r->dataset);
    if (r->sizes.points && detector_flags(r->detector, &r->settings) & NEEDS_IMAGES)
        return error_set(e, "it reads images as bytes, '%s' has points", r->dataset);
    if (check_pollution(g, r, e) || augmentation_check(augment_of(&r->settings), r->sizes.height, r->sizes.width, e))
        return -1;
    return r->detector->check ? r->detector->check(r->detector, &r->settings, &r->sizes, e) : 0;
}

/* One run for each seed. Of a detector that learns from negatives there is none without. */
static enum visited add_runs(void *context, const struct detector *d, const struct settings *settings, struct error *e)
{
    const struct place *at = context;
    struct grid *g = at->grid;
    if (d->flags & USES_NEGATIVE && at->task->task.source == NEGATIVE_NONE) {
        const struct finding f = { IMPOSSIBLE, g->spec->detectors->where, "negatives", d, g->spec->n_seeds };
        findings_add(&g->findings, &f, "detector '%s' learns from negatives, found 'negative = none'", d->name);
        return VISIT_NONE;
    }
    for (size_t i = 0; i < g->spec->n_seeds; i++) {
        struct run *r = &g->runs[g->n];
        run_copy(r, at->task);
        r->detector = d;
        r->settings = *settings;
        r->seed = g->spec->seeds[i];
        run_seal(r);
        if (i == 0 && check_settings(g, r, e)) {
            run_release(r);
            return VISIT_MISFIT;
        }
        g->n++;
        set_variant(r, at);
        add_phase1(g, r);
    }
    findings_left(&g->findings, d, g->spec->n_seeds);
    return VISIT_DONE;
}

/* Says where 'rest' are other classes beside other negatives; 1 where they are. `first`: the first task of these
 * positives. */
static int compare_rest(struct grid *g, const struct set *set, const struct run *first, const struct run *task)
{
    const struct class_list *a = &first->task.anomaly, *b = &task->task.anomaly;
    int c = 0;
    while (c < set->data.n_classes && classes_hold(a, c) == classes_hold(b, c))
        c++;
    if (c == set->data.n_classes)
        return 0;
    const struct run *in = classes_hold(a, c) ? first : task, *out = in == first ? task : first;
    /* 'rest' may be what nobody wrote */
    const struct spec_values *written = ini_find(&g->spec->ini, "data", "anomaly") ? g->spec->anomaly
                                                                                   : g->spec->negative;
    const struct finding f = { SURPRISING, written->where, "rest", NULL, 0 };
    findings_add(&g->findings, &f,
                 "with 'anomaly = rest' other negatives are judged on other classes: '%s', positive '%s': class %d is "
                 "an anomaly beside '%s', not beside '%s'; 'anomaly = common' takes the same for all",
                 set->data.name, task->positive, c, in->negative, out->negative);
    return 1;
}

/* All sets of negatives of the spec beside one choice of positives. */
struct negatives {
    struct negative_choice *of;
    size_t *value; /* (n) places of the words that they come from */
    size_t n;
    struct class_list classes; /* of all of them together */
};

/* What is known of the spec's words: a value that fits nothing is a mistake; others have combinations that are left
 * out. */
static enum finding_kind kind_of(const struct grid *g, const struct positives *p, size_t negative, size_t anomaly)
{
    const struct fitting *f = &g->fitting;
    return f->dataset[p->dataset] && f->positive[p->value] && f->negative[negative] && f->anomaly[anomaly] ? IMPOSSIBLE
                                                                                                           : WRONG;
}

static void add_negatives(struct grid *g, const struct positives *p, size_t value, struct negatives *all,
                          struct findings *findings)
{
    struct error e;
    size_t n;
    const char *word = g->spec->negative->values[value];
    struct negative_choice *some = negative_choices(word, &p->set->data, &p->classes, &n, &e);
    if (!some) {
        const struct task_words words = { p->set, &p->classes, word, NULL, NULL, kind_of(g, p, value, 0),
                                          0,      g->task_runs };
        grid_task_refuse(g->spec, &words, &e, findings);
        return;
    }
    all->of = mem_resize(all->of, all->n + n, sizeof *all->of);
    all->value = mem_resize(all->value, all->n + n, sizeof *all->value);
    for (size_t i = 0; i < n; i++) {
        struct task_spec t = { .positive = p->classes };
        struct text ignored = TEXT_INIT;
        if (negative_resolve(some[i].word, &p->set->data, &t, &ignored, NULL) == 0)
            for (int c = classes_next(&t.negative, -1); c >= 0; c = classes_next(&t.negative, c))
                classes_add(&all->classes, c);
        text_release(&ignored);
        all->of[all->n] = some[i];
        all->value[all->n++] = value;
    }
    free(some);
}

static void release_negatives(struct negatives *l)
{
    negative_choices_free(l->of, l->n);
    free(l->value);
}

/* 1: runs were added. */
static int add_task(struct grid *g, const struct run *task, int several, const char *limit)
{
    const size_t before = g->n;
    struct place at = { g, task, several, g->spec->negative_limit->n > 1 ? limit : NULL };
    const struct spec_values *names = g->spec->detectors;
    for (size_t i = 0; i < names->n; i++)
        fits_visit(&g->fits, suite_find(g->spec->suite, names->values[i]), add_runs, &at);
    return g->n > before;
}

/* The tasks of one choice of positives and one word for the anomalies. */
struct tasks {
    struct grid *grid;
    const struct positives *positives;
    const struct negatives *negatives;
    size_t anomaly;
    int try; /* 1: only finds which values can be */
    struct findings *findings;
    struct run first; /* of them, where there is any */
    int any, told;    /* told: that 'rest' are other classes, or there is nothing to tell */
};

/* That with the i-th set of negatives and the k-th limit on them. */
static void visit_task(struct tasks *of, size_t i, size_t k)
{
    struct grid *g = of->grid;
    const struct positives *p = of->positives;
    const struct negatives *l = of->negatives;
    const char *word = g->spec->anomaly->values[of->anomaly], *limit = g->spec->negative_limit->values[k];
    const struct sweep sweep = { l->classes, l->of[i].left_out };
    const size_t most = strtoul(limit, NULL, 10);
    const enum finding_kind misfit = kind_of(g, p, l->value[i], of->anomaly);
    const struct task_words words = { p->set, &p->classes, l->of[i].word, word, &sweep, misfit, most, g->task_runs };
    struct run task;
    run_init(&task);
    const int can = grid_task(&task, g->spec, &g->sets, &words, of->findings) == 0;
    if (can && of->try) {
        struct fitting *f = &g->fitting;
        f->dataset[p->dataset] = f->positive[p->value] = f->negative[l->value[i]] = f->anomaly[of->anomaly] = 1;
    } else if (can && add_task(g, &task, l->n > 1, limit)) {
        of->told = of->told || (of->any && compare_rest(g, p->set, &of->first, &task));
        if (!of->any) {
            run_release(&of->first);
            run_copy(&of->first, &task);
        }
        of->any = 1;
    }
    run_release(&task);
}

static void visit_tasks(struct tasks *of)
{
    const struct spec *s = of->grid->spec;
    of->any = 0;
    of->told = strcmp(s->anomaly->values[of->anomaly], "rest") != 0;
    run_init(&of->first);
    for (size_t i = 0; i < of->negatives->n; i++)
        for (size_t k = 0; k < s->negative_limit->n; k++)
            visit_task(of, i, k);
    run_release(&of->first);
}

static void visit_positives(struct grid *g, const struct positives_list *l, int try, struct findings *findings)
{
    for (size_t i = 0; i < l->n; i++) {
        struct negatives negatives = { 0 };
        for (size_t j = 0; j < g->spec->negative->n; j++)
            add_negatives(g, &l->of[i], j, &negatives, findings);
        for (size_t k = 0; k < g->spec->anomaly->n; k++)
            visit_tasks(&(struct tasks) { .grid = g,
                                          .positives = &l->of[i],
                                          .negatives = &negatives,
                                          .anomaly = k,
                                          .try = try,
                                          .findings = findings });
        release_negatives(&negatives);
    }
}

/* Which values can be is found first, as it tells a mistake from a combination that is left out. */
static void add_all(struct grid *g, const struct positives_list *l)
{
    struct findings ignored;
    findings_init(&ignored, g->spec->suite);
    visit_positives(g, l, 1, &ignored);
    findings_release(&ignored);
    visit_positives(g, l, 0, &g->findings);
    fits_tell(&g->fits, &g->findings);
}

static void fitting_init(struct fitting *f, const struct spec *s)
{
    *f = (struct fitting) { mem_zero(s->dataset->n, 1), mem_zero(s->positive->n, 1), mem_zero(s->negative->n, 1),
                            mem_zero(s->anomaly->n, 1) };
}

static void fitting_release(struct fitting *f)
{
    free(f->dataset);
    free(f->positive);
    free(f->negative);
    free(f->anomaly);
}

int grid_make(struct grid *g, const struct spec *s, const char *data_folder, const char *noted, struct text *problems)
{
    struct positives_list l = { NULL, 0 };
    *g = (struct grid) { .spec = s, .problems = problems, .sets = { .folder = data_folder, .noted = noted } };
    findings_init(&g->findings, s->suite);
    fits_init(&g->fits, s);
    fitting_init(&g->fitting, s);
    size_t room = 0;
    int failed = find_positives(g, &l);
    failed |= check_size(g, &l, &room);
    if (l.n == 0)
        look_for_foreign(g);
    if (room) {
        g->runs = mem_alloc(room, sizeof *g->runs);
        add_all(g, &l);
    }
    failed |= findings_tell(&g->findings, s->detectors, problems, &g->notes);
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
    findings_release(&g->findings);
    fits_release(&g->fits);
    fitting_release(&g->fitting);
    text_release(&g->notes);
    sets_release(&g->sets);
}
