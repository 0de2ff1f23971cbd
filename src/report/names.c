#include "report/names.h"

#include "plan/columns.h"

void method_label(struct text *out, const char *label, int supervised, int linsep)
{
    text_format(out, "%s%s%s", supervised ? "Sup. " : "", linsep ? "LinSep-" : "", label);
}

/* The columns that show a setting, with their names, then those of `words` (up to NULL), which speak for themselves. */
static void append_setting(struct text *out, setting_cell *cell, void *of, const char *const *words)
{
    const char *between = out->length ? ", " : "";
    for (const struct column *c = all_columns; c->name; c++) {
        const char *word = c->key && c->tables & IN_COMPARE ? cell(of, c->name) : "";
        if (!*word)
            continue;
        text_format(out, "%s%s %s", between, c->name, word);
        between = ", ";
    }
    for (; *words; words++) {
        const char *word = cell(of, *words);
        if (!*word)
            continue;
        text_format(out, "%s%s", between, word);
        between = ", ";
    }
}

void method_setting(struct text *out, setting_cell *cell, void *of)
{
    static const char *const words[] = { "variant", NULL };
    append_setting(out, cell, of, words);
}

struct place_of_row {
    const struct csv *table;
    size_t row;
};

static const char *cell_of_row(void *of, const char *column)
{
    const struct place_of_row *place = of;
    return csv_cell(place->table, place->row, column);
}

void method_setting_of_row(struct text *out, const struct csv *table, size_t row, int negative)
{
    static const char *const words[] = { "negative", "variant", NULL };
    struct place_of_row place = { table, row };
    append_setting(out, cell_of_row, &place, negative ? words : words + 1);
}
