/* `lisae work`: one run in one process and one thread. `lisae run` starts it through make; on
 * a cluster the launcher starts it on another machine that sees the same files. */
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/supervise.h"

static int work(const struct suite *suite, const struct options *o)
{
    struct run run;
    struct error e;
    if (run_read(&run, suite, o->arguments[0], &e))
        return complain(EXIT_USAGE, "%s", e.text);
    const struct job job = {
        .run = &run, .results = o->results, .data = o->data, .keep_model = o->keep_models, .leave_busy = o->leave_busy
    };
    int code = supervise(&job, o->follow);
    run_release(&run);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_work, argc, argv, 1, 1);
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
    "Usage: lisae work [options] RUN.ini\n"
    "\n"
    "Does one run of a plan in this process, on one thread. `lisae run` calls it; its file\n"
    "RUN.ini is the run's canonical spec (RESULTS/EXPERIMENT/plan/ID.ini). A run that is done is left\n"
    "alone; a run that another process is at is waited for, but with --leave-busy, as from\n"
    "`lisae run`, which comes back to it. With --follow, too, it ends when make does, which OWNER names.\n",
    "results data no-models leave-busy follow",
};
