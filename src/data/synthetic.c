#include "data/synthetic.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "data/nearest.h"

static const char PREFIX[] = "synthetic:", EDITION[] = "made-1";
enum { SEED = 1, DIMS_MAX = 3, ELSEWHERE = 500 };

/* --- one point each; `i` is its number */

static void gauss(struct rng *r, size_t i, double *x)
{
    const double a = rng_normal(r), b = rng_normal(r);
    x[0] = a;
    x[1] = 0.8 * a + 0.6 * b;
}

static void blobs(struct rng *r, size_t i, double *x)
{
    const double side = i % 2 ? 1 : -1;
    x[0] = 2 * side + 0.3 * rng_normal(r);
    x[1] = side + 0.3 * rng_normal(r);
}

static void curve(struct rng *r, size_t i, double *x)
{
    const double t = 4 * rng_uniform(r) - 2;
    x[0] = t + 0.1 * rng_normal(r);
    x[1] = t * t / 2 - 0.7 + 0.1 * rng_normal(r);
}

static void ellipsoid(struct rng *r, size_t i, double *x)
{
    x[0] = rng_normal(r);
    x[1] = sqrt(0.2) * rng_normal(r);
    x[2] = 0.1 * rng_normal(r);
}

static void square(struct rng *r, size_t i, double *x)
{
    x[0] = 20 * rng_uniform(r) - 10;
    x[1] = 20 * rng_uniform(r) - 10;
}

static void ring(struct rng *r, size_t i, double *x)
{
    const double angle = 2 * acos(-1) * rng_uniform(r), radius = 5 + rng_uniform(r);
    x[0] = radius * cos(angle);
    x[1] = radius * sin(angle);
}

static void noise(struct rng *r, size_t i, double *x)
{
    x[0] = 3 * rng_normal(r);
    x[1] = 3 * rng_normal(r);
}

static void axis(struct rng *r, size_t i, double *x)
{
    x[0] = x[1] = 0;
    x[2] = 2 * rng_uniform(r) - 1;
}

/* --- the sets */

static const struct made {
    const char *name, *help;
    void (*draw)(struct rng *r, size_t i, double *x);
    int dims;
    size_t n;   /* of each split */
    double box; /* half the side of that of the class "elsewhere"; 0: no such class */
} sets[] = {
    { "gauss", "a Gaussian, variances 1 and covariance .8", gauss, 2, 500, 10 },
    { "blobs", "two Gaussians about (-2,-1) and (2,1), deviation .3, half each", blobs, 2, 500, 10 },
    { "curve", "(t, t^2/2 - .7), t uniform in [-2,2], and noise of deviation .1", curve, 2, 500, 10 },
    { "square", "uniform in [-10,10]^2", square, 2, 500, 0 },
    { "ring", "about 0, radius uniform in [5,6]", ring, 2, 500, 0 },
    { "noise", "a Gaussian about 0, deviation 3", noise, 2, 500, 0 },
    { "ellipsoid", "a Gaussian in three dimensions, variances 1, .2 and .01", ellipsoid, 3, 1000, 3 },
    { "axis", "(0,0,z), z uniform in [-1,1]", axis, 3, 1000, 0 },
};

enum { SETS = sizeof sets / sizeof *sets };

int synthetic_named(const char *name)
{
    return strncmp(name, PREFIX, strlen(PREFIX)) == 0;
}

void synthetic_describe(const char *start, struct text *out)
{
    for (size_t i = 0; i < SETS; i++) {
        char name[DATASET_NAME];
        snprintf(name, sizeof name, "%s%s", PREFIX, sets[i].name);
        text_format(out, "%s%-19s %s\n", start, name, sets[i].help);
    }
}

static void begin(struct rng *r, const struct made *m, const char *part)
{
    rng_seed(r, rng_seed_for(SEED, m->name, part));
}

static float rounded(double v)
{
    return (float)(floor(v * 65536 + 0.5) / 65536);
}

static void put(struct images *im, size_t row, const double *x, int class)
{
    for (int k = 0; k < im->width; k++)
        im->values[row * (size_t)im->width + (size_t)k] = rounded(x[k]);
    im->labels[row] = class;
}

static void draw(struct images *im, const struct made *m, const char *part)
{
    struct rng r;
    double x[DIMS_MAX] = { 0 };
    begin(&r, m, part);
    for (size_t i = 0; i < m->n; i++) {
        m->draw(&r, i, x);
        put(im, i, x, 0);
    }
}

/* Behind the m->n points that are there. */
static void draw_elsewhere(struct dataset *d, const struct made *m)
{
    const size_t dims = (size_t)m->dims;
    const double far = nearest_quantile(d->train.values, d->train.n, dims, 0.99);
    struct rng r;
    double x[DIMS_MAX] = { 0 };
    begin(&r, m, "elsewhere");
    for (size_t row = m->n; row < d->test.n;) {
        for (size_t k = 0; k < dims; k++)
            x[k] = m->box * (2 * rng_uniform(&r) - 1);
        put(&d->test, row, x, 1);
        row += nearest_distance(d->train.values, d->train.n, dims, d->test.values + row * dims) > far;
    }
}

static void hash_points(struct hash *h, const struct images *im)
{
    hash_add(h, im->values, im->n * images_size(im) * sizeof *im->values);
    hash_add(h, im->labels, im->n * sizeof *im->labels);
}

static void make(struct dataset *d, const struct made *m)
{
    struct hash h;
    d->n_classes = m->box > 0 ? 2 : 1;
    d->classes = split(m->box > 0 ? "data\nelsewhere" : "data", "\n", 0, NULL);
    images_alloc_points(&d->train, m->n, m->dims);
    images_alloc_points(&d->test, m->n + (m->box > 0 ? ELSEWHERE : 0), m->dims);
    draw(&d->train, m, "train");
    draw(&d->test, m, "test");
    draw_elsewhere(d, m);
    hash_init(&h);
    hash_points(&h, &d->train);
    hash_points(&h, &d->test);
    hash_hex(&h, d->payload);
}

/* NULL, with a message, where there is none. */
static const struct made *find(const char *name, struct error *e)
{
    struct text known = TEXT_INIT;
    for (size_t i = 0; i < SETS; i++)
        if (strcmp(name + strlen(PREFIX), sets[i].name) == 0)
            return &sets[i];
    for (size_t i = 0; i < SETS; i++)
        text_format(&known, "%s%s", i ? ", " : "", sets[i].name);
    error_set(e, "data set '%s': expected one of these behind '%s': %s", name, PREFIX, text_of(&known));
    text_release(&known);
    return NULL;
}

int synthetic_known(const char *name, struct error *e)
{
    return find(name, e) ? 0 : -1;
}

int synthetic_make(struct dataset *d, const char *name, struct error *e)
{
    const struct made *m = find(name, e);
    *d = (struct dataset) { .made = 1 };
    if (!m)
        return -1;
    snprintf(d->name, sizeof d->name, "%s", name);
    snprintf(d->edition, sizeof d->edition, "%s", EDITION);
    make(d, m);
    return 0;
}
