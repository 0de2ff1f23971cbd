#include "report/score_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/judge.h"
#include "run/kept_ranks.h"
#include "run/outcome.h"
#include "store/file.h"

void score_parts_init(struct score_parts *s, const struct groups *g, const char *results)
{
    *s = (struct score_parts) { .groups = g, .results = results };
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

/* Those that are kept beside the table that the run's rows are from. 1 where there are some. */
static int read_kept(struct score_parts *s, struct read_scores *r, double auc)
{
    const char *table = groups_kept_in(s->groups, r->run->id);
    struct ranks ranks;
    const int found = *table && !s->bad ? kept_ranks_read(&ranks, table, r->run->id, r->run->detector, auc, &s->error)
                                        : 0;
    s->bad |= found < 0;
    if (found <= 0)
        return 0;
    r->scores = ranks.scores;
    memcpy(r->images, ranks.images_sha256, sizeof r->images);
    return 1;
}

/* Those of the run's folder, likewise. */
static int read_own(const struct score_parts *s, struct read_scores *r)
{
    struct error ignored;
    char *base = outcome_place(s->groups->plan->experiment, r->run, s->results);
    char *path = path_join(base, r->run->id, "scores.csv.gz", NULL);
    const int found = path_exists(path) && scores_read(&r->scores, path, &ignored) == 0;
    if (found)
        ranks_sort(&r->scores, r->images);
    free(base);
    free(path);
    return found;
}

static void read_run(struct score_parts *s, struct read_scores *r, double auc)
{
    struct error ignored;
    if (!read_kept(s, r, auc) && !read_own(s, r))
        return;
    const int found = auc_parts_init(&r->parts, r->scores.score, r->scores.label, r->scores.n, &ignored) == 0;
    r->there = found && judge_agrees(auc, r->parts.auc);
    if (found && !r->there)
        auc_parts_release(&r->parts);
    if (!r->there)
        scores_release(&r->scores);
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

static int same_images(const struct read_scores *a, const struct read_scores *b)
{
    return strcmp(a->images, b->images) == 0 && memcmp(a->scores.label, b->scores.label, a->scores.n) == 0;
}

int score_parts_compare(struct score_parts *s, struct auc_difference *out, const struct run *a, double auc_a,
                        const struct run *b, double auc_b)
{
    const size_t i = find(s, a, auc_a), k = find(s, b, auc_b);
    const struct read_scores *x = &s->of[i], *y = &s->of[k];
    if (!x->there || !y->there || !same_images(x, y))
        return -1;
    auc_parts_compare(out, &x->parts, &y->parts);
    return 0;
}
