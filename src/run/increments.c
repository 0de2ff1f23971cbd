#include "run/increments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "nn/blas_buffer.h"
#include "run/provenance.h"
#include "store/file.h"

/* ---- which parts there are ---- */

/* All that a part depends on. */
static void print_part(const struct plan *p, const struct increment *part, struct text *out)
{
    incremental_request_print(&p->incremental, out);
    text_format(out, "method = %s\n%s", part->method, part->run->canonical);
}

static void name_text(const struct text *of, char id[RUN_ID])
{
    char sum[SHA256_HEX];
    hash_text(text_of(of), sum);
    snprintf(id, RUN_ID, "%.*s", RUN_ID - 1, sum);
}

static void add(struct increments *l, const struct plan *p, const struct run *r, int rival)
{
    struct text what = TEXT_INIT;
    l->of = mem_resize(l->of, l->n + 1, sizeof *l->of);
    struct increment *part = &l->of[l->n++];
    *part = (struct increment) { .run = r,
                                 .rival = rival,
                                 .method = rival < 0 ? r->detector->name : incremental_rivals[rival] };
    print_part(p, part, &what);
    name_text(&what, part->id);
    text_release(&what);
}

static int same_images(const struct run *a, const struct run *b)
{
    return a->seed == b->seed && strcmp(a->dataset, b->dataset) == 0;
}

/* Is it the first run of its data set, seed and, where that counts, detector? The others are those of other classes. */
static int is_first(const struct plan *p, size_t i, int by_detector)
{
    for (size_t k = 0; k < i; k++)
        if (same_images(&p->runs[k], &p->runs[i]) && (!by_detector || p->runs[k].detector == p->runs[i].detector))
            return 0;
    return 1;
}

static int has_phase1(const struct run *r)
{
    const struct detector *first = detector_first(r->detector, &r->settings);
    return first && strcmp(first->name, "phase1") == 0;
}

/* The run whose autoencoder rivals take: of the same images, starting from phase 1; else `r` itself. */
static const struct run *with_phase1(const struct plan *p, const struct run *r)
{
    for (size_t i = 0; i < p->n; i++)
        if (same_images(&p->runs[i], r) && has_phase1(&p->runs[i]))
            return &p->runs[i];
    return r;
}

static int add_rivals(struct increments *l, const struct plan *p, const struct run *r, struct error *e)
{
    const struct run *from = with_phase1(p, r);
    const char *rivals = p->incremental.rivals;
    for (int k = 0; k < INCREMENTAL_RIVALS; k++) {
        if (!incremental_has_rival(rivals, k))
            continue;
        if (has_phase1(from) || !incremental_rival_needs_first(k))
            add(l, p, from, k);
        else if (strcmp(rivals, "all") != 0)
            return error_set(e,
                             "'rivals' in [incremental]: '%s' looks at a shared autoencoder: expected a detector "
                             "that starts from one in [detectors], such as lis-ae, found none",
                             incremental_rivals[k]);
    }
    return 0;
}

int increments_list(struct increments *l, const struct plan *p, struct error *e)
{
    *l = (struct increments) { 0 };
    for (size_t i = 0; i < p->n; i++) {
        if (!is_first(p, i, 0))
            continue;
        for (size_t k = i; k < p->n; k++)
            if (same_images(&p->runs[k], &p->runs[i]) && is_first(p, k, 1))
                add(l, p, &p->runs[k], -1);
        if (add_rivals(l, p, &p->runs[i], e))
            return -1;
    }
    return 0;
}

void increments_release(struct increments *l)
{
    free(l->of);
    *l = (struct increments) { 0 };
}

/* ---- where they are ---- */

char *increments_folder(const char *results)
{
    return path_join(results, "incremental", NULL);
}

char *increment_place(const char *results, const struct increment *part)
{
    return path_join(results, "incremental", part->id, NULL);
}

int increment_done(const char *results, const struct increment *part)
{
    char *place = increment_place(results, part);
    int done = path_exists(place);
    free(place);
    return done;
}

/* ---- doing one ---- */

struct work {
    const struct plan *plan;
    const struct increment *part;
    const struct progress *progress;
    char *base; /* RESULTS/incremental */
    uint64_t seed;
    struct arrivals arrivals;
};

static int open_images(struct work *w, const char *data, struct error *e)
{
    const struct run *r = w->part->run;
    const struct arrivals_wanted wanted = { r->task.train_limit, r->task.test_limit, run_seed(r, "split"), w->seed };
    struct dataset set = { 0 };
    const int bad = dataset_open(&set, data, r->dataset, e) || dataset_expect(&set, r->payload, e) ||
                    arrivals_make(&w->arrivals, &set, &w->plan->incremental, &wanted, e);
    dataset_release(&set);
    return bad ? -1 : 0;
}

static char *first_path(const struct work *w, const struct run *first)
{
    struct text what = TEXT_INIT, name = TEXT_INIT;
    char id[RUN_ID];
    incremental_request_print(&w->plan->incremental, &what);
    text_append(&what, first->canonical);
    name_text(&what, id);
    text_format(&name, "first-%s.lisae", id);
    char *path = path_join(w->base, text_of(&name), NULL);
    text_release(&what);
    text_release(&name);
    return path;
}

static int open_first(const struct work *w, const struct run *r, struct archive *a, struct error *e);

/* Trains the first phase on the classes that are there at first, and keeps it. */
static int make_first(const struct work *w, const struct run *first, const char *path, struct error *e)
{
    struct archive before = { 0 };
    struct images base;
    struct fit_report report = { 0 };
    if (open_first(w, first, &before, e))
        return -1;
    arrivals_join(&w->arrivals, w->arrivals.base, -1, &base);
    const struct fit_input in = { .settings = &first->settings,
                                  .positive = &base,
                                  .seed = rng_seed_for(w->seed, "first", ""),
                                  .first = before.map ? &before : NULL,
                                  .progress = w->progress };
    void *model = first->detector->fit(first->detector, &in, &report, e);
    struct archive_writer *to = model ? archive_create(path, e) : NULL;
    int bad = !to;
    if (to) {
        archive_add_text(to, "detector", first->detector->name);
        first->detector->save(model, to);
        bad = archive_commit(to, e);
    }
    if (model)
        first->detector->free(model);
    fit_report_release(&report);
    images_release(&base);
    archive_release(&before);
    return bad ? -1 : 0;
}

/* What a run or first phase starts from; nothing where it starts from none. archive_release(). */
static int open_first(const struct work *w, const struct run *r, struct archive *a, struct error *e)
{
    struct run first;
    if (!detector_first(r->detector, &r->settings))
        return 0;
    run_phase1(r, &first);
    char *path = first_path(w, &first);
    int is_there = path_exists(path), bad = 0;
    if (run_learns_negative(&first))
        bad = error_set(e, "%s: its first phase learns from negatives, and cannot be shared by classes",
                        r->detector->name);
    if (!bad && is_there && archive_open(a, path, e)) {
        archive_release(a);
        is_there = 0; /* damaged: it is made anew, unless it may be whole */
        bad = error_spares_file(e);
    }
    if (!bad && !is_there)
        bad = make_first(w, &first, path, e) || archive_open(a, path, e);
    bad = bad || archive_expect_finite(a, path, e);
    run_release(&first);
    free(path);
    return bad ? -1 : 0;
}

static int measure(const struct work *w, const char *folder, struct error *e)
{
    const struct increment *part = w->part;
    const struct part_subject subject = { part->run->dataset, part->method, part->id, part->run->seed };
    const int needs = part->rival < 0 || incremental_rival_needs_first(part->rival);
    struct archive first = { 0 };
    struct part_tables tables = { 0 };
    int bad = needs && open_first(w, part->run, &first, e);
    const struct incremental_task task = { .arrivals = &w->arrivals,
                                           .request = &w->plan->incremental,
                                           .detector = part->run->detector,
                                           .settings = &part->run->settings,
                                           .first = first.map ? &first : NULL,
                                           .seed = w->seed,
                                           .progress = w->progress };
    bad = bad || part_tables_begin(&tables, &subject, &w->arrivals, folder, e) ||
          (part->rival < 0 ? incremental_one_each(&task, &tables, e)
                           : incremental_rival(&task, part->rival, &tables, e)) ||
          part_tables_commit(&tables, e);
    part_tables_release(&tables);
    archive_release(&first);
    return bad ? -1 : 0;
}

/* What it depends on, and what made it. */
static int describe(const struct work *w, const char *folder, struct error *e)
{
    struct text what = TEXT_INIT, program = TEXT_INIT;
    char *part = path_join(folder, "part.ini", NULL), *made = path_join(folder, "made.ini", NULL);
    print_part(w->plan, w->part, &what);
    provenance_describe(&program);
    int bad = file_write(part, text_of(&what), what.length, e) ||
              file_write(made, text_of(&program), program.length, e);
    text_release(&what);
    text_release(&program);
    free(part);
    free(made);
    return bad;
}

int increment_do(const struct plan *p, const struct increment *part, const char *results, const char *data,
                 const struct progress *progress, struct error *e)
{
    const struct run *r = part->run;
    struct work w = { .plan = p, .part = part, .progress = progress, .base = increments_folder(results) };
    char *place = increment_place(results, part), *temporary = NULL;
    w.seed = rng_seed_for((uint64_t)r->seed, "incremental", r->dataset);
    int bad = libraries_load(e) || blas_buffer_take(e) || folder_make(w.base, e) || open_images(&w, data, e) ||
              !(temporary = folder_begin(w.base, part->id, e)) || measure(&w, temporary, e) ||
              describe(&w, temporary, e) || folder_put(temporary, place, e) || folder_flush(w.base, e);
    if (bad && temporary)
        folder_remove(temporary, NULL);
    arrivals_release(&w.arrivals);
    free(w.base);
    free(place);
    free(temporary);
    return bad ? error_prefix(e, "%s (%s, seed %ld)", part->method, r->dataset, r->seed) : 0;
}
