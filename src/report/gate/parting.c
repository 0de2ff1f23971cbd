#include "report/gate/parting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/places.h"
#include "run/seal.h"
#include "run/table.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/ini.h"

enum { CHAIN_MAX = 4 }; /* a run, its first phase, and that one's, with some to spare */

/* The folders whose trainings a run is made of, the first one first. */
struct trainings {
    char *folder[CHAIN_MAX];
    size_t n;
};

/* The first phase that a folder started from; free(). NULL for none. */
static char *first_of(const char *results, const char *folder)
{
    struct text ignored = TEXT_INIT;
    struct ini meta = { 0 };
    char *path = path_join(folder, "meta.ini", NULL), *found = NULL;
    const char *id = path_exists(path) && ini_read(&meta, path, &ignored) == 0 ? ini_get(&meta, "run", "first_phase")
                                                                               : NULL;
    if (id && !strchr(id, '/')) {
        char *place = phase1_folder(results);
        found = path_join(place, id, NULL);
        free(place);
    }
    ini_release(&meta);
    text_release(&ignored);
    free(path);
    return found;
}

/* Kept tables have none; that is seen at once. */
static int has_runs(const struct gate_run *r)
{
    char *results = path_join(r->table->folder, "..", NULL), *runs = runs_folder(results);
    const int has = path_exists(runs);
    free(results);
    free(runs);
    return has;
}

static void find_trainings(struct trainings *t, const struct gate_run *r)
{
    char *results = path_join(r->table->folder, "..", NULL);
    char *place = place_of_run(results, r->table->experiment, r->id);
    char *folder = path_join(place, r->id, NULL);
    *t = (struct trainings) { .n = 0 };
    for (; folder && t->n < CHAIN_MAX; folder = t->n < CHAIN_MAX ? first_of(results, folder) : NULL)
        t->folder[t->n++] = folder;
    for (size_t i = 0; i < t->n / 2; i++) {
        char *swapped = t->folder[i];
        t->folder[i] = t->folder[t->n - 1 - i];
        t->folder[t->n - 1 - i] = swapped;
    }
    free(results);
    free(place);
}

static void release(struct trainings *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->folder[i]);
}

/* What the losses of one training say. */
enum losses { LOSSES_UNKNOWN, LOSSES_NONE, LOSSES_SAME, LOSSES_PART };

/* 1 where they are known: with chains, or none of a run that trains nothing. */
static int read_losses(struct csv *c, const char *folder)
{
    struct error ignored;
    struct ini meta;
    const int known = seal_open(&meta, folder, &ignored) == 0 &&
                      (!run_table_exists(folder, &meta, OF_RUN_LOSS) ||
                       (run_table_read(c, folder, &meta, OF_RUN_LOSS, &ignored) == 0 &&
                        (csv_column(c, "chain") >= 0 || !c->n_rows)));
    ini_release(&meta);
    return known;
}

static enum losses compare_losses(struct gate_parting *p, const char *a, const char *b)
{
    struct csv x = { 0 }, y = { 0 };
    enum losses how = LOSSES_UNKNOWN;
    if (read_losses(&x, a) && read_losses(&y, b)) {
        size_t i = 0;
        while (i < x.n_rows && i < y.n_rows && strcmp(csv_cell(&x, i, "chain"), csv_cell(&y, i, "chain")) == 0)
            i++;
        how = i < x.n_rows || i < y.n_rows ? LOSSES_PART : i ? LOSSES_SAME : LOSSES_NONE;
        if (how == LOSSES_PART) {
            const struct csv *longer = i < x.n_rows ? &x : &y;
            snprintf(p->stage, sizeof p->stage, "%s", csv_cell(longer, i, "stage"));
            parse_long(csv_cell(longer, i, "epoch"), &p->epoch);
        }
    }
    csv_release(&x);
    csv_release(&y);
    return how;
}

int parting_find(struct gate_parting *p, const struct gate_run *a, const struct gate_run *b)
{
    struct trainings x, y;
    enum losses how = LOSSES_NONE;
    int same = 0;
    *p = (struct gate_parting) { .stage = "" };
    if (!has_runs(a) || !has_runs(b))
        return 0;
    find_trainings(&x, a);
    find_trainings(&y, b);
    for (size_t i = 0; i < x.n && x.n == y.n && (how == LOSSES_NONE || how == LOSSES_SAME); i++) {
        how = compare_losses(p, x.folder[i], y.folder[i]);
        same |= how == LOSSES_SAME;
    }
    const int behind = same && (how == LOSSES_NONE || how == LOSSES_SAME);
    if (behind)
        snprintf(p->stage, sizeof p->stage, "scoring");
    release(&x);
    release(&y);
    return behind || how == LOSSES_PART;
}
