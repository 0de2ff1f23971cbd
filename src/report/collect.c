#include "report/collect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "report/lost.h"
#include "report/means/metrics.h"
#include "run/digest.h"
#include "run/judge.h"
#include "run/kept.h"
#include "run/kept_ranks.h"
#include "run/marks.h"
#include "run/outcome.h"
#include "run/result.h"
#include "run/row.h"
#include "store/csv.h"
#include "store/file.h"

enum { ROC_POINTS = 300 };

/* Where the merged tables grow. */
struct tables {
    const struct plan *plan;
    const char *results, *folder; /* of runs and of first phases; of the tables */
    struct csv_out auc, times, metrics, roc, tradeoff, loss, kept;
};

/* A row with the cells that tell which run it is. */
static void begin_row(struct row *row, struct csv_out *to, const struct tables *t, const struct run *r)
{
    row_init(row, to);
    row_run(row, r);
    row_set(row, "experiment", t->plan->experiment);
}

/* The start of the sum of a run's scores, as tables have it; `sum` may be NULL. */
static void shorten(char out[DIGEST_SHORT + 1], const char *sum)
{
    snprintf(out, DIGEST_SHORT + 1, "%.*s", DIGEST_SHORT, sum ? sum : "");
}

/* Takes from the kept row what was measured; the cells that name the run come from the plan, and `scores` (NULL: the
 * row's own) from the ranks that are kept beside the table. */
static void add_kept_row(struct csv_out *to, const struct tables *t, const struct run *r, const struct csv *from,
                         size_t which, const char *scores)
{
    struct row row;
    row_init(&row, to);
    row_copy(&row, from, which);
    row_run(&row, r);
    row_set(&row, "experiment", t->plan->experiment);
    if (scores)
        row_set(&row, "scores", scores);
    row_put(&row);
    row_release(&row);
}

/* The run that pictures show beside this one: of the detector whose model is the first phase, with the same settings,
 * on the same images. NULL where the plan has none. */
static const struct run *shown_beside(const struct plan *p, const struct run *r)
{
    const struct run *found = NULL;
    if (r->detector->flags & BESIDE_FIRST_PHASE)
        for (size_t i = 0; i < p->suite->n && !found; i++)
            if (p->suite->detectors[i]->flags & AS_FIRST_PHASE)
                found = plan_counterpart(p, r, p->suite->detectors[i]);
    return found;
}

/* A curve of very many points is shown by some of them: each second, third, ... and the last. */
static int is_shown(size_t point, size_t n, size_t most)
{
    const size_t step = n > most ? (n + most - 1) / most : 1;
    return point % step == 0 || point + 1 == n;
}

/* The rows of a run's curves; of a ROC curve of very many points those that are shown. */
static void add_curves(struct tables *t, const struct run *r, const struct roc *roc, const struct tradeoff *tradeoff)
{
    struct row row;
    const struct run *beside = shown_beside(t->plan, r);
    begin_row(&row, &t->roc, t, r);
    for (size_t i = 0; i < roc->n; i++)
        if (is_shown(i, roc->n, ROC_POINTS)) {
            judge_put_roc(roc, i, &row);
            row_put(&row);
        }
    row_release(&row);
    begin_row(&row, &t->tradeoff, t, r);
    row_set(&row, "beside", beside ? beside->id : "");
    for (size_t i = 0; i < tradeoff->n; i++) {
        judge_put_tradeoff(tradeoff, i, &row);
        row_put(&row);
    }
    row_release(&row);
}

/* The curves that kept ranks give. Ranks have no thresholds. */
static int add_kept_curves(struct tables *t, const struct run *r, const struct scores *s, struct error *e)
{
    struct roc roc;
    struct tradeoff tradeoff;
    int bad = judge_curves(r->detector, s, &roc, &tradeoff, e);
    for (size_t i = 0; i < tradeoff.n && !bad; i++)
        tradeoff.threshold[i] = NAN;
    if (!bad)
        add_curves(t, r, &roc, &tradeoff);
    roc_release(&roc);
    tradeoff_release(&tradeoff);
    return bad;
}

/* The rows of a run that is not done here; `ranks` is NULL where none are kept. */
static void add_kept_rows(struct tables *t, const struct run *r, const struct kept_table *kept,
                          const struct ranks *ranks)
{
    const size_t *rows;
    struct row trace;
    char sum[DIGEST_SHORT + 1];
    shorten(sum, ranks ? ranks->scores_sha256 : NULL);
    size_t n = csv_index_find(&kept->auc_by_id, r->id, &rows);
    for (size_t i = 0; i < n; i++)
        if (kept_row_done(kept, rows[i]))
            add_kept_row(&t->auc, t, r, &kept->auc, rows[i], ranks ? sum : NULL);
    n = csv_index_find(&kept->times_by_id, r->id, &rows);
    for (size_t i = 0; i < n; i++)
        add_kept_row(&t->times, t, r, &kept->times, rows[i], NULL);
    begin_row(&trace, &t->metrics, t, r);
    metrics_put_kept(&trace, kept, r->id);
    row_release(&trace);
    begin_row(&trace, &t->kept, t, r);
    row_set(&trace, "kept_in", kept->path);
    row_put(&trace);
    row_release(&trace);
}

/* The same, with the curves that its scores give where they are kept. */
static int add_kept(struct tables *t, const struct run *r, const struct kept_table *kept, struct error *e)
{
    struct ranks ranks;
    const int found = kept_ranks_read(&ranks, kept->path, r->id, r->detector, kept_auc(kept, r->id), e);
    if (found < 0)
        return -1;
    add_kept_rows(t, r, kept, found ? &ranks : NULL);
    if (!found)
        return 0;
    const int bad = kept_scores_agree(kept, &ranks, e) || add_kept_curves(t, r, &ranks.scores, e);
    ranks_release(&ranks);
    return bad ? -1 : 0;
}

/* Adds the rows of a run's table. `trained`: the run whose losses they are, or NULL. */
static void add_rows(struct csv_out *to, const struct tables *t, const struct run *r, const struct csv *from,
                     const struct result *res, const struct run *trained)
{
    struct row row;
    struct text marks = TEXT_INIT;
    char sum[DIGEST_SHORT + 1];
    shorten(sum, ini_get(&res->meta, "run", "scores_sha256"));
    begin_row(&row, to, t, r);
    row_set(&row, "status", "ok");
    row_set(&row, "scores", sum);
    marks_words(&marks, res->marks);
    row_set(&row, "mark", text_of(&marks));
    text_release(&marks);
    if (trained)
        row_set(&row, "trained", trained->id);
    size_t *places = row_places(&row, from);
    for (size_t i = 0; i < from->n_rows; i++) {
        row_copy_to(&row, places, from, i);
        row_put(&row);
    }
    free(places);
    row_release(&row);
}

static void add_metrics(struct tables *t, const struct run *r, const struct result *res)
{
    struct row row;
    begin_row(&row, &t->metrics, t, r);
    metrics_put_result(&row, res);
    row_release(&row);
}

static void add_times(struct tables *t, const struct run *r, const struct result *res)
{
    struct row row;
    begin_row(&row, &t->times, t, r);
    for (const struct column *c = all_columns; c->name; c++) {
        const char *value = c->tables & IN_TIMES && !column_names_run(c) ? ini_get(&res->meta, "run", c->name) : NULL;
        if (value)
            row_set(&row, c->name, value);
    }
    row_set(&row, "note", text_of(&res->notes)); /* with those of first phases, as the others */
    row_set(&row, "revision", text_of(&res->revisions));
    row_set(&row, "kernels", text_of(&res->kernels));
    row_put(&row);
    row_release(&row);
}

static void add_result(struct tables *t, const struct run *r, const struct result *res)
{
    add_rows(&t->auc, t, r, &res->metrics, res, NULL);
    add_metrics(t, r, res);
    add_times(t, r, res);
    add_curves(t, r, &res->roc, &res->tradeoff);
    for (size_t i = 0; i < res->n_losses; i++)
        add_rows(&t->loss, t, r, &res->losses[i], res, res->trained[i]);
}

static void add_without_result(struct tables *t, const struct run *r, const char *status, const char *reason)
{
    struct row row;
    begin_row(&row, &t->auc, t, r);
    row_set(&row, "outlier", "all");
    row_set(&row, "status", status);
    row_set(&row, "reason", reason);
    row_put(&row);
    row_release(&row);
}

/* Reads a run's result. Most are done and in their place, and are looked at once; of any other it is asked what became
 * of it. A folder that cannot be read counts as failed. result_release() where it is RUN_OK. */
static enum run_status read_run(struct result *res, const struct tables *t, const struct run *r, char *reason,
                                size_t room)
{
    struct error damage;
    if (result_read_here(res, t->plan, r, t->results, &damage) == 0)
        return RUN_OK;
    result_release(res);
    const enum run_status status = outcome_status(t->plan, r, t->results, reason, room);
    if (status != RUN_OK || result_read(res, t->plan, r, t->results, &damage) == 0)
        return status;
    result_release(res);
    snprintf(reason, room, "%s", damage.text);
    return RUN_FAILED;
}

/* The rows of a run; `*status` is RUN_OK where it has an AUC. One whose folder cannot be read counts as failed: the
 * others' rows do not wait for it. Kept scores that cannot be read are an error: whoever named them must know. */
static int add_run(struct tables *t, const struct run *r, const struct kept_tables *kept, enum run_status *status,
                   struct tally *tally, struct error *e)
{
    char reason[sizeof(struct error)] = "not done yet";
    struct result res;
    *status = read_run(&res, t, r, reason, sizeof reason);
    if (*status == RUN_OK) {
        add_result(t, r, &res);
        tally->unread += res.unread > 0;
        result_release(&res);
    }
    const struct kept_table *there = *status == RUN_OK ? NULL : kept_find(kept, r->id);
    if (there) {
        *status = RUN_OK;
        return add_kept(t, r, there, e);
    }
    if (*status != RUN_OK)
        add_without_result(t, r, *status == RUN_FAILED ? "failed" : "missing", reason);
    return 0;
}

/* The tables with their files, in the order in which they are put in place. */
enum { FILES = 7 };

static struct csv_out *table_of(struct tables *t, int i)
{
    struct csv_out *const all[FILES] = { &t->auc, &t->metrics, &t->times, &t->roc, &t->tradeoff, &t->loss, &t->kept };
    return all[i];
}

static const struct merged_table files[FILES + 1] = { { "auc.csv", IN_AUC },           { "metrics.csv", IN_METRICS },
                                                      { "times.csv", IN_TIMES },       { "roc.csv", IN_ROC },
                                                      { "tradeoff.csv", IN_TRADEOFF }, { "loss.csv", IN_LOSS },
                                                      { "kept.csv", IN_KEPT },         { NULL, IN_AUC } };

static int begin(struct tables *t, struct error *e)
{
    int bad = 0;
    for (int i = 0; i < FILES && !bad; i++) {
        char *path = path_join(t->folder, files[i].name, NULL);
        bad = columns_begin(table_of(t, i), path, "", files[i].table, e);
        free(path);
    }
    return bad;
}

static int commit(struct tables *t, struct error *e)
{
    int bad = 0;
    for (int i = 0; i < FILES && !bad; i++)
        bad = csv_out_commit(table_of(t, i), e);
    return bad;
}

/* A file beside the tables; one without a text is not to be there, were it of an earlier plan. */
static int write_beside(const struct tables *t, const char *name, const struct text *text, struct error *e)
{
    char *path = path_join(t->folder, name, NULL);
    int bad = 0;
    if (text->length)
        bad = file_write(path, text_of(text), text->length, e);
    else
        bad = file_remove(path, e);
    free(path);
    return bad;
}

/* The classes' names, one a line, where all tasks are of one data set. */
static int write_classes(const struct tables *t, struct error *e)
{
    const struct plan *p = t->plan;
    struct text names = TEXT_INIT;
    int n = 0, several = 0;
    for (size_t i = 1; i < p->n; i++)
        several |= strcmp(p->runs[i].dataset, p->runs[0].dataset) != 0;
    char *const *classes = p->n && !several ? plan_classes(p, p->runs[0].dataset, &n) : NULL;
    for (int i = 0; i < n; i++)
        text_format(&names, "%s\n", classes[i]);
    int bad = write_beside(t, "classes.txt", &names, e);
    text_release(&names);
    return bad;
}

static int write_title(const struct tables *t, struct error *e)
{
    struct text title = TEXT_INIT;
    if (t->plan->title && *t->plan->title)
        text_format(&title, "%s\n", t->plan->title);
    int bad = write_beside(t, "title.txt", &title, e);
    text_release(&title);
    return bad;
}

/* What tables and pictures call the detectors, and in which order; those that a spec cannot name are left out. */
static int write_detectors(const struct tables *t, struct error *e)
{
    const struct suite *suite = t->plan->suite;
    struct text rows = TEXT_INIT;
    text_append(&rows, "detector,label,place,line,role\n");
    for (size_t i = 0; i < suite->n; i++) {
        const struct detector *d = suite->detectors[i];
        const char *role = d->flags & AS_FIRST_PHASE ? "first" : d->flags & BESIDE_FIRST_PHASE ? "beside" : "";
        if (!(d->flags & HIDDEN))
            text_format(&rows, "%s,%s,%zu,%d,%s\n", d->name, d->label, i + 1, d->line, role);
    }
    int bad = write_beside(t, "detectors.csv", &rows, e);
    text_release(&rows);
    return bad;
}

int collect_names(const struct plan *p, const char *folder, struct error *e)
{
    const struct tables t = { .plan = p, .folder = folder };
    return write_title(&t, e) || write_classes(&t, e) || write_detectors(&t, e) ? -1 : 0;
}

int collect(const struct plan *p, const char *results, const char *folder, const char *const *kept_folders,
            struct tally *tally, struct error *e)
{
    struct tables t = { .plan = p, .results = results, .folder = folder };
    struct kept_tables kept;
    unsigned char *ok = mem_zero(p->n, 1);
    char *lost = path_join(folder, COLLECT_LOST, NULL);
    int bad = kept_read(&kept, kept_folders, e) || begin(&t, e);
    *tally = (struct tally) { .planned = p->n };
    for (size_t i = 0; i < p->n && !bad; i++) {
        enum run_status status;
        bad = add_run(&t, &p->runs[i], &kept, &status, tally, e);
        ok[i] = status == RUN_OK;
        tally->ok += ok[i];
        tally->failed += status == RUN_FAILED;
    }
    if (!bad)
        bad = lost_keep(p, ok, results, folder, lost, files, &tally->lost, e) || commit(&t, e) ||
              write_classes(&t, e) || write_title(&t, e) || write_detectors(&t, e);
    for (int i = 0; i < FILES; i++)
        csv_out_abandon(table_of(&t, i));
    kept_release(&kept);
    free(lost);
    free(ok);
    return bad ? -1 : 0;
}
