/* The sets: which there are, that they are images, and what some of them look like. */
#include "support/stress.h"

static void names_of_sets(void **state)
{
    struct error e;
    struct text all = TEXT_INIT;
    (void)state;
    assert_int_equal(stress_sets_check("all", NULL), 0);
    assert_int_equal(stress_sets_check("black pca-5 latent-3", NULL), 0);
    assert_int_equal(stress_sets_check("blak", &e), -1);
    assert_says(e.text, "'black'");
    assert_int_equal(stress_sets_check("", &e), -1);
    assert_true(stress_sets_named("black dot", "dot") && !stress_sets_named("black dot", "white"));
    stress_sets_describe("> ", &all);
    assert_says(text_of(&all), "> top-half    normal images, the lower half black\n");
    text_release(&all);
}

static void assert_images(const struct stress_set *set, size_t d)
{
    for (size_t k = 0; k < set->n * d; k++)
        assert_true(set->x[k] >= 0 && set->x[k] <= 1 && fabs(remainder((double)set->x[k] * 255, 1)) < 1e-4);
}

static double at(const struct stress_sets *s, const char *name, size_t k)
{
    return (double)stress_sets_find(s, name)->x[k];
}

/* Without a decoder there are no sets of its images; with one there are, and all are the same once more. */
static void sets_of_detectors(void **state)
{
    static const char *const networks[][2] = {
        { "raw-l2", "model.latent=2" },
        { "pca", "model.latent=3" },
        { "linear-ae", "model.latent=3 linear-ae.epochs=2" },
    };
    static const size_t counts[] = { 24, 25, 30 };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct stress_case c;
        struct stress_sets s, again;
        stress_case_init(&c, networks[i][0], networks[i][1]);
        assert_int_equal(stress_sets_make(&s, &c.from, "all", NULL), 0);
        assert_int_equal(stress_sets_make(&again, &c.from, "all", NULL), 0);
        assert_int_equal(s.n, counts[i]);
        for (size_t k = 0; k < s.n; k++) {
            assert_images(&s.of[k], 144);
            assert_int_equal(s.of[k].n, again.of[k].n);
            assert_memory_equal(s.of[k].x, again.of[k].x, s.of[k].n * 144 * sizeof *s.of[k].x);
        }
        assert_true((stress_sets_find(&s, "fixed") != NULL) == (i > 0));
        assert_true((stress_sets_find(&s, "latent-5") != NULL) == (i > 1));
        assert_int_equal(stress_sets_find(&s, "black")->n, 1);
        assert_true(at(&s, "black", 5) == 0 && at(&s, "white", 5) == 1);
        assert_int_equal(stress_sets_find(&s, "grey")->n, 15);
        assert_int_equal(stress_sets_find(&s, "dot")->n, 80);
        assert_int_equal(stress_sets_find(&s, "noise")->n, STRESS_DRAWN);
        assert_int_equal(stress_sets_find(&s, "other")->n, 60);
        assert_int_equal(stress_sets_find(&s, "pca-axis")->n, 32);
        assert_true(at(&s, "top-half", 12 * 12 - 1) == 0 && at(&s, "top-half", 0) > 0);
        stress_sets_release(&s);
        stress_sets_release(&again);
        stress_case_release(&c);
    }
}

/* A set does not depend on which others are made, and no anomalies make no set of them. */
static void sets_stand_alone(void **state)
{
    struct stress_case c;
    struct stress_sets all, one;
    (void)state;
    stress_case_init(&c, "raw-l2", "model.latent=2");
    assert_int_equal(stress_sets_make(&all, &c.from, "all", NULL), 0);
    c.other.n = 0;
    assert_int_equal(stress_sets_make(&one, &c.from, "pca-3 other blocks", NULL), 0);
    assert_int_equal(one.n, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct stress_set *set = stress_sets_find(&all, one.of[i].name);
        assert_memory_equal(set->x, one.of[i].x, set->n * 144 * sizeof *set->x);
    }
    stress_sets_release(&all);
    stress_sets_release(&one);
    stress_case_release(&c);
}

/* ---- what images of a set are made of ---- */

enum { SIDE = 12, ALL = SIDE * SIDE };

/* Are they one image, but for the rounding to bytes? */
static int is_same(const float *x, const float *y)
{
    for (int k = 0; k < ALL; k++)
        if (fabsf(x[k] - y[k]) > 0.51f / 255)
            return 0;
    return 1;
}

static void dim_of(const float *from, int unused, float *to)
{
    for (int k = 0; k < ALL; k++)
        to[k] = from[k] * 0.25f;
}

static void negative_of(const float *from, int unused, float *to)
{
    for (int k = 0; k < ALL; k++)
        to[k] = 1 - from[k];
}

/* Moved 4 to one of four sides. */
static void moved_of(const float *from, int way, float *to)
{
    const int right = way == 0 ? 4 : way == 1 ? -4 : 0, down = way == 2 ? 4 : way == 3 ? -4 : 0;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            const int r = i - down < 0 ? 0 : i - down > SIDE - 1 ? SIDE - 1 : i - down;
            const int c = j - right < 0 ? 0 : j - right > SIDE - 1 ? SIDE - 1 : j - right;
            to[i * SIDE + j] = from[r * SIDE + c];
        }
}

static void upper_of(const float *from, int unused, float *to)
{
    for (int k = 0; k < ALL; k++)
        to[k] = k < ALL / 2 ? from[k] : 0;
}

/* The square with its corner at one of 100 places. */
static void dotted_of(const float *from, int place, float *to)
{
    const int top = place / (SIDE - 2), left = place % (SIDE - 2);
    memcpy(to, from, ALL * sizeof *to);
    for (int k = 0; k < 9; k++)
        to[(top + k / 3) * SIDE + left + k % 3] = 1;
}

/* Each is a normal image, changed in one of `ways` ways, and no two are of one. */
static void assert_made_of(const struct stress_sets *s, const struct images *normal, const char *name, int ways,
                           void (*change)(const float *from, int way, float *to))
{
    const struct stress_set *set = stress_sets_find(s, name);
    int taken[200] = { 0 };
    assert_int_equal(set->n, normal->n);
    for (size_t i = 0; i < set->n; i++) {
        int found = 0;
        for (size_t k = 0; k < normal->n && !found; k++)
            for (int way = 0; way < ways && !found; way++) {
                float x[ALL], y[ALL];
                batch_floats(normal, NULL, k, 1, x);
                change(x, way, y);
                found = !taken[k] && is_same(set->x + i * ALL, y);
                taken[k] |= found;
            }
        if (!found)
            fail_msg("%s: image %zu is of no normal one", name, i);
    }
}

/* Some pair of normal images has it for its mean. */
static int is_blend(const float *x, const float *normals, size_t n)
{
    float mean[ALL];
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k <= i; k++) {
            for (int p = 0; p < ALL; p++)
                mean[p] = (normals[i * ALL + (size_t)p] + normals[k * ALL + (size_t)p]) / 2;
            if (is_same(x, mean))
                return 1;
        }
    return 0;
}

static int rising(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The pixels of a normal image, elsewhere. */
static int is_shuffle(const float *x, const float *normals, size_t n)
{
    float sorted[ALL], other[ALL];
    memcpy(sorted, x, sizeof sorted);
    qsort(sorted, ALL, sizeof *sorted, rising);
    for (size_t i = 0; i < n; i++) {
        memcpy(other, normals + i * ALL, sizeof other);
        qsort(other, ALL, sizeof *other, rising);
        if (is_same(sorted, other))
            return !is_same(x, normals + i * ALL);
    }
    return 0;
}

static double mean_square(const struct stress_set *set)
{
    double sum = 0;
    for (size_t k = 0; k < set->n * ALL; k++)
        sum += (double)set->x[k] * (double)set->x[k];
    return sum / (double)(set->n * ALL);
}

static void images_are_what_sets_are_called(void **state)
{
    struct stress_case c;
    struct stress_sets s;
    (void)state;
    stress_case_init(&c, "raw-l2", "model.latent=2");
    assert_int_equal(stress_sets_make(&s, &c.from, "all", NULL), 0);
    assert_made_of(&s, &c.normal, "dim-0.25", 1, dim_of);
    assert_made_of(&s, &c.normal, "inverted", 1, negative_of);
    assert_made_of(&s, &c.normal, "shifted", 4, moved_of);
    assert_made_of(&s, &c.normal, "top-half", 1, upper_of);
    assert_made_of(&s, &c.normal, "dot", 100, dotted_of);
    float *normals = mem_alloc(c.normal.n * ALL, sizeof *normals);
    const struct stress_set *blend = stress_sets_find(&s, "blend"), *pixels = stress_sets_find(&s, "pixels");
    batch_floats(&c.normal, NULL, 0, c.normal.n, normals);
    for (size_t i = 0; i < blend->n; i++)
        assert_true(is_blend(blend->x + i * ALL, normals, c.normal.n) &&
                    is_shuffle(pixels->x + i * ALL, normals, c.normal.n));
    free(normals);
    assert_near(mean_square(stress_sets_find(&s, "noise")), 1.0 / 3, 0.01);
    assert_near(mean_square(stress_sets_find(&s, "noise-0.1")), 0.01, 0.0005);
    assert_near(mean_square(stress_sets_find(&s, "rademacher")), 0.5, 0.02);
    assert_near(at(&s, "grey", 3 * ALL), round(255 * 4.0 / 16) / 255, 1e-6);
    stress_sets_release(&s);
    stress_case_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_of_sets),
    cmocka_unit_test(sets_of_detectors),
    cmocka_unit_test(sets_stand_alone),
    cmocka_unit_test(images_are_what_sets_are_called),
};

TEST_MAIN(tests, NULL, NULL)
