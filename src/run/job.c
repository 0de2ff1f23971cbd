/* To be read from its end: job_do() takes the run, perform() does it step by step. */
#include "run/job.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "data/origin.h"
#include "data/task.h"
#include "nn/blas_buffer.h"
#include "run/digest.h"
#include "run/folder.h"
#include "run/judge.h"
#include "run/ledger.h"
#include "run/marks.h"
#include "run/outcome.h"
#include "run/provenance.h"
#include "run/scores.h"
#include "run/seal.h"
#include "slurm/here.h"
#include "store/file.h"
#include "store/ini.h"

/* What a job holds while it works. */
struct work {
    const struct job *job;
    const struct run *run;
    char *base; /* the folder that the run's folder will be in */
    struct run_folder folder;
    struct dataset set, foreign;
    struct task task;
    struct archive phase1;
    void *model;
    struct fit_report report;
    struct scores scores;
    unsigned marks; /* enum run_mark */
    struct run_progress progress;
    double reported, train_seconds, score_seconds;
    char started[32];
    struct text program; /* what meta.ini says of this program and machine */
    struct text tables;  /* and of the run's losses and metrics */
};

static void report(void *context, const char *stage, int done, int total, double loss)
{
    enum { EVERY_MS = 500 };
    struct work *w = context;
    double now = clock_seconds();
    if (done < total && now - w->reported < EVERY_MS / 1000.0)
        return;
    w->reported = now;
    snprintf(w->progress.stage, sizeof w->progress.stage, "%s", stage);
    w->progress.done = done;
    w->progress.total = total;
    w->progress.loss = loss;
    run_progress_write(w->base, w->run->id, &w->progress);
    run_folder_touch(&w->folder);
}

/* ---- the steps ---- */

static int open_set(struct dataset *set, const struct job *j, const char *name, const char *payload, struct error *e)
{
    return checked_open(set, j->sets, j->data, name, e) || dataset_expect(set, payload, e) ? -1 : 0;
}

static int load_images(struct work *w, struct error *e)
{
    const struct run *r = w->run;
    if (open_set(&w->set, w->job, r->dataset, r->payload, e) ||
        (r->foreign[0] && open_set(&w->foreign, w->job, r->foreign, r->foreign_payload, e)))
        return -1;
    return task_make(&w->task, &r->task, &w->set, r->foreign[0] ? &w->foreign : NULL, run_seed(r, "split"), e);
}

/* What is wrong with the first phase is wrong with what starts from it. */
static int load_phase1(struct work *w, struct error *e)
{
    if (!w->run->phase1[0])
        return 0;
    char *base = phase1_folder(w->job->results), *folder = path_join(base, w->run->phase1, NULL);
    char *path = path_join(folder, "model.lisae", NULL);
    struct ini meta = { 0 };
    int bad = archive_open(&w->phase1, path, e) || archive_expect_finite(&w->phase1, path, e) ||
              seal_open(&meta, folder, e) || seal_check(&meta, folder, w->run->phase1, SEAL_ALL, e) < 0;
    if (bad) {
        seal_remedy(folder, e);
        error_prefix(e, "the first phase that this run starts from");
    } else {
        w->marks |= marks_of(&meta);
    }
    ini_release(&meta);
    free(base);
    free(folder);
    free(path);
    return bad ? -1 : 0;
}

static int fit(struct work *w, struct error *e)
{
    const struct progress progress = { report, w };
    const struct fit_input in = {
        .settings = &w->run->settings,
        .positive = &w->task.positive,
        .negative = &w->task.negative,
        .seed = run_seed(w->run, "fit"),
        .first = w->run->phase1[0] ? &w->phase1 : NULL,
        .progress = &progress,
    };
    double start = clock_seconds();
    report(w, "start", 0, 1, 0);
    w->model = w->run->detector->fit(w->run->detector, &in, &w->report, e);
    w->train_seconds = clock_seconds() - start;
    w->marks |= w->report.stuck ? MARK_STUCK : 0;
    return w->model ? 0 : -1;
}

/* Hard labels are few by nature. Where as many other scores are equal, the images are the same to the detector, or in
 * the data, or the numbers have no digits left. */
static void remark(struct work *w)
{
    enum { SHARE = 10 };
    size_t n = w->scores.n, most, distinct = scores_distinct(&w->scores, &most);
    if (distinct == 1) {
        w->marks |= MARK_CONSTANT;
        fit_report_note(&w->report, "all %zu scores are equal", n);
    } else if (most > 1 && most * SHARE >= n && !(w->run->detector->flags & LABEL_SWEEP)) {
        fit_report_note(&w->report, "%zu of %zu scores are equal, %zu are distinct", most, n, distinct);
    }
}

static int score(struct work *w, struct error *e)
{
    const struct task *t = &w->task;
    double start = clock_seconds();
    scores_init(&w->scores, t->test.n);
    report(w, "scores", 0, 1, 0);
    if (w->run->detector->score(w->run->detector, w->model, &t->test, w->scores.score, e))
        return -1;
    w->score_seconds = clock_seconds() - start;
    memcpy(w->scores.index, t->index, t->test.n * sizeof *t->index);
    memcpy(w->scores.class_, t->test.labels, t->test.n * sizeof *t->test.labels);
    memcpy(w->scores.label, t->anomaly, t->test.n);
    for (size_t i = 0; i < t->test.n; i++)
        if (!isfinite(w->scores.score[i]))
            return error_set(e, "the score of test image %d is not finite", (int)t->index[i]);
    remark(w);
    return 0;
}

static int judge(struct work *w, struct error *e)
{
    char *path = run_folder_file(&w->folder, "scores.csv.gz");
    int bad = judge_append(&w->tables, w->run->detector, &w->scores, &w->run->task.anomaly, e) ||
              scores_write(&w->scores, path, e);
    free(path);
    return bad ? -1 : 0;
}

static int keep_model(const struct work *w, struct error *e)
{
    char *path = run_folder_file(&w->folder, "model.lisae");
    struct archive_writer *to = archive_create(path, e);
    free(path);
    if (!to)
        return -1;
    archive_add_text(to, "detector", w->run->detector->name);
    origin_put(to, &w->set, w->run->positive);
    w->run->detector->save(w->model, to);
    return archive_commit(to, e);
}

/* First phases are not judged: their scores do not tell of weights that ran away in the last step. */
static int expect_finite_model(const struct work *w, struct error *e)
{
    char *path = run_folder_file(&w->folder, "model.lisae");
    struct archive kept;
    int bad = archive_open_unchecked(&kept, path, e) || archive_expect_finite(&kept, "the trained model", e);
    archive_release(&kept);
    free(path);
    return bad ? -1 : 0;
}

static int perform(struct work *w, struct error *e)
{
    const int judged = !(w->run->detector->flags & HIDDEN);
    if (libraries_load(e) || blas_buffer_take(e) || load_images(w, e) || load_phase1(w, e) || fit(w, e) ||
        losses_append(&w->tables, &w->report, e))
        return -1;
    if (judged && (score(w, e) || judge(w, e)))
        return -1;
    if (judged && !w->job->keep_model)
        return 0;
    return keep_model(w, e) || expect_finite_model(w, e) ? -1 : 0;
}

/* ---- what every run's folder has, one that failed too ---- */

static int write_text(const struct work *w, const char *name, const char *text, struct error *e)
{
    char *path = run_folder_file(&w->folder, name);
    int bad = file_write(path, text, strlen(text), e);
    free(path);
    return bad;
}

/* What tells whether another run gave the same numbers. */
static void add_digests(const struct work *w, struct text *t)
{
    char hex[SHA256_HEX];
    unsigned char chain[SHA256_DIGEST_SIZE] = { 0 };
    if (w->scores.n) {
        digest_scores(&w->scores, hex);
        text_format(t, "scores_sha256 = %s\n", hex);
    }
    for (size_t i = 0; i < w->report.n_losses; i++)
        digest_loss(&w->report.losses[i], chain);
    hash_to_hex(chain, hex);
    if (w->report.n_losses)
        text_format(t, "loss_sha256 = %s\n", hex);
}

static int write_meta(const struct work *w, int failed, struct error *e)
{
    const struct run *r = w->run;
    struct text t = TEXT_INIT;
    char now[32];
    clock_utc(now, sizeof now);
    text_format(&t, "[run]\n" SEAL_FORMAT "status = %s\n", failed ? "failed" : "ok");
    if (w->report.note[0])
        text_format(&t, "note = %s\n", w->report.note);
    marks_print(&t, w->marks);
    if (r->phase1[0])
        text_format(&t, "first_phase = %s\n", r->phase1);
    text_format(&t, "started = %s\nended = %s\ntrain_s = %.3f\nscore_s = %.3f\npeak_memory_kib = %ld\n", w->started,
                now, w->train_seconds, w->score_seconds, provenance_peak_memory());
    if (!failed)
        add_digests(w, &t);
    text_format(&t, "[data]\ndataset = %s\nedition = %s\npayload = %s\n", r->dataset, r->edition, r->payload);
    if (r->foreign[0])
        text_format(&t, "negative_dataset = %s\nnegative_payload = %s\n", r->foreign, r->foreign_payload);
    text_append(&t, text_of(&w->program));
    here_describe(&t);
    if (!failed)
        text_append(&t, text_of(&w->tables));
    ini_fit(&t);
    int bad = seal_append(&t, w->folder.temporary, e) || write_text(w, "meta.ini", text_of(&t), e);
    text_release(&t);
    return bad;
}

/* Puts the folder in its place: 0, or 1 where it leaves that to another's that is there and whole, or -1. `reason`,
 * where the run failed, is one cell of a table. */
static int put_folder(struct work *w, char *reason, struct error *e)
{
    for (char *c = reason; c && *c; c++)
        if (*c == '\n')
            *c = ' ';
    if (write_text(w, "spec.ini", w->run->canonical, e) || (reason && write_text(w, "reason.txt", reason, e)) ||
        write_meta(w, reason != NULL, e)) {
        run_folder_abandon(&w->folder);
        return -1;
    }
    return run_folder_commit(&w->folder, e);
}

/* A line of the ledger: the attempt begins, or has ended so. */
static int note_attempt(const struct work *w, const char *attempt, const char *outcome, struct error *e)
{
    struct text kernels = TEXT_INIT;
    char now[32] = "";
    provenance_kernels_of(&w->program, &kernels);
    if (strcmp(outcome, "begun") != 0)
        clock_utc(now, sizeof now);
    int bad = ledger_add(w->job->results,
                         &(struct ledger_line) { w->run->id, attempt, outcome, w->started, now,
                                                 provenance_processor_seconds(), text_of(&kernels) },
                         e);
    text_release(&kernels);
    return bad;
}

/* ---- whose run it is ---- */

static int is_done(const struct work *w)
{
    char *place = outcome_place(NULL, w->run, w->job->results);
    int done = run_folder_status(place, w->run->id, NULL, 0) == RUN_OK;
    free(place);
    return done;
}

/* Is its first phase not there? `lisae run` has it done first, so somebody else is at it, or failed. */
static int waits_for_another(const struct work *w)
{
    char *phase1 = phase1_folder(w->job->results);
    int waits = w->run->phase1[0] && run_folder_status(phase1, w->run->phase1, NULL, 0) != RUN_OK;
    free(phase1);
    return waits;
}

/* 1: the run is to do, its folder begun. 0: it is done, or another's. */
static int take(struct work *w, struct error *e)
{
    const int leave = w->job->leave_busy;
    if (is_done(w) || (leave && waits_for_another(w)))
        return 0;
    int busy = run_folder_begin(&w->folder, w->base, w->run->id, !leave, e);
    if (busy)
        return busy < 0 ? -1 : 0;
    /* in folders of before, which were looked into, nothing is put any more */
    if (run_folder_status(w->base, w->run->id, NULL, 0) != RUN_OK)
        return 1;
    run_folder_abandon(&w->folder); /* somebody else did it meanwhile */
    return 0;
}

static void release(struct work *w)
{
    if (w->model)
        w->run->detector->free(w->model);
    fit_report_release(&w->report);
    scores_release(&w->scores);
    archive_release(&w->phase1);
    task_release(&w->task);
    dataset_release(&w->set);
    dataset_release(&w->foreign);
    text_release(&w->program);
    text_release(&w->tables);
    free(w->base);
}

/* The attempt's end: 0, or -1 with what was wrong with its folder. */
static int end_attempt(struct work *w, const char *attempt, char *reason, struct error *e)
{
    struct error later;
    /* while the lock is held, and before a kill could find the run done */
    int bad = run_progress_remove(w->base, w->run->id, e), put = put_folder(w, reason, bad ? &later : e);
    const char *outcome = reason || put < 0 ? "failed" : put ? "superseded" : "ok";
    bad = bad || put < 0;
    return note_attempt(w, attempt, outcome, bad ? &later : e) || bad ? -1 : 0;
}

static void describe_program(struct work *w)
{
    if (w->job->program)
        text_append(&w->program, w->job->program);
    else
        provenance_describe(&w->program);
}

/* The folder of a run whose process is gone. In the ledger its attempt stays begun. */
static int put_lost(struct work *w, char *reason, struct error *e)
{
    run_progress_remove(w->base, w->run->id, NULL);
    clock_utc(w->started, sizeof w->started);
    describe_program(w);
    return put_folder(w, reason, e) < 0 ? -1 : 0;
}

/* 0, or -1 with why: what was wrong with the run, what with its folder, or both. */
static int do_taken(struct work *w, struct error *e)
{
    struct error lost;
    char *attempt = mem_string(run_folder_attempt(&w->folder));
    run_progress_remove(w->base, w->run->id, NULL); /* a killed worker's */
    clock_utc(w->started, sizeof w->started);
    describe_program(w);
    /* no result depends on the ledger; that its end cannot be noted either is told */
    if (note_attempt(w, attempt, "begun", &lost))
        fit_report_note(&w->report, "%s", lost.text);
    const int failed = perform(w, e);
    int bad = end_attempt(w, attempt, failed ? e->text : NULL, &lost);
    free(attempt);
    if (!bad)
        return failed;
    const struct error why = *e;
    return failed ? error_set(e, "%.480s; and %.480s", why.text, lost.text) : error_set(e, "%s", lost.text);
}

static void name_run(const struct run *r, struct error *e)
{
    error_prefix(e, "run %s (%s, %s %s, seed %ld)", r->id, r->detector->name, r->dataset, r->positive, r->seed);
}

int job_do(const struct job *j, struct error *e)
{
    struct work w = { .job = j, .run = j->run, .base = outcome_folder(j->run, j->results) };
    int taken = take(&w, e), bad = taken < 0 || (taken && do_taken(&w, e));
    release(&w);
    if (bad)
        name_run(j->run, e);
    return bad ? -1 : 0;
}

int job_lost(const struct job *j, const char *reason, struct error *e)
{
    struct work w = { .job = j, .run = j->run, .base = outcome_folder(j->run, j->results) };
    struct error lost;
    error_set(e, "%s", reason);
    const int taken = take(&w, &lost);
    if (taken < 0 || (taken && put_lost(&w, e->text, &lost)))
        error_set(e, "%.480s; and %.480s", reason, lost.text);
    release(&w);
    name_run(j->run, e);
    return -1;
}
