/* The runs of one line of a table, and their mean over tasks and seeds. */
#include "support/plans.h"

#include <math.h>

#include "support/report.h"

/* "kde 0 1, kde 0 2 | pca 0 1": detector, positive classes and seed of the groups' runs. */
static void expect_groups(const struct groups *g, const char *expected)
{
    struct text t = TEXT_INIT;
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->group[i].n; k++)
            text_format(&t, "%s%s %s %ld",
                        k   ? ", "
                        : i ? " | "
                            : "",
                        g->group[i].runs[k]->detector->name, g->group[i].runs[k]->positive, g->group[i].runs[k]->seed);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

static void what_differs_in_more_than_task_and_seed(void **state)
{
    (void)state;
    static const double none[64] = { 0 };
    const struct {
        const char *spec, *groups;
    } cases[] = {
        { "positive = 0, 1\n[experiment]\nseeds = 1..2\n[detectors]\nrun = kde, iforest\n",
          "kde 0 1, kde 0 2, kde 1 1, kde 1 2 | iforest 0 1, iforest 0 2, iforest 1 1, iforest 1 2" },
        { "positive = 0\n[pca]\ncomponents = 2, 3\n[detectors]\nrun = pca\n", "pca 0 1 | pca 0 1" },
        { "positive = 0, 0 1\n[detectors]\nrun = kde\n", "kde 0 1 | kde 0 1 1" },
        { "positive = 0\nnegative = next-class, outliers\n[detectors]\nrun = lis-ae\n", "lis-ae 0 1 | lis-ae 0 1" },
        { "positive = 0\n[iforest]\ntrees = 10, 20\n[detectors]\nrun = iforest\n", "iforest 0 1 | iforest 0 1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct groups g;
        struct text spec = TEXT_INIT;
        text_format(&spec, "[data]\ndataset = tiny\n%s", cases[i].spec);
        expect_plan(&p, text_of(&spec));
        put_auc(&p, none, "");
        read_groups(&g, &p);
        expect_groups(&g, cases[i].groups);
        groups_release(&g);
        plan_release(&p);
        text_release(&spec);
    }
}

/* Tasks need not stand together. */
static void where_tasks_begin(void **state)
{
    (void)state;
    static char zero[] = "0", one[] = "1", both[] = "0 1";
    static const struct run of[] = { { .positive = zero }, { .positive = one }, { .positive = both } };
    const struct run *runs[] = { &of[0], &of[0], &of[1], &of[0], &of[2], &of[1] };
    const struct group g = { runs, sizeof runs / sizeof *runs };
    static const int begins[] = { 1, 0, 1, 0, 1, 0 };
    for (size_t i = 0; i < g.n; i++)
        assert_int_equal(group_begins_task(&g, i), begins[i]);
}

static void expect_number(double found, double expected)
{
    if (isnan(expected) ? !isnan(found) : fabs(found - expected) > 1e-6)
        fail_msg("expected %.7f, found %.7f", expected, found);
}

struct expected {
    double mean, sd, lo, hi;
    const char *interval;
    size_t n_ok, n_planned, n_tasks, n_seeds;
};

static void expect_mean(const struct groups *g, const char *positive, const char *outlier, struct expected expected)
{
    struct group_mean m;
    group_mean(g, &g->group[0], positive, outlier, &m);
    expect_number(m.mean, expected.mean);
    expect_number(m.sd, expected.sd);
    expect_number(m.lo, expected.lo);
    expect_number(m.hi, expected.hi);
    assert_string_equal(m.interval, expected.interval);
    assert_int_equal(m.n_ok, expected.n_ok);
    assert_int_equal(m.n_planned, expected.n_planned);
    assert_int_equal(m.n_tasks, expected.n_tasks);
    assert_int_equal(m.n_seeds, expected.n_seeds);
}

/* Student's 95 % of two degrees of freedom, over three seeds with a standard deviation of 0.1. */
static const double HALF = 4.302652729749464 * 0.1 / 1.7320508075688772;

static void means(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct text more = TEXT_INIT;
    expect_plan(&p, "[experiment]\nseeds = 1..3\n[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = kde\n");
    text_format(&more, "%s,2,0.25,,,ok\n", p.runs[0].id);
    put_auc(&p, (const double[]) { 0.4, 0.5, 0.6, 0.6, 0.7, 0.8 }, text_of(&more));
    read_groups(&g, &p);
    expect_mean(&g, NULL, "all", (struct expected) { 0.6, 0.1, 0.6 - HALF, 0.6 + HALF, "seeds", 6, 6, 2, 3 });
    expect_mean(&g, "1", "all", (struct expected) { 0.7, 0.1, 0.7 - HALF, 0.7 + HALF, "seeds", 3, 3, 1, 3 });
    expect_mean(&g, "0", "2", (struct expected) { 0.25, NAN, NAN, NAN, "", 1, 3, 1, 3 });
    expect_mean(&g, "5", "all", (struct expected) { NAN, NAN, NAN, NAN, "", 0, 0, 0, 0 });
    groups_release(&g);

    /* seed 2 lacks a task: the mean is over what is there, the spread over whole seeds */
    put_auc(&p, (const double[]) { 0.4, -1, 0.6, 0.6, 0.7, 0.8 }, "");
    read_groups(&g, &p);
    struct group_mean m;
    group_mean(&g, &g.group[0], NULL, "all", &m);
    expect_number(m.mean, (0.5 + 0.7) / 2);
    expect_number(m.sd, 0.2 / sqrt(2));
    expect_number(m.lo, 0); /* no AUC is less */
    expect_number(m.hi, 1);
    assert_int_equal(m.n_ok, 5);
    groups_release(&g);

    /* the interval is around the mean of the seeds that it is over: 0.49 and 0.51, not around 0.6 */
    put_auc(&p, (const double[]) { 0.49, 0.9, 0.51, 0.49, -1, 0.51 }, "");
    read_groups(&g, &p);
    group_mean(&g, &g.group[0], NULL, "all", &m);
    const double half = 12.706204736174694 * 0.01;
    expect_number(m.mean, ((0.49 + 0.9 + 0.51) / 3 + 0.5) / 2);
    expect_number(m.lo, 0.5 - half);
    expect_number(m.hi, 0.5 + half);
    assert_string_equal(m.interval, "seeds");
    groups_release(&g);
    text_release(&more);
    plan_release(&p);
}

/* Seeds that do not differ say nothing: one task has the spread of its test images, several have none. */
static void without_chance(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    const double same[] = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 };
    expect_plan(&p, "[experiment]\nseeds = 1..3\n[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = kde\n");
    put_auc(&p, same, "");
    read_groups(&g, &p);
    expect_mean(&g, NULL, "all", (struct expected) { 0.5, 0, NAN, NAN, "", 6, 6, 2, 3 });
    expect_mean(&g, "1", "all", (struct expected) { 0.5, 0, 0.375, 0.5625, "images", 3, 3, 1, 3 });
    groups_release(&g);
    /* one seed of three is no sign that they do not differ */
    put_auc(&p, (const double[]) { 0.5, -1, -1, 0.5, -1, -1 }, "");
    read_groups(&g, &p);
    expect_mean(&g, "1", "all", (struct expected) { 0.5, NAN, NAN, NAN, "", 1, 3, 1, 3 });
    groups_release(&g);
    /* a difference that no table shows */
    put_auc(&p, (const double[]) { 0.5, 0.500001, 0.5, 0.5, 0.5, 0.5 }, "");
    read_groups(&g, &p);
    struct group_mean m;
    group_mean(&g, &g.group[0], NULL, "all", &m);
    assert_true(m.sd > 0 && isnan(m.lo) && isnan(m.hi));
    groups_release(&g);
    plan_release(&p);
}

/* DeLong's interval of two anomalies that are both above all others has no width, and so says nothing. */
static void an_interval_without_width(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct text auc = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    text_format(&auc, "run_id,outlier,auc,auc_lo,auc_hi\n%s,all,1,1.000000,1.000000\n", p.runs[0].id);
    put_auc(&p, (const double[]) { 1 }, "");
    put_file("results/t", "auc.csv", text_of(&auc));
    read_groups(&g, &p);
    expect_mean(&g, NULL, "all", (struct expected) { 1, NAN, NAN, NAN, "", 1, 1, 1, 1 });
    groups_release(&g);
    plan_release(&p);
    text_release(&auc);
}

/* One run alone has the spread of its test images. */
static void a_single_run(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    put_auc(&p, (const double[]) { 0.5 }, "");
    read_groups(&g, &p);
    expect_mean(&g, NULL, "all", (struct expected) { 0.5, NAN, 0.375, 0.5625, "images", 1, 1, 1, 1 });

    struct csv_out out;
    struct row row;
    struct group_mean m;
    struct error e;
    group_mean(&g, &g.group[0], NULL, "all", &m);
    assert_int_equal(csv_out_begin(&out, "m.csv", "mine,sd,lo,hi,n_tasks,n_seeds,n_ok,n_planned", &e), 0);
    row_init(&row, &out);
    group_mean_put(&m, "mine", &row);
    row_put(&row);
    row_release(&row);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    assert_file_is("m.csv", "mine,sd,lo,hi,n_tasks,n_seeds,n_ok,n_planned\n0.500000,,0.375000,0.562500,1,1,1,1\n");
    groups_release(&g);
    plan_release(&p);
}

/* One of the cells that a mean puts. */
static void expect_put(const struct group_mean *m, const char *column, const char *expected)
{
    struct csv_out out;
    struct row row;
    struct error e;
    struct text t = TEXT_INIT;
    assert_int_equal(csv_out_begin(&out, "put.csv", column, &e), 0);
    row_init(&row, &out);
    group_mean_put(m, "mean", &row);
    row_put(&row);
    row_release(&row);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    text_format(&t, "%s\n%s\n", column, expected);
    assert_file_is("put.csv", text_of(&t));
    text_release(&t);
}

/* Two tasks of two seeds, of 4 normal images and 12 anomalies each, whose intervals reach from 0 to beyond the AUC;
 * scores drawn at random have a variance of 17 / (12 48) a task. */
static void what_varies(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct group_mean m;
    struct text auc = TEXT_INIT;
    static const double found[] = { 0.25, 0.35, 0.15, 0.05 };
    expect_plan(&p, "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = ae\n");
    put_auc(&p, found, "");
    text_append(&auc, "run_id,outlier,auc,auc_lo,auc_hi,n_positive,n_outlier,status\n");
    for (int i = 0; i < 4; i++)
        text_format(&auc, "%s,all,%.2f,%.2f,%.2f,4,12,ok\n", p.runs[i].id, found[i], 0.0,
                    found[i] + 0.1 + 0.4 * (i % 2));
    put_file("results/t", "auc.csv", text_of(&auc));
    read_groups(&g, &p);
    group_mean(&g, &g.group[0], NULL, "all", &m);
    const double images = 0.5 * hypot((0.25 + 0.5) / 2, (0.15 + 0.5) / 2);
    expect_number(m.mean, 0.2);
    expect_number(m.spread.images.lo, 0);
    expect_number(m.spread.images.hi, 0.2 + images);
    expect_number(m.spread.tasks.hi, 1);
    expect_number(m.spread.both.hi, 0.2 + images); /* both seeds have the mean 0.2 */
    /* each task's seeds have the variance 0.005, so that one training more of each has half of it and a quarter beside;
     * Student's t of two degrees of freedom */
    expect_number(m.spread.again, hypot(images, 4.302652729911275 * sqrt(0.005 / 2 * 1.5)));
    assert_true(isnan(m.spread.seeds.lo));
    expect_put(&m, "below_random", "yes"); /* 0.2 is */
    m.mean = 0.27;
    expect_put(&m, "below_random", "\"\"");
    expect_number(m.random_lo, 0.5 - 1.96 * sqrt(2 * 17 / (12 * 48.0)) / 2);
    /* of one task alone, what is known of all */
    group_mean(&g, &g.group[0], "0", "all", &m);
    expect_number(m.spread.again, hypot((0.25 + 0.5) / 2, 4.302652729911275 * sqrt(0.005 * 1.5)));
    groups_release(&g);
    plan_release(&p);
    text_release(&auc);
}

static void without_a_table(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    struct error e;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    assert_int_equal(groups_read(&g, &p, "nowhere", &e), -1);
    assert_non_null(strstr(e.text, "nowhere/auc.csv"));
    groups_release(&g);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_differs_in_more_than_task_and_seed, enter, leave),
    cmocka_unit_test(where_tasks_begin),
    cmocka_unit_test_setup_teardown(means, enter, leave),
    cmocka_unit_test_setup_teardown(without_chance, enter, leave),
    cmocka_unit_test_setup_teardown(an_interval_without_width, enter, leave),
    cmocka_unit_test_setup_teardown(a_single_run, enter, leave),
    cmocka_unit_test_setup_teardown(what_varies, enter, leave),
    cmocka_unit_test_setup_teardown(without_a_table, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
