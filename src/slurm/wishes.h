/* What a user wants of sbatch, in a file or a variable, never in code: partition, account, constraints ...
 *
 *     --partition=long           an option of sbatch, one a line, with '=' before its value
 *     LD_LIBRARY_PATH=/opt/lib   a variable that tasks shall have
 *     # a comment
 *
 * A variable's text has options alone, with blanks between. */
#ifndef SLURM_WISHES_H
#define SLURM_WISHES_H

#include <stddef.h>

#include "base/error.h"

struct slurm_wishes {
    char **options;   /* NULL-terminated */
    char **variables; /* likewise, "NAME=VALUE" */
    size_t n_options, n_variables;
    int time, memory; /* 1: they say how much */
};

/* `file` and `words` may be NULL; what `words` says comes later, and so counts. Refused is what is no option or
 * variable, and options that the plan itself needs. 0 or -1; wishes_release() either way. */
int wishes_read(struct slurm_wishes *w, const char *file, const char *words, struct error *e);
void wishes_release(struct slurm_wishes *w);

#endif
