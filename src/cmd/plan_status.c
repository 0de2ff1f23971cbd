/* `lisae plan` and `lisae status`: what a spec's runs are, what is done, running, failed and left, and how long that
 * takes. */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/cluster/status.h"
#include "cmd/experiment/experiment.h"
#include "cmd/experiment/space.h"
#include "cmd/line/command.h"
#include "cmd/stress/left.h"
#include "cmd/work/watch.h"
#include "plan/columns.h"
#include "run/left.h"
#include "run/outcome.h"

/* What is not done and not to do either: a run that --with keeps, a first phase that no run needs. */
static const char *status_word(const struct run *r, enum run_status s, int to_do)
{
    if (s == RUN_OK)
        return "done";
    if (to_do)
        return s == RUN_FAILED ? "failed" : "to do";
    return r->detector->flags & HIDDEN ? "unused" : "kept";
}

static void print_run(const struct run *r, const char *status, double seconds)
{
    char time[32];
    duration_text(seconds, time, sizeof time);
    printf("%s  %-18s %-14s %-6s %-18s %-4ld %-7s %-9s", r->id, r->detector->name, r->dataset, r->positive,
           r->negative[0] ? r->negative : "-", r->seed, status, time);
    struct text cell = TEXT_INIT;
    for (const struct column *c = all_columns; c->name; c++)
        if (c->key && *column_cell(c, r, &cell))
            printf(" %s=%s", c->name, text_of(&cell));
    printf("%s%s\n", r->variant[0] ? " " : "", r->variant);
    text_release(&cell);
}

/* What `plan` and `status` tell of: first phases, then runs; what is to do; how long it takes. */
struct account {
    const struct plan *plan;
    struct left left;
    struct pace pace;
};

static int account_init(struct account *a, const struct options *o, const struct plan *p)
{
    struct error e;
    *a = (struct account) { .plan = p };
    if (left_find(&a->left, p, o->results, o->kept_folders, &e)) {
        left_release(&a->left);
        return complain(EXIT_RUN, "%s", e.text);
    }
    experiment_pace(o, p, &a->pace);
    return EXIT_OK;
}

static void account_release(struct account *a)
{
    left_release(&a->left);
    pace_release(&a->pace);
}

static size_t account_size(const struct account *a)
{
    return a->plan->n_phase1 + a->plan->n;
}

static const struct run *account_unit(const struct account *a, size_t i, int *to_do)
{
    const struct plan *p = a->plan;
    int is_phase = i < p->n_phase1;
    *to_do = is_phase ? a->left.phase1[i] : a->left.runs[i - p->n_phase1];
    return is_phase ? &p->phase1[i] : &p->runs[i - p->n_phase1];
}

/* The stress tests behind the runs, where a spec asks for some. */
static void print_stress(const struct options *o, const struct plans *plans)
{
    struct stress_left s;
    struct text line = TEXT_INIT;
    stress_left_find(&s, o, plans);
    stress_left_append(&line, &s, o->jobs);
    fputs(text_of(&line), stdout);
    text_release(&line);
}

static int plan(const struct options *o, const struct plans *plans)
{
    const struct plan *p = plans->all;
    char time[32];
    double rest = 0, total = 0;
    struct account a;
    int code = account_init(&a, o, p);
    if (code)
        return code;
    experiment_notes(plans);
    printf("%-12s  %-18s %-14s %-6s %-18s %-4s %-7s %-9s %s\n", "run", "detector", "data set", "class", "negative",
           "seed", "status", "about", "settings");
    for (size_t i = 0; i < account_size(&a); i++) {
        char ignored[512];
        int to_do;
        const struct run *r = account_unit(&a, i, &to_do);
        double seconds = pace_seconds(&a.pace, r->detector, run_work(r));
        total += seconds;
        rest += to_do ? seconds : 0;
        /* what is not to do and not kept elsewhere is done: its files need not be looked at once more */
        const int is_done = !to_do && !(r->detector->flags & HIDDEN) && !o->n_kept_folders;
        const enum run_status s = is_done ? RUN_OK : outcome_status(p, r, o->results, ignored, sizeof ignored);
        print_run(r, status_word(r, s, to_do), seconds);
    }
    duration_text(pace_clock(total, account_size(&a), o->jobs), time, sizeof time);
    printf("%zu runs and %zu first phases, about %s with -j %d", p->n, p->n_phase1, time, o->jobs);
    duration_text(pace_clock(rest, a.left.n_runs + a.left.n_phase1, o->jobs), time, sizeof time);
    struct text largest = TEXT_INIT;
    space_print_largest(p, &largest);
    printf(", %s of it left\nat most about %s of memory for a run\n", time, text_of(&largest));
    printf("up to %zu files and folders, %zu of them to come\n", space_files(p->n, p->n_phase1),
           space_files(a.left.n_runs, a.left.n_phase1));
    text_release(&largest);
    print_stress(o, plans);
    account_release(&a);
    return EXIT_OK;
}

static int status(const struct options *o, const struct plans *plans)
{
    const struct plan *p = plans->all;
    char time[32];
    size_t running = 0, failed = 0;
    double rest = 0;
    struct account a;
    int code = account_init(&a, o, p);
    if (code)
        return code;
    for (size_t i = 0; i < account_size(&a); i++) {
        int to_do;
        const struct run *r = account_unit(&a, i, &to_do);
        struct run_progress at;
        double share = 0;
        if (!to_do)
            continue;
        char reason[512] = "", *base = outcome_folder(r, o->results);
        if (run_progress_read(base, r->id, &at)) {
            share = at.total ? (double)at.done / at.total : 0;
            printf("running  %s  %s %s %s seed %ld: %s %d/%d, loss %.4g\n", r->id, r->detector->name, r->dataset,
                   r->positive, r->seed, at.stage, at.done, at.total, at.loss);
            running++;
        } else if (outcome_status(p, r, o->results, reason, sizeof reason) == RUN_FAILED) {
            printf("failed   %s  %s %s %s seed %ld: %s\n", r->id, r->detector->name, r->dataset, r->positive, r->seed,
                   reason);
            failed++;
        }
        rest += (1 - share) * pace_seconds(&a.pace, r->detector, run_work(r));
        free(base);
    }
    cluster_status(o, p, &a.left);
    const size_t n_left = a.left.n_runs + a.left.n_phase1;
    duration_text(pace_clock(rest, n_left, o->jobs), time, sizeof time);
    printf("%s: %zu done, %zu running, %zu failed, %zu left, about %s with -j %d\n", p->experiment,
           account_size(&a) - n_left, running, failed, n_left, time, o->jobs);
    print_stress(o, plans);
    account_release(&a);
    return EXIT_OK;
}

static int run_plan(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_plan, suite, argc, argv, plan);
}

static int run_status(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_status, suite, argc, argv, status);
}

const struct command command_plan = {
    "plan",
    run_plan,
    "list a spec's runs with an estimate of their time",
    "Usage: lisae plan [options] SPEC.ini ...\n"
    "\n"
    "Lists the first phases and runs of the specs, each once, whether they are done, and about how long each\n"
    "takes: from runs of its detector that are done, else a rough guess from this machine's speed.\n"
    "Kept: the tables of --with have the run. Unused: a first phase that is not there\n"
    "and that no run needs which is left to do. The stress tests that a spec asks for are counted\n"
    "behind them; they take as long as those of their detector that are done did.\n",
    "jobs define results data with",
};

const struct command command_status = {
    "status",
    run_status,
    "show what is done, running, failed and left of a spec",
    "Usage: lisae status [options] SPEC.ini ...\n"
    "\n"
    "Shows running and failed runs with their reasons, and how much is left, first phases among it, and of\n"
    "the stress tests that a spec asks for.\n",
    "jobs define results data with",
};
