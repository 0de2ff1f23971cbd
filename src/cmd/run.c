/* `lisae run`: writes the plan as make rules, one target a run, hands it to make and watches.
 * What is done is not planned again; a lost worker's run is simply done by the next call. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/watch.h"
#include "run/left.h"
#include "run/outcome.h"
#include "store/file.h"

/* Writes a word for a recipe's shell: in single quotes, with make's $ doubled. */
static void put_word(FILE *f, const char *word)
{
    fputc('\'', f);
    for (; *word; word++) {
        if (*word == '\'')
            fputs("'\\''", f);
        else if (*word == '$')
            fputs("$$", f);
        else
            fputc(*word, f);
    }
    fputs("' ", f);
}

/* The path of the program that is running, so that a plan works without it on PATH. */
static char *own_path(void)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    return mem_string(n > 0 ? path : "lisae");
}

/* What the rules of a plan have in common. */
struct rules {
    FILE *f;
    const struct options *o;
    const struct plan *p;
    const struct left *left;
    const char *program, *folder; /* folder: of the canonical specs */
};

/* A first phase that is to do must be done before. */
static void put_rule(const struct rules *rules, const struct run *r)
{
    FILE *f = rules->f;
    const struct options *o = rules->o;
    const struct plan *p = rules->p;
    const struct run *first = plan_first(p, r);
    int wait = first && rules->left->phase1[first - p->phase1];
    char *spec;
    struct text name = TEXT_INIT;
    text_format(&name, "%s.ini", r->id);
    spec = path_join(rules->folder, text_of(&name), NULL);
    fprintf(f, ".PHONY: %s\n%s:%s%s\n\t@$(LAUNCH) ", r->id, r->id, wait ? " | " : "", wait ? first->id : "");
    put_word(f, rules->program);
    fputs("work $(WORK_OPTIONS) ", f);
    if (!p->keep_models || !o->keep_models)
        fputs("--no-models ", f);
    fputs("--results ", f);
    put_word(f, o->results);
    fputs("--data ", f);
    put_word(f, o->data);
    fputs("--experiment ", f);
    put_word(f, p->experiment);
    put_word(f, spec);
    fputc('\n', f);
    text_release(&name);
    free(spec);
}

/* 1 where the file holds just this text. */
static int holds(const char *path, const char *text)
{
    size_t n;
    struct error ignored;
    char *content = path_exists(path) ? file_read(path, &n, &ignored) : NULL;
    int same = content && n == strlen(text) && memcmp(content, text, n) == 0;
    free(content);
    return same;
}

static int write_specs(const struct run *runs, size_t n, const char *folder, struct error *e)
{
    for (size_t i = 0; i < n; i++) {
        struct text name = TEXT_INIT;
        text_format(&name, "%s/%s.ini", folder, runs[i].id);
        int bad = !holds(name.s, runs[i].canonical) &&
                  file_write(name.s, runs[i].canonical, strlen(runs[i].canonical), e);
        text_release(&name);
        if (bad)
            return -1;
    }
    return 0;
}

/* RESULTS/EXPERIMENT/plan/: a canonical spec for each run, and plan.mk with those left to do. Returns
 * the latter, open: another call may put its own in this place before make has read it. */
static int write_plan(const struct options *o, const struct plan *p, const struct left *left, struct error *e)
{
    char *folder = path_join(o->results, p->experiment, "plan", NULL), *path = path_join(folder, "plan.mk", NULL);
    char *program = own_path(), *runs = runs_folder(o->results, p->experiment), *phase1 = phase1_folder(o->results);
    struct lock lock = { -1 };
    struct atomic_file f;
    int fd = -1;
    int bad = experiment_lock(&lock, o, p->experiment, e) || folder_make(folder, e) || folder_make(runs, e) ||
              folder_make(phase1, e) || write_specs(p->runs, p->n, folder, e) ||
              write_specs(p->phase1, p->n_phase1, folder, e) || atomic_begin(&f, path, e);
    if (!bad) {
        const struct rules rules = { f.stream, o, p, left, program, folder };
        fputs("# The runs of an experiment that were left to do, for `make -f`. LAUNCH stands before each.\n"
              "WORK_OPTIONS :=\n.DEFAULT_GOAL := all\n.PHONY: all\nall:",
              f.stream);
        for (size_t i = 0; i < p->n; i++)
            if (left->runs[i])
                fprintf(f.stream, " %s", p->runs[i].id);
        fputc('\n', f.stream);
        for (size_t i = 0; i < p->n_phase1; i++)
            if (left->phase1[i])
                put_rule(&rules, &p->phase1[i]);
        for (size_t i = 0; i < p->n; i++)
            if (left->runs[i])
                put_rule(&rules, &p->runs[i]);
        if (atomic_commit(&f, e) == 0) {
            fd = open(path, O_RDONLY);
            if (fd < 0)
                error_set(e, "cannot open '%s': %s", path, strerror(errno));
        }
    }
    lock_release(&lock);
    free(folder);
    free(path);
    free(program);
    free(runs);
    free(phase1);
    return fd;
}

static pid_t start_make(int plan, int jobs)
{
    char count[32], path[32];
    snprintf(count, sizeof count, "-j%d", jobs);
    snprintf(path, sizeof path, "/dev/fd/%d", plan);
    pid_t caller = getpid(), pid = fork();
    if (pid == 0) {
        /* make must not outlive its caller: it takes its workers along */
        if (prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != caller)
            _exit(1);
        unsetenv("MAKEFLAGS");
        unsetenv("MFLAGS");
        unsetenv("MAKELEVEL");
        if (freopen("/dev/null", "w", stdout))
            execlp("make", "make", "-k", "-s", "--no-print-directory", count, "-f", path, "WORK_OPTIONS=--leave-busy",
                   (char *)NULL);
        _exit(127);
    }
    return pid;
}

static volatile sig_atomic_t make_pid, told_to_stop;

static void pass_on(int signal)
{
    told_to_stop = 1;
    if (make_pid > 0)
        kill((pid_t)make_pid, signal);
}

/* A child's end interrupts the watching's sleep. */
static void wake_up(int signal)
{
    (void)signal;
}

/* Has make do what is left, but for what other processes are at. */
static int run_make(const struct options *o, const struct plan *p, const struct left *left, struct watch *w)
{
    struct error e;
    int status = 0, plan = write_plan(o, p, left, &e);
    if (plan < 0)
        return complain(EXIT_RUN, "%s", e.text);
    pid_t pid = start_make(plan, o->jobs);
    close(plan);
    if (pid < 0)
        return complain(EXIT_RUN, "cannot start make: %s", strerror(errno));
    make_pid = pid;
    if (told_to_stop)
        kill(pid, SIGTERM);
    while (waitpid(pid, &status, WNOHANG) == 0)
        watch_look(w);
    make_pid = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return complain(EXIT_RUN, "cannot start make: it was not found; it runs the plan");
    if (WIFSIGNALED(status) || told_to_stop)
        return complain(EXIT_RUN, "interrupted; the same command goes on from here");
    return EXIT_OK;
}

/* Another call, on whatever machine, may be at runs of the same plan: each leaves to the other what
 * it is at and looks again in the end, in case that one was stopped. */
static int do_left(const struct options *o, const struct plan *p, struct left *left, struct watch *w)
{
    enum { LONGEST_PAUSE = 10 }; /* seconds */
    struct error e;
    int pause = 1, code = run_make(o, p, left, w);
    while (code == EXIT_OK) {
        size_t before = left->n_runs;
        left_release(left);
        if (left_find(left, p, o->results, o->kept_folder, &e))
            return complain(EXIT_RUN, "%s", e.text);
        left_drop_failed(left, p, o->results);
        int busy = left_busy(left, p, o->results);
        if (left->n_runs == 0 || (left->n_runs == before && !busy))
            break;
        for (double until = clock_seconds() + pause; busy && clock_seconds() < until && !told_to_stop;)
            watch_look(w);
        pause = !busy || left->n_runs < before ? 1 : pause < LONGEST_PAUSE ? 2 * pause : LONGEST_PAUSE;
        code = run_make(o, p, left, w);
    }
    return code;
}

static int do_plan(const struct options *o, const struct plan *p)
{
    struct sigaction action = { .sa_handler = pass_on }, wake = { .sa_handler = wake_up }, before[3];
    struct left left;
    struct watch w;
    struct error e;
    int code = left_find(&left, p, o->results, o->kept_folder, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    if (code == EXIT_OK) {
        sigaction(SIGCHLD, &wake, &before[2]);
        sigaction(SIGTERM, &action, &before[0]);
        sigaction(SIGINT, &action, &before[1]);
        watch_init(&w, o, p, &left);
        code = do_left(o, p, &left, &w);
        watch_end(&w);
        sigaction(SIGTERM, &before[0], NULL);
        sigaction(SIGINT, &before[1], NULL);
        sigaction(SIGCHLD, &before[2], NULL);
    }
    left_release(&left);
    return code;
}

static int run_command(int argc, char **argv)
{
    struct options o;
    struct plan p;
    int code = options_parse(&o, &command_run, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = options_plan(&o, 0, &p);
    if (code == EXIT_OK) {
        code = options_check_published(&o);
        if (code == EXIT_OK)
            code = do_plan(&o, &p);
        if (code == EXIT_OK)
            code = options_collect(&o, &p);
        plan_release(&p);
    }
    options_release(&o);
    return code;
}

const struct command command_run = {
    "run",
    run_command,
    "do what is left of a spec's runs, then collect and show the table",
    "Usage: lisae run [options] SPEC.ini\n"
    "\n"
    "Does the runs of SPEC that are not done yet, several at a time, each in one process of one\n"
    "thread; then merges their results (as `lisae collect`) and prints the table. It can be\n"
    "stopped or killed at any time: the next call goes on. Two calls at once share the work.\n"
    "\n"
    "  -j N                 runs at a time (default: the processors that may be used)\n"
    "  -D section.key=value replaces a value of the spec; may be given several times\n"
    "  --results DIR        where results go (default: results)\n"
    "  --data DIR           prepared data sets (default: $LISAE_DATA or datasets/prepared)\n"
    "  --with DIR           does not do the runs that DIR/auc.csv has (results/reference/NAME, say): the\n"
    "                       tables take their numbers from there, and times from DIR/times.csv\n"
    "  --published FILE     the printed numbers to compare with (default: results/published/paper.csv)\n"
    "  --no-models          do not keep the trained detectors of the runs\n"
    "\n"
    "The environment's LAUNCH stands before each run's command: LAUNCH=\"srun -N1 -n1 -c1\".\n"
    "Exit code: 0 all done, 2 the spec is wrong, 3 a run failed or is missing.\n",
    "jobs define results data with published no-models",
};
