#include "report/score_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/judge.h"
#include "run/kept_ranks.h"
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
            scores_release(&s->of[i].scores);
            auc_parts_release(&s->of[i].parts);
        }
    free(s->of);
    *s = (struct score_parts) { 0 };
}

/* Those that are kept beside the table that the run's rows are from. 1 where there are some. */
static int read_kept(struct score_parts *s, struct read_scores *r, const char *table, double auc)
{
    struct ranks ranks;
    const int found = s->bad ? 0 : kept_ranks_read(&ranks, table, r->run->id, r->run->detector, auc, &s->error);
    s->bad |= found < 0;
    if (found <= 0)
        return 0;
    r->scores = ranks.scores;
    memcpy(r->images, ranks.images_sha256, sizeof r->images);
    return 1;
}

/* Those of the run's folder, likewise; -1 where they cannot be read. */
static int read_own(struct read_scores *r, const char *folder, struct error *e)
{
    char *path = path_join(folder, "scores.csv.gz", NULL);
    int found = path_exists(path);
    if (found && scores_read(&r->scores, path, e))
        found = -1;
    if (found > 0)
        ranks_sort(&r->scores, r->images);
    free(path);
    return found;
}

/* The components of scores that were read, which must give the AUC of the table. 0 or -1. */
static int split_up(struct read_scores *r, double auc, struct error *e)
{
    if (auc_parts_init(&r->parts, r->scores.score, r->scores.label, r->scores.n, e))
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
    const int found = *table ? read_kept(s, r, table, auc) : read_own(r, folder, &e);
    r->there = found > 0 && split_up(r, auc, &e) == 0;
    if (found > 0 && !r->there) {
        scores_release(&r->scores);
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
