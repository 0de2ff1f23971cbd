#include "run/kept.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "plan/columns.h"
#include "run/kept_check.h"
#include "store/file.h"

int kept_row_done(const struct kept_table *t, size_t row)
{
    return strcmp(csv_cell(&t->auc, row, "status"), "ok") == 0;
}

static int has(const struct kept_table *t, const char *id)
{
    const size_t *rows;
    size_t n = csv_index_find(&t->auc_by_id, id, &rows);
    for (size_t i = 0; i < n; i++)
        if (kept_row_done(t, rows[i]))
            return 1;
    return 0;
}

const struct kept_table *kept_find(const struct kept_tables *k, const char *id)
{
    for (size_t i = 0; i < k->n; i++)
        if (has(&k->of[i], id))
            return &k->of[i];
    return NULL;
}

/* The row of a run that was done against these anomalies; -1 where there is none. */
static long find_row(const struct kept_table *t, const char *id, const char *outlier)
{
    const size_t *rows;
    size_t n = csv_index_find(&t->auc_by_id, id, &rows);
    for (size_t i = 0; i < n; i++)
        if (kept_row_done(t, rows[i]) && strcmp(csv_cell(&t->auc, rows[i], "outlier"), outlier) == 0)
            return (long)rows[i];
    return -1;
}

/* No row of a run that was done stands twice, and each such run has one against all anomalies. A run that failed on one
 * machine and was done on another has two rows where tables were joined, which do not contradict. */
static int check_doubles(const struct kept_table *t, struct error *e)
{
    for (size_t row = 0; row < t->auc.n_rows; row++) {
        const char *id = csv_cell(&t->auc, row, "run_id"), *outlier = csv_cell(&t->auc, row, "outlier");
        if (!kept_row_done(t, row))
            continue;
        const long first = find_row(t, id, outlier);
        if (first != (long)row)
            return error_set(e, "%s:%zu: run %s, outlier '%s', stands in line %zu already", t->path,
                             csv_line(&t->auc, row), id, outlier, csv_line(&t->auc, (size_t)first));
        if (find_row(t, id, "all") < 0)
            return error_set(e, "%s:%zu: run %s has no row with outlier 'all'", t->path, csv_line(&t->auc, row), id);
    }
    return 0;
}

static int check_times_once(const struct kept_table *t, const char *path, struct error *e)
{
    for (size_t row = 0; row < t->times.n_rows; row++) {
        const size_t *rows;
        const char *id = csv_cell(&t->times, row, "run_id");
        if (csv_index_find(&t->times_by_id, id, &rows) > 1 && rows[0] != row)
            return error_set(e, "%s:%zu: run %s stands in line %zu already", path, csv_line(&t->times, row), id,
                             csv_line(&t->times, rows[0]));
    }
    return 0;
}

/* Do the tables before this one say the same of the runs that both have? */
static int check_against(const struct kept_tables *k, const struct kept_table *t, struct error *e)
{
    for (const struct kept_table *other = k->of; other < t; other++)
        for (size_t row = 0; row < t->auc.n_rows; row++) {
            const char *id = csv_cell(&t->auc, row, "run_id"), *outlier = csv_cell(&t->auc, row, "outlier");
            const long there = kept_row_done(t, row) ? find_row(other, id, outlier) : -1;
            const char *auc = csv_cell(&t->auc, row, "auc");
            const char *before = there < 0 ? auc : csv_cell(&other->auc, (size_t)there, "auc");
            double here = 0, expected = 0;
            if (parse_double(auc, &here) == 0 && parse_double(before, &expected) == 0 && here != expected)
                return error_set(e, "%s:%zu: run %s, outlier '%s': expected the AUC %s of '%s', line %zu, found %s",
                                 t->path, csv_line(&t->auc, row), id, outlier, before, other->path,
                                 csv_line(&other->auc, (size_t)there), auc);
        }
    return 0;
}

/* A run's rows are told apart by outlier and pooling. */
static int check_metrics_once(const struct kept_table *t, const char *path, struct error *e)
{
    for (size_t row = 0; row < t->metrics.n_rows; row++) {
        const char *id = csv_cell(&t->metrics, row, "run_id"), *outlier = csv_cell(&t->metrics, row, "outlier");
        const size_t *rows;
        const size_t n = csv_index_find(&t->metrics_by_id, id, &rows);
        for (size_t i = 0; i < n && rows[i] < row; i++)
            if (strcmp(csv_cell(&t->metrics, rows[i], "outlier"), outlier) == 0 &&
                strcmp(csv_cell(&t->metrics, rows[i], "pooling"), csv_cell(&t->metrics, row, "pooling")) == 0)
                return error_set(e, "%s:%zu: run %s, outlier '%s', stands in line %zu already", path,
                                 csv_line(&t->metrics, row), id, outlier, csv_line(&t->metrics, rows[i]));
    }
    return 0;
}

static int has_metrics(const struct kept_table *t, const char *id, const char *outlier)
{
    const size_t *rows;
    const size_t n = csv_index_find(&t->metrics_by_id, id, &rows);
    for (size_t i = 0; i < n; i++)
        if (strcmp(csv_cell(&t->metrics, rows[i], "outlier"), outlier) == 0)
            return 1;
    return n == 0; /* nothing is kept of the run there */
}

/* Has each of the two tables the rows of the other's done runs? One may have lost its last ones. */
static int check_classes(const struct kept_table *t, const char *path, struct error *e)
{
    static const char text[] = "%s:%zu: run %s, outlier '%s': expected a row of it in '%s', too, found none";
    for (size_t row = 0; row < t->metrics.n_rows; row++) {
        const char *id = csv_cell(&t->metrics, row, "run_id"), *outlier = csv_cell(&t->metrics, row, "outlier");
        if (has(t, id) && find_row(t, id, outlier) < 0)
            return error_set(e, text, path, csv_line(&t->metrics, row), id, outlier, t->path);
    }
    for (size_t row = 0; row < t->auc.n_rows; row++) {
        const char *id = csv_cell(&t->auc, row, "run_id"), *outlier = csv_cell(&t->auc, row, "outlier");
        if (kept_row_done(t, row) && !has_metrics(t, id, outlier))
            return error_set(e, text, t->path, csv_line(&t->auc, row), id, outlier, path);
    }
    return 0;
}

/* Tables of older versions have none beside them. */
static int read_metrics(struct kept_table *t, const char *folder, struct error *e)
{
    char *path = path_join(folder, "metrics.csv", NULL);
    int bad = 0;
    if (path_exists(path)) {
        bad = columns_read(&t->metrics, path, all_columns, IN_METRICS, e) || kept_check(&t->metrics, path, e);
        csv_index_init(&t->metrics_by_id, &t->metrics, "run_id");
        bad = bad || check_metrics_once(t, path, e) || check_classes(t, path, e);
    }
    free(path);
    return bad;
}

static int read_folder(struct kept_table *t, const char *folder, struct error *e)
{
    char *times = path_join(folder, "times.csv", NULL);
    t->path = path_join(folder, "auc.csv", NULL);
    int bad = columns_read(&t->auc, t->path, all_columns, IN_AUC, e) || kept_check(&t->auc, t->path, e) ||
              columns_read(&t->times, times, all_columns, IN_TIMES, e) || kept_check(&t->times, times, e);
    csv_index_init(&t->auc_by_id, &t->auc, "run_id");
    csv_index_init(&t->times_by_id, &t->times, "run_id");
    if (!bad)
        bad = check_doubles(t, e) || check_times_once(t, times, e) || read_metrics(t, folder, e);
    free(times);
    return bad;
}

int kept_read(struct kept_tables *k, const char *const *folders, struct error *e)
{
    size_t n = 0;
    while (folders && folders[n])
        n++;
    *k = (struct kept_tables) { .of = mem_zero(n, sizeof *k->of), .n = n };
    for (size_t i = 0; i < n; i++)
        if (read_folder(&k->of[i], folders[i], e) || check_against(k, &k->of[i], e)) {
            k->n = i + 1;
            return -1;
        }
    return 0;
}

double kept_auc(const struct kept_table *t, const char *id)
{
    const long row = find_row(t, id, "all");
    double auc;
    return row < 0 || parse_double(csv_cell(&t->auc, (size_t)row, "auc"), &auc) ? NAN : auc;
}

const char *kept_scores(const struct kept_table *t, const char *id)
{
    const long row = find_row(t, id, "all");
    return row < 0 ? "" : csv_cell(&t->auc, (size_t)row, "scores");
}

void kept_precision(const struct kept_table *t, const char *id, const char *outlier, struct precision *out)
{
    const size_t *rows;
    const size_t n = csv_index_find(&t->metrics_by_id, id, &rows);
    *out = (struct precision) { NAN, NAN };
    for (size_t i = 0; i < n; i++)
        if (strcmp(csv_cell(&t->metrics, rows[i], "outlier"), outlier) == 0 &&
            strcmp(csv_cell(&t->metrics, rows[i], "pooling"), "macro") != 0) {
            parse_double(csv_cell(&t->metrics, rows[i], "ap"), &out->average);
            parse_double(csv_cell(&t->metrics, rows[i], "fpr95"), &out->fpr95);
        }
}

void kept_release(struct kept_tables *k)
{
    for (size_t i = 0; i < k->n; i++) {
        struct kept_table *t = &k->of[i];
        csv_index_release(&t->auc_by_id);
        csv_index_release(&t->times_by_id);
        csv_index_release(&t->metrics_by_id);
        csv_release(&t->auc);
        csv_release(&t->times);
        csv_release(&t->metrics);
        free(t->path);
    }
    free(k->of);
    *k = (struct kept_tables) { 0 };
}
