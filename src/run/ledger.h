/* RESULTS/ledger.csv: what was spent. A line when an attempt at a run or first phase begins and one when it ends, so
 * that one that was killed leaves its first line alone. The file only grows: an attempt that failed, or whose run
 * another had published first, stays in it. */
#ifndef RUN_LEDGER_H
#define RUN_LEDGER_H

#include "base/error.h"

struct ledger_line {
    const char *run;             /* its ID */
    const char *attempt;         /* what both lines of an attempt have, and no other one's */
    const char *outcome;         /* "begun", "ok", "failed", "superseded" */
    const char *started, *ended; /* UTC; `ended` is "" in the first line */
    double processor;            /* seconds of the process until now */
    const char *kernels;         /* the kind of machine, without its name (provenance_kernels_of()) */
};

/* Adds a line, in one write at the file's end: lines of attempts at once do not mix (but on a network's file system
 * that cannot append). What a full disk left of a line before goes first. */
int ledger_add(const char *results, const struct ledger_line *l, struct error *e);

#endif
