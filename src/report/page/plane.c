#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* "LIS-AE, relu; negatives: square". */
static void append_detector(struct page *p, const struct csv *c, size_t row)
{
    struct text words = TEXT_INIT;
    const char *negative = csv_cell(c, row, "negative");
    settings_append_method(&words, p->suite, csv_cell(c, row, "detector"));
    page_html(p, "<th scope=\"row\">");
    page_text(p, text_of(&words));
    page_html(p, " <small>");
    page_text(p, csv_cell(c, row, "network"));
    page_html(p, *negative ? "; negatives: " : "");
    page_text(p, negative);
    page_html(p, "</small></th><td>");
    page_text(p, csv_cell(c, row, "set"));
    page_html(p, "</td>");
    html_cell_count(&p->out, csv_cell(c, row, "seeds"));
    text_release(&words);
}

static void append_row(struct page *p, const struct csv *c, size_t row)
{
    static const char *const numbers[] = { "blind50", "blind95", "least", "most", "max_nn", NULL };
    page_html(p, "<tr>");
    append_detector(p, c, row);
    page_numbers(p, c, row, numbers, 4);
    page_html(p, "</tr>\n");
}

void page_plane(struct page *p, const struct experiment *x)
{
    static const char *const heads[] = { "method", "set",      "seeds", "blind at the median", "blind", "least",
                                         "most",   "farthest", NULL };
    static const struct page_rows rows = {
        OF_PLANE,
        "plane",
        "What detectors accept in the plane.",
        "Blind: the share of the square from -10 to 10 that is accepted, at the 95 % quantile of normal test points or "
        "at their median, and yet farther from all training points than 99 % of these are from their nearest; mean "
        "over seeds, with the least and the most of a seed. Farthest: the distance of the farthest place that is "
        "accepted, which the square bounds.",
        heads,
        append_row,
    };
    page_table_of_rows(p, x, &rows, "make unreliable");
}
