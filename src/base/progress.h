/* How long work says where it is: the worker calls progress_report(), whoever started it
 * decides what becomes of that. Reports must not change results. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

struct progress {
    /* `stage` names the work ("phase 1"); `done` of `total` epochs are done, the mean loss
     * of the last one is `loss` (0 where the work has none). */
    void (*report)(void *context, const char *stage, int done, int total, double loss);
    void *context;
};

/* `p` may be NULL. */
static inline void progress_report(const struct progress *p, const char *stage, int done, int total, double loss)
{
    if (p && p->report)
        p->report(p->context, stage, done, total, loss);
}

#endif
