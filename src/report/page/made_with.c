#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/page/page_inside.h"

/* Rows of times.csv that agree in one or two columns. */
struct share {
    size_t first, n; /* its first row; rows */
    double seconds;  /* of training and scoring, NaN where one is below 0 */
    double longest;  /* training */
    const char *longest_cell, *memory_cell;
    double memory;
};

struct shares {
    struct share *of;
    size_t n;
};

static double number(const struct csv *c, size_t row, const char *column)
{
    double value;
    return parse_double(csv_cell(c, row, column), &value) ? 0 : value;
}

static void add(struct share *s, const struct csv *c, size_t row)
{
    const double train = number(c, row, "train_s"), score = number(c, row, "score_s");
    const double memory = number(c, row, "peak_memory_kib");
    s->seconds += train < 0 || score < 0 ? NAN : train + score;
    if (!s->n || train > s->longest) {
        s->longest = train;
        s->longest_cell = csv_cell(c, row, "train_s");
    }
    if (!s->n || memory > s->memory) {
        s->memory = memory;
        s->memory_cell = csv_cell(c, row, "peak_memory_kib");
    }
    s->n++;
}

static struct shares split_by(const struct csv *c, const char *column, const char *other)
{
    struct shares all = { 0 };
    for (size_t row = 0; row < c->n_rows; row++) {
        size_t i = 0;
        while (i < all.n && (strcmp(csv_cell(c, all.of[i].first, column), csv_cell(c, row, column)) != 0 ||
                             strcmp(csv_cell(c, all.of[i].first, other), csv_cell(c, row, other)) != 0))
            i++;
        if (i == all.n) {
            all.of = mem_resize(all.of, all.n + 1, sizeof *all.of);
            all.of[all.n++] = (struct share) { .first = row };
        }
        add(&all.of[i], c, row);
    }
    return all;
}

/* "3 h 05 min", "12 min", "40 s": whole ones, as the seconds of a shared machine are not known better. A dash
 * for what can be no duration. */
static void append_duration(struct page *p, double seconds)
{
    static const double MOST = 1e12; /* 30,000 years */
    if (!(seconds >= 0 && seconds < MOST)) {
        page_html(p, "<td class=\"n\">–</td>");
        return;
    }
    const unsigned long s = (unsigned long)(seconds + 0.5), minutes = (s + 30) / 60;
    text_format(&p->out, "<td class=\"n\"><data class=\"sum\" value=\"%lu\">", s);
    if (s < 60)
        text_format(&p->out, "%lu s", s);
    else if (minutes < 60)
        text_format(&p->out, "%lu min", minutes);
    else
        text_format(&p->out, "%lu h %02lu min", minutes / 60, minutes % 60);
    page_html(p, "</data></td>");
}

static void append_times(struct page *p, const struct experiment *x)
{
    static const char *const heads[] = { "method", "runs", "all of them", "longest training, s", "largest memory, KiB",
                                         NULL };
    const struct csv *c = &x->tables[OF_TIMES];
    struct shares all = split_by(c, "detector", "dataset");
    char *anchor = page_anchor(p, x->name, "times");
    page_table(
        p, anchor, "What it took.",
        "Processor time of training and scoring, without first phases that several runs share; on a machine with other "
        "work beside it, so it says no more than the order of size.");
    page_table_heads(p, heads);
    for (size_t i = 0; i < all.n; i++) {
        const struct detector *d = suite_find(p->suite, csv_cell(c, all.of[i].first, "detector"));
        struct text name = TEXT_INIT;
        text_format(&name, "%s, %s", d ? d->label : csv_cell(c, all.of[i].first, "detector"),
                    csv_cell(c, all.of[i].first, "dataset"));
        page_html(p, "<tr>");
        html_row_head(&p->out, text_of(&name));
        html_cell_size(&p->out, all.of[i].n);
        append_duration(p, all.of[i].seconds);
        html_cell_number(&p->out, all.of[i].longest_cell, 1, SIGN_BELOW_ZERO);
        html_cell_count(&p->out, all.of[i].memory_cell);
        page_html(p, "</tr>\n");
        text_release(&name);
    }
    page_table_end(p, x, OF_TIMES, NULL);
    free(anchor);
    free(all.of);
}

static void append_revisions(struct page *p, const struct experiment *x)
{
    static const char *const heads[] = { "revision of the program", "kernels", "runs", "notes", NULL };
    const struct csv *c = &x->tables[OF_TIMES];
    struct shares all = split_by(c, "revision", "kernels");
    char *anchor = page_anchor(p, x->name, "made-with");
    page_table(p, anchor, "What the runs were made with.",
               "Numbers of different kernels differ by rounding. A revision that is “dirty” had changes that were not "
               "committed.");
    page_table_heads(p, heads);
    for (size_t i = 0; i < all.n; i++) {
        const char *revision = csv_cell(c, all.of[i].first, "revision");
        page_html(p, "<tr>");
        html_row_head(&p->out, *revision ? revision : "unknown");
        page_html(p, "<td class=\"long\">");
        page_text(p, csv_cell(c, all.of[i].first, "kernels"));
        page_html(p, "</td>");
        html_cell_size(&p->out, all.of[i].n);
        page_html(p, strstr(revision, "-dirty") ? "<td>⚠ dirty</td></tr>\n" : "<td></td></tr>\n");
    }
    page_table_end(p, x, OF_TIMES, NULL);
    if (*x->sha256[OF_PROVENANCE])
        page_table_from(p, x, OF_PROVENANCE, NULL);
    free(anchor);
    free(all.of);
}

void page_made(struct page *p, const struct experiment *x)
{
    if (!x->tables[OF_TIMES].n_rows)
        return;
    page_fold(p, "made", "Times, program and kernels");
    append_times(p, x);
    append_revisions(p, x);
    page_fold_end(p);
}
