#include "slurm/limits.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* The value of a line "NAME   = VALUE", free(); NULL where there is none. */
static char *value_of(char *const *lines, const char *name)
{
    const size_t length = strlen(name);
    for (; *lines; lines++) {
        const char *rest = *lines + length;
        if (!starts_with(*lines, name) || rest[strspn(rest, " ")] != '=')
            continue;
        rest = strchr(rest, '=') + 1;
        return mem_string(rest + strspn(rest, " "));
    }
    return NULL;
}

/* A number of the value "a=1,name=NUMBER,b", or `otherwise`. */
static long among(const char *value, const char *name, long otherwise)
{
    char **words = split(value ? value : "", ",", 0, NULL);
    const size_t length = strlen(name);
    long number = otherwise;
    for (char **word = words; *word; word++)
        if (starts_with(*word, name) && (*word)[length] == '=' && parse_long(*word + length + 1, &number))
            number = otherwise;
    split_free(words);
    return number;
}

int limits_read(struct slurm_limits *l, const char *text, struct error *e)
{
    char **lines = split(text, "\n", 0, NULL);
    char *size = value_of(lines, "MaxArraySize"), *scheduler = value_of(lines, "SchedulerParameters");
    char *select = value_of(lines, "SelectTypeParameters"), *ended = value_of(lines, "JobCompType");
    long most = 0;
    *l = (struct slurm_limits) { 0 };
    /* MaxArraySize is one more than the highest number of a task, which counts from 0; 0: there are no arrays */
    int bad = !size || parse_long(size, &l->array) || l->array < 0;
    if (bad)
        error_set(e, "scontrol show config: expected a number as MaxArraySize, found '%s'", size ? size : "");
    else if (l->array == 0)
        bad = error_set(e, "this cluster takes no arrays of jobs (MaxArraySize is 0)");
    most = among(scheduler, "max_array_tasks", l->array);
    l->array = most > 0 && most < l->array ? most : l->array;
    l->counts_memory = select && strstr(select, "MEMORY");
    l->ended = ended && strcmp(ended, "jobcomp/filetxt") == 0 ? value_of(lines, "JobCompLoc") : NULL;
    free(size);
    free(scheduler);
    free(select);
    free(ended);
    split_free(lines);
    return bad ? -1 : 0;
}

void limits_release(struct slurm_limits *l)
{
    free(l->ended);
    *l = (struct slurm_limits) { 0 };
}
