/* `lisae thresholds SPEC`: what a threshold that was set on normal images alone misses, and calls falsely. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/experiment/experiment.h"
#include "cmd/line/command.h"
#include "eval/threshold.h"
#include "plan/columns.h"
#include "run/kept.h"
#include "run/outcome.h"
#include "run/run_scores.h"
#include "run/seal.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/output.h"

static const char COLUMNS[] = "dataset,detector,positive,negative,seed,variant,outlier,n_set,n_normal,n_anomaly,"
                              "false_alarms,missed,run_id";

/* Those in the run's folder, if it is done, and what is there is what the run wrote. */
static int read_own(struct run_scores *s, const char *folder, const char *id, struct error *e)
{
    int found = run_scores_own(s, folder, e);
    if (found > 0 && seal_expect(folder, id, SEAL_TABLES, e)) {
        found = -1;
        run_scores_release(s);
    }
    return found;
}

/* The scores of a run: its own, or those that are kept beside tables. 1, and run_scores_release(); 0 where there are
 * none; -1. */
static int read_scores(struct run_scores *s, const struct run *r, const struct plan *p, const struct options *o,
                       const struct kept_tables *kept, struct error *e)
{
    char *base = outcome_place(p->experiment, r, o->results), *folder = path_join(base, r->id, NULL);
    const struct kept_table *table = kept_find(kept, r->id);
    int found = read_own(s, folder, r->id, e);
    if (!found && table)
        found = run_scores_kept(s, table->path, r->id, r->detector, kept_auc(table, r->id), e);
    free(base);
    free(folder);
    return found;
}

static void put(FILE *f, const struct run *r, const struct carried *c, const char *outlier, size_t n, double missed)
{
    static const char *const cells[] = { "dataset", "detector", "positive", "negative", "seed", "variant" };
    struct text t = TEXT_INIT;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        csv_put(f, run_cell(r, cells[i], &t));
        putc(',', f);
    }
    fprintf(f, "%s,%zu,%zu,%zu,%.6f,%.6f,%s\n", outlier, c->n_set, c->n_normal, n, c->false_alarms, missed, r->id);
    text_release(&t);
}

/* A row for all anomalies, and one for each class of them. */
static int put_run(FILE *f, const struct run *r, const struct scores *s, struct error *e)
{
    struct carried c;
    if (threshold_carry(&c, s->score, s->label, s->n, e))
        return error_prefix(e, "run %s", r->id);
    double *some = mem_alloc(s->n, sizeof *some);
    put(f, r, &c, "all", c.n_anomaly, c.missed);
    for (int class_ = classes_next(&r->task.anomaly, -1); class_ >= 0;
         class_ = classes_next(&r->task.anomaly, class_)) {
        char word[16];
        size_t n = 0;
        for (size_t i = 0; i < s->n; i++)
            if (s->label[i] && s->class_[i] == class_)
                some[n++] = s->score[i];
        snprintf(word, sizeof word, "%d", class_);
        if (n)
            put(f, r, &c, word, n, threshold_accepts(c.threshold, some, n));
    }
    free(some);
    return 0;
}

static int put_all(FILE *f, const struct options *o, const struct plan *p, const struct kept_tables *kept,
                   size_t *missing, struct error *e)
{
    int bad = 0;
    fprintf(f, "%s\n", COLUMNS);
    for (size_t i = 0; i < p->n && !bad; i++) {
        struct run_scores s;
        const int labels = (p->runs[i].detector->flags & LABEL_SWEEP) != 0;
        const int found = labels ? 0 : read_scores(&s, &p->runs[i], p, o, kept, e);
        *missing += found == 0 && !labels;
        bad = found < 0 || (found > 0 && put_run(f, &p->runs[i], &s.scores, e));
        if (found > 0)
            run_scores_release(&s);
    }
    return bad ? -1 : 0;
}

static int write_thresholds(const struct options *o, const struct plan *p)
{
    struct kept_tables kept;
    struct atomic_file out;
    struct error e;
    size_t missing = 0;
    const int to_file = o->output && !output_is_standard(o->output);
    int bad = kept_read(&kept, o->kept_folders, &e) || (to_file && output_begin(&out, o->output, &e));
    if (!bad) {
        bad = put_all(to_file ? out.stream : stdout, o, p, &kept, &missing, &e);
        if (to_file && bad)
            atomic_abandon(&out);
        else if (to_file)
            bad = output_commit(&out, &e);
        else if (!bad && fflush(stdout))
            bad = error_set(&e, "cannot write to standard output");
    }
    kept_release(&kept);
    if (bad)
        return complain(EXIT_RUN, "%s", e.text);
    return missing ? complain(EXIT_RUN, "thresholds: %zu of %zu runs have no scores", missing, p->n) : EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    return experiment_command(&command_thresholds, suite, argc, argv, write_thresholds);
}

const struct command command_thresholds = {
    "thresholds",
    run_command,
    "what a threshold set on normal images misses",
    "Usage: lisae thresholds [options] SPEC.ini\n"
    "\n"
    "Of each run that is done, from its scores: the threshold is set on each second normal image of those\n"
    "that it is judged on, so that at most one further normal image in twenty is above it; it is used on\n"
    "the other ones and on the anomalies. Prints as CSV, for all anomalies and for each class of them:\n"
    "n_set, the images that it was set on; n_normal and n_anomaly, those that it was used on;\n"
    "false_alarms, the share of these normal images above it; missed, that of anomalies that are not.\n"
    "No anomaly and no image that was trained on has a say in the threshold. Detectors of hard labels\n"
    "have no row. Exit code 3 where runs have no scores.\n",
    "define results data with output",
};
