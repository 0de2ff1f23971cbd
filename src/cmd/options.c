#include "cmd/options.h"

#include <getopt.h>
#include <sched.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "nn/speed.h"
#include "report/collect.h"
#include "report/tables.h"
#include "revision.h"
#include "run/provenance.h"
#include "store/file.h"

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

static int processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

/* The folder of the source tree where it is there, else the installed one. */
static const char *place(const char *here, const char *installed)
{
    return path_exists(here) ? here : installed;
}

/* Options whose value is kept as it is. */
static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    { "results", offsetof(struct options, results) },       { "data", offsetof(struct options, data) },
    { "catalogue", offsetof(struct options, catalogue) },   { "from", offsetof(struct options, data_dir) },
    { "plots", offsetof(struct options, plots) },           { "published", offsetof(struct options, published) },
    { "experiment", offsetof(struct options, experiment) }, { "with", offsetof(struct options, kept_folder) },
};

static const struct option others[] = {
    { "no-models", no_argument, NULL, 'M' },
    { "leave-busy", no_argument, NULL, 'B' },
    { "jobs", required_argument, NULL, 'j' },
    { "define", required_argument, NULL, 'D' },
    { "output", required_argument, NULL, 'o' },
    { "help", no_argument, NULL, 'h' },
    { 0 },
};

enum { N_TEXTS = sizeof texts / sizeof *texts, N_OTHERS = sizeof others / sizeof *others, TEXT = 256 };

static const char letters[] = ":j:o:D:h"; /* getopt's */

static int has_letter(int option)
{
    return option && option != ':' && option < TEXT && strchr(letters, option) != NULL;
}

/* getopt's table: those above, then the others by their letters. */
static void long_options(struct option table[N_TEXTS + N_OTHERS])
{
    for (int i = 0; i < N_TEXTS; i++)
        table[i] = (struct option) { texts[i].name, required_argument, NULL, TEXT + i };
    memcpy(table + N_TEXTS, others, sizeof others);
}

/* One that the command does not look at would be ignored in silence. */
static int is_taken(const struct command *c, const struct option *table, int option)
{
    char **taken = split(c->options, " ", 0, NULL), **name = taken, letter[] = "-?, ";
    while (table->val != option)
        table++;
    while (*name && strcmp(*name, table->name) != 0)
        name++;
    int is = *name || strcmp(table->name, "help") == 0;
    split_free(taken);
    letter[1] = (char)option;
    if (!is)
        complain(EXIT_USAGE, "%s: takes no option '%s--%s'; see `lisae help %s`", c->name,
                 has_letter(option) ? letter : "", table->name, c->name);
    return is;
}

static void options_init(struct options *o)
{
    const char *data = getenv("LISAE_DATA"), *from = getenv("DATA_DIR");
    *o = (struct options) {
        .results = "results",
        .data = data && *data ? data : "datasets/prepared",
        .catalogue = place("datasets", LISAE_SHARE "/datasets"),
        .data_dir = from && *from ? from : NULL,
        .plots = place("plots", LISAE_SHARE "/plots"),
        .published = place("results/published/paper.csv", LISAE_SHARE "/published/paper.csv"),
        .jobs = processors(),
        .keep_models = 1,
    };
    if (!path_exists(o->published)) /* nothing to compare with is no fault, unless it is asked for */
        o->published = NULL;
}

static int read_jobs(struct options *o, const char *value)
{
    long jobs;
    if (parse_long(value, &jobs) || jobs < 1 || jobs > 4096)
        return complain(EXIT_USAGE, "-j: expected a whole number from 1 to 4096, found '%s'", value);
    o->jobs = (int)jobs;
    return 0;
}

int options_parse(struct options *o, const struct command *c, int argc, char **argv, int least, int most)
{
    struct option table[N_TEXTS + N_OTHERS];
    char letter[] = "-?";
    int option;
    long_options(table);
    options_init(o);
    optind = 0;
    while ((option = getopt_long(argc, argv, letters, table, NULL)) != -1) {
        if (option != ':' && option != '?' && !is_taken(c, table, option))
            return EXIT_USAGE;
        if (option >= TEXT) {
            *(const char **)((char *)o + texts[option - TEXT].offset) = optarg;
            continue;
        }
        switch (option) {
        case 'M':
            o->keep_models = 0;
            break;
        case 'B':
            o->leave_busy = 1;
            break;
        case 'o':
            o->output = optarg;
            break;
        case 'j':
            if (read_jobs(o, optarg))
                return EXIT_USAGE;
            break;
        case 'D':
            o->overrides = mem_resize(o->overrides, o->n_overrides + 1, sizeof *o->overrides);
            o->overrides[o->n_overrides++] = optarg;
            break;
        case 'h':
            fputs(c->help, stdout);
            return -1;
        case ':':
            return complain(EXIT_USAGE, "%s: option '%s' needs a value", c->name, argv[optind - 1]);
        default: /* getopt tells a letter, which may stand among others, but no word */
            letter[1] = (char)optopt;
            return complain(EXIT_USAGE, "%s: unknown option '%s'; see `lisae help %s`", c->name,
                            starts_with(argv[optind - 1], "--") ? argv[optind - 1] : letter, c->name);
        }
    }
    o->arguments = argv + optind;
    o->n_arguments = argc - optind;
    if (o->n_arguments < least || (most >= 0 && o->n_arguments > most)) {
        complain(EXIT_USAGE, "%s: wrong number of arguments", c->name);
        fputs(c->help, stderr);
        return EXIT_USAGE;
    }
    return 0;
}

void options_release(struct options *o)
{
    free(o->overrides);
    o->overrides = NULL;
}

int options_plan(const struct options *o, int i, struct plan *p)
{
    struct text problems = TEXT_INIT;
    struct spec spec;
    int bad = spec_read(&spec, o->arguments[i], o->overrides, o->n_overrides, &problems);
    if (!bad)
        bad = plan_make(p, &spec, o->data, &problems);
    if (bad)
        fputs(text_of(&problems), stderr);
    spec_release(&spec);
    text_release(&problems);
    return bad ? EXIT_USAGE : EXIT_OK;
}

int experiment_lock(struct lock *l, const struct options *o, const char *experiment, struct error *e)
{
    char *folder = experiment_folder(o, experiment), *plan = path_join(folder, "plan", NULL);
    char *path = path_join(folder, ".lock", NULL);
    int bad = folder_make(folder, e) || lock_take(l, path, e);
    if (!bad) {
        folder_sweep(folder);
        folder_sweep(plan);
    }
    free(folder);
    free(plan);
    free(path);
    return bad;
}

int options_check_published(const struct options *o)
{
    struct csv printed = { 0 };
    struct error e;
    int bad = o->published && published_read(&printed, o->published, &e);
    csv_release(&printed);
    return bad ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

void options_pace(const struct options *o, const struct plan *p, struct pace *pace)
{
    provenance_one_thread();
    pace_init(pace, p, o->results, sgemm_speed(512));
}

int options_collect(const struct options *o, const struct plan *p)
{
    struct tally tally;
    struct lock lock;
    struct error e;
    if (options_check_published(o))
        return EXIT_RUN;
    if (experiment_lock(&lock, o, p->experiment, &e))
        return complain(EXIT_RUN, "%s", e.text);
    int bad = collect(p, o->results, o->kept_folder, &tally, &e) || tables_write(p, o->results, o->published, &e) ||
              tables_print(stdout, p, o->results, &e);
    lock_release(&lock);
    if (bad)
        return complain(EXIT_RUN, "%s", e.text);
    if (tally.failed)
        return complain(EXIT_RUN, "%zu of %zu runs are not done, %zu failed: '%s/%s/auc.csv' has the reasons",
                        tally.planned - tally.ok, tally.planned, tally.failed, o->results, p->experiment);
    if (tally.ok < tally.planned)
        return complain(EXIT_RUN, "%zu of %zu runs are not done: `lisae run` does them", tally.planned - tally.ok,
                        tally.planned);
    return EXIT_OK;
}

char *experiment_folder(const struct options *o, const char *experiment)
{
    return path_join(o->results, experiment, NULL);
}
