/* `lisae cancel`: ends what `lisae run --slurm` sent to the cluster. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/cluster/cluster.h"
#include "cmd/experiment/experiment.h"
#include "cmd/line/command.h"
#include "slurm/tool.h"

/* Which submissions have runs of the plan, by number; free(). Other experiments' runs in them go along: they were sent
 * together. */
static unsigned char *mark(const struct cluster *c, const struct plan *p)
{
    unsigned char *marked = mem_zero(c->submissions.n + 1, 1);
    for (size_t i = 0; i < p->n; i++) {
        const char *id = p->runs[i].id;
        for (const struct cluster_place *at = cluster_find(c, id); at && at < c->places + c->n; at++) {
            if (strcmp(at->run->run, id) != 0)
                break;
            marked[at->of - c->submissions.of] = 1;
        }
    }
    return marked;
}

struct jobs {
    char **words; /* what scancel is called with, NULL-terminated */
    size_t n;
};

/* A job of an array once, by the number of the array. */
static void add(struct jobs *j, const char *job)
{
    char number[32];
    snprintf(number, sizeof number, "%.*s", (int)strcspn(job, "_"), job);
    for (size_t i = 0; i < j->n; i++)
        if (strcmp(j->words[i], number) == 0)
            return;
    j->words = mem_resize(j->words, j->n + 2, sizeof *j->words);
    j->words[j->n++] = mem_string(number);
    j->words[j->n] = NULL;
}

static int cancel_jobs(const struct jobs *j)
{
    struct text out = TEXT_INIT;
    struct error e;
    const int bad = slurm_tool((const char *const *)j->words, &out, &e);
    text_release(&out);
    if (bad)
        return complain(EXIT_RUN, "%s", e.text);
    printf("cancelled: job%s", j->n > 2 ? "s" : "");
    for (size_t i = 1; i < j->n; i++)
        printf("%s %s", i > 1 ? "," : "", j->words[i]);
    printf("\n");
    return EXIT_OK;
}

static int cancel(const struct options *o, const struct plans *p)
{
    struct cluster c;
    struct jobs j = { 0 };
    struct error e;
    int code = cluster_read(&c, o->results, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    unsigned char *marked = mark(&c, p->all);
    add(&j, "scancel");
    for (size_t i = 0; i < c.queue.n && code == EXIT_OK; i++)
        for (size_t k = 0; k < c.submissions.n; k++)
            if (marked[k] && cluster_is_alive(&c.queue.rows[i]) &&
                strcmp(c.submissions.of[k].plan, c.queue.rows[i].plan) == 0)
                add(&j, c.queue.rows[i].job);
    if (code == EXIT_OK && j.n > 1)
        code = cancel_jobs(&j);
    else if (code == EXIT_OK)
        printf("%s: no job of it is queued or running\n", p->all->experiment);
    split_free(j.words);
    free(marked);
    cluster_release(&c);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_cancel, suite, argc, argv, cancel);
}

const struct command command_cancel = {
    "cancel",
    run_command,
    "end what `lisae run --slurm` sent to a cluster",
    "Usage: lisae cancel [options] SPEC.ini ...\n"
    "\n"
    "Cancels the jobs that have runs of SPEC, queued or running; what is done stays, and\n"
    "`lisae run --slurm` sends the rest again. Specs that were sent together end together.\n"
    "\n"
    "Exit code: 0, also where there is no job; 3 where Slurm does not answer.\n",
    "define results data",
};
