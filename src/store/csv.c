#include "store/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"
#include "store/gzip.h"

/* ---- reading ---- */

struct reader {
    struct csv *table;
    const char *path;
    size_t line, row_line;    /* being read; where the row that is being read began */
    size_t width, width_room; /* cells so far of that row */
    char **row;
    int row_is_open, failed;
    struct error *error;
};

static void fail(struct reader *r, const char *expected, const char *found)
{
    if (!r->failed)
        error_set(r->error, "%s:%zu: expected %s, found %s", r->path, r->row_line, expected, found);
    r->failed = 1;
}

/* Room for n bytes, which goes with the table: there are as many cells as tens of thousands of files have. */
static char *text_room(struct csv *c, size_t n)
{
    enum { LEAST = 4096, MOST = 1 << 20 };
    if (c->block_size - c->block_used < n) {
        const size_t next = c->block_size < MOST ? 2 * c->block_size : MOST;
        c->block_size = next > LEAST ? next : LEAST;
        c->block_size = c->block_size > n ? c->block_size : n;
        c->block_used = 0;
        c->blocks = mem_resize(c->blocks, c->n_blocks + 1, sizeof *c->blocks);
        c->blocks[c->n_blocks++] = mem_resize(NULL, c->block_size, 1);
    }
    c->block_used += n;
    return c->blocks[c->n_blocks - 1] + c->block_used - n;
}

static void take_field(void *bytes, size_t n, void *context)
{
    struct reader *r = context;
    if (n && memchr(bytes, '\0', n))
        fail(r, "text", "a NUL byte");
    if (r->width == r->width_room) {
        r->width_room = r->width_room ? 2 * r->width_room : 32;
        r->row = mem_resize(r->row, r->width_room, sizeof *r->row);
    }
    char *field = text_room(r->table, n + 1);
    if (n)
        memcpy(field, bytes, n);
    field[n] = '\0';
    r->row[r->width++] = field;
}

static void take_header(struct reader *r)
{
    struct csv *c = r->table;
    c->columns = mem_alloc(r->width, sizeof *c->columns);
    for (size_t i = 0; i < r->width; i++) {
        if (csv_column(c, r->row[i]) >= 0) {
            struct text twice = TEXT_INIT;
            text_format(&twice, "'%s' twice", r->row[i]);
            fail(r, "columns of different names", text_of(&twice));
            text_release(&twice);
        }
        c->columns[c->n_columns++] = r->row[i];
    }
}

/* Makes room for one more row and returns its cells. */
static char **new_row(struct csv *c, size_t line)
{
    if (c->n_rows == c->room) {
        c->room = c->room ? 2 * c->room : 64;
        c->cells = mem_resize(c->cells, c->room * c->n_columns, sizeof *c->cells);
        c->lines = mem_resize(c->lines, c->room, sizeof *c->lines);
    }
    c->lines[c->n_rows] = line;
    return c->cells + c->n_rows++ * c->n_columns;
}

static void take_row(int end, void *context)
{
    struct reader *r = context;
    struct csv *c = r->table;
    if (!c->columns) {
        take_header(r);
    } else if (r->width == c->n_columns) {
        memcpy(new_row(c, r->row_line), r->row, r->width * sizeof *r->row);
    } else {
        char expected[64], found[64];
        snprintf(expected, sizeof expected, "%zu fields", c->n_columns);
        snprintf(found, sizeof found, "%zu", r->width);
        fail(r, expected, found);
        return;
    }
    r->width = 0;
    r->row_is_open = 0;
}

static int nothing_is_blank(unsigned char c)
{
    return 0;
}

/* libcsv does not count lines, so that it gets them one by one. */
static void parse_lines(struct reader *r, struct csv_parser *parser, const char *bytes, size_t n)
{
    static const char QUOTING[] = "quotes around whole fields and doubled ones inside them";
    for (size_t at = 0; at < n && !r->failed;) {
        const char *newline = memchr(bytes + at, '\n', n - at);
        size_t length = newline ? (size_t)(newline - bytes) - at + 1 : n - at;
        r->line++;
        if (!r->row_is_open) {
            r->row_line = r->line;
            if (strspn(bytes + at, "\r\n") >= length)
                fail(r, "a row", "an empty line"); /* libcsv would pass over it */
        }
        r->row_is_open = 1;
        if (!newline && bytes[n - 1] != '\r') {
            fail(r, "a line's end", "the end of the file"); /* what is cut there may look whole */
            return;
        }
        if (csv_parse(parser, bytes + at, length, take_field, take_row, r) != length)
            fail(r, QUOTING, csv_error(parser) == CSV_EPARSE ? "a stray quote" : "no memory");
        at += length;
    }
    if (!r->failed && csv_fini(parser, take_field, take_row, r) != 0)
        fail(r, QUOTING, "a quote that is never closed");
    if (!r->failed && !r->table->columns) {
        r->row_line = 1;
        fail(r, "a header row", "an empty file");
    }
}

int csv_read_bytes(struct csv *c, const char *path, const char *bytes, size_t n, struct error *e)
{
    *c = (struct csv) { 0 };
    struct csv_parser parser;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI); /* fails for no options */
    csv_set_space_func(&parser, nothing_is_blank);   /* blanks belong to the field */
    struct reader r = { .table = c, .path = path, .error = e };
    r.row_line = 1;
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) /* no eye sees it in the first column's name */
        fail(&r, "a header row", "a byte order mark (bytes EF BB BF) before it: save the file as UTF-8 without one");
    else
        parse_lines(&r, &parser, bytes, n);
    csv_free(&parser);
    free(r.row);
    if (r.failed)
        csv_release(c);
    return r.failed ? -1 : 0;
}

int csv_read(struct csv *c, const char *path, struct error *e)
{
    size_t n;
    char *bytes = ends_with(path, ".gz") ? gzip_read(path, &n, e) : file_read(path, &n, e);
    *c = (struct csv) { 0 };
    if (!bytes)
        return -1;
    int bad = csv_read_bytes(c, path, bytes, n, e);
    free(bytes);
    return bad;
}

/* ---- tables ---- */

int csv_read_as(struct csv *c, const char *path, const char *columns, struct error *e)
{
    struct text found = TEXT_INIT;
    int bad = csv_read(c, path, e);
    for (size_t i = 0; i < c->n_columns && !bad; i++)
        text_format(&found, "%s%s", i ? "," : "", c->columns[i]);
    if (!bad && strcmp(text_of(&found), columns) != 0)
        bad = error_set(e, "%s:1: expected the columns %s, found %s", path, columns, text_of(&found));
    text_release(&found);
    return bad;
}

void csv_release(struct csv *c)
{
    for (size_t i = 0; i < c->n_blocks; i++)
        free(c->blocks[i]);
    free(c->blocks);
    free(c->columns);
    free(c->cells);
    free(c->lines);
    *c = (struct csv) { 0 };
}

int csv_column(const struct csv *c, const char *name)
{
    for (size_t i = 0; i < c->n_columns; i++)
        if (strcmp(c->columns[i], name) == 0)
            return (int)i;
    return -1;
}

const char *csv_cell(const struct csv *c, size_t row, const char *column)
{
    int i = csv_column(c, column);
    return i < 0 ? "" : c->cells[row * c->n_columns + (size_t)i];
}

size_t csv_line(const struct csv *c, size_t row)
{
    return c->lines[row];
}

/* ---- looking up ---- */

static const char *indexed(const struct csv_index *x, size_t row)
{
    return x->table->cells[row * x->table->n_columns + (size_t)x->column];
}

static int compare_rows(const void *a, const void *b, void *context)
{
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int c = strcmp(indexed(context, i), indexed(context, j));
    return c ? c : i < j ? -1 : i > j;
}

void csv_index_init(struct csv_index *x, const struct csv *c, const char *column)
{
    *x = (struct csv_index) { .table = c, .column = csv_column(c, column) };
    if (x->column < 0)
        return;
    x->n = c->n_rows;
    x->rows = mem_alloc(x->n, sizeof *x->rows);
    for (size_t i = 0; i < x->n; i++)
        x->rows[i] = i;
    if (x->n)
        qsort_r(x->rows, x->n, sizeof *x->rows, compare_rows, x);
}

void csv_index_release(struct csv_index *x)
{
    free(x->rows);
    *x = (struct csv_index) { 0 };
}

size_t csv_index_find(const struct csv_index *x, const char *text, const size_t **rows)
{
    size_t low = 0, high = x->n, count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(indexed(x, x->rows[middle]), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + count < x->n && strcmp(indexed(x, x->rows[low + count]), text) == 0)
        count++;
    *rows = count ? x->rows + low : NULL;
    return count;
}

/* ---- writing ---- */

/* No other thread has the file: its lock would cost as much as the bytes. */
void csv_put(FILE *f, const char *field)
{
    const size_t n = strcspn(field, ",\"\r\n");
    if (field[n])
        csv_fwrite(f, field, strlen(field));
    else
        fwrite_unlocked(field, 1, n, f);
}

static void put_row(FILE *f, const char *const *cells, size_t n)
{
    /* A lone empty cell needs its quotes, or its row would be an empty line. */
    if (n == 1 && !*cells[0])
        fputs("\"\"", f);
    else
        for (size_t i = 0; i < n; i++) {
            if (i)
                putc_unlocked(',', f);
            csv_put(f, cells[i]);
        }
    putc_unlocked('\n', f);
}

static void write_header(struct csv_out *out, const char *columns)
{
    out->columns = split(columns, ",", 1, &out->n_columns);
    csv_out_row(out, (const char *const *)out->columns);
}

int csv_out_begin(struct csv_out *out, const char *path, const char *columns, struct error *e)
{
    *out = (struct csv_out) { 0 };
    if (atomic_begin(&out->file, path, e))
        return -1;
    write_header(out, columns);
    return 0;
}

int csv_out_begin_text(struct csv_out *out, const char *columns, struct error *e)
{
    *out = (struct csv_out) { 0 };
    out->file.stream = open_memstream(&out->memory, &out->size);
    if (!out->file.stream)
        return error_system(e, "cannot begin a table in memory");
    write_header(out, columns);
    return 0;
}

int csv_out_end_text(struct csv_out *out, struct text *to, struct error *e)
{
    int bad = fclose(out->file.stream) != 0 || out->reason;
    if (bad)
        error_system(e, "cannot write a table into memory");
    else
        text_append_bytes(to, out->memory, out->size);
    free(out->memory);
    split_free(out->columns);
    *out = (struct csv_out) { 0 };
    return bad ? -1 : 0;
}

void csv_out_row(struct csv_out *out, const char *const *cells)
{
    errno = 0;
    put_row(out->file.stream, cells, out->n_columns);
    if (ferror(out->file.stream) && !out->reason)
        out->reason = errno;
}

void csv_out_abandon(struct csv_out *out)
{
    atomic_abandon(&out->file);
    free(out->memory); /* which the end of the stream has made, if it was a table in memory */
    if (out->columns)
        split_free(out->columns);
    *out = (struct csv_out) { 0 };
}

int csv_out_commit(struct csv_out *out, struct error *e)
{
    int bad = out->reason;
    if (bad)
        error_set(e, "cannot write '%s': %s", out->file.path, strerror(out->reason));
    else
        bad = atomic_commit(&out->file, e);
    csv_out_abandon(out);
    return bad ? -1 : 0;
}
