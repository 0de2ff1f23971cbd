/* sweep.csv: mean AUCs along the axes of an experiment, for pictures.
 *
 * An axis is a setting in which groups of one detector, data set and kind of task differ; its name is that of its
 * column in summary.csv (latent, gamma ...) or of its key (train.epochs). A line of an axis is a detector with all its
 * other settings the same. Beside lines stand the groups that they are built on, where these do not depend on the
 * axis. */
#ifndef REPORT_SWEEP_H
#define REPORT_SWEEP_H

#include "base/error.h"
#include "report/means/group.h"

/* Writes FOLDER/sweep.csv; a table without rows where there is no axis. */
int sweep_write(const struct groups *g, const char *folder, struct error *e);

#endif
