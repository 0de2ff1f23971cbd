/* tests.csv: detectors that learn from the same negatives, and the autoencoder without any, against each other over
 * tasks. contrasts.csv: LIS-AE against each of the others that learn from none, a family of tests for each LIS-AE. */
#ifndef REPORT_PAIRS_TESTS_H
#define REPORT_PAIRS_TESTS_H

#include "base/error.h"
#include "base/text.h"
#include "report/means/group.h"

/* Writes both into the folder; `results` is where the runs' scores are, for DeLong's test. Appends a line for each
 * column of a table that has too many settings to be tested. `unread` gets why DeLong's test is lacking where scores
 * are there that cannot be read, of the first of them, or "". 0 or -1. */
int tests_write(const struct groups *g, const char *results, const char *folder, struct text *remarks,
                struct error *unread, struct error *e);

#endif
