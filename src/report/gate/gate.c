#include "report/gate/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "eval/paired.h"
#include "report/gate/parting.h"
#include "report/gate/rounding.h"

const char *const gate_words[GATE_VERDICTS] = {
    [GATE_REGRESSED] = "regressed",
    [GATE_MISSING] = "missing",
    [GATE_FAILED] = "failed",
    [GATE_GONE] = "gone",
    [GATE_IMPROVED] = "improved",
    [GATE_UNCALIBRATED] = "uncalibrated",
    [GATE_UNDECIDED] = "undecided",
    [GATE_WITHIN] = "within noise",
    [GATE_ROUNDING] = "rounding",
    [GATE_IDENTICAL] = "identical",
    [GATE_NEW] = "new",
    [GATE_OTHER] = "other edition",
};

const struct gate_rule gate_defaults = {
    .decide = DECIDE_DEFAULTS,
    .rounding = 1e-4,
    .most_failed = 0.5,
};

static size_t end_of_key(const struct gate_side *s, size_t from)
{
    size_t to = from + 1;
    while (to < s->n && strcmp(s->runs[to].key, s->runs[from].key) == 0)
        to++;
    return to;
}

/* ---- rows ---- */

static struct gate_row *add_row(struct gate *g)
{
    struct gate_row *row = &g->rows[g->n++];
    *row = (struct gate_row) { .mean_a = NAN,
                               .mean_b = NAN,
                               .difference = NAN,
                               .largest = NAN,
                               .p = NAN,
                               .p_holm = NAN,
                               .noise = { .sd = NAN, .source = "", .matters = NAN } };
    row->threshold = (struct threshold) { NAN, NAN, NAN, NAN, NAN };
    row->verdict = GATE_VERDICTS;
    return row;
}

/* Both sides are sorted by key. */
static void make_rows(struct gate *g, const struct gate_side *a, const struct gate_side *b)
{
    size_t i = 0, k = 0;
    g->rows = mem_alloc(a->n + b->n + 1, sizeof *g->rows);
    while (i < a->n || k < b->n) {
        const int order = i == a->n ? 1 : k == b->n ? -1 : strcmp(a->runs[i].key, b->runs[k].key);
        struct gate_row *row = add_row(g);
        if (order <= 0) {
            row->first = row->a = &a->runs[i];
            row->n_a = end_of_key(a, i) - i;
            i += row->n_a;
        }
        if (order >= 0) {
            row->first = row->b = &b->runs[k];
            row->n_b = end_of_key(b, k) - k;
            k += row->n_b;
        }
    }
}

static int is_only_in(const struct gate_row *row, int in_b)
{
    return in_b ? row->b && !row->a : row->a && !row->b;
}

/* Rows of one setting that A judges by one protocol, and B by another, are neither new nor gone. */
static void match_protocols(struct gate *g)
{
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->n && is_only_in(&g->rows[i], 0); k++) {
            struct gate_row *a = &g->rows[i], *b = &g->rows[k];
            if (!is_only_in(b, 1) || a->first->settings != b->first->settings ||
                strncmp(a->first->key, b->first->key, a->first->settings) != 0)
                continue;
            b->a = a->a;
            b->n_a = a->n_a;
            b->verdict = GATE_OTHER;
            text_append(&b->why, "another holdout or limit of images");
            text_release(&a->why);
            memmove(a, a + 1, (g->n - i - 1) * sizeof *a);
            g->n--;
            i--; /* the next row stands here now */
            break;
        }
}

/* ---- pairs ---- */

/* The run of B with the task and seed of one of A. */
static const struct gate_run *partner(const struct gate_row *row, const struct gate_run *a)
{
    for (size_t k = 0; k < row->n_b; k++)
        if (side_compare(a, &row->b[k]) == 0)
            return &row->b[k];
    return NULL;
}

static void tell(struct gate_row *row, enum gate_verdict verdict, const struct gate_run *r, const char *why)
{
    if (row->verdict == GATE_VERDICTS || verdict < row->verdict) {
        row->verdict = verdict;
        text_clear(&row->why);
        text_format(&row->why, "%s, seed %ld%s%s", r->task, r->seed, *why ? ": " : "", why);
    }
}

static void look_at_kernels(struct gate_row *row, const struct gate_run *a, const struct gate_run *b)
{
    if (*a->kernels && *b->kernels && strcmp(a->kernels, b->kernels) != 0)
        row->kernels = KERNELS_OTHER;
    else if (row->kernels != KERNELS_OTHER && *a->kernels && *b->kernels)
        row->kernels = KERNELS_SAME;
}

/* The means over tasks of those over seeds, of pairs that are done on both sides. */
static void take_means(struct gate_row *row)
{
    double sum_a = 0, sum_b = 0;
    size_t tasks = 0, fewest = 0;
    for (size_t i = 0, end; i < row->n_a; i = end) {
        double a = 0, b = 0;
        size_t n = 0;
        for (end = i; end < row->n_a && strcmp(row->a[end].task, row->a[i].task) == 0; end++) {
            const struct gate_run *other = partner(row, &row->a[end]);
            if (!other || row->a[end].status != RUN_OK || other->status != RUN_OK)
                continue;
            a += row->a[end].auc;
            b += other->auc;
            n++;
        }
        if (!n)
            continue;
        sum_a += a / (double)n;
        sum_b += b / (double)n;
        if (!tasks || n < fewest)
            fewest = n;
        tasks++;
    }
    row->n_tasks = tasks;
    row->n_seeds = fewest;
    if (tasks) {
        row->mean_a = sum_a / (double)tasks;
        row->mean_b = sum_b / (double)tasks;
        row->difference = row->mean_b - row->mean_a;
    }
}

/* Of runs that are compared with nothing: over the tasks that are done of those over their seeds. */
static double mean_of(const struct gate_run *runs, size_t n)
{
    double sum = 0;
    size_t tasks = 0;
    for (size_t i = 0, end; i < n; i = end) {
        double of_task = 0;
        size_t done = 0;
        for (end = i; end < n && strcmp(runs[end].task, runs[i].task) == 0; end++)
            if (runs[end].status == RUN_OK) {
                of_task += runs[end].auc;
                done++;
            }
        sum += done ? of_task / (double)done : 0;
        tasks += done > 0;
    }
    return tasks ? sum / (double)tasks : NAN;
}

/* What the sum of the scores says, and the AUC does not gainsay. */
static int same_scores(const struct gate_run *a, const struct gate_run *b)
{
    static const double DIGITS = 1e-6; /* of a table's AUC */
    return *a->scores && strcmp(a->scores, b->scores) == 0 && strcmp(a->id, b->id) == 0 &&
           !(fabs(a->auc - b->auc) > DIGITS);
}

static void pair_up(struct gate_row *row, const struct gate_run *a, const struct gate_run *b)
{
    if (strcmp(a->edition, b->edition) != 0) {
        struct text why = TEXT_INIT;
        text_format(&why, "edition '%s', was '%s'", b->edition, a->edition);
        tell(row, GATE_OTHER, a, text_of(&why));
        text_release(&why);
    } else if (strcmp(a->id, b->id) != 0) {
        tell(row, GATE_OTHER, a, "its run has another ID: other data, or settings that tables do not show");
    } else {
        row->n_pairs++;
        row->n_identical += same_scores(a, b);
        row->largest = fmax(isfinite(row->largest) ? row->largest : 0, fabs(a->auc - b->auc));
        look_at_kernels(row, a, b);
    }
}

/* What stands in the way of comparing, and the pairs. */
static void match_runs(struct gate_row *row)
{
    for (size_t k = 0; k < row->n_b; k++)
        if (row->b[k].status != RUN_OK)
            tell(row, row->b[k].status == RUN_FAILED ? GATE_FAILED : GATE_MISSING, &row->b[k], row->b[k].reason);
    for (size_t i = 0; i < row->n_a; i++) {
        const struct gate_run *b = partner(row, &row->a[i]);
        if (!b)
            tell(row, GATE_GONE, &row->a[i], row->b ? "not among the runs of this row any more" : "");
        else if (row->a[i].status == RUN_OK && b->status == RUN_OK)
            pair_up(row, &row->a[i], b);
    }
    take_means(row);
    if (!row->n_pairs)
        row->mean_b = mean_of(row->b, row->n_b);
    if (row->verdict == GATE_VERDICTS && !row->n_pairs)
        row->verdict = GATE_NEW;
}

/* ---- verdicts ---- */

static void find_noise(struct gate_row *row, const struct gate_rule *rule)
{
    struct noise_parts of[2], *more;
    if (rule->noise)
        noise_find(&row->noise, rule->noise, row->first, row->n_tasks);
    if (row->noise.source[0] && strcmp(row->noise.source, "kept") == 0)
        return;
    const double ratio = rule->noise ? rule->noise->ratio : 1;
    noise_of_runs(&of[0], row->a, 0, row->n_a);
    noise_of_runs(&of[1], row->b, 0, row->n_b);
    more = of[1].n_seeds > of[0].n_seeds ? &of[1] : &of[0];
    if (more->n_seeds < 2)
        return;
    if (of[0].n_seeds == of[1].n_seeds && of[1].within > of[0].within)
        more = &of[1]; /* the wider, lest a side that happens to agree makes all a change */
    const double matters = row->noise.matters;
    noise_combine(&row->noise, more, ratio, row->n_tasks);
    row->noise.source = "own";
    row->noise.matters = matters;
}

static int is_calibrated(const struct gate_row *row)
{
    return row->kernels != KERNELS_OTHER || strcmp(row->noise.source, "kept") == 0;
}

static void decide_row(struct gate_row *row, size_t tested, const struct gate_rule *rule)
{
    static const enum gate_verdict of[] = { [DECIDE_UNDECIDED] = GATE_UNDECIDED,
                                            [DECIDE_WITHIN] = GATE_WITHIN,
                                            [DECIDE_LOWER] = GATE_REGRESSED,
                                            [DECIDE_HIGHER] = GATE_IMPROVED };
    decide_threshold(&row->threshold, &row->noise, row->n_seeds, tested, &rule->decide);
    row->verdict = of[decide(row->difference, row->p_holm, &row->threshold, &row->noise, &rule->decide)];
    if (row->verdict == GATE_UNDECIDED)
        row->seeds_needed = decide_seeds(row->difference, &row->noise, tested, &rule->decide);
    if (!isfinite(row->noise.sd))
        text_append(&row->why, "one seed, and no noise is kept for it");
    if (!is_calibrated(row) && (row->verdict == GATE_WITHIN || row->verdict == GATE_UNDECIDED)) {
        row->verdict = GATE_UNCALIBRATED;
        text_append(&row->why, "other kernels than those of the base, and no kept noise of this row");
    }
}

static void test_rows(struct gate *g)
{
    double *p = mem_alloc(g->n + 1, sizeof *p);
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        struct gate_row *row = &g->rows[i];
        if (row->verdict != GATE_VERDICTS)
            continue;
        find_noise(row, g->rule);
        row->p = decide_p(row->difference, &row->noise, row->n_seeds);
        if (isfinite(row->p))
            p[n++] = row->p;
    }
    g->tested = n;
    holm_adjust(p, n);
    n = 0;
    for (size_t i = 0; i < g->n; i++) {
        struct gate_row *row = &g->rows[i];
        if (row->verdict != GATE_VERDICTS)
            continue;
        row->p_holm = isfinite(row->p) ? p[n++] : NAN;
        decide_row(row, g->tested, g->rule);
    }
    free(p);
}

/* What needs no statistics. */
static void settle_facts(struct gate_row *row, const struct gate_rule *rule)
{
    if (row->verdict != GATE_VERDICTS)
        return;
    if (row->n_identical == row->n_pairs)
        row->verdict = GATE_IDENTICAL;
    else if (rounding_is_all(row, rule))
        row->verdict = GATE_ROUNDING;
}

static int may_part(const struct gate_row *row)
{
    return row->n_pairs > row->n_identical && row->verdict != GATE_OTHER;
}

static void find_partings(struct gate *g)
{
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->rows[i].n_a && may_part(&g->rows[i]) && !g->rows[i].parting.stage[0]; k++) {
            struct gate_row *row = &g->rows[i];
            const struct gate_run *b = partner(row, &row->a[k]);
            if (b && !same_scores(&row->a[k], b) && row->a[k].status == RUN_OK && b->status == RUN_OK &&
                parting_find(&row->parting, &row->a[k], b))
                memcpy(row->parted, b->id, strnlen(b->id, sizeof row->parted - 1));
        }
}

void gate_compare(struct gate *g, const struct gate_side *a, const struct gate_side *b, const struct gate_rule *rule)
{
    *g = (struct gate) { .rule = rule };
    make_rows(g, a, b);
    match_protocols(g);
    for (size_t i = 0; i < g->n; i++) {
        if (g->rows[i].verdict == GATE_VERDICTS)
            match_runs(&g->rows[i]);
        settle_facts(&g->rows[i], rule);
        g->n_runs += g->rows[i].n_b;
        for (size_t k = 0; k < g->rows[i].n_b; k++)
            g->n_lost += g->rows[i].b[k].status != RUN_OK;
    }
    test_rows(g);
    find_partings(g);
    for (size_t i = 0; i < g->n; i++) {
        g->count[g->rows[i].verdict]++;
        g->n_pairs += g->rows[i].n_pairs;
    }
}

void gate_release(struct gate *g)
{
    for (size_t i = 0; i < g->n; i++)
        text_release(&g->rows[i].why);
    free(g->rows);
    *g = (struct gate) { 0 };
}

enum gate_code gate_code(const struct gate *g)
{
    const size_t *n = g->count;
    const int first = g->rule->first && g->n == n[GATE_NEW] && g->n_runs;
    if (g->n_runs && (double)g->n_lost > g->rule->most_failed * (double)g->n_runs)
        return GATE_CODE_UNKNOWN;
    if (!g->n_runs || (!g->n_pairs && !first))
        return GATE_CODE_UNKNOWN;
    if (n[GATE_REGRESSED] || n[GATE_MISSING] || n[GATE_FAILED] || n[GATE_GONE] ||
        (g->rule->strict && n[GATE_UNDECIDED]))
        return GATE_CODE_FAILED;
    return n[GATE_UNCALIBRATED] ? GATE_CODE_UNKNOWN : GATE_CODE_PASSED;
}
