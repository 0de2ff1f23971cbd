/* What a detector gains over the one that it is built on. */
#include "support/plans.h"

#include <math.h>

#include "plan/columns.h"
#include "report/means/gain.h"
#include "support/report.h"

/* "lis-ae: ae 3": each group's method, that of its base and the base's code; "-" for none. */
static void expect_bases(const char *rest, const char *expected)
{
    static const double none[64] = { 0 };
    struct plan p;
    struct groups g;
    struct text spec = TEXT_INIT, found = TEXT_INIT, cell = TEXT_INIT;
    text_format(&spec, "[data]\ndataset = tiny\npositive = 0, 1\n%s", rest);
    expect_plan(&p, text_of(&spec));
    put_auc(&p, none, "");
    read_groups(&g, &p);
    for (size_t i = 0; i < g.n; i++) {
        const struct run *base = gain_base(&g, g.group[i].runs[0]);
        text_format(&found, "%s%s: ", i ? ", " : "", run_cell(g.group[i].runs[0], "method", &cell));
        text_append(&found, base ? run_cell(base, "method", &cell) : "-");
        if (base)
            text_format(&found, " %s", run_cell(base, "latent", &cell));
    }
    assert_string_equal(text_of(&found), expected);
    groups_release(&g);
    plan_release(&p);
    text_release(&spec);
    text_release(&found);
    text_release(&cell);
}

static void bases(void **state)
{
    (void)state;
    expect_bases("[model]\nlatent = 3\n[detectors]\nrun = kde, ae, vae\n", "kde: -, ae: -, vae: -");
    expect_bases("negative = strokes\n[model]\nlatent = 3\n[shape]\nlinsep = off, on\n[detectors]\n"
                 "run = ae, lis-ae, linsep-head\n",
                 "ae: -, lis-ae: ae 3, linsep-lis-ae: ae 3, linsep-head: ae 3");
    expect_bases("negative = strokes\n[model]\nlatent = 3, 4\n[detectors]\nrun = ae, lis-ae\n",
                 "ae: -, ae: -, lis-ae: ae 3, lis-ae: ae 4");
    expect_bases("negative = strokes\n[model]\nlatent = 3\n[detectors]\nrun = lis-ae\n", "lis-ae: -");
    expect_bases("negative = strokes\n[model]\nlatent = 3\n[latent]\nencoder = lis-ae, ae\n[detectors]\n"
                 "run = ae, lis-ae, latent-knn\n",
                 "ae: -, lis-ae: ae 3, latent-knn: ae 3, latent-knn: lis-ae 3");
    /* judged on other images: the rest leaves the next class out */
    expect_bases("negative = strokes, next-class\n[model]\nlatent = 3\n[detectors]\nrun = ae, lis-ae\n",
                 "ae: -, ae: -, lis-ae: ae 3, lis-ae: ae 3");
}

static void over_what_both_have(void **state)
{
    (void)state;
    struct plan p;
    struct groups g;
    expect_plan(&p, "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = 0, 1\nnegative = strokes\n[model]\n"
                    "latent = 3\n[detectors]\nrun = ae, lis-ae\n");
    put_auc(&p, (const double[]) { 0.5, 0.6, 0.7, 0.4, 0.6, 0.8, 0.9, 0.8 }, "");
    read_groups(&g, &p);
    const struct group *ae = &g.group[0], *lis_ae = &g.group[1];
    assert_ptr_equal(gain_base(&g, lis_ae->runs[1]), ae->runs[1]);
    assert_true(fabs(gain_over(&g, lis_ae) - (0.15 + 0.3) / 2) < 1e-9);
    groups_release(&g);
    /* one of each lacks a seed: 0.1, and 0.2 with 0.4 */
    put_auc(&p, (const double[]) { 0.5, -1, 0.7, 0.4, 0.6, 0.8, 0.9, 0.8 }, "");
    read_groups(&g, &p);
    assert_true(fabs(gain_over(&g, &g.group[1]) - (0.1 + 0.3) / 2) < 1e-9);
    groups_release(&g);
    put_auc(&p, (const double[]) { -1, -1, -1, -1, 0.6, 0.8, 0.9, 0.8 }, "");
    read_groups(&g, &p);
    assert_true(isnan(gain_over(&g, &g.group[1])));
    groups_release(&g);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(bases, enter, leave),
    cmocka_unit_test_setup_teardown(over_what_both_have, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
