/* Run folders merged into the tables of their experiment. */
#include "support/plans.h"

#include "report/collect.h"
#include "store/csv.h"
#include "support/results.h"

/* A run's folder as the merging reads it, with a curve of `points`. */
static void put_result(const struct plan *p, const struct run *r, int points)
{
    put_tables(p, r, points, 1);
    put_sealed(
        p, r,
        "note = a word\nmark = constant\nscores_sha256 = 00112233445566778899aabbccddeeff\nstarted = now\n"
        "train_s = 1.500\nscore_s = 0.250\npeak_memory_kib = 99\n[data]\ndataset = another\n[program]\nrevision = abc\n"
        "blas = OpenBLAS 0.3 X Y\nblas_kernel = Haswell\nconvolutions = oneDNN 2, isa 3\n");
}

static void merge(const struct plan *p, const char *kept_folder, size_t ok, size_t failed)
{
    struct tally tally;
    struct error e;
    const char *const folders[] = { kept_folder, NULL };
    assert_int_equal(folder_make("results/t", &e), 0);
    if (collect(p, "results", "results/t", folders, &tally, &e))
        fail_msg("%s", e.text);
    assert_int_equal(tally.planned, p->n);
    assert_int_equal(tally.ok, ok);
    assert_int_equal(tally.failed, failed);
}

/* detectors.csv has all that a spec can name. */
static void expect_detectors(void)
{
    char *detectors = file_read("results/t/detectors.csv", NULL, NULL);
    assert_int_equal(strncmp(detectors, "detector,label,place,line,role\nraw-l2,Mean-distance,1,22,\n", 56), 0);
    struct text ae = TEXT_INIT;
    text_format(&ae, "\nae,AE,%zu,2,first\n", suite_place(suite(), detector_named("ae")) + 1);
    assert_non_null(strstr(detectors, text_of(&ae)));
    text_release(&ae);
    assert_null(strstr(detectors, "phase1")); /* which no spec can name */
    free(detectors);
}

/* Of the first run, with its classes, and of two that are kept in tables without average precision. */
static void expect_metrics(const struct plan *p)
{
    struct text t = TEXT_INIT;
    text_format(&t,
                "experiment,dataset,edition,detector,positive,negative,outlier,pooling,seed,latent,gamma,beta,linsep,"
                "variant,auc,n_positive,n_outlier,ap,ap_chance,fpr95,run_id,anomalies,holdout,train_limit,test_limit,"
                "mark\nt,tiny,v1,pca,0,,all,pooled,1,3,,,,,0.900000,4,20,0.950000,0.833333,0.250000,%s,rest,0,0,0,"
                "constant\nt,tiny,v1,pca,0,,all,macro,1,3,,,,,0.700000,4,20,0.600000,0.500000,0.500000,%s,rest,0,0,0,"
                "constant\n",
                p->runs[0].id, p->runs[0].id);
    for (int i = 0; i < 5; i++)
        text_format(
            &t, "t,tiny,v1,pca,0,,%d,class,1,3,,,,,0.700000,4,4,0.600000,0.500000,0.500000,%s,rest,0,0,0,constant\n",
            i + 1, p->runs[0].id);
    for (size_t i = 2; i < 4; i++)
        text_format(&t, "t,tiny,v1,pca,%zu,,all,pooled,1,3,,,,,0.%zu00000,4,20,,0.833333,,%s,rest,0,0,0,\n", i, i,
                    p->runs[i].id);
    assert_file_is("results/t/metrics.csv", text_of(&t));
    text_release(&t);
}

/* Done; failed; damaged, but kept; kept alone; missing. */
static void a_row_for_every_run(void **state)
{
    (void)state;
    struct plan p;
    struct text expected = TEXT_INIT, kept = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0..4\n[pca]\ncomponents = 3\n[detectors]\nrun = pca\n");
    put_result(&p, &p.runs[0], 3);
    put_outcome(&p, &p.runs[1], "failed", "no luck");
    put_outcome(&p, &p.runs[2], "ok", NULL);
    for (size_t i = 2; i < 4; i++)
        text_format(&kept, "other,elsewhere,v0,pca,9,,all,7,,,,,x,0.%zu,0.1,0.6,4,20,ok,,%s\n", i, p.runs[i].id);
    text_format(&kept, "other,elsewhere,v0,pca,9,,all,7,,,,,,,,,,,failed,why,%s\n", p.runs[4].id);
    put_kept(text_of(&kept));
    merge(&p, "kept", 3, 1);
    text_format(
        &expected,
        "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,variant,"
        "auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id,anomalies,holdout,train_limit,test_limit,"
        "mark,scores\nt,tiny,v1,pca,0,,all,1,3,,,,,0.9,0.8,1,4,20,ok,,%s,rest,0,0,0,constant,0011223344556677\n",
        p.runs[0].id);
    for (int i = 0; i < 5; i++)
        text_format(&expected, "t,tiny,v1,pca,0,,%d,1,3,,,,,0.7,,,4,4,ok,,%s,rest,0,0,0,constant,0011223344556677\n",
                    i + 1, p.runs[0].id);
    text_format(&expected, "t,tiny,v1,pca,1,,all,1,3,,,,,,,,,,failed,no luck,%s,rest,0,0,0,,\n", p.runs[1].id);
    for (size_t i = 2; i < 4; i++) /* the plan's words, what the other measured */
        text_format(&expected, "t,tiny,v1,pca,%zu,,all,1,3,,,,,0.%zu,0.1,0.6,4,20,ok,,%s,rest,0,0,0,,\n", i, i,
                    p.runs[i].id);
    text_format(&expected, "t,tiny,v1,pca,4,,all,1,3,,,,,,,,,,missing,not done yet,%s,rest,0,0,0,,\n", p.runs[4].id);
    assert_file_is("results/t/auc.csv", text_of(&expected));

    text_clear(&expected);
    text_format(
        &expected,
        "experiment,dataset,detector,positive,negative,seed,variant,train_s,score_s,peak_memory_kib,note,run_id,"
        "revision,kernels\nt,tiny,pca,0,,1,,1.500,0.250,99,a word,%s,abc,OpenBLAS 0.3 Haswell oneDNN 2 isa 3\n",
        p.runs[0].id);
    assert_file_is("results/t/times.csv", text_of(&expected));
    text_clear(&expected);
    text_format(
        &expected,
        "dataset,detector,positive,negative,seed,latent,gamma,beta,linsep,variant,run_id,threshold,normal,anomaly,"
        "beside\n");
    for (int i = 0; i < judge_tradeoff_points(p.runs[0].detector); i++)
        text_format(&expected, "tiny,pca,0,,1,3,,,,,%s,0.5,0.250000,0.750000,\n", p.runs[0].id);
    assert_file_is("results/t/tradeoff.csv", text_of(&expected));
    expect_metrics(&p);
    text_clear(&expected);
    text_append(&expected, "dataset,detector,positive,seed,run_id,kept_in\n");
    for (size_t i = 2; i < 4; i++)
        text_format(&expected, "tiny,pca,%zu,1,%s,kept/auc.csv\n", i, p.runs[i].id);
    assert_file_is("results/t/kept.csv", text_of(&expected));
    assert_file_is("results/t/classes.txt", "plane\ncar\nbird\nankle boot\nDeer\ndog\n");
    expect_detectors();

    merge(&p, NULL, 1, 2); /* without the kept tables the damaged one has failed */
    assert_file_is("results/t/kept.csv", "dataset,detector,positive,seed,run_id,kept_in\n");
    text_release(&expected);
    text_release(&kept);
    plan_release(&p);
}

static void curves_are_thinned(void **state)
{
    (void)state;
    const struct {
        int points;
        size_t rows;
        int step;
    } cases[] = { { 300, 300, 1 }, { 301, 151, 2 }, { 902, 227, 4 } }; /* every few, and the last */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct csv roc;
        struct error e;
        double second;
        expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
        put_result(&p, &p.runs[0], cases[i].points);
        merge(&p, NULL, 1, 0);
        assert_int_equal(csv_read(&roc, "results/t/roc.csv", &e), 0);
        assert_int_equal(roc.n_rows, cases[i].rows);
        assert_string_equal(csv_cell(&roc, 0, "fpr"), "0");
        assert_int_equal(parse_double(csv_cell(&roc, 1, "fpr"), &second), 0);
        assert_near(second, (double)cases[i].step / (cases[i].points - 1), 1e-6);
        assert_string_equal(csv_cell(&roc, roc.n_rows - 1, "fpr"), "1");
        csv_release(&roc);
        plan_release(&p);
    }
}

/* "class:1" and "class:2" leave different anomalies, so there are two runs of ae besides the one that strokes leave as
 * they are; both gammas of the same negatives stand beside the same of them. All share a first phase, and name it. */
static void curves_name_their_kin(void **state)
{
    (void)state;
    struct plan p;
    struct csv tradeoff, loss;
    struct error e;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\nnegative = class:1, class:2, strokes\n"
                    "[shape]\ngamma = 1, 2\nlinsep = off, on\n[detectors]\nrun = kde, ae, lis-ae\n");
    assert_int_equal(p.n, 3 + 3 + 3 * 2 * 2);
    assert_int_equal(p.n_phase1, 1 + 3);
    for (size_t i = 0; i < p.n; i++)
        put_result(&p, &p.runs[i], 3);
    for (size_t i = 0; i < p.n_phase1; i++)
        put_result(&p, &p.phase1[i], 3);
    merge(&p, NULL, p.n, 0);
    assert_int_equal(csv_read(&tradeoff, "results/t/tradeoff.csv", &e), 0);
    assert_int_equal(csv_read(&loss, "results/t/loss.csv", &e), 0);
    const size_t points = (size_t)judge_tradeoff_points(p.runs[0].detector);
    assert_int_equal(tradeoff.n_rows, p.n * points);
    for (size_t i = 0, row = 0; i < p.n; i++) {
        const struct run *r = &p.runs[i], *ae = NULL;
        for (size_t k = 0; k < p.n && strcmp(r->detector->name, "lis-ae") == 0; k++)
            if (strcmp(p.runs[k].detector->name, "ae") == 0 &&
                classes_compare(&p.runs[k].task.anomaly, &r->task.anomaly) == 0)
                ae = &p.runs[k];
        assert_string_equal(csv_cell(&tradeoff, i * points, "run_id"), r->id);
        assert_string_equal(csv_cell(&tradeoff, i * points, "beside"), ae ? ae->id : "");
        if (r->phase1[0])
            assert_string_equal(csv_cell(&loss, row++, "trained"), r->phase1);
        assert_string_equal(csv_cell(&loss, row, "run_id"), r->id);
        assert_string_equal(csv_cell(&loss, row++, "trained"), r->id);
    }
    csv_release(&tradeoff);
    csv_release(&loss);
    plan_release(&p);
}

/* What an earlier plan left beside the tables goes where it is no more so. */
static void what_stands_beside_tables(void **state)
{
    (void)state;
    struct plan p;
    assert_int_equal(folder_make("results/t", NULL), 0);
    expect_plan(&p, "[experiment]\ntitle = One set\n[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    merge(&p, NULL, 0, 0);
    assert_true(path_exists("results/t/classes.txt"));
    assert_file_is("results/t/title.txt", "One set\n");
    plan_release(&p);
    expect_plan(&p, "[data]\ndataset = tiny, tall\npositive = 0\n[detectors]\nrun = kde\n");
    merge(&p, NULL, 0, 0);
    assert_false(path_exists("results/t/classes.txt"));
    assert_file_is("results/t/title.txt", "t\n");
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_row_for_every_run, enter, leave),
    cmocka_unit_test_setup_teardown(curves_are_thinned, enter, leave),
    cmocka_unit_test_setup_teardown(curves_name_their_kin, enter, leave),
    cmocka_unit_test_setup_teardown(what_stands_beside_tables, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
