#include "stress/stress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "base/rng.h"
#include "data/batch.h"
#include "detect/parts/model_file.h"
#include "stress/asked.h"

static const char *const starts[] = { "noise", "other", "inverted", "pca-5" };

enum { START_SETS = sizeof starts / sizeof *starts };

int stress_refuse(const struct stress_source *from, struct error *e)
{
    if (from->detector->flags & LABEL_SWEEP)
        return error_set(e, "%s: its scores are sets of labels, which have no quantiles", from->detector->name);
    if (from->train->values)
        return error_set(e, "expected a detector of images, found one of points: `lisae field` is for these");
    if (from->train->n < 2 || from->normal->n < 2)
        return error_set(e, "expected at least 2 images to train on and 2 normal ones beside, found %zu and %zu",
                         from->train->n, from->normal->n);
    return 0;
}

/* At most STRESS_TRAIN_MOST of the images. */
static void choose_train(struct images *to, const struct images *from, uint64_t seed)
{
    const size_t n = from->n < STRESS_TRAIN_MOST ? from->n : STRESS_TRAIN_MOST;
    struct row_stream rows;
    int row;
    images_alloc_like(to, n, from);
    row_stream_init(&rows, from->n, seed);
    for (size_t i = 0; i < n; i++) {
        row = (int)i;
        if (n < from->n)
            row_stream_next(&rows, 1, &row);
        images_copy_row(to, i, from, (size_t)row);
    }
    row_stream_release(&rows);
}

/* The quantiles of normal scores, and what J divides scores by. Scores may be negative: from the least one then. */
static int find_quantiles(struct asked *a, struct error *e)
{
    const struct stress_source *from = &a->from;
    const size_t n = from->normal->n;
    double *score = mem_alloc(n, sizeof *score);
    int bad = from->detector->score(from->detector, from->model, from->normal, score, e);
    if (!bad) {
        a->how.quantile[0] = quantile(score, n, 0.5); /* which sorts them */
        a->how.quantile[1] = quantile(score, n, 0.95);
        a->how.scale = a->how.quantile[1] - (score[0] < 0 ? score[0] : 0);
        if (!isfinite(score[0]) || !isfinite(score[n - 1]))
            bad = error_set(e, "a score of a normal image is not finite");
        if (!(a->how.scale > 0))
            a->how.scale = 1;
    }
    free(score);
    return bad ? -1 : 0;
}

static int search_all(struct asked *a, const struct stress_sets *sets, const struct progress *progress, struct error *e)
{
    int bad = 0;
    for (int k = 0; k < START_SETS && !bad; k++) {
        const struct stress_set *set = stress_sets_find(sets, starts[k]);
        progress_report(progress, "search", k, START_SETS, 0);
        for (double lambda = 0; lambda <= 1 && set && !bad; lambda++)
            bad = asked_search(a, set, lambda, e);
    }
    return bad;
}

static int ask(struct asked *a, const struct stress_request *request, const struct progress *progress, struct error *e)
{
    const int searches = !choice_is(request->keys.search, "off");
    struct stress_sets sets;
    struct text names = TEXT_INIT;
    text_append(&names, request->sets);
    for (int k = 0; k < START_SETS && searches; k++)
        text_format(&names, " %s", starts[k]);
    int bad = stress_sets_make(&sets, &a->from, text_of(&names), e);
    for (size_t i = 0; i < sets.n && !bad; i++) {
        progress_report(progress, "sets", (int)i, (int)sets.n, 0);
        if (stress_sets_named(request->sets, sets.of[i].name))
            bad = asked_set(a, &sets.of[i], e);
    }
    if (!bad && searches)
        bad = search_all(a, &sets, progress, e);
    stress_sets_release(&sets);
    text_release(&names);
    return bad ? -1 : 0;
}

int stress_make(const struct stress_source *from, const struct stress_request *request,
                const struct stress_subject *subject, const char *folder, const struct progress *progress,
                struct error *e)
{
    const uint64_t seed = rng_seed_for((uint64_t)request->seed, "stress", "");
    struct images train;
    struct asked a = { .from = *from, .subject = subject, .starts = (size_t)request->keys.starts / START_SETS };
    if (stress_refuse(from, e) || stress_rho(request->rho, a.how.rho, &a.how.n_rho, e))
        return -1;
    choose_train(&train, from->train, rng_seed_for(seed, "train", ""));
    a.from.train = &train;
    a.from.seed = a.how.seed = seed;
    a.how.gradient = from->detector->score_gradient && choice_is(request->keys.search, "gradient");
    a.how.steps = request->keys.steps;
    neighbourhood_init(&a.nb, &train);
    int bad = find_quantiles(&a, e) || asked_begin(&a, folder, e) || ask(&a, request, progress, e) ||
              asked_commit(&a, folder, e);
    asked_release(&a);
    neighbourhood_release(&a.nb);
    images_release(&train);
    return bad ? -1 : 0;
}
