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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_of_sets),
    cmocka_unit_test(sets_of_detectors),
    cmocka_unit_test(sets_stand_alone),
};

TEST_MAIN(tests, NULL, NULL)
