#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "report/gate/gate.h"
#include "run/row.h"

/* Appends the columns: the experiment, what names a group of runs, and what the gate says of it. */
static void append_columns(struct text *out)
{
    text_append(out, "experiment,");
    for (const struct column *c = column_of_group(NULL); c; c = column_of_group(c))
        text_format(out, "%s,", c->name);
    text_append(out,
                "classes,verdict,mean_a,mean_b,difference,lo,hi,largest,n_tasks,n_seeds,n_pairs,n_identical,p,p_holm,"
                "n_tests,noise,noise_from,noise_seeds,noise_df,limit,headroom,smallest,seeds_needed,kernels,"
                "part_stage,part_epoch,part_run,why");
}

/* Empty where it is not known. */
static void put_count(struct row *to, const char *column, size_t n, int known)
{
    if (known)
        row_count(to, column, n);
    else
        row_set(to, column, "");
}

/* The last cell, of any words: on one line, so that a script may read lines. */
static void put_words(struct row *to, const char *words)
{
    char *line = mem_string(words);
    for (char *s = line; *s; s++)
        if ((unsigned char)*s < ' ' || *s == 127)
            *s = ' ';
    row_set(to, "why", line);
    free(line);
}

static void put_noise(struct row *to, const struct noise *noise)
{
    const int known = isfinite(noise->sd);
    row_number(to, "noise", "%.7f", noise->sd);
    row_set(to, "noise_from", noise->source);
    put_count(to, "noise_seeds", noise->seeds, known);
    put_count(to, "noise_df", noise->df, known && noise->df != SIZE_MAX);
}

static void put_statistics(struct row *to, const struct gate *g, const struct gate_row *row)
{
    row_number(to, "mean_a", "%.6f", row->mean_a);
    row_number(to, "mean_b", "%.6f", row->mean_b);
    row_number(to, "difference", "%.6f", row->difference);
    row_number(to, "lo", "%.6f", row->difference - row->threshold.half);
    row_number(to, "hi", "%.6f", row->difference + row->threshold.half);
    row_number(to, "largest", "%.6f", row->largest);
    row_count(to, "n_tasks", row->n_tasks);
    row_count(to, "n_seeds", row->n_seeds);
    row_count(to, "n_pairs", row->n_pairs);
    row_count(to, "n_identical", row->n_identical);
    row_number(to, "p", "%.6g", row->p);
    row_number(to, "p_holm", "%.6g", row->p_holm);
    put_count(to, "n_tests", g->tested, isfinite(row->p));
    put_noise(to, &row->noise);
    row_number(to, "limit", "%.6f", row->threshold.limit);
    row_number(to, "headroom", "%.2f", row->threshold.headroom);
    row_number(to, "smallest", "%.6f", row->threshold.smallest);
    put_count(to, "seeds_needed", row->seeds_needed, row->seeds_needed > 0);
}

static void put_row(struct row *to, const struct gate *g, const struct gate_row *row)
{
    static const char *const kernels[] = { "", "same", "other" };
    const int parted = row->parting.stage[0] != '\0';
    row_set(to, "experiment", row->first->table->experiment);
    for (const struct column *c = column_of_group(NULL); c; c = column_of_group(c))
        row_set(to, c->name, side_cell(row->first, c->name));
    row_count(to, "classes", row->first->classes);
    row_set(to, "verdict", gate_words[row->verdict]);
    put_statistics(to, g, row);
    row_set(to, "kernels", kernels[row->kernels]);
    row_set(to, "part_stage", row->parting.stage);
    put_count(to, "part_epoch", (size_t)row->parting.epoch, parted);
    row_set(to, "part_run", row->parted);
    put_words(to, text_of(&row->why));
    row_put(to);
}

int gate_csv(const struct gate *g, struct text *out, struct error *e)
{
    struct csv_out table;
    struct row row;
    struct text columns = TEXT_INIT;
    append_columns(&columns);
    const int bad = csv_out_begin_text(&table, text_of(&columns), e);
    text_release(&columns);
    if (bad)
        return -1;
    row_init(&row, &table);
    for (size_t i = 0; i < g->n; i++)
        put_row(&row, g, &g->rows[i]);
    row_release(&row);
    return csv_out_end_text(&table, out, e);
}
