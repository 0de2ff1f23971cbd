#include "report/paper/tables_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/paper/published.h"
#include "report/paper/sources.h"
#include "run/kept_check.h"

/* Columns without which a table is not what its name says, and those that tell its rows apart. */
static const struct part {
    enum table table;
    const char *file, *before, *needed, *names;
} parts[] = {
    { IN_AUC, "auc.csv", "", "dataset,detector,positive,outlier,seed,auc,status,run_id", "run_id,outlier" },
    { IN_SUMMARY, "summary.csv", "", "dataset,task,method,detector,mean,n_ok,n_planned",
      "experiment,dataset,task,method,detector,negative,latent,gamma,beta,linsep,variant,anomalies,holdout,train_limit,"
      "test_limit" },
    { IN_COMPARE, "compare.csv", PUBLISHED_COLUMNS, "table,dataset,method,auc,reproduced,verdict", NULL },
};

static const struct part *part_of(enum table table)
{
    const struct part *p = parts;
    while (p->table != table)
        p++;
    return p;
}

static int has_name(const char *names, const char *name)
{
    const size_t n = strlen(name);
    for (const char *at = names; *at; at += strcspn(at, ","), at += *at == ',')
        if (strncmp(at, name, n) == 0 && (at[n] == ',' || !at[n]))
            return 1;
    return 0;
}

static int check_columns(const struct csv *c, const char *path, const struct part *p, struct error *e)
{
    char **needed = split(p->needed, ",", 0, NULL);
    int bad = 0;
    for (char **name = needed; *name && !bad; name++)
        if (csv_column(c, *name) < 0)
            bad = error_set(e, "%s:1: expected a column '%s', found none", path, *name);
    for (size_t i = 0; i < c->n_columns && !bad; i++) {
        const struct column *known = column_find(c->columns[i]);
        if (!has_name(p->before, c->columns[i]) && !(known && known->tables & p->table))
            bad = error_set(e, "%s:1: expected a column of %s, found '%s'", path, p->file, c->columns[i]);
    }
    split_free(needed);
    return bad;
}

/* ---- rows that stand twice ---- */

struct line {
    char *key;
    size_t row;
};

static int compare_lines(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    const int order = strcmp(x->key, y->key);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* The rows in the order of their cells in these columns (NULL: in all), equal ones beside each other. */
static struct line *sorted(const struct csv *c, const char *names)
{
    struct line *lines = mem_alloc(c->n_rows + 1, sizeof *lines);
    struct text key = TEXT_INIT;
    int *wanted = mem_alloc(c->n_columns + 1, sizeof *wanted);
    for (size_t i = 0; i < c->n_columns; i++)
        wanted[i] = !names || has_name(names, c->columns[i]);
    for (size_t row = 0; row < c->n_rows; row++) {
        text_clear(&key);
        for (size_t i = 0; i < c->n_columns; i++)
            if (wanted[i]) {
                text_append(&key, c->cells[row * c->n_columns + i]);
                text_append(&key, "\t");
            }
        lines[row] = (struct line) { mem_string(text_of(&key)), row };
    }
    if (c->n_rows)
        qsort(lines, c->n_rows, sizeof *lines, compare_lines);
    text_release(&key);
    free(wanted);
    return lines;
}

static void lines_free(struct line *lines, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(lines[i].key);
    free(lines);
}

/* A run that failed on one machine and was done on another has two rows where tables were joined. */
static int counts(const struct csv *c, enum table table, size_t row)
{
    return table != IN_AUC || strcmp(csv_cell(c, row, "status"), "ok") == 0;
}

static int check_once(const struct csv *c, const char *path, const struct part *p, struct error *e)
{
    struct line *lines = sorted(c, p->names);
    int bad = 0;
    for (size_t i = 1, first = 0; i < c->n_rows && !bad; i++) {
        if (strcmp(lines[i].key, lines[first].key) != 0 || !counts(c, p->table, lines[first].row))
            first = i;
        else if (counts(c, p->table, lines[i].row))
            bad = error_set(e, "%s:%zu: expected each row once, found that of line %zu again", path,
                            csv_line(c, lines[i].row), csv_line(c, lines[first].row));
    }
    lines_free(lines, c->n_rows);
    return bad;
}

int tables_check(const struct csv *c, const char *path, enum table table, struct error *e)
{
    const struct part *p = part_of(table);
    if (check_columns(c, path, p, e) || (table == IN_AUC ? kept_check(c, path, e) : kept_check_means(c, path, e)))
        return -1;
    return p->names && check_once(c, path, p, e) ? -1 : 0;
}

/* ---- together ---- */

/* compare.csv does not show all settings: equal rows may be those of means that differ in others. */
static int check_compared(const struct csv *compare, const struct csv *summary, const char *path, struct error *e)
{
    struct line *lines = sorted(compare, NULL);
    int bad = 0;
    for (size_t i = 0, n; i < compare->n_rows && !bad; i += n) {
        size_t means = 0;
        for (n = 1; i + n < compare->n_rows && strcmp(lines[i + n].key, lines[i].key) == 0;)
            n++;
        for (size_t row = 0; n > 1 && row < summary->n_rows; row++)
            means += (size_t)source_rows_beside(summary, row, compare, lines[i].row);
        if (n > 1 && n > means)
            bad = error_set(e, "%s:%zu: expected each row once, found that of line %zu again", path,
                            csv_line(compare, lines[i + 1].row), csv_line(compare, lines[i].row));
    }
    lines_free(lines, compare->n_rows);
    return bad;
}

static int has_cell(const struct csv *c, const char *column, const char *is)
{
    for (size_t row = 0; row < c->n_rows; row++) {
        const char *cell = csv_cell(c, row, column);
        if (is ? strcmp(cell, is) == 0 : *cell != '\0')
            return 1;
    }
    return 0;
}

static int refuse_cut(const char *path, const char *whose, struct error *e)
{
    return error_set(e, "%s:1: expected rows of what %s has, found none", path, whose);
}

int tables_check_together(const struct csv *auc, const struct csv *summary, const struct csv *compare,
                          const char *folder, struct error *e)
{
    char *paths[3];
    for (size_t i = 0; i < 3; i++)
        paths[i] = path_join(folder, parts[i].file, NULL);
    int bad = 0;
    if (auc->n_columns && summary->n_columns && !auc->n_rows && summary->n_rows)
        bad = refuse_cut(paths[0], "summary.csv", e);
    else if (auc->n_columns && summary->n_columns && !summary->n_rows && has_cell(auc, "status", "ok"))
        bad = refuse_cut(paths[1], "auc.csv", e);
    else if (compare->n_columns && !compare->n_rows && has_cell(summary, "published", NULL))
        bad = refuse_cut(paths[2], "summary.csv", e);
    else if (summary->n_columns)
        bad = check_compared(compare, summary, paths[2], e);
    for (size_t i = 0; i < 3; i++)
        free(paths[i]);
    return bad;
}
