/* A trained detector that a command is given: a file model.lisae, or the folder of a run that has one. */
#ifndef CMD_OPEN_MODEL_H
#define CMD_OPEN_MODEL_H

#include "detect/suite.h"
#include "store/archive.h"

/* The archive, which the caller releases either way (all zero before), stays open beside the model, which
 * (*detector)->free() ends; NULL before, and after a failure. */
int open_model(const struct suite *suite, const char *given, struct archive *a, const struct detector **detector,
               void **model, struct error *e);

#endif
