#include "report/trace.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/memory.h"
#include "report/means/mean_runs.h"
#include "store/file.h"

enum { FEWEST = 3, ALL = 6 }; /* decimals */

static int by_size(const void *a, const void *b)
{
    const struct trace_cell *x = a, *y = b;
    return (x->size > y->size) - (x->size < y->size);
}

/* The length of a number between 0 and 1 with three to six decimals that begins here; 0: there is none. */
static size_t number_length(const char *s, char before)
{
    const char *p = s + (*s == '0');
    size_t decimals = 0;
    if (*p++ != '.' || isalnum((unsigned char)before) || before == '.' || before == '_')
        return 0;
    while (isdigit((unsigned char)p[decimals]))
        decimals++;
    const char *after = p + decimals;
    if (decimals < FEWEST || decimals > ALL || isalpha((unsigned char)*after) || *after == '_' ||
        (*after == '.' && isdigit((unsigned char)after[1])))
        return 0;
    return (size_t)(after - s);
}

static void add_number(struct trace *t, double value, const char *number, size_t length, struct trace_cell cell)
{
    if (t->n == t->room) {
        t->room = t->room ? 2 * t->room : 4096;
        t->cells = mem_resize(t->cells, t->room, sizeof *t->cells);
    }
    cell.size = fabs(value);
    cell.number = number;
    cell.length = length;
    t->cells[t->n++] = cell;
}

/* A cell that is a number, or a note with numbers in it. */
static void add_cell(struct trace *t, const char *text, struct trace_cell cell)
{
    double value;
    if (!strchr(text, '.'))
        return;
    if (parse_double(text, &value) == 0) {
        const char *digits = text + strspn(text, "+-");
        add_number(t, value, digits, strlen(digits), cell);
        return;
    }
    for (const char *p = text; *p; p++) {
        const size_t n = number_length(p, p == text ? ' ' : p[-1]);
        if (n)
            add_number(t, strtod(p, NULL), p, n, cell);
        p += n ? n - 1 : 0;
    }
}

static void add_cells(struct trace *t, const struct trace_table *of)
{
    const struct csv *c = of->table;
    for (size_t row = 0; row < c->n_rows; row++)
        for (size_t column = 0; column < c->n_columns; column++)
            add_cell(t, c->cells[row * c->n_columns + column], (struct trace_cell) { 0, NULL, 0, of, row, column });
}

/* `path` is the trace's from now on. */
static void add_table(struct trace *t, const struct csv *table, char *path, const struct csv *runs, int of_runs)
{
    struct trace_table *of = mem_alloc(1, sizeof *of);
    *of = (struct trace_table) { table, path, runs, of_runs };
    t->tables = mem_resize(t->tables, t->n_tables + 1, sizeof *t->tables);
    t->tables[t->n_tables++] = of;
    add_cells(t, of);
}

void trace_init(struct trace *t, const struct material *m, const struct csv *printed, const char *path)
{
    static const int files[] = { OF_SUMMARY, OF_COMPARE, OF_TESTS,       OF_CONTRASTS,           OF_MEAN_RANKS,
                                 OF_SWEEP,   OF_STRESS,  OF_INCREMENTAL, OF_INCREMENTAL_CLASSES, OF_PLANE,
                                 OF_AUC,     OF_METRICS };
    *t = (struct trace) { 0 };
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
            const struct experiment *x = &m->of[i];
            add_table(t, &x->tables[files[k]], path_join(x->folder, material_names[files[k]], NULL),
                      files[k] == OF_SUMMARY ? &x->tables[OF_AUC] : NULL,
                      files[k] == OF_AUC || files[k] == OF_METRICS || files[k] == OF_INCREMENTAL_CLASSES);
        }
    if (path)
        add_table(t, printed, mem_string(path), NULL, 0);
    if (t->n)
        qsort(t->cells, t->n, sizeof *t->cells, by_size);
}

void trace_release(struct trace *t)
{
    for (size_t i = 0; i < t->n_tables; i++) {
        free(t->tables[i]->path);
        free(t->tables[i]);
    }
    free(t->tables);
    free(t->cells);
    *t = (struct trace) { 0 };
}

static const char *cell_text(const struct trace_cell *c)
{
    const struct csv *table = c->of->table;
    return table->cells[c->row * table->n_columns + c->column];
}

/* Is the cell, rounded, these digits? */
static int is_cell(const struct trace_cell *c, const char *digits, int decimals)
{
    struct text number = TEXT_INIT, rounded = TEXT_INIT;
    if (c->of->of_runs && decimals < ALL)
        return 0;
    text_append_bytes(&number, c->number, c->length);
    int is = decimal_append(&rounded, text_of(&number), decimals, SIGN_BELOW_ZERO) == 0 &&
             strcmp(strchr(text_of(&rounded), '.'), strchr(digits, '.')) == 0;
    text_release(&number);
    text_release(&rounded);
    return is;
}

/* The first cell from `from` on that the number is; n where there is none. */
static size_t next_cell(const struct trace *t, const char *number, size_t from)
{
    const char *digits = number + strspn(number, "+-");
    const int decimals = (int)strlen(strchr(digits, '.') + 1);
    const double value = strtod(digits, NULL), reach = 0.51 * pow(10, -decimals);
    size_t low = from, high = t->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (t->cells[middle].size < value - reach)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < t->n && t->cells[low].size <= value + reach && !is_cell(&t->cells[low], digits, decimals))
        low++;
    return low < t->n && t->cells[low].size <= value + reach ? low : t->n;
}

static void append_runs(const struct trace_cell *c, struct text *out)
{
    const struct csv *auc = c->of->runs;
    text_append(out, "; runs");
    for (size_t run = 0; run < auc->n_rows; run++)
        if (material_is_run(auc, run) && mean_has_run(c->of->table, c->row, auc, run))
            text_format(out, " %s", csv_cell(auc, run, "run_id"));
}

static void append_cell(const struct trace_cell *c, struct text *out)
{
    static const char *const names[] = { "method", "detector", "positive", "negative", "outlier", "against", NULL };
    const struct csv *table = c->of->table;
    text_format(out, "%s:%zu: %s %s", c->of->path, csv_line(table, c->row), table->columns[c->column], cell_text(c));
    for (size_t i = 0; names[i]; i++)
        if (*csv_cell(table, c->row, names[i]))
            text_format(out, ", %s %s", names[i], csv_cell(table, c->row, names[i]));
    if (c->of->runs)
        append_runs(c, out);
    else if (*csv_cell(table, c->row, "run_id"))
        text_format(out, "; run %s", csv_cell(table, c->row, "run_id"));
    text_append(out, "\n");
}

size_t trace_append(const struct trace *t, const char *number, struct text *out)
{
    size_t n = 0;
    for (size_t i = next_cell(t, number, 0); i < t->n; i = next_cell(t, number, i + 1)) {
        append_cell(&t->cells[i], out);
        n++;
    }
    return n;
}

double trace_chance(const struct trace *t, int decimals)
{
    const double all = pow(10, decimals);
    char *there = mem_zero((size_t)all, 1);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const size_t at = (size_t)lrint(fmin(t->cells[i].size, 1) * all);
        if (t->cells[i].size >= 1 || at >= (size_t)all || (t->cells[i].of->of_runs && decimals < ALL))
            continue;
        n += !there[at];
        there[at] = 1;
    }
    free(there);
    return (double)n / all;
}

/* Counts those that are traced by their decimals, too. */
static void look_at_line(const struct trace *t, const char *place, const char *line, struct trace_counts *counts,
                         size_t *of_decimals, struct text *orphans)
{
    const char *comment = strstr(line, "<!-- measured: ");
    const int measured = comment && comment[strlen("<!-- measured: ")] != '-';
    for (const char *p = line; *p; p++) {
        const size_t n = number_length(p, p == line ? ' ' : p[-1]);
        char number[ALL + 3] = "";
        if (!n)
            continue;
        memcpy(number, p, n);
        p += n - 1;
        if (measured) {
            counts->measured++;
        } else if (next_cell(t, number, 0) < t->n) {
            counts->traced++;
            of_decimals[strlen(strchr(number, '.') + 1)]++;
        } else {
            counts->orphans++;
            text_format(orphans, "%s: expected a number of the tables, found %s\n", place, number);
        }
    }
}

/* Puts blanks in the place of all from `p` to `stop`, but for the ends of lines. */
static void blank(char *p, const char *stop)
{
    for (; p < stop; p++)
        if (*p != '\n')
            *p = ' ';
}

/* Where the text behind `end` begins, or the text's own end. */
static char *behind(char *p, const char *end)
{
    char *found = strstr(p, end);
    return found ? found + strlen(end) : p + strlen(p);
}

/* Leaves what a reader of the page reads of results, and of a number that is shown rounded, <data value=NUMBER>, the
 * number, with quotes or without. */
static void without_tags(char *html)
{
    static const char *const whole[][2] = {
        { "<style", "</style>" },
        { "<script", "</script>" },
        { "<svg", "</svg>" },
        { "<details class=\"made\"", "</details>" }, /* times */
    };
    static const char data[] = "<data value=";
    for (char *p = html; (p = strchr(p, '<'));) {
        const char *end = ">";
        for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
            if (starts_with(p, whole[i][0]))
                end = whole[i][1];
        if (starts_with(p, data)) {
            const size_t before = strlen(data) + (p[strlen(data)] == '"');
            blank(p, p + before);
            p += before;
            p += strcspn(p, "\">");
            end = "</data>";
        }
        char *stop = behind(p, end);
        blank(p, stop);
        p = stop;
    }
}

int trace_page(const struct trace *t, const char *path, struct trace_counts *counts, struct text *orphans,
               struct error *e)
{
    char *page = file_read(path, NULL, e);
    size_t n = 0, of_decimals[ALL + 1] = { 0 };
    *counts = (struct trace_counts) { 0 };
    if (!page)
        return -1;
    if (ends_with(path, ".html"))
        without_tags(page);
    char **lines = split(page, "\n", 1, &n);
    for (size_t i = 0; i < n; i++) {
        struct text place = TEXT_INIT;
        text_format(&place, "%s:%zu", path, i + 1);
        look_at_line(t, text_of(&place), lines[i], counts, of_decimals, orphans);
        text_release(&place);
    }
    for (int k = FEWEST; k <= ALL; k++)
        counts->chance += of_decimals[k] ? (double)of_decimals[k] * trace_chance(t, k) : 0;
    split_free(lines);
    free(page);
    return 0;
}
