/* Two methods against each other, wherever tests.csv has them: what came out, over all experiments. Where the runs of
 * one experiment are all among another's, with the same settings, it is one comparison: the one of more runs. */
#ifndef REPORT_TEXT_DUELS_H
#define REPORT_TEXT_DUELS_H

#include "detect/suite.h"
#include "report/page/material.h"

/* What a test says. */
enum { DECISIONS = 4 };
extern const char *const duel_decisions[DECISIONS];

enum duel_side { DUEL_ABOVE, DUEL_BELOW, DUEL_EVEN, DUEL_MISSING, DUEL_SIDES };

/* Which side of 0 a difference is on, however small. */
enum duel_side duel_side_of(const char *difference);

struct duel_row {
    const struct experiment *of;
    size_t row; /* of its tests.csv */
    enum duel_side side;
};

struct duels {
    const char *method, *against; /* NULL where there is none */
    struct duel_row *of;          /* (n) */
    size_t n, sides[DUEL_SIDES], decided[DECISIONS];
    const char *least, *most; /* cells: the differences, of those that are there */
};

/* Those of LIS-AE and what it starts from, in the experiments that lead (material_leads()) or, `leading` 0, in the
 * others. */
void duels_with_base(struct duels *d, const struct material *m, const struct suite *suite, int leading);
/* Those of two methods, in the experiments that lead. */
void duels_between(struct duels *d, const struct material *m, const char *method, const char *against);
void duels_release(struct duels *d);

/* The different methods of which the second is `against`, in the same experiments, in their order: (n), free(). Those
 * that are told the classes of the anomalies are left out. */
const char **duels_methods(const struct material *m, const char *against, size_t *n);

#endif
