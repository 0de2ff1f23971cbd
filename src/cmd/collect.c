/* `lisae collect`: tables from what is done by now. */
#include "cmd/command.h"
#include "cmd/experiment.h"
#include "cmd/gather.h"

static int collect_all(const struct options *o, const struct plans *p)
{
    if (o->output && p->n > 1)
        return complain(EXIT_USAGE, "-o has room for the tables of one spec, found %zu", p->n);
    return gather_all(o, p);
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiments_command(&command_collect, suite, argc, argv, collect_all);
}

const struct command command_collect = {
    "collect",
    run_command,
    "merge the runs' results into CSV files and show the table",
    "Usage: lisae collect [-D section.key=value] [--results DIR] [--with DIR] [--data DIR] [--published FILE] "
    "[-o DIR] [--ranks DIR] SPEC.ini ...\n"
    "\n"
    "Writes auc.csv, metrics.csv, times.csv, roc.csv, tradeoff.csv, loss.csv, summary.csv, compare.csv,\n"
    "verdicts.csv, tests.csv and sweep.csv in RESULTS/EXPERIMENT, or in the DIR of -o, from what is done; of several\n"
    "specs each in its own. Exit code 3 where runs are missing.\n"
    "With -D they are in RESULTS/EXPERIMENT/part where there are tables of the whole spec, which stay.\n"
    "Where the folder is only to be read the table is shown all the same, and the exit code is 3.\n"
    "Rows of runs that are nowhere else any more go to the folder `lost` beside the tables, which\n"
    "--with takes.\n"
    "\n"
    "--with DIR takes the numbers of runs that are not done here, or failed, from DIR/auc.csv and\n"
    "DIR/times.csv, the tables of another machine, say, or of runs that were deleted; it may be given several times.\n"
    "Runs are known by their IDs, so rows of other settings or data are left out. Where DIR/../ranks has\n"
    "ID.gz, the ranks of a run's scores, ROC and trade-off curves and DeLong's tests are made of these; all\n"
    "other curves stay with the runs.\n"
    "--ranks DIR writes these files into DIR, of the runs that are done here. One that is there stays; where it is of\n"
    "other scores than the run's nothing is written, and the exit code is 3.\n"
    "--published FILE has the printed numbers to compare with (default: results/published/paper.csv).\n",
    "define results data with published output ranks",
};
