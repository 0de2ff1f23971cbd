#include "report/means/metrics.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "run/marks.h"

/* The share of anomalies among the images: what scores without knowledge have as average precision. */
static double chance(const struct metric *m)
{
    return (double)m->n_outlier / (double)(m->n_positive + m->n_outlier);
}

static double auc_of(const struct metric *m)
{
    return m->auc;
}

static double average_of(const struct metric *m)
{
    return m->precision.average;
}

static double fpr95_of(const struct metric *m)
{
    return m->precision.fpr95;
}

static const struct {
    const char *column;
    double (*of)(const struct metric *m);
} measures[] = { { "auc", auc_of }, { "ap", average_of }, { "ap_chance", chance }, { "fpr95", fpr95_of } };

/* The means of n rows; of one, the row itself. */
static void put_means(struct row *row, const char *pooling, const struct metric *m, size_t n)
{
    row_set(row, "pooling", pooling);
    for (size_t k = 0; k < sizeof measures / sizeof *measures; k++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += measures[k].of(&m[i]);
        row_number(row, measures[k].column, "%.6f", sum / (double)n);
    }
    row_put(row);
}

void metrics_put(struct row *row, const struct metric *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (m[i].outlier < 0)
            row_set(row, "outlier", "all");
        else
            row_count(row, "outlier", (size_t)m[i].outlier);
        row_count(row, "n_positive", (size_t)m[i].n_positive);
        row_count(row, "n_outlier", (size_t)m[i].n_outlier);
        put_means(row, i ? "class" : "pooled", &m[i], 1);
        if (i == 0 && n > 1)
            put_means(row, "macro", m + 1, n - 1);
    }
}

/* From a row of a run's metrics.csv, or of auc.csv; both were checked. */
static void take(struct metric *m, const struct csv *c, size_t row)
{
    m->auc = NAN;
    m->outlier = -1;
    parse_long(csv_cell(c, row, "outlier"), &m->outlier);
    m->n_positive = m->n_outlier = 0;
    parse_double(csv_cell(c, row, "auc"), &m->auc);
    parse_long(csv_cell(c, row, "n_positive"), &m->n_positive);
    parse_long(csv_cell(c, row, "n_outlier"), &m->n_outlier);
}

void metrics_put_result(struct row *row, const struct result *res)
{
    struct metric *m = mem_alloc(res->metrics.n_rows, sizeof *m);
    struct text marks = TEXT_INIT;
    marks_words(&marks, res->marks);
    row_set(row, "mark", text_of(&marks));
    text_release(&marks);
    for (size_t i = 0; i < res->metrics.n_rows; i++) {
        take(&m[i], &res->metrics, i);
        m[i].precision = res->precision[i];
    }
    metrics_put(row, m, res->metrics.n_rows);
    free(m);
}

static int pooled_first(const void *a, const void *b)
{
    const long x = ((const struct metric *)a)->outlier, y = ((const struct metric *)b)->outlier;
    return (x > y) - (x < y);
}

void metrics_put_kept(struct row *row, const struct kept_table *kept, const char *id)
{
    const size_t *rows;
    size_t n = csv_index_find(&kept->auc_by_id, id, &rows), done = 0;
    struct metric *m = mem_alloc(n, sizeof *m);
    for (size_t i = 0; i < n; i++) {
        if (!kept_row_done(kept, rows[i]))
            continue;
        row_set(row, "mark", csv_cell(&kept->auc, rows[i], "mark")); /* the same in all of them */
        take(&m[done], &kept->auc, rows[i]);
        kept_precision(kept, id, csv_cell(&kept->auc, rows[i], "outlier"), &m[done].precision);
        done++;
    }
    if (done)
        qsort(m, done, sizeof *m, pooled_first);
    metrics_put(row, m, done);
    free(m);
}
