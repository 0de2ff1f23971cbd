#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/page_inside.h"
#include "report/paper/table_words.h"

/* A printed number that was not reached. */
struct lower {
    const struct paper_table *table;
    const struct table_row *row;
    size_t column;
    double difference;
};

/* The farthest below first; of two that are as far the one that stands first. */
static int compare(const void *a, const void *b)
{
    const struct lower *x = a, *y = b;
    if (x->difference != y->difference)
        return x->difference < y->difference ? -1 : 1;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static struct lower *find(const struct printed_tables *all, size_t *n)
{
    struct lower *of = NULL;
    *n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct paper_table *t = &all->of[i];
        for (size_t k = 0; k < t->n_rows * t->n_columns; k++) {
            const struct table_row *row = &t->rows[k / t->n_columns];
            const struct table_cell *c = &row->cells[k % t->n_columns];
            double difference;
            if (c->printed == LAYOUT_NOTHING || strcmp(table_cell_word(c, "verdict"), "lower") != 0 ||
                parse_double(table_cell_word(c, "difference"), &difference))
                continue;
            of = mem_resize(of, *n + 1, sizeof *of);
            of[(*n)++] = (struct lower) { t, row, k % t->n_columns, difference };
        }
    }
    if (*n)
        qsort(of, *n, sizeof *of, compare);
    return of;
}

static void append_row(struct page *p, const struct lower *l)
{
    const struct paper_table *t = l->table;
    const struct table_cell *c = &l->row->cells[l->column];
    const char *group = layout_word(t->layout, t->lines->columns[l->column], "group");
    struct text words = TEXT_INIT;
    text_format(&words, "%s%s%s", l->row->group, *l->row->group ? ", " : "", l->row->name);
    page_html(p, "<tr>");
    html_row_head(&p->out, text_of(&words));
    page_html(p, "<td><a href=\"#");
    page_table_anchor(t, &p->out);
    page_html(p, "\">");
    page_text(p, t->lines->name);
    page_html(p, "</a></td>");
    text_clear(&words);
    text_format(&words, "%s%s%s", group, *group ? ": " : "",
                layout_word(t->layout, t->lines->columns[l->column], "heading"));
    html_cell_text(&p->out, text_of(&words));
    html_cell_count(&p->out, table_cell_printed(t, c, "auc")); /* with the digits that are printed */
    html_cell_number(&p->out, table_cell_word(c, "reproduced"), t->lines->digits, SIGN_BELOW_ZERO);
    html_cell_number(&p->out, table_cell_word(c, "difference"), t->lines->digits, SIGN_ALWAYS);
    html_cell_text(&p->out, c->range);
    page_html(p, "<td class=\"n\">");
    page_text(p, table_cell_word(c, "n_ok"));
    page_html(p, "/");
    page_text(p, table_cell_word(c, "n_planned"));
    page_html(p, "</td></tr>\n");
    text_release(&words);
}

void page_lower(struct page *p)
{
    static const char *const heads[] = { "row",        "table", "column", "printed", "reproduced",
                                         "difference", "95 %",  "runs",   NULL };
    size_t n;
    struct lower *of = find(p->printed, &n);
    if (n) {
        page_table(p, "lower", "Printed numbers that were not reached.",
                   "Lower than printed by more than their own tolerance, the farthest first. A number that the paper "
                   "prints in two tables stands here twice.");
        page_table_heads(p, heads);
        for (size_t i = 0; i < n && i < PAGE_ROWS; i++)
            append_row(p, &of[i]);
        page_table_end(p, NULL, OF_COMPARE, "lisae tables");
        page_left_out(p, n, "the rows of <code>compare.csv</code> with verdict <code>lower</code>");
    }
    free(of);
}
