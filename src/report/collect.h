/* Merging the run folders of an experiment into its CSV files, all in `folder`:
 *     auc.csv       one row per run and outlier class, and one for all together
 *     metrics.csv   average precision and false positive rates beside the AUC (report/means/metrics.h)
 *     times.csv     seconds, memory and notes of each run (what differs from time to time)
 *     roc.csv       ROC curves, thinned to what a picture can show
 *     tradeoff.csv  accuracy on normal and on anomalous samples by threshold
 *     loss.csv      loss curves, first phases' under each run that started from them
 *     kept.csv      which runs have their rows from which table of others
 *     detectors.csv  what tables and pictures call each detector, its place, line type and role in trade-offs
 *     classes.txt   the names of the data set's classes, where the plan has one data set
 *     title.txt     the spec's title, for the heads of pictures
 * auc.csv holds nothing that depends on the time or on the machine's load.
 *
 * `kept_folders` (kept_read()) have each the auc.csv, times.csv and perhaps metrics.csv of an earlier merging: a run of
 * the plan that is not done here, or failed, has its rows from the first of them that has it, and its ROC and trade-off
 * curves, without thresholds, where its ranks are kept (run/kept_ranks.h). */
#ifndef REPORT_COLLECT_H
#define REPORT_COLLECT_H

#include <stddef.h>

#include "base/error.h"
#include "plan/plan.h"

struct tally {
    size_t planned, ok, failed;
    size_t unread;       /* runs with first phases that are there, but cannot be read: loss.csv lacks their curves */
    struct error scores; /* why tests.csv lacks DeLong's test somewhere, of the first scores; "" where it does not */
    size_t lost;         /* runs that only the tables had which these replace: their rows are kept in FOLDER/lost */
};

/* The folder in that of the tables: rows of runs that were lost (report/lost.h), in tables that `--with` takes. */
#define COLLECT_LOST "lost"

/* A run whose folder is damaged counts as failed, with the reason in its row. */
int collect(const struct plan *p, const char *results, const char *folder, const char *const *kept_folders,
            struct tally *tally, struct error *e);

/* Writes what pictures and pages call things into the folder: title.txt, classes.txt, detectors.csv. */
int collect_names(const struct plan *p, const char *folder, struct error *e);

#endif
