#include <stdlib.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* "PCA components=4, class 8": what was asked. */
static void append_asked(struct page *p, const struct csv *c, size_t row)
{
    struct text words = TEXT_INIT;
    settings_append_method(&words, p->suite, csv_cell(c, row, "detector"));
    page_html(p, "<th scope=\"row\">");
    page_text(p, text_of(&words));
    page_html(p, " <small>");
    page_text(p, csv_cell(c, row, "variant"));
    page_html(p, "</small></th><td>");
    page_text(p, csv_cell(c, row, "dataset"));
    page_html(p, " ");
    page_text(p, csv_cell(c, row, "positive"));
    page_html(p, "</td>");
    html_cell_count(&p->out, csv_cell(c, row, "seed"));
    text_release(&words);
}

static void append_row(struct page *p, const struct csv *c, size_t row)
{
    static const char *const shares[] = {
        "black", "dim", "pca_5", "dot", "other", "blind", "reach", "reach_far", NULL
    };
    page_html(p, "<tr>");
    append_asked(p, c, row);
    page_numbers(p, c, row, shares, 3);
    page_html(p, "<td>");
    page_text(p, csv_cell(c, row, "kind"));
    page_html(p, "</td></tr>\n");
}

void page_stress(struct page *p, const struct experiment *x)
{
    static const char *const heads[] = { "method", "task",  "seed",  "black",          "dimmed", "pca-5", "dot",
                                         "other",  "blind", "reach", "reach, far out", "search", NULL };
    static const struct page_rows rows = {
        OF_STRESS,
        "stress",
        "Stress tests: what single trained detectors take for normal.",
        "Shares of made-up images, and of the anomalies (other), with a score of at most the 95 % quantile of normal "
        "ones; blind: of all images of all sets those that are accepted and far from the training images. Reach: the "
        "share of a search’s starts from which something accepted and far was found, at the least rho of the spec (1 "
        "unless it has others); far out: at its rho that is next to 1.25. Searches along a gradient and at random are "
        "not to be compared.",
        heads,
        append_row,
    };
    char *command = page_run_command(x);
    page_table_of_rows(p, x, &rows, command);
    free(command);
}
