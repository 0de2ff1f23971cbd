#include <string.h>

#include "report/page/page_inside.h"
#include "report/paper/table_words.h"

static void append_counts(struct page *p, const char *anchor, const char *name, const struct printed_counts *n)
{
    page_html(p, "<tr><th scope=\"row\">");
    if (*anchor)
        text_format(&p->out, "<a href=\"#%s\">", anchor);
    page_text(p, name);
    page_html(p, *anchor ? "</a></th>" : "</th>");
    html_cell_size(&p->out, n->printed);
    html_cell_size(&p->out, n->missing);
    html_cell_size(&p->out, n->partial);
    for (size_t i = TOLERANCES; i--;) { /* each cell's own first */
        html_cell_size(&p->out, n->match[i]);
        html_cell_size(&p->out, n->higher[i]);
        html_cell_size(&p->out, n->lower[i]);
    }
    html_cell_size(&p->out, n->inside);
    page_html(p, "</tr>\n");
}

static void append_heads(struct page *p)
{
    page_html(p, "<thead><tr><th scope=\"col\" rowspan=\"2\">table of the paper</th><th scope=\"col\" "
                 "rowspan=\"2\">printed</th><th scope=\"col\" rowspan=\"2\">missing</th><th scope=\"col\" "
                 "rowspan=\"2\">in part</th>");
    for (size_t i = TOLERANCES; i--;) {
        page_html(p, "<th scope=\"colgroup\" colspan=\"3\">");
        page_html(p, i + 1 == TOLERANCES ? "by its own tolerance" : "within ");
        if (i + 1 < TOLERANCES)
            page_text(p, verdicts_tolerance(i));
        page_html(p, "</th>");
    }
    page_html(p, "<th scope=\"col\" rowspan=\"2\">in our interval</th></tr>\n<tr>");
    for (size_t i = 0; i < TOLERANCES; i++)
        page_html(p, "<th scope=\"col\">= match</th><th scope=\"col\">↑ higher</th><th scope=\"col\">↓ lower</th>");
    page_html(p, "</tr></thead>\n<tbody>\n");
}

void page_table_anchor(const struct paper_table *t, struct text *out)
{
    text_append(out, "paper-table-");
    html_anchor(out, t->lines->name);
}

static void append_sensitivity(struct page *p)
{
    const struct printed_tables *all = p->printed;
    page_table(p, "sensitivity", "How many printed numbers are reproduced, and how that depends on what counts.",
               "A number matches up to a tolerance. Its own is half a unit of the last printed digit and what images "
               "and one training more would vary (docs/results.md, Verdicts); the others are the same for all numbers. "
               "“In part”: of fewer runs than planned. “In our interval”: the printed number lies in the 95 % interval "
               "of the reproduced one.");
    append_heads(p);
    for (size_t i = 0; i < all->n; i++) {
        struct text anchor = TEXT_INIT, name = TEXT_INIT;
        page_table_anchor(&all->of[i], &anchor);
        text_format(&name, "Table %s", all->of[i].lines->name);
        append_counts(p, text_of(&anchor), text_of(&name), &all->counts[i]);
        text_release(&anchor);
        text_release(&name);
    }
    if (all->n > 1)
        append_counts(p, "", "All", &all->all);
    page_table_end(p, NULL, OF_COMPARE, "lisae tables");
}

static void append_cell(struct page *p, const struct paper_table *t, const struct table_cell *c)
{
    const char *verdict = table_cell_word(c, "verdict"), *difference = table_cell_word(c, "difference");
    page_html(p, "<td>");
    page_text(p, c->shown);
    if (c->printed != LAYOUT_NOTHING && table_cell_is_there(c)) {
        text_format(&p->out, " <span class=\"v %s\">",
                    strcmp(verdict, "match") == 0    ? "match"
                    : strcmp(verdict, "higher") == 0 ? "higher"
                                                     : "lower");
        page_text(p, verdict);
        page_html(p, "</span>");
    }
    if (*difference || *c->range) {
        page_html(p, "<small>");
        if (*difference)
            html_number(&p->out, difference, t->lines->digits, SIGN_ALWAYS);
        page_html(p, *difference && *c->range ? ", " : "");
        page_text(p, c->range);
        page_html(p, "</small>");
    }
    page_html(p, "</td>");
}

static void append_row(struct page *p, const struct paper_table *t, size_t row)
{
    const struct table_row *r = &t->rows[row];
    page_html(p, r->further ? "<tr class=\"further\">" : "<tr>");
    if (t->lines->n_stubs > 1)
        html_row_head(&p->out, r->group);
    html_row_head(&p->out, r->heading);
    for (size_t i = 0; i < t->n_columns; i++)
        append_cell(p, t, &r->cells[i]);
    page_html(p, "</tr>\n");
}

static void append_table_heads(struct page *p, const struct paper_table *t)
{
    page_html(p, "<thead><tr>");
    for (size_t i = 0; i < t->lines->n_stubs; i++)
        html_column_head(&p->out, layout_word(t->layout, t->lines->stubs[i], "heading"));
    for (size_t i = 0; i < t->n_columns; i++) {
        struct text words = TEXT_INIT;
        const char *group = layout_word(t->layout, t->lines->columns[i], "group");
        text_format(&words, "%s%s%s", group, *group ? ": " : "", t->headings[i]);
        html_column_head(&p->out, text_of(&words));
        text_release(&words);
    }
    page_html(p, "</tr></thead>\n<tbody>\n");
}

static void append_rows(struct page *p, const struct paper_table *t)
{
    for (size_t i = 0; i < t->n_rows; i++) {
        if (t->rows[i].further && (i == 0 || !t->rows[i - 1].further))
            text_format(&p->out,
                        "</tbody>\n<tbody><tr class=\"line\"><th scope=\"rowgroup\" colspan=\"%zu\">not in the "
                        "paper</th></tr>\n",
                        t->lines->n_stubs + t->n_columns);
        append_row(p, t, i);
    }
}

static void append_notes(struct page *p, const struct paper_table *t)
{
    struct text origins = TEXT_INIT;
    if (t->n_notes)
        page_html(p, "<ul class=\"notes\">\n");
    for (size_t i = 0; i < t->n_notes; i++) {
        page_html(p, "<li>");
        table_mark(&p->out, i);
        page_html(p, " ");
        page_text(p, t->notes[i].text);
        page_html(p, "</li>\n");
    }
    if (t->n_notes)
        page_html(p, "</ul>\n");
    table_append_experiments(t, &origins);
    if (origins.length) {
        page_html(p, "<p class=\"from\">From compare.csv and summary.csv of <code>");
        page_text(p, text_of(&origins));
        page_html(p, "</code>, whose hashes are <a href=\"#files\">below</a>.</p>\n");
    }
    text_release(&origins);
}

static void append_table(struct page *p, const struct paper_table *t)
{
    struct text anchor = TEXT_INIT, title = TEXT_INIT, command = TEXT_INIT;
    page_table_anchor(t, &anchor);
    text_format(&title, "The paper's table %s: %s.", t->lines->name,
                layout_word(t->layout, t->lines->caption, "heading"));
    text_format(&command, "make table%s", t->lines->name);
    page_table(p, text_of(&anchor), text_of(&title), "");
    append_table_heads(p, t);
    append_rows(p, t);
    page_table_end(p, NULL, OF_COMPARE, text_of(&command));
    append_notes(p, t);
    text_release(&anchor);
    text_release(&title);
    text_release(&command);
}

/* Those of which nothing is there would be pages of dashes. */
static void append_empty(struct page *p)
{
    const struct printed_tables *all = p->printed;
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (all->counts[i].there)
            continue;
        page_html(p, n++ ? ", " : "<p>Of these tables nothing is reproduced yet: ");
        struct text anchor = TEXT_INIT;
        page_table_anchor(&all->of[i], &anchor);
        text_format(&p->out, "<span id=\"%s\">", text_of(&anchor));
        page_text(p, all->of[i].lines->name);
        page_html(p, "</span>");
        text_release(&anchor);
    }
    page_html(p, n ? ". <code>make tables FRESH=1</code> runs all specs.</p>\n" : "");
}

void page_printed(struct page *p)
{
    const struct printed_tables *all = p->printed;
    if (!all->n)
        return;
    page_section(p, "printed", "The paper's tables");
    append_sensitivity(p);
    page_lower(p);
    page_html(p, "<p class=\"legend\">");
    page_text(p, paper_table_legend);
    page_html(p, ". In small letters: reproduced less printed, and the interval.</p>\n");
    for (size_t i = 0; i < all->n; i++)
        if (all->counts[i].there)
            append_table(p, &all->of[i]);
    append_empty(p);
    page_section_end(p);
}
