/* What time it is. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stddef.h>

/* Seconds of a clock that only goes forward, with an arbitrary start. */
double clock_seconds(void);

/* The date and time of UTC, as 2026-01-31T23:59:59Z. */
void clock_utc(char *out, size_t room);

#endif
