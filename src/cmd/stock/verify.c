#include "cmd/stock/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/experiment/call_tables.h"
#include "run/kept_ranks.h"
#include "run/outcome.h"
#include "run/verify.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/ini.h"

/* What was found by now. */
struct tally {
    const struct suite *suite;
    size_t n[VERIFY_DAMAGED + 1];
    size_t without; /* runs whose rows are there, and nothing that gives them */
};

static void note(struct tally *t, enum verified found, const struct error *e)
{
    t->n[found]++;
    if (found == VERIFY_DAMAGED)
        complain(EXIT_RUN, "%s", e->text);
}

static enum verified verify(struct tally *t, const char *folder, const char *id)
{
    struct error e;
    const enum verified found = verify_run(t->suite, folder, id, &e);
    note(t, found, &e);
    if (found == VERIFY_UNSUMMED)
        printf("%s: made before sums of files were kept\n", folder);
    return found;
}

static int account(const struct tally *t)
{
    printf("%zu verified, %zu of them made before sums were kept, %zu damaged, %zu failed before",
           t->n[VERIFY_OK] + t->n[VERIFY_UNSUMMED], t->n[VERIFY_UNSUMMED], t->n[VERIFY_DAMAGED], t->n[VERIFY_FAILED]);
    if (t->without)
        printf("; %zu cannot be verified, as no scores are kept", t->without);
    putchar('\n');
    const size_t wrong = t->n[VERIFY_DAMAGED] + t->without;
    if (!t->n[VERIFY_OK] && !t->n[VERIFY_UNSUMMED] && !wrong)
        return complain(EXIT_RUN, "no run that is done was found");
    return wrong ? EXIT_RUN : EXIT_OK;
}

/* Runs are some folders deep: RESULTS/runs/ID, and those of before RESULTS/EXPERIMENT/runs/ID. */
enum { DEPTH = 3 };

static int walk(struct tally *t, const char *folder, const char *name, int depth, struct error *e)
{
    size_t n = 0;
    char *spec = path_join(folder, "spec.ini", NULL), *meta = path_join(folder, "meta.ini", NULL), **names = NULL;
    /* kept tables have a spec, too */
    const int is_run = path_exists(meta) || (path_exists(spec) && !call_tables_there(folder));
    int bad = 0;
    if (is_run)
        verify(t, folder, name);
    else if (!(names = folder_stems(folder, "", &n, e)))
        bad = -1;
    for (size_t i = 0; i < n && !bad; i++) {
        char *below = path_join(folder, names[i], NULL);
        if (depth < DEPTH && path_is_folder(below))
            bad = walk(t, below, names[i], depth + 1, e);
        free(below);
    }
    if (names)
        split_free(names);
    free(spec);
    free(meta);
    return bad;
}

/* IDs that were seen, NULL-terminated. */
struct seen {
    char **ids;
    size_t n;
};

static int is_seen(const struct seen *seen, const char *id)
{
    size_t i = 0;
    while (i < seen->n && strcmp(seen->ids[i], id) != 0)
        i++;
    return i < seen->n;
}

static int is_new(struct seen *seen, const char *id)
{
    if (is_seen(seen, id))
        return 0;
    seen->ids = mem_resize(seen->ids, seen->n + 2, sizeof *seen->ids);
    seen->ids[seen->n++] = mem_string(id);
    seen->ids[seen->n] = NULL;
    return 1;
}

/* The runs of an experiment, which share a folder with those of others. */
struct own_runs {
    struct tally *tally;
    const char *results, *experiment;
    struct seen seen;
    size_t without_first; /* first phases that are not there, which no result needs */
};

/* A run or first phase in the folder, and what it started from. */
static enum verified verify_chain(struct own_runs *own, const char *folder, const char *id)
{
    char *path = path_join(folder, "meta.ini", NULL), *place = phase1_folder(own->results);
    struct text ignored = TEXT_INIT; /* what is damaged is told by the looking at all files */
    struct ini meta;
    const enum verified found = verify(own->tally, folder, id);
    const char *first = ini_read(&meta, path, &ignored) ? NULL : ini_get(&meta, "run", "first_phase");
    if (first && !strchr(first, '/') && is_new(&own->seen, first)) {
        char *below = path_join(place, first, NULL);
        if (path_exists(below))
            verify_chain(own, below, first);
        else
            own->without_first++;
        free(below);
    }
    ini_release(&meta);
    text_release(&ignored);
    free(path);
    free(place);
    return found;
}

/* A run that the table has rows of: these are to be what its scores give. 0 where it is not there. */
static int verify_with_rows(struct own_runs *own, const struct kept_table *table, const char *id)
{
    char *place = place_of_run(own->results, own->experiment, id), *folder = path_join(place, id, NULL);
    const int is_there = path_exists(folder);
    const enum verified found = is_there ? verify_chain(own, folder, id) : VERIFY_FAILED;
    struct error e;
    if ((found == VERIFY_OK || found == VERIFY_UNSUMMED) &&
        verify_rows(own->tally->suite, table, folder, id, &e) == VERIFY_DAMAGED)
        note(own->tally, VERIFY_DAMAGED, &e);
    free(place);
    free(folder);
    return is_there;
}

/* One of the runs that a table has rows of, and `n` of which have nothing that gives these. */
static void tell_without(const struct kept_table *table, const char *what, const char *first, size_t n)
{
    if (n == 1)
        complain(EXIT_RUN, "%s: expected %s %s, found none", table->path, what, first);
    else if (n)
        complain(EXIT_RUN, "%s: expected %s %s, found none, and %zu more like it", table->path, what, first, n - 1);
}

/* Those that the tables name. */
static int verify_named(struct tally *t, const char *folder, struct error *e)
{
    const char *const folders[] = { folder, NULL };
    char *path = realpath(folder, NULL), *results = call_tables_results(folder);
    struct own_runs own = { .tally = t, .results = results, .experiment = path ? path_last(path) : "" };
    struct seen without = { 0 };
    struct kept_tables kept;
    int bad = kept_read(&kept, folders, e);
    for (size_t row = 0; !bad && row < kept.of[0].auc.n_rows; row++) {
        const char *id = csv_cell(&kept.of[0].auc, row, "run_id");
        if (kept_row_done(&kept.of[0], row) && is_new(&own.seen, id) && !verify_with_rows(&own, &kept.of[0], id))
            is_new(&without, id);
    }
    t->without += without.n;
    if (!bad && without.n)
        tell_without(&kept.of[0], "the folder of run", without.ids[0], without.n);
    if (own.without_first)
        printf("%zu first phases are not there\n", own.without_first);
    kept_release(&kept);
    split_free(own.seen.ids);
    split_free(without.ids);
    free(path);
    free(results);
    return bad;
}

/* The rows of kept tables, each run's of each, against its ranks. */
static int verify_alone(struct tally *t, const char *folder, struct seen *seen, struct error *e)
{
    const char *const folders[] = { folder, NULL };
    struct seen here = { 0 }, without = { 0 };
    struct kept_tables kept;
    int bad = kept_read(&kept, folders, e);
    for (size_t row = 0; !bad && row < kept.of[0].auc.n_rows; row++) {
        const char *id = csv_cell(&kept.of[0].auc, row, "run_id");
        struct error found;
        if (!kept_row_done(&kept.of[0], row) || !is_new(&here, id))
            continue;
        is_new(seen, id);
        char *ranks = kept_ranks_folder(kept.of[0].path), *path = kept_ranks_path(ranks, id);
        if (path_exists(path))
            note(t, verify_kept(t->suite, &kept.of[0], id, &found), &found);
        else
            is_new(&without, id);
        free(ranks);
        free(path);
    }
    t->without += without.n;
    if (!bad && without.n)
        tell_without(&kept.of[0], "kept ranks of run", without.ids[0], without.n);
    split_free(here.ids);
    split_free(without.ids);
    kept_release(&kept);
    return bad;
}

/* The kept tables of several experiments, and the ranks that they share: none is there that no table needs. */
static int verify_reference(struct tally *t, const char *folder, const char *ranks, struct error *e)
{
    struct seen seen = { 0 };
    size_t n = 0, n_ranks = 0;
    char **names = folder_stems(folder, "", &n, e), **ids = names ? folder_stems(ranks, RANKS_END, &n_ranks, e) : NULL;
    int bad = !ids;
    for (size_t i = 0; i < n && !bad; i++) {
        char *below = path_join(folder, names[i], NULL), *auc = path_join(below, "auc.csv", NULL);
        bad = path_exists(auc) ? verify_alone(t, below, &seen, e) : 0;
        free(below);
        free(auc);
    }
    for (size_t i = 0; i < n_ranks && !bad; i++)
        if (!is_seen(&seen, ids[i])) {
            complain(EXIT_RUN, "%s/%s" RANKS_END ": expected ranks of a run of the tables in '%s', found another's",
                     ranks, ids[i], folder);
            t->n[VERIFY_DAMAGED]++;
        }
    split_free(seen.ids);
    split_free(names);
    split_free(ids);
    return bad;
}

/* Kept tables have no runs, but ranks. */
static int has_ranks_alone(const char *place)
{
    char *runs = runs_folder(place), *ranks = path_join(place, RANKS_FOLDER, NULL);
    int has = path_is_folder(ranks) && !path_exists(runs);
    free(runs);
    free(ranks);
    return has;
}

int verify_folder(const struct suite *suite, const char *folder)
{
    struct tally t = { .suite = suite };
    struct seen seen = { 0 };
    struct error e;
    char *path = realpath(folder, NULL), *auc = path_join(folder, "auc.csv", NULL);
    char *place = path_join(folder, "..", NULL), *ranks = path_join(folder, RANKS_FOLDER, NULL);
    int bad;
    if (path_exists(auc))
        bad = has_ranks_alone(place) ? verify_alone(&t, folder, &seen, &e) : verify_named(&t, folder, &e);
    else
        bad = has_ranks_alone(folder) ? verify_reference(&t, folder, ranks, &e)
                                      : walk(&t, folder, path ? path_last(path) : "", 0, &e);
    int code = account(&t);
    split_free(seen.ids);
    free(path);
    free(auc);
    free(place);
    free(ranks);
    return bad ? complain(EXIT_RUN, "%s", e.text) : code;
}

int verify_plan(const struct options *o, const struct plan *p)
{
    struct tally t = { .suite = p->suite };
    size_t missing = 0;
    for (size_t i = 0; i < p->n_phase1 + p->n; i++) {
        const struct run *r = i < p->n_phase1 ? &p->phase1[i] : &p->runs[i - p->n_phase1];
        char *base = outcome_place(p->experiment, r, o->results), *folder = path_join(base, r->id, NULL);
        if (path_exists(folder))
            verify(&t, folder, r->id);
        else
            missing++;
        free(base);
        free(folder);
    }
    if (missing)
        printf("%zu are not there\n", missing);
    return account(&t);
}
