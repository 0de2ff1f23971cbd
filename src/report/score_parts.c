#include "report/score_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/outcome.h"
#include "store/file.h"

void score_parts_init(struct score_parts *s, const struct plan *p, const char *results)
{
    *s = (struct score_parts) { .plan = p, .results = results };
}

void score_parts_release(struct score_parts *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->of[i].there) {
            scores_release(&s->of[i].scores);
            auc_parts_release(&s->of[i].parts);
        }
    free(s->of);
    *s = (struct score_parts) { 0 };
}

static void read_run(const struct score_parts *s, struct read_scores *r, double auc)
{
    static const double ROUNDED = 1.5e-6; /* six decimals, and another machine's sums */
    struct error ignored;
    char *base = outcome_place(s->plan->experiment, r->run, s->results);
    char *path = path_join(base, r->run->id, "scores.csv.gz", NULL);
    if (path_exists(path) && scores_read(&r->scores, path, &ignored) == 0) {
        const int found = auc_parts_init(&r->parts, r->scores.score, r->scores.label, r->scores.n, &ignored) == 0;
        r->there = found && fabs(r->parts.auc - auc) <= ROUNDED;
        if (found && !r->there)
            auc_parts_release(&r->parts);
        if (!r->there)
            scores_release(&r->scores);
    }
    free(base);
    free(path);
}

/* Its place among those that were read. */
static size_t find(struct score_parts *s, const struct run *run, double auc)
{
    size_t i = 0;
    while (i < s->n && s->of[i].run != run)
        i++;
    if (i == s->n) {
        s->of = mem_resize(s->of, s->n + 1, sizeof *s->of);
        s->of[s->n++] = (struct read_scores) { .run = run };
        read_run(s, &s->of[i], auc);
    }
    return i;
}

static int same_images(const struct scores *a, const struct scores *b)
{
    return a->n == b->n && memcmp(a->index, b->index, a->n * sizeof *a->index) == 0 &&
           memcmp(a->label, b->label, a->n) == 0;
}

int score_parts_compare(struct score_parts *s, struct auc_difference *out, const struct run *a, double auc_a,
                        const struct run *b, double auc_b)
{
    const size_t i = find(s, a, auc_a), k = find(s, b, auc_b);
    const struct read_scores *x = &s->of[i], *y = &s->of[k];
    if (!x->there || !y->there || !same_images(&x->scores, &y->scores))
        return -1;
    auc_parts_compare(out, &x->parts, &y->parts);
    return 0;
}
