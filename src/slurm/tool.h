/* Slurm's own programs, called for what they print. */
#ifndef SLURM_TOOL_H
#define SLURM_TOOL_H

#include "base/error.h"
#include "base/text.h"

/* Runs argv[0], found on PATH, in the environment of slurm_environment(), and waits for it; `out` (cleared) gets its
 * standard output. 0; -1 where it cannot be started, or ends with another code than 0: the message has what it said on
 * standard error, and `e->reason` is ENOENT where there is no such program. */
int slurm_tool(const char *const *argv, struct text *out, struct error *e);

#endif
