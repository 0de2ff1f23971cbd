/* The order of a plan's runs, and of the rows of its tables: data set, detector, task, settings, seed. */
#ifndef PLAN_ORDER_H
#define PLAN_ORDER_H

#include "plan/run.h"

/* Sorts and drops doubles; returns how many stay. */
size_t order_runs(const struct suite *suite, struct run *runs, size_t n);

#endif
