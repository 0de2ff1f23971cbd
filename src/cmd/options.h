/* The options of all subcommands, and what holds where one is not given. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stddef.h>

#include "cmd/command.h"

struct options {
    const char *results;   /* --results DIR, default "results" */
    const char *data;      /* --data DIR: prepared sets; default $LISAE_DATA or "datasets/prepared" */
    const char *catalogue; /* --catalogue DIR; default "datasets", else the installed one */
    const char *data_dir;  /* --from DIR or $DATA_DIR: local files to prepare from; may be NULL */
    const char *plots;     /* --plots DIR; default "plots", else the installed one */
    const char *
        published; /* --published FILE; default results/published/paper.csv, else the installed one; NULL: none is there */
    const char *kept_folder; /* --with DIR: tables of an earlier `collect`; may be NULL */
    const char *output;      /* -o FILE; may be NULL */
    const char *experiment;  /* --experiment NAME, for `work` */
    const char **overrides;  /* -D section.key=value */
    size_t n_overrides;
    int jobs;         /* -j N; default: the processors that may be used */
    int keep_models;  /* --no-models clears it */
    int leave_busy;   /* --leave-busy, for `work` */
    char **arguments; /* what is not an option */
    int n_arguments;
};

/* Parses; prints a message and returns EXIT_USAGE where something is wrong, prints the
 * command's help and returns -1 for --help (the caller then returns 0), else 0. `least` and
 * `most` bound the number of arguments (most < 0: any). */
int options_parse(struct options *o, const struct command *c, int argc, char **argv, int least, int most);
void options_release(struct options *o);

#endif
