#include "report/text/duels.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "report/means/mean_runs.h"

const char *const duel_decisions[DECISIONS] = { "higher", "lower", "no difference shown", "cannot be decided" };

enum duel_side duel_side_of(const char *difference)
{
    double value;
    if (parse_double(difference, &value))
        return DUEL_MISSING;
    return value > 0 ? DUEL_ABOVE : value < 0 ? DUEL_BELOW : DUEL_EVEN;
}

static int has_flag(const struct suite *suite, const char *detector, unsigned flag)
{
    const struct detector *d = suite_find(suite, detector);
    return d && d->flags & flag;
}

static int same_cells(const struct duel_row *a, const struct duel_row *b, const char *column)
{
    return strcmp(csv_cell(&a->of->tables[OF_TESTS], a->row, column),
                  csv_cell(&b->of->tables[OF_TESTS], b->row, column)) == 0;
}

/* Is the mean in a row of summary.csv that of the duel's first method? */
static int is_mean_of(const struct duel_row *r, size_t mean)
{
    static const char *const names[] = { "dataset", "task", "method", "negative", "anomalies" };
    const struct csv *tests = &r->of->tables[OF_TESTS], *summary = &r->of->tables[OF_SUMMARY];
    int is = columns_same_settings(tests, r->row, summary, mean);
    for (size_t i = 0; i < sizeof names / sizeof *names && is; i++)
        is = strcmp(csv_cell(tests, r->row, names[i]), csv_cell(summary, mean, names[i])) == 0;
    return is;
}

/* Are all runs of the one's first method among the other's experiment's? */
static int is_within(const struct duel_row *one, const struct duel_row *other)
{
    const struct csv *tables = one->of->tables;
    size_t mean = 0;
    while (mean < tables[OF_SUMMARY].n_rows && !is_mean_of(one, mean))
        mean++;
    return mean < tables[OF_SUMMARY].n_rows &&
           mean_is_within(&tables[OF_SUMMARY], mean, &tables[OF_AUC], &other->of->tables[OF_AUC]);
}

/* Is there one of the same two, with the same settings, that has all of its runs? Those whose runs it has itself are
 * taken out. */
static int is_there(struct duels *d, const struct duel_row *one)
{
    static const char *const names[] = { "dataset", "task", "method", "negative", "against", "against_setting" };
    size_t kept = 0;
    int there = 0;
    for (size_t i = 0; i < d->n; i++) {
        int same = 1;
        for (size_t k = 0; k < sizeof names / sizeof *names && same; k++)
            same = same_cells(one, &d->of[i], names[k]);
        there |= same && is_within(one, &d->of[i]);
        if (there || !same || !is_within(&d->of[i], one))
            d->of[kept++] = d->of[i];
    }
    d->n = kept;
    return there;
}

static void add(struct duels *d, const struct experiment *x, size_t row)
{
    const enum duel_side side = duel_side_of(csv_cell(&x->tables[OF_TESTS], row, "mean_difference"));
    const struct duel_row one = { x, row, side };
    if (is_there(d, &one))
        return;
    d->of = mem_resize(d->of, d->n + 1, sizeof *d->of);
    d->of[d->n++] = one;
}

static void count(struct duels *d)
{
    for (size_t i = 0; i < d->n; i++) {
        const struct csv *c = &d->of[i].of->tables[OF_TESTS];
        const size_t row = d->of[i].row;
        const char *cell = csv_cell(c, row, "mean_difference");
        double value, least, most;
        d->sides[d->of[i].side]++;
        d->method = csv_cell(c, row, "method");
        d->against = csv_cell(c, row, "against");
        if (d->of[i].side == DUEL_MISSING || parse_double(cell, &value))
            continue;
        if (parse_double(d->least, &least) || value < least)
            d->least = cell;
        if (parse_double(d->most, &most) || value > most)
            d->most = cell;
        for (size_t k = 0; k < DECISIONS; k++)
            d->decided[k] += strcmp(csv_cell(c, row, "decision"), duel_decisions[k]) == 0;
    }
}

void duels_with_base(struct duels *d, const struct material *m, const struct suite *suite, int leading)
{
    *d = (struct duels) { .least = "", .most = "" };
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_TESTS];
        if (material_leads(m, &m->of[i]) != leading)
            continue;
        for (size_t row = 0; row < c->n_rows; row++)
            if (has_flag(suite, csv_cell(c, row, "method"), BESIDE_FIRST_PHASE) &&
                has_flag(suite, csv_cell(c, row, "against"), AS_FIRST_PHASE))
                add(d, &m->of[i], row);
    }
    count(d);
}

void duels_between(struct duels *d, const struct material *m, const char *method, const char *against)
{
    *d = (struct duels) { .least = "", .most = "" };
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_TESTS];
        if (!material_leads(m, &m->of[i]))
            continue;
        for (size_t row = 0; row < c->n_rows; row++)
            if (strcmp(csv_cell(c, row, "method"), method) == 0 && strcmp(csv_cell(c, row, "against"), against) == 0)
                add(d, &m->of[i], row);
    }
    count(d);
}

void duels_release(struct duels *d)
{
    free(d->of);
}

const char **duels_methods(const struct material *m, const char *against, size_t *n)
{
    const char **methods = mem_alloc(1, sizeof *methods);
    *n = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_TESTS];
        if (!material_leads(m, &m->of[i]))
            continue;
        for (size_t row = 0; row < c->n_rows; row++) {
            const char *method = csv_cell(c, row, "method");
            size_t k = 0;
            while (k < *n && strcmp(methods[k], method) != 0)
                k++;
            if (k < *n || strcmp(csv_cell(c, row, "against"), against) != 0 || method_is_supervised(method))
                continue;
            methods = mem_resize(methods, *n + 1, sizeof *methods);
            methods[(*n)++] = method;
        }
    }
    return methods;
}
