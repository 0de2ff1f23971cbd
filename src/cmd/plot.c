/* `lisae plot`: the pictures of an experiment, drawn by gnuplot from its CSV files alone. */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/text.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "store/csv.h"
#include "store/file.h"

extern char **environ;

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

/* Some pictures need what not every experiment has: trade-offs AE or LIS-AE, losses a training. */
static int wanted(const char *picture, const char *folder)
{
    struct csv c;
    struct error e;
    char *path;
    struct text name = TEXT_INIT;
    int useful = 0;
    text_format(&name, "%s.csv", strcmp(picture, "heatmap") == 0 ? "auc" : picture);
    path = path_join(folder, text_of(&name), NULL);
    if (csv_read(&c, path, &e) == 0) {
        for (size_t row = 0; row < c.n_rows && !useful; row++) {
            const char *detector = csv_cell(&c, row, "detector");
            useful = strcmp(picture, "tradeoff") != 0 || strcmp(detector, "ae") == 0 || strcmp(detector, "lis-ae") == 0;
        }
        csv_release(&c);
    }
    text_release(&name);
    free(path);
    return useful;
}

static int draw(const char *picture, const char *plots, const char *folder)
{
    struct text script = TEXT_INIT, output = TEXT_INIT;
    int code = EXIT_OK;
    text_format(&script, "%s/%s.gp", plots, picture);
    for (size_t i = 0; i < sizeof formats / sizeof *formats && code == EXIT_OK; i++) {
        text_clear(&output);
        text_format(&output, "%s/%s.%s", folder, picture, formats[i]);
        code = gnuplot(text_of(&script), folder, text_of(&output));
        if (code == EXIT_OK)
            puts(text_of(&output));
    }
    text_release(&script);
    text_release(&output);
    return code;
}

static int run_command(int argc, char **argv)
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
    setenv("LC_ALL", "C.UTF-8", 1);
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures && code == EXIT_OK; i++)
        if (wanted(pictures[i], folder))
            code = draw(pictures[i], o.plots, folder);
        else
            fprintf(stderr, "%s: nothing to draw in %s\n", pictures[i], folder);
    free(folder);
    text_release(&experiment);
    options_release(&o);
    return code;
}

const struct command command_plot = {
    "plot", run_command, "draw an experiment's pictures from its CSV files",
    "Usage: lisae plot [--results DIR] [--plots DIR] SPEC.ini | FOLDER\n"
    "\n"
    "Draws roc, tradeoff, heatmap and loss (.svg and .png) beside the CSV files of the\n"
    "experiment that SPEC names, or of FOLDER; needs gnuplot.\n",
};
