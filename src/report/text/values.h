/* The numbers that a text may name: those of tables of experiments, each under a key of words, for LaTeX. So that no
 * number of a text is typed by hand, and one that is not there any more is an error where the text is set. */
#ifndef REPORT_TEXT_VALUES_H
#define REPORT_TEXT_VALUES_H

#include "base/text.h"
#include "detect/suite.h"
#include "report/page/material.h"
#include "report/page/printed.h"

/* Appends lines "\lisaevalue{KEY}{WORDS}". Keys are
 *
 *     EXPERIMENT/METHOD/COLUMN                  a row of summary.csv: table2-cifar10/lis-ae/mean
 *     EXPERIMENT/METHOD/NEGATIVE/COLUMN         where a method has several
 *     EXPERIMENT/METHOD/NEGATIVE/SETTING/COLUMN where these have several: "latent=128,gamma=15"
 *     EXPERIMENT/METHOD against METHOD/COLUMN   a row of tests.csv, with NEGATIVE and SETTING as above
 *     printed/WHICH/COUNT                       WHICH: all, lis-ae, others, and a table: 2, A1
 *     runs/COUNT                                planned, ok, failed, missing, experiments
 *
 * each in all its forms that only one row has. Characters that LaTeX takes for others are '-' in keys.
 * COLUMN of summary.csv: mean, sd, interval, published, difference, verdict, tasks, seeds; of tests.csv: difference,
 * interval, side (of 0 that the difference is on: above, below, even), wins, losses, ties, tasks, p, decision. COUNT of
 * `printed`: printed, there, partial, missing, inside, most
 * (the verdict of most: match, higher, lower), and match, higher, lower by the tolerances of their own, with
 * -0.005 and the like behind by these.
 *
 * And sentences (sentences.h), without an end:
 *
 *     say/WHICH                                 runs, printed, shares, tolerances
 *     say/METHOD against METHOD/duels, .../where against ae and lis-ae, over all experiments
 *     EXPERIMENT/METHOD against METHOD/sentence a row of tests.csv
 *
 * A mean of fewer runs than planned has their number behind it, "0.897 (13/30)"; what is not there is "--".
 * And a line \lisaewholetrue or \lisaewholefalse: are all runs done, and does a whole number stand beside each printed
 * one? */
void values_append_tex(struct text *out, const struct material *m, const struct suite *suite,
                       const struct printed_tables *printed);

#endif
