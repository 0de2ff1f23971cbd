/* What a group saw and judged, and whether printed numbers are of the same. */
#include "support/plans.h"

#include "data/catalogue.h"
#include "data/prepare.h"
#include "report/paper/protocol.h"
#include "support/report.h"

static void every_task_of_its_kind(void **state)
{
    (void)state;
    static const double none[64] = { 0 };
    const struct {
        const char *positive;
        int all;
    } cases[] = { { "each", 1 },          { "0, 1, 2, 3, 4", 0 }, { "pairs", 1 },         { "0 1, 2 3", 0 },
                  { "0..5", 1 },          { "4 5, 2 3, 1 0", 1 }, { "0 1, 0 2, 0 3", 0 }, /* as many, but others */
                  { "0 2, 1 3, 4 5", 0 }, { "pairs, 0 5", 0 },    { "0 1 2, 3 4 5", 1 },  { "0 1 2 3", 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct groups g;
        struct text spec = TEXT_INIT;
        text_format(&spec,
                    "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = %s\n[detectors]\nrun = kde\n",
                    cases[i].positive);
        expect_plan(&p, text_of(&spec));
        put_auc(&p, none, "");
        read_groups(&g, &p);
        assert_int_equal(protocol_all_tasks(&g, &g.group[0]), cases[i].all);
        groups_release(&g);
        plan_release(&p);
        text_release(&spec);
    }
}

static int judges_as_printed(const char *data, const char *run)
{
    static const double none[64] = { 0 };
    struct plan p;
    struct groups g;
    struct text spec = TEXT_INIT;
    text_format(&spec, "[data]\ndataset = tiny\npositive = each\n%s\n[detectors]\nrun = %s\n", data, run);
    expect_plan(&p, text_of(&spec));
    put_auc(&p, none, "");
    read_groups(&g, &p);
    int same = protocol_same_images(&g, &g.group[0]);
    groups_release(&g);
    plan_release(&p);
    text_release(&spec);
    return same;
}

static void splits_and_anomalies(void **state)
{
    (void)state;
    const struct {
        const char *data, *run;
        int same;
    } cases[] = {
        { "", "kde", 1 },
        { "anomaly = own-half", "kde", 1 },
        { "negative = next-class", "kde", 1 },
        { "negative = next-class", "lis-ae", 1 },
        { "negative = other-half", "lis-ae", 1 }, /* the rest is the own half */
        { "negative = outliers\nanomaly = own-half", "lis-ae", 1 },
        { "negative = strokes", "lis-ae", 1 },
        { "train_limit = 5", "kde", 0 },
        { "test_limit = 2", "kde", 0 },
        { "negative = other-half\nnegative_limit = 4", "lis-ae", 0 },
        { "holdout = 3", "kde", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (judges_as_printed(cases[i].data, cases[i].run) != cases[i].same)
            fail_msg("'%s' of %s: expected %d", cases[i].data, cases[i].run, cases[i].same);
}

/* As many anomalies as the own half has, but others. */
static void other_anomalies(void **state)
{
    (void)state;
    static const double none[1] = { 0 };
    const struct {
        const char *anomaly;
        int same;
    } cases[] = { { "classes:1 2", 1 }, { "classes:4 5", 0 }, { "classes:1 2 3 4 5", 1 }, { "class:1", 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct groups g;
        struct text spec = TEXT_INIT;
        text_format(&spec, "[data]\ndataset = tiny\npositive = 0\nanomaly = %s\n[detectors]\nrun = kde\n",
                    cases[i].anomaly);
        expect_plan(&p, text_of(&spec));
        put_auc(&p, none, "");
        read_groups(&g, &p);
        assert_int_equal(protocol_same_images(&g, &g.group[0]), cases[i].same);
        groups_release(&g);
        plan_release(&p);
        text_release(&spec);
    }
}

static void the_same_images(void **state)
{
    (void)state;
    struct plan p;
    struct csv data;
    struct error e;
    struct text rows = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    const struct {
        const char *edition, *payload, *sizes;
        int same;
    } cases[] = {
        { "v1", plan_dataset(&p, "tiny")->payload, "1,1,1,1,1", 1 },
        { "v2", plan_dataset(&p, "tiny")->payload, "8,8,1,60,24", 0 },
        { "v1", "0123", "8,8,1,60,24", 0 },
        { "v1", "", "8,8,1,60,24", 1 }, /* a payload that nobody can say beforehand */
        { "v1", "", "9,8,1,60,24", 0 },
        { "v1", "", "8,8,3,60,24", 0 },
        { "v1", "", "8,8,1,61,24", 0 },
        { "v1", "", "8,8,1,60,23", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_clear(&rows);
        text_format(&rows, "%s\nother,v1,77,8,8,1,1,1\ntiny,%s,%s,%s\n", PRINTED_DATA_COLUMNS, cases[i].edition,
                    cases[i].payload, cases[i].sizes);
        put_file(".", "data.csv", text_of(&rows));
        assert_int_equal(printed_data_read(&data, "data.csv", &e), 0);
        if (protocol_same_data(&data, &p, "tiny") != cases[i].same)
            fail_msg("%s", text_of(&rows));
        assert_false(protocol_same_data(&data, &p, "marks")); /* which the plan has not looked up */
        csv_release(&data);
    }
    assert_int_equal(printed_data_read(&data, NULL, &e), 0);
    assert_true(protocol_same_data(&data, &p, "tiny")); /* of which nothing is said */
    csv_release(&data);
    put_file(".", "data.csv", PRINTED_DATA_COLUMNS "\ntiny,v1,,8,8,none,60,24\n");
    assert_int_equal(printed_data_read(&data, "data.csv", &e), -1);
    assert_string_equal(e.text, "data.csv:2: expected a whole number from 1 in 'channels', found 'none'");
    csv_release(&data);
    text_release(&rows);
    plan_release(&p);
}

/* The payload of an edition, or "" where it has files without a SHA-256. */
static void payload_of(const struct catalogue_entry *c, const struct edition *edition, char hex[SHA256_HEX])
{
    const char *sums[16];
    hex[0] = '\0';
    assert_in_range(edition->n_files, 1, 16);
    for (size_t i = 0; i < edition->n_files; i++) {
        if (edition->files[i].digest != DIGEST_SHA256)
            return;
        sums[i] = edition->files[i].hex;
    }
    prepare_payload(c, edition, sums, 0, hex);
}

static void the_committed_table_is_the_catalogues(void **state)
{
    (void)state;
    struct csv data;
    struct error e;
    size_t n, rows = 0;
    if (printed_data_read(&data, "results/published/data.csv", &e))
        fail_msg("%s", e.text);
    char **names = catalogue_list("datasets", &n, &e);
    for (size_t i = 0; i < n; i++) {
        struct catalogue_entry c;
        struct text problems = TEXT_INIT;
        assert_int_equal(catalogue_find(&c, "datasets", names[i], &problems), 0);
        for (size_t k = 0; k < c.n_editions; k++) {
            const struct edition *edition = &c.editions[k];
            char hex[SHA256_HEX], expected[256];
            struct text found = TEXT_INIT;
            payload_of(&c, edition, hex);
            snprintf(expected, sizeof expected, "%s,%s,%s,%d,%d,%d,%zu,%zu", c.name, edition->name, hex, c.height,
                     c.width, c.channels, edition->train_count, edition->test_count);
            int there = 0;
            for (size_t row = 0; row < data.n_rows; row++) {
                text_clear(&found);
                for (size_t column = 0; column < data.n_columns; column++)
                    text_format(&found, "%s%s", column ? "," : "", data.cells[row * data.n_columns + column]);
                there += strcmp(text_of(&found), expected) == 0;
            }
            if (there != 1)
                fail_msg("results/published/data.csv lacks '%s'", expected);
            rows++;
            text_release(&found);
        }
        catalogue_release(&c);
        text_release(&problems);
    }
    assert_int_equal(rows, data.n_rows);
    split_free(names);
    csv_release(&data);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_committed_table_is_the_catalogues), /* first: the others leave the working folder */
    cmocka_unit_test_setup_teardown(every_task_of_its_kind, enter, leave),
    cmocka_unit_test_setup_teardown(splits_and_anomalies, enter, leave),
    cmocka_unit_test_setup_teardown(other_anomalies, enter, leave),
    cmocka_unit_test_setup_teardown(the_same_images, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
