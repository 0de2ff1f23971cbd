#include "report/collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cell.h"
#include "report/outcome.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/ini.h"

enum { ROC_POINTS = 300 };

#define AUC_COLUMNS "experiment,dataset,edition,detector,positive,negative,outlier,seed,latent,gamma,beta,linsep," \
                    "variant,auc,auc_lo,auc_hi,n_positive,n_outlier,status,reason,run_id"
#define TIME_COLUMNS "experiment,dataset,detector,positive,negative,seed,variant,train_s,score_s,peak_memory_kib,note,run_id"

/* A row of `to`: named values from `extra` (pairs name, value, ended by NULL) first, the
 * run's own cells for the other columns. */
static void add_row(struct csv_out *to, const struct run *r, const char *const *extra)
{
    const char **cells = calloc(to->n_columns, sizeof *cells);
    struct text *texts = calloc(to->n_columns, sizeof *texts);
    for (size_t c = 0; c < to->n_columns && cells && texts; c++) {
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

/* Where the merged tables grow, and what an earlier merging kept. */
struct tables {
    const struct plan *plan;
    const char *results;
    struct csv_out auc, times, roc, tradeoff, loss;
    struct csv kept_auc, kept_times; /* no rows where nothing was kept */
    struct csv_index kept_auc_by_id, kept_times_by_id;
};

/* A file of a run or first phase. */
static char *file_of(const struct tables *t, const struct run *r, const char *name)
{
    char *base = outcome_folder(t->plan, r, t->results), *path = path_join(base, r->id, name, NULL);
    free(base);
    return path;
}

static int read_table(const struct tables *t, const struct run *r, const char *name, struct csv *out, struct error *e)
{
    char *path = file_of(t, r, name);
    int bad = csv_read(out, path, e);
    free(path);
    return bad;
}

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

static int add_metrics(struct tables *t, const struct run *r, struct error *e)
{
    struct csv metrics;
    if (read_table(t, r, "metrics.csv", &metrics, e))
        return -1;
    for (size_t row = 0; row < metrics.n_rows; row++)
        add_metric(t, r, &metrics, row);
    csv_release(&metrics);
    return 0;
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

/* The rows of a run that is not done here; 1 where an earlier merging kept some. */
static int add_kept(struct tables *t, const struct run *r)
{
    const size_t *rows;
    int found = 0;
    size_t n = csv_index_find(&t->kept_auc_by_id, r->id, &rows);
    for (size_t i = 0; i < n; i++)
        if (strcmp(csv_cell(&t->kept_auc, rows[i], "status"), "ok") == 0) {
            add_metric(t, r, &t->kept_auc, rows[i]);
            found = 1;
        }
    n = found ? csv_index_find(&t->kept_times_by_id, r->id, &rows) : 0;
    for (size_t i = 0; i < n; i++) {
        const char *values[TIMES];
        for (size_t c = 0; c < TIMES; c++)
            values[c] = csv_cell(&t->kept_times, rows[i], time_columns[c]);
        add_time(t, r, values);
    }
    return found;
}

static int read_kept(struct csv *out, const char *folder, const char *name, const char *columns, struct error *e)
{
    char *path = path_join(folder, name, NULL);
    int bad = csv_read_as(out, path, columns, e);
    free(path);
    return bad;
}

/* The [run] section of a meta.ini; ini_release() either way. */
static int read_meta(struct ini *ini, const char *path, struct error *e)
{
    struct text problems = TEXT_INIT;
    int bad = ini_read(ini, path, &problems);
    if (bad)
        error_set(e, "%s", text_of(&problems));
    text_release(&problems);
    return bad;
}

/* A run's notes, after those of its first phases ("stayed at the mean image"), which belong to every
 * run that starts from them. One of these may have been deleted since. */
static int add_notes(const struct tables *t, const struct run *r, struct text *notes, struct error *e)
{
    const struct run *first = plan_first(t->plan, r);
    if (first && add_notes(t, first, notes, e))
        return -1;
    if (!outcome_done(t->plan, r, t->results))
        return 0;
    struct ini meta;
    char *path = file_of(t, r, "meta.ini");
    int bad = read_meta(&meta, path, e);
    const char *note = bad ? NULL : ini_get(&meta, "run", "note");
    if (note)
        text_format(notes, "%s%s", notes->length ? ", " : "", note);
    ini_release(&meta);
    free(path);
    return bad;
}

static int add_times(struct tables *t, const struct run *r, struct error *e)
{
    char *path = file_of(t, r, "meta.ini");
    struct ini meta;
    struct text notes = TEXT_INIT;
    int bad = read_meta(&meta, path, e) || add_notes(t, r, &notes, e);
    if (!bad) {
        const char *values[TIMES];
        for (size_t i = 0; i < TIMES - 1; i++)
            values[i] = ini_get(&meta, "run", time_columns[i]);
        values[TIMES - 1] = text_of(&notes);
        add_time(t, r, values);
    }
    text_release(&notes);
    ini_release(&meta);
    free(path);
    return bad;
}

/* Copies the named columns of a table of `source`, the run or a first phase of it, every few rows
 * and the last where there are more than `most` (0: all). */
static int add_curve(struct tables *t, const struct run *r, const struct run *source, const char *file,
                     struct csv_out *to, const char *const *columns, size_t most, struct error *e)
{
    struct csv from;
    if (read_table(t, source, file, &from, e))
        return -1;
    size_t step = most && from.n_rows > most ? (from.n_rows + most - 1) / most : 1;
    for (size_t row = 0; row < from.n_rows; row++) {
        const char *extra[16] = { 0 };
        if (row % step && row + 1 < from.n_rows)
            continue;
        for (size_t i = 0; columns[i]; i++) {
            extra[2 * i] = columns[i];
            extra[2 * i + 1] = csv_cell(&from, row, columns[i]);
        }
        add_row(to, r, extra);
    }
    csv_release(&from);
    return 0;
}

/* The loss curves of the run, after those of its first phases. */
static int add_losses(struct tables *t, const struct run *r, const struct run *source, struct error *e)
{
    static const char *const loss[] = { "stage", "epoch", "positive_loss", "negative_error", "separation", NULL };
    const struct run *first = plan_first(t->plan, source);
    if (first && add_losses(t, r, first, e))
        return -1;
    return outcome_done(t->plan, source, t->results) ? add_curve(t, r, source, "loss.csv", &t->loss, loss, 0, e) : 0;
}

static int add_run(struct tables *t, const struct run *r, struct error *e)
{
    static const char *const roc[] = { "fpr", "tpr", NULL }, *const tradeoff[] = { "threshold", "normal", "anomaly", NULL };
    return add_metrics(t, r, e) || add_times(t, r, e) || add_curve(t, r, r, "roc.csv", &t->roc, roc, ROC_POINTS, e) ||
           add_curve(t, r, r, "tradeoff.csv", &t->tradeoff, tradeoff, 0, e) || add_losses(t, r, r, e);
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
        { "auc.csv", AUC_COLUMNS }, { "times.csv", TIME_COLUMNS }, { "roc.csv", CELL_COLUMNS ",fpr,tpr" },
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

int collect(const struct plan *p, const char *results, const char *kept, struct tally *tally, struct error *e)
{
    struct tables t = { .plan = p, .results = results };
    int bad = kept && (read_kept(&t.kept_auc, kept, "auc.csv", AUC_COLUMNS, e) ||
                       read_kept(&t.kept_times, kept, "times.csv", TIME_COLUMNS, e));
    csv_index_init(&t.kept_auc_by_id, &t.kept_auc, "run_id");
    csv_index_init(&t.kept_times_by_id, &t.kept_times, "run_id");
    *tally = (struct tally) { .planned = p->n };
    bad = bad || begin(&t, e);
    for (size_t i = 0; i < p->n && !bad; i++) {
        const struct run *r = &p->runs[i];
        char reason[512] = "not done yet";
        enum run_status status = run_outcome(p, r, results, reason, sizeof reason);
        if (status == RUN_OK) {
            bad = add_run(&t, r, e);
            tally->ok++;
            continue;
        }
        if (add_kept(&t, r)) {
            tally->ok++;
            continue;
        }
        const char *extra[] = { "experiment", p->experiment, "outlier", "all", "status",
                                status == RUN_FAILED ? "failed" : "missing", "reason", reason, NULL };
        add_row(&t.auc, r, extra);
        tally->failed += status == RUN_FAILED;
    }
    if (!bad)
        bad = commit(&t, e) || write_classes(&t, e);
    for (int i = 0; i < FILES; i++)
        csv_out_abandon(table_of(&t, i));
    csv_index_release(&t.kept_auc_by_id);
    csv_index_release(&t.kept_times_by_id);
    csv_release(&t.kept_auc);
    csv_release(&t.kept_times);
    return bad ? -1 : 0;
}
