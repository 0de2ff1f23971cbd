/* `lisae clean`: run folders that no spec needs any more. It lists them, and removes them only when told to. What it
 * cannot know stays: other specs than those that are given, whose experiments have left tables or plans. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/cluster/cluster.h"
#include "cmd/experiment/experiment.h"
#include "cmd/line/command.h"
#include "cmd/stress/unneeded.h"
#include "plan/columns.h"
#include "run/folder.h"
#include "run/kept_check.h"
#include "run/stock.h"
#include "store/csv.h"
#include "store/file.h"

static const double MIB = 1048576;

static void need_all(struct stock *s, const struct run *runs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        stock_need(s, runs[i].id);
}

static int is_given(const struct plans *p, const char *experiment)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->of[i].experiment, experiment) == 0)
            return 1;
    return 0;
}

/* Is it there? A link that leads nowhere is an error: what it led to may name runs. */
static int is_there(const char *path, int *there, struct error *e)
{
    struct stat s;
    *there = path_exists(path);
    if (*there || lstat(path, &s) != 0)
        return 0;
    return error_set(e, "'%s': expected what names the runs that stay, found a link to nothing", path);
}

/* The runs of an experiment's table. What a spreadsheet has spoiled names others, or none. */
static int need_of_table(struct stock *s, const char *auc, struct run_names *names, size_t *found, struct error *e)
{
    struct csv table;
    int bad = columns_read(&table, auc, all_columns, IN_AUC, e) || kept_check(&table, auc, e);
    for (size_t row = 0; row < table.n_rows && !bad; row++) {
        *found += stock_need(s, csv_cell(&table, row, "run_id"));
        run_names_add(names, csv_cell(&table, row, "run_id"));
    }
    csv_release(&table);
    return bad;
}

/* What an experiment has in its table, or once planned (RESULTS/EXPERIMENT/plan/ID.ini). */
static int need_what_is_named(struct stock *s, const char *folder, struct run_names *names, size_t *found,
                              struct error *e)
{
    char *auc = path_join(folder, "auc.csv", NULL), *plan = path_join(folder, "plan", NULL), **planned = NULL;
    size_t n = 0;
    int there = 0, has_table = 0, has_plan = 0;
    int bad = is_there(folder, &there, e) || is_there(auc, &has_table, e) || is_there(plan, &has_plan, e) ||
              (has_table && need_of_table(s, auc, names, found, e));
    if (!bad && has_plan)
        bad = !(planned = folder_stems(plan, ".ini", &n, e));
    for (size_t i = 0; i < n && !bad; i++) {
        *found += stock_need(s, planned[i]);
        run_names_add(names, planned[i]);
    }
    split_free(planned);
    free(auc);
    free(plan);
    return bad ? -1 : 0;
}

/* The experiments in the results folder whose specs are not given keep what is theirs, and this is told. `theirs`: the
 * IDs that they name. */
static int need_of_others(struct stock *s, const struct options *o, const struct plans *p, struct run_names *theirs,
                          struct error *e)
{
    size_t n = 0;
    char **names = path_exists(o->results) ? folder_stems(o->results, "", &n, e) : NULL;
    int bad = path_exists(o->results) && !names;
    for (size_t i = 0; i < n && !bad; i++) {
        size_t found = 0;
        char *folder = experiment_folder(o, names[i]);
        if (!is_given(p, names[i]))
            bad = need_what_is_named(s, folder, theirs, &found, e);
        if (found)
            printf("%s: its spec is not given; %zu folders of runs that its tables or plans name stay\n", folder,
                   found);
        free(folder);
    }
    split_free(names);
    return bad ? -1 : 0;
}

/* What was sent to a cluster may be named by no table yet, nor by a spec that is given. */
static int need_what_was_sent(struct stock *s, const struct options *o, struct run_names *names, struct error *e)
{
    struct submissions sent;
    char *base = cluster_folder(o->results);
    const int bad = submissions_read(&sent, base, e);
    for (size_t i = 0; i < sent.n; i++) {
        size_t found = 0;
        for (size_t k = 0; k < sent.of[i].n; k++) {
            found += stock_need(s, sent.of[i].of[k].run);
            run_names_add(names, sent.of[i].of[k].run);
        }
        if (found)
            printf("%s: %zu folders of runs that were sent to a cluster with it stay\n", sent.of[i].folder, found);
    }
    submissions_release(&sent);
    free(base);
    return bad;
}

/* Of one detector on one data set. */
struct group {
    const struct stored *one;
    size_t n;
    double bytes;
    time_t newest;
};

static void add_to(struct group *g, const struct stored *r)
{
    g->one = r;
    g->n++;
    g->bytes += r->bytes;
    g->newest = r->newest > g->newest ? r->newest : g->newest;
}

static int compare_groups(const void *p, const void *q)
{
    const struct stored *a = ((const struct group *)p)->one, *b = ((const struct group *)q)->one;
    int c = a->is_phase1 - b->is_phase1;
    c = c ? c : strcmp(a->dataset, b->dataset);
    return c ? c : strcmp(a->detector, b->detector);
}

static struct group *groups_of(const struct stock *s, size_t *n)
{
    struct group *groups = mem_alloc(s->n, sizeof *groups);
    *n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct group one = { .one = &s->of[i] };
        size_t k = 0;
        if (s->of[i].needed)
            continue;
        while (k < *n && compare_groups(&groups[k], &one) != 0)
            k++;
        if (k == *n)
            groups[(*n)++] = one;
        add_to(&groups[k], &s->of[i]);
    }
    if (*n)
        qsort(groups, *n, sizeof *groups, compare_groups);
    return groups;
}

/* How many runs and first phases are listed. */
static void list(const struct stock *s, const struct options *o, size_t *runs, size_t *phase1)
{
    size_t n = 0;
    struct group *groups = groups_of(s, &n);
    double bytes = 0;
    *runs = *phase1 = 0;
    if (n)
        printf("%-18s %-18s %7s %10s  %s\n", "detector", "data set", "folders", "MiB", "newest");
    for (size_t i = 0; i < n; i++) {
        const struct group *g = &groups[i];
        char day[32] = "";
        struct tm t;
        strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&g->newest, &t));
        printf("%-18s %-18s %7zu %10.1f  %s\n", g->one->detector, g->one->dataset, g->n, g->bytes / MIB, day);
        bytes += g->bytes;
        *(g->one->is_phase1 ? phase1 : runs) += g->n;
    }
    printf("%zu runs and %zu first phases, %.1f MiB, are needed by no spec that is given%s\n", *runs, *phase1,
           bytes / MIB, n && !o->remove ? "; --remove removes them" : "");
    if (s->strangers)
        printf("%zu entries beside runs are no run's folder: they stay\n", s->strangers);
    free(groups);
}

/* Somebody who is at a run that no given spec has may start from whatever is there: another spec, or other values. */
static int refuse_living(const struct stock *s, const struct plans *p)
{
    for (size_t i = 0; i < s->n_living; i++) {
        int known = 0;
        for (size_t k = 0; k < p->all->n && !known; k++)
            known = strcmp(p->all->runs[k].id, s->living[i]) == 0;
        for (size_t k = 0; k < p->all->n_phase1 && !known; k++)
            known = strcmp(p->all->phase1[k].id, s->living[i]) == 0;
        if (!known)
            return complain(EXIT_RUN, "somebody is at run %s, which no given spec has: nothing is removed meanwhile",
                            s->living[i]);
    }
    return EXIT_OK;
}

static int remove_all(const struct stock *s)
{
    size_t removed = 0;
    int code = EXIT_OK;
    for (size_t i = 0; i < s->n; i++) {
        struct error e;
        if (s->of[i].needed)
            continue;
        int left = run_folder_discard(s->of[i].place, s->of[i].id, &e);
        if (left < 0)
            code = complain(EXIT_RUN, "%s", e.text);
        else if (left)
            printf("%s/%s: somebody is at it: it stays\n", s->of[i].place, s->of[i].id);
        else
            removed++;
    }
    printf("%zu folders removed\n", removed);
    return code;
}

/* What is listed goes, where somebody said so. */
static int remove_listed(const struct stock *s, const struct options *o, const struct plans *p, size_t n,
                         const struct stress_unneeded *tests)
{
    int code = refuse_living(s, p);
    if (code == EXIT_OK && n)
        code = remove_all(s);
    if (code == EXIT_OK)
        code = stress_unneeded_remove(tests, o);
    return code;
}

static int clean(const struct options *o, const struct plans *p)
{
    struct stock s;
    struct error e;
    struct run_names theirs = { 0 };
    struct stress_unneeded tests = { 0 };
    size_t runs = 0, phase1 = 0;
    if (!path_exists(o->results)) /* a mistyped one would look as if it were clean */
        return complain(EXIT_RUN, "'%s': expected a folder of results, found none", o->results);
    int code = stock_read(&s, o->results, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    need_all(&s, p->all->runs, p->all->n);
    need_all(&s, p->all->phase1, p->all->n_phase1);
    if (code == EXIT_OK && (need_of_others(&s, o, p, &theirs, &e) || need_what_was_sent(&s, o, &theirs, &e) ||
                            stress_unneeded_find(&tests, o, p, &theirs, &e)))
        code = complain(EXIT_RUN, "%s", e.text);
    if (code == EXIT_OK) {
        list(&s, o, &runs, &phase1);
        stress_unneeded_list(&tests, o->remove);
    }
    if (code == EXIT_OK && o->remove && runs + phase1 + tests.n)
        code = remove_listed(&s, o, p, runs + phase1, &tests);
    stress_unneeded_release(&tests);
    run_names_release(&theirs);
    stock_release(&s);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_clean, suite, argc, argv, clean);
}

const struct command command_clean = {
    "clean",
    run_command,
    "list run folders that no spec needs, and remove them when told to",
    "Usage: lisae clean [options] SPEC.ini ...\n"
    "\n"
    "Lists the runs and first phases in the results folder that none of the specs needs: how many of\n"
    "each detector and data set, their size, the day of the newest. With --remove they are removed;\n"
    "without it nothing is. Name every spec whose runs are to stay, experiments/*.ini say: lisae knows\n"
    "of no others. Of experiments in the results folder whose specs are not named it keeps all that\n"
    "their tables or plans have, and says so; delete RESULTS/EXPERIMENT to let go of that. So it does\n"
    "with runs that `lisae run --slurm` sent: delete RESULTS/slurm/PLAN to let go of these. Values that\n"
    "were tried with -D are not in a spec: such runs are listed. So are stress tests (RESULTS/stress)\n"
    "that no spec asks for as they are.\n"
    "Tables stay as they are, and so does what is no run's folder. While somebody is at a run that\n"
    "none of the specs has, nothing is removed.\n"
    "\n"
    "Exit code: 2 a spec is wrong (nothing is removed), 3 a folder could not be read or removed.\n",
    "results data remove",
};
