/* `lisae list detectors|datasets|runs`. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/stock/datasets.h"
#include "cmd/stock/runs.h"

static int list_detectors(const struct suite *suite)
{
    struct text lines = TEXT_INIT;
    suite_describe(suite, "", &lines);
    fputs(text_of(&lines), stdout);
    text_release(&lines);
    return EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_list, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    const char *what = o.arguments[0];
    if (strcmp(what, "detectors") == 0)
        code = list_detectors(suite);
    else if (strcmp(what, "datasets") == 0)
        code = list_datasets(&o);
    else if (strcmp(what, "runs") == 0)
        code = list_runs(&o);
    else
        code = complain(EXIT_USAGE, "list: expected 'detectors', 'datasets' or 'runs', found '%s'", what);
    options_release(&o);
    return code;
}

const struct command command_list = {
    "list",
    run_command,
    "list the detectors, the data sets or the runs",
    "Usage: lisae list [options] detectors | datasets | runs\n"
    "\n"
    "Lists the detectors, or the data sets of the catalogue and which of them are prepared, or the runs and\n"
    "first phases that the results folder has, whatever spec they are of: --where chooses by a key of their\n"
    "specification or of meta.ini, and `lisae show` shows one.\n",
    "catalogue data results where",
};
