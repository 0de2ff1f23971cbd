/* Fuzz targets: INI files, specs with their plans, catalogue entries, tables, scores and ranks, folders of runs. */
#ifndef TESTS_FUZZ_TEXTS_H
#define TESTS_FUZZ_TEXTS_H

#include "data/catalogue.h"
#include "fuzz/work.h"
#include "report/collect.h"
#include "report/paper/published.h"
#include "run/kept.h"
#include "run/ranks.h"
#include "run/scores.h"
#include "store/csv.h"
#include "store/gzip.h"
#include "store/ini.h"

static inline void fuzz_ini(const uint8_t *bytes, size_t n)
{
    struct ini ini;
    struct text problems = TEXT_INIT, fitted = TEXT_INIT;
    ini_read_bytes(&ini, "fuzzed.ini", (const char *)bytes, n, &problems);
    for (size_t i = 0; i < ini.n; i++)
        if (ini_get(&ini, ini.entries[i].section, ini.entries[i].key) == NULL)
            abort();
    ini_release(&ini);
    text_append_bytes(&fitted, bytes, n);
    ini_fit(&fitted);
    text_release(&fitted);
    text_release(&problems);
}

/* A plan of many runs is slow, and no other than one of few. */
static inline int is_small(const struct spec *s)
{
    double runs = (double)s->n_seeds;
    for (size_t i = 0; i < s->axes.n; i++)
        runs *= (double)s->axes.of[i].list.n;
    for (size_t i = 0; i < s->fixed.n; i++)
        runs *= (double)s->fixed.of[i].list.n;
    return runs <= 12;
}

static inline void fuzz_spec(const uint8_t *bytes, size_t n)
{
    struct spec s;
    struct text problems = TEXT_INIT;
    put_bytes("fuzzed.ini", bytes, n);
    int bad = spec_read(&s, suite(), "fuzzed.ini", NULL, 0, &problems);
    if (bad != (problems.length ? -1 : 0))
        abort(); /* a refusal says why */
    if (!bad && is_small(&s)) {
        struct plan p;
        if (plan_make(&p, &s, "data", NULL, &problems) == 0)
            plan_release(&p);
        else if (!problems.length)
            abort();
    }
    spec_release(&s);
    text_release(&problems);
}

/* The text that a worker is given. */
static inline void fuzz_run(const uint8_t *bytes, size_t n)
{
    struct run r;
    struct error e;
    put_bytes("run.ini", bytes, n);
    if (run_read(&r, suite(), "run.ini", &e) == 0)
        run_release(&r);
}

static inline void fuzz_catalogue(const uint8_t *bytes, size_t n)
{
    struct catalogue_entry c;
    struct text problems = TEXT_INIT;
    put_bytes("fuzzed.ini", bytes, n);
    int bad = catalogue_read(&c, "fuzzed.ini", &problems);
    if (bad && !problems.length)
        abort();
    catalogue_release(&c);
    text_release(&problems);
}

static inline void fuzz_csv(const uint8_t *bytes, size_t n)
{
    struct csv c = { 0 };
    struct error e;
    put_bytes("fuzzed.csv", bytes, n);
    if (csv_read(&c, "fuzzed.csv", &e) == 0 && c.n_columns) {
        struct csv_index x;
        csv_index_init(&x, &c, c.columns[0]);
        csv_index_release(&x);
    }
    csv_release(&c);
    struct published printed;
    published_read(&printed, "fuzzed.csv", NULL, &e);
    published_release(&printed);
    published_read(&printed, NULL, "fuzzed.csv", &e);
    published_release(&printed);
}

static inline void fuzz_scores(const uint8_t *bytes, size_t n)
{
    struct scores s;
    struct error e;
    put_bytes("fuzzed.csv", bytes, n);
    if (scores_read(&s, "fuzzed.csv", &e) == 0)
        scores_release(&s);
}

/* What is read is written again, and is the same then. */
static inline void fuzz_ranks(const uint8_t *bytes, size_t n)
{
    struct ranks r, again;
    struct error e;
    if (gzip_write("fuzzed.gz", bytes, n, &e))
        abort();
    if (ranks_read(&r, "fuzzed.gz", &e))
        return;
    if (ranks_write("again.gz", r.run, &r.scores, r.labels, &e) || ranks_read(&again, "again.gz", &e) ||
        again.scores.n != r.scores.n || again.labels != r.labels ||
        memcmp(again.scores.score, r.scores.score, r.scores.n * sizeof *r.scores.score) != 0)
        abort();
    ranks_release(&r);
    ranks_release(&again);
}

/* auc.csv, times.csv and perhaps metrics.csv, which a merging takes rows from. */
static inline void fuzz_kept(const uint8_t *bytes, size_t n)
{
    const uint8_t *part;
    struct kept_tables k;
    struct error e;
    size_t length = next_part(&bytes, &n, &part);
    if (folder_make("kept", &e))
        abort();
    put_bytes("kept/auc.csv", part, length);
    length = next_part(&bytes, &n, &part);
    put_bytes("kept/times.csv", part, length);
    length = next_part(&bytes, &n, &part);
    remove("kept/metrics.csv");
    if (length)
        put_bytes("kept/metrics.csv", part, length);
    if (kept_read(&k, (const char *const[]) { "kept", NULL }, &e) == 0)
        for (size_t i = 0; i < k.of[0].auc.n_rows; i++) {
            kept_row_done(&k.of[0], i);
            struct precision p;
            kept_find(&k, csv_cell(&k.of[0].auc, i, "run_id"));
            kept_precision(&k.of[0], csv_cell(&k.of[0].auc, i, "run_id"), "all", &p);
        }
    kept_release(&k);
}

/* The files of a run's folder, which goes into the tables; without one for spec.ini it has the right one. */
static inline void fuzz_result(const uint8_t *bytes, size_t n)
{
    static const char *const names[] = { "meta.ini", "metrics.csv",   "roc.csv", "tradeoff.csv",
                                         "loss.csv", "scores.csv.gz", "spec.ini" };
    const uint8_t *part;
    static struct plan p;
    struct tally tally;
    struct error e = { .text = "" };
    if (!p.n)
        outcomes_plan(&p, "raw-l2");
    const struct run *r = &p.runs[0];
    char *base = outcome_folder(r, "results"), *folder = path_join(base, r->id, NULL);
    folder_remove(folder, NULL);
    if (folder_make(folder, &e))
        abort();
    put_run_file(&p, r, "spec.ini", r->canonical);
    for (size_t i = 0; i < sizeof names / sizeof *names && n; i++) {
        char *path = path_join(folder, names[i], NULL);
        size_t length = next_part(&bytes, &n, &part);
        put_bytes(path, part, length);
        free(path);
    }
    if (collect(&p, "results", "results/t", NULL, &tally, &e) && !e.text[0])
        abort();
    free(folder);
    free(base);
}

#endif
