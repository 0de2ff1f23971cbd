#include "report/gain.h"

#include <math.h>
#include <string.h>

#include "detect/suite.h"
#include "plan/run.h"

/* The detector itself, by name: the one whose codes it takes, else the one that its first phase alone makes. */
static const struct detector *base_of(const struct suite *suite, const struct run *r)
{
    const struct detector *base = detector_base(r->detector, &r->settings);
    const struct detector *first = detector_first(r->detector, &r->settings);
    for (size_t i = 0; i < suite->n && first && !base; i++) {
        const struct detector *d = suite->detectors[i];
        if (d->flags & AS_FIRST_PHASE && d->first == first && d != r->detector)
            base = d;
    }
    return base;
}

static int same_value(const struct run *a, const struct run *b, const struct setting *k)
{
    struct text one = TEXT_INIT, two = TEXT_INIT;
    settings_value(&a->settings, k, &one);
    settings_value(&b->settings, k, &two);
    int same = strcmp(text_of(&one), text_of(&two)) == 0;
    text_release(&one);
    text_release(&two);
    return same;
}

/* Does `r` have the value of each setting that the base depends on, and the base's negatives where it learns from
 * some? */
static int is_built_on(const struct run *r, const struct run *base)
{
    const struct sections *l = r->settings.sections;
    int is = strcmp(r->dataset, base->dataset) == 0 &&
             (!run_learns_negative(base) || strcmp(r->negative, base->negative) == 0);
    for (size_t i = 0; i < l->n_settings && is; i++)
        is = !run_uses(base, &l->settings[i]) || same_value(r, base, &l->settings[i]);
    return is;
}

/* The run of the base on the same task with the same seed, judged on the same images; NULL for none. */
static const struct run *partner(const struct run *r, const struct group *base)
{
    for (size_t i = 0; i < base->n; i++) {
        const struct run *b = base->runs[i];
        if (b->seed == r->seed && strcmp(b->positive, r->positive) == 0 &&
            memcmp(&b->task.anomaly, &r->task.anomaly, sizeof b->task.anomaly) == 0)
            return b;
    }
    return NULL;
}

const struct group *gain_base(const struct groups *of, const struct group *g)
{
    const struct run *r = g->runs[0];
    const struct detector *d = base_of(of->plan->suite, r);
    const struct group *found = NULL;
    for (size_t i = 0; i < of->n && d; i++) {
        const struct group *c = &of->group[i];
        if (c->runs[0]->detector != d || !is_built_on(r, c->runs[0]) || !partner(r, c))
            continue;
        if (found)
            return NULL;
        found = c;
    }
    return found;
}

/* NaN where one of the two is not there. */
static double difference(const struct groups *of, const struct run *r, const struct group *base)
{
    const struct run *b = partner(r, base);
    return b ? groups_auc(of, r->id, "all", "auc") - groups_auc(of, b->id, "all", "auc") : NAN;
}

double gain_over(const struct groups *of, const struct group *g, const struct group *base)
{
    double sum = 0;
    size_t n_tasks = 0;
    for (size_t i = 0; i < g->n; i++) {
        size_t before = 0, n = 0;
        double of_task = 0;
        while (before < i && strcmp(g->runs[before]->positive, g->runs[i]->positive) != 0)
            before++;
        for (size_t k = i; k < g->n && before == i; k++) {
            double d = strcmp(g->runs[k]->positive, g->runs[i]->positive) == 0 ? difference(of, g->runs[k], base) : NAN;
            if (isfinite(d)) {
                of_task += d;
                n++;
            }
        }
        sum += n ? of_task / (double)n : 0;
        n_tasks += n > 0;
    }
    return n_tasks ? sum / (double)n_tasks : NAN;
}
