#include "report/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "plan/words.h"
#include "report/means/gain.h"
#include "report/names.h"

/* A setting of a group, as texts. */
struct value {
    char *axis, *value;
};

/* What a group is on the axes. */
struct point {
    const struct run *run; /* one of its runs */
    char *kin;             /* the same for groups of one detector, data set and kind of task */
    struct value *values;
    size_t n_values;
    struct group_mean mean;
    long base; /* the point that it is built on, or -1 */
};

struct sweep_table {
    const struct groups *groups;
    struct point *points;
    struct csv_out out;
};

static void add_value(struct point *p, const char *axis, const char *value)
{
    p->values = mem_resize(p->values, p->n_values + 1, sizeof *p->values);
    p->values[p->n_values++] = (struct value) { mem_string(axis), mem_string(value) };
}

static const char *value_of(const struct point *p, const char *axis)
{
    for (size_t i = 0; i < p->n_values; i++)
        if (strcmp(p->values[i].axis, axis) == 0)
            return p->values[i].value;
    return "";
}

static int is_in(const struct key_need *needs, const char *name)
{
    while (needs && needs->key && (strcmp(needs->key, "model.latent") != 0 || strcmp(needs->other, name) != 0))
        needs++;
    return needs && needs->key;
}

/* Is it a detector's own key for the size of its code ("vae.latent", "pca.components"), which hides that of [model]? */
static int is_code_size(const struct run *r, const char *name)
{
    const struct detector *base = detector_base(r->detector, &r->settings);
    return is_in(r->detector->needs, name) || (base && is_in(base->needs, name));
}

/* A value whose blanks became slashes in a variant, whose words are between blanks. */
static char *with_blanks(char *value)
{
    for (char *c = strchr(value, '/'); c; c = strchr(c, '/'))
        *c = ' ';
    return value;
}

/* The words "section.key=value" of a variant. The negatives whose anomalies a detector is judged on, which learns from
 * none itself, are an axis with those of the others; the size of a code is that of the column `latent`, whatever key it
 * was set by, and anomalies are in their column. */
static void add_variant(struct point *p)
{
    char **words = split(p->run->variant, " ", 0, NULL);
    for (size_t i = 0; words[i]; i++) {
        char *equals = strchr(words[i], '=');
        if (!equals)
            continue;
        *equals = '\0';
        if (strcmp(words[i], "data.negative") == 0)
            add_value(p, "negative", with_blanks(equals + 1));
        else if (!is_code_size(p->run, words[i]) && strcmp(words[i], "data.anomaly") != 0)
            add_value(p, words[i], equals + 1);
    }
    split_free(words);
}

static void describe(struct point *p, const struct groups *g, const struct group *group)
{
    static const char *const columns[] = { "negative", "latent", "gamma", "beta", "linsep", "anomalies" };
    struct text cell = TEXT_INIT;
    *p = (struct point) { .run = group->runs[0], .base = -1 };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (*run_cell(p->run, columns[i], &cell))
            add_value(p, columns[i], text_of(&cell));
    add_variant(p);
    struct text kin = TEXT_INIT;
    text_format(&kin, "%s\n%s\n", p->run->detector->name, run_cell(p->run, "dataset", &cell));
    text_append(&kin, run_cell(p->run, "task", &cell));
    p->kin = mem_string(text_of(&kin));
    text_release(&kin);
    group_mean(g, group, NULL, "all", &p->mean);
    text_release(&cell);
}

static int is_kin(const struct point *a, const struct point *b)
{
    return strcmp(a->kin, b->kin) == 0;
}

static void release(struct point *p)
{
    for (size_t i = 0; i < p->n_values; i++) {
        free(p->values[i].axis);
        free(p->values[i].value);
    }
    free(p->values);
    free(p->kin);
}

/* Are all settings of one the other's, too, but for one axis? */
static int agrees(const struct point *a, const struct point *b, const char *but)
{
    for (size_t i = 0; i < a->n_values; i++)
        if (strcmp(a->values[i].axis, but) != 0 && strcmp(a->values[i].value, value_of(b, a->values[i].axis)) != 0)
            return 0;
    return 1;
}

static int on_line(const struct point *a, const struct point *b, const char *axis)
{
    return is_kin(a, b) && *value_of(a, axis) && *value_of(b, axis) && agrees(a, b, axis) && agrees(b, a, axis);
}

static int is_number(const char *text)
{
    double value;
    return parse_double(text, &value) == 0;
}

/* ---- rows ---- */

static const char encoder_axis[] = "latent.encoder";

/* Sets of classes and of data sets as pictures have them: "omniglot", "classes 5 6". */
static void append_classes(const char *value, struct text *out)
{
    const char *colon = strchr(value, ':'), *set = negative_dataset(value);
    if (set || !colon)
        text_append(out, set ? set : value);
    else
        text_format(out, "%.*s %s", (int)(colon - value), value, colon + 1);
}

/* "train: loss l2", and of the next key of that section "batch 5"; a detector's own keys without its name. `named`: the
 * section that was named last, and its length. */
static void append_key(const struct point *p, const struct value *v, const char **named, struct text *out)
{
    const char *dot = strchr(v->axis, '.'), *key = dot ? dot + 1 : v->axis;
    const size_t n = dot ? (size_t)(dot - v->axis) : 0;
    const int is_own = strlen(p->run->detector->name) == n && strncmp(v->axis, p->run->detector->name, n) == 0;
    if (dot && !is_own && (!*named || strncmp(*named, v->axis, n + 1) != 0)) {
        text_format(out, "%.*s: ", (int)n, v->axis);
        *named = v->axis;
    }
    text_format(out, "%s %s", key, v->value);
}

/* What people call a setting: as pictures do (plots/awk/names.awk). */
static void append_setting(const struct point *p, const struct value *v, const char **named, struct text *out)
{
    static const char *const signs[][2] = { { "gamma", "γ" }, { "beta", "β" } };
    text_append(out, ", ");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(v->axis, signs[i][0]) == 0) {
            text_format(out, "%s %s", signs[i][1], v->value);
            return;
        }
    if (strcmp(v->axis, "latent") == 0) {
        text_format(out, "code of %s", v->value);
    } else if (strcmp(v->axis, "data.negative_limit") == 0) {
        text_format(out, "%s negative%s", v->value, strcmp(v->value, "1") == 0 ? "" : "s");
    } else if (strcmp(v->axis, "negative") == 0 || strcmp(v->axis, "anomalies") == 0) {
        text_append(out, *v->axis == 'n' ? "neg. " : "anomalies ");
        append_classes(v->value, out);
    } else {
        append_key(p, v, named, out);
    }
}

/* Has another group of the detector another value there? */
static int differs(const struct sweep_table *s, const struct point *p, const struct value *v)
{
    for (size_t i = 0; i < s->groups->n; i++)
        if (is_kin(p, &s->points[i]) && strcmp(value_of(&s->points[i], v->axis), v->value) != 0)
            return 1;
    return 0;
}

/* "LIS-AE, γ 5", "Latent-kNN of AE": the settings in which the detector's groups differ, but for the axis. */
static void label(const struct sweep_table *s, const struct point *p, const char *axis, struct text *out)
{
    const int supervised = strcmp(value_of(p, "negative"), "outliers") == 0 && strcmp(axis, "negative") != 0;
    const int linsep = strcmp(value_of(p, "linsep"), "on") == 0 && strcmp(axis, "linsep") != 0;
    const struct detector *encoder = suite_find(s->groups->plan->suite, value_of(p, encoder_axis));
    const char *named = NULL;
    method_label(out, p->run->detector->label, supervised, linsep);
    if (encoder && strcmp(axis, encoder_axis) != 0)
        text_format(out, " of %s", encoder->label);
    for (size_t i = 0; i < p->n_values; i++) {
        const struct value *v = &p->values[i];
        const int said = (supervised && strcmp(v->axis, "negative") == 0) || strcmp(v->axis, "linsep") == 0 ||
                         strcmp(v->axis, encoder_axis) == 0;
        if (said || strcmp(v->axis, axis) == 0 || !differs(s, p, v))
            continue;
        append_setting(p, v, &named, out);
    }
}

/* Is it the best of its line? By test labels: pictures say so. The first of equal ones. */
static int is_best(const struct sweep_table *s, const struct point *p, const char *axis)
{
    for (size_t i = 0; i < s->groups->n; i++) {
        const struct point *other = &s->points[i];
        if (other != p && on_line(p, other, axis) &&
            (other->mean.mean > p->mean.mean || (other->mean.mean == p->mean.mean && other < p)))
            return 0;
    }
    return isfinite(p->mean.mean);
}

/* What the spec's `declared` says of a value. */
enum says { NOTHING, DECLARED, ANOTHER };

static enum says declared_says(const struct sweep_table *s, const struct point *p, const char *axis)
{
    struct text word = TEXT_INIT, own = TEXT_INIT;
    text_format(&word, "%s=%s", axis, value_of(p, axis));
    text_format(&own, "%s:%s", p->run->detector->name, text_of(&word));
    char **words = split(s->groups->plan->declared, " ", 0, NULL);
    const size_t name = strlen(p->run->detector->name), key = strlen(axis);
    enum says general = NOTHING, of_detector = NOTHING;
    for (size_t i = 0; words[i]; i++) {
        const char *behind = strncmp(words[i], text_of(&own), name + 1) == 0 ? words[i] + name + 1 : "";
        if (starts_with(words[i], axis) && words[i][key] == '=' && general != DECLARED)
            general = strcmp(words[i], text_of(&word)) == 0 ? DECLARED : ANOTHER;
        if (starts_with(behind, axis) && behind[key] == '=' && of_detector != DECLARED)
            of_detector = strcmp(words[i], text_of(&own)) == 0 ? DECLARED : ANOTHER;
    }
    split_free(words);
    text_release(&word);
    text_release(&own);
    return of_detector == NOTHING ? general : of_detector;
}

/* Is it the declared setting: by the axis, and by all others on which the spec declares one? */
static int is_declared(const struct sweep_table *s, const struct point *p, const char *axis)
{
    int is = declared_says(s, p, axis) == DECLARED;
    for (size_t i = 0; i < p->n_values && is; i++)
        is = declared_says(s, p, p->values[i].axis) != ANOTHER;
    return is;
}

static void put(struct sweep_table *s, const struct point *p, const char *axis, const char *kind, const char *role)
{
    const int of_axis = strcmp(role, "reference") != 0;
    struct row row;
    struct text cell = TEXT_INIT;
    row_init(&row, &s->out);
    row_set(&row, "axis", axis);
    row_set(&row, "kind", kind);
    row_set(&row, "role", role);
    row_set(&row, "dataset", run_cell(p->run, "dataset", &cell));
    row_set(&row, "task", run_cell(p->run, "task", &cell));
    row_set(&row, "detector", p->run->detector->name);
    text_clear(&cell);
    label(s, p, axis, &cell);
    row_set(&row, "label", text_of(&cell));
    if (of_axis) {
        row_set(&row, "value", value_of(p, axis));
        row_set(&row, "declared", is_declared(s, p, axis) ? "1" : "0");
        row_set(&row, "best", is_best(s, p, axis) ? "1" : "0");
    }
    group_mean_put(&p->mean, "mean", &row);
    if (!isfinite(p->mean.lo) && isfinite(p->mean.spread.images.lo)) { /* one seed of several tasks */
        row_number(&row, "lo", "%.6f", p->mean.spread.images.lo);
        row_number(&row, "hi", "%.6f", p->mean.spread.images.hi);
        row_set(&row, "interval", "images");
    }
    row_put(&row);
    row_release(&row);
    text_release(&cell);
}

/* ---- axes ---- */

/* Is there another point of its line? */
static int has_line(const struct sweep_table *s, const struct point *p, const char *axis)
{
    for (size_t i = 0; i < s->groups->n; i++)
        if (&s->points[i] != p && on_line(p, &s->points[i], axis))
            return 1;
    return 0;
}

static int is_base_of_any(const struct sweep_table *s, size_t at)
{
    for (size_t i = 0; i < s->groups->n; i++)
        if (s->points[i].base == (long)at)
            return 1;
    return 0;
}

/* Numbers make an axis of numbers: on all lines. */
static const char *kind_of(const struct sweep_table *s, const char *axis)
{
    int numbers = 1;
    for (size_t i = 0; i < s->groups->n; i++)
        if (has_line(s, &s->points[i], axis))
            numbers &= is_number(value_of(&s->points[i], axis));
    return numbers ? "number" : "word";
}

static void put_axis(struct sweep_table *s, const char *axis)
{
    const char *kind = kind_of(s, axis);
    unsigned char *reference = mem_zero(s->groups->n, 1);
    for (size_t i = 0; i < s->groups->n; i++) {
        const struct point *p = &s->points[i];
        if (!has_line(s, p, axis))
            continue;
        put(s, p, axis, kind, is_base_of_any(s, i) ? "base" : "line");
        if (p->base >= 0 && !has_line(s, &s->points[p->base], axis))
            reference[p->base] = 1;
    }
    for (size_t i = 0; i < s->groups->n; i++)
        if (reference[i])
            put(s, &s->points[i], axis, kind, "reference");
    free(reference);
}

/* Each axis once, in the order in which the groups name them. */
static void put_axes(struct sweep_table *s)
{
    struct text seen = TEXT_INIT, name = TEXT_INIT;
    text_append(&seen, "\n");
    for (size_t i = 0; i < s->groups->n; i++)
        for (size_t k = 0; k < s->points[i].n_values; k++) {
            const char *axis = s->points[i].values[k].axis;
            text_clear(&name);
            text_format(&name, "\n%s\n", axis);
            if (strstr(text_of(&seen), text_of(&name)))
                continue;
            text_append(&seen, text_of(&name) + 1);
            put_axis(s, axis);
        }
    text_release(&seen);
    text_release(&name);
}

static long group_of(const struct groups *g, const struct run *r)
{
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->group[i].n; k++)
            if (g->group[i].runs[k] == r)
                return (long)i;
    return -1;
}

int sweep_write(const struct groups *g, const char *folder, struct error *e)
{
    struct sweep_table s = { .groups = g, .points = mem_alloc(g->n + 1, sizeof *s.points) };
    char *path = path_join(folder, "sweep.csv", NULL);
    for (size_t i = 0; i < g->n; i++) {
        const struct run *base = gain_base(g, g->group[i].runs[0]);
        describe(&s.points[i], g, &g->group[i]);
        s.points[i].base = base ? group_of(g, base) : -1;
    }
    int bad =
        csv_out_begin(&s.out, path,
                      "dataset,task,axis,kind,value,detector,label,role,mean,lo,hi,interval,n_ok,n_planned,declared,"
                      "best",
                      e);
    if (!bad) {
        put_axes(&s);
        bad = csv_out_commit(&s.out, e);
    }
    for (size_t i = 0; i < g->n; i++)
        release(&s.points[i]);
    free(s.points);
    free(path);
    return bad ? -1 : 0;
}
