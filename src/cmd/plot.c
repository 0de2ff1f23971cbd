/* `lisae plot`: the pictures of an experiment, drawn by gnuplot from its CSV files alone. */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/text.h"
#include "cmd/command.h"
#include "cmd/experiment.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/lock.h"

static const char *const pictures[] = { "roc", "tradeoff", "heatmap", "loss" };
static const char *const formats[] = { "svg", "png" };

static int gnuplot(const char *script, const char *folder, const char *output)
{
    char *const argv[] = { "gnuplot", "-c", (char *)script, (char *)folder, (char *)output, NULL };
    pid_t pid;
    int status, failed = posix_spawnp(&pid, "gnuplot", NULL, NULL, argv, environ);
    if (failed)
        return complain(EXIT_RUN, "cannot start gnuplot: %s; `make deps` installs it", strerror(failed));
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return complain(EXIT_RUN, "gnuplot could not draw '%s'", output);
    return EXIT_OK;
}

/* Is there something to draw? Not every experiment has what each picture shows: trade-offs are of a detector that is
 * shown beside its first phase, or of that first phase itself; losses are of a training; kept tables have no curves. -1
 * where a table cannot be read. */
static int wanted(const struct suite *suite, const char *picture, const char *folder, struct error *e)
{
    const int heatmap = strcmp(picture, "heatmap") == 0;
    struct csv c;
    struct text name = TEXT_INIT;
    int useful = 0;
    text_format(&name, "%s.csv", heatmap ? "auc" : picture);
    char *path = path_join(folder, text_of(&name), NULL);
    int there = heatmap || path_exists(path);
    if (there && csv_read(&c, path, e)) {
        useful = -1;
    } else if (there) {
        for (size_t row = 0; row < c.n_rows && !useful; row++) {
            const struct detector *d = suite_find(suite, csv_cell(&c, row, "detector"));
            useful = strcmp(picture, "tradeoff") != 0 || (d && d->flags & (AS_FIRST_PHASE | BESIDE_FIRST_PHASE));
        }
        csv_release(&c);
    }
    text_release(&name);
    free(path);
    return useful;
}

/* gnuplot does not say that the disk was full: a whole picture ends as its format does. */
static int is_whole(const char *path, const char *format)
{
    const char *end = strcmp(format, "svg") == 0 ? "</svg>" : "IEND";
    enum { NEAR = 16 }; /* bytes that may stand behind */
    struct error ignored;
    size_t n;
    char *bytes = file_read(path, &n, &ignored);
    size_t at = bytes && n > strlen(end) + NEAR ? n - strlen(end) - NEAR : 0;
    int whole = bytes && memmem(bytes + at, n - at, end, strlen(end)) != NULL;
    free(bytes);
    return whole;
}

static int draw_as(const char *format, const char *picture, const char *script, const char *folder)
{
    struct text output = TEXT_INIT;
    struct atomic_file f;
    struct error e;
    text_format(&output, "%s/%s.%s", folder, picture, format);
    int code = atomic_begin(&f, text_of(&output), &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    if (code == EXIT_OK) {
        code = gnuplot(script, folder, f.temporary);
        if (code == EXIT_OK && !is_whole(f.temporary, format))
            code = complain(EXIT_RUN, "gnuplot could not write '%s' to its end; is the disk full?", text_of(&output));
        if (code != EXIT_OK)
            atomic_abandon(&f);
        else if (atomic_commit(&f, &e))
            code = complain(EXIT_RUN, "%s", e.text);
        else
            puts(text_of(&output));
    }
    text_release(&output);
    return code;
}

static int draw(const struct suite *suite, const char *picture, const char *plots, const char *folder)
{
    struct text script = TEXT_INIT;
    struct error e;
    int code = EXIT_OK, useful = wanted(suite, picture, folder, &e);
    if (useful < 0)
        return complain(EXIT_RUN, "%s", e.text);
    if (!useful)
        fprintf(stderr, "%s: nothing to draw in %s\n", picture, folder);
    text_format(&script, "%s/%s.gp", plots, picture);
    for (size_t i = 0; i < sizeof formats / sizeof *formats && useful && code == EXIT_OK; i++)
        code = draw_as(formats[i], picture, text_of(&script), folder);
    text_release(&script);
    return code;
}

/* Waits until nobody else writes tables into the folder, and keeps others from it. */
static int wait_for_tables(struct lock *lock, const char *folder)
{
    struct error e;
    char *path = path_join(folder, ".lock", NULL);
    int bad = path_exists(path) && lock_take(lock, path, &e);
    free(path);
    return bad ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_plot, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    /* RESULTS/NAME for a spec NAME.ini, or an experiment's folder itself */
    const char *given = o.arguments[0], *name = strrchr(given, '/') ? strrchr(given, '/') + 1 : given;
    struct text experiment = TEXT_INIT;
    text_append_bytes(&experiment, name, strlen(name) - (ends_with(name, ".ini") ? 4 : 0));
    char *folder = ends_with(given, ".ini") ? experiment_folder(&o, text_of(&experiment)) : path_join(given, NULL);
    struct lock lock = { -1 };
    setenv("LC_ALL", "C.UTF-8", 1);
    code = wait_for_tables(&lock, folder);
    folder_sweep(folder); /* what a killed one left */
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures && code == EXIT_OK; i++)
        code = draw(suite, pictures[i], o.plots, folder);
    lock_release(&lock);
    free(folder);
    text_release(&experiment);
    options_release(&o);
    return code;
}

const struct command command_plot = {
    "plot",
    run_command,
    "draw an experiment's pictures from its CSV files",
    "Usage: lisae plot [--results DIR] [--plots DIR] SPEC.ini | FOLDER\n"
    "\n"
    "Draws roc, tradeoff, heatmap and loss (.svg and .png) beside the CSV files of the\n"
    "experiment that SPEC names, or of FOLDER; needs gnuplot.\n",
    "results plots",
};
