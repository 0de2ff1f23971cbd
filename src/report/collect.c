#include "report/collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "run/kept.h"
#include "run/outcome.h"
#include "run/result.h"
#include "store/csv.h"
#include "store/file.h"

enum { ROC_POINTS = 300 };

/* A row of `to`: named values from `extra` (pairs name, value, ended by NULL) first, the
 * run's own cells for the other columns. */
static void add_row(struct csv_out *to, const struct run *r, const char *const *extra)
{
    const char **cells = mem_zero(to->n_columns, sizeof *cells);
    struct text *texts = mem_zero(to->n_columns, sizeof *texts);
    for (size_t c = 0; c < to->n_columns; c++) {
        for (const char *const *pair = extra; *pair && !cells[c]; pair += 2)
            if (strcmp(to->columns[c], pair[0]) == 0)
                cells[c] = pair[1];
        if (!cells[c])
            cells[c] = run_cell(r, to->columns[c], &texts[c]);
    }
    csv_out_row(to, cells);
    for (size_t c = 0; c < to->n_columns; c++)
        text_release(&texts[c]);
    free(texts);
    free(cells);
}

/* Where the merged tables grow. */
struct tables {
    const struct plan *plan;
    const char *results;
    struct csv_out auc, times, roc, tradeoff, loss;
};

/* A row of auc.csv for a row of a run's metrics, or of a kept auc.csv. */
static void add_metric(struct tables *t, const struct run *r, const struct csv *from, size_t row)
{
    static const char *const copied[] = { "outlier", "auc", "auc_lo", "auc_hi", "n_positive", "n_outlier" };
    enum { COPIED = sizeof copied / sizeof *copied };
    const char *extra[2 * (COPIED + 3) + 1] = { "experiment", t->plan->experiment, "status", "ok", "reason", "" };
    for (size_t i = 0; i < COPIED; i++) {
        extra[6 + 2 * i] = copied[i];
        extra[7 + 2 * i] = csv_cell(from, row, copied[i]);
    }
    add_row(&t->auc, r, extra);
}

/* A row of times.csv; values are those of `time_columns`. */
enum { TIMES = 4 };
static const char *const time_columns[TIMES] = { "train_s", "score_s", "peak_memory_kib", "note" };

static void add_time(struct tables *t, const struct run *r, const char *const values[TIMES])
{
    const char *extra[2 * (TIMES + 1) + 1] = { "experiment", t->plan->experiment };
    for (size_t i = 0; i < TIMES; i++) {
        extra[2 + 2 * i] = time_columns[i];
        extra[3 + 2 * i] = values[i] ? values[i] : "";
    }
    add_row(&t->times, r, extra);
}

/* The rows of a run that is not done here. */
static void add_kept(struct tables *t, const struct run *r, const struct kept_tables *kept)
{
    const size_t *rows;
    size_t n = csv_index_find(&kept->auc_by_id, r->id, &rows);
    for (size_t i = 0; i < n; i++)
        if (kept_row_done(kept, rows[i]))
            add_metric(t, r, &kept->auc, rows[i]);
    n = csv_index_find(&kept->times_by_id, r->id, &rows);
    for (size_t i = 0; i < n; i++) {
        const char *values[TIMES];
        for (size_t c = 0; c < TIMES; c++)
            values[c] = csv_cell(&kept->times, rows[i], time_columns[c]);
        add_time(t, r, values);
    }
}

/* Copies the named columns of a table of the run's, every few rows and the last where there are more
 * than `most` (0: all). */
static void add_curve(struct csv_out *to, const struct run *r, const struct csv *from, const char *const *columns,
                      size_t most)
{
    size_t step = most && from->n_rows > most ? (from->n_rows + most - 1) / most : 1;
    for (size_t row = 0; row < from->n_rows; row++) {
        const char *extra[16] = { 0 };
        if (row % step && row + 1 < from->n_rows)
            continue;
        for (size_t i = 0; columns[i]; i++) {
            extra[2 * i] = columns[i];
            extra[2 * i + 1] = csv_cell(from, row, columns[i]);
        }
        add_row(to, r, extra);
    }
}

static void add_result(struct tables *t, const struct run *r, const struct result *res)
{
    static const char *const roc[] = { "fpr", "tpr", NULL }, *const tradeoff[] = { "threshold", "normal", "anomaly",
                                                                                   NULL };
    static const char *const loss[] = { "stage", "epoch", "positive_loss", "negative_error", "separation", NULL };
    const char *values[TIMES];
    for (size_t row = 0; row < res->metrics.n_rows; row++)
        add_metric(t, r, &res->metrics, row);
    for (size_t i = 0; i < TIMES - 1; i++)
        values[i] = ini_get(&res->meta, "run", time_columns[i]);
    values[TIMES - 1] = text_of(&res->notes);
    add_time(t, r, values);
    add_curve(&t->roc, r, &res->roc, roc, ROC_POINTS);
    add_curve(&t->tradeoff, r, &res->tradeoff, tradeoff, 0);
    for (size_t i = 0; i < res->n_losses; i++)
        add_curve(&t->loss, r, &res->losses[i], loss, 0);
}

/* The rows of a run; RUN_OK where it has an AUC. One whose folder cannot be read counts as failed: the others'
 * rows do not wait for it. */
static enum run_status add_run(struct tables *t, const struct run *r, const struct kept_tables *kept)
{
    char reason[sizeof(struct error)] = "not done yet";
    enum run_status status = outcome_status(t->plan, r, t->results, reason, sizeof reason);
    if (status == RUN_OK) {
        struct result res;
        struct error e;
        if (result_read(&res, t->plan, r, t->results, &e) == 0) {
            add_result(t, r, &res);
        } else {
            snprintf(reason, sizeof reason, "%s", e.text);
            status = RUN_FAILED;
        }
        result_release(&res);
    }
    if (status != RUN_OK && kept_has(kept, r->id)) {
        add_kept(t, r, kept);
        status = RUN_OK;
    }
    if (status != RUN_OK) {
        const char *extra[] = { "experiment", t->plan->experiment,
                                "outlier",    "all",
                                "status",     status == RUN_FAILED ? "failed" : "missing",
                                "reason",     reason,
                                NULL };
        add_row(&t->auc, r, extra);
    }
    return status;
}

/* The tables with their files, in the order in which they are put in place. */
enum { FILES = 5 };

static struct csv_out *table_of(struct tables *t, int i)
{
    struct csv_out *const all[FILES] = { &t->auc, &t->times, &t->roc, &t->tradeoff, &t->loss };
    return all[i];
}

static int begin(struct tables *t, struct error *e)
{
    static const char *const files[FILES][2] = {
        { "auc.csv", AUC_COLUMNS },
        { "times.csv", TIME_COLUMNS },
        { "roc.csv", CELL_COLUMNS ",fpr,tpr" },
        { "tradeoff.csv", CELL_COLUMNS ",threshold,normal,anomaly" },
        { "loss.csv", CELL_COLUMNS ",stage,epoch,positive_loss,negative_error,separation" },
    };
    int bad = 0;
    for (int i = 0; i < FILES && !bad; i++) {
        char *path = path_join(t->results, t->plan->experiment, files[i][0], NULL);
        bad = csv_out_begin(table_of(t, i), path, files[i][1], e);
        free(path);
    }
    return bad;
}

static int commit(struct tables *t, struct error *e)
{
    int bad = 0;
    for (int i = 0; i < FILES && !bad; i++)
        bad = csv_out_commit(table_of(t, i), e);
    return bad;
}

/* The classes' names, one a line, where all tasks are of one data set. */
static int write_classes(const struct tables *t, struct error *e)
{
    const struct plan *p = t->plan;
    struct text names = TEXT_INIT;
    int n = 0;
    for (size_t i = 1; i < p->n; i++)
        if (strcmp(p->runs[i].dataset, p->runs[0].dataset) != 0)
            return 0;
    char *const *classes = p->n ? plan_classes(p, p->runs[0].dataset, &n) : NULL;
    for (int i = 0; i < n; i++)
        text_format(&names, "%s\n", classes[i]);
    char *path = path_join(t->results, p->experiment, "classes.txt", NULL);
    int bad = file_write(path, text_of(&names), names.length, e);
    text_release(&names);
    free(path);
    return bad;
}

int collect(const struct plan *p, const char *results, const char *kept_folder, struct tally *tally, struct error *e)
{
    struct tables t = { .plan = p, .results = results };
    struct kept_tables kept;
    int bad = kept_read(&kept, kept_folder, e) || begin(&t, e);
    *tally = (struct tally) { .planned = p->n };
    for (size_t i = 0; i < p->n && !bad; i++) {
        enum run_status status = add_run(&t, &p->runs[i], &kept);
        tally->ok += status == RUN_OK;
        tally->failed += status == RUN_FAILED;
    }
    if (!bad)
        bad = commit(&t, e) || write_classes(&t, e);
    for (int i = 0; i < FILES; i++)
        csv_out_abandon(table_of(&t, i));
    kept_release(&kept);
    return bad ? -1 : 0;
}
