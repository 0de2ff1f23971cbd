#include "cmd/work/watch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/experiment/experiment.h"
#include "run/outcome.h"

static const double HEARTBEAT = 30, MANY_HEARTBEAT = 60; /* seconds between plain lines where nothing is told */

enum {
    MANY = 200,    /* runs and first phases: of more, not each has a line */
    FAILURES = 20, /* and so many that fail */
};

static int are_many(const struct watch *w)
{
    return w->n > MANY;
}

void duration_text(double seconds, char *out, size_t room)
{
    long s = (long)(seconds + 0.5);
    if (s < 90)
        snprintf(out, room, "%ld s", s);
    else if (s < 90L * 60)
        snprintf(out, room, "%ld min", (s + 30) / 60);
    else
        snprintf(out, room, "%ld h %ld min", s / 3600, s % 3600 / 60);
}

static const char *base_of(const struct watch *w, const struct watched *u)
{
    return u->run->detector->flags & HIDDEN ? w->phase1 : w->runs;
}

/* One that failed is to do again: its result will have another stamp. */
static void add(struct watch *w, const struct run *r, int to_do)
{
    struct watched u = { .run = r, .work = run_work(r), .finished = !to_do };
    u.stamp = run_folder_stamp(base_of(w, &u), r->id);
    w->n_finished += (size_t)u.finished;
    w->units[w->n++] = u;
}

static int compare_ids(const void *p, const void *q)
{
    const struct watched *const *a = p, *const *b = q;
    return strcmp((*a)->run->id, (*b)->run->id);
}

/* For the names in the folders of runs. */
static void index_units(struct watch *w)
{
    w->by_id = mem_alloc(w->n, sizeof *w->by_id);
    for (size_t i = 0; i < w->n; i++)
        w->by_id[i] = &w->units[i];
    if (w->n)
        qsort(w->by_id, w->n, sizeof *w->by_id, compare_ids);
}

static struct watched *find_unit(const struct watch *w, const char *id)
{
    size_t low = 0, high = w->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int c = strcmp(w->by_id[middle]->run->id, id);
        if (c == 0)
            return w->by_id[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A terminal that says so cannot go back in a line, nor wipe one. */
static int is_dumb(void)
{
    const char *term = getenv("TERM");
    return term && strcmp(term, "dumb") == 0;
}

void watch_init(struct watch *w, const struct options *o, const struct plan *p, const struct left *left)
{
    *w = (struct watch) { .plan = p,
                          .results = o->results,
                          .runs = runs_folder(o->results),
                          .phase1 = phase1_folder(o->results),
                          .jobs = o->jobs };
    experiment_pace(o, p, &w->pace);
    w->units = mem_alloc(p->n + p->n_phase1, sizeof *w->units);
    for (size_t i = 0; i < p->n_phase1; i++)
        add(w, &p->phase1[i], left->phase1[i]);
    for (size_t i = 0; i < p->n; i++)
        add(w, &p->runs[i], left->runs[i]);
    index_units(w);
    w->terminal = isatty(STDERR_FILENO) && !is_dumb();
    w->spoken = clock_seconds();
    fprintf(stderr, "%s: %zu runs and %zu first phases, %zu of %zu done, %d at a time\n", p->experiment, p->n,
            p->n_phase1, w->n_finished, w->n, o->jobs);
}

/* Seconds of one process that are done and left, with the shares of the units under way. */
struct balance {
    double done, left;
};

static double time_left(const struct watch *w, struct balance b)
{
    return pace_clock(b.left, w->n - w->n_finished, w->jobs);
}

static void clear_line(struct watch *w)
{
    if (w->shown)
        fputs("\r\033[K", stderr);
    w->shown = 0;
}

static void describe(const struct run *r, char *out, size_t room)
{
    snprintf(out, room, "%s %s %s%s%s%s%s, seed %ld", r->detector->name, r->dataset, r->positive,
             r->negative[0] ? " / " : "", r->negative, r->variant[0] ? " " : "", r->variant, r->seed);
}

static void say_finished(struct watch *w, const struct watched *u, const char *reason, struct balance b)
{
    char what[1024], time[32];
    if (are_many(w) && (!u->failed || w->n_failed > FAILURES))
        return;
    describe(u->run, what, sizeof what);
    duration_text(time_left(w, b), time, sizeof time);
    clear_line(w);
    fprintf(stderr, "[%zu/%zu] %s %s%s%s, %s left\n", w->n_finished, w->n, what, u->failed ? "FAILED" : "done",
            u->failed ? ": " : "", u->failed ? reason : "", time);
    w->spoken = clock_seconds();
}

static int terminal_width(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

static void say_current(struct watch *w, const char *current, struct balance b)
{
    char time[32], line[1024];
    duration_text(time_left(w, b), time, sizeof time);
    char failed[32] = "";
    if (are_many(w) && w->n_failed)
        snprintf(failed, sizeof failed, "%zu failed, ", w->n_failed);
    snprintf(line, sizeof line, "[%zu/%zu] %.0f %%, %s%s left%s", w->n_finished, w->n,
             b.done + b.left > 0 ? 100 * b.done / (b.done + b.left) : 100, failed, time, current);
    if (w->terminal) {
        clear_line(w);
        fprintf(stderr, "%.*s", terminal_width() - 1, line);
        fflush(stderr);
        w->shown = 1;
    } else if (clock_seconds() - w->spoken > (are_many(w) ? MANY_HEARTBEAT : HEARTBEAT)) {
        fprintf(stderr, "%s\n", line);
        w->spoken = clock_seconds();
    }
}

/* Has the unit ended since the last look? */
static int has_ended(const struct watch *w, const struct watched *u)
{
    long long stamp = u->finished ? 0 : run_folder_stamp(base_of(w, u), u->run->id);
    return stamp != 0 && stamp != u->stamp;
}

/* `current` gets a word about each unit under way. */
static struct balance balance_of(const struct watch *w, char *current, size_t room)
{
    struct balance b = { 0, 0 };
    current[0] = '\0';
    for (size_t i = 0; i < w->n; i++) {
        const struct watched *u = &w->units[i];
        const struct run_progress *at = &u->at;
        double seconds = pace_seconds(&w->pace, u->run->detector, u->work), share = u->finished;
        size_t used = strlen(current);
        if (!u->finished && at->total) {
            share = (double)at->done / at->total;
            snprintf(current + used, room - used, " | %s %s: %s %d/%d loss %.4g", u->run->detector->name,
                     u->run->positive, at->stage, at->done, at->total, at->loss);
        }
        b.done += share * seconds;
        b.left += (1 - share) * seconds;
    }
    return b;
}

static void end_unit(struct watch *w, struct watched *u)
{
    char current[768], reason[512];
    if (!has_ended(w, u))
        return;
    u->failed = run_folder_status(base_of(w, u), u->run->id, reason, sizeof reason) == RUN_FAILED;
    u->finished = 1;
    w->n_finished++;
    w->n_failed += (size_t)u->failed;
    pace_learn(&w->pace, w->plan, u->run, u->work, w->results);
    if (u->failed || !are_many(w))
        say_finished(w, u, reason, balance_of(w, current, sizeof current));
}

static void see_progress(const struct watch *w, struct watched *u)
{
    if (!run_progress_read(base_of(w, u), u->run->id, &u->at))
        u->at.total = 0;
}

/* A folder of runs has what is done and where workers are: of thousands of units, its names tell of which to look at
 * the files. */
static void look_into(struct watch *w, const char *base)
{
    static const char PROGRESS[] = ".progress-";
    DIR *folder = opendir(base);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        const int is_progress = starts_with(entry->d_name, PROGRESS);
        struct watched *u = find_unit(w, entry->d_name + (is_progress ? strlen(PROGRESS) : 0));
        if (!u || u->finished)
            continue;
        if (is_progress)
            see_progress(w, u);
        else
            end_unit(w, u);
    }
    if (folder)
        closedir(folder);
}

static void look(struct watch *w)
{
    char current[768];
    for (size_t i = 0; i < w->n; i++)
        w->units[i].at.total = 0;
    look_into(w, w->phase1);
    look_into(w, w->runs);
    say_current(w, current, balance_of(w, current, sizeof current));
}

void watch_look(struct watch *w)
{
    const struct timespec moment = { 0, w->terminal ? 300000000 : 500000000 };
    nanosleep(&moment, NULL);
    look(w);
}

void watch_end(struct watch *w)
{
    look(w);
    clear_line(w);
    pace_release(&w->pace);
    free(w->runs);
    free(w->phase1);
    free(w->units);
    free(w->by_id);
}
