/* Runs of a plan and what a worker leaves of them, made by hand: the tests work inside their folder, results are in
 * "results". */
#ifndef TESTS_SUPPORT_RESULTS_H
#define TESTS_SUPPORT_RESULTS_H

#include "run/outcome.h"
#include "support/plans.h"

/* Run number `which` of a detector. */
static inline const struct run *run_of(const struct plan *p, const char *detector, int which)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->runs[i].detector->name, detector) == 0 && which-- == 0)
            return &p->runs[i];
    fail_msg("no run %d of %s", which, detector);
    return NULL;
}

/* Writes a file of a run's folder, which is made. */
static inline void put_file(const struct plan *p, const struct run *r, const char *name, const char *contents)
{
    char *base = outcome_folder(p->experiment, r, "results"), *folder = path_join(base, r->id, NULL);
    char *path = path_join(folder, name, NULL);
    struct error e;
    assert_int_equal(folder_make(folder, &e), 0);
    assert_int_equal(file_write(path, contents, strlen(contents), &e), 0);
    free(base);
    free(folder);
    free(path);
}

static inline void put_status(const struct plan *p, const struct run *r, const char *status)
{
    struct text t = TEXT_INIT;
    text_format(&t, "[run]\nstatus = %s\n", status);
    put_file(p, r, "meta.ini", t.s);
    text_release(&t);
}

#endif
