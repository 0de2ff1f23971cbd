#include "run/field.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/order.h"
#include "data/nearest.h"

enum { DIRECTIONS = 3600 };

static const double FAR_AWAY = 10000;

/* The quantiles of the scores of the test points of class 0, which come first. */
static int normal_quantiles(struct field *f, const struct detector *d, void *model, const struct images *test,
                            struct error *e)
{
    struct images normal = *test;
    normal.n = 0;
    while (normal.n < test->n && test->labels[normal.n] == 0)
        normal.n++;
    double *scores = mem_alloc(normal.n, sizeof *scores);
    int bad = d->score(d, model, &normal, scores, e);
    if (!bad) {
        f->q50 = quantile(scores, normal.n, 0.5);
        f->q95 = quantile(scores, normal.n, 0.95);
    }
    free(scores);
    return bad;
}

static void lay_grid(struct field *f)
{
    const size_t side = (size_t)f->grid;
    images_alloc_points(&f->points, side * side, 2);
    for (size_t i = 0; i < f->points.n; i++) {
        const size_t at[2] = { i % side, i / side };
        for (size_t k = 0; k < 2; k++)
            f->points.values[2 * i + k] = (float)(f->range * (2 * (double)at[k] / (double)(side - 1) - 1));
        f->points.labels[i] = -1;
    }
}

static void count_blind(struct field *f)
{
    const double share = 1 / (double)f->points.n;
    for (size_t i = 0; i < f->points.n; i++) {
        const int far = f->nearest[i] > f->far;
        if (far && f->score[i] <= f->q50)
            f->blind50 += share;
        if (far && f->score[i] <= f->q95)
            f->blind95 += share;
        if (f->score[i] <= f->q95 && f->nearest[i] > f->max_nn)
            f->max_nn = f->nearest[i];
    }
}

static int measure_slope(struct field *f, const struct detector *d, void *model, struct error *e)
{
    const double turn = 2 * acos(-1) / DIRECTIONS;
    float *x = mem_alloc(2 * (size_t)DIRECTIONS, sizeof *x), *y = mem_alloc(2 * (size_t)DIRECTIONS, sizeof *y);
    for (size_t i = 0; i < DIRECTIONS; i++) {
        x[2 * i] = (float)(FAR_AWAY * cos(turn * (double)i));
        x[2 * i + 1] = (float)(FAR_AWAY * sin(turn * (double)i));
    }
    int bad = d->reconstruct(d, model, (struct shape) { 1, 2, 1 }, x, DIRECTIONS, y, e);
    f->min_slope = INFINITY;
    for (size_t i = 0; i < DIRECTIONS && !bad; i++)
        f->min_slope = fmin(f->min_slope,
                            hypot((double)y[2 * i] - (double)x[2 * i], (double)y[2 * i + 1] - (double)x[2 * i + 1]) /
                                FAR_AWAY);
    free(x);
    free(y);
    return bad;
}

int field_make(struct field *f, const struct detector *d, void *model, const struct dataset *set, double range,
               int grid, struct error *e)
{
    const struct images *train = &set->train;
    *f = (struct field) { .range = range, .grid = grid, .min_slope = NAN };
    if (!train->values || train->width != 2)
        return error_set(e, "expected a model of points in the plane, found one of '%s'", set->name);
    lay_grid(f);
    f->score = mem_alloc(f->points.n, sizeof *f->score);
    f->nearest = mem_alloc(f->points.n, sizeof *f->nearest);
    f->far = nearest_quantile(train->values, train->n, 2, FAR_SHARE);
    for (size_t i = 0; i < f->points.n; i++)
        f->nearest[i] = nearest_distance(train->values, train->n, 2, f->points.values + 2 * i);
    if (normal_quantiles(f, d, model, &set->test, e) || d->score(d, model, &f->points, f->score, e))
        return -1;
    for (size_t i = 0; i < f->points.n; i++)
        if (!isfinite(f->score[i]))
            return error_set(e, "the score of (%g, %g) is not finite", (double)f->points.values[2 * i],
                             (double)f->points.values[2 * i + 1]);
    count_blind(f);
    return d->reconstruct ? measure_slope(f, d, model, e) : 0;
}

void field_release(struct field *f)
{
    images_release(&f->points);
    free(f->score);
    free(f->nearest);
    f->score = f->nearest = NULL;
}
