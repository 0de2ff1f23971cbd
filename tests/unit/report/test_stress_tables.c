/* Merging the stress tests of runs, made by hand: rows get the experiment, a summary is made, kept tables fill gaps. */
#include "report/stress_tables.h"

#include "run/stressed.h"
#include "store/gzip.h"
#include "support/plans.h"

#define SPEC \
    "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = raw-l2, pca, ocsvm-labels\n" \
    "[model]\nlatent = 4\n[stress]\nrun = on\nstarts = 8\n"

static void put_file(const char *folder, const char *name, const char *text)
{
    char *path = path_join(folder, name, NULL);
    assert_int_equal(file_write(path, text, strlen(text), NULL), 0);
    free(path);
}

/* Three sets at one quantile, and searches at two distances. */
static void put_test(const struct plan *p, const struct run *r, const char *results)
{
    struct text t = TEXT_INIT;
    const char *name = r->detector->name, *id = r->id;
    char *place = stressed_place(results, id, &p->stress), *points = path_join(place, "points.csv.gz", NULL);
    assert_int_equal(folder_make(place, NULL), 0);
    text_format(&t, STRESS_COLUMNS "\n");
    text_format(&t, "tiny,%s,old,0,,1,black,1,0.95,1,0.2,1,0,1,0,1,3,0.5,%s\n", name, id);
    text_format(&t, "tiny,%s,old,0,,1,pca-5,100,0.5,0.1,0,1,0,1,0.05,0,3,0.5,%s\n", name, id);
    text_format(&t, "tiny,%s,old,0,,1,pca-5,100,0.95,0.25,0,1,0,1,0.2,0,3,0.5,%s\n", name, id);
    put_file(place, "stress.csv", text_of(&t));
    text_clear(&t);
    text_format(&t, SEARCH_COLUMNS "\n");
    for (int k = 0; k < 2; k++)
        text_format(&t,
                    "tiny,%s,old,0,,1,gradient,%s,1,1,0.95,4,4,%d,2,3,1.1,1,%s\n"
                    "tiny,%s,old,0,,1,gradient,%s,1,1.25,0.95,4,1,1,2,3,1.3,1,%s\n"
                    "tiny,%s,old,0,,1,gradient,%s,0,1,0.95,4,0,0,,,,,%s\n",
                    name, k ? "noise" : "other", 4 - k, id, name, k ? "noise" : "other", id, name,
                    k ? "noise" : "other", id);
    put_file(place, "search.csv", text_of(&t));
    text_clear(&t);
    text_format(&t, POINTS_COLUMNS "\ntiny,%s,old,0,,1,black,0.3,0.5,1.2,%s\n", name, id);
    assert_int_equal(gzip_write(points, text_of(&t), t.length, NULL), 0);
    text_release(&t);
    free(place);
    free(points);
}

static void assert_table(const char *folder, const char *name, const char *text)
{
    char *path = path_join(folder, name, NULL), *found = file_read(path, NULL, NULL);
    assert_non_null(found);
    assert_string_equal(found, text);
    free(path);
    free(found);
}

static const struct run *run_of(const struct plan *p, const char *detector)
{
    size_t i = 0;
    while (strcmp(p->runs[i].detector->name, detector) != 0)
        i++;
    return &p->runs[i];
}

static void summary_of_tests(void **state)
{
    static const char results[] = "results", to[] = "to", other[] = "other";
    const char *kept[] = { to, NULL };
    (void)state;
    struct plan p;
    struct text expected = TEXT_INIT;
    size_t missing;
    expect_plan(&p, SPEC);
    assert_int_equal(folder_make(to, NULL), 0);
    assert_int_equal(folder_make(other, NULL), 0);
    const struct run *pca = run_of(&p, "pca");
    put_test(&p, pca, results);
    assert_int_equal(stress_tables(&p, results, to, NULL, &missing, NULL), 0);
    assert_int_equal(missing, 1); /* raw-l2: labels cannot be asked */
    text_format(&expected,
                "experiment,dataset,detector,variant,positive,negative,seed,kind,black,dim,pca_5,dot,other,blind,reach,"
                "reach_far,run_id\n"
                "t,tiny,pca,,0,,1,gradient,1,,0.25,,,0.19802,0.875,0.25,%s\n",
                pca->id);
    assert_table(to, STRESS_SUMMARY, text_of(&expected));
    text_clear(&expected);
    text_format(&expected,
                "experiment,dataset,detector,variant,positive,negative,seed,set,level,nn_l2,nn_shape,run_id\n"
                "t,tiny,pca,,0,,1,black,0.3,0.5,1.2,%s\n",
                pca->id);
    assert_table(to, STRESS_POINTS, text_of(&expected));
    /* where nothing was tested, from those tables */
    assert_int_equal(stress_tables(&p, "nowhere", other, kept, &missing, NULL), 0);
    assert_int_equal(missing, 1);
    assert_table(other, STRESS_POINTS, text_of(&expected));
    p.stress.keys.run = 0;
    assert_int_equal(stress_tables(&p, results, to, NULL, &missing, NULL), 0);
    char *gone = path_join(to, STRESS_SUMMARY, NULL);
    assert_false(path_exists(gone));
    text_release(&expected);
    plan_release(&p);
    free(gone);
}

static const struct CMUnitTest tests[] = { cmocka_unit_test(summary_of_tests) };

TEST_MAIN(tests, enter, leave)
