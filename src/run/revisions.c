#include "run/revisions.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/outcome.h"
#include "run/provenance.h"
#include "store/file.h"
#include "store/ini.h"

static const char UNKNOWN[] = "unknown";

/* Only the revision is read here: whether a result is good, others ask. */
static int is_other(struct revisions *r, const struct plan *p, const struct run *run, const char *results)
{
    struct ini meta = { 0 };
    struct text ignored = TEXT_INIT;
    char *base = outcome_place(p->experiment, run, results), *path = path_join(base, run->id, "meta.ini", NULL);
    const int is_there = path_exists(path) && ini_read(&meta, path, &ignored) == 0;
    const char *revision = is_there ? ini_get(&meta, "program", "revision") : NULL;
    const char *status = is_there ? ini_get(&meta, "run", "status") : NULL;
    int other = status && strcmp(status, "ok") == 0 && (!revision || strcmp(revision, provenance_revision()) != 0);
    if (!revision)
        revision = UNKNOWN;
    if (other)
        text_add_once(&r->names, ", ", revision, strlen(revision));
    ini_release(&meta);
    text_release(&ignored);
    free(base);
    free(path);
    return other;
}

void revisions_find(struct revisions *r, const struct plan *p, const char *results)
{
    *r = (struct revisions) { .runs = mem_zero(p->n, 1), .phase1 = mem_zero(p->n_phase1, 1) };
    for (size_t i = 0; i < p->n; i++)
        r->n_runs += r->runs[i] = (unsigned char)is_other(r, p, &p->runs[i], results);
    for (size_t i = 0; i < p->n_phase1; i++)
        r->n_phase1 += r->phase1[i] = (unsigned char)is_other(r, p, &p->phase1[i], results);
}

void revisions_release(struct revisions *r)
{
    free(r->runs);
    free(r->phase1);
    text_release(&r->names);
    *r = (struct revisions) { 0 };
}
