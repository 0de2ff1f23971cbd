/* `lisae check`: everything that is wrong with a spec. */
#include <stdio.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/experiment.h"
#include "cmd/noted.h"
#include "cmd/room.h"
#include "store/file.h"

static int check(const struct options *o, const struct plan *p)
{
    if (noted_refuse(o, p))
        return EXIT_USAGE;
    experiment_notes(p);
    int code = room_check(o, p, NULL);
    struct error e;
    if (code)
        return code;
    if (o->output && file_write(o->output, p->spec, strlen(p->spec), &e))
        return complain(EXIT_RUN, "%s", e.text);
    printf("%s: ok, %zu runs and %zu first phases\n", o->arguments[0], p->n, p->n_phase1);
    return EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiment_command(&command_check, suite, argc, argv, check);
}

const struct command command_check = {
    "check",
    run_command,
    "read a spec and say everything that is wrong with it",
    "Usage: lisae check [-D section.key=value] [--data DIR] [--memory GIB] [-o FILE] SPEC.ini\n"
    "\n"
    "Reads the spec and expands its grid without running anything. All problems are printed, a\n"
    "line FILE:LINE: message each; so is what is no fault but may surprise: keys that no run depends\n"
    "on, negatives with images that are judged. A spec with runs that need more memory than there is, by\n"
    "estimate, is refused; --memory GIB says how much a run may take.\n"
    "-o FILE writes the spec as one file: with what it includes, but for keys that no run depends on. Exit code: 0 fine,\n"
    "2 not, 3 that file could not be written.\n",
    "define data memory output",
};
