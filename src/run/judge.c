#include "run/judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "eval/auc.h"
#include "eval/label_sweep.h"
#include "eval/roc.h"
#include "store/file.h"

enum { TRADEOFF_POINTS = 201 };

/* What a score means decides how it is judged. */
struct judge {
    int (*auc)(struct auc *out, const double *scores, const uint8_t *labels, size_t n, struct error *e);
    int (*roc)(struct roc *r, const double *scores, const uint8_t *labels, size_t n, struct error *e);
    int (*tradeoff)(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, struct error *e);
};

static int score_tradeoff(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    return tradeoff_compute(t, scores, labels, n, TRADEOFF_POINTS, e);
}

static const struct judge by_score = { auc_compute, roc_compute, score_tradeoff },
                          by_labels = { sweep_auc, sweep_roc, sweep_tradeoff };

/* A file of the run's folder, written line by line. */
static int begin_file(const struct run_folder *folder, const char *name, struct atomic_file *f, struct error *e)
{
    char *path = run_folder_file(folder, name);
    int bad = atomic_begin(f, path, e);
    free(path);
    return bad;
}

/* One cell; of what is no number an empty one. */
static void put_cell(FILE *f, const char *before, const char *format, double value)
{
    fputs(before, f);
    if (isfinite(value))
        fprintf(f, format, value);
}

/* AUC of the normal samples against one class of anomalies, or all (class < 0). */
static int auc_against(const struct judge *judge, const struct scores *s, int class_, struct auc *out, struct error *e)
{
    double *score = mem_alloc(s->n, sizeof *score);
    uint8_t *label = mem_alloc(s->n, 1);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (class_ < 0 || !s->label[i] || s->class_[i] == class_) {
            score[n] = s->score[i];
            label[n++] = s->label[i];
        }
    int bad = judge->auc(out, score, label, n, e);
    free(score);
    free(label);
    return bad;
}

static int write_metrics(const struct run_folder *folder, const struct judge *judge, const struct scores *s,
                         const struct class_list *outliers, struct error *e)
{
    struct atomic_file f;
    struct auc a;
    if (begin_file(folder, "metrics.csv", &f, e))
        return -1;
    fputs("outlier,auc,auc_lo,auc_hi,n_positive,n_outlier\n", f.stream);
    for (int i = -1; i < outliers->n; i++) {
        if (auc_against(judge, s, i < 0 ? -1 : outliers->of[i], &a, e)) {
            atomic_abandon(&f);
            return -1;
        }
        if (i < 0)
            fputs("all", f.stream);
        else
            fprintf(f.stream, "%d", outliers->of[i]);
        put_cell(f.stream, ",", "%.6f", a.auc);
        put_cell(f.stream, ",", "%.6f", a.lo);
        put_cell(f.stream, ",", "%.6f", a.hi);
        fprintf(f.stream, ",%zu,%zu\n", a.n_normal, a.n_anomaly);
    }
    return atomic_commit(&f, e);
}

static int write_roc(const struct run_folder *folder, const struct roc *r, struct error *e)
{
    struct atomic_file f;
    if (begin_file(folder, "roc.csv", &f, e))
        return -1;
    fputs("fpr,tpr,threshold\n", f.stream);
    for (size_t i = 0; i < r->n; i++) {
        put_cell(f.stream, "", "%.17g", r->fpr[i]);
        put_cell(f.stream, ",", "%.17g", r->tpr[i]);
        if (isinf(r->threshold[i]))
            fputs(",inf", f.stream);
        else
            put_cell(f.stream, ",", "%.9g", r->threshold[i]);
        fputc('\n', f.stream);
    }
    return atomic_commit(&f, e);
}

static int write_tradeoff(const struct run_folder *folder, const struct tradeoff *t, struct error *e)
{
    struct atomic_file f;
    if (begin_file(folder, "tradeoff.csv", &f, e))
        return -1;
    fputs("threshold,normal,anomaly\n", f.stream);
    for (size_t i = 0; i < t->n; i++) {
        put_cell(f.stream, "", "%.9g", t->threshold[i]);
        put_cell(f.stream, ",", "%.6f", t->normal[i]);
        put_cell(f.stream, ",", "%.6f", t->anomaly[i]);
        fputc('\n', f.stream);
    }
    return atomic_commit(&f, e);
}

int judge_write(const struct run_folder *folder, const struct detector *detector, const struct scores *s,
                const struct class_list *outliers, struct error *e)
{
    const struct judge *judge = detector->flags & LABEL_SWEEP ? &by_labels : &by_score;
    struct roc roc = { 0 };
    struct tradeoff tradeoff = { 0 };
    int bad = write_metrics(folder, judge, s, outliers, e) || judge->roc(&roc, s->score, s->label, s->n, e) ||
              write_roc(folder, &roc, e) || judge->tradeoff(&tradeoff, s->score, s->label, s->n, e) ||
              write_tradeoff(folder, &tradeoff, e);
    roc_release(&roc);
    tradeoff_release(&tradeoff);
    return bad ? -1 : 0;
}

int losses_write(const struct run_folder *folder, const struct fit_report *report, struct error *e)
{
    struct atomic_file f;
    if (begin_file(folder, "loss.csv", &f, e))
        return -1;
    fputs("stage,epoch,positive_loss,negative_error,separation\n", f.stream);
    for (size_t i = 0; i < report->n_losses; i++) {
        const struct loss_point *p = &report->losses[i];
        fprintf(f.stream, "%s,%d", p->stage, p->epoch);
        put_cell(f.stream, ",", "%.9g", p->positive);
        put_cell(f.stream, ",", "%.9g", p->negative);
        put_cell(f.stream, ",", "%.9g", p->separation);
        fputc('\n', f.stream);
    }
    return atomic_commit(&f, e);
}
