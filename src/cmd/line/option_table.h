/* Every option of the subcommands, once: getopt's table, the help texts and, through these, the manual pages and the
 * completion are made of it. */
#ifndef CMD_LINE_OPTION_TABLE_H
#define CMD_LINE_OPTION_TABLE_H

#include <getopt.h>

#include "base/text.h"
#include "cmd/line/command.h"

struct option_row {
    const char *name;    /* behind -- */
    int code;            /* what getopt_long() returns for it: its letter, one of `enum option_code`, or OPTION_TEXT and
                          * more: the value is kept as it is, code - OPTION_TEXT bytes into struct options */
    const char *value;   /* the word for what stands behind it: DIR, say; NULL: nothing */
    const char *meaning; /* where a command has none of its own; NULL: each has its own */
};

enum option_code {
    OPTION_NO_MODELS = 1,
    OPTION_LEAVE_BUSY,
    OPTION_REMOVE,
    OPTION_ANEW,
    OPTION_WHERE,
    OPTION_STRICT,
    OPTION_FIRST,
    OPTION_SELF_TEST,
    OPTION_KEEP_NOISE,
    OPTION_SLURM,
    OPTION_WAIT,
    OPTION_CHUNK,
    OPTION_MEMORY,
    OPTION_BASE,
    OPTION_WITH,
    OPTION_TEXT = 256
};
enum { OPTIONS_AT_MOST = 64 };

/* Up to a row without a name. */
extern const struct option_row option_table[];

/* Does the command take it? --help every command does. */
int option_is_taken(const struct command *c, const struct option_row *row);

/* Has it a letter, so that -j is short for it? */
int option_has_letter(const struct option_row *row);

/* The word for its value (NULL: it has none) and its meaning, as the command takes it. */
const char *option_value(const struct command *c, const struct option_row *row);
const char *option_meaning(const struct command *c, const struct option_row *row);

/* Appends "  HEAD  meaning", wrapped, the meaning behind `start` columns: on a line of its own where two blanks between
 * them would not fit. */
void append_item(struct text *t, size_t start, const char *head, const char *meaning);

/* Appends the command's help: its text, and a line or more for each option that it takes. */
void append_help(struct text *t, const struct command *c);

/* What getopt_long() takes: its table of long options, and the string of letters. */
void options_for_getopt(struct option table[OPTIONS_AT_MOST], char letters[2 * OPTIONS_AT_MOST]);

#endif
