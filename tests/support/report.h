/* What the tests of tables share: an auc.csv with numbers of the test's own, the groups of a plan, printed numbers,
 * a table's text. */
#ifndef TESTS_SUPPORT_REPORT_H
#define TESTS_SUPPORT_REPORT_H

#include "report/means/group.h"
#include "report/paper/published.h"
#include "support/main.h"
#include "support/plans.h"
#include "support/results.h"

/* results/t/auc.csv: for each run of the plan a row against all anomalies; below 0 the run failed. A times.csv without
 * rows. */
static inline void put_auc(const struct plan *p, const double *auc, const char *more)
{
    struct text t = TEXT_INIT;
    text_append(&t, "run_id,outlier,auc,auc_lo,auc_hi,status\n");
    for (size_t i = 0; i < p->n; i++)
        if (auc[i] < 0)
            text_format(&t, "%s,all,,,,failed\n", p->runs[i].id);
        else
            text_format(&t, "%s,all,%.6f,%.6f,%.6f,ok\n", p->runs[i].id, auc[i], auc[i] - 0.125, auc[i] + 0.0625);
    text_append(&t, more);
    put_file("results/t", "auc.csv", text_of(&t));
    put_file("results/t", "times.csv", "run_id,revision,kernels\n");
    text_release(&t);
}

static inline void read_groups(struct groups *g, const struct plan *p)
{
    struct error e;
    if (groups_read(g, p, "results/t", &e))
        fail_msg("%s", e.text);
}

/* Printed numbers from rows without a header. */
static inline void read_published(struct published *out, const char *rows)
{
    struct text t = TEXT_INIT;
    struct error e;
    text_format(&t, "%s\n%s", PUBLISHED_COLUMNS, rows);
    put_file(".", "published.csv", text_of(&t));
    if (published_read(out, "published.csv", NULL, &e))
        fail_msg("%s", e.text);
    text_release(&t);
}

#endif
