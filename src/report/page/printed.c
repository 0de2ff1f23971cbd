#include "report/page/printed.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"

static const char start[] = "table"; /* of the names of experiments that are made for a table */

static int any_made_for_table(const struct material *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (starts_with(m->of[i].name, start))
            return 1;
    return 0;
}

static int read_sources(struct printed_tables *t, const struct material *m, int chosen, struct error *e)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct experiment *x = &m->of[i];
        if ((chosen && !starts_with(x->name, start)) || !*x->sha256[OF_COMPARE] || !*x->sha256[OF_SUMMARY])
            continue;
        if (sources_add(&t->sources, x->folder, x->name, PLACE_RESULTS, e))
            return -1;
    }
    return 0;
}

/* The next table, which stays where the experiments are about it. */
static int make_table(struct printed_tables *t, const struct suite *suite, size_t which, int all, struct error *e)
{
    struct paper_table *table = &t->of[t->n];
    struct printed_counts *n = &t->counts[t->n];
    if (paper_table_make(table, &t->layout, &t->layout.tables[which], &t->published.cells, &t->sources, suite, e)) {
        paper_table_release(table);
        return -1;
    }
    printed_count(n, table, "");
    if (all || n->there) {
        printed_counts_add(&t->all, n);
        printed_count(&t->lis_ae, table, "lis-ae");
        t->n++;
    } else {
        *n = (struct printed_counts) { 0 };
        paper_table_release(table);
    }
    return 0;
}

int printed_make(struct printed_tables *t, const struct material *m, const struct suite *suite, const char *printed,
                 const char *editions, const char *layout, struct error *e)
{
    const int chosen = any_made_for_table(m);
    *t = (struct printed_tables) { .n = 0 };
    if (published_read(&t->published, printed, editions, e))
        return -1;
    if (!printed || !layout)
        return 0;
    if (layout_read(&t->layout, layout, e) || read_sources(t, m, chosen, e))
        return -1;
    t->of = mem_zero(t->layout.n + 1, sizeof *t->of);
    t->counts = mem_zero(t->layout.n + 1, sizeof *t->counts);
    for (size_t i = 0; i < t->layout.n; i++)
        if (make_table(t, suite, i, chosen, e))
            return -1;
    return 0;
}

void printed_release(struct printed_tables *t)
{
    for (size_t i = 0; i < t->n; i++)
        paper_table_release(&t->of[i]);
    free(t->of);
    free(t->counts);
    published_release(&t->published);
    layout_release(&t->layout);
    sources_release(&t->sources);
    *t = (struct printed_tables) { .n = 0 };
}
