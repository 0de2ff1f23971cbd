/* The parts of an experiment with [incremental] (run/increments.h) as tables of the experiment, all in `folder`:
 *     incremental.csv            accuracy whenever a class has come
 *     incremental-classes.csv    AUC of each class, when all are there
 *     incremental-scores.csv.gz  the scores of each test image, likewise
 * Each begins with the experiment's name. With what pictures need beside: title.txt, classes.txt, detectors.csv. */
#ifndef REPORT_INCREMENTAL_TABLES_H
#define REPORT_INCREMENTAL_TABLES_H

#include <stdio.h>

#include "run/increments.h"

#define INCREMENTAL_TABLE "incremental.csv"
#define INCREMENTAL_CLASSES "incremental-classes.csv"
#define INCREMENTAL_SCORES "incremental-scores.csv.gz"
#define INCREMENTAL_EXPERIMENT "experiment,"

/* From the parts that are done. */
int incremental_tables(const struct plan *p, const struct increments *parts, const char *results, const char *folder,
                       struct error *e);
/* From these tables a line for each data set, method, negatives and rule: mean accuracy over the seeds when the first
 * classes are known and when all are, and the mean AUC of the classes. */
int incremental_print(FILE *f, const char *folder, struct error *e);

#endif
