/* Everything that a run's folder holds, looked at once more: each file's sum, what is in the tables, the model, and the
 * AUCs, computed anew from the kept scores. Of runs whose rows alone are kept: these, from the ranks beside them. */
#ifndef RUN_VERIFY_H
#define RUN_VERIFY_H

#include "base/error.h"
#include "detect/suite.h"
#include "run/kept.h"

enum verified {
    VERIFY_OK,
    VERIFY_UNSUMMED, /* as it must be, but made before sums were kept */
    VERIFY_FAILED,   /* a run that failed: there is nothing to look at */
    VERIFY_DAMAGED   /* the error says what, and which folder to remove */
};

/* `folder`: that of the run or first phase `id`. */
enum verified verify_run(const struct suite *suite, const char *folder, const char *id, struct error *e);

/* Does each number in the rows of a run that was done come out of its kept ranks (run/kept_ranks.h)? VERIFY_OK, or
 * VERIFY_DAMAGED, also where there are none. */
enum verified verify_kept(const struct suite *suite, const struct kept_table *table, const char *id, struct error *e);

/* The same against the scores of the run itself, whose folder is whole. */
enum verified verify_rows(const struct suite *suite, const struct kept_table *table, const char *folder, const char *id,
                          struct error *e);

#endif
