#include "report/tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "report/group.h"
#include "store/csv.h"
#include "store/file.h"

/* A difference up to this counts as a match with a number printed with four digits that was
 * made once, with settings that the paper does not give. */
static const double MATCH = 0.01;

#define SUMMARY_COLUMNS \
    "experiment,dataset,task,method,detector,negative,latent,gamma,beta,linsep,variant," \
    "mean,sd,lo,hi,n_tasks,n_seeds,n_ok,n_planned,published,difference,verdict"
#define PUBLISHED_COLUMNS "table,dataset,task,method,positive,negative,outlier,outlier_classes,auc,note"
#define COMPARE_COLUMNS \
    PUBLISHED_COLUMNS "," \
                      "run_negative,latent,gamma,beta,variant,reproduced,lo,hi,n_ok,n_planned,difference,verdict"

static const char *verdict(double reproduced, double published)
{
    if (!isfinite(reproduced))
        return "missing";
    if (!isfinite(published))
        return "";
    double d = reproduced - published;
    return fabs(d) <= MATCH ? "match" : d > 0 ? "higher" : "lower";
}

/* A row under construction: cells by column name. */
struct row {
    struct csv_out *table;
    char **cells;
};

static struct row row_begin(struct csv_out *table)
{
    return (struct row) { table, mem_zero(table->n_columns, sizeof(char *)) };
}

static void row_set(struct row *r, const char *column, const char *value)
{
    for (size_t c = 0; c < r->table->n_columns; c++)
        if (strcmp(r->table->columns[c], column) == 0) {
            free(r->cells[c]);
            r->cells[c] = mem_string(value);
        }
}

static void row_number(struct row *r, const char *column, double value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.6f", value);
    row_set(r, column, isfinite(value) ? digits : "");
}

static void row_count(struct row *r, const char *column, size_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", value);
    row_set(r, column, digits);
}

static void row_end(struct row *r)
{
    for (size_t c = 0; c < r->table->n_columns; c++)
        if (!r->cells[c])
            r->cells[c] = mem_string("");
    csv_out_row(r->table, (const char *const *)r->cells);
    for (size_t c = 0; c < r->table->n_columns; c++)
        free(r->cells[c]);
    free(r->cells);
}

static void row_run(struct row *row, const struct run *r)
{
    static const char *const columns[] = { "dataset", "detector", "latent", "gamma", "beta", "linsep", "variant" };
    struct text t = TEXT_INIT;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        row_set(row, columns[i], run_cell(r, columns[i], &t));
    row_set(row, "task", run_task(r, &t));
    row_set(row, "method", run_method(r, &t));
    text_release(&t);
}

static void row_mean(struct row *row, const struct group_mean *m, const char *mean_column, double published)
{
    row_number(row, mean_column, m->mean);
    row_number(row, "sd", m->sd);
    row_number(row, "lo", m->lo);
    row_number(row, "hi", m->hi);
    row_count(row, "n_tasks", m->n_tasks);
    row_count(row, "n_seeds", m->n_seeds);
    row_count(row, "n_ok", m->n_ok);
    row_count(row, "n_planned", m->n_planned);
    row_number(row, "difference", m->mean - published);
    row_set(row, "verdict", verdict(m->mean, published));
}

/* Did the group see and judge whole splits? Only then does it stand beside printed numbers. */
static int whole_splits(const struct group *g)
{
    const struct task_spec *t = &g->runs[0]->task;
    return t->train_limit == 0 && t->test_limit == 0 && t->holdout == 0;
}

/* Does the group have every task of its kind, so that its mean is the printed one's? */
static int all_tasks(const struct plan *p, const struct group *g)
{
    int classes = 0;
    size_t tasks = 0;
    plan_classes(p, g->runs[0]->dataset, &classes);
    for (size_t i = 0; i < g->n; i++) {
        size_t before = 0;
        while (before < i && strcmp(g->runs[before]->positive, g->runs[i]->positive) != 0)
            before++;
        tasks += before == i;
    }
    return (int)tasks * g->runs[0]->task.positive.n == classes;
}

/* Is this printed row about what the group did? Among as many outlier classes in a task, to begin with:
 * the paper judges MNIST's digits against all others in one table, against their own half's in another.
 * An empty `negative` is any: a method that takes none, or whose name tells them ("sup-" takes the outliers). */
static int about(const struct csv *published, size_t row, const struct group *g)
{
    const struct run *r = g->runs[0];
    const char *negative = csv_cell(published, row, "negative");
    long outlier_classes;
    struct text t = TEXT_INIT;
    int same = whole_splits(g) && parse_long(csv_cell(published, row, "outlier_classes"), &outlier_classes) == 0 &&
               outlier_classes == r->task.anomaly.n && strcmp(csv_cell(published, row, "dataset"), r->dataset) == 0 &&
               strcmp(csv_cell(published, row, "task"), run_task(r, &t)) == 0;
    const char *method = csv_cell(published, row, "method");
    if (same && !*negative) {
        same = strcmp(method, run_method(r, &t)) == 0;
    } else if (same) {
        run_method(r, &t);
        const char *plain = starts_with(text_of(&t), "sup-") ? text_of(&t) + 4 : text_of(&t);
        int foreign = starts_with(r->negative, "dataset:") && strcmp(r->negative + 8, negative) == 0;
        int own = strcmp(negative, r->dataset) == 0 && strcmp(r->negative, "other-half") == 0;
        int none = strcmp(negative, "none") == 0 && !*r->negative;
        same = strcmp(method, plain) == 0 && (foreign || own || none || strcmp(negative, r->negative) == 0);
    }
    text_release(&t);
    return same;
}

/* A class as the printed tables name it ("plane", "mean") to what auc.csv has ("0", "all",
 * NULL for all tasks). -1 where the set has no such class. */
static int class_cell(const struct plan *p, const struct run *r, const char *printed, const char *mean,
                      const char **out, char *digits, size_t room)
{
    long number;
    *out = mean;
    if (strcmp(printed, "mean") == 0)
        return 0;
    *out = digits;
    if (parse_long(printed, &number) == 0) {
        snprintf(digits, room, "%ld", number);
        return 0;
    }
    int n = 0;
    char *const *classes = plan_classes(p, r->dataset, &n);
    for (int i = 0; i < n; i++)
        if (strcmp(classes[i], printed) == 0) {
            snprintf(digits, room, "%d", i);
            return 0;
        }
    return -1;
}

/* The printed mean of tables 1 and 2 (or the first that fits) for a group; NaN for none. */
static double published_mean(const struct plan *p, const struct csv *published, const struct group *g)
{
    double value;
    if (!all_tasks(p, g))
        return NAN;
    for (size_t row = 0; row < published->n_rows; row++)
        if (about(published, row, g) && strcmp(csv_cell(published, row, "positive"), "mean") == 0 &&
            strcmp(csv_cell(published, row, "outlier"), "mean") == 0 &&
            parse_double(csv_cell(published, row, "auc"), &value) == 0)
            return value;
    return NAN;
}

static void summarise(struct csv_out *out, const struct plan *p, const struct groups *groups,
                      const struct csv_index *auc, const struct csv *published)
{
    for (size_t i = 0; i < groups->n; i++) {
        const struct group *g = &groups->group[i];
        struct row row = row_begin(out);
        struct group_mean mean;
        double printed = published_mean(p, published, g);
        group_mean(g, auc, NULL, "all", &mean);
        row_set(&row, "experiment", p->experiment);
        row_run(&row, g->runs[0]);
        row_set(&row, "negative", g->runs[0]->negative);
        row_number(&row, "published", printed);
        row_mean(&row, &mean, "mean", printed);
        row_end(&row);
    }
}

static void compare(struct csv_out *out, const struct plan *p, const struct groups *groups, const struct csv_index *auc,
                    const struct csv *published)
{
    for (size_t row = 0; row < published->n_rows; row++) {
        for (size_t i = 0; i < groups->n; i++) {
            const struct group *g = &groups->group[i];
            const char *positive, *outlier;
            char digits[2][32];
            struct group_mean mean;
            double printed = NAN;
            if (!about(published, row, g) ||
                class_cell(p, g->runs[0], csv_cell(published, row, "positive"), NULL, &positive, digits[0],
                           sizeof digits[0]) ||
                class_cell(p, g->runs[0], csv_cell(published, row, "outlier"), "all", &outlier, digits[1],
                           sizeof digits[1]))
                continue;
            group_mean(g, auc, positive, outlier, &mean);
            if (mean.n_planned == 0 || (!positive && !all_tasks(p, g)))
                continue;
            parse_double(csv_cell(published, row, "auc"), &printed);
            struct row to = row_begin(out);
            row_run(&to, g->runs[0]);
            for (size_t c = 0; c < published->n_columns; c++)
                row_set(&to, published->columns[c], csv_cell(published, row, published->columns[c]));
            row_set(&to, "run_negative", g->runs[0]->negative);
            row_mean(&to, &mean, "reproduced", printed);
            row_end(&to);
        }
    }
}

static char *file_of(const struct plan *p, const char *results, const char *name)
{
    return path_join(results, p->experiment, name, NULL);
}

int published_read(struct csv *out, const char *path, struct error *e)
{
    return csv_read_as(out, path, PUBLISHED_COLUMNS, e);
}

int tables_write(const struct plan *p, const char *results, const char *published, struct error *e)
{
    char *auc_path = file_of(p, results, "auc.csv"), *summary_path = file_of(p, results, "summary.csv");
    char *compare_path = file_of(p, results, "compare.csv");
    struct csv auc = { 0 }, printed = { 0 };
    struct csv_out summary = { 0 }, cells = { 0 };
    struct csv_index by_id;
    struct groups groups;
    int bad = csv_read(&auc, auc_path, e) || (published && published_read(&printed, published, e));
    bad = bad || csv_out_begin(&summary, summary_path, SUMMARY_COLUMNS, e) ||
          csv_out_begin(&cells, compare_path, COMPARE_COLUMNS, e);
    if (!bad) {
        groups_init(&groups, p);
        csv_index_init(&by_id, &auc, "run_id");
        summarise(&summary, p, &groups, &by_id, &printed);
        compare(&cells, p, &groups, &by_id, &printed);
        csv_index_release(&by_id);
        groups_release(&groups);
        bad = csv_out_commit(&summary, e) || csv_out_commit(&cells, e);
    }
    csv_out_abandon(&summary);
    csv_out_abandon(&cells);
    csv_release(&auc);
    csv_release(&printed);
    free(auc_path);
    free(summary_path);
    free(compare_path);
    return bad ? -1 : 0;
}

/* A number with four decimals as the paper prints them, or a dash. */
static const char *four(const char *cell, int sign, char *out, size_t room)
{
    double value;
    if (parse_double(cell, &value))
        snprintf(out, room, "-");
    else
        snprintf(out, room, sign ? "%+.4f" : "%.4f", value);
    return out;
}

/* The settings that tell two lines of one method apart. */
static void setting_text(const struct csv *s, size_t row, struct text *out)
{
    static const char *const columns[] = { "latent", "gamma", "beta" };
    text_clear(out);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *cell = csv_cell(s, row, columns[i]);
        if (*cell)
            text_format(out, "%s%s %s", out->length ? ", " : "", columns[i], cell);
    }
    if (*csv_cell(s, row, "negative"))
        text_format(out, "%s%s", out->length ? ", " : "", csv_cell(s, row, "negative"));
    if (*csv_cell(s, row, "variant"))
        text_format(out, "%s%s", out->length ? ", " : "", csv_cell(s, row, "variant"));
}

int tables_print(FILE *out, const struct plan *p, const char *results, struct error *e)
{
    char *path = file_of(p, results, "summary.csv");
    struct csv s;
    struct text setting = TEXT_INIT;
    int bad = csv_read(&s, path, e), width = 7;
    free(path);
    if (bad)
        return -1;
    for (size_t row = 0; row < s.n_rows; row++) {
        setting_text(&s, row, &setting);
        width = (int)setting.length > width ? (int)setting.length : width;
    }
    fprintf(out, "\n%s: AUC, mean over tasks (sd over seeds)\n", p->title && *p->title ? p->title : p->experiment);
    fprintf(out, "%-14s %-9s %-22s %-*s | %9s | %-17s | %10s | %9s | %s\n", "data set", "task", "method", width,
            "setting", "published", "reproduced", "difference", "ok/plan", "verdict");
    for (size_t row = 0; row < s.n_rows; row++) {
        char printed[32], mean[32], sd[32], difference[32], whole[80], count[64];
        double spread;
        setting_text(&s, row, &setting);
        four(csv_cell(&s, row, "mean"), 0, mean, sizeof mean);
        if (parse_double(csv_cell(&s, row, "sd"), &spread) == 0)
            snprintf(whole, sizeof whole, "%s (%s)", mean, four(csv_cell(&s, row, "sd"), 0, sd, sizeof sd));
        else
            snprintf(whole, sizeof whole, "%s", mean);
        snprintf(count, sizeof count, "%s/%s", csv_cell(&s, row, "n_ok"), csv_cell(&s, row, "n_planned"));
        fprintf(out, "%-14s %-9s %-22s %-*s | %9s | %-17s | %10s | %9s | %s\n", csv_cell(&s, row, "dataset"),
                csv_cell(&s, row, "task"), csv_cell(&s, row, "method"), width, text_of(&setting),
                four(csv_cell(&s, row, "published"), 0, printed, sizeof printed), whole,
                four(csv_cell(&s, row, "difference"), 1, difference, sizeof difference), count,
                csv_cell(&s, row, "verdict"));
    }
    text_release(&setting);
    csv_release(&s);
    return 0;
}
