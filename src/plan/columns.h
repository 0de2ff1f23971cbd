/* The columns of the tables of runs, and of means and tests over them (docs/results.md), in one list. Whoever writes,
 * merges, reads back or shows such a table takes its columns from here. Those of sweeps, stress tests, incremental
 * tasks, data sets and the gate stand where these are written. */
#ifndef PLAN_COLUMNS_H
#define PLAN_COLUMNS_H

#include "base/error.h"
#include "base/text.h"
#include "plan/plan.h"
#include "store/csv.h"

/* The tables that a column is in. IN_: of an experiment. OF_RUN_: of a run (run/table.h). */
enum table {
    IN_AUC = 1,
    IN_TIMES = 2,
    IN_ROC = 4,
    IN_TRADEOFF = 8,
    IN_LOSS = 16,
    IN_SUMMARY = 32,
    IN_COMPARE = 64, /* behind the columns of the printed numbers; summary_print() shows these beside a method's name */
    OF_RUN_METRICS = 128,
    OF_RUN_ROC = 256,
    OF_RUN_TRADEOFF = 512,
    OF_RUN_LOSS = 1024,
    IN_KEPT = 2048,
    IN_METRICS = 4096,
    IN_ERRORS = 8192,    /* behind those of `lisae reconstruct` */
    IN_VERDICTS = 16384, /* behind the printed table */
    IN_TESTS = 32768,
    IN_MEAN_RANKS = 65536
};

/* One that has `cell` or `key` says which run a row is about; the others are measured, or made of what was. */
struct column {
    const char *name;
    unsigned tables; /* enum table */
    /* Appends the cell of a run; nothing where the column does not apply to it. */
    void (*cell)(const struct run *r, struct text *out);
    /* The setting that the column shows, so that a run's `variant` need not: "shape.gamma". Where there is no `cell` it
     * is the setting's value, if the run depends on it. */
    const char *key;
    /* The version of lisae that wrote it first: tables that an older one wrote do not have it, and their cells are
     * empty. NULL: all tables have it. */
    const char *since;
};

/* In the order of each table, up to one without a name. The columns with a `key` stand between `seed` and `variant`:
 * the pictures find them there. */
extern const struct column all_columns[];

/* The one of this name, or NULL. */
const struct column *column_find(const char *name);
/* Does it say which run a row is about? */
int column_names_run(const struct column *c);
/* Those that say which group of runs a row is about, settings and protocol, as they stand both in the rows of runs
 * (IN_AUC) and of their means (IN_SUMMARY): the one after `after`, the first after NULL; NULL after the last. */
const struct column *column_of_group(const struct column *after);
/* Those that say with which settings a method was run, where its name stands in the row (IN_COMPARE): latent, gamma,
 * beta and variant; in the same way. */
const struct column *column_of_setting(const struct column *after);
/* Have two rows of such tables the same settings? */
int columns_same_settings(const struct csv *a, size_t i, const struct csv *b, size_t k);

/* A method's name begins so where the negatives are of the outliers' classes: "sup-lis-ae". */
int method_is_supervised(const char *method);
/* The method without that. */
const char *method_without_supervision(const char *method);

/* The cell of a run. `out` is cleared. */
const char *column_cell(const struct column *c, const struct run *r, struct text *out);

/* The same by its name; "" where there is no such column. */
const char *run_cell(const struct run *r, const char *column, struct text *out);

/* 1 where some column shows the setting. */
int column_shows(const struct setting *k);

/* Appends the header of a table: names with commas between. `columns`: all_columns, or another list like it. */
void columns_header(const struct column *columns, enum table table, struct text *out);
/* Has the table these columns and no others? `path` is for the message. 0 or -1. */
int columns_check(const struct csv *c, const char *path, const struct column *columns, enum table table,
                  struct error *e);
/* Reads a table that has. 0 or -1; csv_release() either way. */
int columns_read(struct csv *out, const char *path, const struct column *columns, enum table table, struct error *e);
/* Begins to write one, whose header is `before` (may be "") and the columns; as csv_out_begin(). */
int columns_begin(struct csv_out *out, const char *path, const char *before, enum table table, struct error *e);

#endif
