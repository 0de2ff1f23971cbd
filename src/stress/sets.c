#include "stress/sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "data/batch.h"
#include "detect/parts/eigenimages.h"
#include "detect/parts/model_file.h"
#include "stress/set_parts.h"

enum { FIXED_STEPS = 100 };

/* What the makers share: the sources, the mean and the directions in which the images vary. */
struct maker {
    const struct stress_source *from;
    struct directions directions;
    struct shape image;
    size_t d;
    struct rng rng; /* of the set that is made */
};

static size_t constant(const struct maker *m, double value, float *x)
{
    for (size_t k = 0; k < m->d; k++)
        x[k] = (float)value;
    return 1;
}

static size_t greys(struct maker *m, double unused, float *x)
{
    enum { LEVELS = 16 };
    for (size_t i = 1; i < LEVELS; i++)
        constant(m, (double)i / LEVELS, x + (i - 1) * m->d);
    return LEVELS - 1;
}

static size_t one_colour(struct maker *m, double value, float *x)
{
    return constant(m, value, x);
}

static size_t mean_image(struct maker *m, double unused, float *x)
{
    memcpy(x, m->directions.mean, m->d * sizeof *x);
    return 1;
}

static size_t uniform_noise(struct maker *m, double unused, float *x)
{
    for (size_t k = 0; k < STRESS_DRAWN * m->d; k++)
        x[k] = (float)rng_uniform(&m->rng);
    return STRESS_DRAWN;
}

static size_t black_or_white(struct maker *m, double unused, float *x)
{
    for (size_t k = 0; k < STRESS_DRAWN * m->d; k++)
        x[k] = (float)rng_below(&m->rng, 2);
    return STRESS_DRAWN;
}

static size_t faint_noise(struct maker *m, double deviation, float *x)
{
    for (size_t k = 0; k < STRESS_DRAWN * m->d; k++)
        x[k] = (float)fabs(deviation * rng_normal(&m->rng));
    return STRESS_DRAWN;
}

/* Normal images, in a drawn order. */
static size_t normals(struct maker *m, float *x)
{
    return images_drawn(m->from->normal, STRESS_DRAWN, &m->rng, x);
}

static size_t dimmed(struct maker *m, double by, float *x)
{
    const size_t n = normals(m, x);
    for (size_t k = 0; k < n * m->d; k++)
        x[k] *= (float)by;
    return n;
}

static size_t inverted(struct maker *m, double unused, float *x)
{
    const size_t n = normals(m, x);
    for (size_t k = 0; k < n * m->d; k++)
        x[k] = 1 - x[k];
    return n;
}

/* Squares of `side` pixels change places, each image otherwise; the rest of a line or column that has none stays. */
static size_t shuffled(struct maker *m, double side, float *x)
{
    const size_t n = normals(m, x);
    for (size_t i = 0; i < n; i++)
        image_shuffle(x + i * m->d, m->image, (int)side, &m->rng);
    return n;
}

static size_t shifted(struct maker *m, double by, float *x)
{
    static const int ways[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
    const size_t n = normals(m, x);
    for (size_t i = 0; i < n; i++) {
        const int *way = ways[rng_below(&m->rng, 4)];
        image_shift(x + i * m->d, m->image, way[0] * (int)by, way[1] * (int)by);
    }
    return n;
}

static size_t top_half(struct maker *m, double unused, float *x)
{
    const size_t n = normals(m, x), kept = m->d / (size_t)m->image.h * (size_t)(m->image.h / 2);
    for (size_t i = 0; i < n; i++)
        memset(x + i * m->d + kept, 0, (m->d - kept) * sizeof *x);
    return n;
}

static size_t dotted(struct maker *m, double side, float *x)
{
    const size_t n = normals(m, x);
    for (size_t i = 0; i < n; i++)
        image_dot(x + i * m->d, m->image, (int)side, &m->rng);
    return n;
}

static size_t blended(struct maker *m, double unused, float *x)
{
    float *others = mem_alloc(STRESS_DRAWN * m->d, sizeof *others);
    const size_t n = normals(m, x);
    normals(m, others);
    for (size_t k = 0; k < n * m->d; k++)
        x[k] = (x[k] + others[k]) / 2;
    free(others);
    return n;
}

static size_t along_directions(struct maker *m, double t, float *x)
{
    directions_draw(&m->directions, t, STRESS_DRAWN, &m->rng, x);
    return STRESS_DRAWN;
}

static size_t along_axes(struct maker *m, double t, float *x)
{
    return directions_ends(&m->directions, t, x);
}

static size_t others(struct maker *m, double unused, float *x)
{
    return images_drawn(m->from->other, STRESS_DRAWN, &m->rng, x);
}

/* A set's maker fills at most STRESS_DRAWN images and says how many; `number` is its own. Where there is none, the
 * set is made with the model, by make_own(). */
static const struct row {
    const char *name, *help;
    size_t (*make)(struct maker *m, double number, float *x);
    double number;
} rows[] = {
    { "other", "anomalies of the test split, to compare with", others, 0 },
    { "black", "one image", one_colour, 0 },
    { "white", "one image", one_colour, 1 },
    { "grey", "15 of one colour each, k / 16", greys, 0 },
    { "mean", "the mean of the images that were trained on", mean_image, 0 },
    { "noise", "pixels uniform in [0, 1]", uniform_noise, 0 },
    { "noise-0.1", "|N(0, 0.1^2)| on black", faint_noise, 0.1 },
    { "rademacher", "pixels black or white", black_or_white, 0 },
    { "dim-0.25", "normal images, pixels times 0.25", dimmed, 0.25 },
    { "dim-0.5", "times 0.5", dimmed, 0.5 },
    { "dim-0.75", "times 0.75", dimmed, 0.75 },
    { "inverted", "normal images, 1 - x", inverted, 0 },
    { "pixels", "normal images, their pixels shuffled", shuffled, 1 },
    { "blocks", "normal images, their blocks of 2x2 shuffled", shuffled, 2 },
    { "shifted", "normal images, moved 4 pixels up, down or aside, the border repeated", shifted, 4 },
    { "top-half", "normal images, the lower half black", top_half, 0 },
    { "dot", "normal images with a white square of 3x3 where they are dark", dotted, 3 },
    { "blend", "means of two normal images", blended, 0 },
    { "pca-1", "the mean and 16 principal components, each by N(0, 1) deviations", along_directions, 1 },
    { "pca-2", "by N(0, 2^2)", along_directions, 2 },
    { "pca-3", "by N(0, 3^2)", along_directions, 3 },
    { "pca-5", "by N(0, 5^2)", along_directions, 5 },
    { "pca-10", "by N(0, 10^2)", along_directions, 10 },
    { "pca-axis", "the mean and one component, 5 deviations to either side", along_axes, 5 },
    { "latent-1", "the decoder of codes around the mean one, each number by N(0, 1) deviations", NULL, 1 },
    { "latent-2", "by N(0, 2^2)", NULL, 2 },
    { "latent-3", "by N(0, 3^2)", NULL, 3 },
    { "latent-5", "by N(0, 5^2)", NULL, 5 },
    { "latent-10", "by N(0, 10^2)", NULL, 10 },
    { "fixed", "noise, replaced 100 times by its reconstruction", NULL, 0 },
};

enum { ROWS = sizeof rows / sizeof *rows };

void stress_round(float *x, size_t n)
{
    for (size_t k = 0; k < n; k++)
        x[k] = (float)lrintf(fminf(fmaxf(x[k], 0), 1) * 255) / 255;
}

/* Reconstructions of reconstructions. */
static int settle(struct maker *m, float *x, struct error *e)
{
    const struct stress_source *from = m->from;
    float *y = mem_alloc(STRESS_DRAWN * m->d, sizeof *y);
    int bad = 0;
    uniform_noise(m, 0, x);
    for (int i = 0; i < FIXED_STEPS && !bad; i++) {
        bad = from->detector->reconstruct(from->detector, from->model, m->image, x, STRESS_DRAWN, y, e);
        memcpy(x, y, STRESS_DRAWN * m->d * sizeof *x);
    }
    free(y);
    return bad;
}

/* A set that is made with the model: 1 made, 0 the detector cannot, -1 error. */
static int make_own(struct maker *m, const struct row *row, uint64_t seed, float *x, struct error *e)
{
    const struct stress_source *from = m->from;
    const struct detector *d = from->detector;
    if (strcmp(row->name, "fixed") == 0)
        return !d->reconstruct ? 0 : settle(m, x, e) ? -1 : 1;
    if (!d->decode_around)
        return 0;
    return d->decode_around(d, from->model, from->train, row->number, seed, STRESS_DRAWN, x, e) ? -1 : 1;
}

static int add_set(struct stress_sets *s, struct maker *m, const struct row *row, struct error *e)
{
    const uint64_t seed = rng_seed_for(m->from->seed, "set", row->name);
    float *x = mem_alloc(STRESS_DRAWN * m->d, sizeof *x);
    rng_seed(&m->rng, seed);
    int made = row->make ? 1 : make_own(m, row, seed, x, e);
    const size_t n = !row->make ? STRESS_DRAWN : row->make(m, row->number, x);
    if (made > 0 && n > 0) {
        stress_round(x, n * m->d);
        s->of[s->n++] = (struct stress_set) { row->name, n, x };
        return 0;
    }
    free(x);
    return made < 0 ? -1 : 0;
}

int stress_sets_named(const char *names, const char *name)
{
    char **words = split(names, " ", 0, NULL);
    int is = 0;
    for (char **word = words; *word; word++)
        is |= strcmp(*word, name) == 0 || strcmp(*word, "all") == 0;
    split_free(words);
    return is;
}

int stress_sets_check(const char *names, struct error *e)
{
    const char *known[ROWS + 2] = { "all" };
    char **words = split(names, " ", 0, NULL);
    int bad = 0;
    for (size_t i = 0; i < ROWS; i++)
        known[i + 1] = rows[i].name;
    if (!words[0])
        bad = error_set(e, "expected names of sets, or all");
    for (char **word = words; *word && !bad; word++) {
        size_t i = 0;
        while (known[i] && strcmp(known[i], *word) != 0)
            i++;
        if (!known[i]) {
            struct text what = TEXT_INIT;
            text_format(&what, "set '%s'", *word);
            unknown_name(text_of(&what), *word, known, e);
            text_release(&what);
            bad = -1;
        }
    }
    split_free(words);
    return bad;
}

void stress_sets_describe(const char *start, struct text *out)
{
    for (size_t i = 0; i < ROWS; i++)
        text_format(out, "%s%-11s %s\n", start, rows[i].name, rows[i].help);
}

int stress_sets_make(struct stress_sets *s, const struct stress_source *from, const char *names, struct error *e)
{
    struct maker m = { .from = from, .image = images_shape(from->train), .d = images_size(from->train) };
    *s = (struct stress_sets) { mem_zero(ROWS, sizeof *s->of), 0 };
    int bad = directions_find(&m.directions, from->train, e);
    for (size_t i = 0; i < ROWS && !bad; i++)
        if (stress_sets_named(names, rows[i].name))
            bad = add_set(s, &m, &rows[i], e);
    directions_release(&m.directions);
    return bad;
}

void stress_sets_release(struct stress_sets *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->of[i].x);
    free(s->of);
    *s = (struct stress_sets) { 0 };
}

const struct stress_set *stress_sets_find(const struct stress_sets *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->of[i].name, name) == 0)
            return &s->of[i];
    return NULL;
}
