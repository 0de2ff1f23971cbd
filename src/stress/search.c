#include "stress/search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "detect/parts/model_file.h"
#include "nn/adam.h"

static const double LEARNING_RATE = 0.01, BEYOND = 1.05;

/* One way down, of all starts at once. */
struct way {
    const struct stress_source *from;
    const struct neighbourhood *nb;
    const struct search_settings *how;
    struct search *to;
    struct shape image;
    const float *start;
    float *x, *some; /* (n, d): where they are; some of these, for a moment */
    double *score, *distance;
    size_t *nearest;
    size_t n, d;
    double lambda;
    size_t rho_from, rho_to; /* those whose hits count */
};

/* The distances of all where they count for J, else of those whose score is accepted; the others' are 0. */
static void measure(struct way *w)
{
    const double most = w->how->quantile[SEARCH_QUANTILES - 1];
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->lambda > 0 || w->score[i] <= most)
            memcpy(w->some + n++ * w->d, w->x + i * w->d, w->d * sizeof *w->some);
    neighbourhood_distances(w->nb, DISTANCE_L2, w->some, n, w->distance, w->nearest);
    for (size_t i = w->n; i-- > 0;) /* from the end: each moves up */
        w->distance[i] = w->lambda > 0 || w->score[i] <= most ? w->distance[--n] : 0;
}

static double pull(const struct way *w, double distance)
{
    return w->lambda > 0 ? w->lambda * fmax(0, BEYOND * w->how->rho[w->rho_from] - distance) : 0;
}

static double moved(const struct way *w, size_t i)
{
    double sum = 0;
    for (size_t k = i * w->d; k < (i + 1) * w->d; k++)
        sum += pow((double)w->x[k] - (double)w->start[k], 2);
    return sqrt(sum);
}

static int is_new(const struct way *w, size_t i, size_t rho, size_t q)
{
    return w->score[i] <= w->how->quantile[q] && w->distance[i] > w->how->rho[rho] &&
           !search_hit(w->to, w->how, i, rho, q)->found;
}

static int hits_anew(const struct way *w, size_t i)
{
    int any = 0;
    for (size_t rho = w->rho_from; rho < w->rho_to; rho++)
        for (size_t q = 0; q < SEARCH_QUANTILES; q++)
            any |= is_new(w, i, rho, q);
    return any;
}

/* What images score: by the function of the gradient where that is gone along, as it takes no more than is asked for.
 * */
static int score_images(const struct way *w, const float *x, size_t n, double *score, struct error *e)
{
    const struct stress_source *from = w->from;
    if (!w->how->gradient)
        return detector_score_floats(from->detector, from->model, w->image, x, n, score, e);
    float *unused = mem_alloc(n * w->d, sizeof *unused);
    int bad = from->detector->score_gradient(from->detector, from->model, w->image, x, n, score, unused, e);
    free(unused);
    return bad;
}

/* What start `i` hits for the first time; it as bytes, and what these are. */
static void note_of(struct way *w, size_t i, int step, const float *rounded, double score, double l2, double shape)
{
    for (size_t rho = w->rho_from; rho < w->rho_to; rho++)
        for (size_t q = 0; q < SEARCH_QUANTILES; q++) {
            if (!is_new(w, i, rho, q))
                continue;
            const int holds = score <= w->how->quantile[q] && l2 > w->how->rho[rho];
            *search_hit(w->to, w->how, i, rho, q) = (struct hit) { 1, holds, step, moved(w, i), w->distance[i], shape };
            if (rho == 0 && q == SEARCH_QUANTILES - 1)
                memcpy(w->to->image + i * w->d, rounded, w->d * sizeof *rounded);
        }
}

/* The first n of w->some are where the starts `which` are: as bytes. */
static int note_some(struct way *w, const size_t *which, size_t n, int step, struct error *e)
{
    double *score = mem_alloc(n, sizeof *score), *l2 = mem_alloc(n, sizeof *l2), *shape = mem_alloc(n, sizeof *shape);
    stress_round(w->some, n * w->d);
    int bad = score_images(w, w->some, n, score, e);
    neighbourhood_distances(w->nb, DISTANCE_L2, w->some, n, l2, NULL);
    neighbourhood_distances(w->nb, DISTANCE_SHAPE, w->some, n, shape, NULL);
    for (size_t k = 0; k < n && !bad; k++)
        note_of(w, which[k], step, w->some + k * w->d, score[k], l2[k], shape[k]);
    free(score);
    free(l2);
    free(shape);
    return bad;
}

static int note_hits(struct way *w, int step, struct error *e)
{
    size_t *which = mem_alloc(w->n, sizeof *which), n = 0;
    for (size_t i = 0; i < w->n; i++)
        if (hits_anew(w, i)) {
            memcpy(w->some + n * w->d, w->x + i * w->d, w->d * sizeof *w->some);
            which[n++] = i;
        }
    int bad = n ? note_some(w, which, n, step, e) : 0;
    free(which);
    return bad;
}

/* The gradient of J from that of the score. A distance grows away from the nearest image. */
static void add_pull(const struct way *w, float *gradient)
{
    for (size_t i = 0; i < w->n; i++) {
        const float *x = w->x + i * w->d, *t = w->nb->train + w->nearest[i] * w->d;
        const double far = w->nb->far[DISTANCE_L2], length = w->distance[i] * far;
        float *g = gradient + i * w->d;
        if (!(pull(w, w->distance[i]) > 0) || !(length > 0))
            continue;
        for (size_t k = 0; k < w->d; k++)
            g[k] -= (float)(w->lambda / far * ((double)x[k] - (double)t[k]) / length);
    }
}

static void cut(float *x, size_t n)
{
    for (size_t k = 0; k < n; k++)
        x[k] = fminf(fmaxf(x[k], 0), 1);
}

static int go_down(struct way *w, struct error *e)
{
    const struct stress_source *from = w->from;
    const size_t total = w->n * w->d;
    float *gradient = mem_alloc(total, sizeof *gradient);
    struct adam adam;
    int bad = 0;
    adam_init(&adam, total);
    for (int step = 0; step < w->how->steps && !bad; step++) {
        bad = from->detector->score_gradient(from->detector, from->model, w->image, w->x, w->n, w->score, gradient, e);
        if (bad)
            break;
        measure(w);
        bad = note_hits(w, step, e);
        for (size_t k = 0; k < total; k++)
            gradient[k] /= (float)w->how->scale;
        if (w->lambda > 0)
            add_pull(w, gradient);
        adam_step(&adam, w->x, gradient, LEARNING_RATE);
        cut(w->x, total);
    }
    adam_release(&adam);
    free(gradient);
    return bad;
}

/* ---- without a gradient ---- */

enum { GRID = 7 };

/* Adds `by` times a field of 7x7 normal numbers, drawn out to the image's size, to x. */
static void add_field(float *x, struct shape size, double by, struct rng *r)
{
    double field[GRID * GRID];
    for (int c = 0; c < size.c; c++) {
        for (int k = 0; k < GRID * GRID; k++)
            field[k] = rng_normal(r);
        for (int i = 0; i < size.h; i++)
            for (int j = 0; j < size.w; j++) {
                const double v = size.h > 1 ? i * (GRID - 1.0) / (size.h - 1) : 0;
                const double u = size.w > 1 ? j * (GRID - 1.0) / (size.w - 1) : 0;
                const size_t top = v < GRID - 1 ? (size_t)v : GRID - 2, left = u < GRID - 1 ? (size_t)u : GRID - 2;
                const double down = v - (double)top, right = u - (double)left, *at = field + top * GRID + left;
                const double value = (1 - down) * ((1 - right) * at[0] + right * at[1]) +
                                     down * ((1 - right) * at[GRID] + right * at[GRID + 1]);
                x[(i * size.w + j) * size.c + c] += (float)(by * value);
            }
    }
    cut(x, (size_t)shape_size(size));
}

/* Each start's strategy: how long its steps are, what J is where it stands, and its own draws. */
struct strategy {
    double sigma, j;
    struct rng rng;
};

static void begin_strategies(const struct way *w, struct strategy *s, const char *name)
{
    for (size_t i = 0; i < w->n; i++) {
        char axes[128];
        snprintf(axes, sizeof axes, "%s %zu", name, i);
        s[i] = (struct strategy) { .sigma = 0.1, .j = INFINITY };
        rng_seed(&s[i].rng, rng_seed_for(w->how->seed, "strategy", axes));
    }
}

/* J of `n` images; their distances where they count. */
static int judge_children(const struct way *w, const float *x, size_t n, double *score, double *j, struct error *e)
{
    const struct stress_source *from = w->from;
    double *distance = mem_zero(n, sizeof *distance);
    int bad = detector_score_floats(from->detector, from->model, w->image, x, n, score, e);
    if (!bad && w->lambda > 0)
        neighbourhood_distances(w->nb, DISTANCE_L2, x, n, distance, NULL);
    for (size_t i = 0; i < n && !bad; i++)
        j[i] = score[i] / w->how->scale + pull(w, distance[i]);
    free(distance);
    return bad;
}

/* The best child takes the place of one that is no better. Steps grow where more than a fifth of them are. */
static void select_best(struct way *w, struct strategy *s, const float *children, const double *score, const double *j,
                        size_t of_each)
{
    for (size_t i = 0; i < w->n; i++) {
        size_t best = i * of_each, better = 0;
        for (size_t c = i * of_each; c < (i + 1) * of_each; c++) {
            better += j[c] < s[i].j;
            best = j[c] < j[best] ? c : best;
        }
        if (j[best] <= s[i].j) {
            memcpy(w->x + i * w->d, children + best * w->d, w->d * sizeof *w->x);
            w->score[i] = score[best];
            s[i].j = j[best];
        }
        s[i].sigma *= exp(((double)better / (double)of_each - 0.2) / 2);
        s[i].sigma = fmin(fmax(s[i].sigma, 0.002), 1);
    }
}

static int go_by_chance(struct way *w, const char *name, struct error *e)
{
    const size_t most = w->n * SEARCH_CHILDREN;
    float *children = mem_alloc(most * w->d, sizeof *children);
    double *score = mem_alloc(most, sizeof *score), *j = mem_alloc(most, sizeof *j);
    struct strategy *s = mem_alloc(w->n, sizeof *s);
    begin_strategies(w, s, name);
    int bad = judge_children(w, w->x, w->n, score, j, e);
    if (!bad)
        select_best(w, s, w->x, score, j, 1);
    for (int step = 0; !bad; step += SEARCH_CHILDREN) {
        measure(w);
        bad = note_hits(w, step, e);
        if (bad || step + SEARCH_CHILDREN >= w->how->steps)
            break;
        for (size_t c = 0; c < most; c++) {
            const size_t i = c / SEARCH_CHILDREN;
            memcpy(children + c * w->d, w->x + i * w->d, w->d * sizeof *children);
            add_field(children + c * w->d, w->image, s[i].sigma, &s[i].rng);
        }
        bad = judge_children(w, children, most, score, j, e);
        if (!bad)
            select_best(w, s, children, score, j, SEARCH_CHILDREN);
    }
    free(children);
    free(score);
    free(j);
    free(s);
    return bad;
}

/* ---- ways ---- */

static int go(struct way *w, const char *name, struct error *e)
{
    memcpy(w->x, w->start, w->n * w->d * sizeof *w->x);
    return w->how->gradient ? go_down(w, e) : go_by_chance(w, name, e);
}

int search_make(struct search *s, const struct stress_source *from, const struct neighbourhood *nb,
                const struct search_settings *how, const char *name, const float *x, size_t n, double lambda,
                struct error *e)
{
    struct way w = { .from = from,
                     .nb = nb,
                     .how = how,
                     .to = s,
                     .image = images_shape(from->train),
                     .start = x,
                     .n = n,
                     .d = nb->d,
                     .lambda = lambda };
    const size_t ways = lambda > 0 ? how->n_rho : 1;
    *s = (struct search) { .n = n };
    s->hits = mem_zero(n * how->n_rho * SEARCH_QUANTILES, sizeof *s->hits);
    s->image = mem_zero(n * nb->d, sizeof *s->image);
    w.x = mem_alloc(n * nb->d, sizeof *w.x);
    w.some = mem_alloc(n * nb->d, sizeof *w.some);
    w.score = mem_alloc(n, sizeof *w.score);
    w.distance = mem_alloc(n, sizeof *w.distance);
    w.nearest = mem_alloc(n, sizeof *w.nearest);
    int bad = 0;
    for (size_t i = 0; i < ways && !bad; i++) {
        w.rho_from = i;
        w.rho_to = lambda > 0 ? i + 1 : how->n_rho;
        bad = go(&w, name, e);
    }
    free(w.x);
    free(w.some);
    free(w.score);
    free(w.distance);
    free(w.nearest);
    return bad ? -1 : 0;
}

void search_release(struct search *s)
{
    free(s->hits);
    free(s->image);
    *s = (struct search) { 0 };
}
