/* `lisae task`: what a job on a cluster runs. A task of an array does the runs of its chunk, one after the other, each
 * in a process of its own, as `lisae work` would. Runs that are done, or that another is at, it leaves; so two copies
 * of a task, or one that is begun anew, do no harm. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cmd/cluster/cluster.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/work/ready.h"
#include "cmd/work/supervise.h"
#include "run/folder.h"
#include "run/outcome.h"
#include "slurm/here.h"
#include "slurm/record.h"
#include "store/file.h"

enum {
    MOST_TIMES = 3,     /* a run that its task did not outlive so often is given up */
    VISIBLE_AFTER = 60, /* seconds until what another node wrote is seen on a network's file system */
    MARGIN = 5          /* seconds before the job's limit, to end in good order */
};

static volatile sig_atomic_t told_to_stop, told_to_rest; /* the first: by which signal */
static volatile sig_atomic_t worker;

static void stop(int signal)
{
    told_to_stop = signal;
    if (worker > 0)
        kill((pid_t)worker, SIGTERM);
}

/* What is under way is done, nothing more is taken. */
static void rest(int signal)
{
    told_to_rest = 1;
}

struct chunk {
    const struct suite *suite;
    const struct options *o;
    struct submission s;
    struct ready ready;
    long task;
    struct task_record record;
    double began, left;      /* when; how long the job may run from then on; below 0: without a limit */
    double estimated, spent; /* of the runs that were done */
    char *runs, *phase1;
};

static const char *base_of(const struct chunk *c, const struct run *r)
{
    return r->detector->flags & HIDDEN ? c->phase1 : c->runs;
}

static int read_unit(const struct chunk *c, const struct submitted *u, struct run *r)
{
    struct error e;
    char *text = submission_text(&c->s, u, &e);
    const int bad = !text || run_read_text(r, c->suite, u->run, text, strlen(text), &e);
    free(text);
    return bad ? complain(EXIT_USAGE, "%s", e.text) : EXIT_OK;
}

/* Not done on account of its first phase: which failed (then this one has, too), or is not there, or not yet seen. */
static int phase_is_missing(const struct chunk *c, const struct run *r)
{
    return r->phase1[0] && run_folder_status(c->phase1, r->phase1, NULL, 0) == RUN_MISSING;
}

/* In a process of its own, so that this one can stop it, and outlives it. */
static int work(const struct chunk *c, const struct submitted *u, const struct run *r)
{
    struct job job = ready_job(&c->ready, r);
    int status = 0;
    job.results = c->o->results;
    job.data = c->o->data;
    job.keep_model = u->keep_model;
    job.leave_busy = 1;
    const pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        signal(SIGTERM, SIG_DFL);
        signal(SIGINT, SIG_DFL);
        if (told_to_stop) /* before that, by a signal that was handled here and not there */
            _exit(EXIT_RUN);
        if (prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != parent)
            _exit(EXIT_RUN);
        _exit(supervise(&job, NULL));
    }
    if (pid < 0)
        return complain(EXIT_RUN, "cannot start a process for run %s: %s", r->id, strerror(errno));
    worker = pid;
    if (told_to_stop) /* it came between */
        kill(pid, SIGTERM);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    worker = 0;
    return EXIT_OK;
}

/* Does it fit into what is left? The first one is taken in any case: else a wrong estimate would hold it for ever. */
static int fits(const struct chunk *c, const struct submitted *u, int is_first)
{
    const double slower = c->spent > c->estimated && c->estimated > 0 ? c->spent / c->estimated : 1;
    return is_first || c->left < 0 || u->seconds * slower < c->left - (clock_seconds() - c->began) - MARGIN;
}

/* Notes the run. 0; 1 where its task ended three times while at it. */
static int note(struct chunk *c, const struct submitted *u)
{
    c->record.times = strcmp(c->record.run, u->run) == 0 ? c->record.times + 1 : 1;
    snprintf(c->record.run, sizeof c->record.run, "%s", u->run);
    record_write(&c->s, c->task, &c->record);
    return c->record.times > MOST_TIMES;
}

static void give_up(const struct chunk *c, const struct submitted *u, const struct run *r)
{
    const struct job job = { .run = r, .results = c->o->results, .data = c->o->data, .leave_busy = 1 };
    struct text reason = TEXT_INIT;
    struct error e;
    text_format(&reason, "job %s was ended %d times while at this run, the last time begun on %s", c->record.job,
                MOST_TIMES, *c->record.node ? c->record.node : "a node");
    job_lost(&job, text_of(&reason), &e);
    complain(EXIT_RUN, "%s", e.text);
    text_release(&reason);
}

/* A run, unless it has a result. 1 where it waits for a first phase that is not there. */
static int take(struct chunk *c, const struct submitted *u)
{
    struct run r;
    int waits = 0;
    if (read_unit(c, u, &r))
        return 0;
    const double before = clock_seconds();
    const int done = run_folder_status(base_of(c, &r), r.id, NULL, 0) == RUN_OK;
    if (!done && (waits = phase_is_missing(c, &r)) == 0) {
        if (note(c, u)) {
            give_up(c, u, &r);
        } else if (work(c, u, &r) == EXIT_OK && !told_to_stop) {
            c->estimated += u->seconds;
            c->spent += clock_seconds() - before;
        }
        if (!told_to_stop)
            c->record.times = 0; /* the task outlived it */
    }
    run_release(&r);
    return waits;
}

/* All runs of the chunk, `waiting` those that a pass before left (NULL: the first pass). The number that waits. */
static size_t pass(struct chunk *c, unsigned char *waiting, int is_first)
{
    size_t n = 0;
    for (size_t i = 0; i < c->s.n && !told_to_stop && !told_to_rest; i++) {
        const struct submitted *u = &c->s.of[i];
        if (u->task != c->task || (!is_first && !waiting[i]))
            continue;
        if (!fits(c, u, c->spent == 0)) {
            snprintf(c->record.state, sizeof c->record.state, "time");
            fprintf(stderr, "lisae: no time is left for run %s and what follows\n", u->run);
            return 0;
        }
        waiting[i] = (unsigned char)take(c, u);
        n += waiting[i];
    }
    return n;
}

/* What killed workers of this node left, this task's own among them. */
static void sweep(const struct chunk *c)
{
    run_folders_sweep(c->runs);
    run_folders_sweep(c->phase1);
}

/* After a signal: whoever was started ends, and what it left goes. */
static void end_all(const struct chunk *c)
{
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        continue;
    sweep(c);
}

static void begin(struct chunk *c)
{
    struct task_record before;
    c->began = clock_seconds();
    c->left = here_time_left();
    record_read(&c->s, c->task, &before);
    c->record = (struct task_record) { .restarts = here_restarts() };
    /* a task that was told to stop, as one that makes room for another, says nothing against its run */
    c->record.times = strcmp(before.state, "working") == 0 ? before.times : 0;
    memcpy(c->record.run, before.run, sizeof before.run);
    here_job(c->record.job, sizeof c->record.job);
    snprintf(c->record.node, sizeof c->record.node, "%s", here_node());
    clock_utc(c->record.since, sizeof c->record.since);
    snprintf(c->record.state, sizeof c->record.state, "working");
    fprintf(stderr, "lisae: chunk %ld, job %s on %s, begun anew %ld times\n", c->task, c->record.job, c->record.node,
            c->record.restarts);
}

/* How many of the chunk have an outcome; `planned` all. */
static long count(const struct chunk *c, long *planned)
{
    long done = 0;
    *planned = 0;
    for (size_t i = 0; i < c->s.n; i++) {
        const char *run = c->s.of[i].run;
        if (c->s.of[i].task != c->task)
            continue;
        ++*planned;
        done += run_folder_stamp(c->runs, run) != 0 || run_folder_stamp(c->phase1, run) != 0;
    }
    return done;
}

static int finish(struct chunk *c)
{
    long planned;
    if (told_to_stop)
        end_all(c);
    c->record.done = count(c, &planned);
    if (told_to_stop || told_to_rest)
        snprintf(c->record.state, sizeof c->record.state, told_to_stop == SIGALRM ? "limit" : "signal");
    else if (strcmp(c->record.state, "working") == 0)
        snprintf(c->record.state, sizeof c->record.state, "ended");
    record_write(&c->s, c->task, &c->record);
    fprintf(stderr, "lisae: chunk %ld: %ld of %ld runs have a result or a reason\n", c->task, c->record.done, planned);
    return told_to_stop ? EXIT_RUN : EXIT_OK;
}

static int do_chunk(struct chunk *c)
{
    const struct sigaction on_stop = { .sa_handler = stop }, on_rest = { .sa_handler = rest };
    unsigned char *waiting = mem_zero(c->s.n + 1, 1);
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* a worker whose watcher was stopped can be waited for, too */
    sigaction(SIGTERM, &on_stop, NULL);
    sigaction(SIGINT, &on_stop, NULL);
    sigaction(SIGALRM, &on_stop, NULL);
    sigaction(SIGUSR1, &on_rest, NULL);
    begin(c);
    if (c->left >= 0) /* not all that ends a job at its limit lets it clear away */
        alarm(c->left > MARGIN + 1 ? (unsigned)(c->left - MARGIN) : 1);
    sweep(c);
    ready_init(&c->ready);
    size_t n = pass(c, waiting, 1);
    /* a first phase that another node has just ended may not be seen yet */
    while (n && clock_seconds() - c->began < VISIBLE_AFTER && !told_to_stop && !told_to_rest) {
        const struct timespec moment = { .tv_sec = 1 };
        nanosleep(&moment, NULL);
        folder_look_anew(c->phase1);
        n = pass(c, waiting, 0);
    }
    free(waiting);
    ready_release(&c->ready);
    return finish(c);
}

/* Before tables are made: waits until the results that tasks say they have are seen here, and notes what became of the
 * tasks. */
static int settle(struct chunk *c)
{
    struct cluster cluster;
    struct error e;
    const double until = clock_seconds() + VISIBLE_AFTER;
    for (int missing = 1; missing;) {
        missing = 0;
        folder_look_anew(c->s.folder);
        folder_look_anew(c->runs);
        folder_look_anew(c->phase1);
        for (c->task = 0; c->task < c->s.n_tasks; c->task++) {
            long planned;
            missing += record_read(&c->s, c->task, &c->record) == 0 && count(c, &planned) < c->record.done;
        }
        if (missing && clock_seconds() > until)
            break;
        const struct timespec moment = { .tv_sec = missing ? 1 : 0 };
        nanosleep(&moment, NULL);
    }
    /* only for people, and later */
    if (cluster_read(&cluster, c->o->results, &e) == 0)
        for (size_t i = 0; i < cluster.submissions.n; i++)
            if (strcmp(cluster.submissions.of[i].plan, c->s.plan) == 0)
                cluster_note_ended(&cluster, &cluster.submissions.of[i], &e);
    cluster_release(&cluster);
    return EXIT_OK;
}

static int task(const struct suite *suite, const struct options *o)
{
    struct chunk c = { .suite = suite, .o = o };
    struct error e;
    int code = EXIT_OK;
    if (o->n_arguments > 1 && (parse_long(o->arguments[1], &c.task) || c.task < 0))
        code = complain(EXIT_USAGE, "task: expected the number of a chunk, found '%s'", o->arguments[1]);
    else if (submission_read(&c.s, o->arguments[0], &e))
        code = complain(EXIT_RUN, "%s", e.text);
    c.runs = runs_folder(o->results);
    c.phase1 = phase1_folder(o->results);
    if (code == EXIT_OK)
        code = o->n_arguments > 1 ? do_chunk(&c) : settle(&c);
    submission_release(&c.s);
    free(c.runs);
    free(c.phase1);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_task, argc, argv, 1, 2);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = task(suite, &o);
    options_release(&o);
    return code;
}

const struct command command_task = {
    "task",
    run_command,
    NULL,
    "Usage: lisae task [options] RESULTS/slurm/PLAN [CHUNK]\n"
    "\n"
    "Does the runs of a chunk, one after the other: `lisae run --slurm` has a cluster's jobs call it.\n"
    "It takes no further run that does not fit, by its estimate, into the time that is left to the\n"
    "job, or after SIGUSR1; SIGTERM stops the run that is under way, too, and leaves nothing of it,\n"
    "and so do the last five seconds of the job.\n"
    "Without CHUNK it waits until results of other nodes are seen here, as before tables are made.\n"
    "\n"
    "Exit code: 0, also where a run failed, which its folder tells; 3 where it was stopped.\n",
    "results data",
};
