#include "cmd/line/topics.h"

#include "cmd/line/option_table.h"

static const struct topic_row exit_codes[] = {
    { "0", "all is well" },
    { "1", "`compare` found something worse, failed, missing or gone" },
    { "2",
      "the command line, a spec or an entry of the catalogue is wrong, or the spec names data that is not prepared; "
      "nothing was done" },
    { "3",
      "a run, a data set or a file failed, runs are missing, nothing could be compared, or SIGINT or SIGTERM ended "
      "`run` (`status` only tells; other calls end by their signal)" },
    { 0 },
};

static const struct topic_row environment[] = {
    { "LISAE_DATA", "the default of --data" },
    { "DATA_DIR", "the default of --from" },
    { "LAUNCH", "stands before each run's command on this machine: LAUNCH=\"nice -n 19\"; what it starts ends with "
                "`lisae run` (a Slurm cluster has --slurm)" },
    { "SLURM_OPTIONS", "options for sbatch with blanks between, after those of --slurm-options" },
    { "TERM", "on a terminal that is called dumb `lisae run` tells its progress in lines, as into a file" },
    { "TMPDIR", "where pictures' parts are made, and tables that are only compared or shown (default: /tmp)" },
    { "OPENBLAS_CORETYPE, ONEDNN_MAX_CPU_ISA",
      "pin the kernels of OpenBLAS and oneDNN (Haswell and AVX2, for example), so that machines with different "
      "processors use the same ones" },
    { 0 },
};

static const struct topic_row files[] = {
    { "datasets/NAME.ini", "the catalogue of data sets" },
    { "datasets/prepared/NAME.lisae", "a prepared data set" },
    { "experiments/NAME.ini",
      "specs; one that is not there is looked for among those that come with the program, also where only NAME.ini "
      "is said" },
    { "results/EXPERIMENT/",
      "tables, curves and pictures of an experiment, which is called as the spec's file without .ini; part/ has those "
      "of calls with -D, lost/ rows of runs that are gone, plan/ the texts of the runs" },
    { "results/tables/", "the paper's tables" },
    { "results/report.html", "the report of all results" },
    { "results/runs/ID/",
      "a run, shared by all experiments that have it: spec.ini, meta.ini with its numbers, scores.csv.gz, "
      "model.lisae; reason.txt of a failed one" },
    { "results/incremental/ID/",
      "a part of `lisae incremental`: curve.csv, classes.csv, scores.csv.gz; part.ini tells of what" },
    { "results/stress/ID-SUM/",
      "the stress test of a run: stress.csv, search.csv, points.csv.gz, search-hits.png; SUM tells what was asked" },
    { "results/slurm/", "what was sent to a cluster, with what its tasks said" },
    { "results/phase1/ID/", "a first phase, shared likewise" },
    { "results/ledger.csv", "each attempt at a run: when it began, how it ended, what it took" },
    { 0 },
};

const struct topic topics[] = {
    { "exit-codes", "what a call's exit code says", exit_codes },
    { "environment", "the variables that are looked at", environment },
    { "files", "what is read and written, and where", files },
    { 0 },
};

void append_topic(struct text *t, const struct topic *topic)
{
    for (const struct topic_row *row = topic->rows; row->what; row++)
        append_item(t, row->what[1] ? 17 : 6, row->what, row->meaning);
}
