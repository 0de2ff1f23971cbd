#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/page/page_inside.h"

/* Of a result's last digits, as the gate's other texts have them. */
enum { DIGITS = 4 };

static int is_shown(const struct gate_row *row)
{
    return row->verdict != GATE_IDENTICAL;
}

static void append_number(struct page *p, double value, enum decimal_sign sign)
{
    char digits[64] = "";
    if (isfinite(value))
        snprintf(digits, sizeof digits, "%.6f", value);
    html_cell_number(&p->out, digits, DIGITS, sign);
}

/* The word of a verdict in the colour of what it means. */
static void append_verdict(struct page *p, enum gate_verdict v)
{
    const int worse = v == GATE_REGRESSED || v == GATE_MISSING || v == GATE_FAILED || v == GATE_GONE;
    text_format(&p->out, "<td><span class=\"v %s\">", worse ? "lower" : v == GATE_IMPROVED ? "higher" : "open");
    page_text(p, gate_words[v]);
    page_html(p, "</span></td>");
}

static void append_row(struct page *p, const struct gate_row *row)
{
    const struct threshold *t = &row->threshold;
    const int compared = row->n_pairs && row->verdict != GATE_OTHER;
    struct text label = TEXT_INIT, remarks = TEXT_INIT;
    page_html(p, "<tr>");
    html_row_head(&p->out, gate_label(row, &label));
    append_verdict(p, row->verdict);
    append_number(p, row->mean_a, SIGN_BELOW_ZERO);
    append_number(p, row->mean_b, SIGN_BELOW_ZERO);
    append_number(p, compared ? row->difference : NAN, SIGN_ALWAYS);
    append_number(p, compared ? row->difference - t->half : NAN, SIGN_ALWAYS);
    append_number(p, compared ? row->difference + t->half : NAN, SIGN_ALWAYS);
    append_number(p, t->smallest, SIGN_BELOW_ZERO);
    html_cell_size(&p->out, row->n_tasks);
    html_cell_size(&p->out, row->n_seeds);
    gate_remarks(row, &remarks);
    html_cell_text(&p->out, text_of(&remarks));
    page_html(p, "</tr>\n");
    text_release(&label);
    text_release(&remarks);
}

static void append_table(struct page *p, const char *anchor, const struct page_base *base)
{
    static const char *const heads[] = { "row", "verdict", "before", "now",   "difference", "from",
                                         "to",  "finds",   "tasks",  "seeds", "",           NULL };
    const struct gate *g = base->gate;
    size_t n = 0;
    page_table(p, anchor, "Rows that are not what they were.",
               "“From” and “to”: the interval of the difference, for all rows at once. “Finds”: the smallest change "
               "that would be found four times in five.");
    page_table_heads(p, heads);
    for (int v = 0; v < GATE_VERDICTS; v++)
        for (size_t i = 0; i < g->n; i++)
            if (g->rows[i].verdict == (enum gate_verdict)v && is_shown(&g->rows[i]) && n++ < PAGE_ROWS)
                append_row(p, &g->rows[i]);
    page_table_end(p, NULL, OF_AUC, "lisae compare");
    page_left_out(p, n, "what <code>lisae compare -o DIR</code> writes");
}

static void append_base(struct page *p, const struct page_base *base)
{
    struct text headline = TEXT_INIT;
    char *anchor = page_anchor(p, "moved", base->words);
    gate_headline(base->gate, &headline);
    page_html(p, "<h3>Since ");
    page_text(p, base->words);
    page_html(p, "</h3>\n<p>");
    page_text(p, text_of(&headline));
    page_html(p, ".</p>\n");
    if (base->gate->count[GATE_IDENTICAL] < base->gate->n)
        append_table(p, anchor, base);
    text_release(&headline);
    free(anchor);
}

void page_moved(struct page *p)
{
    if (!p->in->n_bases)
        return;
    page_section(p, "moved", "What moved");
    for (size_t i = 0; i < p->in->n_bases; i++)
        append_base(p, &p->in->bases[i]);
    page_section_end(p);
}
