#include "report/print.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/text.h"
#include "report/means/mean_notes.h"
#include "report/names.h"
#include "report/paper/verdicts.h"
#include "store/csv.h"
#include "store/file.h"

/* A number with four decimals as the paper prints them, or a dash. */
static void four(const char *cell, enum decimal_sign sign, struct text *out)
{
    if (decimal_append(out, cell, 4, sign))
        text_append(out, "-");
}

/* What stands beside the method's name, to tell its lines apart. */
static void setting(const struct csv *s, size_t row, struct text *out)
{
    method_setting_of_row(out, s, row, 1);
}

static void dataset(const struct csv *s, size_t row, struct text *out)
{
    text_append(out, csv_cell(s, row, "dataset"));
}

static void task(const struct csv *s, size_t row, struct text *out)
{
    text_append(out, csv_cell(s, row, "task"));
}

static void method(const struct csv *s, size_t row, struct text *out)
{
    text_append(out, csv_cell(s, row, "method"));
}

static void published(const struct csv *s, size_t row, struct text *out)
{
    four(csv_cell(s, row, "published"), SIGN_BELOW_ZERO, out);
}

static void reproduced(const struct csv *s, size_t row, struct text *out)
{
    const char *sd = csv_cell(s, row, "sd");
    four(csv_cell(s, row, "mean"), SIGN_BELOW_ZERO, out);
    if (*sd) {
        text_append(out, " (");
        four(sd, SIGN_BELOW_ZERO, out);
        text_append(out, ")");
    }
}

static void difference(const struct csv *s, size_t row, struct text *out)
{
    four(csv_cell(s, row, "difference"), SIGN_ALWAYS, out);
}

static void gain(const struct csv *s, size_t row, struct text *out)
{
    const char *base = csv_cell(s, row, "base");
    four(csv_cell(s, row, "gain"), SIGN_ALWAYS, out);
    if (*base)
        text_format(out, " (%s)", base);
}

static void counts(const struct csv *s, size_t row, struct text *out)
{
    text_format(out, "%s/%s", csv_cell(s, row, "n_ok"), csv_cell(s, row, "n_planned"));
}

static void verdict(const struct csv *s, size_t row, struct text *out)
{
    text_append(out, csv_cell(s, row, "verdict"));
}

static void notes(const struct csv *s, size_t row, struct text *out)
{
    mean_notes_append(out, s, row);
}

/* The columns, in their order. One with `when` is left out where no row has a cell of that
 * column of summary.csv, notes where there are none. */
static const struct shown {
    const char *head, *before; /* what stands between it and the one before */
    int width;                 /* at least, on the right side where it is below 0 */
    void (*cell)(const struct csv *s, size_t row, struct text *out);
    const char *when;
} shown[] = {
    { "data set", "", -14, dataset, NULL },
    { "task", " ", -9, task, NULL },
    { "method", " ", -22, method, NULL },
    { "setting", " ", -7, setting, NULL },
    { "published", " | ", 9, published, "published" },
    { "reproduced", " | ", -17, reproduced, NULL },
    { "difference", " | ", 10, difference, "published" },
    { "gain", " | ", -10, gain, "gain" },
    { "ok/plan", " | ", 9, counts, NULL },
    { "verdict", " | ", -7, verdict, NULL },
    { "notes", " | ", -5, notes, NULL },
};

enum { N_SHOWN = sizeof shown / sizeof *shown };

/* Is there something to show in this column? */
static int is_used(const struct csv *s, const struct shown *c)
{
    struct text t = TEXT_INIT;
    int used = c->cell != notes && !c->when;
    for (size_t row = 0; row < s->n_rows && !used; row++) {
        text_clear(&t);
        if (c->when)
            used = *csv_cell(s, row, c->when) != '\0';
        else
            c->cell(s, row, &t);
        used = used || t.length;
    }
    text_release(&t);
    return used;
}

static int width_of(const struct csv *s, const struct shown *c)
{
    struct text t = TEXT_INIT;
    int width = abs(c->width);
    for (size_t row = 0; row < s->n_rows; row++) {
        text_clear(&t);
        c->cell(s, row, &t);
        width = (int)t.length > width ? (int)t.length : width;
    }
    text_release(&t);
    return c->width < 0 ? -width : width;
}

/* The line of a row, or that of the heads. Nothing stands behind the last column. */
static void print_line(FILE *out, const struct csv *s, const int *width, size_t row, int head)
{
    struct text t = TEXT_INIT;
    size_t last = N_SHOWN - 1;
    while (width[last] == INT_MIN)
        last--;
    for (size_t i = 0; i <= last; i++) {
        if (width[i] == INT_MIN)
            continue;
        text_clear(&t);
        if (head)
            text_append(&t, shown[i].head);
        else
            shown[i].cell(s, row, &t);
        fprintf(out, "%s%*s", shown[i].before, i < last || width[i] > 0 ? width[i] : 0, text_of(&t));
    }
    fputc('\n', out);
    text_release(&t);
}

/* What all numbers are of, where that is not the whole test split against all other classes. */
static void print_protocol(FILE *out, const struct csv *s)
{
    static const struct {
        const char *column, *format;
    } limits[] = {
        { "holdout", "judged on every %s. training image, held out, not on the test split\n" },
        { "train_limit", "at most %s training images of a class\n" },
        { "test_limit", "at most %s judged images of a class\n" },
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits && s->n_rows; i++) {
        const char *cell = csv_cell(s, 0, limits[i].column); /* a spec has one value */
        if (*cell && strcmp(cell, "0") != 0)
            fprintf(out, limits[i].format, cell);
    }
    const char *anomalies = s->n_rows ? csv_cell(s, 0, "anomalies") : "";
    int same = *anomalies && strcmp(anomalies, "rest") != 0;
    for (size_t row = 1; row < s->n_rows && same; row++)
        same = strcmp(csv_cell(s, row, "anomalies"), anomalies) == 0; /* else `variant` says which */
    if (same)
        fprintf(out, "anomalies: %s\n", anomalies);
}

int summary_print(FILE *out, const struct plan *p, const char *folder, struct error *e)
{
    char *path = path_join(folder, "summary.csv", NULL);
    struct csv s;
    struct text verdicts = TEXT_INIT;
    int bad = csv_read(&s, path, e) || verdicts_say(folder, &verdicts, e), width[N_SHOWN];
    free(path);
    if (bad) {
        csv_release(&s);
        text_release(&verdicts);
        return -1;
    }
    for (size_t i = 0; i < N_SHOWN; i++)
        width[i] = is_used(&s, &shown[i]) ? width_of(&s, &shown[i]) : INT_MIN;
    fprintf(out, "\n%s: AUC, mean over tasks (sd over seeds)\n", p->title && *p->title ? p->title : p->experiment);
    print_protocol(out, &s);
    print_line(out, &s, width, 0, 1);
    for (size_t row = 0; row < s.n_rows; row++)
        print_line(out, &s, width, row, 0);
    fputs(text_of(&verdicts), out);
    text_release(&verdicts);
    csv_release(&s);
    return 0;
}
