#include "cmd/cluster/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/cluster/cluster.h"
#include "run/outcome.h"
#include "slurm/record.h"

/* A task with runs of the plan that are left. */
struct lagging {
    const struct submission *of;
    const struct queue_row *row;
    long task;
    size_t left; /* of its runs */
};

struct account {
    struct lagging *tasks;
    size_t n;
};

static void add(struct account *a, const struct cluster_place *place)
{
    for (size_t i = a->n; i-- > 0;) /* runs of a chunk mostly follow each other */
        if (a->tasks[i].of == place->of && a->tasks[i].task == place->run->task) {
            a->tasks[i].left++;
            return;
        }
    a->tasks = mem_resize(a->tasks, a->n + 1, sizeof *a->tasks);
    a->tasks[a->n++] = (struct lagging) { place->of, place->row, place->run->task, 1 };
}

/* A run that failed by itself is told as such. */
static int failed_by_itself(const struct plan *p, const struct run *r, const char *results)
{
    char reason[512];
    return outcome_status(p, r, results, reason, sizeof reason) == RUN_FAILED;
}

static void add_left(struct account *a, const struct cluster *c, const struct plan *p, const struct run *runs, size_t n,
                     const unsigned char *to_do, const char *results)
{
    for (size_t i = 0; i < n; i++) {
        const struct cluster_place *place = to_do[i] ? cluster_find(c, runs[i].id) : NULL;
        if (place && (cluster_is_alive(place->row) || !failed_by_itself(p, &runs[i], results)))
            add(a, place);
    }
}

static const char *or_unknown(const char *node)
{
    return *node ? node : "a node";
}

static void print_running(const struct lagging *t)
{
    struct task_record r;
    const int known = record_read(t->of, t->task, &r) == 0 && strcmp(r.job, t->row->job) == 0;
    printf("running  job %s on %s since %s: %zu of its runs left%s%s\n", t->row->job, or_unknown(t->row->node),
           t->row->since, t->left, known && r.run[0] ? ", at " : "", known ? r.run : "");
}

/* What the task said itself, last. */
static const char *last_word(const struct task_record *r)
{
    static const char *const words[][2] = {
        { "time", "no time was left for them" },
        { "signal", "it was told to stop" },
        { "limit", "time limit" },
        { "ended", "their first phases were not there, or others were at them" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(r->state, words[i][0]) == 0)
            return words[i][1];
    return "unknown: it ended without a word";
}

/* Why a task that is over left runs undone, as far as anybody knows: Slurm first, which knows what ended it. */
static void print_ended(const struct lagging *t)
{
    struct task_record r;
    const int known = record_read(t->of, t->task, &r) == 0;
    const char *job = t->row ? t->row->job : r.job, *node = t->row ? t->row->node : r.node;
    const int told = known && strcmp(r.job, job) == 0 && strcmp(r.state, "limit") == 0; /* of itself, more than Slurm */
    const char *why = !told && t->row && t->row->state == SLURM_BROKEN ? slurm_state_means(t->row->word)
                      : known                                          ? last_word(&r)
                      : t->row                                         ? "it said nothing"
                                                                       : "unknown: nobody tells of it";
    printf("ended    job %s%s%s: %zu of its runs not done, %s%s%s\n", *job ? job : "?", *node ? " on " : "", node,
           t->left, why, known && r.run[0] ? "; at last it was at " : "", r.run);
}

/* The reasons that queued tasks wait for, with how many have each. */
static void print_queued(const struct account *a)
{
    size_t tasks = 0, runs = 0;
    struct text reasons = TEXT_INIT;
    for (size_t i = 0; i < a->n; i++) {
        const struct lagging *t = &a->tasks[i];
        if (!t->row || t->row->state != SLURM_QUEUED)
            continue;
        tasks++;
        runs += t->left;
        if (t->row->reason[0] && (!reasons.length || !strstr(text_of(&reasons), t->row->reason)))
            text_format(&reasons, "%s%s", reasons.length ? ", " : "", t->row->reason);
    }
    if (tasks)
        printf("queued   %zu runs in %zu tasks%s%s%s\n", runs, tasks, reasons.length ? " (" : "", text_of(&reasons),
               reasons.length ? ")" : "");
    text_release(&reasons);
}

void cluster_status(const struct options *o, const struct plan *p, const struct left *left)
{
    struct cluster c;
    struct account a = { 0 };
    struct error e;
    if (cluster_read(&c, o->results, &e)) {
        fprintf(stderr, "what the cluster is at is not known: %s\n", e.text);
        cluster_release(&c);
        return;
    }
    if (c.n) {
        cluster_ask_ended(&c);
        add_left(&a, &c, p, p->phase1, p->n_phase1, left->phase1, o->results);
        add_left(&a, &c, p, p->runs, p->n, left->runs, o->results);
    }
    for (size_t i = 0; i < a.n; i++)
        if (a.tasks[i].row && a.tasks[i].row->state == SLURM_RUNNING)
            print_running(&a.tasks[i]);
    print_queued(&a);
    for (size_t i = 0; i < a.n; i++)
        if (!cluster_is_alive(a.tasks[i].row))
            print_ended(&a.tasks[i]);
    free(a.tasks);
    cluster_release(&c);
}
