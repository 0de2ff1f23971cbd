#include "plan/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int has_line(const char *lines, const char *line)
{
    for (const char *at = lines; (at = strstr(at, line)); at++)
        if (at == lines || at[-1] == '\n')
            return 1;
    return 0;
}

int problem_add(struct text *problems, const char *where, const char *format, ...)
{
    char message[1024];
    struct text line = TEXT_INIT;
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    text_format(&line, "%s: ", where);
    text_append_shown(&line, message);
    text_append(&line, "\n");
    if (!has_line(text_of(problems), line.s))
        text_append(problems, line.s);
    text_release(&line);
    return -1;
}
