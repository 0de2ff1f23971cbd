/* `lisae reconstruct`: inputs and what trained detectors make of them, as pictures and tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "cmd/experiment/experiment.h"
#include "cmd/line/command.h"
#include "nn/blas_buffer.h"
#include "plan/class_words.h"
#include "report/reconstructed.h"
#include "run/provenance.h"

enum { EACH = 2 }; /* images of a class that are shown */

/* What the options ask for, and the plan's runs that they choose. */
struct choice {
    const struct options *options;
    const struct plan *plan;
    char **detectors, **positives; /* as given; NULL: all */
    size_t each;
    long seed;
    const struct run **runs; /* n, those of a task behind each other */
    size_t n;
};

static int in_list(char *const *list, const char *word)
{
    size_t i = 0;
    while (list[i] && strcmp(list[i], word) != 0)
        i++;
    return list[i] != NULL;
}

/* ---- the options ---- */

/* Names of detectors that reconstruct something. */
static int check_detector(const struct suite *suite, const char *name)
{
    const struct detector *d = suite_find(suite, name);
    struct text able = TEXT_INIT;
    int code = EXIT_OK;
    for (size_t i = 0; i < suite->n; i++)
        if (suite->detectors[i]->reconstruct)
            text_format(&able, "%s%s", able.length ? ", " : "", suite->detectors[i]->name);
    if (!d || d->flags & HIDDEN)
        code = complain(EXIT_USAGE, "unknown detector '%s'; those that reconstruct images are %s", name,
                        text_of(&able));
    else if (!d->reconstruct)
        code = complain(EXIT_USAGE, "%s reconstructs nothing; those that do are %s", name, text_of(&able));
    text_release(&able);
    return code;
}

static int read_options(struct choice *c)
{
    const struct options *o = c->options;
    long each = EACH;
    struct error e;
    int code = EXIT_OK;
    c->detectors = o->detectors ? split(o->detectors, ", ", 0, NULL) : NULL;
    c->positives = o->positive ? split(o->positive, ",", 0, NULL) : NULL;
    c->seed = c->plan->n ? c->plan->runs[0].seed : 0;
    for (size_t i = 0; i < c->plan->n; i++)
        c->seed = c->plan->runs[i].seed < c->seed ? c->plan->runs[i].seed : c->seed;
    for (size_t i = 0; c->detectors && c->detectors[i] && code == EXIT_OK; i++)
        code = check_detector(c->plan->suite, c->detectors[i]);
    if (code == EXIT_OK && o->residual)
        code = check_detector(c->plan->suite, o->residual);
    if (code == EXIT_OK && (option_whole("--images", o->images, 1, 1000, &each, &e) ||
                            option_whole("--seed", o->seed, 0, 2147483647, &c->seed, &e)))
        code = complain(EXIT_USAGE, "%s", e.text);
    c->each = (size_t)each;
    return code;
}

/* Do the words name just the run's positives? -1 where they name no classes of its data set. */
static int is_positive(const struct choice *c, const struct run *r, const char *words)
{
    struct class_list list = { 0 };
    struct error e;
    if (class_words_read(words, plan_dataset(c->plan, r->dataset), &list, &e))
        return complain(-1, "--positive: %s", e.text);
    return classes_compare(&list, &r->task.positive) == 0;
}

static int has_positive(const struct choice *c, const struct run *r)
{
    int found = !c->positives;
    for (size_t i = 0; c->positives && c->positives[i] && !found; i++)
        found = is_positive(c, r, c->positives[i]);
    return found;
}

/* Does another run that was chosen have the same model? Detectors that learn from no negatives have a run for each set
 * of anomalies that these leave. */
static int is_twin(const struct choice *c, const struct run *r)
{
    size_t i = 0;
    while (i < c->n &&
           !(c->runs[i]->detector == r->detector && strcmp(c->runs[i]->dataset, r->dataset) == 0 &&
             strcmp(c->runs[i]->positive, r->positive) == 0 && strcmp(c->runs[i]->negative, r->negative) == 0 &&
             settings_compare(&c->runs[i]->settings, &r->settings) == 0))
        i++;
    return i < c->n;
}

static int same_task(const struct run *a, const struct run *b)
{
    return strcmp(a->dataset, b->dataset) == 0 && strcmp(a->positive, b->positive) == 0;
}

/* Takes the runs of one task, that of the plan's run `at`. */
static void take_task(struct choice *c, size_t at)
{
    for (size_t i = at; i < c->plan->n; i++) {
        const struct run *r = &c->plan->runs[i];
        if (same_task(r, &c->plan->runs[at]) && r->detector->reconstruct && r->seed == c->seed &&
            (!c->detectors || in_list(c->detectors, r->detector->name)) && !is_twin(c, r))
            c->runs[c->n++] = r;
    }
}

/* What is asked for and is not in the spec would be missed in silence. */
static int check_chosen(const struct choice *c)
{
    for (size_t k = 0; c->detectors && c->detectors[k]; k++) {
        size_t i = 0;
        while (i < c->n && strcmp(c->runs[i]->detector->name, c->detectors[k]) != 0)
            i++;
        if (i == c->n)
            return complain(EXIT_USAGE, "no run of %s with seed %ld and these positives is in the spec",
                            c->detectors[k], c->seed);
    }
    if (c->n)
        return EXIT_OK;
    return complain(EXIT_USAGE,
                    "nothing to reconstruct: the spec has no run with seed %ld of a detector that "
                    "reconstructs images, with these positives",
                    c->seed);
}

static int choose(struct choice *c)
{
    c->runs = mem_alloc(c->plan->n + 1, sizeof *c->runs);
    for (size_t i = 0; i < c->plan->n; i++) {
        size_t seen = 0;
        while (seen < i && !same_task(&c->plan->runs[seen], &c->plan->runs[i]))
            seen++;
        const int wanted = seen == i ? has_positive(c, &c->plan->runs[i]) : 0;
        if (wanted < 0)
            return EXIT_USAGE;
        if (wanted)
            take_task(c, i);
    }
    return check_chosen(c);
}

/* ---- the tasks ---- */

/* "mnist-8", "mnist-0-1" */
static void name_task(const struct run *r, struct text *name)
{
    text_clear(name);
    text_format(name, "%s-%s", r->dataset, r->positive);
    for (char *at = name->s; (at = strchr(at, ' '));)
        *at = '-';
}

static int classes_of(const struct choice *c, const struct run *r, struct class_list *list)
{
    const struct dataset *set = plan_dataset(c->plan, r->dataset);
    struct error e;
    if (c->options->classes)
        return class_words_read(c->options->classes, set, list, &e) ? complain(EXIT_USAGE, "--classes: %s", e.text)
                                                                    : EXIT_OK;
    for (int class = 0; class < set->n_classes; class ++)
        classes_add(list, class);
    return EXIT_OK;
}

/* The run that leaves the residuals; NULL where there is none. */
static const struct run *residual_of(const struct choice *c, size_t from, size_t n)
{
    for (size_t i = from; i < from + n && c->options->residual; i++)
        if (strcmp(c->runs[i]->detector->name, c->options->residual) == 0)
            return c->runs[i];
    return NULL;
}

/* The runs from..from + n - 1 are of one task. */
static int do_task(const struct choice *c, size_t from, size_t n, struct reconstructed *to)
{
    const struct run *first = c->runs[from];
    struct class_list classes = { 0 };
    struct reconstructions r = { 0 };
    struct text name = TEXT_INIT;
    struct error e;
    int n_names = 0;
    const struct wish wish = {
        .plan = c->plan,
        .runs = c->runs + from,
        .n_runs = n,
        .residual = residual_of(c, from, n),
        .classes = &classes,
        .each = c->each,
        .data = c->options->data,
        .results = c->options->results,
    };
    int code = classes_of(c, first, &classes);
    if (code == EXIT_OK && c->options->residual && !wish.residual)
        code = complain(EXIT_USAGE, "--residual: no run of %s among those of %s %s", c->options->residual,
                        first->dataset, first->positive);
    name_task(first, &name);
    if (code == EXIT_OK) {
        char *const *names = plan_classes(c->plan, first->dataset, &n_names);
        if (reconstruct(&r, &wish, &e) || reconstructed_add(to, text_of(&name), &r, first, names, n_names, &e))
            code = complain(EXIT_RUN, "%s", e.text);
        else
            printf("%s/%s.png\n", to->folder, text_of(&name));
        reconstructions_release(&r);
    }
    text_release(&name);
    return code;
}

static int do_tasks(const struct choice *c, const char *folder)
{
    struct reconstructed to;
    struct error e;
    int code = EXIT_OK;
    folder_sweep(folder); /* what a killed one left */
    if (folder_make(folder, &e) || reconstructed_begin(&to, folder, &e))
        return complain(EXIT_RUN, "%s", e.text);
    for (size_t from = 0, n; from < c->n && code == EXIT_OK; from += n) {
        for (n = 1; from + n < c->n && same_task(c->runs[from], c->runs[from + n]); n++)
            ;
        code = do_task(c, from, n, &to);
    }
    if (code == EXIT_OK && reconstructed_commit(&to, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    else if (code == EXIT_OK)
        printf("%s/errors.csv\n%s/means.csv\n", folder, folder);
    reconstructed_abandon(&to);
    if (code != EXIT_OK)
        rmdir(folder); /* where nothing is in it */
    return code;
}

static int reconstruct_plan(const struct options *o, const struct plan *p)
{
    struct choice c = { .options = o, .plan = p };
    struct error e;
    char *own = experiment_folder(o, p->experiment), *folder = path_join(own, "reconstructions", NULL);
    int code = libraries_load(&e) || blas_buffer_take(&e) ? complain(EXIT_RUN, "%s", e.text) : read_options(&c);
    if (code == EXIT_OK)
        code = choose(&c);
    if (code == EXIT_OK)
        code = do_tasks(&c, o->output ? o->output : folder);
    split_free(c.detectors);
    split_free(c.positives);
    free(c.runs);
    free(own);
    free(folder);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiment_command(&command_reconstruct, suite, argc, argv, reconstruct_plan);
}

const struct command command_reconstruct = {
    "reconstruct",
    run_command,
    "show images and what trained detectors make of them",
    "Usage: lisae reconstruct [options] SPEC.ini\n"
    "\n"
    "Writes a picture DATASET-POSITIVE.png for each task, a line of images above their\n"
    "reconstructions, a line for each detector; and two tables, which docs/results.md describes:\n"
    "errors.csv of the images that are shown, means.csv of all judged images by class. The runs must\n"
    "be done, and their models kept (keep_models, which is on unless the spec or --no-models says\n"
    "otherwise).\n"
    "\n"
    "Which images are shown is a rule: of the n judged images of a class, in the order of their index,\n"
    "the k-th of N is number k n / N, rounded down and counted from 0. No score has a say.\n"
    "\n"
    "Exit code: 2 the command line or the spec is wrong, 3 a run or its model is not there.\n",
    "define results data output detectors positive classes images seed residual",
};
