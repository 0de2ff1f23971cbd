#include <string.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"

static void append_failed_row(struct page *p, const struct experiment *x, size_t row)
{
    const struct csv *c = &x->tables[OF_AUC];
    struct text name = TEXT_INIT;
    settings_append_detector(&name, p->suite, c, row);
    page_html(p, "<tr>");
    html_row_head(&p->out, csv_cell(c, row, "run_id"));
    html_cell_text(&p->out, x->title);
    html_cell_text(&p->out, text_of(&name));
    html_cell_text(&p->out, csv_cell(c, row, "positive"));
    html_cell_text(&p->out, csv_cell(c, row, "variant"));
    html_cell_count(&p->out, csv_cell(c, row, "seed"));
    page_html(p, "<td class=\"long\">");
    page_text(p, csv_cell(c, row, "reason"));
    page_html(p, "</td></tr>\n");
    text_release(&name);
}

static void append_failed(struct page *p)
{
    static const char *const heads[] = { "run",  "experiment", "method", "normal classes", "other settings",
                                         "seed", "reason",     NULL };
    const struct material *m = p->in->material;
    size_t n = 0;
    page_table(p, "failed", "Runs that failed, and why.", "");
    page_table_heads(p, heads);
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_AUC];
        for (size_t row = 0; row < c->n_rows; row++)
            if (material_is_run(c, row) && strcmp(csv_cell(c, row, "status"), "failed") == 0 && n++ < PAGE_ROWS)
                append_failed_row(p, &m->of[i], row);
    }
    page_table_end(p, NULL, OF_AUC, "lisae run");
    page_left_out(p, n, "the rows of <code>auc.csv</code> with status <code>failed</code>");
}

static int is_whole(const struct csv *c, size_t row)
{
    return strcmp(csv_cell(c, row, "n_ok"), csv_cell(c, row, "n_planned")) == 0;
}

static void append_missing_row(struct page *p, const struct experiment *x, const struct settings_shown *s, size_t row)
{
    const struct csv *c = &x->tables[OF_SUMMARY];
    struct text words = TEXT_INIT;
    page_html(p, "<tr>");
    settings_append_method(&words, p->suite, csv_cell(c, row, "method"));
    html_row_head(&p->out, text_of(&words));
    html_cell_text(&p->out, x->title);
    text_clear(&words);
    settings_append_axes(&words, s, c, row);
    html_cell_text(&p->out, text_of(&words));
    html_cell_count(&p->out, csv_cell(c, row, "n_ok"));
    html_cell_count(&p->out, csv_cell(c, row, "n_planned"));
    page_html(p, "</tr>\n");
    text_release(&words);
}

static void append_missing(struct page *p)
{
    static const char *const heads[] = { "method", "experiment", "settings", "runs done", "planned", NULL };
    const struct material *m = p->in->material;
    size_t n = 0;
    page_fold(p, "", "Means that are not whole, or not there at all");
    page_table(p, "missing", "Means of fewer runs than planned.", "");
    page_table_heads(p, heads);
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_SUMMARY];
        struct settings_shown s;
        settings_find(&s, c, "method");
        for (size_t row = 0; row < c->n_rows; row++)
            if (!is_whole(c, row) && n++ < PAGE_ROWS)
                append_missing_row(p, &m->of[i], &s, row);
    }
    page_table_end(p, NULL, OF_SUMMARY, "lisae run");
    page_left_out(p, n, "the rows of <code>summary.csv</code> with <code>n_ok</code> below <code>n_planned</code>");
    page_fold_end(p);
}

static void append_counts(struct page *p)
{
    static const char *const heads[] = { "experiment", "planned", "done", "failed", "missing", NULL };
    const struct material *m = p->in->material;
    page_table(p, "states", "Runs by experiment.",
               "What several experiments share is counted in each of them here, and once above.");
    page_table_heads(p, heads);
    for (size_t i = 0; i < m->n; i++) {
        const struct run_counts *n = &m->of[i].runs;
        if (!n->planned)
            continue; /* tables of `lisae incremental` alone */
        page_html(p, "<tr>");
        html_row_head(&p->out, m->of[i].title);
        html_cell_size(&p->out, n->planned);
        html_cell_size(&p->out, n->ok);
        html_cell_size(&p->out, n->failed);
        html_cell_size(&p->out, n->missing);
        page_html(p, "</tr>\n");
    }
    page_table_end(p, NULL, OF_AUC, NULL);
}

void page_unfinished(struct page *p)
{
    const struct material *m = p->in->material;
    page_section(p, "unfinished", "Failed and missing");
    if (m->n && m->runs.planned && m->runs.ok == m->runs.planned)
        page_html(p, "<p>Nothing failed, and nothing is missing.</p>\n");
    if (m->n)
        append_counts(p);
    if (m->runs.failed)
        append_failed(p);
    if (m->runs.ok < m->runs.planned)
        append_missing(p);
    page_section_end(p);
}
