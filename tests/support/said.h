/* What a subcommand says on standard output and error, and the code it ends with. Include cmocka.h first; it works in
 * the current folder. */
#ifndef TESTS_SUPPORT_SAID_H
#define TESTS_SUPPORT_SAID_H

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/line/command.h"
#include "store/file.h"
#include "support/suite.h"

struct said {
    int code;
    char *out, *err; /* what was printed */
};

static inline int said_redirect(FILE *stream, const char *path)
{
    int number = fileno(stream), before;
    fflush(stream);
    before = dup(number);
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(before >= 0 && to >= 0 && dup2(to, number) == number);
    close(to);
    return before;
}

static inline char *said_restore(FILE *stream, int before, const char *path)
{
    fflush(stream);
    dup2(before, fileno(stream));
    close(before);
    char *text = file_read(path, NULL, NULL);
    assert_non_null(text);
    return text;
}

/* Calls it with these arguments, NULL-terminated, behind its name; said_release(). */
static inline struct said said_by(const struct command *c, const char *const *arguments)
{
    struct said s;
    char *argv[16] = { (char *)c->name };
    int argc = 1;
    while (arguments[argc - 1]) {
        argv[argc] = (char *)arguments[argc - 1];
        argc++;
    }
    int out = said_redirect(stdout, "said.out"), err = said_redirect(stderr, "said.err");
    s.code = c->run(suite(), argc, argv);
    s.out = said_restore(stdout, out, "said.out");
    s.err = said_restore(stderr, err, "said.err");
    return s;
}

static inline void said_release(struct said *s)
{
    free(s->out);
    free(s->err);
}

/* The whole texts. */
static inline void expect_said(const struct command *c, const char *const *arguments, int code, const char *out,
                               const char *err)
{
    struct said s = said_by(c, arguments);
    assert_string_equal(s.err, err);
    assert_string_equal(s.out, out);
    assert_int_equal(s.code, code);
    said_release(&s);
}

#endif
