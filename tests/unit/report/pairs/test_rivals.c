/* Who meets whom in a column of a table. */
#include "support/plans.h"

#include "plan/columns.h"
#include "report/pairs/rivals.h"
#include "support/report.h"

/* "class:4: ae oe-bce\n" for each column. */
static void expect_columns(const char *spec, enum rivals_with with, const char *expected)
{
    struct plan p;
    struct groups g;
    struct rivals r;
    struct text found = TEXT_INIT;
    size_t after = 0;
    expect_plan(&p, spec);
    static const double half[64] = { 0 };
    put_auc(&p, half, "");
    read_groups(&g, &p);
    while (rivals_next(&r, &g, with, &after)) {
        text_format(&found, "%s:", r.first->runs[0]->negative);
        for (size_t i = 0; i < r.n; i++)
            text_format(&found, " %s%s", rival_run(r.of[i])->detector->name, rival_learns(r.of[i]) ? "" : "*");
        text_append(&found, "\n");
        rivals_release(&r);
    }
    assert_string_equal(text_of(&found), expected);
    text_release(&found);
    groups_release(&g);
    plan_release(&p);
}

/* Of those that learn from no negatives all, or the autoencoder alone. */
static void who_learns_from_none(void **state)
{
    (void)state;
    static const char *const spec = "[data]\ndataset = tiny\npositive = each\nnegative = dataset:marks\n[model]\n"
                                    "latent = 3\n[detectors]\nrun = kde, ae, oe-bce, hsc\n";
    expect_columns(spec, RIVALS_AND_BASE, "dataset:marks: ae* oe-bce hsc\n");
    expect_columns(spec, RIVALS_AND_ALL, "dataset:marks: kde* ae* oe-bce hsc\n");
}

/* Without rivals that learn from negatives there is nobody for them to stand beside. */
static void nobody_learns(void **state)
{
    (void)state;
    static const char *const spec = "[data]\ndataset = tiny\npositive = 0\n[model]\nlatent = 3\n[detectors]\n"
                                    "run = kde, ae\n";
    expect_columns(spec, RIVALS_AND_BASE, "");
    expect_columns(spec, RIVALS_AND_ALL, ": kde* ae*\n");
}

/* Other negatives are another column; so are other anomalies, with an autoencoder of its own for each. */
static void other_negatives(void **state)
{
    (void)state;
    expect_columns("[data]\ndataset = tiny\npositive = 0, 1\nnegative = class:4, class:5\nanomaly = common\n[model]\n"
                   "latent = 3\n[detectors]\nrun = kde, oe-bce\n",
                   RIVALS_AND_ALL, "class:4: kde* oe-bce\nclass:5: kde* oe-bce\n");
    expect_columns("[data]\ndataset = tiny\npositive = 0, 1\nnegative = class:4, class:5\n[model]\nlatent = 3\n"
                   "[detectors]\nrun = ae, oe-bce\n",
                   RIVALS_AND_BASE, "class:4: ae* oe-bce\nclass:5: ae* oe-bce\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(who_learns_from_none, enter, leave),
    cmocka_unit_test_setup_teardown(nobody_learns, enter, leave),
    cmocka_unit_test_setup_teardown(other_negatives, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
