#include "cmd/experiment.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "cmd/shipped.h"
#include "nn/speed.h"
#include "plan/spec.h"
#include "report/collect.h"
#include "report/compare.h"
#include "report/made.h"
#include "report/print.h"
#include "report/published.h"
#include "report/summary.h"
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

static int make_plan(const struct options *o, const struct suite *suite, struct plan *p)
{
    struct text problems = TEXT_INIT;
    struct spec spec;
    char *path = find_spec(o->arguments[0]);
    int bad = spec_read(&spec, suite, path, o->overrides, o->n_overrides, &problems);
    free(path);
    if (!bad)
        bad = plan_make(p, &spec, o->data, &problems);
    if (bad)
        fputs(text_of(&problems), stderr);
    spec_release(&spec);
    text_release(&problems);
    return bad ? EXIT_USAGE : EXIT_OK;
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
    pace_init(pace, p, o->results, sgemm_speed(512));
}

static int write_means(const struct options *o, const struct plan *p, struct error *e)
{
    struct published printed;
    struct text remarks = TEXT_INIT;
    struct groups groups = { .plan = p };
    int bad = published_read(&printed, o->published, o->printed_data, e) || groups_read(&groups, p, o->results, e) ||
              summary_write(&groups, o->results, &printed, e) || compare_write(&groups, o->results, &printed, e);
    published_strangers(&printed, p, &remarks);
    made_say_mixed(&groups, &remarks);
    if (!o->published && published_expected(p))
        text_append(&remarks, "no results/published/paper.csv was found beside the program: --published FILE says "
                              "where the printed numbers are to compare with\n");
    fputs(text_of(&remarks), stderr);
    text_release(&remarks);
    groups_release(&groups);
    published_release(&printed);
    return bad;
}

int experiment_collect(const struct options *o, const struct plan *p)
{
    struct tally tally;
    struct lock lock;
    struct error e;
    if (experiment_check_published(o))
        return EXIT_RUN;
    if (experiment_lock(&lock, o, p->experiment, &e))
        return complain(EXIT_RUN, "%s", e.text);
    int bad = collect(p, o->results, o->kept_folders, &tally, &e) || write_means(o, p, &e) ||
              summary_print(stdout, p, o->results, &e);
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

char *experiment_folder(const struct options *o, const char *experiment)
{
    return path_join(o->results, experiment, NULL);
}
