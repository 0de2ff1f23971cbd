#include "stress/rows.h"

#include <math.h>
#include <stdio.h>

void stress_row_text(struct stress_row *r, const char *text)
{
    r->cells[r->n++] = text;
}

static char *number(struct stress_row *r)
{
    char *to = r->numbers[r->n];
    to[0] = '\0';
    stress_row_text(r, to);
    return to;
}

void stress_row_count(struct stress_row *r, size_t n)
{
    snprintf(number(r), sizeof r->numbers[0], "%zu", n);
}

void stress_row_number(struct stress_row *r, double v)
{
    char *to = number(r);
    if (!isnan(v))
        snprintf(to, sizeof r->numbers[0], "%.6g", v);
}

void stress_row_begin(struct stress_row *r, const struct stress_subject *s)
{
    r->n = 0;
    stress_row_text(r, s->dataset);
    stress_row_text(r, s->detector);
    stress_row_text(r, s->variant);
    stress_row_text(r, s->positive);
    stress_row_text(r, s->negative);
    snprintf(number(r), sizeof r->numbers[0], "%ld", s->seed);
}

void stress_row_end(struct stress_row *r, const struct stress_subject *s, struct csv_out *to)
{
    stress_row_text(r, s->run);
    csv_out_row(to, r->cells);
}
