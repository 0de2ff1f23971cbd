#include "report/text/duels.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"

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

static void add(struct duels *d, const struct experiment *x, size_t row)
{
    const struct csv *c = &x->tables[OF_TESTS];
    const char *cell = csv_cell(c, row, "mean_difference");
    const enum duel_side side = duel_side_of(cell);
    double value, least, most;
    d->of = mem_resize(d->of, d->n + 1, sizeof *d->of);
    d->of[d->n++] = (struct duel_row) { x, row, side };
    d->sides[side]++;
    d->method = csv_cell(c, row, "method");
    d->against = csv_cell(c, row, "against");
    if (side == DUEL_MISSING || parse_double(cell, &value))
        return;
    if (parse_double(d->least, &least) || value < least)
        d->least = cell;
    if (parse_double(d->most, &most) || value > most)
        d->most = cell;
    for (size_t i = 0; i < DECISIONS; i++)
        d->decided[i] += strcmp(csv_cell(c, row, "decision"), duel_decisions[i]) == 0;
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
