/* When a difference of two means is a change, and when it is none: by the noise of the seeds, over all rows that are
 * tested at once. A change excludes 0 after Holm, is larger than the smallest difference that matters, and than 2.5
 * standard errors. */
#ifndef REPORT_GATE_DECIDE_H
#define REPORT_GATE_DECIDE_H

#include <stddef.h>

#include "report/gate/noise.h"

struct decide_rule {
    double alpha;   /* of the family of rows, two-sided */
    double matters; /* the smallest difference that matters, where a row has none of its own */
};
#define DECIDE_DEFAULTS \
    { \
        .alpha = 0.05, .matters = 0.005 \
    }
extern const struct decide_rule decide_defaults;

/* What a row can show with so many seeds a side, among so many tested rows. All NaN where the noise is not known. */
struct threshold {
    double error;    /* standard error of the difference: sd sqrt(2 / seeds) */
    double half;     /* half width of the interval that holds for all rows at once (Bonferroni) */
    double limit;    /* a difference beyond it is a change */
    double headroom; /* of the limit, in standard errors; infinite without noise */
    double smallest; /* change that is found four times in five (power .8) */
};
void decide_threshold(struct threshold *t, const struct noise *noise, size_t seeds, size_t tested,
                      const struct decide_rule *rule);

/* Two-sided p of a difference; NaN where the noise is not known. */
double decide_p(double difference, const struct noise *noise, size_t seeds);

enum decision { DECIDE_UNDECIDED, DECIDE_WITHIN, DECIDE_LOWER, DECIDE_HIGHER };

/* `p` is Holm's. */
enum decision decide(double difference, double p, const struct threshold *t, const struct noise *noise,
                     const struct decide_rule *rule);

/* How many seeds a side would decide it, were the difference to stay: at least 2; 0 where more than a thousand would
 * be asked for, or the noise is not known. */
size_t decide_seeds(double difference, const struct noise *noise, size_t tested, const struct decide_rule *rule);

#endif
