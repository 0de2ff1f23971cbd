#include "report/stress_tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/spec.h"
#include "run/stressed.h"
#include "store/csv.h"
#include "store/file.h"

#define EXPERIMENT "experiment,"
#define SUMMARY_COLUMNS EXPERIMENT STRESS_SUBJECT ",kind,black,dim,pca_5,dot,other,blind,reach,reach_far,run_id"

/* One kind of table: those of runs, and the one that they are merged to. */
struct merged {
    const char *of_run, *name, *columns;
    struct csv_out out;
    const char **cells; /* (out.n_columns) of the row on its way */
    struct csv *kept;   /* (n_kept) of the kept folders; without rows where one does not count, or has no such table */
};

struct tables {
    const struct plan *plan;
    struct merged stress, search, points;
    struct csv_out summary;
    size_t n_kept;
};

/* Does the spec in a kept folder ask for the same tests? What it does not ask for is no test of this plan's runs. A
 * folder without a spec is one that somebody made for these runs. 1, 0, or -1 where the spec cannot be read. */
static int asks_the_same(const struct plan *p, const char *folder, struct error *e)
{
    char *path = path_join(folder, "spec.ini", NULL), *table = path_join(folder, STRESS_TABLE, NULL);
    struct text own = TEXT_INIT, other = TEXT_INIT, problems = TEXT_INIT;
    struct spec spec;
    int same = 1;
    if (path_exists(path) && path_exists(table)) {
        if (spec_read(&spec, p->suite, path, NULL, 0, &problems)) {
            error_set(e, "%.*s", (int)strcspn(text_of(&problems), "\n"), text_of(&problems));
            same = -1;
        } else {
            stress_request_print(&p->stress, &own);
            stress_request_print(&spec.stress, &other);
            same = strcmp(text_of(&own), text_of(&other)) == 0;
        }
        spec_release(&spec);
    }
    text_release(&own);
    text_release(&other);
    text_release(&problems);
    free(path);
    free(table);
    return same;
}

/* The kept folders, but for those that do not count, which are NULL; free(). NULL where a spec cannot be read. */
static const char **find_kept(struct tables *t, const char *const *kept_folders, struct error *e)
{
    while (kept_folders && kept_folders[t->n_kept])
        t->n_kept++;
    const char **kept = mem_zero(t->n_kept + 1, sizeof *kept);
    for (size_t i = 0; i < t->n_kept; i++) {
        const int same = asks_the_same(t->plan, kept_folders[i], e);
        if (same < 0) {
            free(kept);
            return NULL;
        }
        kept[i] = same ? kept_folders[i] : NULL;
    }
    return kept;
}

static int begin_merged(struct merged *m, const char *folder, const char *const *kept, size_t n_kept, struct error *e)
{
    struct text columns = TEXT_INIT;
    char *path = path_join(folder, m->name, NULL);
    text_format(&columns, EXPERIMENT "%s", m->columns);
    int bad = csv_out_begin(&m->out, path, text_of(&columns), e);
    free(path);
    m->cells = mem_alloc(m->out.n_columns, sizeof *m->cells);
    m->kept = mem_zero(n_kept, sizeof *m->kept);
    for (size_t i = 0; i < n_kept && !bad; i++) {
        char *table = kept[i] ? path_join(kept[i], m->name, NULL) : NULL;
        if (table && path_exists(table))
            bad = csv_read_as(&m->kept[i], table, text_of(&columns), e);
        free(table);
    }
    text_release(&columns);
    return bad;
}

static void release_merged(struct merged *m, size_t n_kept)
{
    csv_out_abandon(&m->out);
    for (size_t i = 0; i < n_kept && m->kept; i++)
        csv_release(&m->kept[i]);
    free(m->cells);
    free(m->kept);
}

/* A row as it is, but for what the plan knows better: the experiment and the run's variant and words. */
static void put_row(struct tables *t, struct merged *m, const struct run *r, const struct csv *from, size_t row)
{
    for (size_t c = 0; c < m->out.n_columns; c++) {
        const char *name = m->out.columns[c];
        m->cells[c] = strcmp(name, "experiment") == 0 ? t->plan->experiment
                      : strcmp(name, "variant") == 0  ? r->variant
                      : strcmp(name, "negative") == 0 ? r->negative
                                                      : csv_cell(from, row, name);
    }
    csv_out_row(&m->out, m->cells);
}

/* The run's rows of one kept table. */
static size_t put_kept(struct tables *t, struct merged *m, const struct run *r, const struct csv *kept)
{
    size_t n = 0;
    for (size_t row = 0; row < kept->n_rows; row++)
        if (strcmp(csv_cell(kept, row, "run_id"), r->id) == 0) {
            put_row(t, m, r, kept, row);
            n++;
        }
    return n;
}

/* ---- the summary ---- */

/* What is summed up of one run's tables. */
struct sums {
    double accept[5], blind, reach, reach_far; /* NaN where there is nothing */
    const char *kind;
};

static double number(const struct csv *c, size_t row, const char *column)
{
    double v = NAN;
    return parse_double(csv_cell(c, row, column), &v) ? NAN : v;
}

static int has(const struct csv *c, size_t row, const char *column, const char *value)
{
    return strcmp(csv_cell(c, row, column), value) == 0;
}

/* At q95: shares of single sets; of all images of sets whose distance can tell, those that are far and accepted. */
static void sum_sets(struct sums *s, const struct csv *c, const struct run *r)
{
    static const char *const sets[] = { "black", "dim-0.5", "pca-5", "dot", "other" };
    double blind = 0, n = 0;
    for (size_t row = 0; row < c->n_rows; row++) {
        if (!has(c, row, "run_id", r->id) || !has(c, row, "q", "0.95"))
            continue;
        for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
            if (has(c, row, "set", sets[i]))
                s->accept[i] = number(c, row, "accept");
        blind += number(c, row, "blind_l2") * number(c, row, "n");
        n += number(c, row, "n");
    }
    s->blind = n > 0 ? blind / n : s->blind;
}

/* At q95 and lambda 1, over all sets of starts: at the least rho, and at that next to 1.25. */
static void sum_searches(struct sums *s, const struct csv *c, const struct run *r)
{
    double least = INFINITY, off = INFINITY, starts[2] = { 0 }, hits[2] = { 0 }, at[2] = { NAN, NAN };
    for (size_t row = 0; row < c->n_rows; row++) {
        const double rho = number(c, row, "rho");
        if (!has(c, row, "run_id", r->id))
            continue;
        at[0] = rho < least ? rho : at[0];
        least = fmin(least, rho);
        at[1] = fabs(rho - 1.25) < off ? rho : at[1];
        off = fmin(off, fabs(rho - 1.25));
    }
    for (size_t row = 0; row < c->n_rows; row++) {
        if (!has(c, row, "run_id", r->id) || !has(c, row, "q", "0.95") || !has(c, row, "lambda", "1"))
            continue;
        s->kind = csv_cell(c, row, "kind");
        for (int k = 0; k < 2; k++)
            if (number(c, row, "rho") == at[k]) {
                starts[k] += number(c, row, "starts");
                hits[k] += number(c, row, "hits_8bit");
            }
    }
    s->reach = starts[0] > 0 ? hits[0] / starts[0] : NAN;
    s->reach_far = starts[1] > 0 ? hits[1] / starts[1] : NAN;
}

static void put_summary(struct tables *t, const struct run *r, const struct csv *stress, const struct csv *search)
{
    struct sums s = { { NAN, NAN, NAN, NAN, NAN }, NAN, NAN, NAN, "" };
    const struct stress_subject subject = { r->dataset, r->detector->name, r->variant, r->positive, r->negative, r->id,
                                            r->seed };
    struct stress_row row = { .n = 0 };
    const char *cells[ROW_CELLS + 2];
    sum_sets(&s, stress, r);
    sum_searches(&s, search, r);
    stress_row_begin(&row, &subject);
    stress_row_text(&row, s.kind);
    for (size_t i = 0; i < sizeof s.accept / sizeof *s.accept; i++)
        stress_row_number(&row, s.accept[i]);
    stress_row_number(&row, s.blind);
    stress_row_number(&row, s.reach);
    stress_row_number(&row, s.reach_far);
    cells[0] = t->plan->experiment;
    memcpy(cells + 1, row.cells, (size_t)row.n * sizeof *cells);
    cells[1 + row.n] = r->id;
    csv_out_row(&t->summary, cells);
}

/* ---- runs ---- */

static int read_table(struct csv *c, const char *folder, const struct merged *m, struct error *e)
{
    char *path = path_join(folder, m->of_run, NULL);
    int bad = csv_read_as(c, path, m->columns, e);
    free(path);
    return bad;
}

static void put_all(struct tables *t, struct merged *m, const struct run *r, const struct csv *from)
{
    for (size_t row = 0; row < from->n_rows; row++)
        put_row(t, m, r, from, row);
}

static int is_first_seed(const struct plan *p, const struct run *r)
{
    long least = r->seed;
    for (size_t i = 0; i < p->n; i++)
        least = p->runs[i].seed < least ? p->runs[i].seed : least;
    return r->seed == least;
}

/* From the folder of the run's test. */
static int add_tested(struct tables *t, const struct run *r, const char *place, struct error *e)
{
    struct csv stress = { 0 }, search = { 0 }, points = { 0 };
    int bad = read_table(&stress, place, &t->stress, e) || read_table(&search, place, &t->search, e) ||
              read_table(&points, place, &t->points, e);
    if (!bad) {
        put_all(t, &t->stress, r, &stress);
        put_all(t, &t->search, r, &search);
        if (is_first_seed(t->plan, r))
            put_all(t, &t->points, r, &points);
        put_summary(t, r, &stress, &search);
    }
    csv_release(&stress);
    csv_release(&search);
    csv_release(&points);
    return bad ? error_prefix(e, "'%s' (remove the folder to have the stress test done anew)", place) : 0;
}

/* From the first of the kept folders that has its test: 1 where one has. */
static int add_kept(struct tables *t, const struct run *r)
{
    for (size_t i = 0; i < t->n_kept; i++)
        if (put_kept(t, &t->stress, r, &t->stress.kept[i])) {
            put_kept(t, &t->search, r, &t->search.kept[i]);
            put_kept(t, &t->points, r, &t->points.kept[i]);
            put_summary(t, r, &t->stress.kept[i], &t->search.kept[i]);
            return 1;
        }
    return 0;
}

static int add_run(struct tables *t, const struct run *r, const char *results, size_t *missing, struct error *e)
{
    char *place = stressed_place(results, r->id, &t->plan->stress);
    int bad = 0;
    if (path_exists(place))
        bad = add_tested(t, r, place, e);
    else if (!add_kept(t, r))
        *missing += !stressed_done(r, results, &t->plan->stress);
    free(place);
    return bad;
}

/* Tables of a spec that asked once, and does no more. */
static int remove_tables(const char *folder, struct error *e)
{
    static const char *const names[] = { STRESS_TABLE, SEARCH_TABLE, STRESS_POINTS, STRESS_SUMMARY, NULL };
    return folder_remove_files(folder, names, e);
}

static int begin_all(struct tables *t, const char *folder, const char *const *kept_folders, struct error *e)
{
    const char **kept = find_kept(t, kept_folders, e);
    char *path = path_join(folder, STRESS_SUMMARY, NULL);
    int bad = !kept || begin_merged(&t->stress, folder, kept, t->n_kept, e) ||
              begin_merged(&t->search, folder, kept, t->n_kept, e) ||
              begin_merged(&t->points, folder, kept, t->n_kept, e) ||
              csv_out_begin(&t->summary, path, SUMMARY_COLUMNS, e);
    free(kept);
    free(path);
    return bad;
}

int stress_tables(const struct plan *p, const char *results, const char *folder, const char *const *kept_folders,
                  size_t *missing, struct error *e)
{
    struct tables t = {
        .plan = p,
        .stress = { .of_run = "stress.csv", .name = STRESS_TABLE, .columns = STRESS_COLUMNS },
        .search = { .of_run = "search.csv", .name = SEARCH_TABLE, .columns = SEARCH_COLUMNS },
        .points = { .of_run = "points.csv.gz", .name = STRESS_POINTS, .columns = POINTS_COLUMNS },
    };
    *missing = 0;
    if (!p->stress.keys.run)
        return remove_tables(folder, e);
    int bad = begin_all(&t, folder, kept_folders, e);
    for (size_t i = 0; i < p->n && !bad; i++)
        bad = add_run(&t, &p->runs[i], results, missing, e);
    bad = bad || csv_out_commit(&t.stress.out, e) || csv_out_commit(&t.search.out, e) ||
          csv_out_commit(&t.points.out, e) || csv_out_commit(&t.summary, e);
    release_merged(&t.stress, t.n_kept);
    release_merged(&t.search, t.n_kept);
    release_merged(&t.points, t.n_kept);
    csv_out_abandon(&t.summary);
    return bad ? -1 : 0;
}
