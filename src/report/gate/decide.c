#include "report/gate/decide.h"

#include <math.h>
#include <stdint.h>

#include "eval/summary.h"

const struct decide_rule decide_defaults = DECIDE_DEFAULTS;

/* A limit nearer to the noise than this alarms too often, whatever a table of t says of so few rows. */
static const double HEADROOM = 2.5;

static double matters_of(const struct noise *noise, const struct decide_rule *rule)
{
    return isfinite(noise->matters) ? noise->matters : rule->matters;
}

static double quantile(double level, const struct noise *noise)
{
    return noise->df == SIZE_MAX ? 0 : student_quantile(level, noise->df);
}

void decide_threshold(struct threshold *t, const struct noise *noise, size_t seeds, size_t tested,
                      const struct decide_rule *rule)
{
    static const double POWER = 0.8;
    *t = (struct threshold) { NAN, NAN, NAN, NAN, NAN };
    if (!isfinite(noise->sd) || !seeds)
        return;
    t->error = noise->sd * sqrt(2 / (double)seeds);
    t->half = quantile(1 - rule->alpha / (double)(tested ? tested : 1), noise) * t->error;
    t->limit = fmax(matters_of(noise, rule), fmax(t->half, HEADROOM * t->error));
    t->headroom = t->error > 0 ? t->limit / t->error : INFINITY;
    /* one-sided: P(T > -q) = POWER where P(|T| < q) = 2 POWER - 1 */
    t->smallest = t->limit + quantile(2 * POWER - 1, noise) * t->error;
}

double decide_p(double difference, const struct noise *noise, size_t seeds)
{
    if (!isfinite(noise->sd) || !seeds)
        return NAN;
    if (noise->sd == 0)
        return difference == 0;
    return 1 - student_within(fabs(difference) / (noise->sd * sqrt(2 / (double)seeds)), noise->df);
}

enum decision decide(double difference, double p, const struct threshold *t, const struct noise *noise,
                     const struct decide_rule *rule)
{
    const double matters = matters_of(noise, rule);
    if (!isfinite(p))
        return DECIDE_UNDECIDED;
    if (p <= rule->alpha && fabs(difference) > fmax(matters, HEADROOM * t->error))
        return difference < 0 ? DECIDE_LOWER : DECIDE_HIGHER;
    return fabs(difference) + t->half <= matters ? DECIDE_WITHIN : DECIDE_UNDECIDED;
}

size_t decide_seeds(double difference, const struct noise *noise, size_t tested, const struct decide_rule *rule)
{
    static const double MOST = 1000;
    const double matters = matters_of(noise, rule), size = fabs(difference);
    const double target = size > matters ? size : matters - size;
    struct threshold one;
    decide_threshold(&one, noise, 1, tested, rule);
    const double widest = size > matters ? fmax(one.half, HEADROOM * one.error) : one.half, ratio = widest / target;
    return ratio * ratio < MOST ? (size_t)fmax(2, floor(ratio * ratio) + 1) : 0;
}
