#include "run/run_model.h"

#include <stdlib.h>

#include "run/outcome.h"
#include "run/seal.h"
#include "store/file.h"

int run_model_missing(const char *folder, struct error *e)
{
    return error_set(
        e,
        "%s has no model.lisae (the run was done with keep_models = off or --no-models): remove the folder "
        "and call `lisae run` without them to have it",
        folder);
}

int run_model_open(const struct plan *p, const struct run *r, const char *results, struct archive *file, void **model,
                   struct error *e)
{
    char *base = outcome_place(p->experiment, r, results), *folder = path_join(base, r->id, NULL);
    char *path = path_join(folder, "model.lisae", NULL);
    char reason[512] = "";
    int bad = 0;
    *file = (struct archive) { 0 };
    *model = NULL;
    const enum run_status status = outcome_status(p, r, results, reason, sizeof reason);
    if (status == RUN_FAILED)
        bad = error_set(e, "run %s (%s, %s %s) has no result: %s", r->id, r->detector->name, r->dataset, r->positive,
                        reason);
    else if (status != RUN_OK)
        bad = error_set(e, "run %s (%s, %s %s) is not done: `lisae run` does it", r->id, r->detector->name, r->dataset,
                        r->positive);
    else if (!path_exists(path))
        bad = run_model_missing(folder, e);
    /* Another model, put in the place of this one, may have as many bytes: all sums are looked at, which takes about as
     * long as reading the model does. */
    if (!bad && seal_expect(folder, r->id, SEAL_ALL, e) == 0 && archive_open(file, path, e) == 0 &&
        archive_expect_finite(file, path, e) == 0)
        *model = r->detector->load(r->detector, &p->suite->sections, file, e);
    free(base);
    free(folder);
    free(path);
    return *model ? 0 : -1;
}
