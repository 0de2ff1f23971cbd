#include "run/scores.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "base/text.h"
#include "store/csv.h"
#include "store/gzip.h"

enum { INDEX, CLASS, LABEL, SCORE, N_COLUMNS };

#define HEADER "index,class,label,score"

void scores_init(struct scores *s, size_t n)
{
    s->n = n;
    s->index = mem_zero(n, sizeof *s->index);
    s->class_ = mem_zero(n, sizeof *s->class_);
    s->label = mem_zero(n, sizeof *s->label);
    s->score = mem_zero(n, sizeof *s->score);
}

void scores_release(struct scores *s)
{
    free(s->index);
    free(s->class_);
    free(s->label);
    free(s->score);
    *s = (struct scores) { 0 };
}

size_t scores_distinct(const struct scores *s, size_t *most)
{
    double *sorted = mem_alloc(s->n, sizeof *sorted);
    size_t distinct = 0;
    memcpy(sorted, s->score, s->n * sizeof *sorted);
    sort_rising(sorted, s->n);
    *most = 0;
    for (size_t i = 0, j; i < s->n; i = j, distinct++) {
        for (j = i + 1; j < s->n && sorted[j] == sorted[i];)
            j++;
        *most = j - i > *most ? j - i : *most;
    }
    free(sorted);
    return distinct;
}

/* 0 where nine digits are certainly not enough: the first nine are a whole number, and the score is not near one. */
static int may_have_nine(double score)
{
    static const double DIGITS = 1e9, NEAR = 1e-3;
    const double size = fabs(score), scaled = size * pow(10, 8 - floor(log10(size)));
    return !(scaled > 0 && scaled <= DIGITS && fabs(scaled - nearbyint(scaled)) > NEAR);
}

void score_append(struct text *t, double score)
{
    char digits[32] = "";
    double back;
    const int nine = may_have_nine(score);
    if (nine)
        snprintf(digits, sizeof digits, "%.9g", score);
    if (!nine || parse_double(digits, &back) || back != score)
        snprintf(digits, sizeof digits, "%.17g", score);
    text_append(t, digits);
}

int scores_write(const struct scores *s, const char *path, struct error *e)
{
    struct text t = TEXT_INIT;
    text_append(&t, HEADER "\n");
    int result = 0;
    for (size_t i = 0; i < s->n && result == 0; i++) {
        if (!isfinite(s->score[i]))
            result = error_set(e,
                               "cannot write '%s': expected a finite score for sample %ld, "
                               "found %g",
                               path, (long)s->index[i], s->score[i]);
        text_format(&t, "%ld,%ld,%d,", (long)s->index[i], (long)s->class_[i], s->label[i]);
        score_append(&t, s->score[i]);
        text_append(&t, "\n");
    }
    if (result == 0)
        result = gzip_write(path, text_of(&t), t.length, e);
    text_release(&t);
    return result;
}

/* `line` is right as long as all rows before it were good, since then none spans lines. */
static int read_integer(const char *cell, long least, long most, long *value, const char *path, size_t line,
                        const char *column, struct error *e)
{
    if (parse_long(cell, value) == 0 && *value >= least && *value <= most)
        return 0;
    return error_set(e, "%s:%zu: expected a whole number from %ld to %ld as %s, found '%.80s'", path, line, least, most,
                     column, cell);
}

static int read_row(struct scores *s, size_t i, char *const *cells, const char *path, struct error *e)
{
    long index, class_, label;
    size_t line = i + 2;
    if (read_integer(cells[INDEX], INT32_MIN, INT32_MAX, &index, path, line, "index", e) ||
        read_integer(cells[CLASS], INT32_MIN, INT32_MAX, &class_, path, line, "class", e) ||
        read_integer(cells[LABEL], 0, 1, &label, path, line, "label", e))
        return -1;
    if (parse_double(cells[SCORE], &s->score[i]))
        return error_set(e, "%s:%zu: expected a finite number as score, found '%.80s'", path, line, cells[SCORE]);
    s->index[i] = (int32_t)index;
    s->class_[i] = (int32_t)class_;
    s->label[i] = (uint8_t)label;
    return 0;
}

int scores_read(struct scores *s, const char *path, struct error *e)
{
    struct csv c;
    *s = (struct scores) { 0 };
    int result = csv_read_as(&c, path, HEADER, e);
    if (result == 0) {
        scores_init(s, c.n_rows);
        for (size_t i = 0; i < c.n_rows && result == 0; i++)
            result = read_row(s, i, c.cells + i * N_COLUMNS, path, e);
        if (result)
            scores_release(s);
    }
    csv_release(&c);
    return result;
}
