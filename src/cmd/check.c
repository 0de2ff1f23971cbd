/* `lisae check`: everything that is wrong with a spec. */
#include <stdio.h>
#include <string.h>

#include "cmd/experiment/experiment.h"
#include "cmd/experiment/noted.h"
#include "cmd/experiment/space.h"
#include "cmd/line/command.h"
#include "store/file.h"
#include "store/output.h"

/* The spec as one file, over none that it is read from. */
static int write_one(const struct options *o, const struct plans *p)
{
    struct error e;
    if (p->n > 1)
        return complain(EXIT_USAGE, "check: expected one spec beside -o, found %zu", p->n);
    for (char **file = p->of[0].files; *file; file++)
        if (path_same_file(o->output, *file))
            return complain(EXIT_USAGE, "check: expected another file for -o than the spec reads, found '%s'",
                            o->output);
    return output_write(o->output, p->of[0].spec, strlen(p->of[0].spec), &e) ? complain(EXIT_RUN, "%s", e.text)
                                                                             : EXIT_OK;
}

static int check(const struct options *o, const struct plans *p)
{
    int code = EXIT_OK;
    for (size_t i = 0; i < p->n; i++)
        code |= noted_refuse(o, &p->of[i]);
    if (code)
        return EXIT_USAGE;
    experiment_notes(p);
    code = space_check(o, p->all, NULL);
    if (code == EXIT_OK && o->output)
        code = write_one(o, p);
    if (code || (o->output && output_is_standard(o->output))) /* where the spec stands alone */
        return code;
    for (size_t i = 0; i < p->n; i++)
        printf("%s: ok, %zu runs and %zu first phases\n", o->arguments[i], p->of[i].n, p->of[i].n_phase1);
    if (p->n > 1)
        printf("together %zu runs and %zu first phases\n", p->all->n, p->all->n_phase1);
    return EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_check, suite, argc, argv, check);
}

const struct command command_check = {
    "check",
    run_command,
    "read a spec and say everything that is wrong with it",
    "Usage: lisae check [options] SPEC.ini ...\n"
    "\n"
    "Reads the specs and expands their grids without running anything. All problems are printed, a\n"
    "line FILE:LINE: message each; so is what is no fault but may surprise: keys that no run depends\n"
    "on, negatives with images that are judged. A spec with runs that need more memory than there is, by\n"
    "estimate, is refused.\n"
    "\n"
    "Exit code: 0 fine, 2 not, 3 the file of -o could not be written.\n",
    "define data memory output",
};
