#include <stdlib.h>
#include <string.h>

#include "report/means/mean_notes.h"
#include "report/page/page_inside.h"
#include "report/page/settings.h"

static int any(const struct csv *c, const char *column)
{
    return *settings_constant(c, column) != '\0';
}

static void append_notes(struct page *p, const struct csv *c, size_t row)
{
    struct text notes = TEXT_INIT;
    mean_notes_append(&notes, c, row);
    page_html(p, "<td class=\"long\">");
    page_text(p, text_of(&notes));
    page_html(p, "</td>");
    text_release(&notes);
}

static void append_interval(struct page *p, const struct csv *c, size_t row, const char *lo, const char *hi)
{
    page_html(p, "<td class=\"n\">");
    html_interval(&p->out, csv_cell(c, row, lo), csv_cell(c, row, hi), 4);
    page_html(p, "</td>");
}

static const struct interval {
    const char *lo, *hi, *head;
} intervals[] = {
    { "both_lo", "both_hi", "images and seeds" },
    { "images_lo", "images_hi", "images" },
    { "seeds_lo", "seeds_hi", "seeds" },
    { "tasks_lo", "tasks_hi", "tasks" },
};

enum { INTERVALS = sizeof intervals / sizeof *intervals };

static void append_mean_heads(struct page *p, const struct csv *c, const struct settings_shown *s)
{
    page_html(p, "<thead><tr>");
    html_column_head(&p->out, "method");
    for (size_t i = 0; i < s->n_axes; i++)
        html_column_head(&p->out, settings_name(s->axes[i]));
    html_column_head(&p->out, "mean AUC");
    html_column_head(&p->out, "sd over seeds");
    for (size_t i = 0; i < INTERVALS; i++)
        if (any(c, intervals[i].lo)) {
            struct text head = TEXT_INIT;
            text_format(&head, "95 %% over %s", intervals[i].head);
            html_column_head(&p->out, text_of(&head));
            text_release(&head);
        }
    html_column_head(&p->out, "runs");
    if (any(c, "published")) {
        html_column_head(&p->out, "printed");
        html_column_head(&p->out, "difference");
        html_column_head(&p->out, "verdict");
    }
    if (any(c, "gain"))
        html_column_head(&p->out, "over its base");
    html_column_head(&p->out, "notes");
    page_html(p, "</tr></thead>\n<tbody>\n");
}

static void append_gain(struct page *p, const struct csv *c, size_t row)
{
    struct text base = TEXT_INIT;
    page_html(p, "<td class=\"n\">");
    html_number(&p->out, csv_cell(c, row, "gain"), 4, SIGN_ALWAYS);
    if (*csv_cell(c, row, "base")) {
        settings_append_method(&base, p->suite, csv_cell(c, row, "base"));
        page_html(p, " <small>(");
        page_text(p, text_of(&base));
        page_html(p, ")</small>");
    }
    page_html(p, "</td>");
    text_release(&base);
}

static void append_mean(struct page *p, const struct csv *c, const struct settings_shown *s, size_t row)
{
    struct text words = TEXT_INIT;
    settings_append_method(&words, p->suite, csv_cell(c, row, "method"));
    page_html(p, "<tr>");
    html_row_head(&p->out, text_of(&words));
    for (size_t i = 0; i < s->n_axes; i++) {
        text_clear(&words);
        settings_append_word(&words, s->axes[i], csv_cell(c, row, s->axes[i]));
        html_cell_text(&p->out, text_of(&words));
    }
    text_release(&words);
    html_cell_number(&p->out, csv_cell(c, row, "mean"), 4, SIGN_BELOW_ZERO);
    html_cell_number(&p->out, csv_cell(c, row, "sd"), 4, SIGN_BELOW_ZERO);
    for (size_t i = 0; i < INTERVALS; i++)
        if (any(c, intervals[i].lo))
            append_interval(p, c, row, intervals[i].lo, intervals[i].hi);
    text_format(&p->out, "<td class=\"n\">%s",
                strcmp(csv_cell(c, row, "n_ok"), csv_cell(c, row, "n_planned")) ? "⚠ " : "");
    page_text(p, csv_cell(c, row, "n_ok"));
    page_html(p, "/");
    page_text(p, csv_cell(c, row, "n_planned"));
    page_html(p, "</td>");
    if (any(c, "published")) {
        html_cell_number(&p->out, csv_cell(c, row, "published"), 4, SIGN_BELOW_ZERO);
        html_cell_number(&p->out, csv_cell(c, row, "difference"), 4, SIGN_ALWAYS);
        page_html(p, "<td>");
        page_verdict(p, csv_cell(c, row, "verdict"));
        page_html(p, "</td>");
    }
    if (any(c, "gain"))
        append_gain(p, c, row);
    append_notes(p, c, row);
    page_html(p, "</tr>\n");
}

static void append_axis_row(struct page *p, const struct csv *c, size_t row)
{
    page_html(p, "<tr>");
    html_row_head(&p->out, csv_cell(c, row, "label"));
    html_cell_text(&p->out, csv_cell(c, row, "dataset"));
    html_cell_text(&p->out, csv_cell(c, row, "task"));
    html_cell_text(&p->out, settings_name(csv_cell(c, row, "axis")));
    html_cell_text(&p->out, csv_cell(c, row, "value"));
    html_cell_number(&p->out, csv_cell(c, row, "mean"), 4, SIGN_BELOW_ZERO);
    append_interval(p, c, row, "lo", "hi");
    page_html(p, "<td class=\"n\">");
    page_text(p, csv_cell(c, row, "n_ok"));
    page_html(p, "/");
    page_text(p, csv_cell(c, row, "n_planned"));
    page_html(p, "</td><td>");
    const int declared = strcmp(csv_cell(c, row, "declared"), "1") == 0;
    page_html(p, declared ? "declared" : "");
    if (strcmp(csv_cell(c, row, "best"), "1") == 0)
        text_format(&p->out, "%shighest of its line, on these images", declared ? ", " : "");
    page_html(p, "</td></tr>\n");
}

/* How many rows an experiment's means, and lines along its axes, have at most. */
static size_t mean_rows(const struct page *p)
{
    return page_share(p, PAGE_MEANS, PAGE_MEANS_LEAST, PAGE_MEANS);
}

static void append_axes(struct page *p, const struct experiment *x)
{
    static const char *const heads[] = { "line",     "data set", "task", "axis",  "value",
                                         "mean AUC", "95 %",     "runs", "notes", NULL };
    const struct csv *c = &x->tables[OF_SWEEP];
    const size_t shown = mean_rows(p);
    if (!c->n_rows)
        return;
    char *anchor = page_anchor(p, x->name, "axes"), *command = page_run_command(x);
    page_table(p, anchor, "Along its axes.",
               "An axis is a setting in which runs of one detector differ; a line has all other settings the same.");
    page_table_heads(p, heads);
    for (size_t row = 0; row < c->n_rows && row < shown; row++)
        append_axis_row(p, c, row);
    page_table_end(p, x, OF_SWEEP, command);
    page_more_rows(p, c->n_rows, shown);
    free(anchor);
    free(command);
}

static void append_means(struct page *p, const struct experiment *x)
{
    const struct csv *c = &x->tables[OF_SUMMARY];
    const size_t shown = mean_rows(p);
    struct settings_shown s;
    char *anchor = page_anchor(p, x->name, "means"), *command = page_run_command(x);
    settings_find(&s, c, NULL);
    page_table(
        p, anchor, "Means by method.",
        "AUC against all anomalies together, mean over tasks of the means over seeds. The intervals say what would be "
        "another: test images, the training's seeds, both, or the classes. “Runs”: done of planned.");
    append_mean_heads(p, c, &s);
    for (size_t row = 0; row < c->n_rows && row < shown; row++)
        append_mean(p, c, &s, row);
    page_table_end(p, x, OF_SUMMARY, command);
    page_more_rows(p, c->n_rows, shown);
    free(anchor);
    free(command);
}

void page_means(struct page *p, const struct experiment *x)
{
    if (x->tables[OF_SUMMARY].n_rows)
        append_means(p, x);
    else
        page_html(p, "<p class=\"state parts\">There are no means yet.</p>\n");
    append_axes(p, x);
}
