#include <string.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* Appends the different words of a column, in their order: "publisher, repacked". At most so many. */
static void append_distinct(struct page *p, const struct csv *c, const char *column)
{
    enum { MOST = 12 };
    const char *seen[MOST];
    size_t n = 0;
    for (size_t row = 0; row < c->n_rows && n < MOST; row++) {
        const char *word = csv_cell(c, row, column);
        size_t i = 0;
        while (i < n && strcmp(seen[i], word) != 0)
            i++;
        if (!*word || i < n)
            continue;
        page_html(p, n ? ", " : "");
        page_text(p, word);
        seen[n++] = word;
    }
    page_html(p, n == MOST ? ", …" : n ? "" : "–");
}

static void append_fact(struct page *p, const char *name, const struct csv *c, const char *column)
{
    text_format(&p->out, "<div><dt>%s</dt><dd>", name);
    append_distinct(p, c, column);
    page_html(p, "</dd></div>\n");
}

/* Images, classes and protocol: what the numbers are of. */
static void append_data(struct page *p, const struct experiment *x)
{
    const struct csv *auc = &x->tables[OF_AUC], *means = &x->tables[OF_SUMMARY];
    page_html(p, "<dl class=\"facts\">\n");
    append_fact(p, "data set", auc, "dataset");
    append_fact(p, "edition", auc, "edition");
    append_fact(p, "tasks", means, "n_tasks");
    append_fact(p, "seeds", means, "n_seeds");
    append_fact(p, "anomalies", auc, "anomalies");
    append_fact(p, "negatives", auc, "negative");
    text_format(&p->out, "<div><dt>runs done</dt><dd>%zu of %zu</dd></div>\n</dl>\n", x->runs.ok, x->runs.planned);
    const char *holdout = settings_constant(means, "holdout");
    if (*holdout && strcmp(holdout, "0") != 0) {
        page_html(p, "<p>Judged on every ");
        page_text(p, holdout);
        page_html(p, "th training image, held out for choosing, and not on the test split.</p>\n");
    } else if (*holdout) {
        page_html(p, "<p>Judged on the test split.</p>\n");
    }
}

/* "γ: 1, 2, 3": a line for each axis. */
static void append_axes(struct page *p, const struct experiment *x)
{
    enum { MOST = 40 };
    const struct csv *c = &x->tables[OF_SWEEP];
    for (size_t row = 0; row < c->n_rows; row++) {
        const char *axis = csv_cell(c, row, "axis"), *between = ": ";
        const char *seen[MOST];
        size_t n = 0;
        if (!settings_axis_begins(c, row))
            continue;
        page_html(p, "<p>Along ");
        page_text(p, settings_name(axis));
        for (size_t i = row; i < c->n_rows && n < MOST; i++) {
            const char *value = csv_cell(c, i, "value");
            size_t k = 0;
            while (k < n && strcmp(seen[k], value) != 0)
                k++;
            if (!*value || k < n || strcmp(csv_cell(c, i, "axis"), axis) != 0)
                continue;
            page_html(p, between);
            page_text(p, value);
            between = ", ";
            seen[n++] = value;
        }
        page_html(p, n == MOST ? ", … .</p>\n" : ".</p>\n");
    }
}

/* Where all rows agree a line says so; the columns of the table are for what differs. */
static void append_settings(struct page *p, const struct experiment *x)
{
    static const char *const said[] = { "dataset", "edition", "anomalies", "holdout", "task" };
    const struct csv *c = &x->tables[OF_SUMMARY];
    struct settings_shown s;
    const char *between = "<p>The same wherever it applies: ";
    settings_find(&s, c, NULL);
    for (size_t i = 0; i < s.n_constant; i++) {
        const char *word = settings_constant(c, s.constant[i]);
        size_t k = 0;
        while (k < sizeof said / sizeof *said && strcmp(said[k], s.constant[i]) != 0)
            k++;
        if (k < sizeof said / sizeof *said || strcmp(word, "0") == 0)
            continue;
        struct text shown = TEXT_INIT;
        settings_append_word(&shown, s.constant[i], word);
        text_format(&p->out, "%s%s ", between, settings_name(s.constant[i]));
        page_text(p, text_of(&shown));
        between = ", ";
        text_release(&shown);
    }
    page_html(p, *between == ',' ? ".</p>\n" : "");
}

static void append_spec(struct page *p, const struct experiment *x)
{
    if (!x->spec) {
        page_html(
            p, "<p>Its spec does not lie beside the tables; the text of each run is in the folder of the run.</p>\n");
        return;
    }
    page_fold(p, "", "The spec: all settings, and what is said of their choice");
    page_html(p, "<div class=\"box\" tabindex=\"0\" role=\"region\" aria-label=\"The spec\"><pre>");
    for (const char *line = x->spec; *line;) {
        const size_t n = strcspn(line, "\n");
        html_text_bytes(&p->out, line, n);
        page_html(p, "\n");
        line += n + (line[n] == '\n');
    }
    page_html(p, "</pre></div>\n");
    page_table_from(p, x, OF_SPEC, NULL);
    page_fold_end(p);
}

void page_experiment(struct page *p, const struct experiment *x, const char *anchor)
{
    const int has_runs = x->tables[OF_AUC].n_rows > 0;
    page_section(p, anchor, x->title);
    if (has_runs) {
        append_data(p, x);
        append_axes(p, x);
        append_settings(p, x);
        page_means(p, x);
    }
    page_figures(p, x->name);
    page_pairs(p, x);
    page_ranked(p, x);
    page_stress(p, x);
    page_incremental(p, x);
    page_plane(p, x);
    append_spec(p, x);
    if (has_runs)
        page_runs(p, x);
    page_made(p, x);
    page_section_end(p);
}
