#include "incremental/protocol.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/rng.h"

static int check_finite(const struct incremental_task *t, const double *scores, size_t n, int class_, struct error *e)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(scores[i]))
            return error_set(e, "%s of class %d: a score is not finite", t->detector->name, class_);
    return 0;
}

/* The scores of all test images by the class's detector, and the scale that images held back give it. */
static int ask(const struct incremental_task *t, void *model, int class_, struct answers *a, struct error *e)
{
    const struct detector *d = t->detector;
    const struct images *held = &t->arrivals->held[class_];
    double *scores = a->score + (size_t)class_ * a->n, *own = mem_alloc(held->n, sizeof *own);
    int bad = d->score(d, model, &t->arrivals->test, scores, e) || d->score(d, model, held, own, e) ||
              check_finite(t, scores, a->n, class_, e) || check_finite(t, own, held->n, class_, e);
    if (!bad)
        answers_scale(a, class_, own, held->n);
    free(own);
    return bad ? -1 : 0;
}

/* The class's detector, against the others of the first `known`. A class has the same batches whatever is known. */
static int fit_class(const struct incremental_task *t, int class_, int known, struct answers *a, struct error *e)
{
    const struct detector *d = t->detector;
    struct images negative;
    struct fit_report report = { 0 };
    char which[16];
    snprintf(which, sizeof which, "%d", class_);
    arrivals_join(t->arrivals, known, class_, &negative);
    const struct fit_input in = { .settings = t->settings,
                                  .positive = &t->arrivals->train[class_],
                                  .negative = &negative,
                                  .seed = rng_seed_for(t->seed, "class", which),
                                  .first = t->first,
                                  .progress = NULL };
    void *model = d->fit(d, &in, &report, e);
    int bad = !model || ask(t, model, class_, a, e);
    if (model)
        d->free(model);
    fit_report_release(&report);
    images_release(&negative);
    return bad ? error_prefix(e, "class %d", class_) : 0;
}

/* The classes at the places from `from` to before `to`. */
static int fit_places(const struct incremental_task *t, int from, int to, int known, struct answers *a, struct error *e)
{
    for (int i = from; i < to; i++) {
        progress_report(t->progress, t->detector->name, i, t->arrivals->n, 0);
        if (fit_class(t, t->arrivals->order[i], known, a, e))
            return -1;
    }
    return 0;
}

/* Each class against those that came before it: it is trained when it comes, and left alone then. */
static int against_earlier(const struct incremental_task *t, const char *negatives, struct part_tables *to,
                           struct error *e)
{
    const struct arrivals *c = t->arrivals;
    struct answers a;
    int bad = 0;
    answers_init(&a, c->n, c->test.n);
    for (int known = c->base; known <= c->n && !bad; known++)
        bad = fit_places(t, known == c->base ? 0 : known - 1, known, known, &a, e) ||
              part_tables_add(to, negatives, &a, known, e);
    answers_release(&a);
    return bad ? -1 : 0;
}

/* Each class against all others, once all are there: the bound. */
static int against_others(const struct incremental_task *t, struct part_tables *to, struct error *e)
{
    const struct arrivals *c = t->arrivals;
    struct answers a;
    answers_init(&a, c->n, c->test.n);
    int bad = fit_places(t, 0, c->n, c->n, &a, e) || part_tables_add(to, "others", &a, c->n, e);
    answers_release(&a);
    return bad ? -1 : 0;
}

int incremental_one_each(const struct incremental_task *t, struct part_tables *to, struct error *e)
{
    const unsigned negatives = incremental_negatives(t->request->negatives);
    if (t->detector->flags & LABEL_SWEEP)
        return error_set(e, "%s: its scores are sets of labels, which cannot be compared between classes",
                         t->detector->name);
    if (!detector_learns_negative(t->detector, t->settings))
        return against_earlier(t, "", to, e);
    return (negatives & NEGATIVES_EARLIER && against_earlier(t, "earlier", to, e)) ||
                   (negatives & NEGATIVES_OTHERS && against_others(t, to, e))
               ? -1
               : 0;
}

int incremental_rival_needs_first(enum incremental_rival rival)
{
    return rival <= RIVAL_FEATURE_LDA;
}

int incremental_rival(const struct incremental_task *t, enum incremental_rival rival, struct part_tables *to,
                      struct error *e)
{
    return rival < RIVAL_SOFTMAX ? incremental_means(t, rival, to, e)
                                 : incremental_softmax(t, rival == RIVAL_SOFTMAX_NEW, to, e);
}
