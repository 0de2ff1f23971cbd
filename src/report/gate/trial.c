#include "report/gate/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/digest.h"
#include "run/places.h"
#include "store/file.h"

/* What a copy has otherwise: the run of this place among the sides' runs, or all of a row of the comparison, or a share
 * of all runs. */
struct change {
    enum { NOTHING, ONE_BIT, REPLACED, MISSING, GONE, LOWERED, ALL_LOWERED } kind;
    const struct gate_run *run; /* ONE_BIT, MISSING, GONE */
    const char *key;            /* LOWERED: the row */
    double by;                  /* LOWERED, ALL_LOWERED: by how much */
    const char *sum;            /* of the changed scores */
};

struct trials {
    char *const *folders;
    const struct gate_rule *rule;
    struct gate_side base;
    struct gate still; /* the base against itself */
    struct text *out;
    size_t wrong, tried;
    struct error *e;
};

/* 179 of 200, spread over all. */
static int is_replaced(size_t which)
{
    return which * 179 % 200 < 179;
}

/* A sum that no scores have here. */
static const char other_sum[] = "0000000000000000";

static void set(const struct csv *auc, const char **cells, const char *column, const char *cell)
{
    if (csv_column(auc, column) >= 0)
        cells[csv_column(auc, column)] = cell;
}

/* Changes the cells of a run's row; 0 where it is left out. `digits` is room for a number. */
static int alter(const struct trials *t, const struct change *c, const struct csv *auc, const struct gate_run *r,
                 const char **cells, char digits[32])
{
    const int column_auc = csv_column(auc, "auc"), scores = csv_column(auc, "scores");
    double value = r->auc;
    if ((c->kind == MISSING || c->kind == GONE) && r == c->run) {
        cells[csv_column(auc, "status")] = "missing";
        cells[column_auc] = "";
        cells[csv_column(auc, "reason")] = "not done yet";
        return c->kind == MISSING;
    }
    if (c->kind == ONE_BIT && r == c->run)
        cells[scores] = c->sum;
    if (c->kind == REPLACED && is_replaced((size_t)(r - t->base.runs)))
        value = 0.5 * r->auc;
    if (c->kind == ALL_LOWERED || (c->kind == LOWERED && strcmp(r->key, c->key) == 0))
        value = fmax(0, r->auc - c->by);
    if (isfinite(value) && value != r->auc) {
        snprintf(digits, 32, "%.9f", value);
        cells[column_auc] = digits;
        set(auc, cells, "auc_lo", ""); /* which it may not lie between */
        set(auc, cells, "auc_hi", "");
        set(auc, cells, "scores", other_sum);
    }
    return 1;
}

static const struct gate_run *run_of_row(const struct gate_side *s, const struct gate_table *t, size_t row)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->runs[i].table == t && s->runs[i].row == row)
            return &s->runs[i];
    return NULL;
}

/* auc.csv of a copy: rows against all anomalies, which are all that is compared. */
static int write_auc(struct trials *t, const struct change *c, const struct gate_table *table, const char *folder)
{
    const struct csv *auc = &table->read.of[0].auc;
    struct text header = TEXT_INIT;
    struct csv_out out = { 0 };
    char *path = path_join(folder, "auc.csv", NULL), digits[32];
    const char **cells = mem_alloc(auc->n_columns, sizeof *cells);
    for (size_t i = 0; i < auc->n_columns; i++)
        text_format(&header, "%s%s", i ? "," : "", auc->columns[i]);
    int bad = csv_out_begin(&out, path, text_of(&header), t->e);
    for (size_t row = 0; row < auc->n_rows && !bad; row++) {
        const struct gate_run *r = run_of_row(&t->base, table, row);
        for (size_t i = 0; i < auc->n_columns; i++)
            cells[i] = auc->cells[row * auc->n_columns + i];
        if (r && alter(t, c, auc, r, cells, digits))
            csv_out_row(&out, cells);
    }
    bad = bad || csv_out_commit(&out, t->e);
    csv_out_abandon(&out);
    text_release(&header);
    free(path);
    free(cells);
    return bad;
}

static int copy_times(struct trials *t, const struct gate_table *table, const char *folder)
{
    char *from = path_join(table->folder, "times.csv", NULL), *to = path_join(folder, "times.csv", NULL);
    size_t n = 0;
    char *bytes = file_read(from, &n, t->e);
    const int bad = !bytes || file_write(to, bytes, n, t->e);
    free(bytes);
    free(from);
    free(to);
    return bad;
}

/* The copy's folders, up to NULL; split_free(). NULL on failure. */
static char **write_copy(struct trials *t, const struct change *c, const char *place)
{
    char **folders = mem_zero(t->base.n_tables + 1, sizeof *folders);
    int bad = 0;
    for (size_t i = 0; i < t->base.n_tables && !bad; i++) {
        const struct gate_table *table = &t->base.tables[i];
        folders[i] = path_join(place, table->experiment, NULL);
        bad = folder_make(folders[i], t->e) || write_auc(t, c, table, folders[i]) || copy_times(t, table, folders[i]);
    }
    if (!bad)
        return folders;
    split_free(folders);
    return NULL;
}

/* Compares with a changed copy; what is asked of it is `judge`, which gets the changed row (NULL: none). 0 or -1. */
typedef int judge_gate(const struct trials *t, const struct gate *g, const struct gate_row *row,
                       const struct change *c);

static const struct gate_row *row_of_key(const struct gate *g, const char *key)
{
    size_t i = 0;
    while (i < g->n && strcmp(g->rows[i].first->key, key) != 0)
        i++;
    return i < g->n ? &g->rows[i] : NULL;
}

static void compare_copy(struct trials *t, const char *name, const struct change *c, const struct gate_side *copy,
                         const struct gate_rule *rule, judge_gate *judge)
{
    struct gate g;
    struct text label = TEXT_INIT;
    const char *key = c->key ? c->key : c->run ? c->run->key : NULL;
    gate_compare(&g, &t->base, copy, rule);
    const struct gate_row *row = key ? row_of_key(&g, key) : NULL;
    const int right = judge(t, &g, row, c);
    text_format(t->out, "%-5s %s", right ? "ok" : "WRONG", name);
    if (row)
        text_format(t->out, ": %s is %s", gate_label(row, &label), gate_words[row->verdict]);
    text_format(t->out, " (exit code %d)\n", gate_code(&g));
    t->wrong += !right;
    t->tried++;
    text_release(&label);
    gate_release(&g);
}

static int try(struct trials *t, const char *name, const struct change *c, const char *place,
               const struct gate_rule *rule, judge_gate *judge)
{
    struct gate_side copy = { 0 };
    char **folders = write_copy(t, c, place);
    int bad = !folders;
    if (!bad) {
        bad = side_read(&copy, folders, t->base.n_tables > 1, t->e);
        if (!bad)
            compare_copy(t, name, c, &copy, rule, judge);
        side_release(&copy);
        split_free(folders);
    }
    return bad ? -1 : 0;
}

/* ---- what must come out ---- */

/* All rows but one have the verdict that they have where nothing is changed. */
static int others_are_still(const struct trials *t, const struct gate *g, const struct gate_row *changed)
{
    size_t i = 0;
    while (i < g->n && i < t->still.n && (&g->rows[i] == changed || g->rows[i].verdict == t->still.rows[i].verdict))
        i++;
    return i == g->n && g->n == t->still.n;
}

static int is_same(const struct trials *t, const struct gate *g, const struct gate_row *row, const struct change *c)
{
    size_t same = g->count[GATE_IDENTICAL] + g->count[GATE_ROUNDING]; /* the latter of rows without sums of scores */
    return others_are_still(t, g, NULL) && same > 0 && !g->count[GATE_REGRESSED] && !g->count[GATE_WITHIN];
}

static int is_rounding(const struct trials *t, const struct gate *g, const struct gate_row *row, const struct change *c)
{
    return row && row->verdict == GATE_ROUNDING && others_are_still(t, g, row) && gate_code(g) == gate_code(&t->still);
}

static int is_alarm(const struct trials *t, const struct gate *g, const struct gate_row *row, const struct change *c)
{
    static const double FAR = 6; /* standard errors beyond what matters: no chance */
    int right = gate_code(g) == GATE_CODE_FAILED && g->count[GATE_REGRESSED] > 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct gate_row *r = &g->rows[i];
        const int touched = r->n_pairs && r->n_identical < r->n_pairs && r->difference < 0;
        const int far = touched && r->difference < -(g->rule->decide.matters + FAR * r->threshold.error);
        right &= !(touched && (r->verdict == GATE_IDENTICAL || r->verdict == GATE_ROUNDING));
        right &= !(far && !isfinite(r->noise.matters) && r->verdict != GATE_REGRESSED);
    }
    return right;
}

static int is_missing(const struct trials *t, const struct gate *g, const struct gate_row *row, const struct change *c)
{
    return row && row->verdict == GATE_MISSING && others_are_still(t, g, row) && gate_code(g) != GATE_CODE_PASSED;
}

static int is_gone(const struct trials *t, const struct gate *g, const struct gate_row *row, const struct change *c)
{
    return row && row->verdict == GATE_GONE && others_are_still(t, g, row) && gate_code(g) != GATE_CODE_PASSED;
}

static int is_not_found(const struct trials *t, const struct gate *g, const struct gate_row *row,
                        const struct change *c)
{
    return row && row->verdict != GATE_REGRESSED && row->verdict != GATE_IDENTICAL && others_are_still(t, g, row);
}

static int is_found(const struct trials *t, const struct gate *g, const struct gate_row *row, const struct change *c)
{
    return row && row->verdict == GATE_REGRESSED && others_are_still(t, g, row) && gate_code(g) == GATE_CODE_FAILED;
}

/* ---- trials ---- */

/* The scores of a run with the one in the middle raised by its last bit, in the copy's folder of runs; their sum in
 * `sum`. 1, 0 where the run has no scores, -1. */
static int write_one_bit(struct trials *t, const struct gate_run *r, const char *place, char sum[SHA256_HEX])
{
    struct scores s;
    char *results = path_join(r->table->folder, "..", NULL);
    char *from = place_of_run(results, r->table->experiment, r->id), *to = runs_folder(place);
    char *scores = path_join(from, r->id, "scores.csv.gz", NULL), *folder = path_join(to, r->id, NULL);
    char *path = path_join(folder, "scores.csv.gz", NULL);
    int found = path_exists(scores);
    if (found && scores_read(&s, scores, t->e)) {
        found = -1;
    } else if (found) {
        s.score[s.n / 2] = nextafter(s.score[s.n / 2], INFINITY);
        digest_scores(&s, sum);
        sum[DIGEST_SHORT] = '\0';
        if (folder_make(folder, t->e) || scores_write(&s, path, t->e))
            found = -1;
        scores_release(&s);
    }
    free(results);
    free(from);
    free(to);
    free(scores);
    free(folder);
    free(path);
    return found;
}

static int try_one_bit(struct trials *t, const char *place)
{
    char sum[SHA256_HEX] = "";
    int found = 0;
    size_t i = 0;
    for (; i < t->base.n && !found; i++)
        if (t->base.runs[i].status == RUN_OK && *t->base.runs[i].scores)
            found = write_one_bit(t, &t->base.runs[i], place, sum);
    if (!found)
        text_append(t->out, "not tried: one bit of a score (no run has its scores here)\n");
    if (found <= 0)
        return found;
    const struct change c = { .kind = ONE_BIT, .run = &t->base.runs[i - 1], .sum = sum };
    return try(t, "one bit of a score", &c, place, t->rule, is_rounding);
}

/* A row that has noise, of as many seeds as can be. */
static const struct gate_row *noisy_row(const struct trials *t, const struct gate *g)
{
    const struct gate_row *found = NULL;
    for (size_t i = 0; i < g->n; i++)
        if (g->rows[i].noise.sd > 0 && g->rows[i].noise.df >= 6 && g->rows[i].mean_a > 0.2 &&
            (!found || g->rows[i].n_seeds > found->n_seeds))
            found = &g->rows[i];
    return found;
}

/* With the smallest difference that matters at 0, so that only the noise decides. */
static int try_lowered(struct trials *t, const char *place, const struct gate_row *noisy)
{
    static const double SDS[] = { 1, 2.5, 4 };
    struct gate_rule bare = *t->rule;
    int bad = 0;
    bare.decide.matters = 0;
    for (size_t i = 0; i < sizeof SDS / sizeof *SDS && !bad; i++) {
        const double errors = SDS[i] * sqrt((double)noisy->n_seeds / 2);
        char name[64];
        struct change c = { .kind = LOWERED, .key = noisy->first->key, .by = SDS[i] * noisy->noise.sd };
        snprintf(name, sizeof name, "a detector lowered by %g sd", SDS[i]);
        if (errors < 1.5 ||
            errors > 3) /* 2.57 standard errors are a change with six degrees of freedom, 1.96 with many */
            bad = try(t, name, &c, place, &bare, errors < 1.5 ? is_not_found : is_found);
    }
    struct change c = { .kind = LOWERED, .key = noisy->first->key };
    c.by = noisy->threshold.limit + 0.001 + 3 * noisy->threshold.error;
    return bad ? bad : try(t, "a detector lowered by what is a change", &c, place, t->rule, is_found);
}

/* The noise that the rows would be tested with, which rows that are identical do not ask for. */
static int find_noisy(struct trials *t, const char *place)
{
    struct gate_side copy = { 0 };
    const struct change c = { .kind = ALL_LOWERED, .by = 0.01 };
    char **folders = write_copy(t, &c, place);
    int bad = !folders || side_read(&copy, folders, t->base.n_tables > 1, t->e);
    if (!bad) {
        struct gate g;
        gate_compare(&g, &t->base, &copy, t->rule);
        const struct gate_row *noisy = noisy_row(t, &g);
        if (noisy)
            bad = try_lowered(t, place, noisy);
        else
            text_append(t->out, "not tried: a lowered detector (no row has noise that is known well enough)\n");
        gate_release(&g);
    }
    side_release(&copy);
    split_free(folders);
    return bad;
}

static const struct gate_run *first_done(const struct trials *t)
{
    size_t i = 0;
    while (i < t->base.n && t->base.runs[i].status != RUN_OK)
        i++;
    return i < t->base.n ? &t->base.runs[i] : NULL;
}

static int try_all(struct trials *t, const char *place)
{
    const struct gate_run *run = first_done(t);
    if (!run)
        return error_set(t->e, "'%s': expected a run that is done, found none", t->folders[0] ? t->folders[0] : "");
    const struct change nothing = { .kind = NOTHING }, replaced = { .kind = REPLACED },
                        missing = { .kind = MISSING, .run = run }, gone = { .kind = GONE, .run = run };
    return try(t, "a copy", &nothing, place, t->rule, is_same) || try_one_bit(t, place) ||
           try(t, "179 of 200 runs replaced", &replaced, place, t->rule, is_alarm) ||
           try(t, "a run missing", &missing, place, t->rule, is_missing) ||
           try(t, "a run gone", &gone, place, t->rule, is_gone) || find_noisy(t, place);
}

int gate_trials(char *const *folders, const struct gate_rule *rule, struct text *out, size_t *wrong, struct error *e)
{
    struct trials t = { .folders = folders, .rule = rule, .out = out, .e = e };
    size_t n = 0;
    while (folders[n])
        n++;
    char *place = folder_scratch("gate", e);
    int bad = !place || side_read(&t.base, folders, n > 1, e);
    if (!bad) {
        gate_compare(&t.still, &t.base, &t.base, rule);
        bad = try_all(&t, place);
        gate_release(&t.still);
    }
    side_release(&t.base);
    if (place) {
        struct error ignored;
        folder_remove(place, &ignored);
    }
    free(place);
    *wrong = t.wrong;
    return bad ? -1 : 0;
}
