#include "base/clock.h"

#include <time.h>

double clock_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void clock_utc(char *out, size_t room)
{
    const time_t now = time(NULL);
    struct tm t;
    strftime(out, room, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &t));
}
