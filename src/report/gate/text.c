#include "report/gate/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 12 }; /* rows of one verdict in the short text; the tables have all */

static const char *outcome(const struct gate *g)
{
    const int code = gate_code(g);
    const size_t *n = g->count;
    if (code == 1)
        return "failed";
    if (code == 0)
        return g->n == n[GATE_NEW] ? "first" : "passed";
    if (n[GATE_UNCALIBRATED] && g->n_pairs && (double)g->n_lost <= g->rule->most_failed * (double)g->n_runs)
        return "uncalibrated";
    return g->n_runs && g->n_lost ? "invalid" : "nothing to compare";
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

/* Control characters of a reason do not reach a terminal or a mail. */
static void append_line(struct text *out, const char *s)
{
    for (; *s; s++) {
        const char c = (unsigned char)*s < ' ' || *s == 127 ? ' ' : *s;
        text_append_bytes(out, &c, 1);
    }
    text_append(out, "\n");
}

static void append_rows(struct text *out, const struct gate *g, enum gate_verdict verdict)
{
    size_t shown = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct gate_row *row = &g->rows[i];
        struct text label = TEXT_INIT, line = TEXT_INIT;
        if (row->verdict == verdict && shown++ < SHOWN) {
            text_format(&line, "%-12s %s", gate_words[verdict], gate_label(row, &label));
            append_details(&line, row);
            append_line(out, text_of(&line));
        }
        text_release(&label);
        text_release(&line);
    }
    if (shown > SHOWN)
        text_format(out, "%-12s and %zu more\n", gate_words[verdict], shown - SHOWN);
}

/* Rows that nobody has to look at. */
static int is_quiet(enum gate_verdict v)
{
    return v == GATE_IDENTICAL || v == GATE_ROUNDING || v == GATE_WITHIN || v == GATE_NEW;
}

void gate_text(const struct gate *g, const char *name, struct text *out)
{
    const struct decide_rule *rule = &g->rule->decide;
    if (*name)
        text_format(out, "%s ", name);
    gate_headline(g, out);
    text_append(out, "\n");
    for (int v = 0; v < GATE_VERDICTS; v++)
        if (!is_quiet((enum gate_verdict)v))
            append_rows(out, g, (enum gate_verdict)v);
    text_format(out,
                "A change: beyond chance at %g over the %zu rows tested (Holm), and larger than %g or the row's own; "
                "rounding: below %g.\n",
                rule->alpha, g->tested, rule->matters, g->rule->rounding);
}
