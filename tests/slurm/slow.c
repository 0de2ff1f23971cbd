/* To be preloaded: a rename(2) that takes SLOW_MS milliseconds, so that runs last as long as a test needs without any
 * work. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);
    const char *ms = getenv("SLOW_MS");
    const long wait = ms ? strtol(ms, NULL, 10) : 0;
    const struct timespec pause = { wait / 1000, wait % 1000 * 1000000 };
    *(void **)&real = dlsym(RTLD_NEXT, "rename");
    nanosleep(&pause, NULL);
    return real(from, to);
}
