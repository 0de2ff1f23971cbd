/* What a side is read from, and that no run stands twice. */
#include "gate_tables.h"

static void put(const char *folder, size_t n)
{
    static const struct made_run runs[] = { { "ae", "0", 2, "0.9", "aaaaaaaaaaaaaaaa", "" },
                                            { "ae", "0", 1, "0.8", "", "" },
                                            { "kde", "0 1", 1, "0.7", "", "" },
                                            { "kde", "3", 1, NULL, "", "why" } };
    put_experiment(folder, "v1", "K", "0", runs, n);
}

static void what_folders_are_meant(void **state)
{
    (void)state;
    struct error e;
    put("r/one", 2);
    put("r/two", 2);
    assert_int_equal(folder_make("r/runs", &e), 0);
    char **one = side_folders("r/one", &e), **all = side_folders("r", &e), **none = side_folders("nowhere", &e);
    assert_string_equal(one[0], "r/one");
    assert_null(one[1]);
    assert_string_equal(all[0], "r/one");
    assert_string_equal(all[1], "r/two");
    assert_null(all[2]);
    assert_null(none[0]);
    split_free(one);
    split_free(all);
    split_free(none);
}

static void what_runs_say(void **state)
{
    (void)state;
    struct gate_side s;
    put("e", 4);
    read_side(&s, "e");
    assert_int_equal(s.n, 4);
    assert_int_equal(s.runs[0].seed, 1);
    assert_near(s.runs[1].auc, 0.9, 0);
    assert_string_equal(s.runs[1].scores, "aaaaaaaaaaaaaaaa");
    assert_string_equal(s.runs[1].kernels, "K");
    assert_string_not_equal(s.runs[2].key, s.runs[3].key); /* tasks of one class and of two */
    size_t failed = 2;
    while (s.runs[failed].status != RUN_FAILED)
        failed++;
    assert_string_equal(s.runs[failed].reason, "why");
    assert_true(isnan(s.runs[failed].auc));
    side_release(&s);
}

static void a_run_stands_once(void **state)
{
    (void)state;
    static const struct made_run runs[] = { { "ae", "0", 1, "0.9", "", "" }, { "ae", "0", 1, NULL, "", "again" } };
    struct gate_side s;
    struct error e;
    put_experiment("e", "v1", "K", "0", runs, 2);
    char **folders = side_folders("e", &e);
    assert_int_equal(side_read(&s, folders, 0, &e), -1);
    assert_says(e.text, "e/auc.csv:3: expected each run once, found that of line 2");
    side_release(&s);
    split_free(folders);
}

static const struct CMUnitTest tests[] = {
    IN_WORKING_FOLDER(what_folders_are_meant),
    IN_WORKING_FOLDER(what_runs_say),
    IN_WORKING_FOLDER(a_run_stands_once),
};

TEST_MAIN(tests, NULL, NULL)
