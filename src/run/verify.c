#include "run/verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plan/run.h"
#include "run/content.h"
#include "run/digest.h"
#include "run/judge.h"
#include "run/kept_ranks.h"
#include "run/scores.h"
#include "run/seal.h"
#include "run/table.h"
#include "store/archive.h"
#include "store/file.h"

/* The folder that is looked at. */
struct subject {
    const char *folder;
    struct run run;
    struct ini meta;
};

static int differs(const struct csv *c, size_t row, const char *column, double found)
{
    double kept;
    const char *cell = csv_cell(c, row, column);
    if (!*cell || isnan(found))
        return *cell || !isnan(found);
    return parse_double(cell, &kept) || !judge_agrees(kept, found);
}

/* A row of metrics.csv or auc.csv against the scores; `from` is where these are. */
static int compare_row(const struct detector *detector, const struct csv *table, const char *path, size_t row,
                       const struct scores *scores, const char *from, struct error *e)
{
    long class = -1; /* all */
    struct judgement j;
    parse_long(csv_cell(table, row, "outlier"), &class);
    if (judge_scores(detector, scores, (int)class, &j, e))
        return error_prefix(e, "%s", from);
    const struct {
        const char *column;
        double found;
    } cells[] = { { "auc", j.auc.auc },
                  { "auc_lo", j.auc.lo },
                  { "auc_hi", j.auc.hi },
                  { "n_positive", (double)j.auc.n_normal },
                  { "n_outlier", (double)j.auc.n_anomaly },
                  { "ap", j.precision.average },
                  { "fpr95", j.precision.fpr95 } };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (csv_column(table, cells[i].column) >= 0 && /* one of an older version has not all */
            differs(table, row, cells[i].column, cells[i].found))
            return error_set(e, "%s:%zu: expected what the kept scores give as %s, %.6f, found '%.40s'", path,
                             csv_line(table, row), cells[i].column, cells[i].found,
                             csv_cell(table, row, cells[i].column));
    return 0;
}

/* `where`: what messages call the metrics. */
static int check_scores(const struct subject *of, const struct csv *metrics, const char *where, struct error *e)
{
    struct scores scores;
    char hex[SHA256_HEX], *path = path_join(of->folder, "scores.csv.gz", NULL);
    const char *noted = ini_get(&of->meta, "run", "scores_sha256");
    int bad = scores_read(&scores, path, e);
    if (!bad) {
        digest_scores(&scores, hex);
        if (noted && strcmp(noted, hex) != 0)
            bad = error_set(e, "%s: expected scores with the SHA-256 %.12s, found %.12s", path, noted, hex);
        for (size_t row = 0; row < metrics->n_rows && !bad; row++)
            bad = compare_row(of->run.detector, metrics, where, row, &scores, path, e);
        scores_release(&scores);
    }
    free(path);
    return bad;
}

/* The archive's own sum, and whose model it is. A run's may have been removed. */
static int check_model(const struct subject *of, int needed, struct error *e)
{
    struct archive a = { 0 };
    char *path = path_join(of->folder, "model.lisae", NULL);
    int bad = 0;
    if (needed || path_exists(path)) {
        const char *name = archive_open(&a, path, e) ? NULL : archive_text(&a, "detector", e);
        bad = !name;
        if (name && strcmp(name, of->run.detector->name) != 0)
            bad = error_set(e, "%s: expected a model of %s, found one of %.80s", path, of->run.detector->name, name);
        archive_release(&a);
    }
    free(path);
    return bad;
}

static int check_table(const struct subject *of, enum table table, struct error *e)
{
    struct csv c;
    int bad = content_read(&c, of->folder, &of->meta, table, &of->run, e);
    csv_release(&c);
    return bad;
}

/* A judged run's metrics, with the scores that they are of, and its curves, where they are files. */
static int check_judged(const struct subject *of, struct error *e)
{
    struct csv metrics;
    struct text where = TEXT_INIT;
    run_table_where(&where, of->folder, &of->meta, OF_RUN_METRICS);
    int bad = content_read(&metrics, of->folder, &of->meta, OF_RUN_METRICS, &of->run, e) ||
              (run_table_has_curves(&of->meta) &&
               (check_table(of, OF_RUN_ROC, e) || check_table(of, OF_RUN_TRADEOFF, e))) ||
              check_scores(of, &metrics, text_of(&where), e);
    csv_release(&metrics);
    text_release(&where);
    return bad;
}

static int check_tables(const struct subject *of, struct error *e)
{
    return check_table(of, OF_RUN_LOSS, e) || (!(of->run.detector->flags & HIDDEN) && check_judged(of, e)) ? -1 : 0;
}

enum verified verify_run(const struct suite *suite, const char *folder, const char *id, struct error *e)
{
    struct subject of = { .folder = folder };
    enum verified result = VERIFY_DAMAGED;
    char *spec = path_join(folder, "spec.ini", NULL);
    if (seal_open(&of.meta, folder, e) == 0) {
        const char *status = ini_get(&of.meta, "run", "status");
        int noted = status ? seal_check(&of.meta, folder, id, SEAL_ALL, e)
                           : error_set(e, "%s: expected 'status' in [run], found none", of.meta.path);
        if (noted >= 0 && strcmp(status, "ok") != 0) {
            result = VERIFY_FAILED;
        } else if (noted >= 0 && run_read(&of.run, suite, spec, e) == 0) {
            if (!check_tables(&of, e) && !check_model(&of, (of.run.detector->flags & HIDDEN) != 0, e))
                result = noted ? VERIFY_UNSUMMED : VERIFY_OK;
            run_release(&of.run);
        }
    }
    if (result == VERIFY_DAMAGED)
        seal_remedy(folder, e);
    ini_release(&of.meta);
    free(spec);
    return result;
}

/* The rows of a run in one of the kept tables, but for means over classes, against scores that are `from` a file. */
static int compare_kept(const struct detector *detector, const struct kept_table *t, const char *id,
                        const struct scores *scores, const char *from, struct error *e)
{
    const struct {
        const char *name;
        const struct csv *csv;
        const struct csv_index *by_id;
    } tables[] = { { "auc.csv", &t->auc, &t->auc_by_id }, { "metrics.csv", &t->metrics, &t->metrics_by_id } };
    int bad = 0;
    for (size_t k = 0; k < sizeof tables / sizeof *tables && !bad; k++) {
        const size_t *rows;
        const size_t n = csv_index_find(tables[k].by_id, id, &rows);
        struct text path = TEXT_INIT;
        text_format(&path, "%.*s%s", (int)(path_last(t->path) - t->path), t->path, tables[k].name);
        for (size_t i = 0; i < n && !bad; i++)
            if ((tables[k].csv != &t->auc || kept_row_done(t, rows[i])) &&
                strcmp(csv_cell(tables[k].csv, rows[i], "pooling"), "macro") != 0)
                bad = compare_row(detector, tables[k].csv, text_of(&path), rows[i], scores, from, e);
        text_release(&path);
    }
    return bad;
}

/* The detector that a table's rows of a run name. */
static const struct detector *detector_of(const struct suite *suite, const struct kept_table *t, const char *id,
                                          struct error *e)
{
    const size_t *rows;
    const char *name = csv_index_find(&t->auc_by_id, id, &rows) ? csv_cell(&t->auc, rows[0], "detector") : "";
    const struct detector *d = suite_find(suite, name);
    if (!d)
        error_set(e, "%s: expected the name of a detector in the rows of run %s, found '%.80s'", t->path, id, name);
    return d;
}

enum verified verify_kept(const struct suite *suite, const struct kept_table *table, const char *id, struct error *e)
{
    const struct detector *detector = detector_of(suite, table, id, e);
    struct ranks ranks;
    if (!detector)
        return VERIFY_DAMAGED;
    const int found = kept_ranks_read(&ranks, table->path, id, detector, kept_auc(table, id), e);
    if (found == 0)
        error_set(e, "%s: expected kept ranks of run %s, found none", table->path, id);
    if (found <= 0)
        return VERIFY_DAMAGED;
    char *folder = kept_ranks_folder(table->path), *from = kept_ranks_path(folder, id);
    int bad = kept_scores_agree(table, &ranks, e) || compare_kept(detector, table, id, &ranks.scores, from, e);
    ranks_release(&ranks);
    free(folder);
    free(from);
    return bad ? VERIFY_DAMAGED : VERIFY_OK;
}

enum verified verify_rows(const struct suite *suite, const struct kept_table *table, const char *folder, const char *id,
                          struct error *e)
{
    const struct detector *detector = detector_of(suite, table, id, e);
    struct scores scores;
    char *path = path_join(folder, "scores.csv.gz", NULL);
    int bad = !detector || scores_read(&scores, path, e);
    if (!bad) {
        bad = compare_kept(detector, table, id, &scores, path, e);
        scores_release(&scores);
    }
    free(path);
    return bad ? VERIFY_DAMAGED : VERIFY_OK;
}
