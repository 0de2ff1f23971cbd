/* What a group's runs were made with, and which of them are marked. */
#include "support/plans.h"

#include "report/means/made.h"
#include "support/report.h"

/* Of kde on 0 and 1 with two seeds: auc.csv with marks, and times.csv with these ends of its rows. */
static void expect(const char *const marks[4], const char *const *times, struct made expected)
{
    struct plan p;
    struct groups g;
    struct made found;
    struct text auc = TEXT_INIT, t = TEXT_INIT;
    expect_plan(&p, "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = kde\n");
    text_append(&auc, "run_id,outlier,auc,mark\n");
    text_append(&t, "run_id,revision,kernels\n");
    for (size_t i = 0; i < 4; i++) {
        text_format(&auc, "%s,1,0.5,\n%s,all,%s\n", p.runs[i].id, p.runs[i].id, marks[i]);
        if (times[i])
            text_format(&t, "%s,%s\n", p.runs[i].id, times[i]);
    }
    put_file("results/t", "auc.csv", text_of(&auc));
    put_file("results/t", "times.csv", text_of(&t));
    read_groups(&g, &p);
    made_of(&g, &g.group[0], &found);
    assert_int_equal(found.n_revisions, expected.n_revisions);
    assert_int_equal(found.n_kernels, expected.n_kernels);
    assert_int_equal(found.n_unknown, expected.n_unknown);
    assert_int_equal(found.n_stuck, expected.n_stuck);
    assert_int_equal(found.n_constant, expected.n_constant);
    assert_int_equal(made_mixed(&found), expected.n_revisions > 1 || expected.n_kernels > 1);
    groups_release(&g);
    plan_release(&p);
    text_release(&auc);
    text_release(&t);
}

static void counts(void **state)
{
    (void)state;
    static const char *const none[] = { "0.5,", "0.5,", "0.5,", "0.5," };
    expect(none, (const char *const[]) { "a,K", "a,K", "a,K", "a,K" }, (struct made) { 1, 1, 0, 0, 0 });
    expect(none, (const char *const[]) { "a,K", "b,K", "a,L", "b,K" }, (struct made) { 2, 2, 0, 0, 0 });
    expect(none, (const char *const[]) { "a,K", "a,K", "a,L", "a,K" }, (struct made) { 1, 2, 0, 0, 0 });
    expect(none, (const char *const[]) { "a,K", "a + b,K", "a,K", "a,K" }, (struct made) { 2, 1, 0, 0, 0 });
    expect(none, (const char *const[]) { "a,K", ",", "a,", NULL }, (struct made) { 1, 1, 3, 0, 0 });
    expect((const char *const[]) { "0.5,stuck", "0.5,constant stuck", ",stuck", "0.5," }, /* the third was not done */
           (const char *const[]) { "a,K", "a,K", "b,L", "a,K" }, (struct made) { 1, 1, 0, 2, 1 });
}

static const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(counts, enter, leave) };

TEST_MAIN(tests, NULL, NULL)
