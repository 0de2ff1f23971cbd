/* The memory of runs, by estimate, against what there is. */
#include "support/plans.h"

#include <sys/resource.h>

#include "cmd/experiment/space.h"
#include "support/said.h"

static const char SPEC[] = "[data]\ndataset = high\npositive = 0\n[detectors]\nrun = raw-l2, pca\n";

/* 512x8 pixels: a matrix of 4096 x 4096 doubles is 128 MiB. */
static void make(struct plan *p)
{
    static const char *const classes[] = { "a", "b" };
    assert_int_equal(write_set("high", classes, 2, 512, 70, 2, -1), 0);
    expect_plan(p, SPEC);
    assert_int_equal(p->n, 2);
}

static void estimates(void **state)
{
    (void)state;
    struct plan p;
    struct text t = TEXT_INIT;
    make(&p);
    const double mib = 1048576, plain = run_memory(&p.runs[0]), pca = run_memory(&p.runs[1]);
    assert_string_equal(p.runs[1].detector->name, "pca");
    assert_true(plain > 1 * mib && plain < 64 * mib);
    assert_true(pca - plain > 128 * mib && pca - plain < 200 * mib);
    space_print_largest(&p, &t);
    assert_says(text_of(&t), "GiB (pca, ");
    text_release(&t);
    plan_release(&p);
}

static int check(const struct options *o, const struct plan *p, const struct left *left, const char *expected)
{
    int before = said_redirect(stderr, "said.err"), code = space_check(o, p, left);
    char *said = said_restore(stderr, before, "said.err");
    if (*expected)
        assert_says(said, expected);
    else
        assert_string_equal(said, "");
    free(said);
    return code;
}

static void what_is_too_large(void **state)
{
    (void)state;
    struct plan p;
    make(&p);
    const struct options plenty = { .memory_gib = 1 }, little = { .memory_gib = 0.1 };
    assert_int_equal(check(&plenty, &p, NULL, ""), EXIT_OK);
    assert_int_equal(check(&little, &p, NULL, "detector 'pca': run "), EXIT_USAGE);
    unsigned char todo[2] = { 1, 0 };
    const struct left left = { .runs = todo, .n_runs = 1 };
    assert_int_equal(check(&little, &p, &left, ""), EXIT_OK); /* pca's is done */
    plan_release(&p);
}

/* What the process may have is a limit, too. AddressSanitizer itself cannot live with so little. */
static void what_the_process_may_not_have(void **state)
{
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip();
#endif
    struct plan p;
    make(&p);
    const struct options none = { .memory_gib = 0 };
    struct rlimit before, tight;
    assert_int_equal(getrlimit(RLIMIT_DATA, &before), 0);
    tight = before;
    tight.rlim_cur = (rlim_t)100 << 20;
    assert_int_equal(check(&none, &p, NULL, ""), EXIT_OK);
    assert_int_equal(setrlimit(RLIMIT_DATA, &tight), 0);
    assert_int_equal(check(&none, &p, NULL, "of memory, there is 0.0977: "), EXIT_USAGE);
    setenv("LAUNCH", "srun", 1); /* runs may be on other machines */
    assert_int_equal(check(&none, &p, NULL, ""), EXIT_OK);
    unsetenv("LAUNCH");
    assert_int_equal(setrlimit(RLIMIT_DATA, &before), 0);
    plan_release(&p);
}

static char *warned(const char *results, size_t n_runs)
{
    const struct left left = { .n_runs = n_runs };
    const int before = said_redirect(stderr, "said.err");
    space_warn_of_files(results, &left);
    return said_restore(stderr, before, "said.err");
}

static void files_that_runs_make(void **state)
{
    (void)state;
    assert_int_equal(space_files(2, 0), 2 * space_files(1, 0));
    assert_int_equal(space_files(1, 3), space_files(1, 0) + 3 * space_files(0, 1));
    static const char *const folders[] = { "results", "a/b", "/nowhere/at/all" };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *none = warned(folders[i], 0), *some = warned(folders[i], 1);
        assert_string_equal(none, "");
        assert_string_equal(some, "");
        free(none);
        free(some);
    }
    /* a system that does not count files says nothing */
    char *many = warned("results", (size_t)1 << 58);
    if (*many)
        assert_says(many, "'results': its file system has room for ");
    free(many);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(estimates),
    cmocka_unit_test(what_is_too_large),
    cmocka_unit_test(what_the_process_may_not_have),
    cmocka_unit_test(files_that_runs_make),
};

TEST_MAIN(tests, enter, leave)
