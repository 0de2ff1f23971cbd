#include "slurm/script.h"

#include <string.h>

void script_word(struct text *t, const char *word)
{
    text_append(t, "'");
    for (; *word; word++) {
        if (*word == '\'')
            text_append(t, "'\\''");
        else
            text_append_bytes(t, word, 1);
    }
    text_append(t, "'");
}

/* The same test as in tools/pinned, on the node itself. What the caller's environment had pinned comes with the job. */
static const char PINS[] = "has() { grep -qs \"^flags.* $1\\( \\|\\$\\)\" /proc/cpuinfo; }\n"
                           "if has avx2 && has fma; then\n"
                           "    export OPENBLAS_CORETYPE=\"${OPENBLAS_CORETYPE-Haswell}\"\n"
                           "    export ONEDNN_MAX_CPU_ISA=\"${ONEDNN_MAX_CPU_ISA-AVX512_CORE}\"\n"
                           "fi\n";

void script_append(struct text *t, const struct slurm_wishes *w, const char *before, const char *command, int is_array)
{
    text_append(t, "#!/bin/sh\n");
    for (size_t i = 0; i < w->n_variables; i++) {
        const size_t name = strcspn(w->variables[i], "=");
        text_append(t, "export ");
        text_append_bytes(t, w->variables[i], name + 1);
        script_word(t, w->variables[i] + name + 1);
        text_append(t, "\n");
    }
    text_append(t, "export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1\n");
    text_append(t, PINS);
    if (before)
        text_format(t, "%s\n", before);
    /* the shell's place is taken, so that signals come to the program */
    text_format(t, "exec %s%s\n", command, is_array ? " \"$(($1 + SLURM_ARRAY_TASK_ID))\"" : "");
}
