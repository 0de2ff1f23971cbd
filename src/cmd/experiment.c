#include "cmd/experiment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/noted.h"
#include "cmd/shipped.h"
#include "nn/speed.h"
#include "plan/spec.h"
#include "report/published.h"
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

/* `p` may be NULL: then the spec alone is read. */
static int make_plan(const struct options *o, const struct suite *suite, struct plan *p)
{
    struct text problems = TEXT_INIT;
    struct spec spec;
    char *path = find_spec(o->arguments[0]);
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
        fputs(text_of(&problems), stderr);
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
    const char *given = o->arguments[0];
    if (!ends_with(given, ".ini"))
        return complain(EXIT_RUN, "cannot open '%s/auc.csv': expected the folder of an experiment", folder);
    const int code = make_plan(o, suite, &p);
    if (code)
        return code;
    plan_release(&p);
    return complain(EXIT_RUN, "cannot open '%s/auc.csv': `lisae run %s` makes it", folder, given);
}

int experiment_tables(const struct options *o, const struct suite *suite, char **folder)
{
    const char *given = o->arguments[0], *name = strrchr(given, '/') ? strrchr(given, '/') + 1 : given;
    const int is_spec = ends_with(given, ".ini");
    struct text experiment = TEXT_INIT;
    text_append_bytes(&experiment, name, strlen(name) - (is_spec ? 4 : 0));
    *folder = is_spec ? experiment_folder(o, text_of(&experiment)) : path_join(given, NULL);
    char *auc = path_join(*folder, "auc.csv", NULL), *spec = find_spec(given);
    int code = EXIT_OK;
    /* tables stay good when their spec is gone, not when it says something that cannot be meant */
    if (is_spec && path_exists(spec))
        code = make_plan(o, suite, NULL);
    if (code == EXIT_OK && !path_exists(auc))
        code = without_tables(o, suite, *folder);
    text_release(&experiment);
    free(auc);
    free(spec);
    return code;
}

int experiment_command(const struct command *c, const struct suite *suite, int argc, char **argv, plan_action *action)
{
    struct options o;
    struct plan p;
    int code = options_parse(&o, c, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = make_plan(&o, suite, &p);
    if (code == EXIT_OK) {
        code = action(&o, &p);
        plan_release(&p);
    }
    options_release(&o);
    return code;
}

void experiment_notes(const struct plan *p)
{
    struct text overlaps = TEXT_INIT;
    plan_overlaps(p, &overlaps);
    fprintf(stderr, "%s%s", text_of(&p->notes), text_of(&overlaps));
    text_release(&overlaps);
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
    provenance_one_thread();
    double speed = sgemm_speed(512);
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
