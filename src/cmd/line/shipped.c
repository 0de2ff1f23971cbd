#include "cmd/line/shipped.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "revision.h"
#include "store/file.h"

char *program_path(void)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    return mem_string(n > 0 ? path : "lisae");
}

/* FOLDER/NAME if it is there, without ".." in it. */
static char *probe(const char *folder, const char *name)
{
    char *path = path_join(folder, name, NULL), *real = realpath(path, NULL);
    free(path);
    return real;
}

char *shipped_beside(const char *program, const char *name)
{
    static const char *const checkouts[] = { "..", "../.." }; /* of build/lisae, build/asan/lisae */
    char *folder = mem_string(program), *slash = strrchr(folder, '/'), *found = NULL;
    if (slash)
        *slash = '\0';
    for (size_t i = 0; i < sizeof checkouts / sizeof *checkouts && !found && slash; i++) {
        char *root = path_join(folder, checkouts[i], NULL), *mark = path_join(root, "src/cmd/main.c", NULL);
        found = path_exists(mark) ? probe(root, name) : NULL; /* other folders may have a datasets/, too */
        free(root);
        free(mark);
    }
    if (!found && slash) {
        char *share = path_join(folder, "../share/lisae", NULL);
        found = probe(share, name);
        free(share);
    }
    free(folder);
    return found ? found : probe(LISAE_SHARE, name);
}

char *shipped_find(const char *name)
{
    if (path_exists(name))
        return mem_string(name);
    char *program = program_path(), *found = shipped_beside(program, name);
    free(program);
    return found;
}
