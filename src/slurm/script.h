/* The two scripts that sbatch takes. */
#ifndef SLURM_SCRIPT_H
#define SLURM_SCRIPT_H

#include "base/text.h"
#include "slurm/wishes.h"

/* Appends a word for a shell, in single quotes. */
void script_word(struct text *t, const char *word);

/* Appends a script that becomes `command`, words with their quotes, in an environment with one thread, the user's
 * variables and, but for those that the user pins, the kernels of the kept results (tools/pinned). For an array: its
 * first argument is the number of the chunk of task 0, and the number of the task's own chunk is the command's last
 * word. `before` (NULL: nothing) is a command that is run first. */
void script_append(struct text *t, const struct slurm_wishes *w, const char *before, const char *command, int is_array);

#endif
