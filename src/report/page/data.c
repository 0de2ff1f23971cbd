#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/words.h"
#include "report/page/page_inside.h"

/* A data set that numbers are of: "" where nothing says it. */
struct used {
    const char *dataset, *edition, *payload;
    const char *origin; /* what the payload is from */
    const char *role;
    size_t *by, n_by; /* experiments */
};

struct all_used {
    struct used *of;
    size_t n;
};

static void add(struct all_used *all, const struct used *u, size_t by)
{
    size_t i = 0;
    while (i < all->n && (strcmp(all->of[i].dataset, u->dataset) != 0 || strcmp(all->of[i].edition, u->edition) != 0 ||
                          strcmp(all->of[i].payload, u->payload) != 0 || strcmp(all->of[i].origin, u->origin) != 0 ||
                          strcmp(all->of[i].role, u->role) != 0))
        i++;
    if (i == all->n) {
        all->of = mem_resize(all->of, all->n + 1, sizeof *all->of);
        all->of[all->n++] = *u;
    }
    struct used *to = &all->of[i];
    if (to->n_by && to->by[to->n_by - 1] == by)
        return;
    to->by = mem_resize(to->by, to->n_by + 1, sizeof *to->by);
    to->by[to->n_by++] = by;
}

/* Of data.csv, where the experiment has it. */
static const char *noted(const struct csv *data, const char *dataset, const char *column)
{
    for (size_t row = 0; row < data->n_rows; row++)
        if (strcmp(csv_cell(data, row, "dataset"), dataset) == 0)
            return csv_cell(data, row, column);
    return "";
}

/* What the edition's name stands for; "" where the program does not know it. */
static const char *known(const struct csv *editions, const char *dataset, const char *edition)
{
    for (size_t row = 0; row < editions->n_rows; row++)
        if (strcmp(csv_cell(editions, row, "dataset"), dataset) == 0 &&
            strcmp(csv_cell(editions, row, "edition"), edition) == 0)
            return csv_cell(editions, row, "payload");
    return "";
}

static void add_judged(const struct page *p, struct all_used *all, size_t which, const char *dataset,
                       const char *edition)
{
    const struct csv *data = &p->in->material->of[which].tables[OF_DATA];
    struct used u = { .dataset = dataset, .edition = edition, .role = "trained and judged on" };
    u.payload = strcmp(noted(data, dataset, "edition"), edition) == 0 ? noted(data, dataset, "payload") : "";
    u.origin = "noted with the tables";
    if (!*u.payload) {
        u.payload = known(&p->printed->published.data, dataset, edition);
        u.origin = "what this edition has by results/published/data.csv; not noted with the tables";
    }
    if (!*u.payload)
        u.origin = "not noted";
    add(all, &u, which);
}

static void add_negatives(const struct page *p, struct all_used *all, size_t which, const char *dataset)
{
    const struct csv *data = &p->in->material->of[which].tables[OF_DATA];
    struct used u = { .dataset = dataset, .role = "negatives" };
    u.edition = noted(data, dataset, "edition");
    u.payload = noted(data, dataset, "payload");
    u.origin = *u.payload ? "noted with the tables" : "not noted";
    add(all, &u, which);
}

static void gather(const struct page *p, struct all_used *all)
{
    const struct material *m = p->in->material;
    *all = (struct all_used) { 0 };
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *c = &m->of[i].tables[OF_AUC];
        const char *dataset = "", *edition = "", *negative = "";
        for (size_t row = 0; row < c->n_rows; row++) {
            /* thousands of rows are of the same */
            if (strcmp(csv_cell(c, row, "dataset"), dataset) != 0 ||
                strcmp(csv_cell(c, row, "edition"), edition) != 0) {
                dataset = csv_cell(c, row, "dataset");
                edition = csv_cell(c, row, "edition");
                add_judged(p, all, i, dataset, edition);
            }
            if (strcmp(csv_cell(c, row, "negative"), negative) != 0) {
                negative = csv_cell(c, row, "negative");
                if (negative_dataset(negative))
                    add_negatives(p, all, i, negative_dataset(negative));
            }
        }
    }
}

static void append_used(struct page *p, const struct used *u)
{
    page_html(p, "<tr>");
    html_row_head(&p->out, u->dataset);
    html_cell_text(&p->out, *u->edition ? u->edition : "not noted");
    html_cell_text(&p->out, u->role);
    page_html(p, "<td>");
    for (size_t i = 0; i < u->n_by; i++) {
        page_html(p, i ? ", " : "");
        page_text(p, p->in->material->of[u->by[i]].title);
    }
    page_html(p, "</td><td class=\"long\">");
    if (*u->payload) {
        page_html(p, "<code>");
        page_text(p, u->payload);
        page_html(p, "</code> ");
    }
    page_text(p, u->origin);
    page_html(p, "</td></tr>\n");
}

void page_data(struct page *p)
{
    static const char *const heads[] = { "data set", "edition", "used", "by", "SHA-256 of its files", NULL };
    struct all_used all;
    gather(p, &all);
    page_table(p, "data-sets", "Data sets and their editions.",
               "Two editions of a data set differ in their images, or in their order. The hash is over the "
               "names and hashes of the publisher's files (docs/datasets.md).");
    page_table_heads(p, heads);
    for (size_t i = 0; i < all.n; i++) {
        append_used(p, &all.of[i]);
        free(all.of[i].by);
    }
    page_table_end(p, NULL, OF_DATA, NULL);
    free(all.of);
}
