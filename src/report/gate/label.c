#include "report/gate/gate.h"

#include <string.h>

/* Settings as "latent 16"; what a spec leaves at 0 is not said. */
static void append_setting(struct text *out, const struct gate_run *r, const char *column, const char *word)
{
    const char *cell = side_cell(r, column);
    if (*cell && strcmp(cell, "0") != 0)
        text_format(out, ", %s%s%s", word, *word ? " " : "", cell);
}

const char *gate_label(const struct gate_row *row, struct text *out)
{
    const struct gate_run *r = row->first;
    text_clear(out);
    text_format(out, "%s %s", side_cell(r, "dataset"), side_cell(r, "detector"));
    if (strncmp(r->key, "\t", 1) != 0)
        text_format(out, " (%s)", r->table->experiment);
    append_setting(out, r, "negative", "negatives");
    append_setting(out, r, "latent", "latent");
    append_setting(out, r, "gamma", "gamma");
    append_setting(out, r, "beta", "beta");
    append_setting(out, r, "linsep", "linsep");
    append_setting(out, r, "variant", "");
    if (strcmp(side_cell(r, "anomalies"), "rest") != 0)
        append_setting(out, r, "anomalies", "anomalies");
    if (r->classes > 1)
        text_format(out, ", %zu classes", r->classes);
    append_setting(out, r, "holdout", "holdout");
    append_setting(out, r, "train_limit", "train limit");
    append_setting(out, r, "test_limit", "test limit");
    return text_of(out);
}

static void append_separated(struct text *out, size_t from, const char *words)
{
    if (*words)
        text_format(out, "%s%s", out->length > from ? "; " : "", words);
}

void gate_remarks(const struct gate_row *row, struct text *out)
{
    const struct gate_parting *at = &row->parting;
    const size_t from = out->length;
    if (row->seeds_needed)
        text_format(out, "%zu seeds would decide", row->seeds_needed);
    if (strcmp(at->stage, "scoring") == 0) {
        append_separated(out, from, "same training, parts at scoring");
    } else if (at->stage[0]) {
        append_separated(out, from, "parts at ");
        text_format(out, "%s epoch %ld", at->stage, at->epoch);
    }
    append_separated(out, from, text_of(&row->why));
}
