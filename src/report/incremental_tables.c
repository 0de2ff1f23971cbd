#include "report/incremental_tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/collect.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/gzip.h"

enum { CELLS = 24 };

/* One kind of table: that of a part, and the one that they are merged to. */
struct merged {
    const char *of_part, *name, *columns;
};

static const struct merged kinds[] = {
    { "curve.csv", INCREMENTAL_TABLE, CURVE_COLUMNS },
    { "classes.csv", INCREMENTAL_CLASSES, CLASSES_COLUMNS },
    { "scores.csv.gz", INCREMENTAL_SCORES, SCORES_COLUMNS },
};

static int add_part(struct csv_out *out, const struct merged *m, const char *experiment, const char *place,
                    struct error *e)
{
    struct csv c;
    const char *cells[CELLS] = { experiment };
    char *path = path_join(place, m->of_part, NULL);
    int bad = csv_read_as(&c, path, m->columns, e);
    for (size_t row = 0; row < c.n_rows && !bad; row++) {
        for (size_t k = 0; k < c.n_columns && k + 1 < CELLS; k++)
            cells[k + 1] = c.cells[row * c.n_columns + k];
        csv_out_row(out, cells);
    }
    csv_release(&c);
    free(path);
    return bad ? error_prefix(e, "'%s' (remove the folder to have the part done anew)", place) : 0;
}

/* The rows of all parts that are done. */
static int add_parts(struct csv_out *out, const struct merged *m, const struct plan *p, const struct increments *parts,
                     const char *results, struct error *e)
{
    int bad = 0;
    for (size_t i = 0; i < parts->n && !bad; i++) {
        char *place = increment_place(results, &parts->of[i]);
        if (path_exists(place))
            bad = add_part(out, m, p->experiment, place, e);
        free(place);
    }
    return bad;
}

static int merge(const struct merged *m, const struct plan *p, const struct increments *parts, const char *results,
                 const char *folder, struct error *e)
{
    const int zip = ends_with(m->name, ".gz");
    struct csv_out out = { 0 };
    struct text columns = TEXT_INIT, all = TEXT_INIT;
    char *path = path_join(folder, m->name, NULL);
    text_format(&columns, INCREMENTAL_EXPERIMENT "%s", m->columns);
    int bad = zip ? csv_out_begin_text(&out, text_of(&columns), e) : csv_out_begin(&out, path, text_of(&columns), e);
    bad = bad || add_parts(&out, m, p, parts, results, e);
    if (zip)
        bad = bad || csv_out_end_text(&out, &all, e) || gzip_write(path, text_of(&all), all.length, e);
    else
        bad = bad || csv_out_commit(&out, e);
    csv_out_abandon(&out);
    text_release(&columns);
    text_release(&all);
    free(path);
    return bad ? -1 : 0;
}

int incremental_tables(const struct plan *p, const struct increments *parts, const char *results, const char *folder,
                       struct error *e)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (merge(&kinds[i], p, parts, results, folder, e))
            return -1;
    return collect_names(p, folder, e);
}

/* ---- what is printed ---- */

static int same(const struct csv *a, size_t row, const struct csv *b, size_t other, const char *const *columns)
{
    for (; *columns; columns++)
        if (strcmp(csv_cell(a, row, *columns), csv_cell(b, other, *columns)) != 0)
            return 0;
    return 1;
}

static const char *const method_columns[] = { "dataset", "method", "negatives", NULL };
static const char *const line_columns[] = { "dataset", "method", "negatives", "rule", NULL };

static long known_of(const struct csv *c, size_t row)
{
    long known = 0;
    parse_long(csv_cell(c, row, "known"), &known);
    return known;
}

/* The mean over the rows like this one: of accuracies at `known`, or of AUCs. */
static void put_mean(FILE *f, const struct csv *like, size_t row, const struct csv *c, long known)
{
    double sum = 0, value;
    size_t n = 0;
    for (size_t i = 0; i < c->n_rows; i++) {
        if (!same(like, row, c, i, known ? line_columns : method_columns) || (known && known_of(c, i) != known) ||
            parse_double(csv_cell(c, i, known ? "accuracy" : "auc"), &value))
            continue;
        sum += value;
        n++;
    }
    fprintf(f, n ? ",%.4f" : ",", n ? sum / (double)n : 0);
}

static void print_line(FILE *f, const struct csv *curve, const struct csv *classes, size_t row)
{
    long least = known_of(curve, row), most = least;
    for (size_t i = 0; i < curve->n_rows; i++)
        if (same(curve, row, curve, i, line_columns)) {
            least = known_of(curve, i) < least ? known_of(curve, i) : least;
            most = known_of(curve, i) > most ? known_of(curve, i) : most;
        }
    for (const char *const *column = line_columns; *column; column++)
        fprintf(f, "%s%s", column == line_columns ? "" : ",", csv_cell(curve, row, *column));
    fprintf(f, ",%ld", least);
    put_mean(f, curve, row, curve, least);
    fprintf(f, ",%ld", most);
    put_mean(f, curve, row, curve, most);
    put_mean(f, curve, row, classes, 0);
    putc('\n', f);
}

int incremental_print(FILE *f, const char *folder, struct error *e)
{
    struct csv curve = { 0 }, classes = { 0 };
    char *path = path_join(folder, INCREMENTAL_TABLE, NULL), *other = path_join(folder, INCREMENTAL_CLASSES, NULL);
    int bad = csv_read(&curve, path, e) || csv_read(&classes, other, e);
    if (!bad)
        fprintf(f, "dataset,method,negatives,rule,first,accuracy_first,all,accuracy_all,auc\n");
    for (size_t row = 0; row < curve.n_rows && !bad; row++) {
        size_t before = 0;
        while (before < row && !same(&curve, row, &curve, before, line_columns))
            before++;
        if (before == row)
            print_line(f, &curve, &classes, row);
    }
    csv_release(&curve);
    csv_release(&classes);
    free(path);
    free(other);
    if (!bad && fflush(f))
        bad = error_set(e, "cannot write to standard output");
    return bad ? -1 : 0;
}
