#include "report/means/gain.h"

#include <math.h>
#include <string.h>

#include "plan/plan.h"

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

const struct run *gain_base(const struct groups *of, const struct run *r)
{
    const struct detector *d = base_of(of->plan->suite, r);
    return d ? plan_counterpart(of->plan, r, d) : NULL;
}

/* NaN where one of the two is not there. */
static double difference(const struct groups *of, const struct run *r)
{
    const struct run *base = gain_base(of, r);
    return base ? groups_auc(of, r->id, "all", "auc") - groups_auc(of, base->id, "all", "auc") : NAN;
}

double gain_over(const struct groups *of, const struct group *g)
{
    double sum = 0;
    size_t n_tasks = 0;
    for (size_t i = 0; i < g->n; i++) {
        size_t n = 0;
        double of_task = 0;
        for (size_t k = i; k < g->n && group_begins_task(g, i); k++) {
            double d = strcmp(g->runs[k]->positive, g->runs[i]->positive) == 0 ? difference(of, g->runs[k]) : NAN;
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
