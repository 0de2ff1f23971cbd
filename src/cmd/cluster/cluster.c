#include "cmd/cluster/cluster.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "slurm/limits.h"
#include "slurm/tool.h"
#include "store/file.h"

static const char ENDED[] = "ended.txt";

char *cluster_folder(const char *results)
{
    return path_join(results, "slurm", NULL);
}

int cluster_is_alive(const struct queue_row *row)
{
    return row && (row->state == SLURM_QUEUED || row->state == SLURM_RUNNING);
}

static size_t place_of(const struct cluster *c, const struct submission *s, long task)
{
    return c->first[s - c->submissions.of] + (size_t)task;
}

const struct queue_row *cluster_task(const struct cluster *c, const struct submission *s, long task)
{
    return c->rows[place_of(c, s, task)];
}

static const struct submission *submission_of(const struct cluster *c, const char *plan)
{
    for (size_t i = 0; i < c->submissions.n; i++)
        if (strcmp(c->submissions.of[i].plan, plan) == 0)
            return &c->submissions.of[i];
    return NULL;
}

/* A task that was begun anew, or submitted twice, has several: the one that may still do most counts. */
static void order_rows(struct cluster *c)
{
    size_t n = 0;
    free(c->rows);
    free(c->first);
    c->first = mem_zero(c->submissions.n + 1, sizeof *c->first);
    for (size_t i = 0; i < c->submissions.n; i++) {
        c->first[i] = n;
        n += (size_t)c->submissions.of[i].n_tasks;
    }
    c->rows = mem_zero(n + 1, sizeof *c->rows);
    for (size_t i = 0; i < c->queue.n; i++) {
        const struct queue_row *row = &c->queue.rows[i];
        const struct submission *s = submission_of(c, row->plan);
        if (!s || row->task < 0 || row->task >= s->n_tasks)
            continue;
        const struct queue_row **known = &c->rows[place_of(c, s, row->task)];
        if (!*known || row->state > (*known)->state)
            *known = row;
    }
}

static enum slurm_state liveliness(const struct cluster_place *p)
{
    return cluster_is_alive(p->row) ? p->row->state : SLURM_UNKNOWN;
}

static int by_run(const void *a, const void *b)
{
    const struct cluster_place *x = a, *y = b;
    const int order = strcmp(x->run->run, y->run->run);
    if (order)
        return order;
    if (liveliness(x) != liveliness(y))
        return liveliness(x) < liveliness(y) ? 1 : -1;
    return x->of < y->of ? -1 : x->of > y->of; /* the newest is first */
}

static void order_places(struct cluster *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->submissions.n; i++)
        n += c->submissions.of[i].n;
    free(c->places);
    c->places = mem_zero(n + 1, sizeof *c->places);
    c->n = 0;
    for (size_t i = 0; i < c->submissions.n; i++) {
        const struct submission *s = &c->submissions.of[i];
        for (size_t k = 0; k < s->n; k++)
            c->places[c->n++] = (struct cluster_place) { s, &s->of[k], cluster_task(c, s, s->of[k].task) };
    }
    qsort(c->places, c->n, sizeof *c->places, by_run);
}

int cluster_read(struct cluster *c, const char *results, struct error *e)
{
    static const char *const words[] = { "squeue", "--me", "-h", "-r", "-t", "all", "-o", QUEUE_SQUEUE, NULL };
    struct text out = TEXT_INIT;
    char *base = cluster_folder(results);
    *c = (struct cluster) { 0 };
    int bad = submissions_read(&c->submissions, base, e);
    if (!bad && c->submissions.n)
        bad = slurm_tool(words, &out, e);
    if (!bad)
        queue_add_squeue(&c->queue, text_of(&out));
    order_rows(c);
    order_places(c);
    text_release(&out);
    free(base);
    return bad ? -1 : 0;
}

/* 1 where there are accounts. */
static int ask_accounts(struct cluster *c, const char *jobs)
{
    const char *const words[] = { "sacct", "-X", "-n", "-P", "-D", "-o", QUEUE_SACCT, "-j", jobs, NULL };
    struct text out = TEXT_INIT;
    struct error ignored;
    const int there = slurm_tool(words, &out, &ignored) == 0;
    if (there)
        queue_add_sacct(&c->queue, text_of(&out));
    text_release(&out);
    return there;
}

static void ask_controller(struct cluster *c)
{
    static const char *const words[] = { "scontrol", "show", "config", NULL };
    struct slurm_limits limits = { 0 };
    struct text out = TEXT_INIT;
    struct error ignored;
    char *text = NULL;
    if (slurm_tool(words, &out, &ignored) == 0 && limits_read(&limits, text_of(&out), &ignored) == 0 && limits.ended)
        text = file_read(limits.ended, NULL, &ignored); /* which often is the administrator's alone */
    if (text)
        queue_add_filetxt(&c->queue, text);
    free(text);
    limits_release(&limits);
    text_release(&out);
}

void cluster_ask_ended(struct cluster *c)
{
    struct text jobs = TEXT_INIT;
    for (size_t i = 0; i < c->submissions.n; i++) {
        const struct submission *s = &c->submissions.of[i];
        char *path = submission_path(s, ENDED), *noted = path_exists(path) ? file_read(path, NULL, NULL) : NULL;
        int forgotten = 0;
        for (long task = 0; task < s->n_tasks && !forgotten; task++)
            forgotten = !cluster_task(c, s, task);
        if (forgotten && noted)
            queue_add_squeue(&c->queue, noted);
        if (forgotten && !noted && *s->jobs)
            text_format(&jobs, "%s%s", jobs.length ? "," : "", s->jobs);
        free(noted);
        free(path);
    }
    if (jobs.length && !ask_accounts(c, text_of(&jobs)))
        ask_controller(c);
    text_release(&jobs);
    order_rows(c);
    order_places(c);
}

const struct cluster_place *cluster_find(const struct cluster *c, const char *run)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (strcmp(c->places[middle].run->run, run) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->n && strcmp(c->places[low].run->run, run) == 0 ? &c->places[low] : NULL;
}

const struct queue_row *cluster_tables(const struct cluster *c, const struct submission *s)
{
    const struct queue_row *found = NULL;
    for (size_t i = 0; i < c->queue.n; i++) {
        const struct queue_row *row = &c->queue.rows[i];
        if (row->task == SLURM_TABLES && strcmp(row->plan, s->plan) == 0 && (!found || row->state > found->state))
            found = row;
    }
    return found;
}

int cluster_note_ended(const struct cluster *c, const struct submission *s, struct error *e)
{
    struct text t = TEXT_INIT;
    for (long task = 0; task < s->n_tasks; task++) {
        const struct queue_row *row = cluster_task(c, s, task);
        char name[SLURM_NAME];
        long index;
        if (!row || cluster_is_alive(row) || parse_long(row->job + strcspn(row->job, "_") + 1, &index))
            continue;
        slurm_name(name, s->plan, task - index);
        text_format(&t, "%.*s|%ld|%s|%s|%s|%s|%s\n", (int)strcspn(row->job, "_"), row->job, index, row->word,
                    row->reason, row->node, row->since, name);
    }
    char *path = submission_path(s, ENDED);
    const int bad = file_write(path, text_of(&t), t.length, e);
    free(path);
    text_release(&t);
    return bad;
}

void cluster_release(struct cluster *c)
{
    submissions_release(&c->submissions);
    queue_release(&c->queue);
    free(c->rows);
    free(c->first);
    free(c->places);
    *c = (struct cluster) { 0 };
}
