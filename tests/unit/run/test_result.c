/* What a run's folder holds for the tables, with the first phases' curves and notes. */
#include "support/results.h"

#include <sys/resource.h>

#include "run/marks.h"
#include "run/result.h"

static const char *const spec = "[data]\ndataset = tiny\npositive = 0\nnegative = next-class\n"
                                "[detectors]\nrun = kde, lis-ae\n";

static void put_result(const struct plan *p, const struct run *r, const char *note, int epochs)
{
    struct text lines = TEXT_INIT;
    if (note)
        text_format(&lines, "note = %s\n", note);
    put_tables(p, r, 3, epochs);
    put_sealed(p, r, text_of(&lines));
    text_release(&lines);
}

static void put_all(struct plan *p)
{
    assert_int_equal(folder_remove("results", NULL), 0);
    expect_plan(p, spec);
    put_result(p, run_of(p, "kde", 0), NULL, 0);
    put_result(p, run_of(p, "lis-ae", 0), "slow", 2);
    put_result(p, &p->phase1[0], "phase 1 stayed", 3);
}

static void a_run_alone(void **state)
{
    (void)state;
    struct plan p;
    struct result res;
    struct error e;
    put_all(&p);
    assert_int_equal(result_read(&res, &p, run_of(&p, "kde", 0), "results", &e), 0);
    assert_string_equal(csv_cell(&res.metrics, 0, "auc"), "0.9");
    assert_int_equal(res.roc.n, 3);
    assert_near(res.roc.threshold[2], -2, 0);
    assert_near(res.roc.tpr[1], 0.5, 0);
    assert_int_equal(res.tradeoff.n, 201);
    assert_near(res.tradeoff.anomaly[200], 0.75, 0);
    assert_int_equal(res.n_losses, 1);
    assert_string_equal(ini_get(&res.meta, "run", "status"), "ok");
    assert_string_equal(text_of(&res.notes), "");
    result_release(&res);
    plan_release(&p);
}

static void with_its_first_phase(void **state)
{
    (void)state;
    struct plan p;
    struct result res;
    struct error e;
    put_all(&p);
    assert_int_equal(result_read(&res, &p, run_of(&p, "lis-ae", 0), "results", &e), 0);
    assert_int_equal(res.n_losses, 2);
    assert_int_equal(res.losses[0].n_rows, 3);
    assert_ptr_equal(res.trained[0], &p.phase1[0]);
    assert_ptr_equal(res.trained[1], run_of(&p, "lis-ae", 0));
    assert_int_equal(res.losses[1].n_rows, 2);
    assert_string_equal(text_of(&res.notes), "phase 1 stayed, slow");
    result_release(&res);
    /* a first phase that failed since, or is gone, is left out */
    put_outcome(&p, &p.phase1[0], "failed", NULL);
    assert_int_equal(result_read(&res, &p, run_of(&p, "lis-ae", 0), "results", &e), 0);
    assert_int_equal(res.n_losses, 1);
    assert_string_equal(text_of(&res.notes), "slow");
    result_release(&res);
    /* one that cannot be read is told */
    put_run_file(&p, &p.phase1[0], "meta.ini", "[run]\n");
    assert_int_equal(result_read(&res, &p, run_of(&p, "lis-ae", 0), "results", &e), 0);
    assert_int_equal(res.n_losses, 1);
    assert_int_equal(res.unread, 1);
    assert_says(text_of(&res.notes), "/meta.ini: expected 'status' in [run], found none (remove 'results/phase1/");
    result_release(&res);
    plan_release(&p);
}

static void put_origin(const struct plan *p, const struct run *r, const char *mark, const char *revision)
{
    struct text t = TEXT_INIT;
    text_format(&t,
                "%s[program]\nrevision = %s\nblas = OpenBLAS 0.3 X\nblas_kernel = Haswell\n"
                "convolutions = oneDNN 2, isa 3\n",
                mark, revision);
    put_sealed(p, r, text_of(&t));
    text_release(&t);
}

/* Marks, revisions and kernels, of the run and of what it started from. */
static void what_it_was_made_with(void **state)
{
    (void)state;
    struct plan p;
    struct result res;
    struct error e;
    put_all(&p);
    const struct run *r = run_of(&p, "lis-ae", 0);
    put_origin(&p, &p.phase1[0], "mark = stuck\n", "abc");
    put_origin(&p, r, "mark = constant\n", "def");
    assert_int_equal(result_read(&res, &p, r, "results", &e), 0);
    assert_int_equal(res.marks, MARK_STUCK | MARK_CONSTANT);
    assert_string_equal(text_of(&res.revisions), "abc + def");
    assert_string_equal(text_of(&res.kernels), "OpenBLAS 0.3 Haswell oneDNN 2 isa 3");
    result_release(&res);
    put_origin(&p, r, "", "abc");
    assert_int_equal(result_read(&res, &p, r, "results", &e), 0);
    assert_int_equal(res.marks, MARK_STUCK);
    assert_string_equal(text_of(&res.revisions), "abc");
    result_release(&res);
    plan_release(&p);
}

static void a_damaged_first_phase_is_a_note(void **state)
{
    (void)state;
    struct plan p;
    struct result res;
    struct error e;
    struct text expected = TEXT_INIT;
    put_all(&p);
    const struct run *first = &p.phase1[0];
    put_run_file(&p, first, "loss.csv", "stage,epoch\na,1,2\n");
    assert_int_equal(result_read(&res, &p, run_of(&p, "lis-ae", 0), "results", &e), 0);
    text_format(&expected, "(remove 'results/phase1/%s' to have it done anew), slow", first->id);
    assert_true(ends_with(text_of(&res.notes), text_of(&expected)));
    assert_true(starts_with(text_of(&res.notes), "results/phase1/"));
    assert_says(text_of(&res.notes), "/loss.csv: expected the ");
    result_release(&res);
    text_release(&expected);
    plan_release(&p);
}

static void a_damaged_run_is_an_error(void **state)
{
    (void)state;
    static const char *const names[] = { "metrics.csv", "roc.csv", "tradeoff.csv", "loss.csv", "meta.ini" };
    struct plan p;
    struct result res;
    struct error e;
    struct text remedy = TEXT_INIT;
    put_all(&p);
    const struct run *r = run_of(&p, "lis-ae", 0);
    text_format(&remedy, " (remove 'results/runs/%s' to have it done anew)", r->id);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        put_result(&p, r, NULL, 1);
        put_run_file(&p, r, names[i], "a,b\n1\n");
        assert_int_equal(result_read(&res, &p, r, "results", &e), -1);
        assert_says(e.text, names[i]);
        assert_true(ends_with(e.text, text_of(&remedy)));
        result_release(&res);
    }
    text_release(&remedy);
    plan_release(&p);
}

/* What the system does not let read may be whole: nobody is told to remove it. A file that is not there is damage. */
static void a_refusal_is_no_damage(void **state)
{
    (void)state;
    struct plan p;
    struct result res;
    struct error e;
    put_all(&p);
    const struct run *r = run_of(&p, "lis-ae", 0);
    put_result(&p, r, NULL, 1);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    const struct rlimit none = { 0, files.rlim_max };
    setrlimit(RLIMIT_NOFILE, &none);
    int bad = result_read(&res, &p, r, "results", &e);
    setrlimit(RLIMIT_NOFILE, &files);
    assert_int_equal(bad, -1);
    assert_true(ends_with(e.text, "meta.ini': Too many open files"));
    result_release(&res);
    plan_release(&p);
}

/* Tables of a run that was made before sums were kept: what is in them must be right all the same. */
static void without_sums_the_contents_tell(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *why;
    } cases[] = {
        { "metrics.csv", "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier\n", "metrics.csv: expected 5 rows, found 0" },
        { "metrics.csv", "a,b\n1,2\n", "metrics.csv:1: expected the columns outlier,auc," },
        { "roc.csv", "fpr,tpr,threshold\n0,0,inf\n", "roc.csv: expected 2 rows, found 1" },
        { "roc.csv", "fpr,tpr,threshold\n0,0,inf\n0.5,0.75,1\n", "roc.csv:3: expected the curve to end at 1, found " },
        { "tradeoff.csv", "threshold,normal,anomaly\n0,0,1\n", "tradeoff.csv: expected 201 rows, found 1" },
        { "loss.csv", "stage,epoch,positive_loss,negative_error,separation\na,1,nan,,\n",
          "loss.csv:2: expected a finite loss" },
    };
    struct plan p;
    struct result res;
    struct error e;
    put_all(&p);
    const struct run *r = run_of(&p, "kde", 0);
    put_outcome(&p, r, "ok", NULL);
    assert_int_equal(result_read(&res, &p, r, "results", &e), 0);
    assert_string_equal(text_of(&res.notes), "made before sums of files were kept");
    result_release(&res);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put_tables(&p, r, 3, 1);
        put_run_file(&p, r, cases[i].name, cases[i].text);
        assert_int_equal(result_read(&res, &p, r, "results", &e), -1);
        assert_says(e.text, cases[i].why);
        result_release(&res);
    }
    plan_release(&p);
}

/* Scores of four images of each class, rising, but for the first, which is normal. */
static void put_scores(const struct plan *p, const struct run *r, double first)
{
    const struct class_list *classes = &r->task.anomaly;
    struct scores s;
    char *base = outcome_folder(r, "results"), *path = path_join(base, r->id, "scores.csv.gz", NULL);
    int class = -1;
    put_run_file(p, r, "spec.ini", r->canonical);
    scores_init(&s, 4 * (size_t)(1 + classes->n));
    for (size_t i = 0; i < s.n; i++) {
        class = i >= 4 && i % 4 == 0 ? classes_next(classes, class) : class;
        s.index[i] = (int32_t)i;
        s.class_[i] = i < 4 ? 0 : class;
        s.label[i] = i >= 4;
        s.score[i] = i ? (double)i : first;
    }
    assert_int_equal(scores_write(&s, path, NULL), 0);
    scores_release(&s);
    put_sealed(p, r, "");
    free(base);
    free(path);
}

/* metrics.csv of before: average precision and false positive rate come from the scores, which have to be those of the
 * AUC. Where there are no scores nothing is known. */
static void runs_of_before_have_their_scores(void **state)
{
    (void)state;
    struct plan p;
    struct result res;
    struct error e;
    put_all(&p);
    const struct run *r = run_of(&p, "kde", 0);
    assert_int_equal(result_read(&res, &p, r, "results", &e), 0);
    assert_near(res.precision[0].average, 0.95, 0);
    assert_near(res.precision[1].fpr95, 0.5, 0);
    result_release(&res);

    /* the second anomaly and 14 more are above the normal image, the first one below */
    put_run_file(&p, r, "metrics.csv",
                 "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier\n"
                 "all,0.984375,,,4,16\n2,0.937500,,,4,4\n3,1,,,4,4\n4,1,,,4,4\n5,1,,,4,4\n");
    put_sealed(&p, r, "");
    assert_int_equal(result_read(&res, &p, r, "results", &e), 0);
    assert_true(isnan(res.precision[0].average) && isnan(res.precision[4].fpr95));
    result_release(&res);
    put_scores(&p, r, 4.5);
    if (result_read(&res, &p, r, "results", &e))
        fail_msg("%s", e.text);
    assert_near(res.precision[0].average, (15 + 16.0 / 17) / 16, 1e-15);
    assert_near(res.precision[0].fpr95, 0.25, 0);
    assert_near(res.precision[1].average, (3 + 4.0 / 5) / 4, 1e-15);
    assert_near(res.precision[4].average, 1, 0);
    assert_near(res.precision[4].fpr95, 0, 0);
    result_release(&res);
    put_scores(&p, r, 5.5);
    assert_int_equal(result_read(&res, &p, r, "results", &e), -1);
    assert_says(e.text, "scores.csv.gz: expected the AUC 0.984375 of the metrics, found 0.968750 (remove 'results/runs"
                        "/");
    result_release(&res);
    plan_release(&p);
}

/* Metrics and losses of meta.ini, curves by the scores, which have to be those of the AUC. */
static void with_its_tables_in_meta(void **state)
{
    (void)state;
    struct plan p;
    struct result res;
    struct error e;
    struct fit_report report = { 0 };
    struct text lines = TEXT_INIT;
    struct scores s;
    assert_int_equal(folder_remove("results", NULL), 0);
    expect_plan(&p, spec);
    const struct run *r = run_of(&p, "kde", 0);
    put_scores(&p, r, 4.5);
    char *path = path_join("results/runs", r->id, "scores.csv.gz", NULL);
    assert_int_equal(scores_read(&s, path, &e), 0);
    fit_report_add(&report, (struct loss_point) { "phase2", 1, 0.25, NAN, NAN });
    assert_int_equal(losses_append(&lines, &report, &e), 0);
    assert_int_equal(judge_append(&lines, r->detector, &s, &r->task.anomaly, &e), 0);
    put_sealed(&p, r, text_of(&lines));
    if (result_read(&res, &p, r, "results", &e))
        fail_msg("%s", e.text);
    assert_string_equal(csv_cell(&res.metrics, 0, "auc"), "0.984375");
    assert_near(res.precision[0].average, (15 + 16.0 / 17) / 16, 1e-6);
    assert_int_equal(res.losses[0].n_rows, 1);
    assert_string_equal(csv_cell(&res.losses[0], 0, "positive_loss"), "0.25");
    assert_near(roc_area(&res.roc), 0.984375, 1e-15);
    assert_int_equal(res.tradeoff.n, 201);
    result_release(&res);

    put_scores(&p, r, 5.5); /* another's, with sums that say that all is well */
    put_sealed(&p, r, text_of(&lines));
    assert_int_equal(result_read(&res, &p, r, "results", &e), -1);
    assert_says(e.text, "scores.csv.gz: expected the AUC 0.984375 of the metrics, found 0.968750 (remove 'results/");
    result_release(&res);
    assert_int_equal(remove(path), 0);
    put_sealed(&p, r, text_of(&lines));
    assert_int_equal(result_read(&res, &p, r, "results", &e), -1);
    assert_says(e.text, "/scores.csv.gz': No such file or directory (remove 'results/");
    result_release(&res);
    fit_report_release(&report);
    scores_release(&s);
    text_release(&lines);
    free(path);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(with_its_tables_in_meta),        cmocka_unit_test(runs_of_before_have_their_scores),
    cmocka_unit_test(what_it_was_made_with),          cmocka_unit_test(a_run_alone),
    cmocka_unit_test(with_its_first_phase),           cmocka_unit_test(a_damaged_first_phase_is_a_note),
    cmocka_unit_test(a_damaged_run_is_an_error),      cmocka_unit_test(a_refusal_is_no_damage),
    cmocka_unit_test(without_sums_the_contents_tell),
};

TEST_MAIN(tests, enter, leave)
