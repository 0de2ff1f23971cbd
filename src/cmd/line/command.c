#include "cmd/line/command.h"

#include <stdarg.h>
#include <stdio.h>

int complain(int code, const char *format, ...)
{
    va_list args;
    fputs("lisae: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return code;
}
