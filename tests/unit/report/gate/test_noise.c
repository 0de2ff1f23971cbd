/* The noise of rows, in memory and in a file. */
#include "gate_tables.h"

/* Two tasks, three seeds. */
static void parts(void **state)
{
    (void)state;
    const double auc[] = { 0.9, 0.92, 0.94, 0.8, 0.8, 0.8 };
    struct noise_parts p;
    noise_parts(&p, auc, 2, 3);
    assert_near(p.seeds, 0.01, 1e-12);            /* of 0.85, 0.86, 0.87 */
    assert_near(p.within, 0.02 / sqrt(2), 1e-12); /* root of the mean of 0.0004 and 0 */
    const struct noise_parts rows[] = { p, { 0.02, 0.02, 4, 3 }, { 0, 0, 4, 3 } };
    assert_near(noise_ratio(rows, 3), (1 + 4) / 2., 1e-12); /* a row without chance has no say */
    struct noise n;
    noise_combine(&n, &p, 1, 2);
    assert_near(n.sd, 0.01, 1e-12);
    assert_int_equal(n.df, 4);
    noise_combine(&n, &p, 4, 2);
    assert_near(n.sd, 0.02, 1e-12);
    noise_combine(&n, &p, 1, 8); /* of more tasks than it was made of */
    assert_near(n.sd, 0.005, 1e-12);
    noise_combine(&n, &rows[2], 1, 4);
    assert_near(n.sd, 0, 0);
}

static void kept(void **state)
{
    (void)state;
    static const struct made_run runs[] = { { "ae", "0", 1, "0.90", "", "" },  { "ae", "0", 2, "0.92", "", "" },
                                            { "ae", "0", 3, "0.94", "", "" },  { "ae", "1", 1, "0.80", "", "" },
                                            { "ae", "1", 2, "0.80", "", "" },  { "ae", "1", 3, NULL, "", "why" },
                                            { "kde", "0", 1, "0.80", "", "" }, { "kde", "0", 2, "0.80", "", "" },
                                            { "pca", "0", 1, "0.80", "", "" } };
    struct gate_side s;
    struct noise_file f;
    struct noise n;
    struct error e;
    size_t rows;
    put_experiment("e", "v1", "K", "0", runs, sizeof runs / sizeof *runs);
    read_side(&s, "e");
    if (noise_file_write(&s, "noise.csv", &rows, &e) || noise_file_read(&f, "noise.csv", &e))
        fail_msg("%s", e.text);
    assert_int_equal(rows, 2); /* one seed tells nothing */
    noise_find(&n, &f, &s.runs[0], 2);
    assert_string_equal(n.source, "kept");
    assert_int_equal(n.seeds, 2); /* seed 3 lacks a task */
    assert_int_equal(n.df, 2);
    assert_near(n.sd, 0.01 / sqrt(2), 1e-7);
    assert_true(isnan(n.matters));
    noise_find(&n, &f, &s.runs[s.n - 1], 1);
    assert_string_equal(n.source, "");
    noise_file_release(&f);
    side_release(&s);
    char *text = file_read("noise.csv", NULL, &e), *end = strrchr(text, '\n');
    *end = '\0';
    end = strrchr(text, '\n');
    assert_int_equal(file_write("cut.csv", text, (size_t)(end - text) - 3, &e), 0);
    assert_int_equal(noise_file_read(&f, "cut.csv", &e), -1);
    assert_says(e.text, "cut.csv:2");
    noise_file_release(&f);
    free(text);
}

/* Two experiments have the same settings, but for keys that no column has: what varies more is the noise of both. */
static void of_two_experiments(void **state)
{
    (void)state;
    static const struct made_run quiet[] = { { "ae", "0", 1, "0.90", "", "" }, { "ae", "0", 2, "0.92", "", "" } };
    static const struct made_run loud[] = { { "ae", "0", 1, "0.80", "", "" }, { "ae", "0", 2, "0.90", "", "" } };
    for (int order = 0; order < 2; order++) {
        struct gate_side s;
        struct noise_file f;
        struct noise n;
        struct error e;
        size_t rows;
        put_experiment("both/a", "v1", "K", "0", order ? loud : quiet, 2);
        put_experiment("both/b", "v1", "K", "0", order ? quiet : loud, 2);
        char **folders = side_folders("both", &e);
        assert_non_null(folders);
        if (side_read(&s, folders, 1, &e) || noise_file_write(&s, "noise.csv", &rows, &e) ||
            noise_file_read(&f, "noise.csv", &e))
            fail_msg("%s", e.text);
        split_free(folders);
        assert_int_equal(rows, 1);
        noise_find(&n, &f, &s.runs[0], 1);
        assert_near(n.sd, 0.1 / sqrt(2), 1e-7);
        noise_file_release(&f);
        side_release(&s);
    }
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(parts), IN_WORKING_FOLDER(kept),
                                           IN_WORKING_FOLDER(of_two_experiments) };

TEST_MAIN(tests, NULL, NULL)
