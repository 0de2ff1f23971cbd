#include "report/pairs/score_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/judge.h"
#include "run/outcome.h"
#include "run/seal.h"
#include "store/file.h"

void score_parts_init(struct score_parts *s, const struct groups *g, const char *results)
{
    *s = (struct score_parts) { .groups = g, .results = results };
}

void score_parts_release(struct score_parts *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->of[i].there) {
            run_scores_release(&s->of[i].scores);
            auc_parts_release(&s->of[i].parts);
        }
    free(s->of);
    *s = (struct score_parts) { 0 };
}

/* Those that are kept beside the table that the run's rows are from. 1 where there are some. */
static int read_kept(struct score_parts *s, struct read_scores *r, const char *table, double auc)
{
    const int found = s->bad ? 0 : run_scores_kept(&r->scores, table, r->run->id, r->run->detector, auc, &s->error);
    s->bad |= found < 0;
    return found > 0;
}

/* The components of scores that were read, which must give the AUC of the table. 0 or -1. */
static int split_up(struct read_scores *r, double auc, struct error *e)
{
    const struct scores *s = &r->scores.scores;
    if (auc_parts_init(&r->parts, s->score, s->label, s->n, e))
        return -1;
    if (judge_agrees(auc, r->parts.auc))
        return 0;
    auc_parts_release(&r->parts);
    return error_set(e, "expected the AUC %.6f of the run's row, found %.6f", auc, r->parts.auc);
}

static void read_run(struct score_parts *s, struct read_scores *r, double auc)
{
    struct error e = { .text = "" };
    const char *table = groups_kept_in(s->groups, r->run->id);
    char *base = outcome_place(s->groups->plan->experiment, r->run, s->results);
    char *folder = path_join(base, r->run->id, NULL);
    const int found = *table ? read_kept(s, r, table, auc) : run_scores_own(&r->scores, folder, &e);
    r->there = found > 0 && split_up(r, auc, &e) == 0;
    if (found > 0 && !r->there) {
        run_scores_release(&r->scores);
        error_prefix(&e, "%s/scores.csv.gz", folder);
    }
    if (e.text[0] && !s->unread.text[0]) {
        s->unread = e;
        seal_remedy(folder, &s->unread);
    }
    free(base);
    free(folder);
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
        if (!(run->detector->flags & LABEL_SWEEP)) /* whose AUC is not that of one score, and has no such components */
            read_run(s, &s->of[i], auc);
    }
    return i;
}

int score_parts_compare(struct score_parts *s, struct auc_difference *out, const struct run *a, double auc_a,
                        const struct run *b, double auc_b)
{
    const size_t i = find(s, a, auc_a), k = find(s, b, auc_b);
    const struct read_scores *x = &s->of[i], *y = &s->of[k];
    if (!x->there || !y->there || !run_scores_same_images(&x->scores, &y->scores))
        return -1;
    auc_parts_compare(out, &x->parts, &y->parts);
    return 0;
}
