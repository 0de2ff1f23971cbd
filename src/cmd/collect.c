/* `lisae collect`: tables from what is done by now. */
#include "cmd/experiment/experiment.h"
#include "cmd/experiment/gather.h"
#include "cmd/line/command.h"

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
    "Usage: lisae collect [options] SPEC.ini ...\n"
    "\n"
    "Writes auc.csv, metrics.csv, times.csv, roc.csv, tradeoff.csv, loss.csv, summary.csv, compare.csv,\n"
    "verdicts.csv, tests.csv, contrasts.csv, mean-ranks.csv and sweep.csv in RESULTS/EXPERIMENT, or in the\n"
    "DIR of -o, from what is done; of several specs each in its own.\n"
    "With -D they are in RESULTS/EXPERIMENT/part where there are tables of the whole spec, which stay.\n"
    "Rows of runs that are nowhere else any more go to the folder `lost` beside the tables, which\n"
    "--with takes.\n"
    "\n"
    "Runs of --with are known by their IDs, so rows of other settings or data are left out. Where DIR/../ranks\n"
    "has ID.gz, the ranks of a run's scores, ROC and trade-off curves and DeLong's tests are made of these; all\n"
    "other curves stay with the runs.\n"
    "\n"
    "Exit code: 3 where runs are missing; where the folder is only to be read, too, though the table is shown.\n",
    "define results data with published output ranks",
};
