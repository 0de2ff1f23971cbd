#include "run/table.h"

#include <stdlib.h>
#include <string.h>

#include "store/file.h"

static const char COLUMNS[] = "columns";

/* Where a table stands: its file of before, its section. */
static const struct place {
    enum table table;
    const char *file, *section; /* NULL: the curves have none */
} places[] = {
    { OF_RUN_METRICS, "metrics.csv", "metrics" },
    { OF_RUN_LOSS, "loss.csv", "loss" },
    { OF_RUN_ROC, "roc.csv", NULL },
    { OF_RUN_TRADEOFF, "tradeoff.csv", NULL },
};

static const struct place *place_of(enum table table)
{
    const struct place *p = places;
    while (p->table != table)
        p++;
    return p;
}

static int is_in_meta(const struct ini *meta, const struct place *p)
{
    return p->section && ini_get(meta, p->section, COLUMNS);
}

int run_table_begin(struct csv_out *out, enum table table, struct error *e)
{
    struct text header = TEXT_INIT;
    columns_header(all_columns, table, &header);
    int bad = csv_out_begin_text(out, text_of(&header), e);
    text_release(&header);
    return bad;
}

int run_table_end(struct csv_out *out, enum table table, struct text *meta, struct error *e)
{
    struct text csv = TEXT_INIT;
    size_t n;
    int bad = csv_out_end_text(out, &csv, e);
    char **lines = split(text_of(&csv), "\n", 0, &n);
    if (!bad)
        text_format(meta, "[%s]\n", place_of(table)->section);
    for (size_t i = 0; i < n && !bad; i++)
        if (i)
            text_format(meta, "%zu = %s\n", i, lines[i]);
        else
            text_format(meta, "%s = %s\n", COLUMNS, lines[i]);
    split_free(lines);
    text_release(&csv);
    return bad;
}

int run_table_is_section(const char *section)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i].section && strcmp(places[i].section, section) == 0)
            return 1;
    return 0;
}

int run_table_exists(const char *folder, const struct ini *meta, enum table table)
{
    const struct place *p = place_of(table);
    char *path = path_join(folder, p->file, NULL);
    const int there = is_in_meta(meta, p) || path_exists(path);
    free(path);
    return there;
}

/* The lines of a section, the columns first. */
static int read_section(struct csv *out, const char *where, const struct ini *meta, const char *section,
                        struct error *e)
{
    struct text csv = TEXT_INIT;
    for (size_t i = 0; i < meta->n; i++)
        if (strcmp(meta->entries[i].section, section) == 0)
            text_format(&csv, "%s\n", meta->entries[i].value);
    int bad = csv_read_bytes(out, where, text_of(&csv), csv.length, e);
    text_release(&csv);
    return bad;
}

void run_table_where(struct text *where, const char *folder, const struct ini *meta, enum table table)
{
    const struct place *p = place_of(table);
    const int in_meta = is_in_meta(meta, p);
    char *path = path_join(folder, in_meta ? "meta.ini" : p->file, NULL);
    text_append(where, path);
    if (in_meta)
        text_format(where, ", [%s]", p->section);
    free(path);
}

int run_table_read(struct csv *out, const char *folder, const struct ini *meta, enum table table, struct error *e)
{
    const struct place *p = place_of(table);
    struct text where = TEXT_INIT;
    run_table_where(&where, folder, meta, table);
    int bad = is_in_meta(meta, p) ? read_section(out, text_of(&where), meta, p->section, e)
                                  : csv_read(out, text_of(&where), e);
    text_release(&where);
    return bad;
}

int run_table_has_curves(const struct ini *meta)
{
    return !is_in_meta(meta, place_of(OF_RUN_METRICS));
}
