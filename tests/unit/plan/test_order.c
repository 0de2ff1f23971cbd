/* The order of runs: by what in turn, whatever order they come in, and which of doubles stays. */
#include "support/plans.h"

#include "base/memory.h"
#include "base/rng.h"
#include "plan/order.h"

/* Copies of a plan's runs, each `times` times, in a drawn order. */
static struct run *shuffled(const struct plan *p, size_t times, uint64_t seed)
{
    size_t n = p->n * times;
    struct run *runs = mem_alloc(n, sizeof *runs);
    int *place = mem_alloc(n, sizeof *place);
    struct rng r;
    rng_seed(&r, seed);
    for (size_t i = 0; i < n; i++)
        place[i] = (int)i;
    rng_shuffle(&r, place, n);
    for (size_t i = 0; i < n; i++) {
        run_copy(&runs[place[i]], &p->runs[i % p->n]);
        run_seal(&runs[place[i]]);
    }
    free(place);
    return runs;
}

static void release(struct run *runs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        run_release(&runs[i]);
    free(runs);
}

/* What a plan of this spec has in a column of texts, from run to run, must be `expected`. */
static void expect_order(const char *spec, const char *(*show)(const struct run *r), const char *expected)
{
    struct plan p;
    struct text found = TEXT_INIT;
    expect_plan(&p, spec);
    struct run *runs = shuffled(&p, 1, 3);
    assert_int_equal(order_runs(suite(), runs, p.n), p.n);
    for (size_t i = 0; i < p.n; i++)
        text_format(&found, "%s%s", i ? "|" : "", show(&runs[i]));
    assert_string_equal(text_of(&found), expected);
    text_release(&found);
    release(runs, p.n);
    plan_release(&p);
}

static const char *dataset(const struct run *r)
{
    return r->dataset;
}

static const char *detector(const struct run *r)
{
    return r->detector->name;
}

static const char *positive(const struct run *r)
{
    return r->positive;
}

static const char *negative(const struct run *r)
{
    return r->negative;
}

static const char *anomaly(const struct run *r)
{
    return r->anomaly;
}

static const char *latent(const struct run *r)
{
    static char s[16];
    snprintf(s, sizeof s, "%d", model_of(&r->settings)->latent);
    return s;
}

static const char *seed(const struct run *r)
{
    static char s[16];
    snprintf(s, sizeof s, "%ld", r->seed);
    return s;
}

/* Numbers by their size and not as texts, detectors as the suite lists them. */
static void each_by_its_own_order(void **state)
{
    (void)state;
#define KDE "[detectors]\nrun = kde\n"
#define LIS_AE "[detectors]\nrun = lis-ae\n"
    expect_order("[data]\ndataset = tiny, marks\npositive = 0\n" KDE, dataset, "marks|tiny");
    expect_order("[data]\ndataset = tiny\npositive = 0\nnegative = class:1\n[detectors]\nrun = hsc, lis-ae, ae, kde\n",
                 detector, "kde|ae|lis-ae|hsc");
    expect_order("[data]\ndataset = tiny\npositive = 2, 1 2, 0 3, 1, 0 3 4, 0\n" KDE, positive, "0|0 3|0 3 4|1|1 2|2");
    expect_order("[data]\ndataset = tiny\npositive = 0\nanomaly = class:5\n"
                 "negative = strokes, dataset:tall, class:2, dataset:marks, classes:1 3, class:1\n" LIS_AE,
                 negative, "class:1|classes:1 3|class:2|dataset:marks|dataset:tall|strokes");
    expect_order("[data]\ndataset = tiny\npositive = 0\nanomaly = rest, class:2, class:1, classes:1 3\n" KDE, anomaly,
                 "class:1|rest|classes:1 3|class:2");
    expect_order("[data]\ndataset = tiny\npositive = 0\n[model]\nlatent = 100, 9, 20\n[detectors]\nrun = ae\n", latent,
                 "9|20|100");
    expect_order("[experiment]\nseeds = 100, 9, 20\n[data]\ndataset = tiny\npositive = 0\n" KDE, seed, "9|20|100");
}

static const char *limit(const struct run *r)
{
    static char s[16];
    snprintf(s, sizeof s, "%zu", r->sizes.n_negative);
    return s;
}

/* How many negatives there are is no setting of a detector. */
static void numbers_of_negatives(void **state)
{
    (void)state;
    expect_order("[data]\ndataset = tiny\npositive = 0\nnegative = strokes\nnegative_limit = 256, 16, 64, 4\n" LIS_AE,
                 limit, "4|16|64|256");
}

/* What comes earlier in the list counts first. */
static void one_behind_the_other(void **state)
{
    (void)state;
    expect_order("[experiment]\nseeds = 2, 1\n[data]\ndataset = tiny\npositive = 1, 0\n[kde]\nfolds = 3, 2\n" KDE, seed,
                 "1|2|1|2|1|2|1|2");
    expect_order("[experiment]\nseeds = 2, 1\n[data]\ndataset = tiny\npositive = 1, 0\n[kde]\nfolds = 3, 2\n" KDE,
                 positive, "0|0|0|0|1|1|1|1");
    expect_order("[data]\ndataset = tiny, marks\npositive = 1, 0\nnegative = class:2\n[detectors]\nrun = lis-ae, kde\n",
                 detector, "kde|kde|lis-ae|lis-ae|kde|kde|lis-ae|lis-ae");
}

/* The order is total: any order of the same runs ends as the plan's. Doubles go, one of each stays. */
static void doubles_go(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[experiment]\nseeds = 1, 2\n[data]\ndataset = tiny, marks\npositive = 0\n"
                    "negative = class:1, strokes\n[model]\nlatent = 4, 32\n[shape]\ngamma = 2, 10\n"
                    "[detectors]\nrun = lis-ae, kde, ae\n");
    for (size_t times = 1; times <= 3; times++) {
        struct run *runs = shuffled(&p, times, times);
        assert_int_equal(order_runs(suite(), runs, times * p.n), p.n);
        for (size_t i = 0; i < p.n; i++)
            assert_string_equal(runs[i].canonical, p.runs[i].canonical);
        for (size_t i = p.n; i < times * p.n; i++)
            assert_true(!runs[i].canonical && !runs[i].positive); /* released, or moved to the front */
        release(runs, times * p.n);
    }
    assert_int_equal(order_runs(suite(), NULL, 0), 0);
    plan_release(&p);
}

/* "own-half" and "classes:1 2" may be the same anomalies: the run keeps the word that sorts first, whichever came
 * first. */
static void the_first_word_stays(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nanomaly = own-half\n" KDE);
    for (int order = 0; order < 2; order++) {
        struct run *runs = shuffled(&p, 2, 1);
        free(runs[order].anomaly);
        runs[order].anomaly = mem_string("classes:1 2");
        assert_int_equal(order_runs(suite(), runs, 2), 1);
        assert_string_equal(runs[0].anomaly, "classes:1 2");
        release(runs, 2);
    }
    /* so it is with the values of axes that the run does not depend on */
    for (int order = 0; order < 2; order++) {
        struct run *runs = shuffled(&p, 2, 1);
        free(runs[order].variant);
        runs[order].variant = mem_string("a.key=1");
        free(runs[1 - order].variant);
        runs[1 - order].variant = mem_string("a.key=2");
        assert_int_equal(order_runs(suite(), runs, 2), 1);
        assert_string_equal(runs[0].variant, "a.key=1");
        release(runs, 2);
    }
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_by_its_own_order), cmocka_unit_test(numbers_of_negatives),
    cmocka_unit_test(one_behind_the_other),  cmocka_unit_test(doubles_go),
    cmocka_unit_test(the_first_word_stays),
};

TEST_MAIN(tests, enter, leave)
