#include "report/incremental_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "eval/wilson.h"
#include "report/collect.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/gzip.h"

#define SUMMARY_COLUMNS \
    "experiment,dataset,method,negatives,rule,seeds,first,accuracy_first,all,accuracy_all,least,most,base,late,auc"

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
    const char **cells = mem_alloc(out->n_columns, sizeof *cells);
    char *path = path_join(place, m->of_part, NULL);
    int bad = csv_read_as(&c, path, m->columns, e);
    cells[0] = experiment;
    for (size_t row = 0; row < c.n_rows && !bad; row++) {
        for (size_t k = 0; k < c.n_columns; k++)
            cells[k + 1] = c.cells[row * c.n_columns + k];
        csv_out_row(out, cells);
    }
    csv_release(&c);
    free(cells);
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

/* ---- means over seeds ---- */

/* What a line is about. */
static const char *const method_columns[] = { "dataset", "method", "negatives", NULL };
static const char *const line_columns[] = { "dataset", "method", "negatives", "rule", NULL };

static int same(const struct csv *a, size_t row, const struct csv *b, size_t other, const char *const *columns)
{
    for (; *columns; columns++)
        if (strcmp(csv_cell(a, row, *columns), csv_cell(b, other, *columns)) != 0)
            return 0;
    return 1;
}

static long known_of(const struct csv *c, size_t row)
{
    long known = 0;
    parse_long(csv_cell(c, row, "known"), &known);
    return known;
}

/* Of one column over the rows that are about the same. */
struct range_of_seeds {
    size_t n;
    double sum, least, most;
};

/* Over the rows of `c` about what `row` of `like` is about, where `known` classes have come (0: any number). */
static struct range_of_seeds range_of(const struct csv *like, size_t row, const struct csv *c, long known,
                                      const char *column)
{
    struct range_of_seeds s = { 0, 0, INFINITY, -INFINITY };
    double value;
    for (size_t i = 0; i < c->n_rows; i++) {
        if (!same(like, row, c, i, known ? line_columns : method_columns) || (known && known_of(c, i) != known) ||
            parse_double(csv_cell(c, i, column), &value))
            continue;
        s.sum += value;
        s.least = fmin(s.least, value);
        s.most = fmax(s.most, value);
        s.n++;
    }
    return s;
}

enum { NUMBER = 32 };

static void put(char to[NUMBER], const struct range_of_seeds *s, double value)
{
    to[0] = '\0';
    if (s->n)
        snprintf(to, NUMBER, "%.6f", value);
}

static void add_line(struct csv_out *out, const struct csv *curve, const struct csv *classes, size_t row)
{
    char numbers[10][NUMBER];
    long least = known_of(curve, row), most = least;
    for (size_t i = 0; i < curve->n_rows; i++)
        if (same(curve, row, curve, i, line_columns)) {
            least = known_of(curve, i) < least ? known_of(curve, i) : least;
            most = known_of(curve, i) > most ? known_of(curve, i) : most;
        }
    const struct range_of_seeds first = range_of(curve, row, curve, least, "accuracy");
    const struct range_of_seeds all = range_of(curve, row, curve, most, "accuracy");
    const struct range_of_seeds base = range_of(curve, row, curve, most, "base"),
                                late = range_of(curve, row, curve, most, "late");
    const struct range_of_seeds auc = range_of(curve, row, classes, 0, "auc");
    const struct {
        const struct range_of_seeds *of;
        double value;
    } cells[] = { { &first, first.sum / (double)first.n },
                  { &all, all.sum / (double)all.n },
                  { &all, all.least },
                  { &all, all.most },
                  { &base, base.sum / (double)base.n },
                  { &late, late.sum / (double)late.n },
                  { &auc, auc.sum / (double)auc.n } };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        put(numbers[i], cells[i].of, cells[i].value);
    snprintf(numbers[7], NUMBER, "%zu", all.n);
    snprintf(numbers[8], NUMBER, "%ld", least);
    snprintf(numbers[9], NUMBER, "%ld", most);
    csv_out_row(out,
                (const char *const[]) { csv_cell(curve, row, "experiment"), csv_cell(curve, row, "dataset"),
                                        csv_cell(curve, row, "method"), csv_cell(curve, row, "negatives"),
                                        csv_cell(curve, row, "rule"), numbers[7], numbers[8], numbers[0], numbers[9],
                                        numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6] });
}

int incremental_summary(const char *folder, const char *to, struct error *e)
{
    struct csv curve = { 0 }, classes = { 0 };
    struct csv_out out = { 0 };
    char *path = path_join(folder, INCREMENTAL_TABLE, NULL), *other = path_join(folder, INCREMENTAL_CLASSES, NULL);
    int bad = csv_read_as(&curve, path, INCREMENTAL_EXPERIMENT CURVE_COLUMNS, e) ||
              csv_read_as(&classes, other, INCREMENTAL_EXPERIMENT CLASSES_COLUMNS, e) ||
              csv_out_begin(&out, to, SUMMARY_COLUMNS, e);
    for (size_t row = 0; row < curve.n_rows && !bad; row++) {
        size_t before = 0;
        while (!same(&curve, row, &curve, before, line_columns))
            before++;
        if (before == row)
            add_line(&out, &curve, &classes, row);
    }
    bad = bad || csv_out_commit(&out, e);
    csv_out_abandon(&out);
    csv_release(&curve);
    csv_release(&classes);
    free(path);
    free(other);
    return bad ? -1 : 0;
}

int incremental_check(const char *folder, struct error *e)
{
    struct csv c = { 0 };
    char *path = path_join(folder, INCREMENTAL_TABLE, NULL);
    int bad = csv_read_as(&c, path, INCREMENTAL_EXPERIMENT CURVE_COLUMNS, e);
    for (size_t row = 0; row < c.n_rows && !bad; row++) {
        long n = 0;
        double accuracy = -1;
        char low[NUMBER] = "", high[NUMBER] = "", share[NUMBER] = "";
        if (parse_long(csv_cell(&c, row, "n"), &n) == 0 && n > 0 &&
            parse_double(csv_cell(&c, row, "accuracy"), &accuracy) == 0 && accuracy >= 0 && accuracy <= 1) {
            const double right = round(accuracy * (double)n);
            const struct interval wilson = wilson_interval((size_t)right, (size_t)n);
            snprintf(share, NUMBER, "%.6f", right / (double)n);
            snprintf(low, NUMBER, "%.6f", wilson.low);
            snprintf(high, NUMBER, "%.6f", wilson.high);
        }
        if (strcmp(share, csv_cell(&c, row, "accuracy")) != 0 || strcmp(low, csv_cell(&c, row, "lo")) != 0 ||
            strcmp(high, csv_cell(&c, row, "hi")) != 0)
            bad = error_set(e, "%s:%zu: expected a share of %ld images with its interval, found '%s' from '%s' to '%s'",
                            path, csv_line(&c, row), n, csv_cell(&c, row, "accuracy"), csv_cell(&c, row, "lo"),
                            csv_cell(&c, row, "hi"));
    }
    csv_release(&c);
    free(path);
    return bad ? -1 : 0;
}

int incremental_tables(const struct plan *p, const struct increments *parts, const char *results, const char *folder,
                       struct error *e)
{
    char *summary = path_join(folder, INCREMENTAL_SUMMARY, NULL);
    int bad = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !bad; i++)
        bad = merge(&kinds[i], p, parts, results, folder, e);
    bad = bad || incremental_summary(folder, summary, e) || collect_names(p, folder, e);
    free(summary);
    return bad ? -1 : 0;
}

int incremental_print(FILE *f, const char *folder, struct error *e)
{
    char *path = path_join(folder, INCREMENTAL_SUMMARY, NULL), *bytes = file_read(path, NULL, e);
    int bad = !bytes;
    if (bytes && (fputs(bytes, f) < 0 || fflush(f)))
        bad = error_set(e, "cannot write to standard output");
    free(bytes);
    free(path);
    return bad ? -1 : 0;
}
