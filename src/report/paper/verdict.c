#include "report/paper/verdict.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

void printed_parse(struct printed *p, const char *cell)
{
    enum { LEAST = 2 };
    const char *point = strchr(cell, '.');
    const size_t decimals = point ? strspn(point + 1, "0123456789") : 0;
    *p = (struct printed) { NAN, NAN };
    if (parse_double(cell, &p->value) == 0)
        p->half = 0.5 * pow(10, -(double)(decimals < LEAST ? LEAST : decimals));
}

double verdict_tolerance(const struct group_mean *m, const struct printed *p)
{
    return isfinite(m->mean) ? p->half + m->spread.again : NAN;
}

const char *verdict_by(double difference, double tolerance)
{
    static const double BELOW_ALL_DIGITS = 1e-9; /* of what is stored with six */
    if (fabs(difference) <= tolerance + BELOW_ALL_DIGITS)
        return "match";
    return difference > 0 ? "higher" : "lower";
}

static const char *inside(const struct group_mean *m, const struct printed *p)
{
    const struct span *s = isfinite(m->spread.both.lo) ? &m->spread.both : &m->spread.images;
    if (!isfinite(s->lo))
        return "";
    return p->value + p->half >= s->lo && p->value - p->half <= s->hi ? "yes" : "no";
}

void verdict_put(struct row *row, const struct group_mean *m, const struct printed *p)
{
    const int both = isfinite(m->mean) && isfinite(p->value);
    row_number(row, "difference", "%.6f", m->mean - p->value);
    row_number(row, "tolerance", "%.6f", verdict_tolerance(m, p));
    row_set(row, "inside", both ? inside(m, p) : "");
    row_set(row, "verdict",
            both                 ? verdict_by(m->mean - p->value, verdict_tolerance(m, p))
            : !isfinite(m->mean) ? "missing"
                                 : "");
}
