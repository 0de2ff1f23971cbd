/* How long runs take: as those of their detector did, else by their operations. */
#include "support/plans.h"

#include <math.h>

#include "run/pace.h"
#include "support/results.h"

static const char *const spec =
    "[experiment]\nseeds = 1..3\n[data]\ndataset = tiny\npositive = 0, 1\nnegative = next-class\n"
    "[pca]\ncomponents = 3\n[detectors]\nrun = kde, pca, lis-ae\n";

static void put_meta(const struct plan *p, const struct run *r, const char *status, double train, double score)
{
    struct text t = TEXT_INIT;
    text_format(&t, "[run]\nstatus = %s\ntrain_s = %.3f\nscore_s = %.3f\n", status, train, score);
    put_run_file(p, r, "meta.ini", t.s);
    text_release(&t);
}

static void assert_seconds(const struct pace *pace, const struct run *r, double expected)
{
    double found = pace_seconds(pace, r->detector, run_work(r));
    if (fabs(found - expected) > 1e-9 * expected)
        fail_msg("%s: expected %g seconds, found %g", r->detector->name, expected, found);
}

static void as_its_detector_did(void **state)
{
    (void)state;
    const double sgemm = 8e9;
    struct plan p;
    struct pace pace;
    expect_plan(&p, spec);
    const struct run *kde = run_of(&p, "kde", 5), *pca = run_of(&p, "pca", 0), *lis_ae = run_of(&p, "lis-ae", 0);
    pace_init(&pace, &p, "results", sgemm);
    assert_seconds(&pace, kde, run_work(kde) / (sgemm / 2));
    assert_seconds(&pace, &p.phase1[0], run_work(&p.phase1[0]) / (sgemm / 2));
    pace_release(&pace);

    pace_init(&pace, &p, "results", 0); /* where it could not be measured */
    assert_seconds(&pace, kde, run_work(kde) / (PACE_SGEMM / 2));
    pace_release(&pace);

    /* 4 and 6 seconds for the same work are 5; what failed tells nothing, nor does less than a second in all */
    put_meta(&p, run_of(&p, "kde", 0), "ok", 3.5, 0.5);
    put_meta(&p, run_of(&p, "kde", 1), "ok", 4, 2);
    put_meta(&p, run_of(&p, "kde", 2), "failed", 100, 0);
    put_meta(&p, pca, "ok", 0.5, 0.25);
    put_meta(&p, &p.phase1[1], "ok", 40, 0);
    pace_init(&pace, &p, "results", sgemm);
    assert_seconds(&pace, kde, 5);
    assert_seconds(&pace, pca, run_work(pca) / (sgemm / 2));
    assert_seconds(&pace, &p.phase1[0], 40);
    assert_seconds(&pace, lis_ae, run_work(lis_ae) / (sgemm / 2));

    /* one that ends while others are watched */
    put_meta(&p, run_of(&p, "kde", 3), "ok", 11, 0);
    pace_learn(&pace, &p, run_of(&p, "kde", 3), run_work(kde), "results");
    assert_seconds(&pace, kde, 7);
    pace_learn(&pace, &p, run_of(&p, "kde", 2), run_work(kde), "results");
    pace_learn(&pace, &p, run_of(&p, "kde", 4), run_work(kde), "results"); /* which is not there */
    assert_seconds(&pace, kde, 7);
    pace_release(&pace);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(as_its_detector_did),
};

TEST_MAIN(tests, enter, leave)
