/* The subcommands. Each takes what the program knows, its own argument vector (argv[0] is its name), and returns the
 * exit code. This layer alone prints for people and exits. */
#ifndef CMD_LINE_COMMAND_H
#define CMD_LINE_COMMAND_H

#include "detect/suite.h"

enum exit_code {
    EXIT_OK = 0,
    EXIT_GATE = 1,  /* a comparison failed */
    EXIT_USAGE = 2, /* usage, spec or catalogue; data that is not prepared */
    EXIT_RUN = 3    /* a run, a data set or a file failed */
};

struct command {
    const char *name;
    int (*run)(const struct suite *suite, int argc, char **argv);
    const char *summary; /* one line for the list of commands; NULL hides it */
    const char *help;    /* the whole help text */
    const char *options; /* long names of the options that it takes, but for --help */
};

extern const struct command command_check, command_plan, command_run, command_work, command_status, command_cancel,
    command_task, command_collect, command_plot, command_tables, command_report, command_compare, command_reconstruct,
    command_thresholds, command_verify, command_audit, command_clean, command_list, command_show, command_data,
    command_score, command_field, command_stress, command_incremental, command_help;

/* NULL-terminated. */
extern const struct command *const commands[];

/* "lisae: " and the message on standard error; returns `code`. */
int complain(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
