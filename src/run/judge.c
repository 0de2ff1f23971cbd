#include "run/judge.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "eval/auc.h"
#include "eval/label_sweep.h"
#include "eval/precision.h"
#include "plan/columns.h"
#include "run/digest.h"
#include "run/table.h"

enum { TRADEOFF_POINTS = 201 };

/* What a score means decides how it is judged. */
struct judge {
    int (*auc)(struct auc *out, const double *scores, const uint8_t *labels, size_t n, struct error *e);
    int (*roc)(struct roc *r, const double *scores, const uint8_t *labels, size_t n, struct error *e);
    int (*tradeoff)(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, struct error *e);
    int (*precision)(struct precision *p, const double *scores, const uint8_t *labels, size_t n, struct error *e);
};

static int score_tradeoff(struct tradeoff *t, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    return tradeoff_compute(t, scores, labels, n, TRADEOFF_POINTS, e);
}

/* Machines of hard labels put the images in no order. */
static int no_precision(struct precision *p, const double *scores, const uint8_t *labels, size_t n, struct error *e)
{
    *p = (struct precision) { NAN, NAN };
    return 0;
}

static const struct judge by_score = { auc_compute, roc_compute, score_tradeoff, precision_compute },
                          by_labels = { sweep_auc, sweep_roc, sweep_tradeoff, no_precision };

static const struct judge *judge_of(const struct detector *d)
{
    return d->flags & LABEL_SWEEP ? &by_labels : &by_score;
}

int judge_tradeoff_points(const struct detector *detector)
{
    return judge_of(detector) == &by_score ? TRADEOFF_POINTS : 0;
}

enum { ALL = -1 }; /* in the place of a class of anomalies */

int judge_scores(const struct detector *detector, const struct scores *s, int class_, struct judgement *out,
                 struct error *e)
{
    const struct judge *judge = judge_of(detector);
    double *score = mem_alloc(s->n, sizeof *score);
    uint8_t *label = mem_alloc(s->n, 1);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (class_ == ALL || !s->label[i] || s->class_[i] == class_) {
            score[n] = s->score[i];
            label[n++] = s->label[i];
        }
    int bad = judge->auc(&out->auc, score, label, n, e) || judge->precision(&out->precision, score, label, n, e) ? -1
                                                                                                                 : 0;
    free(score);
    free(label);
    return bad;
}

int judge_agrees(double in_table, double found)
{
    static const double ROUNDED = 1.5e-6;
    return fabs(in_table - found) <= ROUNDED;
}

static int put_class(struct row *row, const struct detector *detector, const struct scores *s, int class_,
                     struct error *e)
{
    struct judgement j;
    if (judge_scores(detector, s, class_, &j, e))
        return -1;
    if (class_ == ALL)
        row_set(row, "outlier", "all");
    else
        row_count(row, "outlier", (size_t)class_);
    row_number(row, "auc", "%.6f", j.auc.auc);
    row_number(row, "auc_lo", "%.6f", j.auc.lo);
    row_number(row, "auc_hi", "%.6f", j.auc.hi);
    row_count(row, "n_positive", j.auc.n_normal);
    row_count(row, "n_outlier", j.auc.n_anomaly);
    row_number(row, "ap", "%.6f", j.precision.average);
    row_number(row, "fpr95", "%.6f", j.precision.fpr95);
    row_put(row);
    return 0;
}

static int has_anomalies(const struct scores *s, int class_)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->label[i] && s->class_[i] == class_)
            return 1;
    return 0;
}

/* A class of which no image was judged has no row: the other numbers are as good without it. */
int judge_append(struct text *meta, const struct detector *detector, const struct scores *s,
                 const struct class_list *outliers, struct error *e)
{
    struct csv_out table;
    struct row row;
    struct error later;
    if (run_table_begin(&table, OF_RUN_METRICS, e))
        return -1;
    row_init(&row, &table);
    int bad = put_class(&row, detector, s, ALL, e);
    for (int c = classes_next(outliers, -1); c >= 0 && !bad; c = classes_next(outliers, c))
        if (has_anomalies(s, c))
            bad = put_class(&row, detector, s, c, e);
    row_release(&row);
    return run_table_end(&table, OF_RUN_METRICS, meta, bad ? &later : e) || bad ? -1 : 0;
}

/* Not a digit less than the score has that it is: with ties a step below or above is another share. */
static void set_threshold(struct row *row, double threshold)
{
    struct text digits = TEXT_INIT;
    if (isinf(threshold))
        text_append(&digits, "inf");
    else if (!isnan(threshold)) /* hard labels have none */
        score_append(&digits, threshold);
    row_set(row, "threshold", text_of(&digits));
    text_release(&digits);
}

void judge_put_roc(const struct roc *roc, size_t point, struct row *row)
{
    row_number(row, "fpr", "%.17g", roc->fpr[point]);
    row_number(row, "tpr", "%.17g", roc->tpr[point]);
    set_threshold(row, roc->threshold[point]);
}

void judge_put_tradeoff(const struct tradeoff *tradeoff, size_t point, struct row *row)
{
    set_threshold(row, tradeoff->threshold[point]);
    row_share(row, "normal", tradeoff->normal[point]);
    row_share(row, "anomaly", tradeoff->anomaly[point]);
}

int judge_curves(const struct detector *detector, const struct scores *s, struct roc *roc, struct tradeoff *tradeoff,
                 struct error *e)
{
    const struct judge *judge = judge_of(detector);
    *roc = (struct roc) { 0 };
    *tradeoff = (struct tradeoff) { 0 };
    return judge->roc(roc, s->score, s->label, s->n, e) || judge->tradeoff(tradeoff, s->score, s->label, s->n, e) ? -1
                                                                                                                  : 0;
}

int losses_append(struct text *meta, const struct fit_report *report, struct error *e)
{
    struct csv_out table;
    struct row row;
    unsigned char chain[SHA256_DIGEST_SIZE] = { 0 };
    char hex[SHA256_HEX];
    if (run_table_begin(&table, OF_RUN_LOSS, e))
        return -1;
    row_init(&row, &table);
    for (size_t i = 0; i < report->n_losses; i++) {
        const struct loss_point *p = &report->losses[i];
        row_set(&row, "stage", p->stage);
        row_count(&row, "epoch", (size_t)p->epoch);
        row_number(&row, "positive_loss", "%.9g", p->positive);
        row_number(&row, "negative_error", "%.9g", p->negative);
        row_number(&row, "separation", "%.9g", p->separation);
        digest_loss(p, chain);
        hash_to_hex(chain, hex);
        hex[DIGEST_SHORT] = '\0';
        row_set(&row, "chain", hex);
        row_put(&row);
    }
    row_release(&row);
    return run_table_end(&table, OF_RUN_LOSS, meta, e);
}
