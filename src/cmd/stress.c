/* `lisae stress MODEL`: what a trained detector takes for normal beside its test set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/line/command.h"
#include "cmd/model/open.h"
#include "run/stressed.h"
#include "store/file.h"

static int read_request(struct stress_request *r, const struct options *o, struct error *e)
{
    static const char *const words[] = { "gradient", "random", "off" };
    stress_request_init(r);
    long starts = r->keys.starts, steps = r->keys.steps, seed = 1;
    if (option_whole("stress: --starts", o->starts, 4, 800, &starts, e) ||
        option_whole("stress: --steps", o->steps, 1, 100000, &steps, e) ||
        option_whole("stress: --seed", o->seed, 0, 2147483647, &seed, e))
        return -1;
    r->keys.starts = (int)starts;
    r->keys.steps = (int)steps;
    r->seed = seed;
    if (!o->search)
        return 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(o->search, words[i]) == 0) {
            r->keys.search = words[i];
            return 0;
        }
    return error_set(e, "stress: --search: expected gradient, random or off, found '%s'", o->search);
}

/* The run of a folder; of a model's file what that tells. */
static int open_run(struct run *r, const struct suite *suite, const struct options *o, const struct detector *d,
                    const struct archive *a, struct error *e)
{
    char *spec = path_join(o->arguments[0], "spec.ini", NULL);
    int bad = path_is_folder(o->arguments[0]) ? run_read(r, suite, spec, e) : stressed_origin(r, d, a, o->data, e);
    free(spec);
    return bad;
}

/* A line for each set, from the table: its shares at both quantiles stand in two rows, one behind the other. */
static int print_summary(const char *folder, struct error *e)
{
    struct csv table;
    char *path = path_join(folder, "stress.csv", NULL);
    int bad = csv_read(&table, path, e);
    if (!bad)
        printf("set,n,accept50,accept95,far_l2,far_shape,blind95_l2,blind95_shape\n");
    for (size_t row = 0; !bad && row + 1 < table.n_rows; row += 2)
        printf("%s,%s,%s,%s,%s,%s,%s,%s\n", csv_cell(&table, row, "set"), csv_cell(&table, row, "n"),
               csv_cell(&table, row, "accept"), csv_cell(&table, row + 1, "accept"), csv_cell(&table, row, "far_l2"),
               csv_cell(&table, row, "far_shape"), csv_cell(&table, row + 1, "blind_l2"),
               csv_cell(&table, row + 1, "blind_shape"));
    csv_release(&table);
    free(path);
    if (!bad && fflush(stdout))
        bad = error_set(e, "cannot write to standard output");
    return bad;
}

static int make(const struct suite *suite, const struct options *o, const struct stress_request *request,
                struct error *e)
{
    const char *folder = o->output ? o->output : "stress";
    struct archive a = { 0 };
    struct run r = { 0 };
    const struct detector *detector = NULL;
    void *model = NULL;
    int bad = open_model(suite, o->arguments[0], &a, &detector, &model, e) || open_run(&r, suite, o, detector, &a, e) ||
              folder_make(folder, e) || stressed_write(&r, model, o->data, request, folder, NULL, e) ||
              print_summary(folder, e);
    run_release(&r);
    if (model)
        detector->free(model);
    archive_release(&a);
    return bad ? -1 : 0;
}

static int stress_model(const struct suite *suite, const struct options *o)
{
    struct stress_request request;
    struct error e;
    if (read_request(&request, o, &e))
        return complain(EXIT_USAGE, "%s", e.text);
    return make(suite, o, &request, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return model_command(&command_stress, suite, argc, argv, stress_model);
}

const struct command command_stress = {
    "stress",
    run_command,
    "what a saved detector takes for normal beside its test set",
    "Usage: lisae stress [options] MODEL\n"
    "\n"
    "MODEL is a model.lisae file or a run's folder (RESULTS/runs/ID) of a run on images. Asks the\n"
    "detector about sets of images that test sets lack (black, dimmed, shuffled, along the principal\n"
    "components, what its own decoder makes, ...; `lisae help spec stress` has all), and searches for\n"
    "images that it accepts although they are far from all that it was trained on. Accepted is a\n"
    "score of at most q50, q95, the quantiles of the scores of normal test images; far is what is\n"
    "farther from the nearest training image than 99 % of these are from theirs. Writes stress.csv,\n"
    "search.csv, points.csv.gz and search-hits.png, which docs/stress.md describes, and prints a row\n"
    "for each set. The same call gives the same bytes.\n"
    "\n"
    "A spec with `[stress] run = on` has `lisae run` do so for all its runs.\n",
    "output data seed starts steps search",
};
