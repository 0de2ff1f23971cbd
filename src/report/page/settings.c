#include "report/page/settings.h"

#include <string.h>

#include "plan/columns.h"
#include "plan/words.h"
#include "report/names.h"

/* Columns that a setting or a choice of the protocol may stand in. */
static const char *const settings_columns[] = { "dataset",     "edition",    "task",    "negative",  "latent",
                                                "gamma",       "beta",       "variant", "anomalies", "holdout",
                                                "train_limit", "test_limit", NULL };

static const struct {
    const char *column, *name;
} names[] = {
    { "dataset", "data set" },
    { "negative", "negatives" },
    { "latent", "size of the code" },
    { "gamma", "γ" },
    { "beta", "β" },
    { "variant", "other settings" },
    { "train_limit", "training images of a class at most" },
    { "test_limit", "judged images of a class at most" },
    { "holdout", "held out" },
};

/* What tells the columns of a table apart. */
static const char *const of_column[] = { "dataset", "task", "negative", "anomalies", NULL };

int settings_same_column(const struct csv *c, size_t a, size_t b)
{
    int same = 1;
    for (size_t i = 0; of_column[i] && same; i++)
        same = strcmp(csv_cell(c, a, of_column[i]), csv_cell(c, b, of_column[i])) == 0;
    return same;
}

void settings_within_column(struct settings_shown *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_axes; i++) {
        size_t k = 0;
        while (of_column[k] && strcmp(of_column[k], s->axes[i]) != 0)
            k++;
        if (!of_column[k])
            s->axes[n++] = s->axes[i];
    }
    s->n_axes = n;
}

const char *settings_name(const char *column)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].column, column) == 0)
            return names[i].name;
    return column;
}

const char *settings_constant(const struct csv *c, const char *column)
{
    const char *word = "";
    for (size_t row = 0; row < c->n_rows && !*word; row++)
        word = csv_cell(c, row, column);
    return word;
}

/* What a row's word is compared with: that of the first row that has one and that it may be compared with. */
static const char *first_word(const struct csv *c, size_t row, const char *column, const char *within)
{
    const char *place = csv_cell(c, row, within);
    size_t i = 0;
    while (i < row && (!*csv_cell(c, i, column) || strcmp(csv_cell(c, i, within), place) != 0))
        i++;
    return csv_cell(c, i, column);
}

static int differs(const struct csv *c, const char *column, const char *within)
{
    const char *first = settings_constant(c, column);
    for (size_t row = 0; row < c->n_rows; row++) {
        const char *word = csv_cell(c, row, column);
        if (*word && strcmp(within ? first_word(c, row, column, within) : first, word) != 0)
            return 1;
    }
    return 0;
}

void settings_find(struct settings_shown *s, const struct csv *c, const char *within)
{
    *s = (struct settings_shown) { .n_axes = 0 };
    for (const char *const *column = settings_columns; *column; column++) {
        if (differs(c, *column, within))
            s->axes[s->n_axes++] = *column;
        else if (*settings_constant(c, *column))
            s->constant[s->n_constant++] = *column;
    }
}

int settings_axis_begins(const struct csv *sweep, size_t row)
{
    return !row || strcmp(csv_cell(sweep, row, "axis"), csv_cell(sweep, row - 1, "axis")) != 0;
}

void settings_append_word(struct text *out, const char *column, const char *word)
{
    const char *set = strcmp(column, "negative") == 0 ? negative_dataset(word) : NULL;
    text_append(out, set ? set : word);
}

void settings_append_method(struct text *out, const struct suite *suite, const char *method)
{
    const struct detector *d = suite_find(suite, method);
    static const char LINSEP[] = "linsep-"; /* "linsep-lis-ae"; but "linsep-head" is a detector */
    const int supervised = !d && method_is_supervised(method);
    method = d ? method : method_without_supervision(method);
    d = d ? d : suite_find(suite, method);
    const int linsep = !d && starts_with(method, LINSEP);
    method += linsep ? strlen(LINSEP) : 0;
    d = d ? d : suite_find(suite, method);
    method_label(out, d ? d->label : method, supervised, linsep);
}

void settings_append_detector(struct text *out, const struct suite *suite, const struct csv *c, size_t row)
{
    const char *name = csv_cell(c, row, "detector");
    const struct detector *d = suite_find(suite, name);
    method_label(out, d ? d->label : name, strcmp(csv_cell(c, row, "negative"), "outliers") == 0,
                 strcmp(csv_cell(c, row, "linsep"), "on") == 0);
}

void settings_append_axes(struct text *out, const struct settings_shown *s, const struct csv *c, size_t row)
{
    const char *between = "";
    for (size_t i = 0; i < s->n_axes; i++) {
        const char *word = csv_cell(c, row, s->axes[i]);
        if (!*word)
            continue;
        text_format(out, "%s%s ", between, settings_name(s->axes[i]));
        settings_append_word(out, s->axes[i], word);
        between = ", ";
    }
}
