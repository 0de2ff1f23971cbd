#include "run/content.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "run/judge.h"
#include "run/table.h"

/* A table, and the run that it is of. */
struct content {
    const struct csv *c;
    const char *path;
    const struct run *r;
    struct error *e;
};

/* No cell of these tables goes over lines. */
static int wrong(const struct content *t, size_t row, const char *expected, const char *found)
{
    return error_set(t->e, "%s:%zu: expected %s, found '%.80s'", t->path, row + 2, expected, found);
}

static int wrong_rows(const struct content *t, size_t expected)
{
    return error_set(t->e, "%s: expected %zu rows, found %zu", t->path, expected, t->c->n_rows);
}

/* The number in a cell, from `least` to `most`. */
static int number(const struct content *t, size_t row, const char *column, double least, double most, double *value)
{
    const char *cell = csv_cell(t->c, row, column);
    char expected[128];
    if (parse_double(cell, value) == 0 && *value >= least && *value <= most)
        return 0;
    snprintf(expected, sizeof expected, "a number from %.9g to %.9g as %s", least, most, column);
    return wrong(t, row, expected, cell);
}

static int count(const struct content *t, size_t row, const char *column, long *value)
{
    const char *cell = csv_cell(t->c, row, column);
    char expected[128];
    if (parse_long(cell, value) == 0 && *value > 0)
        return 0;
    snprintf(expected, sizeof expected, "a whole number above 0 as %s", column);
    return wrong(t, row, expected, cell);
}

static int is_empty(const struct content *t, size_t row, const char *column)
{
    return !*csv_cell(t->c, row, column);
}

/* The AUC, within its interval, where there is one. */
static int check_auc(const struct content *t, size_t row)
{
    double auc, lo = 0, hi = 1;
    if (number(t, row, "auc", 0, 1, &auc))
        return -1;
    if (is_empty(t, row, "auc_lo") && is_empty(t, row, "auc_hi"))
        return 0;
    return number(t, row, "auc_lo", 0, auc, &lo) || number(t, row, "auc_hi", auc, 1, &hi) ? -1 : 0;
}

/* Shares of what the detector's scores tell; a table of an older version has none. */
static int check_precision(const struct content *t, size_t row)
{
    static const char *const shares[] = { "ap", "fpr95" };
    double value;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (!is_empty(t, row, shares[i]) && number(t, row, shares[i], 0, 1, &value))
            return -1;
    return 0;
}

/* A row for all, then one for each class of which images were judged, ascending. */
static int check_metrics(const struct content *t)
{
    long normal = 0, outliers, n, all = 0, sum = 0, class = -1;
    if (t->c->n_rows < 2)
        return wrong_rows(t, (size_t)t->r->task.anomaly.n + 1);
    for (size_t row = 0; row < t->c->n_rows; row++) {
        const char *cell = csv_cell(t->c, row, "outlier");
        const long last = class;
        if (row == 0 && strcmp(cell, "all") != 0)
            return wrong(t, row, "all", cell);
        if (row && (parse_long(cell, &class) || class <= last || class > INT_MAX ||
                    !classes_hold(&t->r->task.anomaly, (int)class)))
            return wrong(t, row, "a class of the anomalies, ascending", cell);
        if (check_auc(t, row) || check_precision(t, row) || count(t, row, "n_positive", &n) ||
            count(t, row, "n_outlier", &outliers))
            return -1;
        if (row == 0) {
            normal = n;
            all = outliers;
        } else if (n != normal)
            return wrong(t, row, "the same n_positive in all rows", csv_cell(t->c, row, "n_positive"));
        else
            sum += outliers;
    }
    return sum == all ? 0 : wrong(t, 0, "the sum of the others as n_outlier", csv_cell(t->c, 0, "n_outlier"));
}

/* Machines of hard labels are points in the order of their false positives alone: of two the one with more may find
 * fewer anomalies. */
static int finds_rise(const struct content *t)
{
    return !(t->r->detector->flags & LABEL_SWEEP);
}

static int check_roc(const struct content *t)
{
    double fpr = 0, tpr = 0, threshold;
    if (t->c->n_rows < 2)
        return wrong_rows(t, 2);
    for (size_t row = 0; row < t->c->n_rows; row++) {
        const double most = row ? 1 : 0; /* begins at (0, 0) */
        if (number(t, row, "fpr", fpr, most, &fpr) || number(t, row, "tpr", finds_rise(t) ? tpr : 0, most, &tpr))
            return -1;
        const char *cell = csv_cell(t->c, row, "threshold");
        if (*cell && !(row == 0 && strcmp(cell, "inf") == 0) && parse_double(cell, &threshold))
            return wrong(t, row, "a finite threshold", cell);
    }
    return fpr == 1 && tpr == 1
               ? 0
               : wrong(t, t->c->n_rows - 1, "the curve to end at 1", csv_cell(t->c, t->c->n_rows - 1, "tpr"));
}

static int check_tradeoff(const struct content *t)
{
    const int points = judge_tradeoff_points(t->r->detector);
    double normal = 0, anomaly = 1, threshold;
    if (points ? t->c->n_rows != (size_t)points : t->c->n_rows < 2)
        return wrong_rows(t, points ? (size_t)points : 2);
    for (size_t row = 0; row < t->c->n_rows; row++) {
        const char *cell = csv_cell(t->c, row, "threshold");
        if (*cell && parse_double(cell, &threshold))
            return wrong(t, row, "a finite threshold", cell);
        if (number(t, row, "normal", normal, 1, &normal) ||
            number(t, row, "anomaly", 0, finds_rise(t) ? anomaly : 1, &anomaly))
            return -1;
    }
    return 0;
}

static int check_loss(const struct content *t)
{
    static const char *const losses[] = { "positive_loss", "negative_error", "separation" };
    long epoch;
    double loss;
    for (size_t row = 0; row < t->c->n_rows; row++) {
        const char *cell = csv_cell(t->c, row, "epoch");
        if (is_empty(t, row, "stage"))
            return wrong(t, row, "a stage", "");
        if (parse_long(cell, &epoch) || epoch < 0)
            return wrong(t, row, "a whole number as epoch", cell);
        for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
            if (!is_empty(t, row, losses[i]) && parse_double(csv_cell(t->c, row, losses[i]), &loss))
                return wrong(t, row, "a finite loss", csv_cell(t->c, row, losses[i]));
    }
    return 0;
}

static const struct {
    enum table table;
    int (*check)(const struct content *t);
} checks[] = {
    { OF_RUN_METRICS, check_metrics },
    { OF_RUN_ROC, check_roc },
    { OF_RUN_TRADEOFF, check_tradeoff },
    { OF_RUN_LOSS, check_loss },
};

int content_read(struct csv *out, const char *folder, const struct ini *meta, enum table table, const struct run *r,
                 struct error *e)
{
    struct text where = TEXT_INIT;
    run_table_where(&where, folder, meta, table);
    int bad = run_table_read(out, folder, meta, table, e) || columns_check(out, text_of(&where), all_columns, table, e);
    const struct content t = { out, text_of(&where), r, e };
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !bad; i++)
        if (checks[i].table == table)
            bad = checks[i].check(&t);
    text_release(&where);
    return bad ? -1 : 0;
}
