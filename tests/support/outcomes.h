/* What the tests of results share: small plans, run folders with nothing but a word on how the run ended, kept
 * tables. */
#ifndef TESTS_SUPPORT_OUTCOMES_H
#define TESTS_SUPPORT_OUTCOMES_H

#include <stdlib.h>
#include <string.h>

#include "run/outcome.h"
#include "store/file.h"
#include "support/main.h"
#include "support/plans.h"

/* Two tasks with one seed, of each detector that `run` names; the experiment is named "t". */
static inline void outcomes_plan(struct plan *p, const char *run)
{
    struct text spec = TEXT_INIT;
    text_format(&spec, "[data]\ndataset = tiny\npositive = 0, 1\nnegative = next-class\n[detectors]\nrun = %s\n", run);
    expect_plan(p, text_of(&spec));
    text_release(&spec);
}

static inline void put_file(const char *folder, const char *name, const char *text)
{
    struct error e;
    char *path = path_join(folder, name, NULL);
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(path, text, strlen(text), &e), 0);
    free(path);
}

/* The folder of a run or first phase in results/: "ok", or "failed" with a reason. */
static inline void put_outcome(const struct plan *p, const struct run *r, const char *status, const char *reason)
{
    char *base = outcome_folder(p->experiment, r, "results"), *folder = path_join(base, r->id, NULL);
    struct text t = TEXT_INIT;
    text_format(&t, "[run]\nstatus = %s\n", status);
    put_file(folder, "meta.ini", text_of(&t));
    if (reason)
        put_file(folder, "reason.txt", reason);
    text_release(&t);
    free(base);
    free(folder);
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
