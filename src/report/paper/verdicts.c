#include "report/paper/verdicts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan/columns.h"
#include "report/paper/verdict.h"
#include "run/row.h"
#include "store/csv.h"
#include "store/file.h"

/* How far numbers may be apart to count as the same. The last is each cell's own, by which compare.csv has its
 * verdict. */
static const struct tolerance {
    const char *name;
    double value;
} tolerances[] = { { "0.005", 0.005 }, { "0.01", 0.01 }, { "0.02", 0.02 }, { "own", NAN } };

_Static_assert(sizeof tolerances / sizeof *tolerances == TOLERANCES, "the header says how many there are");

struct counts {
    size_t cells, match, higher, lower, missing, partial, inside;
};

const char *verdicts_tolerance(size_t tolerance)
{
    return tolerances[tolerance].name;
}

const char *verdicts_by(const struct csv *c, size_t row, size_t tolerance)
{
    const struct tolerance *t = &tolerances[tolerance];
    double difference;
    if (isnan(t->value) || parse_double(csv_cell(c, row, "difference"), &difference))
        return csv_cell(c, row, "verdict");
    return verdict_by(difference, t->value);
}

static void count(struct counts *n, const struct csv *c, const char *table, size_t tolerance)
{
    *n = (struct counts) { 0 };
    for (size_t row = 0; row < c->n_rows; row++) {
        if (strcmp(csv_cell(c, row, "table"), table) != 0)
            continue;
        const char *verdict = verdicts_by(c, row, tolerance);
        n->cells++;
        n->match += strcmp(verdict, "match") == 0;
        n->higher += strcmp(verdict, "higher") == 0;
        n->lower += strcmp(verdict, "lower") == 0;
        n->missing += strcmp(verdict, "missing") == 0;
        n->partial += strcmp(verdict, "missing") != 0 &&
                      strcmp(csv_cell(c, row, "n_ok"), csv_cell(c, row, "n_planned")) != 0;
        n->inside += strcmp(csv_cell(c, row, "inside"), "yes") == 0;
    }
}

static void put(struct csv_out *out, const char *table, size_t tolerance, const struct counts *n)
{
    const struct {
        const char *column;
        size_t n;
    } cells[] = { { "n_cells", n->cells },  { "n_match", n->match },     { "n_higher", n->higher },
                  { "n_lower", n->lower },  { "n_missing", n->missing }, { "n_partial", n->partial },
                  { "n_inside", n->inside } };
    struct row row;
    row_init(&row, out);
    row_set(&row, "table", table);
    row_set(&row, "tolerance", tolerances[tolerance].name);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        row_count(&row, cells[i].column, cells[i].n);
    row_put(&row);
    row_release(&row);
}

static int is_first(const struct csv *c, size_t row)
{
    size_t i = 0;
    while (strcmp(csv_cell(c, i, "table"), csv_cell(c, row, "table")) != 0)
        i++;
    return i == row;
}

int verdicts_write(const char *folder, struct error *e)
{
    char *from = path_join(folder, "compare.csv", NULL), *to = path_join(folder, "verdicts.csv", NULL);
    struct csv c = { 0 };
    struct csv_out out = { 0 };
    int bad = csv_read(&c, from, e) || columns_begin(&out, to, "table", IN_VERDICTS, e);
    for (size_t row = 0; row < c.n_rows && !bad; row++)
        for (size_t i = 0; i < TOLERANCES && is_first(&c, row); i++) {
            struct counts n;
            count(&n, &c, csv_cell(&c, row, "table"), i);
            put(&out, csv_cell(&c, row, "table"), i, &n);
        }
    if (!bad)
        bad = csv_out_commit(&out, e);
    csv_out_abandon(&out);
    csv_release(&c);
    free(from);
    free(to);
    return bad ? -1 : 0;
}

/* The rows of a table follow each other, its own tolerance last. */
static void say_table(const struct csv *c, size_t row, struct text *out)
{
    const size_t own = row + TOLERANCES - 1;
    const char *n = csv_cell(c, own, "n_cells");
    text_format(out,
                "table %s: of %s row%s beside printed cells, each by its own tolerance, %s match, %s higher, %s lower",
                csv_cell(c, own, "table"), n, strcmp(n, "1") == 0 ? "" : "s", csv_cell(c, own, "n_match"),
                csv_cell(c, own, "n_higher"), csv_cell(c, own, "n_lower"));
    if (strcmp(csv_cell(c, own, "n_missing"), "0") != 0)
        text_format(out, ", %s missing", csv_cell(c, own, "n_missing"));
    if (strcmp(csv_cell(c, own, "n_partial"), "0") != 0)
        text_format(out, " (%s with runs missing)", csv_cell(c, own, "n_partial"));
    text_append(out, "; within");
    for (size_t i = 0; i + 1 < TOLERANCES; i++)
        text_format(out, "%s %s: %s", i ? "," : "", csv_cell(c, row + i, "tolerance"), csv_cell(c, row + i, "n_match"));
    text_format(out, "; %s inside our interval\n", csv_cell(c, own, "n_inside"));
}

int verdicts_say(const char *folder, struct text *out, struct error *e)
{
    char *path = path_join(folder, "verdicts.csv", NULL);
    struct csv c = { 0 };
    int bad = path_exists(path) && csv_read(&c, path, e);
    if (!bad && c.n_rows % TOLERANCES)
        bad = error_set(e, "%s: expected %d rows for each table, found %zu in all", path, TOLERANCES, c.n_rows);
    for (size_t row = 0; row < c.n_rows && !bad; row += TOLERANCES)
        say_table(&c, row, out);
    csv_release(&c);
    free(path);
    return bad ? -1 : 0;
}
