/* `lisae check`, `plan`, `status` and `collect`: what can be asked about a spec. */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/watch.h"
#include "plan/columns.h"
#include "run/left.h"
#include "run/outcome.h"
#include "run/pace.h"

typedef int plan_action(const struct options *o, const struct plan *p);

/* What all four have in common: one spec in, an action on its plan. */
static int with_plan(const struct command *c, int argc, char **argv, plan_action *action)
{
    struct options o;
    struct plan p;
    int code = options_parse(&o, c, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = options_plan(&o, 0, &p);
    if (code == EXIT_OK) {
        code = action(&o, &p);
        plan_release(&p);
    }
    options_release(&o);
    return code;
}

static int check(const struct options *o, const struct plan *p)
{
    fputs(text_of(&p->idle), stderr);
    printf("%s: ok, %zu runs and %zu first phases\n", o->arguments[0], p->n, p->n_phase1);
    return EXIT_OK;
}

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
    static const char *const columns[] = { "latent", "gamma", "beta", "linsep" };
    char time[32];
    duration_text(seconds, time, sizeof time);
    printf("%s  %-18s %-14s %-6s %-18s %-4ld %-7s %-9s", r->id, r->detector->name, r->dataset, r->positive,
           r->negative[0] ? r->negative : "-", r->seed, status, time);
    struct text cell = TEXT_INIT;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (*run_cell(r, columns[i], &cell))
            printf(" %s=%s", columns[i], text_of(&cell));
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
    if (left_find(&a->left, p, o->results, o->kept_folder, &e)) {
        left_release(&a->left);
        return complain(EXIT_RUN, "%s", e.text);
    }
    options_pace(o, p, &a->pace);
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

static int plan(const struct options *o, const struct plan *p)
{
    char time[32];
    double rest = 0, total = 0;
    struct account a;
    int code = account_init(&a, o, p);
    if (code)
        return code;
    printf("%-12s  %-18s %-14s %-6s %-18s %-4s %-7s %-9s %s\n", "run", "detector", "data set", "class", "negative",
           "seed", "status", "about", "settings");
    for (size_t i = 0; i < account_size(&a); i++) {
        char ignored[512];
        int to_do;
        const struct run *r = account_unit(&a, i, &to_do);
        double seconds = pace_seconds(&a.pace, r->detector, run_work(r));
        total += seconds;
        rest += to_do ? seconds : 0;
        print_run(r, status_word(r, outcome_status(p, r, o->results, ignored, sizeof ignored), to_do), seconds);
    }
    duration_text(pace_clock(total, account_size(&a), o->jobs), time, sizeof time);
    printf("%zu runs and %zu first phases, about %s with -j %d", p->n, p->n_phase1, time, o->jobs);
    duration_text(pace_clock(rest, a.left.n_runs + a.left.n_phase1, o->jobs), time, sizeof time);
    printf(", %s of it left\n", time);
    account_release(&a);
    return EXIT_OK;
}

static int status(const struct options *o, const struct plan *p)
{
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
        char reason[512] = "", *base = outcome_folder(p->experiment, r, o->results);
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
    const size_t n_left = a.left.n_runs + a.left.n_phase1;
    duration_text(pace_clock(rest, n_left, o->jobs), time, sizeof time);
    printf("%s: %zu done, %zu running, %zu failed, %zu left, about %s with -j %d\n", p->experiment,
           account_size(&a) - n_left, running, failed, n_left, time, o->jobs);
    account_release(&a);
    return EXIT_OK;
}

static int run_check(int argc, char **argv)
{
    return with_plan(&command_check, argc, argv, check);
}

static int run_plan(int argc, char **argv)
{
    return with_plan(&command_plan, argc, argv, plan);
}

static int run_status(int argc, char **argv)
{
    return with_plan(&command_status, argc, argv, status);
}

static int run_collect(int argc, char **argv)
{
    return with_plan(&command_collect, argc, argv, options_collect);
}

const struct command command_check = {
    "check",
    run_check,
    "read a spec and say everything that is wrong with it",
    "Usage: lisae check [-D section.key=value] [--data DIR] SPEC.ini\n"
    "\n"
    "Reads the spec and expands its grid without running anything. All problems are printed, a\n"
    "line FILE:LINE: message each; so are keys that no run depends on, which is no fault. Exit\n"
    "code: 0 fine, 2 not.\n",
    "define data",
};

const struct command command_plan = {
    "plan",
    run_plan,
    "list a spec's runs with an estimate of their time",
    "Usage: lisae plan [-j N] [-D section.key=value] [--results DIR] [--with DIR] [--data DIR] SPEC.ini\n"
    "\n"
    "Lists the first phases and runs of a spec, whether they are done, and about how long each\n"
    "takes: as those of its detector that are done did, else operations over half of SGEMM's speed, measured now.\n"
    "Kept: the tables in DIR (auc.csv, times.csv) have the run. Unused: a first phase that is not there,\n"
    "nor needed by what is left.\n",
    "jobs define results data with",
};

const struct command command_status = {
    "status",
    run_status,
    "show what is done, running, failed and left of a spec",
    "Usage: lisae status [-j N] [-D section.key=value] [--results DIR] [--with DIR] [--data DIR] SPEC.ini\n"
    "\n"
    "Shows running and failed runs with their reasons, and how much is left. Runs that\n"
    "the tables in DIR (auc.csv, times.csv) have count as done.\n",
    "jobs define results data with",
};

const struct command command_collect = {
    "collect",
    run_collect,
    "merge the runs' results into CSV files and show the table",
    "Usage: lisae collect [-D section.key=value] [--results DIR] [--with DIR] [--data DIR] [--published FILE] SPEC.ini\n"
    "\n"
    "Writes auc.csv, times.csv, roc.csv, tradeoff.csv, loss.csv, summary.csv and compare.csv in\n"
    "RESULTS/EXPERIMENT from what is done. Exit code 3 where runs are missing.\n"
    "\n"
    "--with DIR takes the numbers of runs that are not done here, or failed, from DIR/auc.csv and\n"
    "DIR/times.csv, the tables of another machine, say, or of runs that were deleted. Runs are known by their IDs, so\n"
    "rows of other settings or data are left out; curves stay with the runs.\n"
    "--published FILE has the printed numbers to compare with (default: results/published/paper.csv).\n",
    "define results data with published",
};
