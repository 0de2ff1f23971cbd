/* Average precision and its companions: pooled, of each class, and as a mean over classes. */
#include "support/results.h"

#include "report/means/metrics.h"

/* Puts rows and expects them in the file. */
static void expect_put(const struct metric *m, size_t n, const char *expected)
{
    struct csv_out out;
    struct row row;
    struct error e;
    assert_int_equal(csv_out_begin(&out, "m.csv", "outlier,pooling,auc,n_positive,n_outlier,ap,ap_chance,fpr95", &e),
                     0);
    row_init(&row, &out);
    metrics_put(&row, m, n);
    row_release(&row);
    assert_int_equal(csv_out_commit(&out, &e), 0);
    assert_file_is("m.csv", expected);
}

/* Classes of three images and of one: pooled, the large one decides; in the mean over classes both weigh the same. */
static void both_means(void **state)
{
    (void)state;
    static const struct metric m[] = { { -1, 0.875, { 0.75, 0.5 }, 4, 4 },
                                       { 1, 1, { 1, 0 }, 4, 3 },
                                       { 7, 0.5, { 0.25, 0.75 }, 4, 1 } };
    expect_put(m, 3,
               "outlier,pooling,auc,n_positive,n_outlier,ap,ap_chance,fpr95\n"
               "all,pooled,0.875000,4,4,0.750000,0.500000,0.500000\n"
               "all,macro,0.750000,4,4,0.625000,0.314286,0.375000\n"
               "1,class,1.000000,4,3,1.000000,0.428571,0.000000\n"
               "7,class,0.500000,4,1,0.250000,0.200000,0.750000\n");
}

/* What one class lacks, their mean lacks; a table with the pooled row alone has no mean over classes. */
static void what_is_not_known(void **state)
{
    (void)state;
    static const struct metric m[] = { { -1, 0.5, { 0.75, 0.5 }, 1, 1 },
                                       { 1, 1, { NAN, 0 }, 1, 1 },
                                       { 2, 1, { 1, 1 }, 1, 1 } };
    expect_put(m, 3,
               "outlier,pooling,auc,n_positive,n_outlier,ap,ap_chance,fpr95\n"
               "all,pooled,0.500000,1,1,0.750000,0.500000,0.500000\nall,macro,1.000000,1,1,,0.500000,0.500000\n"
               "1,class,1.000000,1,1,,0.500000,0.000000\n2,class,1.000000,1,1,1.000000,0.500000,1.000000\n");
    expect_put(m, 1,
               "outlier,pooling,auc,n_positive,n_outlier,ap,ap_chance,fpr95\n"
               "all,pooled,0.500000,1,1,0.750000,0.500000,0.500000\n");
    expect_put(m, 0, "outlier,pooling,auc,n_positive,n_outlier,ap,ap_chance,fpr95\n");
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(both_means), cmocka_unit_test(what_is_not_known) };

TEST_MAIN(tests, enter, leave)
