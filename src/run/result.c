#include "run/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/outcome.h"
#include "store/file.h"

/* The run or first phase whose folder is read. */
struct subject {
    const struct plan *plan;
    const struct run *run;
    const char *results;
};

static char *file_of(const struct subject *of, const char *name)
{
    char *base = outcome_folder(of->plan->experiment, of->run, of->results);
    char *path = path_join(base, of->run->id, name, NULL);
    free(base);
    return path;
}

/* A file that cannot be read, and what to do. */
static int damaged(const struct subject *of, const struct error *why, struct error *e)
{
    char *folder = file_of(of, NULL);
    if (error_spares_file(why))
        *e = *why;
    else
        error_set(e, "%s (remove '%s' to have it done anew)", why->text, folder);
    free(folder);
    return -1;
}

static int read_table(struct csv *out, const struct subject *of, const char *name, struct error *e)
{
    struct error why;
    char *path = file_of(of, name);
    int bad = csv_read(out, path, &why);
    free(path);
    return bad ? damaged(of, &why, e) : 0;
}

/* ini_release() either way. */
static int read_meta(struct ini *meta, const struct subject *of, struct error *e)
{
    struct text problems = TEXT_INIT;
    struct error why;
    size_t n;
    char *path = file_of(of, "meta.ini"), *bytes = file_read(path, &n, &why);
    int bad = !bytes;
    *meta = (struct ini) { 0 };
    if (bytes && ini_read_bytes(meta, path, bytes, n, &problems))
        bad = error_set(&why, "%.*s", (int)strcspn(text_of(&problems), "\n"), text_of(&problems));
    text_release(&problems);
    free(bytes);
    free(path);
    return bad ? damaged(of, &why, e) : 0;
}

/* `text` may be NULL. */
static void note(struct result *res, const char *text)
{
    if (text)
        text_format(&res->notes, "%s%s", res->notes.length ? ", " : "", text);
}

static int add_losses(struct result *res, const struct subject *of, struct error *e)
{
    res->losses = mem_resize(res->losses, res->n_losses + 1, sizeof *res->losses);
    res->trained = mem_resize(res->trained, res->n_losses + 1, sizeof *res->trained);
    res->losses[res->n_losses] = (struct csv) { 0 };
    res->trained[res->n_losses] = of->run;
    return read_table(&res->losses[res->n_losses++], of, "loss.csv", e);
}

/* Losses and notes of the first phases of a run or phase, the first one first. One may have been deleted since, or
 * damaged: the run's own result does not need it any more. */
static void add_firsts(struct result *res, const struct subject *of)
{
    const struct subject first = { of->plan, plan_first(of->plan, of->run), of->results };
    struct ini meta = { 0 };
    struct error e;
    if (!first.run)
        return;
    add_firsts(res, &first);
    if (!outcome_done(first.plan, first.run, first.results))
        return;
    if (add_losses(res, &first, &e) || read_meta(&meta, &first, &e))
        note(res, e.text);
    else
        note(res, ini_get(&meta, "run", "note"));
    ini_release(&meta);
}

int result_read(struct result *res, const struct plan *p, const struct run *r, const char *results, struct error *e)
{
    const struct subject own = { p, r, results };
    *res = (struct result) { 0 };
    if (read_table(&res->metrics, &own, "metrics.csv", e) || read_table(&res->roc, &own, "roc.csv", e) ||
        read_table(&res->tradeoff, &own, "tradeoff.csv", e) || read_meta(&res->meta, &own, e))
        return -1;
    add_firsts(res, &own);
    if (add_losses(res, &own, e))
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
    free(res->trained);
    ini_release(&res->meta);
    text_release(&res->notes);
}
