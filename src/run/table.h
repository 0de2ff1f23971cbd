/* The tables of a run (enum table, OF_RUN_...), of which the small ones stand in its meta.ini, each a section of lines
 * of CSV:
 *
 *     [metrics]
 *     columns = outlier,auc,auc_lo,auc_hi,n_positive,n_outlier,ap,fpr95
 *     1 = all,0.912345,...
 *
 * and [loss] likewise. The ROC and trade-off curves are in none: its scores give them (run/judge.h). Runs of formats 1
 * and 2 (run/seal.h) have a file for each of the four, metrics.csv, roc.csv, tradeoff.csv and loss.csv. */
#ifndef RUN_TABLE_H
#define RUN_TABLE_H

#include "base/error.h"
#include "base/text.h"
#include "plan/columns.h"
#include "store/csv.h"
#include "store/ini.h"

/* Begins a table that will stand in meta.ini; it stays where it is in memory until run_table_end(). */
int run_table_begin(struct csv_out *out, enum table table, struct error *e);
/* Appends its section to the text of meta.ini. */
int run_table_end(struct csv_out *out, enum table table, struct text *meta, struct error *e);

/* 1 where the section of meta.ini is a table. */
int run_table_is_section(const char *section);
/* 1 where meta.ini has the table, or else the folder has the file of it. */
int run_table_exists(const char *folder, const struct ini *meta, enum table table);
/* Appends what messages call it: "FOLDER/loss.csv" or "FOLDER/meta.ini, [loss]". */
void run_table_where(struct text *where, const char *folder, const struct ini *meta, enum table table);
/* Reads it, from meta.ini or else the file, whatever its columns. 0 or -1; csv_release() either way. */
int run_table_read(struct csv *out, const char *folder, const struct ini *meta, enum table table, struct error *e);

/* 1 where the curves of a judged run are files, 0 where its scores give them. */
int run_table_has_curves(const struct ini *meta);

#endif
