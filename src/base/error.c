#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#undef error_set /* they are macros where the analyser reads error.h */
#undef error_system
#undef error_prefix

int error_set(struct error *e, const char *format, ...)
{
    if (e) {
        va_list args;
        va_start(args, format);
        vsnprintf(e->text, sizeof e->text, format, args);
        va_end(args);
        e->reason = 0;
    }
    return -1;
}

int error_system(struct error *e, const char *format, ...)
{
    const int reason = errno;
    if (e) {
        va_list args;
        va_start(args, format);
        vsnprintf(e->text, sizeof e->text, format, args);
        va_end(args);
        size_t used = strlen(e->text);
        snprintf(e->text + used, sizeof e->text - used, ": %s", strerror(reason));
        e->reason = reason;
    }
    return -1;
}

int error_spares_file(const struct error *e)
{
    return e->reason && e->reason != ENOENT && e->reason != ENOTDIR;
}

int error_prefix(struct error *e, const char *format, ...)
{
    if (e) {
        struct error whole = { .reason = e->reason };
        va_list args;
        va_start(args, format);
        int used = vsnprintf(whole.text, sizeof whole.text, format, args);
        va_end(args);
        if (used >= 0 && (size_t)used + 3 < sizeof whole.text) {
            size_t room = sizeof whole.text - (size_t)used - 3, tail = strnlen(e->text, room);
            memcpy(whole.text + used, ": ", 2);
            memcpy(whole.text + used + 2, e->text, tail);
            whole.text[(size_t)used + 2 + tail] = '\0';
        }
        *e = whole;
    }
    return -1;
}
