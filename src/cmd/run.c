/* `lisae run`: hands what is left of the plan to make as rules (cmd/work/rules.h), one target a run, and watches. What
 * is done is not planned again; a lost worker's run is simply done by the next call. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/cluster/run.h"
#include "cmd/experiment/experiment.h"
#include "cmd/experiment/gather.h"
#include "cmd/experiment/noted.h"
#include "cmd/experiment/space.h"
#include "cmd/line/command.h"
#include "cmd/stress/runs.h"
#include "cmd/work/rules.h"
#include "cmd/work/watch.h"
#include "data/names.h"
#include "run/left.h"
#include "run/outcome.h"
#include "run/provenance.h"
#include "run/revisions.h"
#include "store/file.h"
#include "store/process.h"
#include "store/temporary.h"

/* A launcher stands before each run: there are no batches then. */
static int launches(void)
{
    const char *launch = getenv("LAUNCH");
    return launch && *launch;
}

static pid_t start_make(int plan, int jobs)
{
    char count[32], path[32], owner[OWNER_TEXT], work_options[128];
    snprintf(count, sizeof count, "-j%d", jobs);
    snprintf(path, sizeof path, "/dev/fd/%d", plan);
    pid_t caller = getpid(), pid = fork();
    if (pid == 0) {
        /* make ends when this process does, however that ends, and takes its workers along */
        if (prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != caller)
            _exit(1);
        setenv("OPENBLAS_NUM_THREADS", "1", 1); /* from its start: each thread maps a buffer */
        /* what would have this make do something else, or read more files */
        static const char *const foreign[] = { "MAKEFLAGS", "GNUMAKEFLAGS", "MAKEFILES", "MFLAGS", "MAKELEVEL" };
        for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
            unsetenv(foreign[i]);
        owner_self(owner); /* which make is from the exec on */
        snprintf(work_options, sizeof work_options, "%s --follow %s", RULES_LEAVE_BUSY, owner);
        if (freopen("/dev/null", "w", stdout))
            execlp("make", "make", "-k", "-s", "--no-print-directory", count, "-f", path, work_options,
                   launches() ? "all" : RULES_BATCHES, (char *)NULL);
        _exit(127);
    }
    return pid;
}

#define INTERRUPTED "interrupted; the same command goes on from here"

static volatile sig_atomic_t make_pid, told_to_stop;

/* Where no make is running there is nobody to wait for, whatever the program is at: a lock, say. */
static void pass_on(int signal)
{
    told_to_stop = 1;
    if (make_pid > 0) {
        kill((pid_t)make_pid, signal);
    } else {
        dprintf(STDERR_FILENO, "lisae: %s\n", INTERRUPTED);
        _exit(EXIT_RUN);
    }
}

/* A child's end interrupts the watching's sleep. */
static void wake_up(int signal)
{
}

/* Has make do the runs that are left, but for those that other processes are doing. */
static int run_make(const struct options *o, const struct plans *p, const struct left *left, struct watch *w)
{
    struct error e;
    int status = 0, plan = rules_write(o, p, left, launches() ? NULL : &w->pace, &e);
    if (plan < 0)
        return complain(EXIT_RUN, "%s", e.text);
    pid_t pid = start_make(plan, o->jobs);
    close(plan);
    if (pid < 0)
        return complain(EXIT_RUN, "cannot start make: %s", strerror(errno));
    make_pid = pid;
    while (waitpid(pid, &status, WNOHANG) == 0)
        watch_look(w);
    make_pid = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return complain(EXIT_RUN, "cannot start make: it was not found; it runs the plan");
    if (WIFSIGNALED(status) || told_to_stop)
        return complain(EXIT_RUN, INTERRUPTED);
    return EXIT_OK;
}

/* Of runs that have neither a result nor a reason, and that nobody is at. */
static void say_lost(const struct left *left)
{
    const char *launch = getenv("LAUNCH");
    if (left->n_runs)
        complain(EXIT_RUN,
                 "%zu runs were begun and left neither a result nor a reason: their processes were killed, or%s%s%s",
                 left->n_runs, launch && *launch ? " LAUNCH='" : "", launch && *launch ? launch : "",
                 launch && *launch ? "' does not start them" : " did not start");
}

/* Another call, on whatever machine, may be doing runs of the same plan. Each leaves alone what the other is doing, and
 * looks in the end whether it was done: the other may have been stopped. It holds no lock between two runs, and may
 * have ended what this call left to it just before this one looked; so only a second pass in which nothing was done by
 * anybody says that runs are lost. */
static int do_left(const struct options *o, const struct plans *p, struct left *left, struct watch *w)
{
    enum { LONGEST_PAUSE = 10 }; /* seconds */
    struct error e;
    for (size_t i = 0; i < p->n && left->n_runs == 0; i++)
        if (gather_is_read_only(o, p->of[i].experiment))
            return EXIT_OK; /* which needs no plan, and can have none */
    int pause = 1, idle = 0, code = run_make(o, p, left, w);
    while (code == EXIT_OK) {
        const size_t before = left->n_runs, before_phase1 = left->n_phase1;
        left_release(left);
        if (left_find(left, p->all, o->results, o->kept_folders, &e))
            return complain(EXIT_RUN, "%s", e.text);
        left_drop_failed(left, p->all, o->results);
        int busy = left_busy(left, p->all, o->results);
        idle = left->n_runs == before && left->n_phase1 == before_phase1 && !busy ? idle + 1 : 0;
        if (left->n_runs == 0 || idle > 1) {
            say_lost(left);
            break;
        }
        for (double until = clock_seconds() + pause; busy && clock_seconds() < until && !told_to_stop;)
            watch_look(w);
        pause = !busy || left->n_runs < before ? 1 : pause < LONGEST_PAUSE ? 2 * pause : LONGEST_PAUSE;
        code = run_make(o, p, left, w);
    }
    return code;
}

/* What is to do of a plan; with --anew also what another revision did. */
static int find_to_do(struct left *left, const struct options *o, const struct plan *p, struct error *e)
{
    struct revisions r;
    if (!o->anew)
        return left_find(left, p, o->results, o->kept_folders, e);
    revisions_find(&r, p, o->results);
    const int bad = left_find_anew(left, p, o->results, o->kept_folders, &r, e);
    revisions_release(&r);
    return bad;
}

/* Data that is gone hinders only a plan of which something is to do. */
static int refuse_gone(const struct options *o, const struct plans *p)
{
    int code = EXIT_OK;
    for (size_t i = 0; i < p->n; i++) {
        struct left left;
        struct error e;
        if (find_to_do(&left, o, &p->of[i], &e))
            code = complain(EXIT_RUN, "%s", e.text);
        else if (left.n_runs && noted_refuse(o, &p->of[i]))
            code = EXIT_USAGE;
        left_release(&left);
    }
    return code;
}

static size_t count_both(const unsigned char *a, const unsigned char *b, size_t n)
{
    size_t both = 0;
    for (size_t i = 0; i < n; i++)
        both += a[i] && b[i];
    return both;
}

/* Nothing in a run's name tells which program did it. What is taken as done is told, and what is done again. */
static void tell_revisions(const struct options *o, const struct plan *p, const struct left *left)
{
    struct revisions r;
    struct text what = TEXT_INIT;
    revisions_find(&r, p, o->results);
    const size_t n = r.n_runs + r.n_phase1;
    const size_t again = count_both(r.runs, left->runs, p->n) + count_both(r.phase1, left->phase1, p->n_phase1);
    if (!o->anew)
        text_append(&what, "their results are taken as they are; --anew does them again");
    else if (again == n)
        text_append(&what, "they are done again");
    else
        text_format(&what, "%zu of them are done again, the others stay: kept tables have their runs", again);
    if (n)
        fprintf(
            stderr,
            "%zu of %zu runs and first phases were done by another revision of the program (%s, this one is %s): %s\n",
            n, p->n + p->n_phase1, text_of(&r.names), provenance_revision(), text_of(&what));
    text_release(&what);
    revisions_release(&r);
}

/* Can the runs be begun at all: does make, or the cluster, answer, and can the plan be written? */
static int can_begin(const struct options *o, const struct plans *p, const struct left *left, struct error *e)
{
    static const char *const words[] = { "make", "--version", NULL };
    if (o->slurm)
        return cluster_answers(o, p, e);
    const int plan = rules_write(o, p, left, NULL, e);
    if (plan < 0)
        return -1;
    close(plan);
    return process_run(words, NULL, "/dev/null", e);
}

/* With --anew: the results that are done again go, but for those that somebody is at, which are not left then. Nothing
 * goes that cannot be done again. */
static int make_way(const struct options *o, const struct plans *p, struct left *left)
{
    struct error e;
    if (!o->anew || !left->n_runs)
        return EXIT_OK;
    int bad = can_begin(o, p, left, &e) || left_discard(left, p->all, o->results, &e);
    left_release(left);
    bad = bad || left_find(left, p->all, o->results, o->kept_folders, &e);
    return bad ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

/* `sent`: what is left is on a cluster now, and so will the tables be. */
static int do_plan(const struct options *o, const struct plans *p, int *sent)
{
    const struct sigaction wake = { .sa_handler = wake_up };
    struct sigaction before;
    struct left left;
    struct watch w;
    struct error e;
    int code = find_to_do(&left, o, p->all, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    if (code == EXIT_OK && left.n_runs)
        code = refuse_gone(o, p);
    if (code == EXIT_OK)
        code = space_check(o, p->all, &left);
    if (code == EXIT_OK) {
        tell_revisions(o, p->all, &left);
        code = make_way(o, p, &left);
    }
    if (code == EXIT_OK)
        space_warn_of_files(o->results, &left);
    if (code == EXIT_OK && o->slurm) {
        code = left.n_runs ? cluster_run(o, p, &left) : EXIT_OK;
        *sent = left.n_runs && !o->wait;
    } else if (code == EXIT_OK) {
        sigaction(SIGCHLD, &wake, &before);
        watch_init(&w, o, p->all, &left);
        code = do_left(o, p, &left, &w);
        watch_end(&w);
        sigaction(SIGCHLD, &before, NULL);
    }
    left_release(&left);
    return code;
}

/* Models that are asked for now, of runs that were done without: what is done is not done again for them. */
static void tell_models(const struct options *o, const struct plans *plans)
{
    struct name_list without = { 0 };
    const struct plan *p = plans->all;
    for (size_t i = 0; i < p->n && o->keep_models; i++) {
        if (!plans->keep_model[i])
            continue;
        char *place = outcome_place(p->experiment, &p->runs[i], o->results);
        char *folder = path_join(place, p->runs[i].id, NULL), *model = path_join(folder, "model.lisae", NULL);
        if (!path_exists(model) && outcome_done(p, &p->runs[i], o->results))
            name_list_add(&without, folder);
        free(place);
        free(folder);
        free(model);
    }
    if (without.n) {
        struct text ids = TEXT_INIT;
        name_list_print(&without, &ids);
        fprintf(
            stderr,
            "%zu of %zu runs have no model: they were done with keep_models = off or --no-models. To have one, remove "
            "the run's folder and call `lisae run` again: %s\n",
            without.n, p->n, text_of(&ids));
        text_release(&ids);
    }
    name_list_release(&without);
}

static int run(const struct options *o, const struct plans *p)
{
    const struct sigaction action = { .sa_handler = pass_on };
    struct sigaction before[2];
    struct error e;
    sigaction(SIGTERM, &action, &before[0]);
    sigaction(SIGINT, &action, &before[1]);
    int sent = 0, tested = EXIT_OK, code = cluster_check(o);
    if (code == EXIT_OK)
        code = stress_runs_check(o, p);
    if (code == EXIT_OK)
        code = rules_check(o, &e) ? complain(EXIT_USAGE, "%s", e.text) : experiment_check_published(o);
    if (code == EXIT_OK) {
        experiment_notes(p);
        code = do_plan(o, p, &sent);
    }
    if (code == EXIT_OK)
        tell_models(o, p);
    if (code == EXIT_OK && !sent)
        tested = stress_runs(o, p);
    if (code == EXIT_OK && !sent)
        code = gather_all(o, p);
    sigaction(SIGTERM, &before[0], NULL);
    sigaction(SIGINT, &before[1], NULL);
    return code > tested ? code : tested;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_run, suite, argc, argv, run);
}

const struct command command_run = {
    "run",
    run_command,
    "do what is left of a spec's runs, then collect and show the table",
    "Usage: lisae run [options] SPEC.ini ...\n"
    "\n"
    "Does the runs of SPEC that are not done yet, several at a time, each in one process of one\n"
    "thread; then merges their results (as `lisae collect`) and prints the table. It can be\n"
    "stopped or killed at any time: the next call goes on. Two calls at once share the work.\n"
    "Several specs are one plan: a run that two of them have is done once, and each has its own\n"
    "tables in the end. -D is for all of them. Runs are shared by all specs with the same results\n"
    "folder, whenever they are done.\n"
    "\n"
    "--slurm sends the runs to a Slurm cluster instead, as arrays of tasks that do some runs each, and\n"
    "after them a job that makes the tables; the same command goes on from whatever happened there.\n"
    "Another launcher may stand before each run's command: see LAUNCH in `lisae help environment`.\n"
    "\n"
    "Exit code, the worst of all specs: 0 all done, 2 a spec is wrong, 3 a run failed or is missing.\n",
    "jobs define results data with published no-models anew memory slurm wait slurm-options chunk",
};
