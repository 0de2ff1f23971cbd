/* The options of all subcommands, and what holds where one is not given. */
#ifndef CMD_LINE_OPTIONS_H
#define CMD_LINE_OPTIONS_H

#include <stddef.h>

#include "base/error.h"
#include "cmd/line/command.h"

struct options {
    const char *results; /* --results DIR, default "results" */
    const char *data;    /* --data DIR: prepared sets; default $LISAE_DATA or "datasets/prepared" */
    /* --catalogue DIR, or "datasets" where that has entries and the one that comes with the program; up to NULL */
    const char *catalogue[3];
    const char *data_dir;     /* --from DIR or $DATA_DIR: local files to prepare from; may be NULL */
    const char *plots;        /* --plots DIR; default "plots", else those that come with the program */
    const char *published;    /* --published FILE; default results/published/paper.csv, likewise; NULL: none is there */
    const char *printed_data; /* the sets that the paper's numbers are of: results/published/data.csv, likewise */
    const char **kept_folders; /* --with DIR, each: tables of an earlier `collect`; up to NULL, or NULL for none */
    size_t n_kept_folders;
    const char **bases; /* --base [WORDS=]DIR, each, for `report` */
    size_t n_bases;
    const char *ranks;  /* --ranks DIR: where `collect` keeps the runs' scores; may be NULL */
    const char *output; /* -o FILE, or DIR of pictures; may be NULL */
    /* Of `compare`: --noise FILE, --matters X, --title WORDS; may be NULL. */
    const char *noise, *matters, *title;
    int strict, first, self_test, keep_noise; /* --strict, --first, --self-test, --keep-noise */
    const char *follow;                       /* --follow OWNER, for `work`: ends with this process; may be NULL */
    /* What `reconstruct` shows, as given; each may be NULL: --detectors, --positive, --classes, --images, --seed,
     * --residual. */
    const char *detectors, *positive, *classes, *images, *seed, *residual;
    const char *range, *grid, *points;   /* of `field`, as given: --range, --grid, --points FILE; each may be NULL */
    const char *starts, *steps, *search; /* of `stress`, as given; each may be NULL */
    const char **overrides;              /* -D section.key=value */
    size_t n_overrides;
    const char **where; /* --where KEY=VALUE, each, for `list runs` */
    size_t n_where;
    double memory_gib; /* --memory GIB: what a run may take; 0: what there is */
    int jobs;          /* -j N; default: the processors that may be used */
    int jobs_given;
    int slurm, wait;           /* --slurm, --wait, for `run` */
    const char *slurm_options; /* --slurm-options FILE; may be NULL */
    double chunk_minutes;      /* --chunk MINUTES: about how long a task on a cluster takes */
    int chunk_given;
    int keep_models;  /* --no-models clears it */
    int anew;         /* --anew, for `run`: what another revision has done is done again */
    int remove;       /* --remove, for `clean` */
    int leave_busy;   /* --leave-busy, for `work` */
    char **arguments; /* what is not an option */
    int n_arguments;
    char *found[4]; /* paths of what comes with the program */
};

/* Parses. 0, with an options_release() to come; EXIT_USAGE where something is wrong, which is printed; -1 for --help,
 * when the command's help is printed (the caller then returns 0). `least` and `most` bound the number of arguments
 * (most < 0: any). */
int options_parse(struct options *o, const struct command *c, int argc, char **argv, int least, int most);
void options_release(struct options *o);

/* Reads a whole number that was given with an option, which `option` names in the message: "field: --grid"; `*value`
 * stays where `given` is NULL. 0 or -1. */
int option_whole(const char *option, const char *given, long least, long most, long *value, struct error *e);

/* The command's text, and the options that it takes, on standard output. */
void print_help(const struct command *c);

#endif
