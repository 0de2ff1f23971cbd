#include "report/gate/rounding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval/auc.h"
#include "run/places.h"
#include "run/run_scores.h"
#include "store/file.h"

static int read_own(struct run_scores *s, const struct gate_run *r)
{
    char *results = path_join(r->table->folder, "..", NULL);
    char *place = place_of_run(results, r->table->experiment, r->id);
    char *folder = path_join(place, r->id, NULL);
    struct error ignored; /* without scores the AUCs tell */
    const int found = run_scores_own(s, folder, &ignored) > 0;
    free(results);
    free(place);
    free(folder);
    return found;
}

/* Those kept beside the table that the run's rows are from. */
static int read_kept(struct run_scores *s, const struct gate_run *r, const struct suite *suite)
{
    const size_t *rows;
    const char *table = r->table->read.of[0].path;
    const struct detector *d = suite ? suite_find(suite, side_cell(r, "detector")) : NULL;
    struct error ignored;
    if (csv_index_find(&r->table->kept_by_id, r->id, &rows))
        table = csv_cell(&r->table->kept, rows[0], "kept_in");
    return d && run_scores_kept(s, table, r->id, d, r->auc, &ignored) > 0;
}

static int read_scores(struct run_scores *s, const struct gate_run *r, const struct suite *suite)
{
    return read_own(s, r) || read_kept(s, r, suite);
}

static int is_near(const struct run_scores *a, const struct run_scores *b, double rounding)
{
    const struct scores *x = &a->scores, *y = &b->scores;
    struct auc_difference d;
    struct error ignored;
    return run_scores_same_images(a, b) && auc_compare(&d, x->score, y->score, x->label, x->n, &ignored) == 0 &&
           fabs(d.difference) + Z_95 * sqrt(d.variance) < rounding;
}

/* 1 also where the scores of one are not there. */
static int pair_is_near(const struct gate_run *a, const struct gate_run *b, const struct gate_rule *rule)
{
    const struct detector *d = rule->suite ? suite_find(rule->suite, side_cell(a, "detector")) : NULL;
    struct run_scores x, y;
    int near = 1;
    if ((d && d->flags & LABEL_SWEEP) || !read_scores(&x, a, rule->suite))
        return 1;
    if (read_scores(&y, b, rule->suite)) {
        near = is_near(&x, &y, rule->rounding);
        run_scores_release(&y);
    }
    run_scores_release(&x);
    return near;
}

int rounding_is_all(const struct gate_row *row, const struct gate_rule *rule)
{
    if (!(row->largest < rule->rounding))
        return 0;
    for (size_t i = 0; i < row->n_a; i++)
        for (size_t k = 0; k < row->n_b; k++)
            if (side_compare(&row->a[i], &row->b[k]) == 0 && row->a[i].status == RUN_OK && row->b[k].status == RUN_OK &&
                strcmp(row->a[i].scores, row->b[k].scores) != 0 && !pair_is_near(&row->a[i], &row->b[k], rule))
                return 0;
    return 1;
}
