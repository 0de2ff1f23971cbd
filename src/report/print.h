/* summary.csv as a table for people. */
#ifndef REPORT_PRINT_H
#define REPORT_PRINT_H

#include <stdio.h>

#include "base/error.h"
#include "plan/plan.h"

/* Reads FOLDER/summary.csv; a line for each row: published | reproduced | difference | n_ok/n_planned. */
int summary_print(FILE *out, const struct plan *p, const char *folder, struct error *e);

#endif
