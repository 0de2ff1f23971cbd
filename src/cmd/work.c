/* `lisae work`: runs of a plan, each in a process of its own and one thread. `lisae run` starts it through make; on
 * a cluster the launcher starts it on another machine that sees the same files. */
#include "base/clock.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/work/ready.h"
#include "cmd/work/supervise.h"

/* Seconds of a batch. It was to be shorter; who made it divides what is left anew, knowing how long runs take. */
static const double BATCH = 10;

static int work_on(const struct suite *suite, const struct options *o, const char *path, const struct ready *ready)
{
    struct run run;
    struct error e;
    if (run_read(&run, suite, path, &e))
        return complain(EXIT_USAGE, "%s", e.text);
    struct job job = ready_job(ready, &run);
    job.results = o->results;
    job.data = o->data;
    job.keep_model = o->keep_models;
    job.leave_busy = o->leave_busy;
    int code = supervise(&job, o->follow);
    run_release(&run);
    return code;
}

static int work(const struct suite *suite, const struct options *o)
{
    const double begun = clock_seconds();
    struct ready ready = { .text = TEXT_INIT };
    int worst = EXIT_OK;
    if (o->n_arguments > 1)
        ready_init(&ready);
    for (int i = 0; i < o->n_arguments; i++) {
        if (i && o->leave_busy && clock_seconds() - begun > BATCH)
            break;
        const int code = work_on(suite, o, o->arguments[i], &ready);
        worst = code > worst ? code : worst;
    }
    ready_release(&ready);
    return worst;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_work, argc, argv, 1, -1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = work(suite, &o);
    options_release(&o);
    return code;
}

const struct command command_work = {
    "work",
    run_command,
    NULL,
    "Usage: lisae work [options] RUN.ini ...\n"
    "\n"
    "Does runs of a plan, one after the other, each in a process of its own and on one thread. `lisae run`\n"
    "calls it; a file RUN.ini is a run's canonical spec (RESULTS/EXPERIMENT/plan/ID.ini). A run that is done is left\n"
    "alone; a run that another process is at is waited for, but with --leave-busy, as from\n"
    "`lisae run`, which comes back to it: then no run is begun after ten seconds either. With --follow, too, it ends\n"
    "when make does, which OWNER names.\n",
    "results data no-models leave-busy follow",
};
