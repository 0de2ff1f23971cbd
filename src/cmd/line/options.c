#include "cmd/line/options.h"

#include <libgen.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/line/option_table.h"
#include "cmd/line/shipped.h"
#include "store/file.h"

static int processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

/* One that the command does not look at would be ignored in silence, and an empty value, of a shell's variable that is
 * not set, would be the folder that one happens to be in. */
static int is_taken(const struct command *c, int code, const char *value)
{
    const struct option_row *row = option_table;
    while (row->code != code)
        row++;
    char letter[] = "-?, ";
    letter[1] = (char)code;
    if (option_is_taken(c, row) && !(value && !*value))
        return 1;
    if (option_is_taken(c, row))
        complain(EXIT_USAGE, "%s: expected a value of '%s--%s', found ''", c->name,
                 option_has_letter(row) ? letter : "", row->name);
    else
        complain(EXIT_USAGE, "%s: takes no option '%s--%s'; see `lisae help %s`", c->name,
                 option_has_letter(row) ? letter : "", row->name, c->name);
    return 0;
}

static void options_init(struct options *o)
{
    const char *data = getenv("LISAE_DATA"), *from = getenv("DATA_DIR");
    *o = (struct options) {
        .results = "results",
        .data = data && *data ? data : "datasets/prepared",
        .data_dir = from && *from ? from : NULL,
        .jobs = processors(),
        .chunk_minutes = 20,
        .keep_models = 1,
    };
}

/* Does the working folder have a catalogue of its own, and not only sets that were prepared there? */
static int has_entries(const char *folder)
{
    struct error ignored;
    size_t n = 0;
    char **names = path_exists(folder) ? folder_stems(folder, ".ini", &n, &ignored) : NULL;
    split_free(names);
    return n > 0;
}

static void find_catalogue(struct options *o)
{
    static const char own[] = "datasets";
    char *program = program_path(), *here = realpath(own, NULL);
    size_t n = 0;
    o->found[0] = shipped_beside(program, own);
    if (!o->found[0] || has_entries(own))
        o->catalogue[n++] = own;
    if (o->found[0] && !(n && here && strcmp(here, o->found[0]) == 0))
        o->catalogue[n] = o->found[0];
    free(program);
    free(here);
}

/* What comes with the program, where no option says another. */
static void find_shipped(struct options *o)
{
    if (!o->catalogue[0])
        find_catalogue(o);
    if (!o->plots)
        o->plots = (o->found[1] = shipped_find("plots/common.gp")) ? dirname(o->found[1]) : "plots";
    if (!o->published) /* nothing to compare with is no fault, unless it is asked for */
        o->published = o->found[2] = shipped_find("results/published/paper.csv");
    o->printed_data = o->found[3] = shipped_find("results/published/data.csv");
}

int option_whole(const char *option, const char *given, long least, long most, long *value, struct error *e)
{
    long read;
    if (!given)
        return 0;
    if (parse_long(given, &read) || read < least || read > most)
        return error_set(e, "%s: expected a whole number from %ld to %ld, found '%s'", option, least, most, given);
    *value = read;
    return 0;
}

static int read_jobs(struct options *o, const char *value)
{
    long jobs = 0;
    struct error e;
    if (option_whole("-j", value, 1, 4096, &jobs, &e))
        return complain(EXIT_USAGE, "%s", e.text);
    o->jobs = (int)jobs;
    o->jobs_given = 1;
    return 0;
}

static void add_kept(struct options *o, const char *folder)
{
    o->kept_folders = mem_resize(o->kept_folders, o->n_kept_folders + 2, sizeof *o->kept_folders);
    o->kept_folders[o->n_kept_folders++] = folder;
    o->kept_folders[o->n_kept_folders] = NULL;
}

/* One more of an option that may be given several times. */
static void add(const char ***list, size_t *n, const char *value)
{
    *list = mem_resize(*list, *n + 1, sizeof **list);
    (*list)[(*n)++] = value;
}

static int read_memory(struct options *o, const char *value)
{
    if (parse_double(value, &o->memory_gib) || !(o->memory_gib > 0 && o->memory_gib <= 1e6))
        return complain(EXIT_USAGE, "--memory: expected a number of GiB from above 0 to 1000000, found '%s'", value);
    return 0;
}

static int read_chunk(struct options *o, const char *value)
{
    if (parse_double(value, &o->chunk_minutes) || !(o->chunk_minutes > 0 && o->chunk_minutes <= 1e5))
        return complain(EXIT_USAGE, "--chunk: expected a number of minutes from above 0 to 100000, found '%s'", value);
    o->chunk_given = 1;
    return 0;
}

/* Is it in the folder of a run, whose files are the run's alone? */
static int is_in_run(const char *path, const char *folder)
{
    char *meta = path_join(folder, "meta.ini", NULL), *beside = path_join(folder, path_last(path), NULL);
    const int is = path_exists(meta) && path_same_place(path, beside);
    free(meta);
    free(beside);
    return is;
}

/* What a command reads, it is not to write over. */
static int spares_arguments(const struct options *o, const struct command *c, const char *option, const char *path)
{
    for (int i = 0; i < o->n_arguments && path; i++) {
        if (path_same_file(path, o->arguments[i]))
            return complain(EXIT_USAGE, "%s: expected another file for %s than the command reads, found '%s'", c->name,
                            option, path);
        if (is_in_run(path, o->arguments[i]))
            return complain(EXIT_USAGE, "%s: expected a file for %s that is not in the run's folder, found '%s'",
                            c->name, option, path);
    }
    return 0;
}

/* What stands behind the options that getopt has read. */
static int take_arguments(struct options *o, const struct command *c, int argc, char **argv, int least, int most)
{
    o->arguments = argv + optind;
    o->n_arguments = argc - optind;
    if (o->n_arguments >= least && (most < 0 || o->n_arguments <= most))
        return spares_arguments(o, c, "-o", o->output) ? EXIT_USAGE : spares_arguments(o, c, "--points", o->points);
    complain(EXIT_USAGE, "%s: wrong number of arguments", c->name);
    fputs(c->help, stderr);
    return EXIT_USAGE;
}

void print_help(const struct command *c)
{
    struct text t = TEXT_INIT;
    append_help(&t, c);
    fputs(text_of(&t), stdout);
    text_release(&t);
}

/* What an option without a value switches on; NULL where it has one. */
static int *flag_of(struct options *o, int option)
{
    switch (option) {
    case OPTION_LEAVE_BUSY:
        return &o->leave_busy;
    case OPTION_REMOVE:
        return &o->remove;
    case OPTION_ANEW:
        return &o->anew;
    case OPTION_SLURM:
        return &o->slurm;
    case OPTION_WAIT:
        return &o->wait;
    case OPTION_STRICT:
        return &o->strict;
    case OPTION_FIRST:
        return &o->first;
    case OPTION_SELF_TEST:
        return &o->self_test;
    case OPTION_KEEP_NOISE:
        return &o->keep_noise;
    default:
        return NULL;
    }
}

/* One that may be given several times? Its values are kept in their order then. */
static int add_to_list(struct options *o, int option, const char *value)
{
    switch (option) {
    case OPTION_WHERE:
        add(&o->where, &o->n_where, value);
        return 1;
    case OPTION_BASE:
        add(&o->bases, &o->n_bases, value);
        return 1;
    case 'D':
        add(&o->overrides, &o->n_overrides, value);
        return 1;
    default:
        return 0;
    }
}

static int parse(struct options *o, const struct command *c, int argc, char **argv, int least, int most)
{
    struct option table[OPTIONS_AT_MOST];
    char letters[2 * OPTIONS_AT_MOST], letter[] = "-?";
    int option;
    options_for_getopt(table, letters);
    options_init(o);
    optind = 0;
    while ((option = getopt_long(argc, argv, letters, table, NULL)) != -1) {
        if (option != ':' && option != '?' && !is_taken(c, option, optarg))
            return EXIT_USAGE;
        if (option >= OPTION_TEXT) {
            *(const char **)((char *)o + (option - OPTION_TEXT)) = optarg;
            continue;
        }
        if (flag_of(o, option)) {
            *flag_of(o, option) = 1;
            continue;
        }
        if (add_to_list(o, option, optarg))
            continue;
        switch (option) {
        case OPTION_NO_MODELS:
            o->keep_models = 0;
            break;
        case OPTION_CHUNK:
            if (read_chunk(o, optarg))
                return EXIT_USAGE;
            break;
        case 'o':
            o->output = optarg;
            break;
        case OPTION_MEMORY:
            if (read_memory(o, optarg))
                return EXIT_USAGE;
            break;
        case 'j':
            if (read_jobs(o, optarg))
                return EXIT_USAGE;
            break;
        case OPTION_WITH:
            add_kept(o, optarg);
            break;
        case 'h':
            print_help(c);
            return -1;
        case ':':
            return complain(EXIT_USAGE, "%s: option '%s' needs a value", c->name, argv[optind - 1]);
        default: /* an unknown letter is in optopt, as it may stand among others; a long name is not */
            letter[1] = (char)optopt;
            return complain(EXIT_USAGE, "%s: unknown option '%s'; see `lisae help %s`", c->name,
                            starts_with(argv[optind - 1], "--") ? argv[optind - 1] : letter, c->name);
        }
    }
    return take_arguments(o, c, argc, argv, least, most);
}

int options_parse(struct options *o, const struct command *c, int argc, char **argv, int least, int most)
{
    int code = parse(o, c, argc, argv, least, most);
    if (code)
        options_release(o);
    else
        find_shipped(o);
    return code;
}

void options_release(struct options *o)
{
    free(o->overrides);
    free(o->kept_folders);
    free(o->bases);
    free(o->where);
    for (size_t i = 0; i < sizeof o->found / sizeof *o->found; i++)
        free(o->found[i]);
    *o = (struct options) { 0 };
}
