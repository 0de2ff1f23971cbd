/* To be read from its end. */
#include "cmd/cluster/submit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/hash.h"
#include "base/memory.h"
#include "cmd/experiment/experiment.h"
#include "cmd/line/shipped.h"
#include "run/folder.h"
#include "run/places.h"
#include "slurm/chunks.h"
#include "slurm/limits.h"
#include "slurm/script.h"
#include "slurm/submit.h"
#include "slurm/tool.h"
#include "store/file.h"

/* A process of its own for each, files to read and to write. */
static const double SECONDS_EACH = 0.1;

/* A run or first phase that goes to the cluster now. */
struct unit {
    const struct run *run;
    int keep_model, group;
    double seconds;
};

/* Groups: the first phases that start from nothing, those that start from these, and so on; then the runs, likewise.
 * A group can begin when that of its own first phases has ended. */
struct sending {
    const struct options *o;
    const struct plans *p;
    const struct left *left;
    const struct slurm_wishes *wishes;
    struct cluster cluster;
    struct slurm_limits limits;
    struct unit *units; /* by group */
    size_t n;
    int depths, n_groups; /* depths: groups of first phases */
    struct chunks chunks;
    struct submission s;
    struct text *ended; /* (n_groups) the jobs of each group, "12:13" */
    struct text others; /* jobs of earlier calls that have runs of this plan, likewise */
    struct sent *sent;
};

/* ---- what there is to send ---- */

/* Tasks of an array, 12_3, are of its job. */
static void add_job(struct text *jobs, const char *job)
{
    text_add_once(jobs, ":", job, strcspn(job, "_"));
}

/* Is it queued or running already? Whoever comes after has to wait for that job. */
static int is_there(struct sending *s, const struct run *r)
{
    const struct cluster_place *place = cluster_find(&s->cluster, r->id);
    if (!place || !cluster_is_alive(place->row))
        return 0;
    add_job(&s->others, place->row->job);
    s->sent->queued++;
    return 1;
}

/* How many first phases have to be done before, one after the other. */
static int depth_of(const struct sending *s, const struct run *r)
{
    const struct plan *all = s->p->all;
    const struct run *first = plan_first(all, r);
    return first && s->left->phase1[first - all->phase1] ? 1 + depth_of(s, first) : 0;
}

static void add_units(struct sending *s, const struct run *runs, size_t n, const unsigned char *to_do, int are_runs)
{
    for (size_t i = 0; i < n; i++) {
        if (!to_do[i] || is_there(s, &runs[i]))
            continue;
        const int depth = depth_of(s, &runs[i]);
        s->units[s->n++] = (struct unit) { .run = &runs[i],
                                           .keep_model = !are_runs || (s->p->keep_model[i] && s->o->keep_models),
                                           .group = are_runs ? s->depths + depth : depth };
    }
}

static int by_group(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->run < y->run ? -1 : x->run > y->run; /* in the plan's order */
}

static void collect_units(struct sending *s)
{
    const struct plan *all = s->p->all;
    struct pace pace;
    for (size_t i = 0; i < all->n_phase1; i++)
        if (s->left->phase1[i]) {
            const int depth = depth_of(s, &all->phase1[i]) + 1;
            s->depths = depth > s->depths ? depth : s->depths;
        }
    s->n_groups = 2 * s->depths + 1; /* runs start from a phase of any depth, or from none */
    s->units = mem_zero(all->n + all->n_phase1, sizeof *s->units);
    add_units(s, all->phase1, all->n_phase1, s->left->phase1, 0);
    s->sent->phase1 = s->n;
    add_units(s, all->runs, all->n, s->left->runs, 1);
    s->sent->runs = s->n - s->sent->phase1;
    qsort(s->units, s->n, sizeof *s->units, by_group);
    experiment_pace(s->o, all, &pace);
    for (size_t i = 0; i < s->n; i++)
        s->units[i].seconds = SECONDS_EACH + pace_seconds(&pace, s->units[i].run->detector, run_work(s->units[i].run));
    pace_release(&pace);
}

static void make_chunks(struct sending *s)
{
    struct chunk_unit *units = mem_zero(s->n + 1, sizeof *units);
    for (size_t i = 0; i < s->n; i++)
        units[i] = (struct chunk_unit) { s->units[i].group, s->units[i].seconds };
    chunks_make(&s->chunks, units, s->n, s->n_groups, 60 * s->o->chunk_minutes);
    free(units);
}

/* ---- the folder of the submission ---- */

/* A name that no other attempt has, of this plan or another one. */
static void name_submission(struct sending *s)
{
    char owner[160], hex[SHA256_HEX];
    unsigned long long random = 0;
    struct timespec now;
    struct hash h;
    hash_init(&h);
    for (size_t i = 0; i < s->n; i++)
        hash_add(&h, s->units[i].run->id, RUN_ID);
    clock_gettime(CLOCK_REALTIME, &now);
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        random = 0;
    snprintf(owner, sizeof owner, "%lld.%ld %llx", (long long)now.tv_sec, now.tv_nsec, random);
    hash_add(&h, owner, strlen(owner));
    hash_hex(&h, hex);
    snprintf(s->s.plan, sizeof s->s.plan, "%.12s", hex);
}

static int write_submission(struct sending *s, struct error *e)
{
    char *base = cluster_folder(s->o->results);
    const char **texts = mem_zero(s->n + 1, sizeof *texts);
    name_submission(s);
    s->s.folder = path_join(base, s->s.plan, NULL);
    s->s.of = mem_zero(s->n + 1, sizeof *s->s.of);
    s->s.n = s->n;
    for (size_t i = 0; i < s->n; i++) {
        struct submitted *u = &s->s.of[i];
        u->task = (long)s->chunks.task[i];
        u->seconds = s->units[i].seconds;
        u->keep_model = s->units[i].keep_model;
        snprintf(u->run, sizeof u->run, "%s", s->units[i].run->id);
        texts[i] = s->units[i].run->canonical;
    }
    const int bad = submission_write(&s->s, texts, e);
    free(texts);
    free(base);
    return bad;
}

static void add_words(struct text *t, const char *first, const char *second)
{
    text_append(t, " ");
    script_word(t, first);
    if (second) {
        text_append(t, " ");
        script_word(t, second);
    }
}

/* "PROGRAM COMMAND --results R --data D". */
static void begin_command(struct text *t, const struct options *o, const char *program, const char *command)
{
    script_word(t, program);
    text_format(t, " %s", command);
    add_words(t, "--results", o->results);
    add_words(t, "--data", o->data);
}

static int write_script(const struct submission *s, const char *name, const struct text *t, struct error *e)
{
    char *path = submission_path(s, name);
    const int bad = file_write(path, text_of(t), t->length, e);
    free(path);
    return bad;
}

static int write_scripts(const struct sending *s, const struct submission *to, struct error *e)
{
    const struct options *o = s->o;
    struct text task = TEXT_INIT, settle = TEXT_INIT, tables = TEXT_INIT, script = TEXT_INIT;
    char *program = program_path();
    begin_command(&task, o, program, "task");
    text_append(&task, " --");
    add_words(&task, to->folder, NULL);
    text_append(&settle, text_of(&task));
    begin_command(&tables, o, program, "collect");
    for (size_t i = 0; i < o->n_overrides; i++)
        add_words(&tables, "-D", o->overrides[i]);
    for (size_t i = 0; i < o->n_kept_folders; i++)
        add_words(&tables, "--with", o->kept_folders[i]);
    if (o->published)
        add_words(&tables, "--published", o->published);
    text_append(&tables, " --");
    for (int i = 0; i < o->n_arguments; i++)
        add_words(&tables, o->arguments[i], NULL);
    script_append(&script, s->wishes, NULL, text_of(&task), 1);
    int bad = write_script(to, "task.sh", &script, e);
    text_clear(&script);
    script_append(&script, s->wishes, text_of(&settle), text_of(&tables), 0);
    bad = bad || write_script(to, "tables.sh", &script, e);
    text_release(&task);
    text_release(&settle);
    text_release(&tables);
    text_release(&script);
    free(program);
    return bad;
}

/* ---- jobs ---- */

/* The jobs that have to end before those of a group. */
static void jobs_before(const struct sending *s, int group, struct text *jobs)
{
    const int depth = group < s->depths ? group : group - s->depths;
    if (depth == 0)
        return;
    text_append(jobs, text_of(&s->ended[depth - 1]));
    if (s->others.length)
        text_format(jobs, "%s%s", jobs->length ? ":" : "", text_of(&s->others));
}

/* A path as sbatch takes it for a log, where % begins a pattern. */
static char *log_path(const struct submission *s, const char *name)
{
    struct text t = TEXT_INIT;
    for (const char *c = s->folder; *c; c++) {
        text_append_bytes(&t, c, 1);
        if (*c == '%')
            text_append(&t, "%");
    }
    text_format(&t, "/%s", name);
    return t.s;
}

/* What the tasks first to first + n - 1 need: the time of the longest, the memory of the largest run. */
static void size_tasks(const struct sending *s, struct slurm_job *j)
{
    enum { SLACK = 2, MORE_MINUTES = 10, MORE_MEBIBYTES = 256, MEBIBYTE = 1 << 20 };
    double seconds = 0, longest = 0, bytes = 0;
    long task = -1;
    for (size_t i = 0; i < s->n; i++) {
        const long of = (long)s->chunks.task[i];
        if (of < j->first || of >= j->first + j->tasks)
            continue;
        seconds = of == task ? seconds + s->units[i].seconds : s->units[i].seconds;
        task = of;
        longest = fmax(longest, seconds);
        bytes = s->limits.counts_memory ? fmax(bytes, run_memory(s->units[i].run)) : 0;
    }
    j->minutes = SLACK * longest / 60 + MORE_MINUTES;
    if (s->limits.counts_memory)
        j->mebibytes = s->o->memory_gib > 0 ? 1024 * s->o->memory_gib : bytes / MEBIBYTE * 1.25 + MORE_MEBIBYTES;
}

/* One array, of `*tasks` at most: fewer where the cluster takes no more at once. 0, 1 where it takes none, -1. */
static int send_array(struct sending *s, int group, long first, long *tasks, long at_once, struct error *e)
{
    char *script = submission_path(&s->s, "task.sh"), *log = log_path(&s->s, "%A_%a.log"), number[SLURM_JOB];
    struct text before = TEXT_INIT;
    jobs_before(s, group, &before);
    struct slurm_job j = { .plan = s->s.plan,
                           .first = first,
                           .tasks = *tasks,
                           .at_once = at_once,
                           .script = script,
                           .log = log,
                           .after = text_of(&before),
                           .wishes = s->wishes };
    int rc = 1;
    for (; j.tasks > 0 && rc == 1; j.tasks /= 2) {
        size_tasks(s, &j);
        rc = submit(&j, 1, number, e);
        *tasks = j.tasks;
    }
    if (rc == 0) {
        add_job(&s->ended[group], number);
        text_format(&s->sent->jobs, "%s%s", s->sent->jobs.length ? ", " : "", number);
        s->sent->tasks += (size_t)*tasks;
        rc = submission_note(&s->s, number, first, *tasks, e);
    }
    text_release(&before);
    free(script);
    free(log);
    return rc;
}

/* -j is for all arrays of a group together. */
static long share_of(const struct sending *s, long tasks)
{
    const long arrays = (tasks + s->limits.array - 1) / s->limits.array;
    if (!s->o->jobs_given)
        return 0;
    return s->o->jobs > arrays ? s->o->jobs / arrays : 1;
}

/* All groups in their order, until the cluster takes no more. */
static int send_arrays(struct sending *s, struct error *e)
{
    int rc = 0;
    for (int g = 0; g < s->n_groups && rc == 0; g++) {
        const long end = (long)s->chunks.first[g + 1];
        const long at_once = share_of(s, end - (long)s->chunks.first[g]);
        for (long first = (long)s->chunks.first[g], tasks; first < end && rc == 0; first += tasks) {
            tasks = end - first < s->limits.array ? end - first : s->limits.array;
            rc = send_array(s, g, first, &tasks, at_once, e);
        }
    }
    if (rc == 1)
        for (size_t i = 0; i < s->n; i++)
            s->sent->refused += s->chunks.task[i] >= s->sent->tasks;
    return rc < 0 ? -1 : 0;
}

/* The newest submission with a task that has runs of this plan, where nothing new is sent. */
static const struct submission *living_submission(const struct sending *s)
{
    const struct plan *all = s->p->all;
    const struct submission *newest = NULL;
    for (size_t i = 0; i < all->n; i++) {
        const struct cluster_place *place = s->left->runs[i] ? cluster_find(&s->cluster, all->runs[i].id) : NULL;
        if (place && cluster_is_alive(place->row) && (!newest || place->of < newest))
            newest = place->of;
    }
    return newest;
}

/* The tables, after all jobs that have runs of this plan, however they end. Not sent again where it waits already. */
static int send_tables(struct sending *s, struct error *e)
{
    const struct submission *of = s->sent->tasks ? &s->s : living_submission(s);
    struct text before = TEXT_INIT;
    if (!of || (of != &s->s && cluster_is_alive(cluster_tables(&s->cluster, of))))
        return 0;
    text_append(&before, text_of(&s->others));
    for (int g = 0; g < s->n_groups; g++)
        if (s->ended[g].length)
            text_format(&before, "%s%s", before.length ? ":" : "", text_of(&s->ended[g]));
    char *script = submission_path(of, "tables.sh"), *log = log_path(of, "tables.log"), number[SLURM_JOB];
    const struct slurm_job j = { .plan = of->plan,
                                 .first = SLURM_TABLES,
                                 .script = script,
                                 .log = log,
                                 .after = text_of(&before),
                                 .wishes = s->wishes };
    int rc = of == &s->s ? 0 : write_scripts(s, of, e); /* of these specs */
    rc = rc ? -1 : submit(&j, 1, number, e);
    if (rc == 0) {
        snprintf(s->sent->tables, sizeof s->sent->tables, "%s", number);
        rc = submission_note(of, number, SLURM_TABLES, 1, e);
    }
    text_release(&before);
    free(script);
    free(log);
    return rc < 0 ? -1 : 0; /* where there is no room for one more, `lisae collect` makes them */
}

/* ---- */

static int ask_limits(struct slurm_limits *l, struct error *e)
{
    static const char *const words[] = { "scontrol", "show", "config", NULL };
    struct text out = TEXT_INIT;
    const int bad = slurm_tool(words, &out, e) || limits_read(l, text_of(&out), e);
    text_release(&out);
    return bad ? -1 : 0;
}

int cluster_reachable(struct error *e)
{
    struct slurm_limits limits = { 0 };
    const int bad = ask_limits(&limits, e);
    limits_release(&limits);
    return bad;
}

/* Submissions of old of which each run has a result: what their logs say is of no use any more. */
static void forget_old(const struct sending *s)
{
    const long long day = 24LL * 60 * 60 * 1000000000, now = (long long)time(NULL) * 1000000000LL;
    char *runs = runs_folder(s->o->results), *phase1 = phase1_folder(s->o->results);
    for (size_t i = 0; i < s->cluster.submissions.n; i++) {
        const struct submission *old = &s->cluster.submissions.of[i];
        int over = now - old->made > day && !cluster_is_alive(cluster_tables(&s->cluster, old));
        for (size_t k = 0; k < old->n && over; k++)
            over = !cluster_is_alive(cluster_task(&s->cluster, old, old->of[k].task)) &&
                   (run_folder_stamp(runs, old->of[k].run) != 0 || run_folder_stamp(phase1, old->of[k].run) != 0);
        if (over)
            folder_remove(old->folder, NULL);
    }
    free(runs);
    free(phase1);
}

static int send_all(struct sending *s, struct error *e)
{
    if (cluster_read(&s->cluster, s->o->results, e) || ask_limits(&s->limits, e))
        return -1;
    forget_old(s);
    collect_units(s);
    s->ended = mem_zero((size_t)s->n_groups, sizeof *s->ended);
    make_chunks(s);
    if (s->n && (write_submission(s, e) || write_scripts(s, &s->s, e) || send_arrays(s, e)))
        return -1;
    return send_tables(s, e);
}

int cluster_submit(struct sent *sent, const struct options *o, const struct plans *p, const struct left *left,
                   const struct slurm_wishes *wishes, struct error *e)
{
    *sent = (struct sent) { .jobs = TEXT_INIT };
    struct sending s = { .o = o, .p = p, .left = left, .wishes = wishes, .sent = sent };
    struct lock lock = { -1 };
    char *base = cluster_folder(o->results), *path = path_join(base, ".lock", NULL);
    char *runs = runs_folder(o->results), *phase1 = phase1_folder(o->results);
    /* another call at the same moment would not see these jobs yet */
    const int bad = folder_make(base, e) || folder_make(runs, e) || folder_make(phase1, e) ||
                    lock_take(&lock, path, e) || send_all(&s, e);
    lock_release(&lock);
    for (int g = 0; g < s.n_groups; g++)
        text_release(&s.ended[g]);
    free(s.ended);
    free(s.units);
    text_release(&s.others);
    chunks_release(&s.chunks);
    limits_release(&s.limits);
    submission_release(&s.s);
    cluster_release(&s.cluster);
    free(base);
    free(path);
    free(runs);
    free(phase1);
    return bad ? -1 : 0;
}
