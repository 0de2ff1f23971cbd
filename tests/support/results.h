/* What the tests of results share: small plans, what a worker leaves of their runs, made by hand, kept tables. The
 * tests work inside their folder, results are in "results". */
#ifndef TESTS_SUPPORT_RESULTS_H
#define TESTS_SUPPORT_RESULTS_H

#include <stdio.h>

#include "run/judge.h"
#include "run/outcome.h"
#include "run/seal.h"
#include "store/csv.h"
#include "support/plans.h"

/* Run number `which` of a detector. */
static inline const struct run *run_of(const struct plan *p, const char *detector, int which)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->runs[i].detector->name, detector) == 0 && which-- == 0)
            return &p->runs[i];
    fail_msg("no run %d of %s", which, detector);
    return NULL;
}

/* Two tasks with one seed, of each detector that `run` names; the experiment is named "t". */
static inline void outcomes_plan(struct plan *p, const char *run)
{
    struct text spec = TEXT_INIT;
    text_format(&spec, "[data]\ndataset = tiny\npositive = 0, 1\nnegative = next-class\n[detectors]\nrun = %s\n", run);
    expect_plan(p, text_of(&spec));
    text_release(&spec);
}

/* Writes a file of a folder, which is made. */
static inline void put_file(const char *folder, const char *name, const char *text)
{
    struct error e;
    char *path = path_join(folder, name, NULL);
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(path, text, strlen(text), &e), 0);
    free(path);
}

/* The same of a run's or first phase's folder. */
static inline void put_run_file(const struct plan *p, const struct run *r, const char *name, const char *text)
{
    (void)p; /* all plans have one folder */
    char *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    put_file(folder, name, text);
    free(base);
    free(folder);
}

/* The run ended "ok", or "failed" with a reason, which may be NULL. */
static inline void put_outcome(const struct plan *p, const struct run *r, const char *status, const char *reason)
{
    struct text t = TEXT_INIT;
    text_format(&t, "[run]\nstatus = %s\n", status);
    put_run_file(p, r, "meta.ini", text_of(&t));
    put_run_file(p, r, "spec.ini", r->canonical);
    if (reason)
        put_run_file(p, r, "reason.txt", reason);
    text_release(&t);
}

/* meta.ini of a run that is done, with the sums of the files that are there; `lines` go behind its status. */
static inline void put_sealed(const struct plan *p, const struct run *r, const char *lines)
{
    struct text t = TEXT_INIT;
    char *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    char *meta = path_join(folder, "meta.ini", NULL);
    if (path_exists(meta))
        assert_int_equal(remove(meta), 0);
    put_run_file(p, r, "spec.ini", r->canonical);
    text_format(&t, "[run]\n" SEAL_FORMAT "status = ok\n%s", lines);
    assert_int_equal(seal_append(&t, folder, NULL), 0);
    put_run_file(p, r, "meta.ini", text_of(&t));
    text_release(&t);
    free(base);
    free(folder);
    free(meta);
}

/* The tables of a run or first phase that is done, but for meta.ini: its curves have `points` and `epochs`. */
static inline void put_tables(const struct plan *p, const struct run *r, int points, int epochs)
{
    struct text metrics = TEXT_INIT, roc = TEXT_INIT, tradeoff = TEXT_INIT, loss = TEXT_INIT;
    const struct class_list *classes = &r->task.anomaly;
    text_format(&metrics, "outlier,auc,auc_lo,auc_hi,n_positive,n_outlier,ap,fpr95\nall,0.9,0.8,1,4,%d,0.95,0.25\n",
                4 * classes->n);
    for (int c = classes_next(classes, -1); c >= 0; c = classes_next(classes, c))
        text_format(&metrics, "%d,0.7,,,4,4,0.6,0.5\n", c);
    text_append(&roc, "fpr,tpr,threshold\n");
    for (int i = 0; i < points; i++)
        text_format(&roc, "%.6g,%.6g,%d\n", (double)i / (points - 1), (double)i / (points - 1), -i);
    text_append(&tradeoff, "threshold,normal,anomaly\n");
    for (int i = 0; i < judge_tradeoff_points(r->detector); i++)
        text_append(&tradeoff, "0.5,0.25,0.75\n");
    text_append(&loss, "stage,epoch,positive_loss,negative_error,separation\n");
    for (int i = 0; i < epochs; i++)
        text_format(&loss, "phase2,%d,0.5,,\n", i + 1);
    if (!(r->detector->flags & HIDDEN)) {
        put_run_file(p, r, "metrics.csv", text_of(&metrics));
        put_run_file(p, r, "roc.csv", text_of(&roc));
        put_run_file(p, r, "tradeoff.csv", text_of(&tradeoff));
    }
    put_run_file(p, r, "loss.csv", text_of(&loss));
    text_release(&metrics);
    text_release(&roc);
    text_release(&tradeoff);
    text_release(&loss);
}

/* How many runs of an auc.csv are done. */
static inline size_t rows_done(const char *path)
{
    struct csv c;
    struct error e;
    size_t n = 0;
    if (csv_read(&c, path, &e))
        fail_msg("%s", e.text);
    for (size_t row = 0; row < c.n_rows; row++)
        n += strcmp(csv_cell(&c, row, "status"), "ok") == 0 && strcmp(csv_cell(&c, row, "outlier"), "all") == 0;
    csv_release(&c);
    return n;
}

/* Kept tables in the folder "kept": an auc.csv with these rows, a times.csv without any. */
static inline void put_kept(const char *rows)
{
    struct text t = TEXT_INIT;
    text_format(&t,
                "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,variant,"
                "auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id\n%s",
                rows);
    put_file("kept", "auc.csv", text_of(&t));
    put_file(
        "kept", "times.csv",
        "experiment,dataset,detector,positive,negative,seed,variant,train_s,score_s,peak_memory_kib,note,run_id\n");
    text_release(&t);
}

#endif
