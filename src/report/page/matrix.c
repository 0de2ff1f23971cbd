#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/columns.h"
#include "report/names.h"
#include "report/page/page_inside.h"
#include "report/page/settings.h"

enum { MOST = 12 }; /* more settings than this would not fit on a screen */

/* The pairs of one column of tests.csv, which stand behind each other, and who meets in them. */
struct meeting {
    const struct csv *c;
    size_t first, end; /* rows */
    struct party {
        const char *method;
        char *setting;
    } of[MOST];
    size_t n, beyond;        /* those that are in `of`; how often one was met for which there is no place */
    size_t pair[MOST][MOST]; /* the row of the later one against the earlier; `end` for none */
};

/* The number of a party, which is new where it has not been met; MOST where there is no place for it. */
static size_t party_of(struct meeting *m, const char *method, const char *setting)
{
    size_t i = 0;
    while (i < m->n && (strcmp(m->of[i].method, method) != 0 || strcmp(m->of[i].setting, setting) != 0))
        i++;
    if (i == m->n && i < MOST) {
        m->of[i] = (struct party) { .method = method, .setting = mem_string(setting) };
        m->n++;
    }
    m->beyond += i == MOST;
    return i;
}

/* The one that a row is about. */
static size_t one_of(struct meeting *m, size_t row)
{
    struct text setting = TEXT_INIT;
    method_setting_of_row(&setting, m->c, row, 0);
    const size_t one = party_of(m, csv_cell(m->c, row, "method"), text_of(&setting));
    text_release(&setting);
    return one;
}

static size_t against_of(struct meeting *m, size_t row)
{
    return party_of(m, csv_cell(m->c, row, "against"), csv_cell(m->c, row, "against_setting"));
}

/* The rows of one party stand behind each other. */
static int same_one(const struct csv *c, size_t row, size_t other)
{
    return strcmp(csv_cell(c, row, "method"), csv_cell(c, other, "method")) == 0 &&
           columns_same_settings(c, row, c, other);
}

/* Each behind all that it is compared with, so that all pairs are on one side of the diagonal. */
static void find_parties(struct meeting *m)
{
    for (size_t row = m->first, end; row < m->end; row = end) {
        for (end = row; end < m->end && same_one(m->c, row, end); end++)
            against_of(m, end);
        one_of(m, row);
    }
}

static void add_pair(struct meeting *m, size_t row)
{
    const size_t one = one_of(m, row), against = against_of(m, row);
    if (one < MOST && against < MOST)
        m->pair[one][against] = row;
}

static void gather(struct meeting *m, const struct csv *c, size_t first)
{
    *m = (struct meeting) { .c = c, .first = first, .end = first + 1 };
    while (m->end < c->n_rows && settings_same_column(c, first, m->end))
        m->end++;
    for (size_t i = 0; i < MOST; i++)
        for (size_t k = 0; k < MOST; k++)
            m->pair[i][k] = m->end;
    find_parties(m);
    for (size_t row = first; row < m->end; row++)
        add_pair(m, row);
}

static void release(struct meeting *m)
{
    for (size_t i = 0; i < m->n; i++)
        free(m->of[i].setting);
}

/* "LIS-AE", and its setting where the method has several. */
static void append_party(struct page *p, const struct meeting *m, size_t which, const char *scope)
{
    struct text name = TEXT_INIT;
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        n += strcmp(m->of[i].method, m->of[which].method) == 0;
    settings_append_method(&name, p->suite, m->of[which].method);
    text_format(&p->out, "<th scope=\"%s\">", scope);
    page_text(p, text_of(&name));
    if (n > 1) {
        page_html(p, " <small>");
        page_text(p, m->of[which].setting);
        page_html(p, "</small>");
    }
    page_html(p, "</th>");
    text_release(&name);
}

static void append_pair(struct page *p, const struct meeting *m, size_t row)
{
    if (row == m->end) {
        page_html(p, "<td></td>");
        return;
    }
    page_html(p, "<td class=\"pair\">");
    html_number(&p->out, csv_cell(m->c, row, "mean_difference"), 4, SIGN_ALWAYS);
    page_html(p, " <small>");
    page_decision(p, csv_cell(m->c, row, "decision"));
    if (*csv_cell(m->c, row, "mean_difference")) {
        static const char *const counts[] = { "wins", "ties", "losses" };
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            page_html(p, i ? "/" : " ");
            page_text(p, csv_cell(m->c, row, counts[i]));
        }
    }
    page_html(p, "</small></td>");
}

static void append_title(struct text *out, const struct meeting *m)
{
    struct text negatives = TEXT_INIT;
    settings_append_word(&negatives, "negative", csv_cell(m->c, m->first, "negative"));
    text_format(out, "Each method against each other on %s, %s, negatives %s.", csv_cell(m->c, m->first, "dataset"),
                csv_cell(m->c, m->first, "task"), text_of(&negatives));
    text_release(&negatives);
}

/* The first has nobody before it to be compared with, the last nobody behind it. */
static void append_matrix(struct page *p, const struct experiment *x, const struct meeting *m)
{
    struct text title = TEXT_INIT;
    char *anchor = page_anchor(p, x->name, "matrix");
    append_title(&title, m);
    page_table(p, anchor, text_of(&title),
               "The row less the column: mean difference of AUC over tasks, what the test says, tasks won/tied/lost.");
    page_html(p, "<thead><tr><td></td>");
    for (size_t i = 0; i + 1 < m->n; i++)
        append_party(p, m, i, "col");
    page_html(p, "</tr></thead>\n<tbody>\n");
    for (size_t i = 1; i < m->n; i++) {
        page_html(p, "<tr>");
        append_party(p, m, i, "row");
        for (size_t k = 0; k + 1 < m->n; k++)
            append_pair(p, m, m->pair[i][k]);
        page_html(p, "</tr>\n");
    }
    page_table_end(p, x, OF_TESTS, NULL);
    text_release(&title);
    free(anchor);
}

size_t page_matrices(struct page *p, const struct experiment *x)
{
    const struct csv *c = &x->tables[OF_TESTS];
    struct meeting m;
    size_t n = 0;
    for (size_t row = 0; row < c->n_rows; row = m.end) {
        gather(&m, c, row);
        if (m.n > 2 && !m.beyond) {
            append_matrix(p, x, &m);
            n++;
        }
        release(&m);
    }
    return n;
}
