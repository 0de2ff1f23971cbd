/* What the tests of reports share: experiments made by hand in the test's folder. */
#ifndef TESTS_SUPPORT_PAGES_H
#define TESTS_SUPPORT_PAGES_H

#include "base/text.h"
#include "support/folder.h"

#define PAGE_AUC_HEADER \
    "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep,variant,auc,auc_lo," \
    "auc_hi,n_positive,n_outlier,status,reason,run_id,anomalies,holdout,train_limit,test_limit,mark\n"
#define PAGE_SUMMARY_HEADER \
    "experiment,dataset,task,method,detector,negative,latent,gamma,beta,linsep,variant,mean,sd,lo,hi,n_tasks,n_seeds," \
    "n_ok,n_planned,published,difference,verdict,anomalies,holdout\n"

/* Writes FOLDER/FILE in the test's folder; makes FOLDER. */
static inline void put_page_file(void **state, const char *folder, const char *file, const char *header,
                                 const char *rows)
{
    struct error e;
    struct text name = TEXT_INIT, t = TEXT_INIT;
    char *path = path_join(*state, folder, NULL);
    assert_int_equal(folder_make(path, &e), 0);
    text_format(&name, "%s/%s", folder, file);
    text_format(&t, "%s%s", header, rows);
    free(folder_file(state, text_of(&name), text_of(&t), t.length));
    free(path);
    text_release(&name);
    text_release(&t);
}

/* A row of auc.csv: a run of `detector` with this ID, seed 1. */
static inline void page_run(struct text *rows, const char *detector, const char *id, const char *auc,
                            const char *status, const char *reason)
{
    text_format(rows, "x,tiny,publisher,%s,0,,all,1,,,,,,%s,,,5,5,%s,%s,%s,rest,0,0,0,\n", detector, auc, status,
                reason, id);
}

#endif
