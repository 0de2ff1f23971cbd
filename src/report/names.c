#include "report/names.h"

#include "plan/columns.h"

void method_label(struct text *out, const char *label, int supervised, int linsep)
{
    text_format(out, "%s%s%s", supervised ? "Sup. " : "", linsep ? "LinSep-" : "", label);
}

void method_setting(struct text *out, setting_cell *cell, void *of)
{
    const char *between = out->length ? ", " : "";
    for (const struct column *c = all_columns; c->name; c++) {
        const char *word = c->key && c->tables & IN_COMPARE ? cell(of, c->name) : "";
        if (!*word)
            continue;
        text_format(out, "%s%s %s", between, c->name, word);
        between = ", ";
    }
    const char *variant = cell(of, "variant");
    text_format(out, "%s%s", *variant ? between : "", variant);
}
