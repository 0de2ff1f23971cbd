#include <stdlib.h>

#include "report/page/page_inside.h"
#include "report/page/settings.h"
#include "report/text/sentences.h"

/* ---- how much of it is there ---- */

static void append_state(struct page *p)
{
    const struct material *m = p->in->material;
    const struct run_counts *n = &m->runs;
    const int whole = n->ok == n->planned && m->n; /* of `lisae incremental` alone there are no runs */
    text_format(&p->out, "<p class=\"state %s\" role=\"note\">", whole ? "whole" : "parts");
    const struct say say = { &p->out, SAY_HTML, 4 };
    if (!m->n) {
        page_html(p,
                  "<b>Nothing is here yet:</b> no experiment in the folders has tables. <code>lisae run</code> makes "
                  "them.");
    } else if (!n->planned) {
        page_html(p, "<b>✓ Whole:</b> classes that come one after the other are no runs");
    } else {
        page_html(p, !n->ok ? "<b>✗ Nothing is done yet:</b> " : whole ? "<b>✓ Whole:</b> " : "<b>⚠ Not whole:</b> ");
        sentence_runs(&say, n);
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

static void say_printed(struct page *p)
{
    const struct printed_counts *n = &p->printed->all;
    const struct say say = { &p->out, SAY_HTML, 4 };
    if (!p->in->material->n)
        return;
    page_html(p, n->there ? "<li><b>Printed and reproduced:</b> " : "<li>");
    sentence_printed(&say, n);
    if (p->printed->lis_ae.there && p->printed->lis_ae.there != n->there)
        page_html(p, ". ");
    sentence_shares(&say, &p->printed->lis_ae, n);
    page_html(p, n->lower[TOLERANCES - 1] ? " (<a href=\"#lower\">which are lower</a>).</li>\n" : ".</li>\n");
}

/* What a verdict rests on. */
static void say_how_sure(struct page *p)
{
    const struct printed_counts *n = &p->printed->all;
    const struct say say = { &p->out, SAY_HTML, 4 };
    if (!n->there)
        return;
    page_html(p, "<li><b>How sure:</b> ");
    sentence_tolerances(&say, n);
    page_html(p, " (<a href=\"#sensitivity\">by table</a>); in ");
    html_count(&p->out, n->inside);
    page_html(p, " the printed number lies in our 95 % interval over images and seeds, which stands beside each "
                 "mean.</li>\n");
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

static void say_duels(struct page *p)
{
    const struct say say = { &p->out, SAY_HTML, 4 };
    struct duels leading, others;
    duels_with_base(&leading, p->in->material, p->suite, 1);
    duels_with_base(&others, p->in->material, p->suite, 0);
    if (leading.n > leading.sides[DUEL_MISSING]) {
        page_html(p, "<li><b>LIS-AE and what it starts from:</b> ");
        page_html(p, others.n ? "in the experiments of the paper's tables " : "");
        sentence_duels(&say, p->suite, &leading);
        page_html(p, others.n > others.sides[DUEL_MISSING] ? ". In all others " : "");
        sentence_duels(&say, p->suite, &others);
        page_html(p, ".</li>\n");
    }
    duels_release(&leading);
    duels_release(&others);
}

/* Where those that learn from the same negatives are ahead. */
static void say_rivals(struct page *p)
{
    const struct say say = { &p->out, SAY_HTML, 4 };
    size_t n;
    const char **methods = duels_methods(p->in->material, "lis-ae", &n);
    if (n)
        page_html(p, "<li><b>Others with the same negatives:</b>\n<ul>\n");
    for (size_t i = 0; i < n; i++) {
        struct duels d;
        duels_between(&d, p->in->material, methods[i], "lis-ae");
        page_html(p, "<li>");
        sentence_where(&say, p->suite, &d);
        page_html(p, ".</li>\n");
        duels_release(&d);
    }
    page_html(p, n ? "</ul>\n</li>\n" : "");
    free(methods);
}

static void say_highest(struct page *p)
{
    const struct say say = { &p->out, SAY_HTML, 4 };
    size_t highest, any;
    struct text winners = TEXT_INIT;
    page_count_highest(p, &highest, &any, &winners);
    if (any) {
        page_html(p, "<li><b>The highest mean</b> ");
        sentence_highest(&say, highest, any, " of the <a href=\"#overview-table\">overview</a> that have it",
                         text_of(&winners));
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
    size_t others = 0;
    if (!m->n)
        return;
    page_html(p, "<li><b>What was run:</b> ");
    html_count(&p->out, m->n);
    page_html(p, m->n == 1 ? " experiment, " : " experiments, ");
    for (size_t i = 0; i < m->n; i++) {
        if (!material_leads(m, &m->of[i])) {
            others++;
            continue;
        }
        text_format(&p->out, "%s<a href=\"#%s\">", between, p->sections[i]);
        page_text(p, m->of[i].title);
        page_html(p, "</a>");
        append_axes(p, &m->of[i]);
        between = "; ";
    }
    if (others) {
        page_html(p, "; and ");
        html_count(&p->out, others);
        page_html(p, others == 1 ? " other" : " others");
        page_html(p, ", which the <a href=\"#overview\">overview</a> has, too");
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
    say_rivals(p);
    say_highest(p);
    page_moves(p);
    say_printed(p);
    say_how_sure(p);
    say_again(p);
    page_html(p, "</ul>\n");
}
