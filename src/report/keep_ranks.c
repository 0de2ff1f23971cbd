#include "report/keep_ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/digest.h"
#include "run/judge.h"
#include "run/kept_ranks.h"
#include "run/outcome.h"
#include "run/seal.h"
#include "store/file.h"

/* A run that is done: its folder, its scores and what it noted of them. */
struct subject {
    const struct run *run;
    char *folder, *scores;
    char noted[SHA256_HEX]; /* "" in a run of before sums were noted */
};

static void release(struct subject *of)
{
    free(of->folder);
    free(of->scores);
}

/* 0 or -1; release() either way. */
static int find(struct subject *of, const struct groups *g, const struct run *r, const char *results, struct error *e)
{
    char *base = outcome_place(g->plan->experiment, r, results);
    struct ini meta;
    *of = (struct subject) { .run = r, .folder = path_join(base, r->id, NULL) };
    of->scores = path_join(of->folder, "scores.csv.gz", NULL);
    int bad = seal_open(&meta, of->folder, e);
    const char *noted = bad ? NULL : ini_get(&meta, "run", "scores_sha256");
    if (noted && strlen(noted) < sizeof of->noted)
        memcpy(of->noted, noted, strlen(noted) + 1);
    ini_release(&meta);
    free(base);
    return bad;
}

/* The run's scores, as it noted them. 0 or -1. */
static int read_scores(struct scores *s, struct subject *of, struct error *e)
{
    char hex[SHA256_HEX];
    if (scores_read(s, of->scores, e))
        return -1;
    digest_scores(s, hex);
    if (*of->noted && strcmp(of->noted, hex) != 0) {
        error_set(e, "%s: expected scores with the SHA-256 %.12s, found %.12s", of->scores, of->noted, hex);
        scores_release(s);
        return -1;
    }
    memcpy(of->noted, hex, sizeof hex);
    return 0;
}

/* The ranks that are there must be of the run's scores. */
static int compare(struct subject *of, const char *folder, const char *path, struct error *e)
{
    struct ranks ranks;
    struct scores s = { 0 };
    if (kept_ranks_open(&ranks, folder, of->run->id, e))
        return -1;
    int bad = !*of->noted && read_scores(&s, of, e);
    if (!bad && strcmp(ranks.scores_sha256, of->noted) != 0)
        bad = error_set(e, "%s: expected scores with the SHA-256 %.12s, as in '%s', found %.12s", path, of->noted,
                        of->folder, ranks.scores_sha256);
    scores_release(&s);
    ranks_release(&ranks);
    return bad ? -1 : 0;
}

static int write(struct subject *of, const char *path, double auc, struct error *e)
{
    const struct detector *detector = of->run->detector;
    struct scores s;
    struct judgement j;
    if (read_scores(&s, of, e))
        return -1;
    int bad = judge_scores(detector, &s, -1, &j, e);
    if (bad)
        error_prefix(e, "%s", of->scores);
    else if (!judge_agrees(auc, j.auc.auc))
        bad = error_set(e, "%s: expected scores with the AUC %.6f of the run's row, found %.6f", of->scores, auc,
                        j.auc.auc);
    bad = bad || ranks_write(path, of->run->id, &s, (detector->flags & LABEL_SWEEP) != 0, e);
    scores_release(&s);
    return bad ? -1 : 0;
}

struct count {
    size_t written, there, without;
};

/* Has the run a row in the tables, of what was done here? Its folder may not be readable, but is there. */
static int is_own(const struct groups *g, const struct run *r, const char *results)
{
    char *base = outcome_place(g->plan->experiment, r, results), *folder = path_join(base, r->id, NULL);
    int own = isfinite(groups_auc(g, r->id, "all", "auc")) && !*groups_kept_in(g, r->id) && path_exists(folder);
    free(base);
    free(folder);
    return own;
}

/* Looks at the ranks of a run that are there; `*missing` gets whether they are not, but could be. */
static int look(const struct groups *g, const struct run *r, const char *results, const char *folder,
                unsigned char *missing, struct count *n, struct error *e)
{
    struct subject of;
    char *path = kept_ranks_path(folder, r->id);
    const int there = path_exists(path);
    int bad = find(&of, g, r, results, e);
    const int scored = path_exists(of.scores);
    n->there += (size_t)there;
    n->without += !there && !scored;
    *missing = !there && scored;
    if (!bad && there && (scored || *of.noted))
        bad = compare(&of, folder, path, e);
    release(&of);
    free(path);
    return bad;
}

static int add(const struct groups *g, const struct run *r, const char *results, const char *folder, struct error *e)
{
    struct subject of;
    char *path = kept_ranks_path(folder, r->id);
    int bad = find(&of, g, r, results, e) || write(&of, path, groups_auc(g, r->id, "all", "auc"), e);
    release(&of);
    free(path);
    return bad;
}

int keep_ranks(const struct groups *g, const char *results, const char *folder, struct text *remarks, struct error *e)
{
    const struct plan *p = g->plan;
    struct count n = { 0 };
    unsigned char *missing = mem_zero(p->n, 1);
    int bad = folder_make(folder, e);
    if (!bad)
        folder_sweep(folder);
    for (size_t i = 0; i < p->n && !bad; i++)
        if (is_own(g, &p->runs[i], results))
            bad = look(g, &p->runs[i], results, folder, &missing[i], &n, e);
    for (size_t i = 0; i < p->n && !bad; i++) {
        bad = missing[i] ? add(g, &p->runs[i], results, folder, e) : 0;
        n.written += missing[i];
    }
    free(missing);
    if (bad)
        return -1;
    text_format(remarks, "%s: ranks of %zu runs were written, of %zu they were there", folder, n.written, n.there);
    if (n.without)
        text_format(remarks, "; %zu runs have no scores", n.without);
    text_append(remarks, "\n");
    return 0;
}
