/* Prints the canonical texts of the runs and first phases of a spec, in the order of their IDs, whether or not they
 * would be run: `lisae` refuses keys that change nothing, and every key of a text is to be seen off its default.
 * Usage: plan_texts DATA SPEC [section.key=value]... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "detect/registry.h"
#include "plan/grid.h"

static int by_id(const void *a, const void *b)
{
    const struct run *const *p = a, *const *q = b;
    return strcmp((*p)->id, (*q)->id);
}

static void print(const struct grid *g)
{
    const size_t n = g->n + g->n_phase1;
    const struct run **all = mem_alloc(n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = i < g->n ? &g->runs[i] : &g->phase1[i - g->n];
    if (n)
        qsort(all, n, sizeof *all, by_id);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(all[i]->id, all[i - 1]->id) != 0)
            fputs(all[i]->canonical, stdout);
    free(all);
}

int main(int argc, char **argv)
{
    struct suite suite;
    struct spec spec = { 0 };
    struct grid grid = { 0 };
    struct text problems = TEXT_INIT;
    struct error e = { .text = "" };
    if (argc < 3) {
        fputs("usage: plan_texts DATA SPEC [section.key=value]...\n", stderr);
        return 2;
    }
    int bad = suite_open(&suite, registry, &e) ||
              spec_read(&spec, &suite, argv[2], (const char *const *)argv + 3, (size_t)argc - 3, &problems) ||
              grid_make(&grid, &spec, argv[1], NULL, &problems);
    if (!bad)
        print(&grid);
    fprintf(stderr, "%s%s", e.text, text_of(&problems));
    grid_release(&grid);
    spec_release(&spec);
    suite_close(&suite);
    text_release(&problems);
    return bad ? 3 : 0;
}
