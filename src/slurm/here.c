#include "slurm/here.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "slurm/tool.h"

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

void here_job(char *out, size_t room)
{
    const char *array = variable("SLURM_ARRAY_JOB_ID"), *task = variable("SLURM_ARRAY_TASK_ID");
    if (*array && *task)
        snprintf(out, room, "%.20s_%.10s", array, task);
    else
        snprintf(out, room, "%.20s", variable("SLURM_JOB_ID"));
}

const char *here_node(void)
{
    return variable("SLURMD_NODENAME");
}

long here_restarts(void)
{
    long n;
    return parse_long(variable("SLURM_RESTART_COUNT"), &n) == 0 && n > 0 ? n : 0;
}

void here_describe(struct text *out)
{
    char job[48];
    here_job(job, sizeof job);
    if (*job)
        text_format(out, "[slurm]\njob = %s\nnode = %s\nrestarts = %ld\n", job, here_node(), here_restarts());
}

double here_seconds(const char *duration)
{
    const char *dash = strchr(duration, '-');
    double seconds = 0;
    long days = 0, value;
    size_t n;
    char **parts = split(dash ? dash + 1 : duration, ":", 1, &n);
    int bad = n < 2 || n > 3 || strspn(duration, "0123456789-:") != strlen(duration) ||
              (dash && sscanf(duration, "%ld-", &days) != 1);
    for (size_t i = 0; i < n && !bad; i++) {
        bad = parse_long(parts[i], &value);
        seconds = 60 * seconds + (bad ? 0 : (double)value);
    }
    split_free(parts);
    return bad ? -1 : seconds + 86400 * (double)days;
}

double here_time_left(void)
{
    const char *const words[] = { "squeue", "-h", "-o", "%L", "-j", variable("SLURM_JOB_ID"), NULL };
    struct text out = TEXT_INIT;
    struct error ignored;
    double left = -1;
    if (slurm_tool(words, &out, &ignored) == 0 && out.length) {
        out.s[strcspn(out.s, "\n")] = '\0';
        left = here_seconds(out.s);
    }
    text_release(&out);
    return left;
}
