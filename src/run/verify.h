/* Everything that a run's folder holds, looked at once more: each file's sum, what is in the tables, the model, and the
 * AUCs, computed anew from the kept scores. */
#ifndef RUN_VERIFY_H
#define RUN_VERIFY_H

#include "base/error.h"
#include "detect/suite.h"

enum verified {
    VERIFY_OK,
    VERIFY_UNSUMMED, /* as it must be, but made before sums were kept */
    VERIFY_FAILED,   /* a run that failed: there is nothing to look at */
    VERIFY_DAMAGED   /* the error says what, and which folder to remove */
};

/* `folder`: that of the run or first phase `id`. */
enum verified verify_run(const struct suite *suite, const char *folder, const char *id, struct error *e);

#endif
