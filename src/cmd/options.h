/* What several subcommands share: options, places, reading a spec into a plan. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stddef.h>

#include "cmd/command.h"
#include "plan/plan.h"
#include "run/pace.h"
#include "store/lock.h"

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

/* Reads argument `i` as a spec and expands it; prints all problems. EXIT_OK or EXIT_USAGE. */
int options_plan(const struct options *o, int i, struct plan *p);

/* Can the printed numbers be read? Asked before anything that takes long, or is written. EXIT_OK or EXIT_RUN. */
int options_check_published(const struct options *o);

/* How long the plan's runs take here; pace_release(). */
void options_pace(const struct options *o, const struct plan *p, struct pace *pace);

/* Merges the runs' results, writes and shows the tables. EXIT_RUN where runs are missing. */
int options_collect(const struct options *o, const struct plan *p);

/* Waits until nobody else writes the experiment's tables or plan, and removes what a killed
 * program left of them. Makes the folder. */
int experiment_lock(struct lock *l, const struct options *o, const char *experiment, struct error *e);

/* RESULTS/EXPERIMENT; free(). */
char *experiment_folder(const struct options *o, const char *experiment);

/* "lisae: " and the message on standard error; returns `code`. */
int complain(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
