/* `lisae compare A B`: is what B has still what A has? Runs are paired by their specification, task and seed; a row is
 * one specification over its tasks and seeds. docs/nightly.md has the rules. */
#ifndef REPORT_GATE_GATE_H
#define REPORT_GATE_GATE_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "detect/suite.h"
#include "plan/run.h"
#include "report/gate/decide.h"
#include "report/gate/noise.h"
#include "report/gate/side.h"

enum gate_verdict {
    GATE_REGRESSED,
    GATE_MISSING, /* planned in B, not done */
    GATE_FAILED,
    GATE_GONE, /* A has it, B does not plan it */
    GATE_IMPROVED,
    GATE_UNCALIBRATED, /* other kernels than A's, and no noise is kept that would tell chance from change */
    GATE_UNDECIDED,
    GATE_WITHIN,
    GATE_ROUNDING,
    GATE_IDENTICAL,
    GATE_NEW,
    GATE_OTHER, /* another edition of the data, or other settings or protocol */
    GATE_VERDICTS
};

/* "regressed", "within noise", "other edition". */
extern const char *const gate_words[GATE_VERDICTS];

enum gate_kernels { KERNELS_UNKNOWN, KERNELS_SAME, KERNELS_OTHER };

/* Where two runs of one training part. */
struct gate_parting {
    char stage[32]; /* "": not known, or they do not */
    long epoch;
};

struct gate_row {
    const struct gate_run *first; /* one of its runs: B's where B has it */
    const struct gate_run *a, *b; /* its runs, (n_a), (n_b), which stand together in their sides */
    size_t n_a, n_b;
    size_t n_pairs, n_identical;       /* runs that both have done; of these, how many have the same scores */
    size_t n_seeds, n_tasks;           /* of the pairs: seeds of the task with the fewest */
    double mean_a, mean_b, difference; /* over the pairs, B less A; NaN without any */
    double largest;                    /* difference of a pair, without the sign */
    enum gate_kernels kernels;
    struct noise noise;
    struct threshold threshold;
    double p, p_holm;    /* NaN where it was not tested */
    size_t seeds_needed; /* of an undecided row; 0: not known */
    struct gate_parting parting;
    char parted[RUN_ID]; /* ID of the run that it is told of */
    enum gate_verdict verdict;
    struct text why; /* "" or words behind the verdict */
};

struct gate_rule {
    struct decide_rule decide;
    double rounding;                /* differences below it are rounding */
    double most_failed;             /* share of B's runs that may be failed or missing in a night that counts */
    int strict;                     /* undecided fails, too */
    int first;                      /* there need not be an A */
    int brief;                      /* the text has three rows of a verdict: gate.md has all */
    const struct noise_file *noise; /* kept; NULL for none */
    const struct suite *suite;
};
extern const struct gate_rule gate_defaults;

struct gate {
    struct gate_row *rows;
    size_t n;
    size_t count[GATE_VERDICTS];
    size_t n_runs, n_pairs, n_lost; /* of B; that both have done; B's that failed or are missing */
    size_t tested;
    const struct gate_rule *rule;
};

/* Both sides outlive the gate; gate_release(). */
void gate_compare(struct gate *g, const struct gate_side *a, const struct gate_side *b, const struct gate_rule *rule);
void gate_release(struct gate *g);

/* What a program that asks ends with. */
enum gate_code {
    GATE_CODE_PASSED = 0,
    GATE_CODE_FAILED = 1, /* something regressed, failed, is missing or gone */
    GATE_CODE_UNKNOWN = 3 /* nothing was compared, too much failed, or kernels without a base */
};
enum gate_code gate_code(const struct gate *g);

/* "lis-ae, table1-mnist, latent 16": what people call a row; unique among rows. Cleared first. */
const char *gate_label(const struct gate_row *row, struct text *out);

/* What else there is to say of a row, with "; " between: seeds that would decide it, where its trainings part, words
 * behind the verdict. Appends. */
void gate_remarks(const struct gate_row *row, struct text *out);

/* What is written of it. Each appends; the same gate gives the same bytes. The text's first line is the verdict in one
 * sentence, behind `name` where that is not ""; then come rows of each verdict that somebody has to look at, those with
 * the largest difference first. */
void gate_text(const struct gate *g, const char *name, struct text *out);
/* -1 where there is no memory for it. */
int gate_csv(const struct gate *g, struct text *out, struct error *e);
void gate_markdown(const struct gate *g, const char *name, struct text *out);
void gate_junit(const struct gate *g, const char *name, struct text *out);
/* The sentence of the first line, without its end. */
void gate_headline(const struct gate *g, struct text *out);

#endif
