#include "cmd/options.h"

#include <getopt.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/collect.h"
#include "report/tables.h"
#include "revision.h"
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

int options_parse(struct options *o, const struct command *c, int argc, char **argv, int least,
                  int most)
{
    enum { RESULTS = 256, DATA, CATALOGUE, FROM, PLOTS, PUBLISHED, EXPERIMENT, NO_MODELS };
    static const struct option table[] = {
        { "results", required_argument, NULL, RESULTS },
        { "data", required_argument, NULL, DATA },
        { "catalogue", required_argument, NULL, CATALOGUE },
        { "from", required_argument, NULL, FROM },
        { "plots", required_argument, NULL, PLOTS },
        { "published", required_argument, NULL, PUBLISHED },
        { "experiment", required_argument, NULL, EXPERIMENT },
        { "no-models", no_argument, NULL, NO_MODELS },
        { "jobs", required_argument, NULL, 'j' },
        { "output", required_argument, NULL, 'o' },
        { "define", required_argument, NULL, 'D' },
        { "verbose", no_argument, NULL, 'v' },
        { "help", no_argument, NULL, 'h' },
        { 0 }
    };
    const char *environment = getenv("LISAE_DATA"), *from = getenv("DATA_DIR");
    long jobs;
    int option, given_published = 0;
    *o = (struct options) {
        .results = "results",
        .data = environment && *environment ? environment : "datasets/prepared",
        .catalogue = place("datasets", LISAE_SHARE "/datasets"),
        .data_dir = from && *from ? from : NULL,
        .plots = place("plots", LISAE_SHARE "/plots"),
        .published = place("results/published/paper.csv", LISAE_SHARE "/published/paper.csv"),
        .jobs = processors(),
        .keep_models = 1,
    };
    optind = 0;
    while ((option = getopt_long(argc, argv, ":j:o:D:vh", table, NULL)) != -1) {
        switch (option) {
        case RESULTS:
            o->results = optarg;
            break;
        case DATA:
            o->data = optarg;
            break;
        case CATALOGUE:
            o->catalogue = optarg;
            break;
        case FROM:
            o->data_dir = optarg;
            break;
        case PLOTS:
            o->plots = optarg;
            break;
        case PUBLISHED:
            o->published = optarg;
            given_published = 1;
            break;
        case EXPERIMENT:
            o->experiment = optarg;
            break;
        case NO_MODELS:
            o->keep_models = 0;
            break;
        case 'o':
            o->output = optarg;
            break;
        case 'v':
            o->verbose = 1;
            break;
        case 'j':
            if (parse_long(optarg, &jobs) || jobs < 1 || jobs > 4096)
                return complain(EXIT_USAGE, "-j: expected a whole number from 1 to 4096, found '%s'", optarg);
            o->jobs = (int)jobs;
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
        default:
            return complain(EXIT_USAGE, "%s: unknown option '%s'; see `lisae help %s`", c->name, argv[optind - 1], c->name);
        }
    }
    if (!given_published && !path_exists(o->published))
        o->published = NULL;
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

int options_collect(const struct options *o, const struct plan *p)
{
    struct tally tally;
    struct lock lock;
    struct error e;
    if (experiment_lock(&lock, o, p->experiment, &e))
        return complain(EXIT_RUN, "%s", e.text);
    int bad = collect(p, o->results, &tally, &e) || tables_write(p, o->results, o->published, &e) ||
              tables_print(stdout, p, o->results, &e);
    lock_release(&lock);
    if (bad)
        return complain(EXIT_RUN, "%s", e.text);
    if (tally.ok < tally.planned)
        return complain(EXIT_RUN, "%zu of %zu runs are not done (%zu failed); `lisae status` says why",
                        tally.planned - tally.ok, tally.planned, tally.failed);
    return EXIT_OK;
}

char *experiment_folder(const struct options *o, const char *experiment)
{
    return path_join(o->results, experiment, NULL);
}

char *runs_folder(const struct options *o, const char *experiment)
{
    return path_join(o->results, experiment, "runs", NULL);
}

char *phase1_folder(const struct options *o)
{
    return path_join(o->results, "phase1", NULL);
}
