#include "data/task.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/rng.h"
#include "data/drawn_negatives.h"
#include "data/strokes.h"

static int check_classes(const struct class_list *list, const char *role, const struct dataset *set, struct error *e)
{
    const int last = classes_last(list);
    if (last >= set->n_classes)
        return error_set(e, "%s class %d does not exist: '%s' has the classes 0..%d", role, last, set->name,
                         set->n_classes - 1);
    return 0;
}

/* Two splits one behind the other (the second may be empty) and which rows are taken. */
struct pool {
    const struct images *part[2];
    size_t n;
    uint8_t *taken; /* (n) */
    size_t holdout; /* 0: all rows may be taken; N: each N-th of a class is held out ... */
    int held;       /* ... and only those (1) or only the others (0) may be taken */
};

static void pool_init(struct pool *p, const struct images *first, const struct images *second, size_t holdout, int held)
{
    *p = (struct pool) {
        .part = { first, second }, .n = first->n + (second ? second->n : 0), .holdout = holdout, .held = held
    };
    p->taken = mem_zero(p->n, 1);
}

static const struct images *pool_row(const struct pool *p, size_t i, size_t *row)
{
    int second = i >= p->part[0]->n;
    *row = second ? i - p->part[0]->n : i;
    return p->part[second];
}

static int32_t pool_label(const struct pool *p, size_t i)
{
    size_t row;
    const struct images *im = pool_row(p, i, &row);
    return im->labels[row];
}

/* The rows of a class that may be taken; returns how many. */
static size_t pool_rows(const struct pool *p, int class, int *rows)
{
    size_t n = 0, rank = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (pool_label(p, i) != class)
            continue;
        int held = p->holdout && rank++ % p->holdout == p->holdout - 1;
        if (held == p->held)
            rows[n++] = (int)i;
    }
    return n;
}

/* Takes `limit` rows of a class (0: all): the first of an order that depends on the seed,
 * the split and the class alone, so that other classes of the task do not matter. */
static void pool_take(struct pool *p, int class, size_t limit, const char *split_name, uint64_t seed)
{
    int *rows = mem_alloc(p->n, sizeof *rows);
    size_t n = pool_rows(p, class, rows);
    if (limit && limit < n) {
        struct rng r;
        char axes[64];
        snprintf(axes, sizeof axes, "%s/%d", split_name, class);
        rng_seed(&r, rng_seed_for(seed, "limit", axes));
        rng_shuffle(&r, rows, n);
        n = limit;
    }
    for (size_t i = 0; i < n; i++)
        p->taken[rows[i]] = 1;
    free(rows);
}

static void pool_take_list(struct pool *p, const struct class_list *list, size_t limit, const char *split_name,
                           uint64_t seed)
{
    for (int c = classes_next(list, -1); c >= 0; c = classes_next(list, c))
        pool_take(p, c, limit, split_name, seed);
}

/* How many of each class there are, at most `most` (0: any number), and in all; (n_classes), free(). */
static size_t *pool_counts(const struct pool *p, const struct class_list *list, int n_classes, size_t most,
                           size_t *total)
{
    size_t *counts = mem_zero((size_t)n_classes, sizeof *counts);
    int *rows = mem_alloc(p->n, sizeof *rows);
    *total = 0;
    for (int c = classes_next(list, -1); c >= 0; c = classes_next(list, c)) {
        counts[c] = pool_rows(p, c, rows);
        if (most && most < counts[c])
            counts[c] = most;
        *total += counts[c];
    }
    free(rows);
    return counts;
}

/* Cuts the counts of the classes down to `limit` in all: as many of each class as there may be of every other, or what
 * it has; the rest goes to classes that have more, one each, in an order that the seed draws. */
static void spread(size_t *counts, int n_classes, size_t limit, uint64_t seed)
{
    size_t each = 0, left = limit;
    int *more = mem_alloc((size_t)n_classes, sizeof *more), n = n_classes;
    for (;; each++) { /* n: classes with more than `each` */
        n = 0;
        for (int c = 0; c < n_classes; c++)
            if (counts[c] > each)
                more[n++] = c;
        if ((size_t)n > left)
            break;
        left -= (size_t)n;
    }
    struct rng r;
    rng_seed(&r, rng_seed_for(seed, "limit", "negatives"));
    rng_shuffle(&r, more, (size_t)n);
    for (int c = 0; c < n_classes; c++)
        counts[c] = counts[c] < each ? counts[c] : each;
    for (size_t i = 0; i < left; i++)
        counts[more[i]]++;
    free(more);
}

/* Takes of these classes what the limits on each and on all leave. */
static void pool_take_negatives(struct pool *p, const struct task_spec *spec, const struct class_list *list,
                                int n_classes, const char *split_name, uint64_t seed)
{
    size_t total;
    if (!spec->negative_limit) {
        pool_take_list(p, list, spec->train_limit, split_name, seed);
        return;
    }
    size_t *counts = pool_counts(p, list, n_classes, spec->train_limit, &total);
    if (spec->negative_limit < total)
        spread(counts, n_classes, spec->negative_limit, seed);
    for (int c = 0; c < n_classes; c++)
        if (counts[c])
            pool_take(p, c, counts[c], split_name, seed);
    free(counts);
}

/* The rows that were taken, in the pool's order; ends the pool. `index` (may be NULL) gets
 * their numbers. */
static void pool_copy(struct pool *p, struct images *out, int32_t **index)
{
    const struct images *shape = p->part[0];
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += p->taken[i];
    images_alloc_like(out, n, shape);
    if (index)
        *index = mem_alloc(n, sizeof **index);
    n = 0;
    for (size_t i = 0; i < p->n; i++) {
        size_t row;
        if (!p->taken[i])
            continue;
        const struct images *from = pool_row(p, i, &row);
        if (index)
            (*index)[n] = (int32_t)i;
        images_copy_row(out, n++, from, row);
    }
    free(p->taken);
}

static void take_foreign(struct images *out, const struct dataset *foreign, const struct task_spec *spec, uint64_t seed,
                         const struct images *shape)
{
    struct pool pool;
    struct images own;
    struct class_list all = { 0 };
    for (int class = 0; class < foreign->n_classes; class ++)
        classes_add(&all, class);
    pool_init(&pool, &foreign->train, &foreign->test, 0, 0);
    pool_take_negatives(&pool, spec, &all, foreign->n_classes, "foreign", seed);
    pool_copy(&pool, &own, NULL);
    images_match(out, &own, shape->height, shape->width, shape->channels);
    images_release(&own);
}

/* What is made of positives is made of those that the task trains on. */
static void draw_negative(struct images *out, const struct task_spec *spec, const struct images *positive,
                          uint64_t seed)
{
    const int height = positive->height, width = positive->width, channels = positive->channels;
    struct rng r;
    if (spec->source == NEGATIVE_STROKES) {
        rng_seed(&r, rng_seed_for(seed, "strokes", ""));
        strokes_draw(out, spec->strokes, height, width, channels, &r);
    } else if (spec->source == NEGATIVE_NOISE) {
        rng_seed(&r, rng_seed_for(seed, "noise", ""));
        noise_draw(out, spec->strokes, height, width, channels, &r);
    } else if (spec->source == NEGATIVE_ROTATED) {
        rng_seed(&r, rng_seed_for(seed, "rotated", ""));
        rotated_draw(out, spec->strokes, positive, &r);
    } else {
        rng_seed(&r, rng_seed_for(seed, "patches", ""));
        patches_draw(out, spec->strokes, positive, &r);
    }
}

static int make_negative(struct images *out, const struct images *positive, const struct task_spec *spec,
                         const struct dataset *set, const struct dataset *foreign, uint64_t seed, struct error *e)
{
    const struct images *shape = &set->train;
    struct pool pool;
    switch (spec->source) {
    case NEGATIVE_NONE:
        images_alloc_like(out, 0, shape);
        return 0;
    case NEGATIVE_CLASSES:
        pool_init(&pool, &set->train, NULL, spec->holdout, 0);
        pool_take_negatives(&pool, spec, &spec->negative, set->n_classes, "train", seed);
        pool_copy(&pool, out, NULL);
        break;
    case NEGATIVE_DATASET:
        if (!foreign)
            return error_set(e, "expected a data set for the negatives, found none");
        take_foreign(out, foreign, spec, seed, shape);
        break;
    case NEGATIVE_STROKES:
    case NEGATIVE_NOISE:
    case NEGATIVE_ROTATED:
    case NEGATIVE_PATCHES:
        draw_negative(out, spec, positive, seed);
        break;
    }
    if (out->n == 0)
        return error_set(e, "no negative image is left of '%s'",
                         spec->source == NEGATIVE_DATASET ? foreign->name : set->name);
    return 0;
}

static int make_test(struct task *t, const struct task_spec *spec, const struct dataset *set, uint64_t seed,
                     struct error *e)
{
    struct pool pool;
    pool_init(&pool, spec->holdout ? &set->train : &set->test, NULL, spec->holdout, spec->holdout > 0);
    pool_take_list(&pool, &spec->positive, spec->test_limit, "test", seed);
    pool_take_list(&pool, &spec->anomaly, spec->test_limit, "test", seed);
    pool_copy(&pool, &t->test, &t->index);
    t->anomaly = mem_alloc(t->test.n, 1);
    size_t anomalies = 0;
    for (size_t i = 0; i < t->test.n; i++) {
        t->anomaly[i] = (uint8_t)classes_hold(&spec->anomaly, t->test.labels[i]);
        anomalies += t->anomaly[i];
    }
    if (anomalies == 0 && spec->anomaly.n)
        return error_set(e, "no anomaly among the test images of '%s'", set->name);
    if (anomalies == t->test.n)
        return error_set(e, "no image of a positive class among the test images of '%s'", set->name);
    return 0;
}

/* Puts train images of these classes in the place of a share of `im`. */
static int pollute(struct images *im, double per_cent, const struct class_list *classes, const char *role,
                   const struct task_spec *spec, const struct dataset *set, uint64_t seed, struct error *e)
{
    struct pool pool;
    size_t n = 0;
    if (!pollution_count(per_cent, im->n))
        return 0;
    pool_init(&pool, &set->train, NULL, spec->holdout, 0);
    int *rows = mem_alloc(pool.n, sizeof *rows);
    for (int c = classes_next(classes, -1); c >= 0; c = classes_next(classes, c))
        n += pool_rows(&pool, c, rows + n);
    int bad = pollution_put(im, per_cent, &set->train, rows, n, rng_seed_for(seed, "pollution", role), e);
    free(rows);
    free(pool.taken);
    return bad ? error_prefix(e, "%s", role) : 0;
}

/* After both are chosen, so that the others are the images that they are without. */
static int pollute_both(struct task *t, const struct task_spec *spec, const struct dataset *set, uint64_t seed,
                        struct error *e)
{
    return pollute(&t->positive, spec->pollution.positives, &spec->polluting, "positives", spec, set, seed, e) ||
                   pollute(&t->negative, spec->pollution.negatives, &spec->positive, "negatives", spec, set, seed, e)
               ? -1
               : 0;
}

int task_make(struct task *t, const struct task_spec *spec, const struct dataset *set, const struct dataset *foreign,
              uint64_t seed, struct error *e)
{
    *t = (struct task) { 0 };
    if (check_classes(&spec->positive, "positive", set, e) || check_classes(&spec->anomaly, "anomaly", set, e) ||
        (spec->source == NEGATIVE_CLASSES && check_classes(&spec->negative, "negative", set, e)))
        return -1;
    for (int c = classes_next(&spec->anomaly, -1); c >= 0; c = classes_next(&spec->anomaly, c))
        if (classes_hold(&spec->positive, c))
            return error_set(e, "class %d is positive and anomaly at once", c);

    struct pool pool;
    pool_init(&pool, &set->train, NULL, spec->holdout, 0);
    pool_take_list(&pool, &spec->positive, spec->train_limit, "train", seed);
    pool_copy(&pool, &t->positive, NULL);
    int rc = 0;
    if (t->positive.n == 0)
        rc = error_set(e, "no positive image among the train images of '%s'", set->name);
    else if (make_negative(&t->negative, &t->positive, spec, set, foreign, seed, e) ||
             pollute_both(t, spec, set, seed, e) || make_test(t, spec, set, seed, e))
        rc = -1;
    if (rc)
        task_release(t);
    return rc;
}

void task_release(struct task *t)
{
    images_release(&t->positive);
    images_release(&t->negative);
    images_release(&t->test);
    free(t->anomaly);
    free(t->index);
    *t = (struct task) { 0 };
}
