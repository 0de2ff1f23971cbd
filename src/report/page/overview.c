#include <string.h>

#include "plan/columns.h"
#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* Rows of a summary.csv that are of one data set and kind of task. */
struct block {
    const struct csv *c;
    size_t first;           /* its first row */
    size_t best[2], n_best; /* the highest means of methods that are not told the outliers' classes */
    int any;                /* is there a mean of whatever method? */
    long ok, planned;
};

static int same_block(const struct csv *c, size_t a, size_t b)
{
    return strcmp(csv_cell(c, a, "dataset"), csv_cell(c, b, "dataset")) == 0 &&
           strcmp(csv_cell(c, a, "task"), csv_cell(c, b, "task")) == 0;
}

static double mean_of(const struct csv *c, size_t row)
{
    double mean;
    return parse_double(csv_cell(c, row, "mean"), &mean) ? -1 : mean;
}

static void add_to_best(struct block *g, size_t row)
{
    g->any |= mean_of(g->c, row) >= 0;
    if (mean_of(g->c, row) < 0 || method_is_supervised(csv_cell(g->c, row, "method")))
        return;
    size_t place = g->n_best;
    while (place && mean_of(g->c, row) > mean_of(g->c, g->best[place - 1]))
        place--;
    for (size_t i = 1; i > place; i--)
        g->best[i] = g->best[i - 1];
    if (place < 2) {
        g->best[place] = row;
        g->n_best += g->n_best < 2;
    }
}

static struct block block_from(const struct csv *c, size_t first)
{
    struct block g = { .c = c, .first = first };
    for (size_t row = first; row < c->n_rows; row++) {
        long ok, planned;
        if (!same_block(c, first, row))
            continue;
        if (parse_long(csv_cell(c, row, "n_ok"), &ok) == 0 &&
            parse_long(csv_cell(c, row, "n_planned"), &planned) == 0) {
            g.ok += ok;
            g.planned += planned;
        }
        add_to_best(&g, row);
    }
    return g;
}

static int begins_block(const struct csv *c, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (same_block(c, i, row))
            return 0;
    return 1;
}

/* "LIS-AE, γ 5: 0.9894". */
static void append_mean(struct page *p, const struct settings_shown *s, const struct csv *c, size_t row)
{
    struct text words = TEXT_INIT;
    settings_append_method(&words, p->suite, csv_cell(c, row, "method"));
    page_html(p, "<td>");
    page_text(p, text_of(&words));
    text_clear(&words);
    settings_append_axes(&words, s, c, row);
    if (words.length) {
        page_html(p, " <small>(");
        page_text(p, text_of(&words));
        page_html(p, ")</small>");
    }
    page_html(p, ": ");
    html_number(&p->out, csv_cell(c, row, "mean"), 4, SIGN_BELOW_ZERO);
    page_partial(&p->out, c, row);
    page_html(p, "</td>");
    text_release(&words);
}

static int is_lis_ae(const struct page *p, const struct csv *c, size_t row)
{
    const struct detector *d = suite_find(p->suite, csv_cell(c, row, "detector"));
    return d && d->flags & BESIDE_FIRST_PHASE;
}

/* The highest mean of LIS-AE, in a form that is not told the outliers' classes, in the block; below 0 for none. */
static double best_of_lis_ae(const struct page *p, const struct block *b)
{
    const struct csv *c = b->c;
    double best = -1;
    for (size_t row = b->first; row < c->n_rows; row++)
        if (same_block(c, b->first, row) && is_lis_ae(p, c, row) && mean_of(c, row) > best &&
            !method_is_supervised(csv_cell(c, row, "method")))
            best = mean_of(c, row);
    return best;
}

/* "OE-BCE (Table 2, SVHN; 10/30 runs)" */
static void append_winner(const struct page *p, const struct experiment *x, const struct block *b, struct text *out)
{
    const char *ok = csv_cell(b->c, b->best[0], "n_ok"), *planned = csv_cell(b->c, b->best[0], "n_planned");
    text_append(out, out->length ? ", " : "");
    settings_append_method(out, p->suite, csv_cell(b->c, b->best[0], "method"));
    text_format(out, " (%s; %s/%s runs)", x->title, ok, planned);
}

void page_count_highest(const struct page *p, size_t *highest, size_t *any, struct text *winners)
{
    const struct material *m = p->in->material;
    *highest = *any = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_SUMMARY];
        for (size_t first = 0; first < c->n_rows; first++) {
            if (!begins_block(c, first))
                continue;
            const struct block b = block_from(c, first);
            const double own = best_of_lis_ae(p, &b);
            if (own < 0)
                continue;
            (*any)++;
            if (own >= mean_of(c, b.best[0])) /* of equal ones each is the highest */
                (*highest)++;
            else
                append_winner(p, &m->of[i], &b, winners);
        }
    }
}

/* The settings that rows of one method differ in: data set and task are in columns of their own. */
static void leave_out(struct settings_shown *s, const char *column)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_axes; i++)
        if (strcmp(s->axes[i], column) != 0)
            s->axes[n++] = s->axes[i];
    s->n_axes = n;
}

static void append_row(struct page *p, size_t of, const struct settings_shown *s, const struct block *g)
{
    const struct experiment *x = &p->in->material->of[of];
    text_format(&p->out, "<tr><th scope=\"row\"><a href=\"#%s\">", p->sections[of]);
    page_text(p, x->title);
    page_html(p, "</a></th>");
    html_cell_text(&p->out, csv_cell(g->c, g->first, "dataset"));
    html_cell_text(&p->out, csv_cell(g->c, g->first, "task"));
    text_format(&p->out, "<td class=\"n\">%ld/%ld</td>", g->ok, g->planned);
    for (size_t i = 0; i < 2; i++) {
        if (i < g->n_best)
            append_mean(p, s, g->c, g->best[i]);
        else
            html_cell_text(&p->out, i == g->n_best && !i && g->any ? "– (only methods that are told)" : "–");
    }
    page_html(p, "</tr>\n");
}

/* One of which there are no means yet has a row, too. */
static void append_empty_row(struct page *p, size_t of)
{
    const struct experiment *x = &p->in->material->of[of];
    text_format(&p->out, "<tr><th scope=\"row\"><a href=\"#%s\">", p->sections[of]);
    page_text(p, x->title);
    page_html(p, "</a></th>");
    html_cell_text(&p->out, settings_constant(&x->tables[OF_AUC], "dataset"));
    html_cell_text(&p->out, "–");
    if (x->runs.planned)
        text_format(&p->out, "<td class=\"n\">%zu/%zu</td>", x->runs.ok, x->runs.planned);
    else
        html_cell_text(&p->out, "–");
    page_html(p, "<td>–</td><td>–</td></tr>\n");
}

void page_overview(struct page *p)
{
    static const char *const heads[] = {
        "experiment", "data set", "task", "runs done", "highest mean AUC", "next", NULL
    };
    const struct material *m = p->in->material;
    page_section(p, "overview", "Overview");
    if (m->n) {
        page_table(
            p, "overview-table", "The highest means of each experiment.",
            "Methods that are told the classes of the outliers (Sup.) are left out. Which one is highest was seen "
            "on the test data, so it is a description, no choice.");
        page_table_heads(p, heads);
    } else {
        page_html(p, "<p>There is nothing to show.</p>\n");
    }
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_SUMMARY];
        struct settings_shown s;
        settings_find(&s, c, "method");
        leave_out(&s, "dataset");
        leave_out(&s, "task");
        for (size_t row = 0; row < c->n_rows; row++)
            if (begins_block(c, row)) {
                const struct block g = block_from(c, row);
                append_row(p, i, &s, &g);
            }
        if (!c->n_rows)
            append_empty_row(p, i);
    }
    if (m->n)
        page_table_end(p, NULL, OF_SUMMARY, NULL);
    page_section_end(p);
}
