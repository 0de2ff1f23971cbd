#include "run/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/content.h"
#include "run/judge.h"
#include "run/marks.h"
#include "run/outcome.h"
#include "run/provenance.h"
#include "run/seal.h"
#include "run/table.h"
#include "store/file.h"

/* The run or first phase whose folder is read. */
struct subject {
    const struct plan *plan;
    const struct run *run;
    const char *results;
    const char *base; /* the folder that its folder is in */
};

static char *file_of(const struct subject *of, const char *name)
{
    return path_join(of->base, of->run->id, name, NULL);
}

/* Says of a damaged folder what to do; returns -1. */
static int damaged(const struct subject *of, struct error *e)
{
    char *folder = file_of(of, NULL);
    seal_remedy(folder, e);
    free(folder);
    return -1;
}

static int read_table(struct csv *out, const struct subject *of, const struct ini *meta, enum table table,
                      struct error *e)
{
    char *folder = file_of(of, NULL);
    int bad = content_read(out, folder, meta, table, of->run, e);
    free(folder);
    return bad ? damaged(of, e) : 0;
}

/* Reads meta.ini and checks what it says of the tables. 0; 1 where it says nothing of them (run/seal.h); -1.
 * ini_release() either way. */
static int read_meta(struct ini *meta, const struct subject *of, struct error *e)
{
    char *folder = file_of(of, NULL);
    int noted = seal_open(meta, folder, e) ? -1 : seal_check(meta, folder, of->run->id, SEAL_TABLES, e);
    free(folder);
    return noted < 0 ? damaged(of, e) : noted;
}

/* `text` may be NULL. */
static void note(struct result *res, const char *text)
{
    if (text)
        text_format(&res->notes, "%s%s", res->notes.length ? ", " : "", text);
}

static int add_losses(struct result *res, const struct subject *of, const struct ini *meta, struct error *e)
{
    res->losses = mem_resize(res->losses, res->n_losses + 1, sizeof *res->losses);
    res->trained = mem_resize(res->trained, res->n_losses + 1, sizeof *res->trained);
    res->losses[res->n_losses] = (struct csv) { 0 };
    res->trained[res->n_losses] = of->run;
    return read_table(&res->losses[res->n_losses++], of, meta, OF_RUN_LOSS, e);
}

static void add_once(struct text *list, const char *item)
{
    text_add_once(list, " + ", item, strlen(item));
}

/* What a meta.ini, of the run or of a first phase, says of how its numbers came about. */
static void add_origin(struct result *res, const struct ini *meta)
{
    struct text kernels = TEXT_INIT;
    const char *revision = ini_get(meta, "program", "revision");
    provenance_kernels(meta, &kernels);
    add_once(&res->kernels, text_of(&kernels));
    add_once(&res->revisions, revision ? revision : "");
    res->marks |= marks_of(meta);
    text_release(&kernels);
}

/* Losses and notes of the first phases of a run or phase, the first one first. One may have been deleted since, have
 * failed or been damaged: the run's own result does not need it any more. */
static void add_firsts(struct result *res, const struct subject *of)
{
    const struct run *run = plan_first(of->plan, of->run);
    struct ini meta = { 0 };
    struct error e = { .text = "" };
    if (!run)
        return;
    char *base = phase1_folder(of->results);
    const struct subject first = { of->plan, run, of->results, base };
    add_firsts(res, &first);
    enum run_status status = outcome_status(first.plan, first.run, first.results, e.text, sizeof e.text);
    if (status == RUN_OK && read_meta(&meta, &first, &e) >= 0 && add_losses(res, &first, &meta, &e) == 0) {
        note(res, ini_get(&meta, "run", "note"));
        add_origin(res, &meta);
    } else if (e.text[0]) {
        note(res, e.text);
        res->unread++;
    }
    ini_release(&meta);
    free(base);
}

/* Of an older run's scores only what its tables lack is taken: there may be none. */
static int needs_scores(const struct result *res)
{
    return !run_table_has_curves(&res->meta) || csv_column(&res->metrics, "ap") < 0;
}

/* The run's scores where they are needed. 1 where there are some, 0 for none, -1; scores_release() after a 1. */
static int read_scores(struct scores *s, const struct result *res, const struct subject *of, struct error *e)
{
    char *path = file_of(of, "scores.csv.gz");
    int found = needs_scores(res) && (path_exists(path) || !run_table_has_curves(&res->meta));
    if (found && scores_read(s, path, e))
        found = damaged(of, e);
    free(path);
    return found;
}

static int other_scores(double noted, double found, struct error *e)
{
    return error_set(e, "scores.csv.gz: expected the AUC %.6f of the metrics, found %.6f", noted, found);
}

/* What the scores say of a row. They are those of the AUC, or some others. */
static int precision_anew(struct result *res, size_t row, const struct scores *s, const struct subject *of,
                          struct error *e)
{
    struct judgement j;
    long class = -1; /* all */
    double auc = NAN;
    parse_long(csv_cell(&res->metrics, row, "outlier"), &class);
    parse_double(csv_cell(&res->metrics, row, "auc"), &auc);
    int bad = judge_scores(of->run->detector, s, (int)class, &j, e);
    if (!bad && !judge_agrees(auc, j.auc.auc))
        bad = other_scores(auc, j.auc.auc, e);
    if (bad)
        return damaged(of, e);
    res->precision[row] = j.precision;
    return 0;
}

static int add_precision(struct result *res, const struct scores *anew, const struct subject *of, struct error *e)
{
    int bad = 0;
    res->precision = mem_alloc(res->metrics.n_rows, sizeof *res->precision);
    for (size_t row = 0; row < res->metrics.n_rows && !bad; row++) {
        res->precision[row] = (struct precision) { NAN, NAN };
        parse_double(csv_cell(&res->metrics, row, "ap"), &res->precision[row].average);
        parse_double(csv_cell(&res->metrics, row, "fpr95"), &res->precision[row].fpr95);
        if (anew)
            bad = precision_anew(res, row, anew, of, e);
    }
    return bad;
}

/* The cells of a column, which were checked: "inf" stands before the first point of a ROC curve, and nothing where
 * hard labels have no threshold. */
static double *numbers(const struct csv *c, const char *column)
{
    double *values = mem_alloc(c->n_rows, sizeof *values);
    for (size_t row = 0; row < c->n_rows; row++) {
        const char *cell = csv_cell(c, row, column);
        values[row] = strcmp(cell, "inf") == 0 ? INFINITY : NAN;
        parse_double(cell, &values[row]);
    }
    return values;
}

/* The curves of an older run. */
static int read_curves(struct result *res, const struct subject *of, struct error *e)
{
    struct csv roc = { 0 }, tradeoff = { 0 };
    int bad = read_table(&roc, of, &res->meta, OF_RUN_ROC, e) ||
              read_table(&tradeoff, of, &res->meta, OF_RUN_TRADEOFF, e);
    if (!bad) {
        res->roc = (struct roc) { roc.n_rows, numbers(&roc, "fpr"), numbers(&roc, "tpr"), numbers(&roc, "threshold") };
        res->tradeoff = (struct tradeoff) { tradeoff.n_rows, numbers(&tradeoff, "threshold"),
                                            numbers(&tradeoff, "normal"), numbers(&tradeoff, "anomaly") };
    }
    csv_release(&roc);
    csv_release(&tradeoff);
    return bad;
}

/* The curves that the scores give. They are those of the AUC, or some others. */
static int take_curves(struct result *res, const struct scores *s, const struct subject *of, struct error *e)
{
    double auc = NAN;
    parse_double(csv_cell(&res->metrics, 0, "auc"), &auc);
    int bad = judge_curves(of->run->detector, s, &res->roc, &res->tradeoff, e);
    if (!bad && !judge_agrees(auc, roc_area(&res->roc)))
        bad = other_scores(auc, roc_area(&res->roc), e);
    return bad ? damaged(of, e) : 0;
}

/* The curves, and what the metrics of an older run lack. */
static int add_scored(struct result *res, const struct subject *own, struct error *e)
{
    struct scores s = { 0 };
    const int found = read_scores(&s, res, own, e), has_ap = csv_column(&res->metrics, "ap") >= 0;
    int bad = found < 0 || add_precision(res, found && !has_ap ? &s : NULL, own, e);
    if (!bad && run_table_has_curves(&res->meta))
        bad = read_curves(res, own, e);
    else if (!bad)
        bad = take_curves(res, &s, own, e);
    if (found > 0)
        scores_release(&s);
    return bad;
}

static int read_all(struct result *res, const struct subject *own, struct error *e)
{
    int noted = read_meta(&res->meta, own, e);
    const char *status = noted < 0 ? NULL : ini_get(&res->meta, "run", "status");
    if (noted >= 0 && (!status || strcmp(status, "ok") != 0))
        return error_set(e, "%s: expected the status 'ok', found '%s'", res->meta.path, status ? status : "");
    if (noted < 0 || read_table(&res->metrics, own, &res->meta, OF_RUN_METRICS, e) || add_scored(res, own, e))
        return -1;
    add_firsts(res, own);
    if (add_losses(res, own, &res->meta, e))
        return -1;
    add_origin(res, &res->meta);
    note(res, noted ? "made before sums of files were kept" : NULL);
    note(res, ini_get(&res->meta, "run", "note"));
    return 0;
}

/* `base` is freed here. */
static int read_from(char *base, struct result *res, const struct plan *p, const struct run *r, const char *results,
                     struct error *e)
{
    *res = (struct result) { 0 };
    int bad = read_all(res, &(struct subject) { p, r, results, base }, e);
    free(base);
    return bad;
}

int result_read(struct result *res, const struct plan *p, const struct run *r, const char *results, struct error *e)
{
    return read_from(outcome_place(p->experiment, r, results), res, p, r, results, e);
}

int result_read_here(struct result *res, const struct plan *p, const struct run *r, const char *results,
                     struct error *e)
{
    return read_from(outcome_folder(r, results), res, p, r, results, e);
}

void result_release(struct result *res)
{
    csv_release(&res->metrics);
    roc_release(&res->roc);
    tradeoff_release(&res->tradeoff);
    free(res->precision);
    for (size_t i = 0; i < res->n_losses; i++)
        csv_release(&res->losses[i]);
    free(res->losses);
    free(res->trained);
    ini_release(&res->meta);
    text_release(&res->notes);
    text_release(&res->revisions);
    text_release(&res->kernels);
}
