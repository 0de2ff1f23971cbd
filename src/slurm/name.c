#include "slurm/name.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const char START[] = "lisae-", TABLES[] = "tables";

void slurm_name(char name[SLURM_NAME], const char *plan, long first)
{
    if (first == SLURM_TABLES)
        snprintf(name, SLURM_NAME, "%s%.12s-%s", START, plan, TABLES);
    else
        snprintf(name, SLURM_NAME, "%s%.12s-%ld", START, plan, first);
}

int slurm_name_read(const char *name, char plan[SLURM_PLAN], long *first)
{
    const char *rest = name + strlen(START);
    const size_t digits = SLURM_PLAN - 1;
    if (!starts_with(name, START) || strspn(rest, "0123456789abcdef") != digits || rest[digits] != '-')
        return -1;
    snprintf(plan, SLURM_PLAN, "%.12s", rest);
    rest += SLURM_PLAN;
    if (strcmp(rest, TABLES) == 0) {
        *first = SLURM_TABLES;
        return 0;
    }
    return parse_long(rest, first) || *first < 0 ? -1 : 0;
}
