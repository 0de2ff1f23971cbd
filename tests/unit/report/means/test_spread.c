/* Intervals of a mean, by what varies. */
#include "report/means/spread.h"

#include <math.h>

#include "support/main.h"

static void expect_span(struct span found, double lo, double hi)
{
    assert_near(found.lo, lo, 1e-12);
    assert_near(found.hi, hi, 1e-12);
}

static void expect_none(struct span found)
{
    assert_true(isnan(found.lo) && isnan(found.hi));
}

/* Two tasks, two seeds: the tasks' half widths over images are 0.03 and 0.04 (one seed's differ), so that of their mean
 * is 0.05 / 2. */
static void by_each_cause(void **state)
{
    (void)state;
    double auc[] = { 0.6, 0.7, 0.8, 0.7 }, half[] = { 0.02, 0.04, 0.04, 0.04 };
    const struct auc_table t = { 2, 2, auc, half };
    const struct summary seeds = { 3, 0.71, 0.01, 0.0125 };
    struct spread s;
    spread_compute(&s, &t, 0.7, &seeds, &(struct seed_variance) { 0.0002, 20 });
    expect_span(s.images, 0.7 - 0.025, 0.7 + 0.025);
    expect_span(s.seeds, 0.71 - 0.0125, 0.71 + 0.0125);
    /* means of tasks 0.65 and 0.75; Student's t of one degree of freedom */
    const double tasks = 12.706204736174694 * 0.05;
    expect_span(s.tasks, fmax(0, 0.7 - tasks), fmin(1, 0.7 + tasks));
    expect_span(s.both, 0.7 - hypot(0.025, 0.0125), 0.7 + hypot(0.025, 0.0125));
    /* two tasks halve the variance, and the mean of two seeds has half of one's beside it; Student's t of 20 */
    assert_near(s.again, hypot(0.025, 2.0859634472658364 * sqrt(0.0002 / 2 * 1.5)), 1e-12);
}

/* Tasks 0.6, 0.8 (variance 0.02) and 0.5, 0.5, 0.8 (0.03, twice); one that has a single seed tells nothing, nor does
 * one that is missing. */
static void over_all_tasks(void **state)
{
    (void)state;
    double auc[] = { 0.6, NAN, 0.8, 0.5, 0.5, 0.8, NAN, 0.9, NAN, NAN, NAN, NAN };
    struct seed_variance v;
    seed_variance_compute(&v, &(struct auc_table) { 4, 3, auc, NULL });
    assert_int_equal(v.freedom, 3);
    assert_near(v.value, (0.02 + 2 * 0.03) / 3, 1e-15);
    seed_variance_compute(&v, &(struct auc_table) { 2, 3, auc + 6, NULL });
    assert_int_equal(v.freedom, 0);
}

/* A detector without a seed has no interval over seeds, and both causes are the images alone. One seed tells nothing of
 * seeds. */
static void without_chance(void **state)
{
    (void)state;
    double auc[] = { 0.6, 0.6 }, half[] = { 0.02, 0.02 };
    const struct auc_table t = { 1, 2, auc, half };
    struct spread s;
    spread_compute(&s, &t, 0.6, &(struct summary) { 2, 0.6, 0, 0 }, &(struct seed_variance) { 0, 1 });
    expect_span(s.images, 0.58, 0.62);
    expect_none(s.seeds);
    expect_none(s.tasks);
    expect_span(s.both, 0.58, 0.62);
    assert_near(s.again, 0.02, 1e-12);
    spread_compute(&s, &t, 0.6, &(struct summary) { 1, 0.6, NAN, NAN }, &(struct seed_variance) { 0, 0 });
    expect_span(s.images, 0.58, 0.62);
    expect_none(s.both);
    assert_near(s.again, 0.02, 1e-12);
}

/* A task that is missing does not count; one whose images do not tell leaves the interval open. */
static void what_is_not_there(void **state)
{
    (void)state;
    double auc[] = { 0.6, NAN, 0.8 }, half[] = { 0.03, NAN, 0.04 };
    const struct auc_table t = { 3, 1, auc, half };
    const struct summary none = { 0, NAN, NAN, NAN };
    struct spread s;
    spread_compute(&s, &t, 0.7, &none, &(struct seed_variance) { 0, 0 });
    expect_span(s.images, 0.7 - 0.025, 0.7 + 0.025);
    half[2] = NAN;
    spread_compute(&s, &t, 0.7, &none, &(struct seed_variance) { 0, 0 });
    expect_none(s.images);
    assert_near(s.again, 0, 0);
    spread_compute(&s, &(struct auc_table) { 0, 0, NULL, NULL }, NAN, &none, &(struct seed_variance) { 0, 0 });
    expect_none(s.images);
    expect_none(s.tasks);
}

static void by_the_images_of_one_run(void **state)
{
    (void)state;
    assert_near(spread_by_images(0.9, 0.85, 0.95, 0, 0), 0.05, 1e-12);
    assert_near(spread_by_images(0.99, 0.96, 1, 9, 9), 0.03, 1e-12); /* the side that is not cut off */
    /* an older table's, without width: as auc_compute() has it; of three pairs p = 0.025^(1 / 3) */
    assert_near(spread_by_images(1, 1, 1, 3, 5), 1 - 0.29240177382128662, 1e-12);
    assert_near(spread_by_images(0.5, 0.5, 0.5, 3, 5), 0.5 * (1 - 0.29240177382128662), 1e-12);
    assert_true(isnan(spread_by_images(1, 1, 1, 0, 0)));
    /* hard labels: 1.96 sqrt(0.9 0.1 / 100) */
    assert_near(spread_by_images(0.9, NAN, NAN, 100, 400), 1.96 * 0.03, 1e-12);
    assert_true(isnan(spread_by_images(0.9, NAN, NAN, 0, 0)));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(by_each_cause),     cmocka_unit_test(over_all_tasks),           cmocka_unit_test(without_chance),
    cmocka_unit_test(what_is_not_there), cmocka_unit_test(by_the_images_of_one_run),
};

TEST_MAIN(tests, NULL, NULL)
