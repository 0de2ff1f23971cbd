#include "report/gate/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { SHOWN = 12, BRIEF = 3 }; /* rows of one verdict in the text; the tables have all */

static const char *outcome(const struct gate *g)
{
    const enum gate_code code = gate_code(g);
    const size_t *n = g->count;
    if (code == GATE_CODE_FAILED)
        return "failed";
    if (code == GATE_CODE_PASSED)
        return g->n == n[GATE_NEW] ? "first" : "passed";
    if (g->n_runs && (double)g->n_lost > g->rule->most_failed * (double)g->n_runs)
        return "invalid";
    return n[GATE_UNCALIBRATED] && g->n_pairs ? "uncalibrated" : "nothing to compare";
}

/* The row with the largest fall that is said to be one. */
static const struct gate_row *worst(const struct gate *g)
{
    const struct gate_row *found = NULL;
    for (size_t i = 0; i < g->n; i++)
        if (g->rows[i].verdict == GATE_REGRESSED && (!found || g->rows[i].difference < found->difference))
            found = &g->rows[i];
    return found;
}

static void append_interval(struct text *out, const struct gate_row *row)
{
    text_format(out, "%+.4f", row->difference);
    if (isfinite(row->threshold.half) && row->threshold.half > 0)
        text_format(out, " [%+.4f, %+.4f]", row->difference - row->threshold.half,
                    row->difference + row->threshold.half);
}

void gate_headline(const struct gate *g, struct text *out)
{
    static const enum gate_verdict always[] = { GATE_REGRESSED, GATE_IMPROVED, GATE_MISSING };
    const struct gate_row *row = worst(g);
    text_format(out, "%s: of %zu rows", outcome(g), g->n);
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        text_format(out, "%s %zu %s", i ? "," : "", g->count[always[i]], gate_words[always[i]]);
    for (int v = 0; v < GATE_VERDICTS; v++)
        if (g->count[v] && v != GATE_REGRESSED && v != GATE_IMPROVED && v != GATE_MISSING)
            text_format(out, ", %zu %s", g->count[v], gate_words[v]);
    text_format(out, " (%zu runs, %zu compared)", g->n_runs, g->n_pairs);
    if (row) {
        struct text label = TEXT_INIT;
        text_format(out, "; %s ", gate_label(row, &label));
        append_interval(out, row);
        text_release(&label);
    }
}

static void append_details(struct text *out, const struct gate_row *row)
{
    if (row->n_pairs && row->verdict != GATE_OTHER) {
        text_format(out, "  %.4f -> %.4f  ", row->mean_a, row->mean_b);
        append_interval(out, row);
        text_format(out, "  %zu tasks, %zu seeds", row->n_tasks, row->n_seeds);
    }
    if (isfinite(row->noise.sd) && row->n_pairs)
        text_format(out, "  noise %.4f (%s, %zu seeds)", row->noise.sd, row->noise.source, row->noise.seeds);
    if (isfinite(row->threshold.smallest))
        text_format(out, ", finds %.4f", row->threshold.smallest);
    if (row->verdict == GATE_UNDECIDED && row->seeds_needed)
        text_format(out, ", %zu seeds would decide", row->seeds_needed);
    else if (row->verdict == GATE_UNDECIDED && isfinite(row->noise.sd))
        text_append(out, ", a thousand seeds would not decide");
    if (row->kernels == KERNELS_OTHER)
        text_append(out, ", other kernels");
    if (row->parting.stage[0] && strcmp(row->parting.stage, "scoring") == 0)
        text_format(out, ", same training, parts at scoring (run %s)", row->parted);
    else if (row->parting.stage[0])
        text_format(out, ", parts at %s epoch %ld (run %s)", row->parting.stage, row->parting.epoch, row->parted);
    if (row->why.length)
        text_format(out, "  (%s)", text_of(&row->why));
}

/* Control characters of a reason, or a title, do not reach a terminal or a mail. */
static void append_line(struct text *out, const char *s)
{
    for (; *s; s++) {
        const char c = (unsigned char)*s < ' ' || *s == 127 ? ' ' : *s;
        text_append_bytes(out, &c, 1);
    }
    text_append(out, "\n");
}

static double size_of(const struct gate_row *row)
{
    return isfinite(row->difference) ? fabs(row->difference) : 0;
}

/* Of one verdict: the largest difference first, else as they stand. */
static int by_size(const void *p, const void *q)
{
    const struct gate_row *const *a = p, *const *b = q;
    const double x = size_of(*a), y = size_of(*b);
    return x != y ? (x < y) - (x > y) : (*a > *b) - (*a < *b);
}

static void append_row(struct text *out, const struct gate_row *row)
{
    struct text label = TEXT_INIT, line = TEXT_INIT;
    text_format(&line, "%-12s %s", gate_words[row->verdict], gate_label(row, &label));
    append_details(&line, row);
    append_line(out, text_of(&line));
    text_release(&label);
    text_release(&line);
}

static void append_rows(struct text *out, const struct gate *g, enum gate_verdict verdict)
{
    const size_t most = g->rule->brief ? BRIEF : SHOWN;
    const struct gate_row **rows = mem_alloc(g->n + 1, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (g->rows[i].verdict == verdict)
            rows[n++] = &g->rows[i];
    qsort(rows, n, sizeof *rows, by_size);
    for (size_t i = 0; i < n && i < most; i++)
        append_row(out, rows[i]);
    if (n > most)
        text_format(out, "%-12s and %zu more%s\n", gate_words[verdict], n - most,
                    g->rule->brief ? ": gate.md has all" : "");
    free(rows);
}

/* Rows that nobody has to look at. */
static int is_quiet(enum gate_verdict v)
{
    return v == GATE_IDENTICAL || v == GATE_ROUNDING || v == GATE_WITHIN || v == GATE_NEW;
}

void gate_text(const struct gate *g, const char *name, struct text *out)
{
    const struct decide_rule *rule = &g->rule->decide;
    struct text head = TEXT_INIT;
    if (*name)
        text_format(&head, "%s ", name);
    gate_headline(g, &head);
    append_line(out, text_of(&head));
    text_release(&head);
    for (int v = 0; v < GATE_VERDICTS; v++)
        if (!is_quiet((enum gate_verdict)v))
            append_rows(out, g, (enum gate_verdict)v);
    text_format(out,
                "A change: beyond chance at %g over the %zu rows tested (Holm), and larger than %g or the row's own; "
                "rounding: below %g.\n",
                rule->alpha, g->tested, rule->matters, g->rule->rounding);
}
