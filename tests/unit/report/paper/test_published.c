/* Which of the printed numbers a group of runs reproduces. */
#include "support/plans.h"

#include <math.h>

#include "report/paper/protocol.h"
#include "support/report.h"

/* The plan of one group. */
struct made {
    struct plan plan;
    struct groups groups;
};

static void made_init(struct made *m, const char *data, const char *run)
{
    static const double none[64] = { 0 };
    struct text spec = TEXT_INIT;
    text_format(&spec, "[data]\ndataset = tiny\n%s\n[detectors]\nrun = %s\n", data, run);
    expect_plan(&m->plan, text_of(&spec));
    put_auc(&m->plan, none, "");
    read_groups(&m->groups, &m->plan);
    assert_int_equal(m->groups.n, 1);
    text_release(&spec);
}

static void made_release(struct made *m)
{
    groups_release(&m->groups);
    plan_release(&m->plan);
}

static void which_rows_are_about_a_group(void **state)
{
    (void)state;
    const struct {
        const char *data, *run, *row; /* of [data] and [detectors]; printed: dataset, task, method, negative, number */
        int about;
    } cases[] = {
        { "positive = 0", "kde", "tiny,one-class,kde,,5", 1 },
        { "positive = 0", "kde", "tiny,one-class,kde,none,5", 1 },
        { "positive = 0", "kde", "marks,one-class,kde,,5", 0 },
        { "positive = 0", "kde", "tiny,two-class,kde,,5", 0 },
        { "positive = 0", "kde", "tiny,one-class,pca,,5", 0 },
        { "positive = 0", "kde", "tiny,one-class,kde,,2", 0 }, /* judged against fewer classes */
        { "positive = 0", "kde", "tiny,one-class,kde,,", 0 },
        { "positive = 0\nanomaly = own-half", "kde", "tiny,one-class,kde,,2", 1 },
        { "positive = 0 1", "kde", "tiny,two-class,kde,,4", 1 },
        { "positive = 0 1 2", "kde", "tiny,3-class,kde,,3", 1 },
        { "positive = 0\ntrain_limit = 5", "kde", "tiny,one-class,kde,,5", 0 },
        { "positive = 0\ntest_limit = 2", "kde", "tiny,one-class,kde,,5", 0 },
        { "positive = 0\nholdout = 3", "kde", "tiny,one-class,kde,,5", 0 },
        { "positive = 0\nnegative = outliers", "lis-ae", "tiny,one-class,sup-lis-ae,,5", 1 },
        { "positive = 0\nnegative = outliers", "lis-ae", "tiny,one-class,lis-ae,,5", 0 },
        { "positive = 0\nnegative = outliers", "lis-ae", "tiny,one-class,lis-ae,outliers,5", 1 },
        { "positive = 0\nnegative = next-class", "lis-ae", "tiny,one-class,lis-ae,,4", 1 },
        { "positive = 0\nnegative = next-class", "lis-ae", "tiny,one-class,lis-ae,next-class,4", 1 },
        { "positive = 0\nnegative = next-class", "lis-ae", "tiny,one-class,lis-ae,marks,4", 0 },
        { "positive = 0\nnegative = other-half", "lis-ae", "tiny,one-class,lis-ae,tiny,2", 1 },
        { "positive = 0\nnegative = other-half", "lis-ae", "tiny,one-class,lis-ae,none,2", 0 },
        { "positive = 0\nnegative = dataset:marks", "lis-ae", "tiny,one-class,lis-ae,marks,5", 1 },
        { "positive = 0\nnegative = dataset:marks", "lis-ae", "tiny,one-class,lis-ae,tiny,5", 0 },
        { "positive = 0\nnegative = next-class\n[shape]\nlinsep = on", "lis-ae", "tiny,one-class,linsep-lis-ae,,4", 1 },
        { "positive = 0\nnegative = next-class\n[shape]\nlinsep = on", "lis-ae", "tiny,one-class,lis-ae,,4", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made m;
        struct published printed;
        char dataset[32], task[32], method[32], negative[32] = "", number[8] = "";
        const char *row = cases[i].row, *rest;
        int used = 0;
        assert_int_equal(sscanf(row, "%31[^,],%31[^,],%31[^,],%n", dataset, task, method, &used), 3);
        rest = strchr(row + used, ',');
        snprintf(negative, sizeof negative, "%.*s", (int)(rest - (row + used)), row + used);
        snprintf(number, sizeof number, "%s", rest + 1);
        struct text line = TEXT_INIT;
        text_format(&line, "1,%s,%s,%s,mean,%s,mean,%s,0.9,\n", dataset, task, method, negative, number);
        made_init(&m, cases[i].data, cases[i].run);
        read_published(&printed, text_of(&line));
        if (published_about(&printed, 0, &m.groups, &m.groups.group[0]) != cases[i].about)
            fail_msg("expected %d for '%s' and '%s' of %s", cases[i].about, row, cases[i].data, cases[i].run);
        published_release(&printed);
        made_release(&m);
        text_release(&line);
    }
}

static void classes_by_name_or_number(void **state)
{
    (void)state;
    struct made m;
    const char *out;
    char digits[32];
    made_init(&m, "positive = 0", "kde");
    const struct group *g = &m.groups.group[0];
    assert_int_equal(published_class(&m.groups, g, "ankle boot", "all", &out, digits, sizeof digits), 0);
    assert_string_equal(out, "3");
    assert_int_equal(published_class(&m.groups, g, "5", "all", &out, digits, sizeof digits), 0);
    assert_string_equal(out, "5");
    assert_int_equal(published_class(&m.groups, g, "mean", "all", &out, digits, sizeof digits), 0);
    assert_string_equal(out, "all");
    assert_int_equal(published_class(&m.groups, g, "mean", NULL, &out, digits, sizeof digits), 0);
    assert_null(out);
    assert_int_equal(published_class(&m.groups, g, "ship", "all", &out, digits, sizeof digits), -1);
    made_release(&m);
}

static void the_mean_over_all_tasks(void **state)
{
    (void)state;
    static const char *const rows = "1,tiny,one-class,kde,0,,mean,5,0.1,\n1,tiny,one-class,kde,mean,,1,5,0.2,\n"
                                    "1,tiny,one-class,pca,mean,,mean,5,0.3,\n1,tiny,one-class,kde,mean,,mean,5,0.4,\n"
                                    "9,tiny,one-class,kde,mean,,mean,5,0.5,\n";
    struct made all, some;
    struct published printed, none;
    struct printed mean;
    struct error e;
    made_init(&all, "positive = each", "kde");
    read_published(&printed, rows);
    published_mean(&printed, &all.groups, &all.groups.group[0], &mean);
    assert_true(mean.value == 0.4 && mean.half == 0.005); /* the first of both */
    assert_int_equal(published_read(&none, NULL, NULL, &e), 0);
    assert_int_equal(none.cells.n_rows, 0);
    published_mean(&none, &all.groups, &all.groups.group[0], &mean);
    assert_true(isnan(mean.value));
    made_release(&all);
    made_init(&some, "positive = 0, 1", "kde");
    published_mean(&printed, &some.groups, &some.groups.group[0], &mean);
    assert_true(isnan(mean.value));
    made_release(&some);
    published_release(&printed);
    published_release(&none);
}

static void another_file(void **state)
{
    (void)state;
    struct published printed;
    struct error e;
    put_file(".", "other.csv", "table,auc\n");
    assert_int_equal(published_read(&printed, "other.csv", NULL, &e), -1);
    assert_true(starts_with(e.text, "other.csv:1: expected the columns table,dataset,"));
    published_release(&printed);
    static const char *const wrong[] = { "0,97", "1.7", "nan", "-0.1", "" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct text t = TEXT_INIT, expected = TEXT_INIT;
        text_format(&t, "%s\n1,tiny,one-class,kde,mean,,mean,5,0.5,\n1,tiny,one-class,kde,0,,mean,5,\"%s\",\n",
                    PUBLISHED_COLUMNS, wrong[i]);
        put_file(".", "other.csv", text_of(&t));
        text_format(&expected, "other.csv:3: expected an AUC from 0 to 1, found '%s'", wrong[i]);
        assert_int_equal(published_read(&printed, "other.csv", NULL, &e), -1);
        assert_string_equal(e.text, text_of(&expected));
        published_release(&printed);
        text_release(&t);
        text_release(&expected);
    }
}

/* A set of the name, with other images; and negatives of such a set. */
static void other_images(void **state)
{
    (void)state;
    struct made m;
    struct published printed;
    struct error e;
    struct text remarks = TEXT_INIT;
    const struct {
        const char *payload;
        int about;
    } cases[] = { { "ours", 1 }, { "0000", 0 } };
    static const char *const names[] = { "tiny", "marks" };
    made_init(&m, "positive = 0\nnegative = dataset:marks", "lis-ae");
    put_file(".", "cells.csv", PUBLISHED_COLUMNS "\n1,tiny,one-class,lis-ae,mean,marks,mean,5,0.9,\n");
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
            struct text data = TEXT_INIT;
            text_format(&data, "%s\n%s,v1,%s,1,1,1,1,1\n", PRINTED_DATA_COLUMNS, names[i],
                        cases[k].about ? plan_dataset(&m.plan, names[i])->payload : cases[k].payload);
            put_file(".", "data.csv", text_of(&data));
            assert_int_equal(published_read(&printed, "cells.csv", "data.csv", &e), 0);
            assert_int_equal(published_about(&printed, 0, &m.groups, &m.groups.group[0]), cases[k].about);
            text_clear(&remarks);
            published_strangers(&printed, &m.plan, &remarks);
            assert_int_equal(remarks.length == 0, cases[k].about);
            assert_true(cases[k].about || strstr(text_of(&remarks), names[i]));
            published_release(&printed);
            text_release(&data);
        }
    assert_false(published_expected(&m.plan));
    text_release(&remarks);
    made_release(&m);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(which_rows_are_about_a_group, enter, leave),
    cmocka_unit_test_setup_teardown(classes_by_name_or_number, enter, leave),
    cmocka_unit_test_setup_teardown(the_mean_over_all_tasks, enter, leave),
    cmocka_unit_test_setup_teardown(another_file, enter, leave),
    cmocka_unit_test_setup_teardown(other_images, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
