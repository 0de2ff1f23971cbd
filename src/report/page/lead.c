#include <string.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"

/* ---- how much of it is there ---- */

static void append_state(struct page *p)
{
    const struct material *m = p->in->material;
    const struct run_counts *n = &m->runs;
    const int whole = n->ok == n->planned && m->n; /* of `lisae incremental` alone there are no runs */
    text_format(&p->out, "<p class=\"state %s\" role=\"note\">", whole ? "whole" : "parts");
    if (!m->n) {
        page_html(p,
                  "<b>Nothing is here yet:</b> no experiment in the folders has tables. <code>lisae run</code> makes "
                  "them.");
    } else if (!n->planned) {
        page_html(p, "<b>✓ Whole:</b> classes that come one after the other are no runs");
    } else if (!n->ok) {
        page_html(p, "<b>✗ No run is done yet</b>, of ");
        html_count(&p->out, n->planned);
        page_html(p, " that are planned");
    } else if (whole) {
        page_html(p, "<b>✓ Whole:</b> all ");
        html_count(&p->out, n->ok);
        page_html(p, " runs are done");
    } else {
        page_html(p, "<b>⚠ Not whole:</b> ");
        html_count(&p->out, n->ok);
        page_html(p, " of ");
        html_count(&p->out, n->planned);
        page_html(p, " runs are done");
    }
    if (n->failed) {
        page_html(p, "; <b>");
        html_count(&p->out, n->failed);
        page_html(p, " failed</b>");
    }
    if (n->missing) {
        page_html(p, "; ");
        html_count(&p->out, n->missing);
        page_html(p, " are missing");
    }
    if (m->n && !whole)
        page_html(p, " (<a href=\"#unfinished\">which</a>). Means over fewer runs than planned have the number of runs "
                     "behind them, as in (10/30)");
    page_html(p, m->n ? ".</p>\n" : "</p>\n");
}

/* ---- the numbers at a glance ---- */

static void append_tile(struct page *p, const char *class, const char *name, size_t count, size_t of)
{
    text_format(&p->out, "<div class=\"%s\"><dt>", class);
    page_text(p, name);
    page_html(p, "</dt><dd>");
    html_count(&p->out, count);
    if (of) {
        page_html(p, " <small>of ");
        html_count(&p->out, of);
        page_html(p, "</small>");
    }
    page_html(p, "</dd></div>\n");
}

static void append_tiles(struct page *p)
{
    const struct material *m = p->in->material;
    const struct printed_counts *n = &p->printed->all;
    const size_t own = TOLERANCES - 1;
    if (!m->n)
        return;
    page_html(p, "<dl class=\"tiles\">\n");
    append_tile(p, "", "runs done", m->runs.ok, m->runs.planned);
    append_tile(p, m->runs.failed ? "bad" : "", "runs failed", m->runs.failed, 0);
    if (n->printed) {
        append_tile(p, "", "printed numbers redone", n->there, n->printed);
        append_tile(p, "match", "= match", n->match[own], 0);
        append_tile(p, "higher", "↑ higher", n->higher[own], 0);
        append_tile(p, "lower", "↓ lower", n->lower[own], 0);
    }
    page_html(p, "</dl>\n");
}

/* ---- in words ---- */

static void append_count(struct page *p, size_t n, const char *words)
{
    html_count(&p->out, n);
    page_html(p, words);
}

/* The paper's own method, and what it is compared with. */
static void say_lis_ae(struct page *p)
{
    const struct printed_counts *own = &p->printed->lis_ae, *all = &p->printed->all;
    const size_t by = TOLERANCES - 1;
    if (!own->there || own->there == all->there)
        return;
    page_html(p, ". Of the numbers of LIS-AE, in all its forms, ");
    append_count(p, own->match[by], " match, ");
    append_count(p, own->higher[by], " are higher, ");
    append_count(p, own->lower[by], " lower; of those of the others ");
    append_count(p, all->match[by] - own->match[by], " match, ");
    append_count(p, all->higher[by] - own->higher[by], " are higher, ");
    append_count(p, all->lower[by] - own->lower[by], " lower");
}

static void say_printed(struct page *p)
{
    const struct printed_counts *n = &p->printed->all;
    const size_t own = TOLERANCES - 1;
    if (!p->in->material->n)
        return;
    page_html(p, "<li>");
    if (!n->there) {
        page_html(p, "None of these results stands beside a number that the paper prints.</li>\n");
        return;
    }
    page_html(p, "<b>Printed and reproduced:</b> beside ");
    append_count(p, n->there, " of ");
    append_count(p, n->printed, " printed numbers stands a reproduced one. By its own tolerance ");
    append_count(p, n->match[own], " match, ");
    append_count(p, n->higher[own], " are higher than printed, ");
    append_count(p, n->lower[own], " lower");
    if (n->partial) {
        page_html(p, "; ");
        append_count(p, n->partial, " of them are of fewer runs than planned");
    }
    say_lis_ae(p);
    page_html(p, n->lower[own] ? " (<a href=\"#lower\">which are lower</a>).</li>\n" : ".</li>\n");
}

/* What a verdict rests on. */
static void say_how_sure(struct page *p)
{
    const struct printed_counts *n = &p->printed->all;
    if (!n->there)
        return;
    page_html(p, "<li><b>How sure:</b> ");
    for (size_t i = 0; i + 1 < TOLERANCES; i++) {
        page_html(p, i ? ", " : "");
        append_count(p, n->match[i], i ? " within " : " match within ");
        page_text(p, verdicts_tolerance(i));
    }
    page_html(p, " (<a href=\"#sensitivity\">by table</a>); in ");
    append_count(p, n->inside,
                 " the printed number lies in our 95 % interval over images and seeds, which stands "
                 "beside each mean.</li>\n");
}

static void say_again(struct page *p)
{
    if (!p->in->material->n)
        return;
    page_html(p, "<li><b>How to make it again:</b> ");
    page_html(p, p->printed->n ? "<code>make report</code> makes this page from the kept tables in a minute, "
                                 "<code>make table1 FRESH=1</code> trains a table here"
                               : "<code>lisae report FOLDER</code> makes this page from the tables, <code>lisae "
                                 "run</code> the tables from their spec");
    page_html(p, " (<a href=\"#again\">more</a>).</li>\n");
}

/* LIS-AE and what it starts from: rows of tests.csv of a detector with the flag, against one with the other. */
struct duels {
    size_t n, above, decided[4];
    const char *least, *most; /* cells */
    const char *method, *against;
};

static const char *const decisions[4] = { "higher", "lower", "no difference shown", "cannot be decided" };

static int has_flag(const struct page *p, const char *detector, unsigned flag)
{
    const struct detector *d = suite_find(p->suite, detector);
    return d && d->flags & flag;
}

static void count_duel(struct duels *d, const struct csv *c, size_t row)
{
    const char *cell = csv_cell(c, row, "mean_difference");
    double value, least, most;
    if (parse_double(cell, &value))
        return;
    if (!d->n || parse_double(d->least, &least) || value < least)
        d->least = cell;
    if (!d->n || parse_double(d->most, &most) || value > most)
        d->most = cell;
    d->method = csv_cell(c, row, "method");
    d->against = csv_cell(c, row, "against");
    d->n++;
    d->above += value > 0;
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++)
        d->decided[i] += strcmp(csv_cell(c, row, "decision"), decisions[i]) == 0;
}

static void find_duels(const struct page *p, struct duels *d)
{
    const struct material *m = p->in->material;
    *d = (struct duels) { .least = "", .most = "" };
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_TESTS];
        for (size_t row = 0; row < c->n_rows; row++)
            if (has_flag(p, csv_cell(c, row, "method"), BESIDE_FIRST_PHASE) &&
                has_flag(p, csv_cell(c, row, "against"), AS_FIRST_PHASE))
                count_duel(d, c, row);
    }
}

static void append_method(struct page *p, const char *method)
{
    struct text name = TEXT_INIT;
    settings_append_method(&name, p->suite, method);
    page_text(p, text_of(&name));
    text_release(&name);
}

static void say_duels(struct page *p)
{
    struct duels d;
    find_duels(p, &d);
    if (!d.n)
        return;
    page_html(p, "<li><b>");
    append_method(p, d.method);
    page_html(p, " against ");
    append_method(p, d.against);
    page_html(p, ",</b> which it starts from: its mean AUC is the higher one in ");
    append_count(p, d.above, " of ");
    append_count(p, d.n, d.n == 1 ? " comparison, the difference " : " comparisons, the differences between ");
    html_number(&p->out, d.least, 4, SIGN_ALWAYS);
    if (d.n > 1) {
        page_html(p, " and ");
        html_number(&p->out, d.most, 4, SIGN_ALWAYS);
    }
    page_html(p, ". Wilcoxon's exact test over tasks, after Holm, says: ");
    const char *between = "";
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
        if (!d.decided[i])
            continue;
        text_format(&p->out, "%s%s in ", between, decisions[i]);
        html_count(&p->out, d.decided[i]);
        between = ", ";
    }
    page_html(p, ".</li>\n");
}

static void say_highest(struct page *p)
{
    size_t highest, any;
    struct text winners = TEXT_INIT;
    page_count_highest(p, &highest, &any, &winners);
    if (any) {
        page_html(p, "<li><b>The highest mean</b> of methods that are not told the outliers' classes is that of "
                     "LIS-AE, in one of its forms, in ");
        append_count(p, highest, " of the ");
        append_count(p, any, any == 1 ? " row" : " rows");
        page_html(p, " of the <a href=\"#overview-table\">overview</a> that have it");
        page_html(p, winners.length ? "; elsewhere that of " : "");
        page_text(p, text_of(&winners));
        page_html(p, ".</li>\n");
    }
    text_release(&winners);
}

/* ", along γ, train.epochs": what the experiment varies. */
static void append_axes(struct page *p, const struct experiment *x)
{
    const struct csv *c = &x->tables[OF_SWEEP];
    const char *between = ", along ";
    for (size_t row = 0; row < c->n_rows; row++) {
        if (!settings_axis_begins(c, row))
            continue;
        page_html(p, between);
        page_text(p, settings_name(csv_cell(c, row, "axis")));
        between = ", ";
    }
}

static void say_what(struct page *p)
{
    const struct material *m = p->in->material;
    const char *between = "";
    if (!m->n)
        return;
    page_html(p, "<li><b>What was run:</b> ");
    html_count(&p->out, m->n);
    page_html(p, m->n == 1 ? " experiment, " : " experiments, ");
    for (size_t i = 0; i < m->n; i++) {
        text_format(&p->out, "%s<a href=\"#%s\">", between, p->sections[i]);
        page_text(p, m->of[i].title);
        page_html(p, "</a>");
        append_axes(p, &m->of[i]);
        between = "; ";
    }
    page_html(p, ".</li>\n");
}

void page_lead(struct page *p)
{
    append_state(p);
    append_tiles(p);
    page_html(p, "<ul class=\"lead\">\n");
    say_what(p);
    say_duels(p);
    say_highest(p);
    page_moves(p);
    say_printed(p);
    say_how_sure(p);
    say_again(p);
    page_html(p, "</ul>\n");
}
