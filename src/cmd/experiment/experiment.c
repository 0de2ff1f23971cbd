#include "cmd/experiment/experiment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/experiment/call_tables.h"
#include "cmd/experiment/noted.h"
#include "cmd/line/shipped.h"
#include "nn/speed.h"
#include "plan/spec.h"
#include "report/paper/published.h"
#include "run/outcome.h"
#include "run/provenance.h"
#include "store/file.h"

/* The spec itself, or the experiment of that name which comes with the program: "experiments/demo.ini", "demo.ini". */
static char *find_spec(const char *given)
{
    char *inside = path_join("experiments", given, NULL), *found = NULL;
    if (*given != '/') {
        found = shipped_find(given);
        found = found ? found : shipped_find(inside);
    }
    free(inside);
    return found ? found : mem_string(given);
}

/* Prints the lines of a text on standard error that are not among those that were told before. */
static void tell_new(struct text *told, const char *text)
{
    char **lines = split(text, "\n", 0, NULL);
    for (char **line = lines; *line; line++) {
        struct text one = TEXT_INIT;
        text_format(&one, "\n%s\n", *line);
        if (!told->length)
            text_append(told, "\n");
        if (!strstr(text_of(told), text_of(&one))) {
            fprintf(stderr, "%s\n", *line);
            text_append(told, text_of(&one) + 1);
        }
        text_release(&one);
    }
    split_free(lines);
}

/* `p` may be NULL: then the spec alone is read. `told`: problems of other specs that were printed. */
static int make_plan(const struct options *o, const struct suite *suite, const char *given, struct plan *p,
                     struct text *told)
{
    struct text problems = TEXT_INIT;
    struct spec spec;
    char *path = find_spec(given);
    int bad = spec_read(&spec, suite, path, o->overrides, o->n_overrides, &problems);
    free(path);
    int code = bad ? EXIT_USAGE : EXIT_OK;
    if (!bad && p) {
        char *noted = noted_path(o, spec.name);
        bad = plan_make(p, &spec, o->data, noted, &problems);
        code = !bad ? EXIT_OK : p->unreadable ? EXIT_RUN : EXIT_USAGE;
        free(noted);
    }
    if (bad)
        tell_new(told, text_of(&problems));
    else if (p)
        noted_tell(o, p);
    spec_release(&spec);
    text_release(&problems);
    return code;
}

/* Why are there no tables? What is wrong with the plan hinders a run, too. */
static int without_tables(const struct options *o, const struct suite *suite, const char *folder)
{
    struct plan p;
    struct text told = TEXT_INIT;
    const char *given = o->arguments[0];
    if (!ends_with(given, ".ini"))
        return complain(EXIT_RUN, "cannot open '%s/auc.csv': expected the folder of an experiment", folder);
    const int code = make_plan(o, suite, given, &p, &told);
    text_release(&told);
    if (code)
        return code;
    plan_release(&p);
    return complain(EXIT_RUN, "cannot open '%s/auc.csv': `lisae run %s` makes it", folder, given);
}

int experiment_tables(const struct options *o, const struct suite *suite, char **folder)
{
    const char *given = o->arguments[0], *name = path_last(given);
    const int is_spec = ends_with(given, ".ini");
    struct text experiment = TEXT_INIT, told = TEXT_INIT;
    text_append_bytes(&experiment, name, strlen(name) - (is_spec ? 4 : 0));
    struct error e;
    int code = EXIT_OK;
    if (!is_spec)
        *folder = path_join(given, NULL);
    else if (call_tables_find(folder, o, text_of(&experiment), &e))
        code = complain(EXIT_RUN, "%s", e.text);
    char *spec = find_spec(given);
    /* tables stay good when their spec is gone, not when it says something that cannot be meant */
    if (code == EXIT_OK && is_spec && path_exists(spec))
        code = make_plan(o, suite, given, NULL, &told);
    if (code == EXIT_OK && !call_tables_there(*folder))
        code = without_tables(o, suite, *folder);
    text_release(&experiment);
    text_release(&told);
    free(spec);
    return code;
}

/* What two specs in different folders may have in common: results go by the file's name, where case does not matter to
 * disks. */
static int check_names(const struct options *o)
{
    int code = EXIT_OK;
    for (int i = 1; i < o->n_arguments; i++)
        for (int k = 0; k < i; k++) {
            const char *one = o->arguments[k], *other = o->arguments[i];
            if (strcasecmp(path_last(one), path_last(other)) == 0)
                code = complain(EXIT_USAGE, "'%s' and '%s' have one name, and so would their results", one, other);
        }
    return code;
}

/* All specs are read, so that all that is wrong with any is told. Returns the worst exit code; plans_release() where it
 * is EXIT_OK. */
static int make_plans(struct plans *plans, const struct options *o, const struct suite *suite)
{
    struct plan *of = mem_alloc((size_t)o->n_arguments, sizeof *of);
    struct text told = TEXT_INIT;
    size_t n = 0;
    int worst = check_names(o);
    for (int i = 0; i < o->n_arguments; i++) {
        int code = make_plan(o, suite, o->arguments[i], &of[n], &told);
        n += code == EXIT_OK;
        worst = code > worst ? code : worst;
    }
    text_release(&told);
    if (worst == EXIT_OK) {
        plans_join(plans, of, n);
        return EXIT_OK;
    }
    while (n > 0)
        plan_release(&of[--n]);
    free(of);
    return worst;
}

int experiments_command(const struct command *c, const struct suite *suite, int argc, char **argv, plans_action *action)
{
    struct options o;
    struct plans p;
    int code = options_parse(&o, c, argc, argv, 1, -1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = make_plans(&p, &o, suite);
    if (code == EXIT_OK) {
        code = action(&o, &p);
        plans_release(&p);
    }
    options_release(&o);
    return code;
}

int experiment_command(const struct command *c, const struct suite *suite, int argc, char **argv, plan_action *action)
{
    struct options o;
    struct plans p;
    int code = options_parse(&o, c, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = make_plans(&p, &o, suite);
    if (code == EXIT_OK) {
        code = action(&o, p.all);
        plans_release(&p);
    }
    options_release(&o);
    return code;
}

void experiment_notes(const struct plans *p)
{
    struct text told = TEXT_INIT;
    for (size_t i = 0; i < p->n; i++) {
        struct text overlaps = TEXT_INIT;
        plan_overlaps(&p->of[i], &overlaps);
        tell_new(&told, text_of(&p->of[i].notes));
        tell_new(&told, text_of(&overlaps)); /* of the same two sets in several specs */
        text_release(&overlaps);
    }
    text_release(&told);
}

int experiment_check_published(const struct options *o)
{
    struct published printed;
    struct error e;
    int bad = published_read(&printed, o->published, o->printed_data, &e);
    published_release(&printed);
    return bad ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

void experiment_pace(const struct options *o, const struct plan *p, struct pace *pace)
{
    enum { SIDE = 256 }; /* as fast as larger ones but for a few percent, and some milliseconds of each command */
    double speed = sgemm_speed(SIDE);
    if (speed <= 0)
        complain(EXIT_OK, "no memory to measure this machine's speed: times are guessed");
    pace_init(pace, p, o->results, speed);
}

static void sweep(const struct options *o, const char *folder)
{
    char *plan = path_join(folder, "plan", NULL), *runs = runs_folder(o->results);
    char *phase1 = phase1_folder(o->results), *before = path_join(folder, "runs", NULL);
    folder_sweep(o->results); /* of the ledger */
    folder_sweep(folder);
    folder_sweep(plan);
    run_folders_sweep(runs);
    run_folders_sweep(phase1);
    run_folders_sweep(before); /* an earlier version's (run/places.h) */
    free(plan);
    free(runs);
    free(phase1);
    free(before);
}

int experiment_lock(struct lock *l, const struct options *o, const char *experiment, struct error *e)
{
    char *folder = experiment_folder(o, experiment), *path = path_join(folder, ".lock", NULL);
    int bad = folder_make(folder, e) || lock_take(l, path, e);
    if (!bad)
        sweep(o, folder);
    free(folder);
    free(path);
    return bad;
}

char *experiment_folder(const struct options *o, const char *experiment)
{
    return path_join(o->results, experiment, NULL);
}
