#include <stdlib.h>
#include <string.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"

static void append_heads(struct page *p, const struct settings_shown *s)
{
    static const char *const end[] = { "seed", "AUC", "95 % over images", "AP", "FPR at 95 %", "state", "run", NULL };
    page_html(p, "<thead><tr>");
    html_column_head(&p->out, "method");
    html_column_head(&p->out, "normal");
    for (size_t i = 0; i < s->n_axes; i++)
        html_column_head(&p->out, settings_name(s->axes[i]));
    for (const char *const *head = end; *head; head++)
        html_column_head(&p->out, *head);
    page_html(p, "</tr></thead>\n<tbody>\n");
}

/* The row of metrics.csv about all anomalies of a run as one set; n_rows for none. */
static size_t pooled_row(const struct csv_index *metrics, const char *id)
{
    const size_t *rows;
    const size_t n = csv_index_find(metrics, id, &rows);
    for (size_t i = 0; i < n; i++)
        if (strcmp(csv_cell(metrics->table, rows[i], "pooling"), "pooled") == 0)
            return rows[i];
    return metrics->table->n_rows;
}

static void append_metric(struct page *p, const struct csv_index *metrics, size_t row, const char *column)
{
    html_cell_number(&p->out, row < metrics->table->n_rows ? csv_cell(metrics->table, row, column) : "", 4,
                     SIGN_BELOW_ZERO);
}

static void append_run(struct page *p, const struct csv *c, const struct settings_shown *s,
                       const struct csv_index *metrics, size_t row)
{
    const size_t measured = pooled_row(metrics, csv_cell(c, row, "run_id"));
    struct text words = TEXT_INIT;
    settings_append_detector(&words, p->suite, c, row);
    page_html(p, "<tr>");
    html_row_head(&p->out, text_of(&words));
    html_cell_text(&p->out, csv_cell(c, row, "positive"));
    for (size_t i = 0; i < s->n_axes; i++) {
        text_clear(&words);
        settings_append_word(&words, s->axes[i], csv_cell(c, row, s->axes[i]));
        html_cell_text(&p->out, text_of(&words));
    }
    text_release(&words);
    html_cell_count(&p->out, csv_cell(c, row, "seed"));
    html_cell_number(&p->out, csv_cell(c, row, "auc"), 4, SIGN_BELOW_ZERO);
    page_html(p, "<td class=\"n\">");
    html_interval(&p->out, csv_cell(c, row, "auc_lo"), csv_cell(c, row, "auc_hi"), 4);
    page_html(p, "</td>");
    append_metric(p, metrics, measured, "ap");
    append_metric(p, metrics, measured, "fpr95");
    page_html(p, "<td>");
    page_text(p, csv_cell(c, row, "status"));
    page_html(p, *csv_cell(c, row, "mark") ? ", " : "");
    page_text(p, csv_cell(c, row, "mark"));
    page_html(p, "</td>");
    html_cell_text(&p->out, csv_cell(c, row, "run_id"));
    page_html(p, "</tr>\n");
}

static void append_held_back(struct page *p, const struct experiment *x, size_t n, size_t shown)
{
    if (n <= shown)
        return;
    page_html(p, "<p class=\"state parts\">");
    html_count(&p->out, shown);
    page_html(p, " of ");
    html_count(&p->out, n);
    page_html(p, " runs are shown; <code>");
    page_text(p, x->name);
    page_html(p, "/auc.csv</code> has all.</p>\n");
}

void page_runs(struct page *p, const struct experiment *x)
{
    const struct csv *c = &x->tables[OF_AUC];
    struct settings_shown s;
    struct csv_index metrics;
    const size_t shown = page_list_rows(p);
    size_t n = 0;
    settings_find(&s, c, NULL);
    csv_index_init(&metrics, &x->tables[OF_METRICS], "run_id");
    char *anchor = page_anchor(p, x->name, "runs"), *command = page_run_command(x);
    page_fold(p, "runs", "Each run");
    page_table(
        p, anchor, "Runs.",
        "AUC against all anomalies together with DeLong's 95 % interval, which is over the test images; average "
        "precision (AP), which depends on how many anomalies there are; share of normal images called anomalous where "
        "95 % of the anomalies are found.");
    append_heads(p, &s);
    for (size_t row = 0; row < c->n_rows; row++)
        if (material_is_run(c, row) && n++ < shown)
            append_run(p, c, &s, &metrics, row);
    page_table_end(p, x, OF_AUC, command);
    append_held_back(p, x, n, shown);
    page_fold_end(p);
    csv_index_release(&metrics);
    free(anchor);
    free(command);
}
