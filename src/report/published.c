#include "report/published.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plan/columns.h"

/* A difference up to this counts as a match with a number printed with four digits that was
 * made once, with settings that the paper does not give. */
static const double MATCH = 0.01;

int published_read(struct csv *out, const char *path, struct error *e)
{
    *out = (struct csv) { 0 };
    return path ? csv_read_as(out, path, PUBLISHED_COLUMNS, e) : 0;
}

/* Did the group see and judge whole splits? Only then does it stand beside printed numbers. */
static int whole_splits(const struct group *g)
{
    const struct task_spec *t = &g->runs[0]->task;
    return t->train_limit == 0 && t->test_limit == 0 && t->holdout == 0;
}

/* The number of outlier classes has to agree, since the paper judges MNIST's digits against all others in one table
 * and against those of their own half in another. An empty `negative` of the printed row fits any: its method takes
 * none, or its name tells them ("sup-": those of the outliers). */
int published_about(const struct csv *published, size_t row, const struct group *g)
{
    const struct run *r = g->runs[0];
    const char *negative = csv_cell(published, row, "negative");
    long outlier_classes;
    struct text t = TEXT_INIT;
    int same = whole_splits(g) && parse_long(csv_cell(published, row, "outlier_classes"), &outlier_classes) == 0 &&
               outlier_classes == r->task.anomaly.n && strcmp(csv_cell(published, row, "dataset"), r->dataset) == 0 &&
               strcmp(csv_cell(published, row, "task"), run_cell(r, "task", &t)) == 0;
    const char *method = csv_cell(published, row, "method");
    if (same && !*negative) {
        same = strcmp(method, run_cell(r, "method", &t)) == 0;
    } else if (same) {
        run_cell(r, "method", &t);
        const char *plain = starts_with(text_of(&t), "sup-") ? text_of(&t) + 4 : text_of(&t);
        int foreign = starts_with(r->negative, "dataset:") && strcmp(r->negative + 8, negative) == 0;
        int own = strcmp(negative, r->dataset) == 0 && strcmp(r->negative, "other-half") == 0;
        int none = strcmp(negative, "none") == 0 && !*r->negative;
        same = strcmp(method, plain) == 0 && (foreign || own || none || strcmp(negative, r->negative) == 0);
    }
    text_release(&t);
    return same;
}

int published_class(const struct groups *of, const struct group *g, const char *printed, const char *mean,
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
    char *const *classes = plan_classes(of->plan, g->runs[0]->dataset, &n);
    for (int i = 0; i < n; i++)
        if (strcmp(classes[i], printed) == 0) {
            snprintf(digits, room, "%d", i);
            return 0;
        }
    return -1;
}

double published_mean(const struct csv *published, const struct groups *of, const struct group *g)
{
    double value;
    if (!group_has_all_tasks(of, g))
        return NAN;
    for (size_t row = 0; row < published->n_rows; row++)
        if (published_about(published, row, g) && strcmp(csv_cell(published, row, "positive"), "mean") == 0 &&
            strcmp(csv_cell(published, row, "outlier"), "mean") == 0 &&
            parse_double(csv_cell(published, row, "auc"), &value) == 0)
            return value;
    return NAN;
}

static const char *verdict(double reproduced, double published)
{
    if (!isfinite(reproduced))
        return "missing";
    if (!isfinite(published))
        return "";
    double d = reproduced - published;
    return fabs(d) <= MATCH ? "match" : d > 0 ? "higher" : "lower";
}

void published_put(struct row *row, double reproduced, double published)
{
    row_number(row, "difference", "%.6f", reproduced - published);
    row_set(row, "verdict", verdict(reproduced, published));
}
