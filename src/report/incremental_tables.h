/* The parts of an experiment with [incremental] (run/increments.h) as tables of the experiment, all in `folder`:
 *     incremental.csv            accuracy whenever a class has come
 *     incremental-classes.csv    AUC of each class, when all are there
 *     incremental-scores.csv.gz  the scores of each test image, likewise
 *     incremental-summary.csv    means over the seeds, a row for each data set, method, negatives and rule
 * Each begins with the experiment's name. With what pictures need beside: title.txt, classes.txt, detectors.csv. */
#ifndef REPORT_INCREMENTAL_TABLES_H
#define REPORT_INCREMENTAL_TABLES_H

#include <stdio.h>

#include "run/increments.h"

#define INCREMENTAL_TABLE "incremental.csv"
#define INCREMENTAL_CLASSES "incremental-classes.csv"
#define INCREMENTAL_SUMMARY "incremental-summary.csv"
#define INCREMENTAL_SCORES "incremental-scores.csv.gz"
#define INCREMENTAL_EXPERIMENT "experiment,"

/* From the parts that are done. */
int incremental_tables(const struct plan *p, const struct increments *parts, const char *results, const char *folder,
                       struct error *e);
/* The summary of a folder's first two tables, written to the file `to`: when the first classes are known and when all
 * are, the mean accuracy; then also the least and the highest, the means of the first and the later classes, and the
 * mean AUC of a class. */
int incremental_summary(const char *folder, const char *to, struct error *e);
/* Are the accuracies of a folder's first table shares of their numbers of images, with their intervals? 0 or -1. */
int incremental_check(const char *folder, struct error *e);
/* The folder's summary. */
int incremental_print(FILE *f, const char *folder, struct error *e);

#endif
