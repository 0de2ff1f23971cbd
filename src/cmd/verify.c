/* `lisae verify`: are the files of runs those that the runs wrote, and right? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/experiment.h"
#include "plan/columns.h"
#include "run/outcome.h"
#include "run/verify.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/ini.h"

/* What was found by now. */
struct tally {
    const struct suite *suite;
    size_t n[VERIFY_DAMAGED + 1];
};

static void verify(struct tally *t, const char *folder, const char *id)
{
    struct error e;
    enum verified found = verify_run(t->suite, folder, id, &e);
    t->n[found]++;
    if (found == VERIFY_DAMAGED)
        complain(EXIT_RUN, "%s", e.text);
    else if (found == VERIFY_UNSUMMED)
        printf("%s: made before sums of files were kept\n", folder);
}

static int account(const struct tally *t)
{
    printf("%zu verified, %zu of them made before sums were kept, %zu damaged, %zu failed before\n",
           t->n[VERIFY_OK] + t->n[VERIFY_UNSUMMED], t->n[VERIFY_UNSUMMED], t->n[VERIFY_DAMAGED], t->n[VERIFY_FAILED]);
    if (!t->n[VERIFY_OK] && !t->n[VERIFY_UNSUMMED] && !t->n[VERIFY_DAMAGED])
        return complain(EXIT_RUN, "no run that is done was found");
    return t->n[VERIFY_DAMAGED] ? EXIT_RUN : EXIT_OK;
}

/* Runs are some folders deep: RESULTS/runs/ID, and those of before RESULTS/EXPERIMENT/runs/ID. */
enum { DEPTH = 3 };

static int is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static int walk(struct tally *t, const char *folder, const char *name, int depth, struct error *e)
{
    size_t n = 0;
    char *spec = path_join(folder, "spec.ini", NULL), *meta = path_join(folder, "meta.ini", NULL), **names = NULL;
    int is_run = path_exists(spec) && path_exists(meta), bad = 0;
    if (is_run)
        verify(t, folder, name);
    else if (!(names = folder_stems(folder, "", &n, e)))
        bad = -1;
    for (size_t i = 0; i < n && !bad; i++) {
        char *below = path_join(folder, names[i], NULL);
        if (depth < DEPTH && is_folder(below))
            bad = walk(t, below, names[i], depth + 1, e);
        free(below);
    }
    if (names)
        split_free(names);
    free(spec);
    free(meta);
    return bad;
}

/* The runs of an experiment, which share a folder with those of others. */
struct own_runs {
    struct tally *tally;
    const char *results, *experiment;
    char **ids; /* seen by now, NULL-terminated */
    size_t n, missing;
};

static int is_new(struct own_runs *own, const char *id)
{
    for (size_t i = 0; i < own->n; i++)
        if (strcmp(own->ids[i], id) == 0)
            return 0;
    own->ids = mem_resize(own->ids, own->n + 2, sizeof *own->ids);
    own->ids[own->n++] = mem_string(id);
    own->ids[own->n] = NULL;
    return 1;
}

/* A run or first phase of `place`, which is freed, and what it started from. */
static void verify_chain(struct own_runs *own, char *place, const char *id)
{
    char *folder = path_join(place, id, NULL), *path = path_join(folder, "meta.ini", NULL);
    struct text ignored = TEXT_INIT; /* what is damaged is told by the looking at all files */
    struct ini meta;
    if (!path_exists(folder)) {
        own->missing++;
    } else {
        verify(own->tally, folder, id);
        const char *first = ini_read(&meta, path, &ignored) ? NULL : ini_get(&meta, "run", "first_phase");
        if (first && !strchr(first, '/') && is_new(own, first))
            verify_chain(own, phase1_folder(own->results), first);
        ini_release(&meta);
    }
    text_release(&ignored);
    free(place);
    free(folder);
    free(path);
}

/* Those that the table names. */
static int verify_named(struct tally *t, const char *folder, const char *auc, struct error *e)
{
    char *path = realpath(folder, NULL), *results = path_join(folder, "..", NULL);
    struct own_runs own = { .tally = t, .results = results, .experiment = path ? path_last(path) : "" };
    struct csv table;
    int bad = columns_read(&table, auc, all_columns, IN_AUC, e);
    for (size_t row = 0; row < table.n_rows && !bad; row++) {
        const char *id = csv_cell(&table, row, "run_id");
        if (strcmp(csv_cell(&table, row, "status"), "ok") == 0 && is_new(&own, id))
            verify_chain(&own, place_of_run(results, own.experiment, id), id);
    }
    if (own.missing)
        printf("%zu are not there\n", own.missing);
    csv_release(&table);
    split_free(own.ids);
    free(path);
    free(results);
    return bad;
}

static int verify_folder(const struct suite *suite, const char *folder)
{
    struct tally t = { .suite = suite };
    struct error e;
    char *path = realpath(folder, NULL), *auc = path_join(folder, "auc.csv", NULL);
    int bad = path_exists(auc) ? verify_named(&t, folder, auc, &e)
                               : walk(&t, folder, path ? path_last(path) : "", 0, &e);
    int code = account(&t);
    free(path);
    free(auc);
    return bad ? complain(EXIT_RUN, "%s", e.text) : code;
}

static int verify_plan(const struct options *o, const struct plan *p)
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

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_verify, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    int folder = is_folder(o.arguments[0]);
    if (folder)
        code = verify_folder(suite, o.arguments[0]);
    options_release(&o);
    return folder ? code : experiment_command(&command_verify, suite, argc, argv, verify_plan);
}

const struct command command_verify = {
    "verify",
    run_command,
    "look at every file of runs, and at their AUCs",
    "Usage: lisae verify [-D section.key=value] [--results DIR] [--data DIR] SPEC.ini | FOLDER\n"
    "\n"
    "Looks at what the runs and first phases of SPEC left, or those in FOLDER: all results, a run, or\n"
    "an experiment, whose auc.csv names them. The files must be those that the run wrote (their sums\n"
    "are in its meta.ini), its text that of its ID, the tables as they must be, and the AUCs those that\n"
    "the kept scores give, computed anew. Runs that were made before sums were kept are named.\n"
    "Exit code 3 where something is damaged; the message says what, and which folder to remove.\n",
    "define results data",
};
