#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/paper/table_words.h"
#include "report/paper/table_write.h"

void table_escape_md(struct text *out, const char *words)
{
    for (const char *p = words; *p; p++) {
        const char c[2] = { (unsigned char)*p < ' ' || *p == 127 ? ' ' : *p, '\0' };
        if (*p == '<' || *p == '>' || *p == '&')
            text_append(out, *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : "&amp;");
        else
            text_format(out, "%s%s", strchr("\\`*_[]|~#$", c[0]) ? "\\" : "", c);
    }
}

/* Characters of UTF-8; all that tables have are of one column in a terminal. */
static size_t width_of(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* The table as a grid of words, its head first. */
struct grid {
    size_t n_rows, n_columns, n_stubs;
    struct text *words; /* (n_rows, n_columns) */
    size_t *width;      /* (n_columns) */
};

enum what { VALUES, RANGES };

static struct text *at(const struct grid *g, size_t row, size_t column)
{
    return &g->words[row * g->n_columns + column];
}

/* The head: what rows are named by, then the columns behind what they have in common. */
static void fill_head(struct grid *g, const struct paper_table *t)
{
    for (size_t i = 0; i < g->n_stubs; i++)
        table_escape_md(at(g, 0, i), layout_word(t->layout, t->lines->stubs[i], "heading"));
    for (size_t i = 0; i < t->n_columns; i++) {
        const char *group = layout_word(t->layout, t->lines->columns[i], "group");
        table_escape_md(at(g, 0, g->n_stubs + i), group);
        text_append(at(g, 0, g->n_stubs + i), *group ? ": " : "");
        table_escape_md(at(g, 0, g->n_stubs + i), t->headings[i]);
    }
}

static void fill_row(struct grid *g, size_t to, const struct paper_table *t, size_t from, enum what what)
{
    const struct table_row *row = &t->rows[from];
    if (g->n_stubs > 1 && (from == 0 || strcmp(t->rows[from - 1].group, row->group) != 0))
        table_escape_md(at(g, to, 0), row->group);
    table_escape_md(at(g, to, g->n_stubs - 1), row->heading);
    for (size_t i = 0; i < t->n_columns; i++) /* numbers and signs, nothing to escape */
        text_append(at(g, to, g->n_stubs + i), what == VALUES ? row->cells[i].shown : row->cells[i].range);
}

/* Markdown has no line between rows: words part those of the paper from ours. */
static void fill(struct grid *g, const struct paper_table *t, enum what what)
{
    g->n_rows = 1;
    fill_head(g, t);
    for (size_t i = 0; i < t->n_rows; i++) {
        if (t->rows[i].further && (i == 0 || !t->rows[i - 1].further))
            text_append(at(g, g->n_rows++, 0), "*not printed:*");
        fill_row(g, g->n_rows++, t, i, what);
    }
    for (size_t i = 0; i < g->n_rows * g->n_columns; i++) {
        size_t width = width_of(text_of(&g->words[i])), *widest = &g->width[i % g->n_columns];
        *widest = width > *widest ? width : *widest;
    }
}

static void append_line(const struct grid *g, size_t row, struct text *out)
{
    for (size_t i = 0; i < g->n_columns; i++) {
        const char *word = text_of(at(g, row, i));
        text_format(out, "| %s%*s ", word, (int)(g->width[i] - width_of(word)), "");
    }
    text_append(out, "|\n");
}

static void append_rule(const struct grid *g, struct text *out)
{
    for (size_t i = 0; i < g->n_columns; i++) {
        text_append(out, "|:");
        for (size_t k = 0; k <= g->width[i]; k++)
            text_append(out, "-");
    }
    text_append(out, "|\n");
}

static void append_grid(const struct paper_table *t, enum what what, struct text *out)
{
    const size_t most_rows = t->n_rows + 2, n_columns = t->lines->n_stubs + t->n_columns;
    struct grid g = {
        .n_columns = n_columns,
        .n_stubs = t->lines->n_stubs,
        .words = mem_zero(most_rows * n_columns, sizeof *g.words),
        .width = mem_zero(n_columns, sizeof *g.width),
    };
    fill(&g, t, what);
    append_line(&g, 0, out);
    append_rule(&g, out);
    for (size_t row = 1; row < g.n_rows; row++)
        append_line(&g, row, out);
    for (size_t i = 0; i < most_rows * n_columns; i++)
        text_release(&g.words[i]);
    free(g.words);
    free(g.width);
}

static int has_ranges(const struct paper_table *t)
{
    for (size_t i = 0; i < t->n_rows; i++)
        for (size_t k = 0; k < t->n_columns; k++)
            if (*t->rows[i].cells[k].range)
                return 1;
    return 0;
}

void table_append_md(const struct paper_table *t, struct text *out)
{
    struct text origins = TEXT_INIT;
    text_format(out, "**Table %s.** ", t->lines->name);
    table_escape_md(out, layout_word(t->layout, t->lines->caption, "heading"));
    text_append(out, ".\n\n");
    append_grid(t, VALUES, out);
    text_append(out, "\n");
    for (size_t i = 0; i < t->n_notes; i++) {
        text_append(out, "- ");
        table_mark(out, i);
        text_append(out, " ");
        table_escape_md(out, t->notes[i].text);
        text_append(out, "\n");
    }
    text_format(out, "%s%s.\n", t->n_notes ? "\n" : "", paper_table_legend);
    if (has_ranges(t)) {
        text_append(out, "\nThe 95 % intervals of the reproduced numbers:\n\n");
        append_grid(t, RANGES, out);
    }
    table_append_origins(t, &origins);
    if (origins.length) {
        text_append(out, "\nMade of ");
        table_escape_md(out, text_of(&origins));
        text_append(out, ".\n");
    }
    text_release(&origins);
}
