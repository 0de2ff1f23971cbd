/* Merging parts, made by hand: rows get the experiment, a part that is not done has none, means are printed. */
#include "report/incremental_tables.h"

#include "store/gzip.h"
#include "support/plans.h"

#define SPEC \
    "[experiment]\nseeds = 1..2\ntitle = Made up\n[data]\ndataset = marks\npositive = each\n[detectors]\nrun = kde\n" \
    "[incremental]\nbase = 2\nrivals = none\n"

static void put_file(const char *folder, const char *name, const char *text)
{
    char *path = path_join(folder, name, NULL);
    assert_int_equal(file_write(path, text, strlen(text), NULL), 0);
    free(path);
}

static void put_part(const struct increment *part, const char *accuracy)
{
    struct text t = TEXT_INIT;
    char *place = increment_place("results", part), *scores = path_join(place, "scores.csv.gz", NULL);
    const long seed = part->run->seed;
    assert_int_equal(folder_make(place, NULL), 0);
    text_format(&t,
                CURVE_COLUMNS "\nmarks,kde,,%ld,raw,2,4,0.750000,0.3,0.9,0.75,,%s\n"
                              "marks,kde,,%ld,raw,3,6,%s,0.3,0.9,0.75,0.5,%s\n",
                seed, part->id, seed, accuracy, part->id);
    put_file(place, "curve.csv", text_of(&t));
    text_clear(&t);
    text_format(&t,
                CLASSES_COLUMNS "\nmarks,kde,,%ld,0,1,2,0.8,0.7,0.9,1,2,%s\nmarks,kde,,%ld,1,2,2,0.9,0.7,1,1,2,%s\n",
                seed, part->id, seed, part->id);
    put_file(place, "classes.csv", text_of(&t));
    text_clear(&t);
    text_format(&t, SCORES_COLUMNS "\nmarks,kde,,%ld,4,1,3 1 2,%s\n", seed, part->id);
    assert_int_equal(gzip_write(scores, text_of(&t), t.length, NULL), 0);
    text_release(&t);
    free(place);
    free(scores);
}

static void expect_file(const char *path, const char *text)
{
    char *found = file_read(path, NULL, NULL);
    assert_non_null(found);
    assert_string_equal(found, text);
    free(found);
}

static void merged(void **state)
{
    struct plan p;
    struct increments l;
    struct text t = TEXT_INIT;
    (void)state;
    expect_plan(&p, SPEC);
    assert_int_equal(increments_list(&l, &p, NULL), 0);
    assert_int_equal(l.n, 2);
    assert_int_equal(folder_make("to", NULL), 0);
    put_part(&l.of[1], "0.500000");
    assert_int_equal(incremental_tables(&p, &l, "results", "to", NULL), 0);
    text_format(&t,
                "experiment," CURVE_COLUMNS "\nt,marks,kde,,2,raw,2,4,0.750000,0.3,0.9,0.75,,%s\n"
                "t,marks,kde,,2,raw,3,6,0.500000,0.3,0.9,0.75,0.5,%s\n",
                l.of[1].id, l.of[1].id);
    expect_file("to/incremental.csv", text_of(&t));
    expect_file("to/title.txt", "Made up\n");
    put_part(&l.of[0], "1.000000");
    assert_int_equal(incremental_tables(&p, &l, "results", "to", NULL), 0);
    expect_file("to/incremental-summary.csv",
                "experiment,dataset,method,negatives,rule,seeds,first,accuracy_first,all,accuracy_all,least,most,base,"
                "late,auc\n"
                "t,marks,kde,,raw,2,2,0.750000,3,0.750000,0.500000,1.000000,0.750000,0.500000,0.850000\n");
    text_release(&t);
    increments_release(&l);
    plan_release(&p);
}

/* Accuracies have to be shares of their images, with Wilson's interval. */
static void checked(void **state)
{
    static const char row[] = "t,marks,kde,,1,raw,2,4,%s,%s,0.950000,,p\n";
    struct text t = TEXT_INIT;
    struct error e;
    (void)state;
    assert_int_equal(folder_make("checked", NULL), 0);
    text_format(&t, "experiment," CURVE_COLUMNS "\n");
    text_format(&t, row, "0.750000", "0.300642,0.954413");
    put_file("checked", "incremental.csv", text_of(&t));
    assert_int_equal(incremental_check("checked", NULL), 0);
    text_format(&t, row, "0.740000", "0.300642,0.954413");
    put_file("checked", "incremental.csv", text_of(&t));
    assert_int_equal(incremental_check("checked", &e), -1);
    assert_says(e.text, "checked/incremental.csv:3: expected a share of 4 images with its interval, found '0.740000'");
    text_release(&t);
}

static void damaged(void **state)
{
    struct plan p;
    struct increments l;
    struct error e;
    (void)state;
    expect_plan(&p, SPEC);
    assert_int_equal(increments_list(&l, &p, NULL), 0);
    put_part(&l.of[0], "1.000000");
    char *place = increment_place("results", &l.of[0]);
    put_file(place, "curve.csv", "no,such,columns\n");
    assert_int_equal(incremental_tables(&p, &l, "results", "to", &e), -1);
    assert_says(e.text, "remove the folder to have the part done anew");
    free(place);
    increments_release(&l);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(merged),
    cmocka_unit_test(checked),
    cmocka_unit_test(damaged),
};

TEST_MAIN(tests, enter, leave)
