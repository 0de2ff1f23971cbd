#include "slurm/environment.h"

#include <stddef.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static const char *const wanted[] = { "PATH",       "HOME",     "USER",       "LOGNAME",           "SHELL",
                                      "LANG",       "TZ",       "SLURM_CONF", "OPENBLAS_CORETYPE", "ONEDNN_MAX_CPU_ISA",
                                      "KRB5CCNAME", "LANGUAGE", NULL };

static int is_wanted(const char *line)
{
    const size_t length = strcspn(line, "=");
    if (starts_with(line, "LC_"))
        return 1;
    for (const char *const *name = wanted; *name; name++)
        if (strlen(*name) == length && strncmp(*name, line, length) == 0)
            return 1;
    return 0;
}

char **slurm_environment(char *const *from)
{
    size_t n = 0, kept = 0;
    while (from[n])
        n++;
    char **to = mem_zero(n + 1, sizeof *to);
    for (size_t i = 0; i < n; i++)
        if (is_wanted(from[i]))
            to[kept++] = from[i];
    return to;
}
