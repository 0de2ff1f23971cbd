#include "run/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/mark.h"
#include "run/outcome.h"
#include "run/provenance.h"
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
static int damaged(const struct subject *of, const char *why, struct error *e)
{
    char *folder = file_of(of, NULL);
    error_set(e, "%.*s (remove '%s' to have it done anew)", (int)strcspn(why, "\n"), why, folder);
    free(folder);
    return -1;
}

static int read_table(struct csv *out, const struct subject *of, const char *name, struct error *e)
{
    struct error why;
    char *path = file_of(of, name);
    int bad = csv_read(out, path, &why);
    free(path);
    return bad ? damaged(of, why.text, e) : 0;
}

/* ini_release() either way. */
static int read_meta(struct ini *meta, const struct subject *of, struct error *e)
{
    struct text problems = TEXT_INIT;
    char *path = file_of(of, "meta.ini");
    int bad = ini_read(meta, path, &problems) ? damaged(of, text_of(&problems), e) : 0;
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

static int add_losses(struct result *res, const struct subject *of, struct error *e)
{
    res->losses = mem_resize(res->losses, res->n_losses + 1, sizeof *res->losses);
    res->losses[res->n_losses] = (struct csv) { 0 };
    return read_table(&res->losses[res->n_losses++], of, "loss.csv", e);
}

/* Adds a word to a list that does not have it yet. */
static void add_once(struct text *list, const char *separator, const char *word)
{
    char **known = split(text_of(list), strcmp(separator, " ") == 0 ? " " : "+", 0, NULL);
    size_t i = 0;
    while (known[i] && strcmp(known[i], word) != 0)
        i++;
    if (!known[i] && *word)
        text_format(list, "%s%s", list->length ? separator : "", word);
    split_free(known);
}

/* What a meta.ini, of the run or of a first phase, says of how its numbers came about. */
static int add_origin(struct result *res, const struct subject *of, const struct ini *meta, struct error *e)
{
    struct text kernels = TEXT_INIT;
    const char *revision = ini_get(meta, "program", "revision"), *mark = ini_get(meta, "run", "mark");
    char **words = split(mark ? mark : "", " ", 0, NULL);
    provenance_kernels(meta, &kernels);
    add_once(&res->kernels, " + ", text_of(&kernels));
    add_once(&res->revisions, " + ", revision ? revision : "");
    for (char **word = words; *word; word++)
        add_once(&res->marks, " ", *word);
    split_free(words);
    text_release(&kernels);
    if (mark && !marks_are_known(mark)) {
        struct text why = TEXT_INIT;
        text_format(&why,
                    "expected words of '" MARK_CONSTANT "' and '" MARK_STUCK "' in 'mark' of meta.ini, found '%s'",
                    mark);
        damaged(of, text_of(&why), e);
        text_release(&why);
        return -1;
    }
    return 0;
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
    if (add_losses(res, &first, &e) || read_meta(&meta, &first, &e) || add_origin(res, &first, &meta, &e))
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
    if (add_losses(res, &own, e) || add_origin(res, &own, &res->meta, e))
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
    text_release(&res->marks);
    text_release(&res->revisions);
    text_release(&res->kernels);
}
