#include "base/late.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "late_files.h"

static void *load(const char *file, struct error *e)
{
    void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (!library)
        error_set(e, "cannot load the library '%s': %s", file, dlerror());
    return library;
}

int late_load(void *functions, const char *const *names, size_t n, const char *file, struct error *e)
{
    void *library = load(file, e);
    if (!library)
        return -1;
    for (size_t i = 0; i < n; i++) {
        void *function = dlsym(library, names[i]);
        if (!function)
            return error_set(e, "%s: expected a function '%s', found none", file, names[i]);
        memcpy((char *)functions + i * sizeof function, &function, sizeof function);
    }
    return 0;
}

int late_load_cxx(void *functions, const char *const *names, size_t n, const char *file, struct error *e)
{
    void *runtime = load(LATE_CXX, e);
    if (!runtime)
        return -1;
    mem_guard_library(runtime);
    return late_load(functions, names, n, file, e);
}

_Noreturn void late_end(const struct error *e)
{
    fprintf(stderr, "lisae: %s\n", e->text);
    exit(3);
}
