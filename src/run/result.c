#include "run/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/outcome.h"
#include "store/file.h"

/* Where a run or first phase lies. */
struct place {
    const struct plan *plan;
    const struct run *run;
    const char *results;
};

static char *file_of(const struct place *at, const char *name)
{
    char *base = outcome_folder(at->plan->experiment, at->run, at->results);
    char *path = path_join(base, at->run->id, name, NULL);
    free(base);
    return path;
}

/* A file that cannot be read, and what to do. */
static int damaged(const struct place *at, const char *why, struct error *e)
{
    char *folder = file_of(at, NULL);
    error_set(e, "%.*s (remove '%s' to have it done anew)", (int)strcspn(why, "\n"), why, folder);
    free(folder);
    return -1;
}

static int read_table(struct csv *out, const struct place *at, const char *name, struct error *e)
{
    struct error why;
    char *path = file_of(at, name);
    int bad = csv_read(out, path, &why);
    free(path);
    return bad ? damaged(at, why.text, e) : 0;
}

/* ini_release() either way. */
static int read_meta(struct ini *meta, const struct place *at, struct error *e)
{
    struct text problems = TEXT_INIT;
    char *path = file_of(at, "meta.ini");
    int bad = ini_read(meta, path, &problems) ? damaged(at, text_of(&problems), e) : 0;
    text_release(&problems);
    free(path);
    return bad;
}

/* `text` may be NULL. */
static void note(struct result *res, const char *text)
{
    if (text)
        text_format(&res->notes, "%s%s", res->notes.length ? ", " : "", text);
}

static int add_losses(struct result *res, const struct place *at, struct error *e)
{
    res->losses = mem_resize(res->losses, res->n_losses + 1, sizeof *res->losses);
    res->losses[res->n_losses] = (struct csv) { 0 };
    return read_table(&res->losses[res->n_losses++], at, "loss.csv", e);
}

/* Losses and notes of the first phases of a run or phase, the first one first. One may have been deleted since, or
 * damaged: the run's own result does not need it any more. */
static void add_firsts(struct result *res, const struct place *of)
{
    const struct place at = { of->plan, plan_first(of->plan, of->run), of->results };
    struct ini meta = { 0 };
    struct error e;
    if (!at.run)
        return;
    add_firsts(res, &at);
    if (!outcome_done(at.plan, at.run, at.results))
        return;
    if (add_losses(res, &at, &e) || read_meta(&meta, &at, &e))
        note(res, e.text);
    else
        note(res, ini_get(&meta, "run", "note"));
    ini_release(&meta);
}

int result_read(struct result *res, const struct plan *p, const struct run *r, const char *results, struct error *e)
{
    const struct place at = { p, r, results };
    *res = (struct result) { 0 };
    if (read_table(&res->metrics, &at, "metrics.csv", e) || read_table(&res->roc, &at, "roc.csv", e) ||
        read_table(&res->tradeoff, &at, "tradeoff.csv", e) || read_meta(&res->meta, &at, e))
        return -1;
    add_firsts(res, &at);
    if (add_losses(res, &at, e))
        return -1;
    note(res, ini_get(&res->meta, "run", "note"));
    return 0;
}

void result_release(struct result *res)
{
    csv_release(&res->metrics);
    csv_release(&res->roc);
    csv_release(&res->tradeoff);
    for (size_t i = 0; i < res->n_losses; i++)
        csv_release(&res->losses[i]);
    free(res->losses);
    ini_release(&res->meta);
    text_release(&res->notes);
}
