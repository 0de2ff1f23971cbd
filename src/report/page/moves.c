#include <string.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"

enum { MOST = 8 }; /* lines: the page begins with what a reader wants first */

/* The ends of a line of sweep.csv. */
struct ends {
    size_t low, high; /* rows */
    double least, most;
    size_t n;
};

static int same_line(const struct csv *c, size_t a, size_t b)
{
    static const char *const columns[] = { "dataset", "task", "label" };
    int same = 1;
    for (size_t i = 0; i < sizeof columns / sizeof *columns && same; i++)
        same = strcmp(csv_cell(c, a, columns[i]), csv_cell(c, b, columns[i])) == 0;
    return same;
}

static int same_axis(const struct csv *c, size_t a, size_t b)
{
    return strcmp(csv_cell(c, a, "axis"), csv_cell(c, b, "axis")) == 0;
}

static struct ends ends_of(const struct csv *c, size_t first)
{
    struct ends s = { .n = 0 };
    for (size_t row = first; row < c->n_rows && same_axis(c, first, row); row++) {
        double mean;
        if (!same_line(c, first, row) || !*csv_cell(c, row, "value") || parse_double(csv_cell(c, row, "mean"), &mean))
            continue;
        if (!s.n || mean < s.least) {
            s.low = row;
            s.least = mean;
        }
        if (!s.n || mean > s.most) {
            s.high = row;
            s.most = mean;
        }
        s.n++;
    }
    return s;
}

/* The line of an axis that varies most; its `n` below 2 for none. */
static struct ends widest(const struct csv *c, size_t first)
{
    struct ends best = { .n = 0 };
    size_t begun = 0;
    for (size_t row = first; row < c->n_rows && same_axis(c, first, row) && begun < PAGE_ROWS; row++) {
        if (row > first && same_line(c, row - 1, row)) /* is looked at already */
            continue;
        const struct ends s = ends_of(c, row);
        begun++;
        if (s.n > 1 && (best.n < 2 || s.most - s.least > best.most - best.least))
            best = s;
    }
    return best;
}

static void append_end(struct page *p, const struct csv *c, size_t row)
{
    html_number(&p->out, csv_cell(c, row, "mean"), 4, SIGN_BELOW_ZERO);
    page_html(p, " at ");
    page_text(p, csv_cell(c, row, "value"));
    page_partial(&p->out, c, row);
}

static void append_move(struct page *p, const char *anchor, const struct csv *c, const struct ends *s)
{
    page_html(p, "<li><b>Along ");
    page_text(p, settings_name(csv_cell(c, s->low, "axis")));
    text_format(&p->out, "</b> (<a href=\"#%s\">", anchor);
    page_text(p, csv_cell(c, s->low, "dataset"));
    page_html(p, "</a>) the mean AUC of ");
    page_text(p, csv_cell(c, s->low, "label"));
    page_html(p, " varies most: from ");
    append_end(p, c, s->low);
    page_html(p, " to ");
    append_end(p, c, s->high);
    page_html(p, "; who picks a value by this has tuned on the images that it is judged on.</li>\n");
}

void page_moves(struct page *p)
{
    const struct material *m = p->in->material;
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_SWEEP];
        for (size_t row = 0; row < c->n_rows && n < MOST; row++) {
            const struct ends s = settings_axis_begins(c, row) ? widest(c, row) : (struct ends) { .n = 0 };
            if (s.n < 2)
                continue;
            append_move(p, p->sections[i], c, &s);
            n++;
        }
    }
}
