/* `lisae collect`: tables from what is done, from kept tables where that is told, and the exit code. */
#include "support/plans.h"

#include "store/csv.h"
#include "support/results.h"
#include "support/said.h"

#define ARGUMENTS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

static void expect_status(const char *expected)
{
    struct csv auc;
    struct error e;
    assert_int_equal(csv_read(&auc, "results/t/auc.csv", &e), 0);
    assert_int_equal(auc.n_rows, 1);
    assert_string_equal(csv_cell(&auc, 0, "status"), expected);
    csv_release(&auc);
}

static void with_and_without_kept_tables(void **state)
{
    (void)state;
    struct plan p;
    struct text kept = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    struct said s = said_by(&command_collect, ARGUMENTS("--data", "data", "t.ini"));
    assert_int_equal(s.code, EXIT_RUN);
    assert_string_equal(s.err, "lisae: 1 of 1 runs are not done: `lisae run` does them\n");
    expect_status("missing");
    said_release(&s);

    text_format(&kept, "other,tiny,v1,kde,0,,all,1,,,,,,0.8125,0.75,0.875,4,20,ok,,%s\n", p.runs[0].id);
    put_kept(text_of(&kept));
    s = said_by(&command_collect, ARGUMENTS("--data", "data", "--with", "kept", "t.ini"));
    assert_int_equal(s.code, EXIT_OK);
    assert_string_equal(s.err, "");
    assert_non_null(strstr(s.out, "0.8125"));
    expect_status("ok");
    said_release(&s);
    text_release(&kept);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(with_and_without_kept_tables, enter,
                                                                           leave) };

TEST_MAIN(tests, NULL, NULL)
