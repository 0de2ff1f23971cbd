#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "report/gate/gate.h"
#include "store/csv.h"

const char gate_columns[] =
    "experiment,dataset,detector,negative,latent,gamma,beta,linsep,variant,anomalies,holdout,train_limit,test_limit,"
    "classes,verdict,mean_a,mean_b,difference,lo,hi,largest,n_tasks,n_seeds,n_pairs,n_identical,p,p_holm,n_tests,noise,"
    "noise_from,noise_seeds,noise_df,limit,headroom,smallest,seeds_needed,kernels,part_stage,part_epoch,part_run,why";

static const char *const names[] = { "dataset", "detector",  "negative", "latent",      "gamma",      "beta", "linsep",
                                     "variant", "anomalies", "holdout",  "train_limit", "test_limit", NULL };

static void put(FILE *f, const char *cell)
{
    csv_put(f, cell);
    putc(',', f);
}

/* The last cell, of any words: on one line, so that a script may read lines. */
static void put_words(FILE *f, const char *words)
{
    char *line = mem_string(words);
    for (char *s = line; *s; s++)
        if ((unsigned char)*s < ' ' || *s == 127)
            *s = ' ';
    csv_put(f, line);
    free(line);
}

static void put_number(FILE *f, const char *format, double value)
{
    char digits[64] = "";
    if (isfinite(value))
        snprintf(digits, sizeof digits, format, value);
    put(f, digits);
}

static void put_count(FILE *f, size_t n, int there)
{
    char digits[32] = "";
    if (there)
        snprintf(digits, sizeof digits, "%zu", n);
    put(f, digits);
}

static void put_statistics(FILE *f, const struct gate *g, const struct gate_row *row)
{
    const int known = isfinite(row->noise.sd);
    put_number(f, "%.6f", row->mean_a);
    put_number(f, "%.6f", row->mean_b);
    put_number(f, "%.6f", row->difference);
    put_number(f, "%.6f", row->difference - row->threshold.half);
    put_number(f, "%.6f", row->difference + row->threshold.half);
    put_number(f, "%.6f", row->largest);
    put_count(f, row->n_tasks, 1);
    put_count(f, row->n_seeds, 1);
    put_count(f, row->n_pairs, 1);
    put_count(f, row->n_identical, 1);
    put_number(f, "%.6g", row->p);
    put_number(f, "%.6g", row->p_holm);
    put_count(f, g->tested, isfinite(row->p));
    put_number(f, "%.7f", row->noise.sd);
    put(f, row->noise.source);
    put_count(f, row->noise.seeds, known);
    put_count(f, row->noise.df, known && row->noise.df != SIZE_MAX);
    put_number(f, "%.6f", row->threshold.limit);
    put_number(f, "%.2f", row->threshold.headroom);
    put_number(f, "%.6f", row->threshold.smallest);
    put_count(f, row->seeds_needed, row->seeds_needed > 0);
}

static void put_row(FILE *f, const struct gate *g, const struct gate_row *row)
{
    static const char *const kernels[] = { "", "same", "other" };
    const int parted = row->parting.stage[0] != '\0';
    put(f, row->first->table->experiment);
    for (const char *const *name = names; *name; name++)
        put(f, side_cell(row->first, *name));
    put_count(f, row->first->classes, 1);
    put(f, gate_words[row->verdict]);
    put_statistics(f, g, row);
    put(f, kernels[row->kernels]);
    put(f, row->parting.stage);
    put_count(f, (size_t)row->parting.epoch, parted);
    put(f, row->parted);
    put_words(f, text_of(&row->why));
    putc('\n', f);
}

void gate_csv(const struct gate *g, struct text *out)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&bytes, &n);
    fprintf(f, "%s\n", gate_columns);
    for (size_t i = 0; i < g->n; i++)
        put_row(f, g, &g->rows[i]);
    fclose(f);
    text_append_bytes(out, bytes, n);
    free(bytes);
}
