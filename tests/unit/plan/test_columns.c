/* How runs are named in tables: cells, methods and tasks. */
#include "support/plans.h"

#include "plan/columns.h"

/* The plan's only run of a spec with these [data], settings and detector. */
static void expect_run(struct plan *p, const char *rest)
{
    struct text t = TEXT_INIT;
    text_format(&t, "[data]\ndataset = tiny\n%s", rest);
    expect_plan(p, text_of(&t));
    assert_int_equal(p->n, 1);
    text_release(&t);
}

static void assert_cell(const struct plan *p, const char *column, const char *expected)
{
    struct text t = TEXT_INIT;
    const char *found = run_cell(&p->runs[0], column, &t);
    if (strcmp(found, expected) != 0)
        fail_msg("%s: expected '%s', found '%s'", column, expected, found);
    text_release(&t);
}

static void test_cells(void **state)
{
    (void)state;
    struct plan p;
    expect_run(&p, "positive = 1 0\nnegative = other-half\n[experiment]\nseeds = 7\n[model]\nlatent = 5\n"
                   "[shape]\ngamma = 2.50\nbeta = 0.5\nlinsep = on\n[detectors]\nrun = lis-ae\n");
    assert_cell(&p, "dataset", "tiny");
    assert_cell(&p, "edition", "v1");
    assert_cell(&p, "detector", "lis-ae");
    assert_cell(&p, "positive", "0 1");
    assert_cell(&p, "negative", "other-half");
    assert_cell(&p, "seed", "7");
    assert_cell(&p, "latent", "5");
    assert_cell(&p, "gamma", "2.5");
    assert_cell(&p, "beta", "0.5");
    assert_cell(&p, "linsep", "on");
    assert_cell(&p, "variant", "");
    assert_cell(&p, "run_id", p.runs[0].id);
    assert_cell(&p, "no such column", "");
    plan_release(&p);
    /* what a detector does not depend on has no cell */
    expect_run(
        &p, "positive = 0\nnegative = other-half\n[model]\nlatent = 5\n[shape]\ngamma = 2\n[detectors]\nrun = kde\n");
    assert_cell(&p, "negative", "");
    assert_cell(&p, "latent", "");
    assert_cell(&p, "gamma", "");
    assert_cell(&p, "linsep", "");
    plan_release(&p);
}

/* The size of the code, wherever the detector has it from. */
static void test_sizes_of_codes(void **state)
{
    (void)state;
    static const struct {
        const char *rest, *expected;
    } cases[] = {
        { "[model]\nlatent = 5\n[detectors]\nrun = ae\n", "5" },
        { "[pca]\ncomponents = 3\n[detectors]\nrun = pca\n", "3" },
        { "[model]\nlatent = 5\n[detectors]\nrun = pca\n", "5" },
        { "[vae]\nlatent = 4\n[detectors]\nrun = vae\n", "4" },
        { "[model]\nlatent = 5\n[vae]\nlatent = 0\n[detectors]\nrun = vae\n", "5" },
        { "[model]\nlatent = 5\n[latent]\nencoder = ae\n[detectors]\nrun = latent-knn\n", "5" },
        { "[model]\nlatent = 5\n[vae]\nlatent = 4\n[latent]\nencoder = vae\n[detectors]\nrun = latent-knn\n", "4" },
        { "[model]\nlatent = 5\n[dsvdd]\nnetwork = suite\n[detectors]\nrun = dsvdd\n", "5" },
        { "[detectors]\nrun = raw-l2\n", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct text t = TEXT_INIT;
        text_format(&t, "positive = 0\n%s", cases[i].rest);
        expect_run(&p, text_of(&t));
        assert_cell(&p, "latent", cases[i].expected);
        text_release(&t);
        plan_release(&p);
    }
}

static void test_methods(void **state)
{
    (void)state;
    static const struct {
        const char *rest, *expected;
    } cases[] = {
        { "negative = other-half\n[detectors]\nrun = lis-ae\n", "lis-ae" },
        { "negative = outliers\n[detectors]\nrun = lis-ae\n", "sup-lis-ae" },
        { "negative = other-half\n[shape]\nlinsep = on\n[detectors]\nrun = lis-ae\n", "linsep-lis-ae" },
        { "negative = outliers\n[shape]\nlinsep = on\n[detectors]\nrun = lis-ae\n", "sup-linsep-lis-ae" },
        { "negative = outliers\n[shape]\nlinsep = on\n[detectors]\nrun = kde\n", "kde" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct text t = TEXT_INIT;
        text_format(&t, "positive = 0\n%s", cases[i].rest);
        expect_run(&p, text_of(&t));
        assert_string_equal(run_method(&p.runs[0], &t), cases[i].expected);
        text_release(&t);
        plan_release(&p);
    }
}

static void test_tasks(void **state)
{
    (void)state;
    static const char *const cases[][2] = { { "5", "one-class" }, { "0 1", "two-class" }, { "0 1 2", "3-class" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct text t = TEXT_INIT;
        text_format(&t, "positive = %s\n[detectors]\nrun = kde\n", cases[i][0]);
        expect_run(&p, text_of(&t));
        assert_string_equal(run_task(&p.runs[0], &t), cases[i][1]);
        text_release(&t);
        plan_release(&p);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_cells),
    cmocka_unit_test(test_sizes_of_codes),
    cmocka_unit_test(test_methods),
    cmocka_unit_test(test_tasks),
};

TEST_MAIN(tests, enter, leave)
