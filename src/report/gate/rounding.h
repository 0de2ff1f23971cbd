/* Scores that differ by rounding alone: each run of a row ranks the same images nearly the same. */
#ifndef REPORT_GATE_ROUNDING_H
#define REPORT_GATE_ROUNDING_H

#include "report/gate/gate.h"

/* 1 where all pairs of the row's runs differ by less than rule->rounding: in their AUCs and, where the scores of both
 * are there (of the run's folder, or its kept ranks), by the far end of the 95 % interval of DeLong's paired test. So
 * two trainings that happen to have one AUC are not taken for rounding. */
int rounding_is_all(const struct gate_row *row, const struct gate_rule *rule);

#endif
