/* The tables of one part: one method on one data set with one seed. A folder gets
 *     curve.csv       a row for each number of classes that are known and each rule: the accuracy over all of them
 *     classes.csv     a row for each class, when all are known: the AUC of its scores, and what scales these
 *     scores.csv.gz   a row for each test image, then: its scores for all classes, by their numbers */
#ifndef INCREMENTAL_TABLES_H
#define INCREMENTAL_TABLES_H

#include "incremental/answers.h"
#include "store/csv.h"

/* What is measured, as tables name it. `part` is the ID. */
struct part_subject {
    const char *dataset, *method, *part;
    long seed;
};

#define PART_SUBJECT "dataset,method,negatives,seed"
#define CURVE_COLUMNS PART_SUBJECT ",rule,known,n,accuracy,lo,hi,base,late,part"
#define CLASSES_COLUMNS PART_SUBJECT ",class,came,n,auc,lo,hi,median,q95,part"
#define SCORES_COLUMNS PART_SUBJECT ",index,class,scores,part"

struct part_tables {
    const struct part_subject *subject;
    const struct arrivals *arrivals;
    struct csv_out curve, classes, scores;
    char *path; /* of scores.csv.gz */
};

/* The tables with their headers. part_tables_release() either way. */
int part_tables_begin(struct part_tables *t, const struct part_subject *subject, const struct arrivals *arrivals,
                      const char *folder, struct error *e);
/* The rows of a number of known classes, for all rules that can be used; where all are known also those of the other
 * two tables. `negatives`: of the method, "" where it learns from none. */
int part_tables_add(struct part_tables *t, const char *negatives, const struct answers *a, int known, struct error *e);
int part_tables_commit(struct part_tables *t, struct error *e);
/* Tables that were not committed are thrown away. */
void part_tables_release(struct part_tables *t);

#endif
