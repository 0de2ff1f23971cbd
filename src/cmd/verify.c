/* `lisae verify`: are the files of runs those that the runs wrote, and right? */
#include "cmd/experiment/experiment.h"
#include "cmd/line/command.h"
#include "cmd/stock/verify.h"
#include "store/file.h"

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_verify, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    int folder = path_is_folder(o.arguments[0]);
    if (folder)
        code = verify_folder(suite, o.arguments[0]);
    options_release(&o);
    return folder ? code : experiment_command(&command_verify, suite, argc, argv, verify_plan);
}

const struct command command_verify = {
    "verify",
    run_command,
    "look at every file of runs, and at their AUCs",
    "Usage: lisae verify [options] SPEC.ini | FOLDER\n"
    "\n"
    "Looks at what the runs and first phases of SPEC left, or those in FOLDER: all results, a run, or\n"
    "an experiment, whose auc.csv names them. The files must be those that the run wrote (their sums\n"
    "are in its meta.ini), its text that of its ID, the tables as they must be, and the AUCs those that\n"
    "the kept scores give, computed anew; of an experiment's folder the rows of its auc.csv and\n"
    "metrics.csv, too. Runs that were made before sums were kept are named, and those that SPEC asks for\n"
    "and are not there are counted.\n"
    "Of tables whose runs are not there, but their ranks (`collect --ranks`), one experiment's or a\n"
    "folder of several: all numbers of auc.csv and metrics.csv are computed anew from these; each run has\n"
    "ranks, and all ranks a run. Means and tests are looked at by `lisae audit`.\n"
    "\n"
    "Exit code: 0 where all is right, 2 where SPEC or FOLDER is not there, or SPEC is no spec, 3 where something\n"
    "is damaged, a run is gone that auc.csv has rows of, or none is there; the message says what, and which\n"
    "folder to remove.\n",
    "define results data",
};
