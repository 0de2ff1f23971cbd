#include "report/pairs/tests.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "report/pairs/duel.h"
#include "report/names.h"
#include "report/pairs/rivals.h"
#include "store/file.h"

/* More settings than this are a sweep: no p of a few tasks could be small enough for so many tests. */
enum { MOST = 24 };

struct cell_of_run {
    const struct run *run;
    struct text cell;
};

static const char *cell_of(void *of, const char *column)
{
    struct cell_of_run *place = of;
    return run_cell(place->run, column, &place->cell);
}

/* "latent 16, gamma 10": what tells the lines of a method apart. */
static void setting(const struct run *r, struct text *out)
{
    struct cell_of_run place = { .run = r };
    method_setting(out, cell_of, &place);
    text_release(&place.cell);
}

/* `p` and `least` are Holm's. */
static const char *decision(const struct duel *d, double p, double least)
{
    if (!isfinite(p))
        return "";
    if (!paired_significant(least))
        return "cannot be decided";
    if (!paired_significant(p))
        return "no difference shown";
    return d->test.positive > 0.25 * (double)(d->test.n * (d->test.n + 1)) ? "higher" : "lower";
}

/* No two AUCs differ by more than 1. NaN stays. */
static double within(double difference)
{
    return difference < -1 ? -1 : difference > 1 ? 1 : difference;
}

static void put(struct row *row, const struct duel *d, double p, double least, size_t n_tests)
{
    const struct run *r = rival_run(d->one), *against = rival_run(d->other);
    struct text cell = TEXT_INIT;
    row_run(row, r);
    row_set(row, "negative", run_learns_negative(r) ? r->negative : against->negative);
    row_set(row, "against", run_cell(against, "method", &cell));
    text_clear(&cell);
    setting(against, &cell);
    row_set(row, "against_setting", text_of(&cell));
    row_count(row, "n_tasks", d->n_tasks);
    row_count(row, "wins", d->wins);
    row_count(row, "ties", d->ties);
    row_count(row, "losses", d->losses);
    row_number(row, "mean_difference", "%.6f", d->mean);
    row_number(row, "difference_lo", "%.6f", within(d->mean - d->half));
    row_number(row, "difference_hi", "%.6f", within(d->mean + d->half));
    row_number(row, "median_difference", "%.6f", d->median);
    row_number(row, "signed_rank", "%.1f", d->test.positive);
    row_number(row, "p", "%.6g", d->test.p);
    row_number(row, "p_holm", "%.6g", p);
    row_number(row, "p_least", "%.6g", d->test.least);
    row_count(row, "n_tests", n_tests);
    row_set(row, "decision", decision(d, p, least));
    row_set(row, "delong_tasks", "");
    row_set(row, "delong_higher", "");
    row_set(row, "delong_lower", "");
    if (d->tested) {
        row_count(row, "delong_tasks", d->tested);
        row_count(row, "delong_higher", d->significant);
        row_count(row, "delong_lower", d->behind);
    }
    row_put(row);
    text_release(&cell);
}

/* Duels that are adjusted together. */
struct family {
    struct duel *duels; /* (n) */
    size_t n;
};

/* All pairs of the column, but for those in which none learns from negatives; the later one against the earlier. */
static void all_pairs(struct family *f, const struct groups *of, const struct rivals *c, struct score_parts *scores)
{
    for (size_t i = 1; i < c->n; i++)
        for (size_t k = 0; k < i; k++)
            if (rival_learns(c->of[i]) || rival_learns(c->of[k]))
                duel_compute(&f->duels[f->n++], of, c->of[i], c->of[k], scores);
}

/* Does it learn from no negatives? The autoencoder that LIS-AE begins with is left out: all_pairs() has it. */
static int is_without(const struct group *g)
{
    return !rival_learns(g) && !(rival_run(g)->detector->flags & AS_FIRST_PHASE);
}

static size_t n_without(const struct rivals *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += is_without(c->of[i]) != 0;
    return n;
}

/* The one, LIS-AE, against all of the column that learn from no negatives. */
static void contrasts(struct family *f, const struct groups *of, const struct rivals *c, const struct group *one,
                      struct score_parts *scores)
{
    for (size_t k = 0; k < c->n; k++)
        if (is_without(c->of[k]))
            duel_compute(&f->duels[f->n++], of, one, c->of[k], scores);
}

static void write_family(struct row *row, const struct family *f)
{
    double *p = mem_alloc(f->n, sizeof *p), *least = mem_alloc(f->n, sizeof *least);
    size_t n_tests = 0;
    for (size_t i = 0; i < f->n; i++)
        if (isfinite(f->duels[i].test.p)) {
            p[n_tests] = f->duels[i].test.p;
            least[n_tests++] = f->duels[i].test.least;
        }
    holm_adjust(p, n_tests);
    holm_adjust(least, n_tests); /* what would be left of p, had each pair the clearest of all outcomes */
    for (size_t i = 0, tested = 0; i < f->n; i++) {
        const int is_tested = isfinite(f->duels[i].test.p);
        put(row, &f->duels[i], is_tested ? p[tested] : NAN, is_tested ? least[tested] : NAN, n_tests);
        tested += is_tested;
    }
    free(p);
    free(least);
}

/* The families of a column: one of all pairs, or one for each LIS-AE. */
static void write_families(struct row *row, const struct groups *of, const struct rivals *c, enum rivals_with with,
                           struct score_parts *scores)
{
    struct family f = { .duels = mem_alloc(c->n * c->n, sizeof *f.duels) };
    if (with == RIVALS_AND_BASE) {
        all_pairs(&f, of, c, scores);
        write_family(row, &f);
    }
    for (size_t i = 0; i < c->n && with == RIVALS_AND_ALL && n_without(c) <= MOST; i++)
        if (rival_run(c->of[i])->detector->flags & BESIDE_FIRST_PHASE) {
            f.n = 0;
            contrasts(&f, of, c, c->of[i], scores);
            write_family(row, &f);
        }
    free(f.duels);
}

static int write_column(struct row *row, const struct groups *of, const struct rivals *c, enum rivals_with with,
                        const char *results, struct error *unread, struct error *e)
{
    struct score_parts scores;
    score_parts_init(&scores, of, results);
    write_families(row, of, c, with, &scores);
    const int bad = scores.bad;
    if (bad)
        *e = scores.error;
    if (!unread->text[0])
        *unread = scores.unread;
    score_parts_release(&scores);
    return bad ? -1 : 0;
}

/* Rows of settings that can be tested; remarks on the columns that have too many pairs. */
static int write_rows(struct row *row, const struct groups *g, enum rivals_with with, const char *results,
                      struct text *remarks, struct error *unread, struct error *e)
{
    struct rivals c;
    size_t after = 0;
    int bad = 0;
    while (!bad && rivals_next(&c, g, with, &after)) {
        const struct run *r = rival_run(c.first);
        if (c.n <= MOST || with == RIVALS_AND_ALL)
            bad = write_column(row, g, &c, with, results, unread, e);
        else
            text_format(remarks,
                        "%zu settings meet on %s with the negatives '%s': tests.csv has none of columns with more than "
                        "%d, as nothing could come of so many tests\n",
                        c.n, r->dataset, r->negative, MOST);
        rivals_release(&c);
    }
    return bad;
}

static int write_table(const struct groups *g, const char *name, enum rivals_with with, const char *results,
                       const char *folder, struct text *remarks, struct error *unread, struct error *e)
{
    char *path = path_join(folder, name, NULL);
    struct csv_out out;
    struct row row;
    int bad = columns_begin(&out, path, "", IN_TESTS, e);
    if (!bad) {
        row_init(&row, &out);
        row_set(&row, "experiment", g->plan->experiment);
        bad = write_rows(&row, g, with, results, remarks, unread, e);
        row_release(&row);
        bad = bad ? -1 : csv_out_commit(&out, e);
        csv_out_abandon(&out);
    }
    free(path);
    return bad;
}

int tests_write(const struct groups *g, const char *results, const char *folder, struct text *remarks,
                struct error *unread, struct error *e)
{
    *unread = (struct error) { .text = "" };
    return write_table(g, "tests.csv", RIVALS_AND_BASE, results, folder, remarks, unread, e) ||
                   write_table(g, "contrasts.csv", RIVALS_AND_ALL, results, folder, remarks, unread, e)
               ? -1
               : 0;
}
