#include "run/judged.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The positives and all other classes of the list; there need not be one. */
static struct task_spec with_classes(const struct run *r, const struct class_list *classes)
{
    struct task_spec spec = r->task;
    spec.anomaly = (struct class_list) { 0 };
    spec.source = NEGATIVE_NONE;
    for (int c = classes_next(classes, -1); c >= 0; c = classes_next(classes, c))
        if (!classes_hold(&spec.positive, c))
            classes_add(&spec.anomaly, c);
    return spec;
}

static void take_class(struct judged *j, const struct task *t, int class)
{
    struct judged_class *to = &j->classes[j->n_classes];
    *to = (struct judged_class) { .class = class, .first = j->images.n };
    for (size_t i = 0; i < t->test.n; i++)
        if (t->test.labels[i] == class) {
            images_copy_row(&j->images, j->images.n, &t->test, i);
            j->index[j->images.n++] = t->index[i];
        }
    to->n = j->images.n - to->first;
    j->n_classes += to->n > 0;
}

static void sort_classes(struct judged *j, const struct task *t, const struct class_list *classes)
{
    images_alloc_like(&j->images, t->test.n, &t->test);
    j->images.n = 0;
    j->index = mem_alloc(t->test.n, sizeof *j->index);
    j->classes = mem_alloc((size_t)classes->n, sizeof *j->classes);
    for (int c = classes_next(classes, -1); c >= 0; c = classes_next(classes, c))
        take_class(j, t, c);
}

int judged_make(struct judged *j, const struct run *r, const struct class_list *classes, const char *data,
                struct error *e)
{
    const struct task_spec spec = with_classes(r, classes);
    struct dataset set;
    struct task task = { 0 };
    *j = (struct judged) { 0 };
    int bad = dataset_open(&set, data, r->dataset, e) || dataset_expect(&set, r->payload, e);
    if (!bad && task_make(&task, &spec, &set, NULL, run_seed(r, "split"), e) == 0) {
        sort_classes(j, &task, classes);
        task_release(&task);
    } else {
        bad = -1;
    }
    dataset_release(&set);
    return bad;
}

void judged_release(struct judged *j)
{
    images_release(&j->images);
    free(j->index);
    free(j->classes);
    *j = (struct judged) { 0 };
}

size_t judged_rank(size_t k, size_t wanted, size_t n)
{
    return k * n / wanted;
}
