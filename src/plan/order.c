#include "plan/order.h"

#include <stdlib.h>
#include <string.h>

static int compare_longs(long a, long b)
{
    return (a > b) - (a < b);
}

static int compare_tasks(const struct run *a, const struct run *b)
{
    int c = classes_compare(&a->task.positive, &b->task.positive);
    if (c == 0)
        c = compare_longs((long)a->task.source, (long)b->task.source);
    if (c == 0)
        c = classes_compare(&a->task.negative, &b->task.negative);
    if (c == 0)
        c = strcmp(a->foreign, b->foreign);
    if (c == 0)
        c = classes_compare(&a->task.anomaly, &b->task.anomaly);
    if (c == 0) /* `negative_limit` */
        c = compare_longs((long)a->sizes.n_negative, (long)b->sizes.n_negative);
    return c;
}

/* The last two are no part of the ID: they order equal runs that came from different words, so that always the same
 * one of them stays. */
static int compare_runs(const void *p, const void *q, void *context)
{
    const struct run *a = p, *b = q;
    const struct suite *suite = context;
    int c = strcmp(a->dataset, b->dataset);
    if (c == 0)
        c = compare_longs((long)suite_place(suite, a->detector), (long)suite_place(suite, b->detector));
    if (c == 0)
        c = compare_tasks(a, b);
    if (c == 0)
        c = settings_compare(&a->settings, &b->settings);
    if (c == 0)
        c = compare_longs(a->seed, b->seed);
    if (c == 0)
        c = strcmp(a->id, b->id);
    if (c == 0)
        c = strcmp(a->anomaly, b->anomaly);
    return c ? c : strcmp(a->variant, b->variant);
}

size_t order_runs(const struct suite *suite, struct run *runs, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort_r(runs, n, sizeof *runs, compare_runs, (void *)suite);
    for (size_t i = 0; i < n; i++) {
        if (kept && strcmp(runs[kept - 1].id, runs[i].id) == 0) {
            run_release(&runs[i]);
            continue;
        }
        if (kept != i) {
            runs[kept] = runs[i];
            memset(&runs[i], 0, sizeof runs[i]); /* its texts belong to the copy now */
        }
        kept++;
    }
    return kept;
}
