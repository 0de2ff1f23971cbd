#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* "LIS-AE, against the earlier classes". */
static void append_method(struct page *p, const struct csv *c, size_t row)
{
    struct text words = TEXT_INIT;
    const char *negatives = csv_cell(c, row, "negatives");
    settings_append_method(&words, p->suite, csv_cell(c, row, "method"));
    page_html(p, "<th scope=\"row\">");
    page_text(p, text_of(&words));
    if (*negatives)
        text_format(&p->out, " <small>against %s classes</small>", *negatives == 'o' ? "all other" : "earlier");
    page_html(p, "</th><td>");
    page_text(p, csv_cell(c, row, "dataset"));
    page_html(p, "</td><td>");
    page_text(p, csv_cell(c, row, "rule"));
    page_html(p, "</td>");
    html_cell_count(&p->out, csv_cell(c, row, "seeds"));
    text_release(&words);
}

static void append_row(struct page *p, const struct csv *c, size_t row)
{
    static const char *const shares[] = {
        "accuracy_first", "accuracy_all", "least", "most", "base", "late", "auc", NULL
    };
    page_html(p, "<tr>");
    append_method(p, c, row);
    page_numbers(p, c, row, shares, 4);
    page_html(p, "</tr>\n");
}

void page_incremental(struct page *p, const struct experiment *x)
{
    static const char *const heads[] = { "method", "data set", "rule",          "seeds",         "first", "all",
                                         "least",  "most",     "first classes", "later classes", "AUC",   NULL };
    static const struct page_rows rows = {
        OF_INCREMENTAL,
        "incremental",
        "Classes that come one after the other.",
        "Accuracy, mean over seeds: over the classes that are there at first, when these are known; over all classes, "
        "when all are, with the least and the highest of a seed; of these the first and the later classes alone. Rule: "
        "how scores of detectors are made comparable, from training images kept back: not at all, over their median, "
        "or less their median over what their 95 % quantile is above it. AUC: of a class’s score against all other "
        "classes, mean over classes.",
        heads,
        append_row,
    };
    struct text command = TEXT_INIT;
    text_format(&command, "lisae incremental experiments/%s.ini", x->name);
    page_table_of_rows(p, x, &rows, text_of(&command));
    text_release(&command);
}
