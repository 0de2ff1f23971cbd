/* The experiments whose tables (compare.csv, summary.csv, auc.csv) the paper's tables are made of. */
#ifndef REPORT_PAPER_SOURCES_H
#define REPORT_PAPER_SOURCES_H

#include <stddef.h>

#include "base/error.h"
#include "store/csv.h"

/* Where an experiment's tables were found: named by the user, among the results, among those that come with the
 * program. */
enum place { PLACE_NAMED, PLACE_RESULTS, PLACE_REFERENCE };

struct source {
    char *experiment; /* the folder's name: "table2-svhn" */
    enum place place;
    struct csv compare, summary, auc;
};

struct sources {
    struct source *of;
    size_t n;
};

/* Reads the tables of all experiments whose names begin with "table", from `results` or, where there
 * are none or they have fewer runs, from `reference` (NULL for none); those in the folders `named` (up to NULL, or NULL
 * for none) in the place of others of their names. 0 or -1; sources_release() either way. */
int sources_read(struct sources *s, const char *results, const char *reference, const char *const *named,
                 struct error *e);
/* Appends the tables of one experiment, in this folder. 0 or -1; sources_release() either way. */
int sources_add(struct sources *s, const char *folder, const char *experiment, enum place place, struct error *e);
void sources_release(struct sources *s);

/* Was the experiment made for this table ("2": table2-svhn)? What the user names, and its name does not tell, is for
 * any. */
int source_is_of(const struct source *s, const char *table);

/* "named", "results" or "reference". */
const char *source_place(const struct source *s);

/* Are the rows of summary.csv and compare.csv about the same runs? */
int source_is_beside(const struct source *s, size_t summary_row, size_t compare_row);
/* The same of tables that are no source's yet. */
int source_rows_beside(const struct csv *summary, size_t summary_row, const struct csv *compare, size_t compare_row);
/* The same of the compare.csv of another experiment that has these runs, too, and maybe more seeds: settings are the
 * same, and so is the mean, or all runs of the summary's are among the other's. */
int source_is_within(const struct source *s, size_t summary_row, const struct source *compared, size_t compare_row);
/* The same of two rows of summary.csv with the same settings: has the first experiment the runs of the other's mean? */
int source_has_mean(const struct source *s, size_t row, const struct source *other, size_t other_row);

/* The edition of a data set that the experiment used; "" where its auc.csv does not have the set. */
const char *source_edition(const struct source *s, const char *dataset);

#endif
