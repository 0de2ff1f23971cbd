#include "plan/sets.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/sets_noted.h"
#include "store/file.h"

static struct set *open_set(const char *folder, const char *name, struct error *e)
{
    struct dataset data;
    if (dataset_peek(&data, folder, name, e))
        return NULL;
    struct set *set = mem_zero(1, sizeof *set);
    set->data = data;
    set->train = mem_alloc((size_t)data.n_classes, sizeof *set->train);
    set->test = mem_alloc((size_t)data.n_classes, sizeof *set->test);
    dataset_count(&data.train, data.n_classes, set->train);
    dataset_count(&data.test, data.n_classes, set->test);
    return set;
}

/* Where the set's file is gone, not where it is damaged. `e` says what is wrong with the set, or with the note. */
static struct set *find_noted(const struct sets *s, const char *name, struct error *e)
{
    struct error inner = { .text = "" };
    char *path = dataset_path(s->folder, name);
    struct set *set = path_exists(path) ? NULL : sets_noted(s->noted, name, &inner);
    if (inner.text[0])
        *e = inner;
    free(path);
    return set;
}

const struct set *sets_find(struct sets *s, const char *name, struct error *e)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->of[i]->data.name, name) == 0)
            return s->of[i];
    struct set *set = open_set(s->folder, name, e);
    if (!set && error_spares_file(e))
        s->unreadable = 1;
    else if (!set && s->noted)
        set = find_noted(s, name, e);
    if (!set)
        return NULL;
    s->of = mem_resize(s->of, s->n + 1, sizeof *s->of);
    s->of[s->n++] = set;
    return set;
}

const struct set *sets_gone(const struct sets *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->of[i]->gone)
            return s->of[i];
    return NULL;
}

void set_free(struct set *set)
{
    dataset_release(&set->data);
    free(set->train);
    free(set->test);
    free(set);
}

void sets_release(struct sets *s)
{
    for (size_t i = 0; i < s->n; i++)
        set_free(s->of[i]);
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
