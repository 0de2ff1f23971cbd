#include "incremental/tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "eval/wilson.h"
#include "store/gzip.h"

enum { CELLS = 16, ROOM = 32 };

/* Cells of a row, those that are numbers with their texts. */
struct row {
    const char *cells[CELLS];
    char numbers[CELLS][ROOM];
    int n;
};

static void put_text(struct row *r, const char *text)
{
    r->cells[r->n++] = text;
}

static void put_count(struct row *r, long n)
{
    snprintf(r->numbers[r->n], ROOM, "%ld", n);
    put_text(r, r->numbers[r->n]);
}

/* An empty cell for one that is NaN. */
static void put_number(struct row *r, double v, const char *format)
{
    char *to = r->numbers[r->n];
    to[0] = '\0';
    if (!isnan(v))
        snprintf(to, ROOM, format, v);
    put_text(r, to);
}

static void put_share(struct row *r, double v)
{
    put_number(r, v, "%.6f");
}

static void begin(struct row *r, const struct part_subject *s, const char *negatives)
{
    r->n = 0;
    put_text(r, s->dataset);
    put_text(r, s->method);
    put_text(r, negatives);
    put_count(r, s->seed);
}

static void end(struct row *r, const struct part_subject *s, struct csv_out *to)
{
    put_text(r, s->part);
    csv_out_row(to, r->cells);
}

int part_tables_begin(struct part_tables *t, const struct part_subject *subject, const struct arrivals *arrivals,
                      const char *folder, struct error *e)
{
    *t = (struct part_tables) { .subject = subject, .arrivals = arrivals };
    char *curve = path_join(folder, "curve.csv", NULL), *classes = path_join(folder, "classes.csv", NULL);
    t->path = path_join(folder, "scores.csv.gz", NULL);
    int bad = csv_out_begin(&t->curve, curve, CURVE_COLUMNS, e) ||
              csv_out_begin(&t->classes, classes, CLASSES_COLUMNS, e) ||
              csv_out_begin_text(&t->scores, SCORES_COLUMNS, e);
    free(curve);
    free(classes);
    return bad ? -1 : 0;
}

static double share(size_t right, size_t n)
{
    return n ? (double)right / (double)n : NAN;
}

static void add_curve(struct part_tables *t, const char *negatives, const struct answers *a, int known)
{
    for (enum answer_rule rule = 0; rule < ANSWER_RULES; rule++) {
        struct answer_counts counts;
        struct row r;
        if (!answers_allow(a, rule, t->arrivals->order, known))
            continue;
        answers_count(a, rule, t->arrivals, known, &counts);
        const struct interval wilson = wilson_interval(counts.right, counts.n);
        begin(&r, t->subject, negatives);
        put_text(&r, answer_rules[rule]);
        put_count(&r, known);
        put_count(&r, (long)counts.n);
        put_share(&r, share(counts.right, counts.n));
        put_share(&r, wilson.low);
        put_share(&r, wilson.high);
        put_share(&r, share(counts.right_base, counts.n_base));
        put_share(&r, share(counts.right_late, counts.n_late));
        end(&r, t->subject, &t->curve);
    }
}

static int add_classes(struct part_tables *t, const char *negatives, const struct answers *a, struct error *e)
{
    for (int class_ = 0; class_ < a->n_classes; class_++) {
        struct auc auc;
        struct row r;
        if (answers_auc(a, &t->arrivals->test, class_, &auc, e))
            return error_prefix(e, "%s, class %d", t->subject->method, class_);
        begin(&r, t->subject, negatives);
        put_count(&r, class_);
        put_count(&r, arrivals_place(t->arrivals, class_) + 1);
        put_count(&r, (long)auc.n_normal);
        put_share(&r, auc.auc);
        put_share(&r, auc.lo);
        put_share(&r, auc.hi);
        put_number(&r, a->median[class_], "%.9g");
        put_number(&r, a->q95[class_], "%.9g");
        end(&r, t->subject, &t->classes);
    }
    return 0;
}

static void add_scores(struct part_tables *t, const char *negatives, const struct answers *a)
{
    struct text all = TEXT_INIT;
    for (size_t i = 0; i < a->n; i++) {
        struct row r;
        text_clear(&all);
        for (int class_ = 0; class_ < a->n_classes; class_++)
            text_format(&all, "%s%.9g", class_ ? " " : "", a->score[(size_t)class_ * a->n + i]);
        begin(&r, t->subject, negatives);
        put_count(&r, t->arrivals->index[i]);
        put_count(&r, t->arrivals->test.labels[i]);
        put_text(&r, text_of(&all));
        end(&r, t->subject, &t->scores);
    }
    text_release(&all);
}

int part_tables_add(struct part_tables *t, const char *negatives, const struct answers *a, int known, struct error *e)
{
    add_curve(t, negatives, a, known);
    if (known < a->n_classes)
        return 0;
    add_scores(t, negatives, a);
    return add_classes(t, negatives, a, e);
}

int part_tables_commit(struct part_tables *t, struct error *e)
{
    struct text scores = TEXT_INIT;
    int bad = csv_out_commit(&t->curve, e) || csv_out_commit(&t->classes, e) ||
              csv_out_end_text(&t->scores, &scores, e) || gzip_write(t->path, text_of(&scores), scores.length, e);
    text_release(&scores);
    return bad ? -1 : 0;
}

void part_tables_release(struct part_tables *t)
{
    csv_out_abandon(&t->curve);
    csv_out_abandon(&t->classes);
    csv_out_abandon(&t->scores);
    free(t->path);
    *t = (struct part_tables) { 0 };
}
