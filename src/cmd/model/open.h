/* A trained detector that a command is given: a file model.lisae, or the folder of a run that has one. */
#ifndef CMD_MODEL_OPEN_H
#define CMD_MODEL_OPEN_H

#include "cmd/line/options.h"
#include "detect/suite.h"
#include "store/archive.h"

/* What a subcommand does with the model that is its argument; returns the exit code. */
typedef int model_action(const struct suite *suite, const struct options *o);

/* A subcommand with one model as its argument: parses the options, then acts. Returns the exit code. */
int model_command(const struct command *c, const struct suite *suite, int argc, char **argv, model_action *action);

/* Loads what detectors compute with, and the model. The archive, which the caller releases either way (all zero
 * before), stays open beside the model, which (*detector)->free() ends; NULL before, and after a failure. */
int open_model(const struct suite *suite, const char *given, struct archive *a, const struct detector **detector,
               void **model, struct error *e);

#endif
