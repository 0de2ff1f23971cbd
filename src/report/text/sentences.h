/* What results say, in sentences that the report and a text in LaTeX share. A sentence is written here once, with all
 * that it depends on: it has no end, so that who shows it can go on. */
#ifndef REPORT_TEXT_SENTENCES_H
#define REPORT_TEXT_SENTENCES_H

#include "report/page/printed.h"
#include "report/text/duels.h"
#include "report/text/say.h"

/* How many runs are done, failed, missing: "all 30 runs are done". */
void sentence_runs(const struct say *s, const struct run_counts *n);
/* How many printed numbers are reproduced, and how many of them match. */
void sentence_printed(const struct say *s, const struct printed_counts *n);
/* The same of LIS-AE's and of the others'; nothing where there are only its own, or none. */
void sentence_shares(const struct say *s, const struct printed_counts *own, const struct printed_counts *all);
/* How that depends on the tolerance; nothing where no number is reproduced. */
void sentence_tolerances(const struct say *s, const struct printed_counts *n);

/* How often the first of two methods has the higher mean, by how much, and what tests say; "" for none. */
void sentence_duels(const struct say *s, const struct suite *suite, const struct duels *d);
/* Where it has the higher mean, where the lower. */
void sentence_where(const struct say *s, const struct suite *suite, const struct duels *d);
/* One row of tests.csv, `c`: the difference, in how many tasks, and what the test says. */
void sentence_pair(const struct say *s, const struct suite *suite, const struct csv *c, size_t row);

/* In how many of `any` rows LIS-AE has the highest mean, and who has it in the others (`winners` may be ""). In HTML
 * the caller says which rows, by words that are HTML already. */
void sentence_highest(const struct say *s, size_t highest, size_t any, const char *rows, const char *winners);

#endif
