#include "incremental/arrivals.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/task.h"

/* One class's images of the train split that are trained on, and those that are held back. */
static int take_class(struct arrivals *c, int class_, const struct dataset *set, int held,
                      const struct arrivals_wanted *wanted, struct error *e)
{
    struct task_spec spec = { .source = NEGATIVE_NONE,
                              .train_limit = wanted->train_limit,
                              .test_limit = wanted->train_limit, /* of those held back */
                              .holdout = (size_t)held };
    struct task task = { 0 };
    classes_add(&spec.positive, class_);
    int bad = task_make(&task, &spec, set, NULL, wanted->split, e);
    if (!bad && (!task.positive.n || !task.test.n))
        bad = error_set(e, "class %d of '%s' has too few train images: expected %d at least, found %zu", class_,
                        set->name, held, task.positive.n + task.test.n);
    if (!bad) {
        c->train[class_] = task.positive;
        c->held[class_] = task.test;
        images_init(&task.positive);
        images_init(&task.test);
    }
    task_release(&task);
    return bad ? -1 : 0;
}

static int take_test(struct arrivals *c, const struct dataset *set, const struct arrivals_wanted *wanted,
                     struct error *e)
{
    struct task_spec spec = { .source = NEGATIVE_NONE, .train_limit = 1, .test_limit = wanted->test_limit };
    struct task task = { 0 };
    for (int i = 0; i < c->n; i++)
        classes_add(&spec.positive, i);
    int bad = task_make(&task, &spec, set, NULL, wanted->split, e);
    if (!bad) {
        c->test = task.test;
        c->index = task.index;
        images_init(&task.test);
        task.index = NULL;
    }
    task_release(&task);
    return bad ? -1 : 0;
}

/* An accuracy of classes none of which is tested would be one of nothing. */
static int expect_tests(const struct arrivals *c, const struct dataset *set, struct error *e)
{
    size_t *counts = mem_zero((size_t)c->n, sizeof *counts);
    int lacking = -1;
    dataset_count(&c->test, c->n, counts);
    for (int i = 0; i < c->n && lacking < 0; i++)
        lacking = counts[i] ? -1 : i;
    free(counts);
    return lacking < 0 ? 0 : error_set(e, "class %d of '%s' has no test images", lacking, set->name);
}

int arrivals_make(struct arrivals *c, const struct dataset *set, const struct incremental_request *request,
                  const struct arrivals_wanted *wanted, struct error *e)
{
    const size_t n = (size_t)set->n_classes;
    *c = (struct arrivals) { .n = set->n_classes, .base = request->keys.base };
    if (c->base > c->n)
        return error_set(e, "'base' in [incremental]: expected at most the %d classes of '%s', found %d", c->n,
                         set->name, c->base);
    c->order = mem_zero(n, sizeof *c->order);
    c->train = mem_zero(n, sizeof *c->train);
    c->held = mem_zero(n, sizeof *c->held);
    int bad = incremental_order(request->order, c->n, wanted->seed, c->order, e);
    for (int i = 0; i < c->n && !bad; i++)
        bad = take_class(c, i, set, request->keys.held, wanted, e);
    return bad || take_test(c, set, wanted, e) || expect_tests(c, set, e) ? -1 : 0;
}

void arrivals_release(struct arrivals *c)
{
    for (int i = 0; i < c->n && c->train && c->held; i++) {
        images_release(&c->train[i]);
        images_release(&c->held[i]);
    }
    images_release(&c->test);
    free(c->order);
    free(c->train);
    free(c->held);
    free(c->index);
    *c = (struct arrivals) { 0 };
}

void arrivals_join(const struct arrivals *c, int known, int but, struct images *to)
{
    size_t n = 0, at = 0;
    for (int i = 0; i < known; i++)
        n += c->order[i] == but ? 0 : c->train[c->order[i]].n;
    images_alloc_like(to, n, &c->test);
    for (int i = 0; i < known; i++) {
        const struct images *from = &c->train[c->order[i]];
        for (size_t row = 0; c->order[i] != but && row < from->n; row++)
            images_copy_row(to, at++, from, row);
    }
}

int arrivals_place(const struct arrivals *c, int class_)
{
    int i = 0;
    while (c->order[i] != class_)
        i++;
    return i;
}
