/* Which runs a mean is made of, with tables made by hand. */
#include "support/suite.h"

#include <string.h>

#include "report/means/mean_runs.h"

static void read_table(struct csv *c, const char *name, const char *lines)
{
    struct error e;
    if (csv_read_bytes(c, name, lines, strlen(lines), &e))
        fail_msg("%s", e.text);
}

static void only_those_of_the_group(void **state)
{
    (void)state;
    static const int of_first[] = { 1, 1, 0, 0, 0, 0 }, of_second[] = { 0, 0, 0, 0, 0, 1 };
    struct csv auc, summary;
    read_table(&auc, "auc.csv",
               "dataset,detector,outlier,latent,holdout,status\n"
               "tiny,ae,all,16,0,ok\n"
               "tiny,ae,3,16,0,ok\n"
               "tiny,ae,all,16,0,failed\n"
               "tiny,ae,all,32,0,ok\n"
               "tiny,ae,all,16,5,ok\n"
               "tiny,kde,all,,0,ok\n");
    read_table(&summary, "summary.csv", "dataset,detector,latent,holdout,mean\ntiny,ae,16,0,0.9\ntiny,kde,,0,0.8\n");
    for (size_t run = 0; run < auc.n_rows; run++) {
        assert_int_equal(mean_has_run(&summary, 0, &auc, run), of_first[run]);
        assert_int_equal(mean_has_run(&summary, 1, &auc, run), of_second[run]);
    }
    csv_release(&auc);
    csv_release(&summary);
}

static void older_tables_lack_columns(void **state)
{
    (void)state;
    struct csv auc, summary;
    read_table(&auc, "auc.csv", "dataset,detector,holdout,status\ntiny,ae,5,ok\ntiny,kde,5,ok\n");
    read_table(&summary, "summary.csv", "dataset,detector,mean\ntiny,ae,0.9\n");
    assert_int_equal(mean_has_run(&summary, 0, &auc, 0), 1);
    assert_int_equal(mean_has_run(&summary, 0, &auc, 1), 0);
    csv_release(&auc);
    csv_release(&summary);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(only_those_of_the_group),
    cmocka_unit_test(older_tables_lack_columns),
};

TEST_MAIN(tests, NULL, NULL)
