/* The scores of kept runs: beside the folders of tables that are kept, one folder "ranks" for all of them, with a file
 * for each run (run/ranks.h). So the run ID in FOLDER/auc.csv has its scores in FOLDER/../ranks/ID.gz. */
#ifndef RUN_KEPT_RANKS_H
#define RUN_KEPT_RANKS_H

#include "base/error.h"
#include "detect/detector.h"
#include "run/kept.h"
#include "run/ranks.h"

#define RANKS_FOLDER "ranks"
#define RANKS_END ".gz"

/* FOLDER/../ranks, of FOLDER/auc.csv; free(). */
char *kept_ranks_folder(const char *auc_csv);
/* RANKS/ID.gz; free(). */
char *kept_ranks_path(const char *ranks, const char *id);

/* Reads the file of a run, which must be this run's. 0 or -1; ranks_release() where it is 0. */
int kept_ranks_open(struct ranks *r, const char *ranks, const char *id, struct error *e);

/* The scores of a run of the table `auc_csv`, where they are kept: they must be of this kind of detector, and give the
 * AUC against all anomalies that the table has. 1, and ranks_release() is to come; 0 where there are none; -1. */
int kept_ranks_read(struct ranks *r, const char *auc_csv, const char *id, const struct detector *detector, double auc,
                    struct error *e);

/* Has the table the sum of these scores, or none? 0 or -1. */
int kept_scores_agree(const struct kept_table *t, const struct ranks *r, struct error *e);

#endif
