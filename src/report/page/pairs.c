#include <stdlib.h>
#include <string.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"

enum { MOST_UNDECIDED = 12 };

static void append_against(struct page *p, const struct csv *c, size_t row)
{
    struct text words = TEXT_INIT;
    settings_append_method(&words, p->suite, csv_cell(c, row, "against"));
    page_html(p, "<td>");
    page_text(p, text_of(&words));
    page_html(p, " <small>");
    page_text(p, csv_cell(c, row, "against_setting"));
    page_html(p, "</small></td>");
    text_release(&words);
}

static void append_pair(struct page *p, const struct csv *c, const struct settings_shown *s, size_t row)
{
    static const char *const counts[] = { "n_tasks", "wins", "ties", "losses" };
    page_html(p, "<tr>");
    page_html(p, "<th scope=\"row\">");
    page_method(p, c, s, row);
    page_html(p, "</th>");
    append_against(p, c, row);
    html_cell_number(&p->out, csv_cell(c, row, "mean_difference"), 4, SIGN_ALWAYS);
    page_html(p, "<td class=\"n\">");
    html_interval(&p->out, csv_cell(c, row, "difference_lo"), csv_cell(c, row, "difference_hi"), 4);
    page_html(p, "</td>");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        html_cell_count(&p->out, csv_cell(c, row, counts[i]));
    page_html(p, "<td>");
    page_decision(p, csv_cell(c, row, "decision"));
    page_html(p, "</td>");
    html_cell_number(&p->out, csv_cell(c, row, "p_holm"), 4, SIGN_BELOW_ZERO);
    html_cell_number(&p->out, csv_cell(c, row, "p_least"), 4, SIGN_BELOW_ZERO);
    html_cell_count(&p->out, csv_cell(c, row, "n_tests"));
    page_html(p, "</tr>\n");
}

/* A list of pairs: the table that it is of, what it is called and says. */
static void append_pairs(struct page *p, const struct experiment *x, enum material_file which, const char *name,
                         const char *title, const char *says)
{
    static const char *const heads[] = {
        "method",   "against", "mean difference",         "95 % over tasks",     "tasks", "wins", "ties", "losses",
        "decision", "p, Holm", "smallest p there can be", "tests in the family", NULL
    };
    const struct csv *c = &x->tables[which];
    const size_t shown = page_list_rows(p);
    struct settings_shown s;
    settings_find(&s, c, "method");
    char *anchor = page_anchor(p, x->name, name), *command = page_run_command(x);
    page_table(p, anchor, title, says);
    page_table_heads(p, heads);
    for (size_t row = 0; row < c->n_rows && row < shown; row++)
        append_pair(p, c, &s, row);
    page_table_end(p, x, which, command);
    page_more_rows(p, c->n_rows, shown);
    free(anchor);
    free(command);
}

static void append_list(struct page *p, const struct experiment *x)
{
    append_pairs(
        p, x, OF_TESTS, "pairs", "Pairs of methods, with intervals and tests.",
        "Of those that learn from the same negatives, and the autoencoder. Read the differences first: a test of so "
        "few tasks can show little, and the tasks of one data set share their images. “Cannot be decided”: had "
        "each pair the smallest p that so many tasks can have, Holm's would be above 0.05. Wilcoxon's signed ranks, "
        "exact, two-sided, adjusted by Holm within a column of the table.");
}

static void append_contrasts(struct page *p, const struct experiment *x)
{
    if (!x->tables[OF_CONTRASTS].n_rows)
        return;
    page_fold(p, "", "Against methods that learn from no negatives, as a list: intervals, p, number of tests");
    append_pairs(p, x, OF_CONTRASTS, "contrasts", "LIS-AE against methods that learn from no negatives.",
                 "The same test; adjusted by Holm within the list of one LIS-AE.");
    page_fold_end(p);
}

/* Is there no pair of which so few tasks could say anything? */
static int none_can_be_decided(const struct csv *c)
{
    size_t n = 0;
    while (n < c->n_rows && strcmp(csv_cell(c, n, "decision"), "cannot be decided") == 0)
        n++;
    return n == c->n_rows;
}

/* Then the list is for who asks for it, on a screen; a long one, as of a sweep, for who opens the file. */
static void append_undecided(struct page *p, const struct experiment *x)
{
    const size_t n = x->tables[OF_TESTS].n_rows;
    page_html(p, "<p>Of the ");
    html_count(&p->out, n);
    page_html(p, " pairs of methods none can be decided by a test: the tasks are too few for so many pairs.");
    if (n > MOST_UNDECIDED) {
        page_html(p, " Differences and intervals are in <code>");
        page_text(p, x->name);
        page_html(p, "/tests.csv</code>.</p>\n");
        return;
    }
    page_html(p, "</p>\n");
    page_fold(p, "undecided", "These pairs as a list: differences and intervals");
    append_list(p, x);
    page_fold_end(p);
}

static void append_same(struct page *p, const struct experiment *x)
{
    if (!x->tables[OF_TESTS].n_rows)
        return;
    if (none_can_be_decided(&x->tables[OF_TESTS])) {
        append_undecided(p, x);
        return;
    }
    const size_t shown = page_matrices(p, x);
    if (shown)
        page_fold(p, "", "These pairs as a list: intervals, p, number of tests");
    append_list(p, x);
    if (shown)
        page_fold_end(p);
}

void page_pairs(struct page *p, const struct experiment *x)
{
    append_same(p, x);
    append_contrasts(p, x);
}
