#include <stdlib.h>

#include "base/memory.h"
#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* The rows of one column of a table, which stand behind each other. */
struct ranked_column {
    const struct csv *c;
    size_t first, end;
};

/* By mean rank, equal ones as the file has them; those without a rank last. */
static size_t *in_order(const struct ranked_column *of)
{
    const size_t n = of->end - of->first;
    size_t *rows = mem_alloc(n, sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        const char *cell = csv_cell(of->c, of->first + i, "mean_rank");
        const double rank = *cell ? strtod(cell, NULL) : 1e9;
        size_t at = i;
        for (; at > 0; at--) {
            const char *before = csv_cell(of->c, rows[at - 1], "mean_rank");
            if ((*before ? strtod(before, NULL) : 1e9) <= rank)
                break;
            rows[at] = rows[at - 1];
        }
        rows[at] = of->first + i;
    }
    return rows;
}

static void append_column(struct page *p, const struct ranked_column *of, const struct settings_shown *s)
{
    const struct csv *c = of->c;
    struct text negatives = TEXT_INIT;
    size_t *rows = in_order(of);
    settings_append_word(&negatives, "negative", csv_cell(c, of->first, "negative"));
    page_html(p, "<p>");
    page_text(p, csv_cell(c, of->first, "dataset"));
    page_html(p, ", ");
    page_text(p, csv_cell(c, of->first, "task"));
    if (negatives.length) {
        page_html(p, ", negatives ");
        page_text(p, text_of(&negatives));
    }
    page_html(p, ", ");
    page_text(p, csv_cell(c, of->first, "n_tasks"));
    page_html(p, " tasks: ");
    for (size_t i = 0; i < of->end - of->first; i++) {
        page_html(p, i ? ", " : "");
        page_method(p, c, s, rows[i]);
        page_html(p, " ");
        html_number(&p->out, csv_cell(c, rows[i], "mean_rank"), 1, SIGN_BELOW_ZERO);
    }
    page_html(p, ". Two are told apart by ranks that differ by ");
    html_number(&p->out, csv_cell(c, of->first, "rank_difference"), 1, SIGN_BELOW_ZERO);
    page_html(p, ".</p>\n");
    free(rows);
    text_release(&negatives);
}

/* Are there enough methods and tasks for ranks to say more than the means? */
static int is_worth_it(const struct ranked_column *of)
{
    return strtoul(csv_cell(of->c, of->first, "n_ranked"), NULL, 10) > 2 &&
           strtoul(csv_cell(of->c, of->first, "n_tasks"), NULL, 10) > 1;
}

void page_ranked(struct page *p, const struct experiment *x)
{
    enum { MOST = 25 }; /* more than this are a sweep, whose lines say more */
    struct ranked_column of = { .c = &x->tables[OF_MEAN_RANKS] };
    struct settings_shown s;
    size_t shown = 0;
    settings_find(&s, of.c, "method");
    settings_within_column(&s);
    for (of.first = 0; of.first < of.c->n_rows; of.first = of.end) {
        of.end = of.first + 1;
        while (of.end < of.c->n_rows && settings_same_column(of.c, of.first, of.end))
            of.end++;
        if (!is_worth_it(&of) || of.end - of.first > MOST)
            continue;
        if (!shown++) {
            page_fold(p, "", "Mean ranks over tasks");
            page_html(p,
                      "<p>1 is the highest AUC of a task. Ranks change with who else takes part, so read the pairs "
                      "first. How far two have to lie apart is Nemenyi’s, at 0.05 over all pairs of a column.</p>\n");
        }
        append_column(p, &of, &s);
    }
    if (shown) {
        page_table_from(p, x, OF_MEAN_RANKS, NULL);
        page_fold_end(p);
    }
}
