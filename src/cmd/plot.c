/* `lisae plot`: the pictures of an experiment, from its tables alone: neither data nor runs have to be there. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "cmd/experiment/experiment.h"
#include "cmd/line/command.h"
#include "cmd/pictures/draw.h"
#include "cmd/pictures/glyphs.h"
#include "report/being_made.h"
#include "report/paper/tables_check.h"
#include "store/csv.h"
#include "store/file.h"

static void add_file(struct text *to, const char *folder, const char *name)
{
    char *path = path_join(folder, name, NULL), *bytes = path_exists(path) ? file_read(path, NULL, NULL) : NULL;
    text_append(to, bytes ? bytes : "");
    free(bytes);
    free(path);
}

/* All words that pictures may show, but for their own, which the scripts have. */
static void add_words(struct text *to, const char *tables)
{
    static const char *const files[] = { "title.txt", "classes.txt", "detectors.csv", "sweep.csv" };
    static const char *const columns[] = { "dataset", "edition", "positive", "negative", "variant" };
    struct csv auc;
    struct error ignored;
    char *path = path_join(tables, "auc.csv", NULL);
    text_append(to, "γβ–…");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        add_file(to, tables, files[i]);
    if (csv_read(&auc, path, &ignored) == 0) {
        for (size_t row = 0; row < auc.n_rows; row++)
            for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
                text_append(to, csv_cell(&auc, row, columns[i]));
        csv_release(&auc);
    }
    free(path);
}

static void find_glyphs(const char *tables, struct text *missing)
{
    struct text words = TEXT_INIT;
    struct error e;
    add_words(&words, tables);
    if (glyphs_missing_here(text_of(&words), missing, &e))
        fprintf(stderr, "%s: characters that none of them has spoil a .png\n", e.text);
    else if (missing->length)
        fprintf(stderr, "no font here has the characters %s: a .png shows ? for each, the .svg has them\n",
                text_of(missing));
    text_release(&words);
}

/* What no run gives is not drawn. */
static int check_runs(const char *tables)
{
    struct csv c;
    struct error e;
    char *path = path_join(tables, "auc.csv", NULL);
    int code = EXIT_OK;
    if (path_exists(path)) {
        if (csv_read(&c, path, &e) || tables_check(&c, path, IN_AUC, &e))
            code = complain(EXIT_RUN, "%s", e.text);
        csv_release(&c);
    }
    free(path);
    return code;
}

static int draw_all(struct drawing *d)
{
    struct text missing = TEXT_INIT;
    struct error e;
    int code = check_runs(d->tables);
    if (code == EXIT_OK && folder_make(d->output, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    if (code == EXIT_OK)
        find_glyphs(d->tables, &missing);
    d->missing = text_of(&missing);
    for (const char *const *picture = pictures; *picture && code == EXIT_OK; picture++)
        code = draw(d, *picture);
    if (code == EXIT_OK && !d->drawn)
        code = complain(EXIT_RUN, "no run in '%s/auc.csv' is done", d->tables);
    text_release(&missing);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_plot, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    struct lock lock = { -1 };
    struct error e;
    char *tables = NULL;
    code = experiment_tables(&o, suite, &tables);
    /* who writes tables removes all half-written files there (folder_sweep()), a picture's, too; a folder that is only
     * to be read has no lock for us: its pictures go elsewhere */
    if (code == EXIT_OK && being_made_lock(&lock, tables, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    if (code == EXIT_OK) {
        folder_sweep(o.output ? o.output : tables); /* what a killed one left */
        struct drawing d = {
            .suite = suite, .tables = tables, .output = o.output ? o.output : tables, .plots = o.plots
        };
        code = draw_all(&d);
    }
    lock_release(&lock);
    free(tables);
    options_release(&o);
    return code;
}

const struct command command_plot = {
    "plot",
    run_command,
    "draw an experiment's pictures from its CSV files",
    "Usage: lisae plot [options] SPEC.ini | FOLDER\n"
    "\n"
    "Draws roc, tradeoff, heatmap, sweep (AUC along axes of numbers), dots (along axes of words),\n"
    "loss, of stress tests stress-sets, stress-reach and stress-distance, and incremental (accuracy as\n"
    "classes come), as .svg and .png, from the CSV files of the experiment that SPEC names, or of\n"
    "FOLDER; needs gnuplot, but neither data nor runs. A picture beside the tables of which they have\n"
    "nothing any more is removed; with -o none is.\n"
    "\n"
    "The environment's GNUTERM and a ~/.gnuplot are passed over.\n"
    "\n"
    "Exit code: 2 the spec is wrong, 3 there are no tables, or a picture could not be drawn.\n",
    "define results data plots output",
};
