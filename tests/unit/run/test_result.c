/* What a run's folder holds for the tables, with the first phases' curves and notes. */
#include "support/results.h"

#include "run/result.h"

static const char *const spec = "[data]\ndataset = tiny\npositive = 0\nnegative = next-class\n"
                                "[detectors]\nrun = kde, lis-ae\n";

static const char *const losses = "stage,epoch,positive_loss,negative_error,separation\n";

static void put_result(const struct plan *p, const struct run *r, const char *note, int epochs)
{
    struct text meta = TEXT_INIT, loss = TEXT_INIT;
    text_append(&meta, "[run]\nstatus = ok\n");
    if (note)
        text_format(&meta, "note = %s\n", note);
    text_append(&loss, losses);
    for (int i = 0; i < epochs; i++)
        text_format(&loss, "stage,%d,1,,\n", i + 1);
    put_run_file(p, r, "meta.ini", text_of(&meta));
    put_run_file(p, r, "loss.csv", text_of(&loss));
    put_run_file(p, r, "metrics.csv", "outlier,auc\nall,0.5\n");
    put_run_file(p, r, "roc.csv", "fpr,tpr,threshold\n0,0,inf\n1,1,0\n");
    put_run_file(p, r, "tradeoff.csv", "threshold,normal,anomaly\n");
    text_release(&meta);
    text_release(&loss);
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
    assert_string_equal(csv_cell(&res.metrics, 0, "auc"), "0.5");
    assert_int_equal(res.roc.n_rows, 2);
    assert_int_equal(res.tradeoff.n_rows, 0);
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
    assert_int_equal(res.losses[1].n_rows, 2);
    assert_string_equal(text_of(&res.notes), "phase 1 stayed, slow");
    result_release(&res);
    /* a first phase that failed since, or is gone, is left out */
    put_outcome(&p, &p.phase1[0], "failed", NULL);
    assert_int_equal(result_read(&res, &p, run_of(&p, "lis-ae", 0), "results", &e), 0);
    assert_int_equal(res.n_losses, 1);
    assert_string_equal(text_of(&res.notes), "slow");
    result_release(&res);
    plan_release(&p);
}

static void put_meta(const struct plan *p, const struct run *r, const char *mark, const char *revision)
{
    struct text t = TEXT_INIT;
    text_format(&t,
                "[run]\nstatus = ok\n%s[program]\nrevision = %s\nblas = OpenBLAS 0.3 X\nblas_kernel = Haswell\n"
                "convolutions = oneDNN 2, isa 3\n",
                mark, revision);
    put_run_file(p, r, "meta.ini", text_of(&t));
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
    put_meta(&p, &p.phase1[0], "mark = stuck\n", "abc");
    put_meta(&p, r, "mark = constant stuck\n", "def");
    assert_int_equal(result_read(&res, &p, r, "results", &e), 0);
    assert_string_equal(text_of(&res.marks), "stuck constant");
    assert_string_equal(text_of(&res.revisions), "abc + def");
    assert_string_equal(text_of(&res.kernels), "OpenBLAS 0.3 Haswell oneDNN 2 isa 3");
    result_release(&res);
    put_meta(&p, r, "", "abc");
    assert_int_equal(result_read(&res, &p, r, "results", &e), 0);
    assert_string_equal(text_of(&res.marks), "stuck");
    assert_string_equal(text_of(&res.revisions), "abc");
    result_release(&res);
    put_meta(&p, r, "mark = dull\n", "abc");
    assert_int_equal(result_read(&res, &p, r, "results", &e), -1);
    assert_true(
        starts_with(e.text, "expected words of 'constant' and 'stuck' in 'mark' of meta.ini, found 'dull' (remove"));
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
    assert_says(text_of(&res.notes), "/loss.csv:2: ");
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
    text_format(&remedy, " (remove 'results/t/runs/%s' to have it done anew)", r->id);
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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_it_was_made_with),
    cmocka_unit_test(a_run_alone),
    cmocka_unit_test(with_its_first_phase),
    cmocka_unit_test(a_damaged_first_phase_is_a_note),
    cmocka_unit_test(a_damaged_run_is_an_error),
};

TEST_MAIN(tests, enter, leave)
