#include "plan/sets.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const struct set *sets_find(struct sets *s, const char *name, struct error *e)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->of[i]->data.name, name) == 0)
            return s->of[i];
    struct dataset data;
    if (dataset_peek(&data, s->folder, name, e))
        return NULL;
    struct set *set = mem_zero(1, sizeof *set);
    set->data = data;
    set->train = mem_alloc((size_t)data.n_classes, sizeof *set->train);
    set->test = mem_alloc((size_t)data.n_classes, sizeof *set->test);
    dataset_count(&data.train, data.n_classes, set->train);
    dataset_count(&data.test, data.n_classes, set->test);
    s->of = mem_resize(s->of, s->n + 1, sizeof *s->of);
    s->of[s->n++] = set;
    return set;
}

void sets_release(struct sets *s)
{
    for (size_t i = 0; i < s->n; i++) {
        dataset_release(&s->of[i]->data);
        free(s->of[i]->train);
        free(s->of[i]->test);
        free(s->of[i]);
    }
    free(s->of);
    *s = (struct sets) { 0 };
}

static size_t bounded(size_t n, size_t limit)
{
    return limit && limit < n ? limit : n;
}

static size_t count_one(const size_t *counts, int class, size_t holdout, int held)
{
    size_t out = holdout ? counts[class] / holdout : 0;
    return held ? out : counts[class] - out;
}

size_t set_count(const size_t *counts, const struct class_list *classes, size_t holdout, int held, size_t limit)
{
    size_t n = 0;
    for (int c = classes_next(classes, -1); c >= 0; c = classes_next(classes, c))
        n += bounded(count_one(counts, c, holdout, held), limit);
    return n;
}

int set_lacks(const size_t *counts, const struct class_list *classes, size_t holdout, int held)
{
    int c = classes_next(classes, -1);
    while (c >= 0 && count_one(counts, c, holdout, held))
        c = classes_next(classes, c);
    return c;
}

size_t set_count_all(const struct set *set, size_t limit)
{
    size_t n = 0;
    for (int c = 0; c < set->data.n_classes; c++)
        n += bounded(set->train[c] + set->test[c], limit);
    return n;
}
