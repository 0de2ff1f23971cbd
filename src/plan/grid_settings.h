/* The settings of a grid's runs: every combination of the axes that a detector can use. */
#ifndef PLAN_GRID_SETTINGS_H
#define PLAN_GRID_SETTINGS_H

#include "plan/findings.h"
#include "plan/run.h"
#include "plan/spec.h"

enum visited { VISIT_DONE, VISIT_MISFIT, VISIT_NONE };

/* What is done with one combination. VISIT_MISFIT with a message: it cannot be. VISIT_NONE: it cannot, whatever the
 * settings are. */
typedef enum visited settings_visit(void *context, const struct detector *d, const struct settings *settings,
                                    struct error *e);

/* A combination that cannot be. */
struct misfit {
    const struct detector *detector;
    size_t *at; /* the place of its value on each axis */
    char *message;
};

/* Which values can be, and which combinations cannot. */
struct fits {
    const struct spec *spec;
    unsigned char *can; /* (detectors, values of all axes) */
    size_t n_values;
    struct misfit *of;
    size_t n;
};

void fits_init(struct fits *f, const struct spec *s);
void fits_release(struct fits *f);

/* Visits every combination of the axes that the detector can use, the last axis fastest, but for those in which a value
 * behind the first changes nothing. Where it builds on a detector that does not use one of the axes, there are equal
 * runs. */
void fits_visit(struct fits *f, const struct detector *d, settings_visit *visit, void *context);

/* Says of the combinations that cannot be what they are: wrong where a value can be in none of the detector's, else
 * impossible. */
void fits_tell(struct fits *f, struct findings *findings);

/* How many there are at most. */
double fits_count(const struct spec *s, const struct detector *d);

#endif
