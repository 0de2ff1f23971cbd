#include "cmd/cluster/run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cmd/cluster/submit.h"
#include "cmd/experiment/gather.h"
#include "cmd/work/watch.h"
#include "run/places.h"
#include "store/file.h"

static int read_wishes(const struct options *o, struct slurm_wishes *w, struct error *e)
{
    return wishes_read(w, o->slurm_options, getenv("SLURM_OPTIONS"), e);
}

int cluster_check(const struct options *o)
{
    const char *launch = getenv("LAUNCH");
    struct slurm_wishes w;
    struct error e;
    if (!o->slurm && o->wait)
        return complain(EXIT_USAGE, "run: --wait is for --slurm; without it `lisae run` waits in any case");
    if (!o->slurm && (o->slurm_options || o->chunk_given))
        return complain(EXIT_USAGE, "run: --%s is for --slurm", o->slurm_options ? "slurm-options" : "chunk");
    if (!o->slurm)
        return EXIT_OK;
    if (launch && *launch)
        return complain(EXIT_USAGE, "run: LAUNCH stands before the runs of one machine, found it with --slurm");
    const int bad = read_wishes(o, &w, &e);
    wishes_release(&w);
    return bad ? complain(EXIT_USAGE, "%s", e.text) : EXIT_OK;
}

static int expect_writable(const struct options *o, const struct plans *p, struct error *e)
{
    for (size_t i = 0; i < p->n; i++)
        if (gather_is_read_only(o, p->of[i].experiment))
            return error_set(e, "cannot write into '%s/%s'", o->results, p->of[i].experiment);
    return 0;
}

int cluster_answers(const struct options *o, const struct plans *p, struct error *e)
{
    return expect_writable(o, p, e) || cluster_reachable(e) ? -1 : 0;
}

static void tell(const struct options *o, const struct plans *p, const struct sent *sent)
{
    printf("%s: ", p->all->experiment);
    if (sent->runs + sent->phase1 > sent->refused)
        printf("%zu runs and first phases sent to the cluster in %zu tasks: jobs %s\n",
               sent->runs + sent->phase1 - sent->refused, sent->tasks, text_of(&sent->jobs));
    else
        printf("nothing new was sent to the cluster\n");
    if (sent->queued)
        printf("%zu were queued or running there before\n", sent->queued);
    if (sent->tables[0])
        printf("job %s makes the tables after them\n", sent->tables);
    if (!o->wait)
        printf("`lisae status` says what they are at, `lisae cancel` ends them\n");
    fflush(stdout);
}

/* Somebody has to let it go, which may take for ever: that is told, each job once. */
static void tell_held(const struct queue_row *row, struct text *told)
{
    struct text word = TEXT_INIT;
    text_format(&word, " %s ", row->job);
    if (row->state == SLURM_QUEUED && strcasestr(row->reason, "held") && !strstr(text_of(told), text_of(&word))) {
        complain(EXIT_OK, "job %s is held (%s): `scontrol release %s` lets it go, `lisae cancel` ends it", row->job,
                 row->reason, row->job);
        text_append(told, text_of(&word));
    }
    text_release(&word);
}

/* Are runs of the plan queued or running, or their tables? -1 where the controller does not say. */
static int is_at_work(const struct options *o, const struct plan *p, struct text *told)
{
    struct cluster c;
    struct error e;
    int alive = cluster_read(&c, o->results, &e) ? -1 : 0;
    if (alive < 0)
        complain(EXIT_OK, "%s; asking again", e.text);
    for (size_t i = 0; i < p->n + p->n_phase1 && alive == 0; i++) {
        const char *id = i < p->n ? p->runs[i].id : p->phase1[i - p->n].id;
        const struct cluster_place *place = cluster_find(&c, id);
        alive = place && (cluster_is_alive(place->row) || cluster_is_alive(cluster_tables(&c, place->of)));
        if (place && place->row)
            tell_held(place->row, told);
    }
    cluster_release(&c);
    return alive;
}

static volatile sig_atomic_t told_to_stop;

static void stop(int signal)
{
    told_to_stop = 1;
}

/* Until no job of the plan is left, with progress as of runs here; what is done the folders say. */
static int wait_for(const struct options *o, const struct plans *p, const struct left *left)
{
    enum { LONGEST_PAUSE = 30 }; /* seconds between two questions to the controller */
    struct watch w;
    struct text told = TEXT_INIT;
    double pause = 1;
    watch_init(&w, o, p->all, left);
    for (int alive = 1; alive && !told_to_stop;) {
        for (const double until = clock_seconds() + pause; clock_seconds() < until && !told_to_stop;)
            watch_look(&w);
        pause = 1.5 * pause < LONGEST_PAUSE ? 1.5 * pause : LONGEST_PAUSE;
        alive = told_to_stop ? 1 : is_at_work(o, p->all, &told);
    }
    watch_end(&w);
    text_release(&told);
    return told_to_stop ? complain(EXIT_RUN, "no longer waiting: the jobs go on; `lisae cancel` ends them") : EXIT_OK;
}

static void look_anew(const char *results)
{
    char *runs = runs_folder(results), *phase1 = phase1_folder(results);
    folder_look_anew(runs);
    folder_look_anew(phase1);
    free(runs);
    free(phase1);
}

/* What is left now, but for runs that failed by themselves. */
static int find_left(struct left *left, const struct options *o, const struct plans *p, struct error *e)
{
    left_release(left);
    look_anew(o->results);
    if (left_find(left, p->all, o->results, o->kept_folders, e))
        return -1;
    left_drop_failed(left, p->all, o->results);
    return 0;
}

static int send(const struct options *o, const struct plans *p, const struct left *left)
{
    struct slurm_wishes wishes;
    struct sent sent = { .jobs = TEXT_INIT };
    struct error e;
    int code = EXIT_OK;
    if (read_wishes(o, &wishes, &e) || cluster_submit(&sent, o, p, left, &wishes, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    else
        tell(o, p, &sent);
    if (code == EXIT_OK && sent.refused)
        complain(EXIT_OK, "the cluster takes no more jobs now: %zu runs are left for %s", sent.refused,
                 o->wait && sent.tasks ? "later" : "the same command again");
    /* with --wait the rest follows when there is room, if there ever is */
    if (code == EXIT_OK && sent.refused && !(o->wait && (sent.tasks || sent.queued)))
        code = EXIT_RUN;
    wishes_release(&wishes);
    text_release(&sent.jobs);
    return code;
}

int cluster_run(const struct options *o, const struct plans *p, struct left *left)
{
    const struct sigaction on_stop = { .sa_handler = stop };
    struct error e;
    int code = expect_writable(o, p, &e) ? complain(EXIT_RUN, "%s", e.text) : send(o, p, left);
    if (!o->wait || code != EXIT_OK)
        return code;
    sigaction(SIGTERM, &on_stop, NULL);
    sigaction(SIGINT, &on_stop, NULL);
    while ((code = wait_for(o, p, left)) == EXIT_OK) {
        const size_t before = left->n_runs;
        if (find_left(left, o, p, &e))
            return complain(EXIT_RUN, "%s", e.text);
        if (left->n_runs == 0)
            return EXIT_OK;
        if (left->n_runs == before)
            return complain(EXIT_RUN, "%zu runs came back undone: `lisae status` says why", left->n_runs);
        if ((code = send(o, p, left)) != EXIT_OK)
            return code;
    }
    return code;
}
