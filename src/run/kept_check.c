#include "run/kept_check.h"

#include <string.h>

#include "base/text.h"
#include "plan/run.h"
#include "run/digest.h"
#include "run/marks.h"

static int is_one_of(const char *cell, const char *const *words)
{
    while (*words && strcmp(cell, *words) != 0)
        words++;
    return *words != NULL;
}

static int is_sum(const char *cell)
{
    return strlen(cell) == DIGEST_SHORT && strspn(cell, "0123456789abcdef") == DIGEST_SHORT;
}

static int is_status(const char *cell)
{
    return is_one_of(cell, (const char *const[]) { "ok", "failed", "missing", NULL });
}

static int is_count(const char *cell)
{
    long value;
    return parse_long(cell, &value) == 0 && value >= 0;
}

static int is_outlier(const char *cell)
{
    return strcmp(cell, "all") == 0 || is_count(cell);
}

static int is_share(const char *cell)
{
    double value;
    return parse_double(cell, &value) == 0 && value >= 0 && value <= 1;
}

static int is_pooling(const char *cell)
{
    return is_one_of(cell, (const char *const[]) { "pooled", "macro", "class", NULL });
}

static int is_marks(const char *cell)
{
    unsigned ignored;
    return marks_parse(cell, &ignored) == 0;
}

static int is_difference(const char *cell)
{
    double value;
    return parse_double(cell, &value) == 0 && value >= -1 && value <= 1;
}

static int is_verdict(const char *cell)
{
    return is_one_of(cell, (const char *const[]) { "match", "higher", "lower", "missing", NULL });
}

static int is_interval(const char *cell)
{
    return is_one_of(cell, (const char *const[]) { "seeds", "images", NULL });
}

static int is_answer(const char *cell)
{
    return is_one_of(cell, (const char *const[]) { "yes", "no", NULL });
}

static int is_amount(const char *cell)
{
    double value;
    return parse_double(cell, &value) == 0 && value >= 0;
}

/* What a cell must be: always, in a row of a run that was done, or where it is not empty. */
struct rule {
    const char *column;
    int (*right)(const char *cell);
    const char *expected;
    enum { ALWAYS, IF_DONE, MAYBE } wanted;
};

static const struct rule of_runs[] = {
    { "run_id", run_is_id, "the ID of a run, 12 hexadecimal digits,", ALWAYS },
    { "status", is_status, "ok, failed or missing", ALWAYS },
    { "seed", is_count, "a whole number from 0", ALWAYS },
    { "outlier", is_outlier, "a class number or all", ALWAYS },
    { "auc", is_share, "an AUC from 0 to 1", IF_DONE },
    { "auc_lo", is_share, "a number from 0 to 1 or none", MAYBE },
    { "auc_hi", is_share, "a number from 0 to 1 or none", MAYBE },
    { "n_positive", is_count, "a whole number from 0", IF_DONE },
    { "n_outlier", is_count, "a whole number from 0", IF_DONE },
    { "pooling", is_pooling, "pooled, macro or class", ALWAYS },
    { "ap", is_share, "a number from 0 to 1 or none", MAYBE },
    { "ap_chance", is_share, "a number from 0 to 1 or none", MAYBE },
    { "fpr95", is_share, "a number from 0 to 1 or none", MAYBE },
    { "mark", is_marks, "marks (constant, stuck) or none", MAYBE },
    { "scores", is_sum, "the start of a sum, 16 hexadecimal digits, or none", MAYBE },
    { "holdout", is_count, "a whole number from 0", MAYBE },
    { "train_limit", is_count, "a whole number from 0", MAYBE },
    { "test_limit", is_count, "a whole number from 0", MAYBE },
    { "train_s", is_amount, "seconds", MAYBE },
    { "score_s", is_amount, "seconds", MAYBE },
    { "peak_memory_kib", is_count, "a whole number from 0", MAYBE },
    { 0 },
};

#define SHARE(column) \
    { \
        column, is_share, "a number from 0 to 1 or none", MAYBE \
    }
#define COUNT(column) \
    { \
        column, is_count, "a whole number from 0", MAYBE \
    }

/* The means of runs, alone and beside what is printed. */
static const struct rule of_means[] = {
    SHARE("auc"),
    SHARE("mean"),
    SHARE("reproduced"),
    SHARE("published"),
    SHARE("lo"),
    SHARE("hi"),
    SHARE("images_lo"),
    SHARE("images_hi"),
    SHARE("seeds_lo"),
    SHARE("seeds_hi"),
    SHARE("tasks_lo"),
    SHARE("tasks_hi"),
    SHARE("both_lo"),
    SHARE("both_hi"),
    SHARE("sd"),
    { "difference", is_difference, "a number from -1 to 1 or none", MAYBE },
    { "gain", is_difference, "a number from -1 to 1 or none", MAYBE },
    { "tolerance", is_amount, "a number from 0 or none", MAYBE },
    COUNT("outlier_classes"),
    COUNT("n_ok"),
    COUNT("n_planned"),
    COUNT("n_tasks"),
    COUNT("n_seeds"),
    COUNT("n_stuck"),
    COUNT("n_constant"),
    COUNT("n_revisions"),
    COUNT("n_kernels"),
    COUNT("n_unknown"),
    COUNT("holdout"),
    COUNT("train_limit"),
    COUNT("test_limit"),
    { "verdict", is_verdict, "match, higher, lower, missing or none", MAYBE },
    { "interval", is_interval, "seeds, images or none", MAYBE },
    { "inside", is_answer, "yes, no or none", MAYBE },
    { "below_random", is_answer, "yes, no or none", MAYBE },
    { 0 },
};

/* A table has not all of the columns. */
static int check_row(const struct csv *c, size_t row, const struct rule *rules, const char *path, struct error *e)
{
    const int done = strcmp(csv_cell(c, row, "status"), "ok") == 0;
    for (const struct rule *r = rules; r->column; r++) {
        const char *cell = csv_cell(c, row, r->column);
        const int wanted = r->wanted == ALWAYS || (r->wanted == IF_DONE && done);
        if (csv_column(c, r->column) >= 0 && (*cell || wanted) && !r->right(cell))
            return error_set(e, "%s:%zu: expected %s in '%s', found '%s'", path, csv_line(c, row), r->expected,
                             r->column, cell);
    }
    return 0;
}

static int check_interval(const struct csv *c, size_t row, const char *path, struct error *e)
{
    const char *low = csv_cell(c, row, "auc_lo"), *high = csv_cell(c, row, "auc_hi"), *cell = csv_cell(c, row, "auc");
    double lo, hi, auc;
    if (parse_double(low, &lo) || parse_double(high, &hi))
        return 0;
    if (lo > hi)
        return error_set(e, "%s:%zu: expected 'auc_lo' up to 'auc_hi', found %s and %s", path, csv_line(c, row), low,
                         high);
    if (parse_double(cell, &auc) == 0 && (auc < lo || auc > hi))
        return error_set(e, "%s:%zu: expected 'auc' from 'auc_lo' to 'auc_hi', found %s, %s and %s", path,
                         csv_line(c, row), cell, low, high);
    return 0;
}

int kept_check(const struct csv *c, const char *path, struct error *e)
{
    for (size_t row = 0; row < c->n_rows; row++)
        if (check_row(c, row, of_runs, path, e) || check_interval(c, row, path, e))
            return -1;
    return 0;
}

int kept_check_means(const struct csv *c, const char *path, struct error *e)
{
    for (size_t row = 0; row < c->n_rows; row++)
        if (check_row(c, row, of_means, path, e))
            return -1;
    return 0;
}
