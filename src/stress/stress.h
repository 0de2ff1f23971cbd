/* The stress test of one trained detector: what it takes for normal of sets of images that most test sets lack, and
 * what a search finds. Its quantiles q are those of the scores of normal images that it was not trained on, so that
 * detectors of other units can be compared. A folder gets
 *     stress.csv         a row for each set and quantile: the share that is accepted, with Wilson's interval; that is
 *                        far; that is both, and so blind
 *     search.csv         a row for each set of starts, lambda, rho and quantile; without the search its header alone
 *     points.csv.gz      of some images of each set their score, 0 at the median and 1 at the 95 % quantile of normal
 *                        ones, and their distances
 *     search-hits.png    starts, what was found from them, its reconstruction and the nearest training image; where
 *                        something was found
 * The same request gives the same bytes. */
#ifndef STRESS_STRESS_H
#define STRESS_STRESS_H

#include "stress/keys.h"
#include "stress/rows.h"

/* Training images that distances are taken to, at most: of more a seeded choice. */
enum { STRESS_TRAIN_MOST = 7000 };

/* 0, or -1 with a message: where scores are no ranks (LABEL_SWEEP), of points, of fewer than two images. */
int stress_refuse(const struct stress_source *from, struct error *e);

/* `from->seed` is not read: the request has the seed. */
int stress_make(const struct stress_source *from, const struct stress_request *request,
                const struct stress_subject *subject, const char *folder, const struct progress *progress,
                struct error *e);

#endif
