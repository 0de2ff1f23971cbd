#include "cmd/stress/runs.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "cmd/experiment/gather.h"
#include "cmd/stress/left.h"
#include "run/outcome.h"
#include "run/places.h"
#include "run/stressed.h"
#include "store/file.h"

/* One test to do; `pid` is its process, 0 before and after. */
struct test {
    const struct plan *plan;
    const struct run *run;
    pid_t pid;
};

struct tests {
    struct test *of;
    size_t n, done;
    int code;
};

int stress_runs_check(const struct options *o, const struct plans *p)
{
    for (size_t i = 0; i < p->n && !o->keep_models; i++)
        if (p->of[i].stress.keys.run)
            return complain(EXIT_USAGE,
                            "--no-models: '%s' has 'run = on' in [stress], which asks the trained detectors",
                            p->of[i].experiment);
    return EXIT_OK;
}

/* Of spec number `i`. */
static void find_left(struct tests *t, const struct options *o, const struct plans *plans, size_t i)
{
    const struct plan *p = &plans->of[i];
    if (!p->stress.keys.run || gather_is_read_only(o, p->experiment))
        return;
    t->of = mem_resize(t->of, t->n + p->n + 1, sizeof *t->of);
    for (size_t k = 0; k < p->n; k++)
        if (!stressed_done(&p->runs[k], o->results, &p->stress) && outcome_done(p, &p->runs[k], o->results) &&
            !stress_asked_before(o, plans, i, k))
            t->of[t->n++] = (struct test) { p, &p->runs[k], 0 };
}

/* The process of a test; one that is left behind ends with this one. */
static pid_t start(const struct test *test, const struct options *o)
{
    const pid_t caller = getpid();
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        struct error e;
        signal(SIGTERM, SIG_DFL); /* the caller says that it was stopped */
        signal(SIGINT, SIG_DFL);
        if (prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != caller)
            _exit(EXIT_RUN);
        if (stressed_do(test->plan, test->run, o->results, o->data, &test->plan->stress, &e))
            _exit(complain(EXIT_RUN, "%s", e.text));
        _exit(EXIT_OK);
    }
    return pid;
}

static void tell(const struct tests *t, const struct run *r, int failed)
{
    fprintf(stderr, "[stress %zu/%zu] %s %s %s, seed %ld %s\n", t->done, t->n, r->detector->name, r->dataset,
            r->positive, r->seed, failed ? "failed" : "done");
}

static int wait_for_one(struct tests *t)
{
    int status;
    const pid_t pid = wait(&status);
    if (pid < 0)
        return errno == EINTR ? EXIT_OK : complain(EXIT_RUN, "cannot wait for a stress test: %s", strerror(errno));
    for (size_t i = 0; i < t->n; i++)
        if (t->of[i].pid == pid) {
            const int failed = !WIFEXITED(status) || WEXITSTATUS(status) != EXIT_OK;
            t->of[i].pid = 0;
            t->done++;
            t->code = failed ? EXIT_RUN : t->code;
            tell(t, t->of[i].run, failed);
        }
    return EXIT_OK;
}

/* Where no more can be started, those that are under way are waited for. */
static int do_all(struct tests *t, const struct options *o)
{
    size_t next = 0;
    int running = 0, code = EXIT_OK;
    while (running || (next < t->n && code == EXIT_OK)) {
        if (next < t->n && code == EXIT_OK && running < o->jobs) {
            const pid_t pid = start(&t->of[next], o);
            if (pid < 0) {
                code = complain(EXIT_RUN, "cannot start a stress test: %s", strerror(errno));
            } else {
                t->of[next++].pid = pid;
                running++;
            }
            continue;
        }
        const size_t before = t->done;
        if (wait_for_one(t) != EXIT_OK)
            return EXIT_RUN;
        running -= (int)(t->done - before);
    }
    return code == EXIT_OK ? t->code : code;
}

int stress_runs(const struct options *o, const struct plans *p)
{
    struct tests t = { 0 };
    for (size_t i = 0; i < p->n; i++)
        find_left(&t, o, p, i);
    if (t.n) {
        char *folder = stress_folder(o->results);
        folder_sweep(folder); /* what a killed call left */
        free(folder);
    }
    const int code = do_all(&t, o);
    free(t.of);
    return code;
}
