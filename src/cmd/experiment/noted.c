#include "cmd/experiment/noted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/sets_noted.h"
#include "store/file.h"

static char *own_path(const struct options *o, const char *experiment)
{
    return path_join(o->results, experiment, "data.csv", NULL);
}

/* Has the path this last part? */
static int is_called(const char *path, const char *name)
{
    size_t n = strlen(path), length = strlen(name);
    while (n && path[n - 1] == '/')
        n--;
    return n >= length && strncmp(path + n - length, name, length) == 0 && (n == length || path[n - length - 1] == '/');
}

char *noted_path(const struct options *o, const char *experiment)
{
    char *path = own_path(o, experiment);
    for (const char **kept = o->kept_folders; kept && *kept && !path_exists(path); kept++)
        if (is_called(*kept, experiment)) {
            free(path);
            path = path_join(*kept, "data.csv", NULL);
        }
    return path;
}

int noted_write(const struct options *o, const struct plan *p, struct error *e)
{
    char *path = own_path(o, p->experiment);
    int bad = !sets_gone(&p->sets) && sets_note(&p->sets, path, e);
    free(path);
    return bad ? -1 : 0;
}

void noted_tell(const struct options *o, const struct plan *p)
{
    char *path = noted_path(o, p->experiment);
    for (size_t i = 0; i < p->sets.n; i++)
        if (p->sets.of[i]->gone)
            fprintf(stderr, "data set '%s' is not in '%s' any more: planned with what '%s' tells of it\n",
                    p->sets.of[i]->data.name, o->data, path);
    free(path);
}

int noted_refuse(const struct options *o, const struct plan *p)
{
    const struct set *gone = sets_gone(&p->sets);
    struct dataset d;
    struct error e = { .text = "" };
    if (!gone || dataset_peek(&d, o->data, gone->data.name, &e) == 0) {
        if (gone)
            dataset_release(&d); /* it came back meanwhile */
        return EXIT_OK;
    }
    return complain(EXIT_USAGE, "%s", e.text);
}
