/* Problems of a spec: collected lines "WHERE: message", all of a file at once. */
#ifndef PLAN_PROBLEM_H
#define PLAN_PROBLEM_H

#include "base/text.h"

/* Adds "WHERE: message\n" unless that very line is there already (many cells of a grid have
 * the same fault); returns -1. */
int problem_add(struct text *problems, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
