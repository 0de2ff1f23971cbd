/* Is what a group of runs saw and judged what the printed numbers are of: the images, the splits, the classes? A
 * name or a number of classes alone does not tell. */
#ifndef REPORT_PAPER_PROTOCOL_H
#define REPORT_PAPER_PROTOCOL_H

#include "base/error.h"
#include "report/means/group.h"
#include "store/csv.h"

/* The columns of results/published/data.csv: the prepared sets that the printed numbers are of, one edition a row.
 * `payload` (data/prepare.h) tells the set; an edition for which nobody can say it beforehand has none, and is known by
 * the size and the number of its images. */
#define PRINTED_DATA_COLUMNS "dataset,edition,payload,height,width,channels,train,test"

/* Reads one; an empty table for `path` NULL. 0 or -1; csv_release() either way. */
int printed_data_read(struct csv *out, const char *path, struct error *e);

/* Is this set of the plan one of the table's? So is one whose name the table does not list: only names can be compared
 * then. 0 for a set that the plan has not looked up. */
int protocol_same_data(const struct csv *printed_data, const struct plan *p, const char *dataset);

/* Did each run of the group see and judge whole splits, and are its anomalies one of the paper's three choices: all
 * other classes, these but the next class, the own half? */
int protocol_same_images(const struct groups *of, const struct group *g);

/* Does the group have the tasks of a printed mean, and no others: the data set's classes in their order, as many at a
 * time as a task has positives (0, 1, 2, ... or 0 1, 2 3, ...)? */
int protocol_all_tasks(const struct groups *of, const struct group *g);

#endif
