/* `lisae incremental SPEC`: classes that come one after the other, each with a detector of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/experiment/call_tables.h"
#include "cmd/experiment/experiment.h"
#include "cmd/experiment/noted.h"
#include "report/incremental_tables.h"
#include "store/file.h"

/* Where the work is, on a terminal alone: lines that are written over. */
struct shown {
    double at;
    int line;
};

static void report(void *context, const char *stage, int done, int total, double loss)
{
    enum { EVERY_MS = 200 };
    struct shown *s = context;
    const double now = clock_seconds();
    if (!isatty(STDERR_FILENO) || now - s->at < EVERY_MS / 1000.0)
        return;
    s->at = now;
    s->line = 1;
    fprintf(stderr, "\r\033[K%s %d of %d", stage, done, total);
}

static void clear(struct shown *s)
{
    if (s->line)
        fprintf(stderr, "\r\033[K");
    s->line = 0;
}

/* Those that are not done. One that fails does not keep the others from being done. */
static int do_parts(const struct options *o, const struct plan *p, const struct increments *parts)
{
    struct shown shown = { 0 };
    const struct progress progress = { report, &shown };
    struct error e;
    int code = EXIT_OK;
    char *folder = increments_folder(o->results);
    folder_sweep(folder); /* what a killed call left */
    free(folder);
    for (size_t i = 0; i < parts->n; i++) {
        const struct increment *part = &parts->of[i];
        if (increment_done(o->results, part))
            continue;
        const double start = clock_seconds();
        const int bad = increment_do(p, part, o->results, o->data, &progress, &e);
        clear(&shown);
        if (bad)
            code = complain(EXIT_RUN, "%s", e.text);
        else
            fprintf(stderr, "[incremental %zu/%zu] %s %s, seed %ld done in %.0f s\n", i + 1, parts->n, part->method,
                    part->run->dataset, part->run->seed, clock_seconds() - start);
    }
    return code;
}

static int write_tables(const struct options *o, const struct plan *p, const struct increments *parts)
{
    struct error e;
    char *folder = call_tables_place(o, p->experiment);
    int bad = folder_make(folder, &e) || call_tables_begin(o, folder, MAKER_INCREMENTAL, &e) ||
              incremental_tables(p, parts, o->results, folder, &e) ||
              call_tables_end(o, folder, MAKER_INCREMENTAL, &e) || incremental_print(stdout, folder, &e);
    free(folder);
    return bad ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

static int do_plan(const struct options *o, const struct plan *p)
{
    struct increments parts;
    struct lock lock;
    struct error e;
    int code = EXIT_OK;
    if (increments_list(&parts, p, &e))
        code = complain(EXIT_USAGE, "%s: %s", p->experiment, e.text);
    else if (experiment_lock(&lock, o, p->experiment, &e) || noted_write(o, p, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    if (code == EXIT_OK) {
        const int failed = do_parts(o, p, &parts);
        code = write_tables(o, p, &parts);
        code = failed > code ? failed : code;
        lock_release(&lock);
    }
    increments_release(&parts);
    return code;
}

static int act(const struct options *o, const struct plans *p)
{
    int worst = EXIT_OK;
    for (size_t i = 0; i < p->n; i++)
        if (!p->of[i].incremental.asked)
            return complain(EXIT_USAGE, "%s: expected a section [incremental] in the spec, found none",
                            p->of[i].experiment);
    for (size_t i = 0; i < p->n; i++) {
        const int code = do_plan(o, &p->of[i]);
        worst = code > worst ? code : worst;
    }
    return worst;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_incremental, suite, argc, argv, act);
}

const struct command command_incremental = {
    "incremental",
    run_command,
    "classes that come one after the other, a detector for each",
    "Usage: lisae incremental [options] SPEC.ini ...\n"
    "\n"
    "The spec has a section [incremental] (`lisae help spec incremental`). The first phase is trained on\n"
    "the classes that are there at first, and shared. Of each class, when it comes, one of each detector\n"
    "in [detectors] is trained, against the classes that came before it; an image is given to the class\n"
    "whose detector has the least score. Beside it classifiers, and means of classes, as rivals. Writes\n"
    "to RESULTS/EXPERIMENT\n"
    "  incremental.csv            the accuracy over all classes that are known, whenever one has come\n"
    "  incremental-classes.csv    the AUC of each class against all others\n"
    "  incremental-scores.csv.gz  of each test image its scores for all classes\n"
    "  incremental-summary.csv    means over the seeds, a row for each method, negatives and rule\n"
    "and prints these means. docs/incremental.md has the protocol and the columns. What is done\n"
    "by a call that was killed is not done again, and the same call gives the same bytes. `lisae plot`\n"
    "draws the curves. `lisae run` with this spec does something else: a detector for each class with a\n"
    "first phase of its own.\n"
    "\n"
    "Exit code: 2 the spec is wrong, 3 a training or a file failed.\n",
    "define results data",
};
