#include "store/memory_limit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"

static double number_in(const char *path)
{
    struct error ignored;
    char *text = file_read(path, NULL, &ignored), *end = text;
    const double bytes = text ? strtod(text, &end) : 0;
    const int is_number = end != text; /* "max" is none */
    free(text);
    return is_number && bytes > 0 ? bytes : INFINITY;
}

/* Of the group and of those that it lies in. What a container sees as the root may be a group of its machine, whose
 * name, as it stands in /proc, is not there: then the root's counts. */
static double least_of(const char *root, const char *mount, const char *group, const char *file)
{
    char *at = mem_string(group), *end = at + strlen(at);
    double least = INFINITY;
    while (end) {
        *end = '\0';
        struct text path = TEXT_INIT;
        text_format(&path, "%s%s%s/%s", root, mount, at, file);
        least = fmin(least, number_in(text_of(&path)));
        text_release(&path);
        end = strrchr(at, '/');
    }
    free(at);
    return least;
}

/* A line of /proc/self/cgroup: "4:memory,cpu:/a/b" of the first version, "0::/a/b" of the second. */
static double limit_of(const char *root, char *line)
{
    char *controllers = strchr(line, ':'), *group = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!group)
        return INFINITY;
    *group++ = '\0';
    controllers++;
    if (*controllers == '\0')
        return least_of(root, "/sys/fs/cgroup", group, "memory.max");
    char **names = split(controllers, ",", 0, NULL);
    double limit = INFINITY;
    for (char **name = names; *name; name++)
        if (strcmp(*name, "memory") == 0)
            limit = least_of(root, "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes");
    split_free(names);
    return limit;
}

double memory_limit(const char *root)
{
    struct text path = TEXT_INIT;
    struct error ignored;
    double limit = INFINITY;
    text_format(&path, "%s/proc/self/cgroup", root);
    char *text = file_read(text_of(&path), NULL, &ignored);
    char **lines = text ? split(text, "\n", 0, NULL) : NULL;
    for (char **line = lines; line && *line; line++)
        limit = fmin(limit, limit_of(root, *line));
    if (lines)
        split_free(lines);
    free(text);
    text_release(&path);
    return limit;
}
