/* `lisae work`: one run in one process and one thread. `lisae run` starts it through make; on
 * a cluster the launcher starts it on another machine that sees the same files. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "data/task.h"
#include "run/folder.h"
#include "run/judge.h"
#include "run/outcome.h"
#include "run/provenance.h"
#include "run/scores.h"
#include "store/file.h"
#include "store/ini.h"

/* Everything that one run holds while it works. */
struct job {
    const struct options *options;
    struct run run;
    struct dataset set, foreign;
    struct task task;
    struct archive phase1;
    void *model;
    struct scores scores;
    struct fit_report report;
    struct run_folder folder;
    char *base;
    struct run_progress progress;
    double reported, train_seconds, score_seconds;
    int leave_busy; /* what another process is at is left to it */
    char started[32];
};

static void utc(char *out, size_t room)
{
    time_t now = time(NULL);
    struct tm t;
    strftime(out, room, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &t));
}

static void report(void *context, const char *stage, int done, int total, double loss)
{
    enum { EVERY_MS = 500 };
    struct job *j = context;
    double now = clock_seconds();
    if (done < total && now - j->reported < EVERY_MS / 1000.0)
        return;
    j->reported = now;
    snprintf(j->progress.stage, sizeof j->progress.stage, "%s", stage);
    j->progress.done = done;
    j->progress.total = total;
    j->progress.loss = loss;
    run_progress_write(j->base, j->run.id, &j->progress);
}

static int open_set(struct dataset *set, const char *folder, const char *name, const char *payload, struct error *e)
{
    if (dataset_open(set, folder, name, e))
        return -1;
    if (strcmp(set->payload, payload) != 0)
        return error_set(
            e, "data set '%s' is another one than the plan was made with: expected payload %.12s, found %.12s", name,
            payload, set->payload);
    return 0;
}

static int load_images(struct job *j, struct error *e)
{
    const struct run *r = &j->run;
    const char *data = j->options->data;
    if (open_set(&j->set, data, r->dataset, r->payload, e) ||
        (r->foreign[0] && open_set(&j->foreign, data, r->foreign, r->foreign_payload, e)))
        return -1;
    return task_make(&j->task, &r->task, &j->set, r->foreign[0] ? &j->foreign : NULL, run_seed(r, "split"), e);
}

static int load_phase1(struct job *j, struct error *e)
{
    if (!j->run.phase1[0])
        return 0;
    char *folder = phase1_folder(j->options->results), *path = path_join(folder, j->run.phase1, "model.lisae", NULL);
    struct error inner;
    int bad = archive_open(&j->phase1, path, &inner);
    if (bad)
        error_set(e, "the first phase that this run starts from: %s (remove '%s/%s' to have it done anew)", inner.text,
                  folder, j->run.phase1);
    free(folder);
    free(path);
    return bad;
}

static int fit(struct job *j, struct error *e)
{
    const struct progress progress = { report, j };
    const struct fit_input in = {
        .settings = &j->run.settings,
        .positive = &j->task.positive,
        .negative = &j->task.negative,
        .seed = run_seed(&j->run, "fit"),
        .first = j->run.phase1[0] ? &j->phase1 : NULL,
        .progress = &progress,
    };
    double start = clock_seconds();
    report(j, "start", 0, 1, 0);
    j->model = j->run.detector->fit(j->run.detector, &in, &j->report, e);
    j->train_seconds = clock_seconds() - start;
    return j->model ? 0 : -1;
}

static int score(struct job *j, struct error *e)
{
    const struct task *t = &j->task;
    double start = clock_seconds();
    scores_init(&j->scores, t->test.n);
    report(j, "scores", 0, 1, 0);
    if (j->run.detector->score(j->run.detector, j->model, &t->test, j->scores.score, e))
        return -1;
    j->score_seconds = clock_seconds() - start;
    memcpy(j->scores.index, t->index, t->test.n * sizeof *t->index);
    memcpy(j->scores.class_, t->test.labels, t->test.n * sizeof *t->test.labels);
    memcpy(j->scores.label, t->anomaly, t->test.n);
    for (size_t i = 0; i < t->test.n; i++)
        if (!isfinite(j->scores.score[i]))
            return error_set(e, "the score of test image %d is not finite", (int)t->index[i]);
    return 0;
}

static int write_model(const struct job *j, struct error *e)
{
    char *path = run_folder_file(&j->folder, "model.lisae");
    struct archive_writer *w = archive_create(path, e);
    free(path);
    if (!w)
        return -1;
    archive_add_text(w, "detector", j->run.detector->name);
    j->run.detector->save(j->model, w);
    return archive_commit(w, e);
}

static int write_meta(const struct job *j, int failed, struct error *e)
{
    struct text t = TEXT_INIT;
    char now[32], *path = run_folder_file(&j->folder, "meta.ini");
    utc(now, sizeof now);
    text_format(&t, "[run]\nstatus = %s\n", failed ? "failed" : "ok");
    if (j->report.note[0])
        text_format(&t, "note = %s\n", j->report.note);
    if (j->run.phase1[0])
        text_format(&t, "first_phase = %s\n", j->run.phase1);
    text_format(&t, "started = %s\nended = %s\ntrain_s = %.3f\nscore_s = %.3f\npeak_memory_kib = %ld\n", j->started,
                now, j->train_seconds, j->score_seconds, provenance_peak_memory());
    text_format(&t, "[data]\ndataset = %s\nedition = %s\npayload = %s\n", j->run.dataset, j->run.edition,
                j->run.payload);
    if (j->run.foreign[0])
        text_format(&t, "negative_dataset = %s\nnegative_payload = %s\n", j->run.foreign, j->run.foreign_payload);
    provenance_describe(&t);
    ini_fit(&t);
    int bad = file_write(path, t.s, t.length, e);
    text_release(&t);
    free(path);
    return bad;
}

static int write_text(const struct job *j, const char *name, const char *text, struct error *e)
{
    char *path = run_folder_file(&j->folder, name);
    int bad = file_write(path, text, strlen(text), e);
    free(path);
    return bad;
}

/* What every run's folder has, one that failed too. */
static int write_outcome(const struct job *j, const char *reason, struct error *e)
{
    return write_text(j, "spec.ini", j->run.canonical, e) || (reason && write_text(j, "reason.txt", reason, e)) ||
           write_meta(j, reason != NULL, e);
}

static int perform(struct job *j, struct error *e)
{
    int stage = j->run.detector->flags & HIDDEN; /* not judged: others start from it */
    if (load_images(j, e) || load_phase1(j, e) || fit(j, e))
        return -1;
    if (!stage && (score(j, e) || write_evaluation(&j->folder, j->run.detector, &j->scores, &j->run.task.anomaly, e)))
        return -1;
    if (write_losses(&j->folder, &j->report, e) || ((stage || j->options->keep_models) && write_model(j, e)))
        return -1;
    if (stage)
        return 0;
    char *path = run_folder_file(&j->folder, "scores.csv.gz");
    int bad = scores_write(&j->scores, path, e);
    free(path);
    return bad;
}

static void job_release(struct job *j)
{
    if (j->model)
        j->run.detector->free(j->model);
    fit_report_release(&j->report);
    scores_release(&j->scores);
    archive_release(&j->phase1);
    task_release(&j->task);
    dataset_release(&j->set);
    dataset_release(&j->foreign);
    run_release(&j->run);
    free(j->base);
}

/* A reason is one cell of a table. */
static void one_line(char *s)
{
    for (; *s; s++)
        if (*s == '\n')
            *s = ' ';
}

/* Is its first phase not there? `lisae run` has it done first, so somebody else is at it, or failed. */
static int waits_for_another(const struct job *j)
{
    char *phase1 = phase1_folder(j->options->results);
    int waits = j->run.phase1[0] && run_folder_status(phase1, j->run.phase1, NULL, 0) != RUN_OK;
    free(phase1);
    return waits;
}

static int work(struct job *j)
{
    struct error e, second;
    const char *id = j->run.id;
    if (run_folder_status(j->base, id, NULL, 0) == RUN_OK)
        return EXIT_OK;
    if (j->leave_busy && waits_for_another(j))
        return EXIT_OK;
    int busy = run_folder_begin(&j->folder, j->base, id, !j->leave_busy, &e);
    if (busy < 0)
        return complain(EXIT_RUN, "run %s: %s", id, e.text);
    if (busy)
        return EXIT_OK;
    if (run_folder_status(j->base, id, NULL, 0) == RUN_OK) { /* somebody else did it meanwhile */
        run_folder_abandon(&j->folder);
        return EXIT_OK;
    }
    run_progress_remove(j->base, id); /* a killed worker's */
    utc(j->started, sizeof j->started);
    int bad = perform(j, &e);
    if (bad) {
        one_line(e.text);
        complain(EXIT_RUN, "run %s (%s, %s %s, seed %ld): %s", id, j->run.detector->name, j->run.dataset,
                 j->run.positive, j->run.seed, e.text);
    }
    run_progress_remove(j->base, id); /* while the lock is held, and before a kill could find the run done */
    if (write_outcome(j, bad ? e.text : NULL, &second)) {
        run_folder_abandon(&j->folder);
        bad = complain(EXIT_RUN, "run %s: %s", id, second.text);
    } else if (run_folder_commit(&j->folder, &second)) {
        bad = complain(EXIT_RUN, "run %s: %s", id, second.text);
    }
    return bad ? EXIT_RUN : EXIT_OK;
}

static int run_command(int argc, char **argv)
{
    struct options o;
    struct error e;
    int code = options_parse(&o, &command_work, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    struct job j = { .options = &o, .leave_busy = getenv(WORK_LEAVE_BUSY) != NULL };
    provenance_one_thread();
    if (run_read(&j.run, o.arguments[0], &e)) {
        code = complain(EXIT_USAGE, "%s", e.text);
    } else if (!(j.run.detector->flags & HIDDEN) && !o.experiment) {
        code = complain(EXIT_USAGE, "work: expected --experiment NAME");
    } else {
        j.base = outcome_folder(o.experiment, &j.run, o.results);
        code = work(&j);
    }
    job_release(&j);
    options_release(&o);
    return code;
}

const struct command command_work = {
    "work",
    run_command,
    NULL,
    "Usage: lisae work --experiment NAME [--results DIR] [--data DIR] [--no-models] RUN.ini\n"
    "\n"
    "Does one run of a plan in this process, on one thread. `lisae run` calls it; its file\n"
    "RUN.ini is the run's canonical spec (RESULTS/NAME/plan/ID.ini). A run that is done is left\n"
    "alone; a run that another process is at is waited for, but where the environment has\n"
    "LISAE_LEAVE_BUSY, as from `lisae run`, which comes back to it.\n",
    "experiment results data no-models",
};
