#include <stdlib.h>
#include <string.h>

#include "plan/columns.h"
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

static void append_list(struct page *p, const struct experiment *x)
{
    static const char *const heads[] = {
        "method",   "against", "mean difference",         "95 % over tasks",     "tasks", "wins", "ties", "losses",
        "decision", "p, Holm", "smallest p there can be", "tests in the family", NULL
    };
    const struct csv *c = &x->tables[OF_TESTS];
    const size_t shown = page_list_rows(p);
    struct settings_shown s;
    settings_find(&s, c, "method");
    char *anchor = page_anchor(p, x->name, "pairs"), *command = page_run_command(x);
    page_table(
        p, anchor, "Pairs of methods, with intervals and tests.",
        "Of those that learn from the same negatives, and the autoencoder. Read the differences first: a test of so "
        "few tasks can show little, and the tasks of one data set share their images. “Cannot be decided”: had "
        "each pair the smallest p that so many tasks can have, Holm's would be above 0.05. Wilcoxon's signed ranks, "
        "exact, two-sided, adjusted by Holm within a column of the table.");
    page_table_heads(p, heads);
    for (size_t row = 0; row < c->n_rows && row < shown; row++)
        append_pair(p, c, &s, row);
    page_table_end(p, x, OF_TESTS, command);
    page_more_rows(p, c->n_rows, shown);
    free(anchor);
    free(command);
}

/* Is there no pair of which so few tasks could say anything? */
static int none_can_be_decided(const struct csv *c)
{
    size_t n = 0;
    while (n < c->n_rows && strcmp(csv_cell(c, n, "decision"), "cannot be decided") == 0)
        n++;
    return n == c->n_rows;
}

/* The rows of one LIS-AE stand behind each other. */
static int same_family(const struct csv *c, size_t row, size_t other)
{
    return settings_same_column(c, row, other) &&
           strcmp(csv_cell(c, row, "method"), csv_cell(c, other, "method")) == 0 &&
           columns_same_settings(c, row, c, other);
}

static size_t count_decided(const struct csv *c, size_t from, size_t to, const char *decision)
{
    size_t n = 0;
    for (size_t row = from; row < to; row++)
        n += strcmp(csv_cell(c, row, "decision"), decision) == 0;
    return n;
}

/* ", no difference shown: KDE +0.0148 (7 of 10), ...", of those that are decided so. */
static void append_those(struct page *p, const struct csv *c, size_t from, size_t to, const char *decision)
{
    const char *between = ": ";
    if (!count_decided(c, from, to, decision))
        return;
    page_html(p, "; ");
    page_text(p, decision);
    for (size_t row = from; row < to; row++) {
        struct text words = TEXT_INIT;
        if (strcmp(csv_cell(c, row, "decision"), decision) != 0)
            continue;
        settings_append_method(&words, p->suite, csv_cell(c, row, "against"));
        page_html(p, between);
        page_text(p, text_of(&words));
        page_html(p, " ");
        html_number(&p->out, csv_cell(c, row, "mean_difference"), 4, SIGN_ALWAYS);
        page_html(p, " (");
        page_text(p, csv_cell(c, row, "wins"));
        page_html(p, " of ");
        page_text(p, csv_cell(c, row, "n_tasks"));
        page_html(p, ")");
        between = ", ";
        text_release(&words);
    }
}

static void append_family(struct page *p, const struct csv *c, const struct settings_shown *s, size_t from, size_t to)
{
    page_html(p, "<li>");
    page_method(p, c, s, from);
    text_format(&p->out, ": higher than %zu of %zu", count_decided(c, from, to, "higher"), to - from);
    append_those(p, c, from, to, "lower");
    append_those(p, c, from, to, "no difference shown");
    append_those(p, c, from, to, "cannot be decided");
    page_html(p, "</li>\n");
}

static size_t family_end(const struct csv *c, size_t row)
{
    size_t end = row + 1;
    while (end < c->n_rows && same_family(c, row, end))
        end++;
    return end;
}

/* A line for each LIS-AE: all pairs would be a long list of what mostly says the same. None of the many lines of a
 * sweep on few tasks. */
static void append_contrasts(struct page *p, const struct experiment *x)
{
    const struct csv *c = &x->tables[OF_CONTRASTS];
    const size_t most = page_list_rows(p);
    struct settings_shown s;
    if (!c->n_rows || (none_can_be_decided(c) && family_end(c, 0) < c->n_rows))
        return;
    settings_find(&s, c, NULL);
    page_html(p,
              "<p>Against detectors that learn from no negatives, by the same test, adjusted for those of one line; in "
              "brackets the tasks on which it is the higher one:</p>\n<ul>\n");
    for (size_t row = 0, lines = 0, end; row < c->n_rows && lines < most; row = end, lines++) {
        end = family_end(c, row);
        append_family(p, c, &s, row, end);
    }
    page_html(p, "</ul>\n<p class=\"from\">From <code>");
    page_text(p, x->name);
    page_html(p, "/contrasts.csv</code>.</p>\n");
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
