#include "report/gate/side.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "plan/columns.h"
#include "store/file.h"

/* Of what a row's runs have in common. */
static int is_protocol(const struct column *c)
{
    return strcmp(c->name, "holdout") == 0 || strcmp(c->name, "train_limit") == 0 || strcmp(c->name, "test_limit") == 0;
}

const char *side_cell(const struct gate_run *r, const char *column)
{
    return csv_cell(&r->table->read.of[0].auc, r->row, column);
}

static int has_table(const char *folder)
{
    char *path = path_join(folder, "auc.csv", NULL);
    const int has = path_exists(path);
    free(path);
    return has;
}

char **side_folders(const char *path, struct error *e)
{
    char **folders = mem_zero(2, sizeof *folders), **names = NULL;
    size_t n = 0, n_names = 0;
    if (has_table(path)) {
        folders[n++] = mem_string(path);
        return folders;
    }
    if (!path_exists(path))
        return folders;
    names = folder_stems(path, "", &n_names, e);
    if (!names) {
        split_free(folders);
        return NULL;
    }
    folders = mem_resize(folders, n_names + 1, sizeof *folders);
    for (size_t i = 0; i < n_names; i++) {
        char *below = path_join(path, names[i], NULL);
        if (has_table(below))
            folders[n++] = below;
        else
            free(below);
    }
    folders[n] = NULL;
    split_free(names);
    return folders;
}

static size_t count_words(const char *classes)
{
    size_t n = 0;
    char **words = split(classes, " ", 0, &n);
    split_free(words);
    return n;
}

/* The cells that name the run's row: those of the protocol, or of all else. */
static void append_cells(struct text *key, const struct gate_run *r, int of_protocol)
{
    for (const struct column *c = column_of_group(NULL); c; c = column_of_group(c))
        if (is_protocol(c) == of_protocol)
            text_format(key, "%s\t", side_cell(r, c->name));
}

static void make_key(struct gate_run *r, int named)
{
    struct text key = TEXT_INIT;
    text_format(&key, "%s\t", named ? r->table->experiment : "");
    append_cells(&key, r, 0);
    text_format(&key, "%zu\t", r->classes);
    r->settings = key.length;
    append_cells(&key, r, 1);
    r->key = mem_string(text_of(&key));
    text_release(&key);
}

static enum run_status status_of(const char *word)
{
    if (strcmp(word, "ok") == 0)
        return RUN_OK;
    return strcmp(word, "failed") == 0 ? RUN_FAILED : RUN_MISSING;
}

static void add_run(struct gate_side *s, const struct gate_table *t, size_t row, int named)
{
    const struct kept_table *read = &t->read.of[0];
    const size_t *times;
    struct gate_run *r = &s->runs[s->n++];
    *r = (struct gate_run) { .table = t, .row = row, .auc = NAN };
    r->task = side_cell(r, "positive");
    r->classes = count_words(r->task);
    parse_long(side_cell(r, "seed"), &r->seed);
    r->id = side_cell(r, "run_id");
    r->edition = side_cell(r, "edition");
    r->scores = side_cell(r, "scores");
    r->reason = side_cell(r, "reason");
    r->kernels = csv_index_find(&read->times_by_id, r->id, &times) ? csv_cell(&read->times, times[0], "kernels") : "";
    r->status = status_of(side_cell(r, "status"));
    if (r->status == RUN_OK)
        parse_double(side_cell(r, "auc"), &r->auc);
    make_key(r, named);
}

static int read_table(struct gate_table *t, const char *folder, struct error *e)
{
    const char *const folders[] = { folder, NULL };
    char *whole = realpath(folder, NULL), *kept = path_join(folder, "kept.csv", NULL);
    *t = (struct gate_table) { .folder = mem_string(folder),
                               .experiment = mem_string(path_last(whole ? whole : folder)) };
    int bad = kept_read(&t->read, folders, e);
    if (!bad && path_exists(kept))
        bad = columns_read(&t->kept, kept, all_columns, IN_KEPT, e);
    csv_index_init(&t->kept_by_id, &t->kept, "run_id");
    free(whole);
    free(kept);
    return bad;
}

int side_compare(const struct gate_run *a, const struct gate_run *b)
{
    int order = strcmp(a->key, b->key);
    if (!order)
        order = strcmp(a->task, b->task);
    return order ? order : (a->seed > b->seed) - (a->seed < b->seed);
}

static int by_key(const void *a, const void *b)
{
    const struct gate_run *x = a, *y = b;
    const int order = side_compare(x, y);
    if (order)
        return order;
    return (x->row > y->row) - (x->row < y->row);
}

static int check_doubles(const struct gate_side *s, struct error *e)
{
    for (size_t i = 1; i < s->n; i++) {
        const struct gate_run *a = &s->runs[i - 1], *b = &s->runs[i];
        if (side_compare(a, b) == 0)
            return error_set(
                e, "%s:%zu: expected each run once, found that of line %zu of '%s' again: %s on '%s', seed %ld",
                b->table->read.of[0].path, csv_line(&b->table->read.of[0].auc, b->row),
                csv_line(&a->table->read.of[0].auc, a->row), a->table->read.of[0].path, side_cell(b, "detector"),
                b->task, b->seed);
    }
    return 0;
}

static void add_runs(struct gate_side *s, const struct gate_table *t, int named)
{
    const struct csv *auc = &t->read.of[0].auc;
    s->runs = mem_resize(s->runs, s->n + auc->n_rows + 1, sizeof *s->runs);
    for (size_t row = 0; row < auc->n_rows; row++)
        if (strcmp(csv_cell(auc, row, "outlier"), "all") == 0)
            add_run(s, t, row, named);
}

int side_read(struct gate_side *s, char *const *folders, int named, struct error *e)
{
    size_t n = 0;
    while (folders[n])
        n++;
    *s = (struct gate_side) { .tables = mem_zero(n, sizeof *s->tables) };
    for (size_t i = 0; i < n; i++) {
        s->n_tables++;
        if (read_table(&s->tables[i], folders[i], e))
            return -1;
        add_runs(s, &s->tables[i], named);
    }
    if (s->n)
        qsort(s->runs, s->n, sizeof *s->runs, by_key);
    return check_doubles(s, e);
}

void side_release(struct gate_side *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->runs[i].key);
    for (size_t i = 0; i < s->n_tables; i++) {
        struct gate_table *t = &s->tables[i];
        csv_index_release(&t->kept_by_id);
        csv_release(&t->kept);
        kept_release(&t->read);
        free(t->folder);
        free(t->experiment);
    }
    free(s->runs);
    free(s->tables);
    *s = (struct gate_side) { 0 };
}
