#include "plan/columns.h"

#include <string.h>

#include "detect/autoencoder/network_keys.h"

/* ---- cells ---- */

static void dataset(const struct run *r, struct text *out)
{
    text_append(out, r->dataset);
}

static void edition(const struct run *r, struct text *out)
{
    text_append(out, r->edition);
}

/* "one-class", "two-class" or "N-class". */
static void task(const struct run *r, struct text *out)
{
    if (r->task.positive.n > 2)
        text_format(out, "%d-class", r->task.positive.n);
    else
        text_append(out, r->task.positive.n == 1 ? "one-class" : "two-class");
}

static const char SUPERVISED[] = "sup-";

/* As the paper's tables have it: "linsep-lis-ae", "sup-lis-ae", "kde". */
static void method(const struct run *r, struct text *out)
{
    const struct setting *linsep = sections_setting(r->settings.sections, "shape", "linsep");
    text_format(out, "%s%s%s", strcmp(r->negative, "outliers") == 0 ? SUPERVISED : "",
                run_uses(r, linsep) && shape_of(&r->settings)->linsep ? "linsep-" : "", r->detector->name);
}

static void detector(const struct run *r, struct text *out)
{
    text_append(out, r->detector->name);
}

static void positive(const struct run *r, struct text *out)
{
    text_append(out, r->positive);
}

static void negative(const struct run *r, struct text *out)
{
    text_append(out, r->negative);
}

static void seed(const struct run *r, struct text *out)
{
    text_format(out, "%ld", r->seed);
}

static void anomalies(const struct run *r, struct text *out)
{
    text_append(out, r->anomaly);
}

static void holdout(const struct run *r, struct text *out)
{
    text_format(out, "%zu", r->task.holdout);
}

static void train_limit(const struct run *r, struct text *out)
{
    text_format(out, "%zu", r->task.train_limit);
}

static void test_limit(const struct run *r, struct text *out)
{
    text_format(out, "%zu", r->task.test_limit);
}

static void variant(const struct run *r, struct text *out)
{
    text_append(out, r->variant);
}

static void id(const struct run *r, struct text *out)
{
    text_append(out, r->id);
}

/* A setting's value, where the run depends on it. */
static void setting(const struct run *r, const struct setting *k, struct text *out)
{
    if (k && run_uses(r, k))
        settings_value(&r->settings, k, out);
}

static void code_size(const struct run *r, struct text *out)
{
    int size = detector_code_size(r->detector, &r->settings);
    if (size)
        text_format(out, "%d", size);
}

/* ---- the list ---- */

enum {
    CURVES = IN_ROC | IN_TRADEOFF | IN_LOSS,
    RUNS = IN_AUC | IN_TIMES | IN_METRICS | CURVES | IN_ERRORS,
    SETTINGS = IN_AUC | IN_METRICS | CURVES | IN_ERRORS | IN_SUMMARY | IN_COMPARE | IN_TESTS | IN_MEAN_RANKS,
    BY_METHOD = SETTINGS &
                ~(IN_COMPARE | IN_TESTS | IN_MEAN_RANKS), /* there the method's name tells it: "linsep-lis-ae" */
    MEANS = IN_SUMMARY | IN_COMPARE
};

const struct column all_columns[] = {
    { .name = "experiment", .tables = IN_AUC | IN_TIMES | IN_METRICS | IN_SUMMARY | IN_TESTS | IN_MEAN_RANKS },
    { .name = "dataset", .tables = RUNS | IN_KEPT | IN_SUMMARY | IN_TESTS | IN_MEAN_RANKS, .cell = dataset },
    { .name = "edition", .tables = IN_AUC | IN_METRICS, .cell = edition },
    { .name = "task", .tables = IN_SUMMARY | IN_TESTS | IN_MEAN_RANKS, .cell = task },
    { .name = "method", .tables = IN_SUMMARY | IN_TESTS | IN_MEAN_RANKS, .cell = method },
    { .name = "detector", .tables = RUNS | IN_KEPT | IN_SUMMARY, .cell = detector },
    { .name = "positive", .tables = RUNS | IN_KEPT, .cell = positive },
    { .name = "negative", .tables = RUNS | IN_SUMMARY | IN_TESTS | IN_MEAN_RANKS, .cell = negative },
    { .name = "run_negative", .tables = IN_COMPARE, .cell = negative }, /* beside the printed one */
    { .name = "outlier", .tables = IN_AUC | IN_METRICS | OF_RUN_METRICS },
    { .name = "pooling", .tables = IN_METRICS },
    { .name = "seed", .tables = RUNS | IN_KEPT, .cell = seed },
    { .name = "latent", .tables = SETTINGS, .cell = code_size, .key = "model.latent" },
    { .name = "gamma", .tables = SETTINGS, .key = "shape.gamma" },
    { .name = "beta", .tables = SETTINGS, .key = "shape.beta" },
    { .name = "linsep", .tables = BY_METHOD, .key = "shape.linsep" },
    { .name = "variant", .tables = RUNS | MEANS | IN_TESTS | IN_MEAN_RANKS, .cell = variant },
    { .name = "auc", .tables = IN_AUC | IN_METRICS | OF_RUN_METRICS },
    { .name = "auc_lo", .tables = IN_AUC | OF_RUN_METRICS },
    { .name = "auc_hi", .tables = IN_AUC | OF_RUN_METRICS },
    { .name = "n_positive", .tables = IN_AUC | IN_METRICS | OF_RUN_METRICS },
    { .name = "n_outlier", .tables = IN_AUC | IN_METRICS | OF_RUN_METRICS },
    { .name = "ap", .tables = IN_METRICS | OF_RUN_METRICS, .since = "0.1.0" },
    { .name = "ap_chance", .tables = IN_METRICS },
    { .name = "fpr95", .tables = IN_METRICS | OF_RUN_METRICS, .since = "0.1.0" },
    { .name = "status", .tables = IN_AUC },
    { .name = "reason", .tables = IN_AUC },
    { .name = "train_s", .tables = IN_TIMES },
    { .name = "score_s", .tables = IN_TIMES },
    { .name = "peak_memory_kib", .tables = IN_TIMES },
    { .name = "note", .tables = IN_TIMES },
    { .name = "run_id", .tables = RUNS | IN_KEPT, .cell = id },
    { .name = "kept_in", .tables = IN_KEPT },
    { .name = "fpr", .tables = IN_ROC | OF_RUN_ROC },
    { .name = "tpr", .tables = IN_ROC | OF_RUN_ROC },
    { .name = "threshold", .tables = IN_TRADEOFF | OF_RUN_TRADEOFF | OF_RUN_ROC },
    { .name = "normal", .tables = IN_TRADEOFF | OF_RUN_TRADEOFF },
    { .name = "anomaly", .tables = IN_TRADEOFF | OF_RUN_TRADEOFF },
    { .name = "beside", .tables = IN_TRADEOFF, .since = "0.1.0" },
    { .name = "stage", .tables = IN_LOSS | OF_RUN_LOSS },
    { .name = "epoch", .tables = IN_LOSS | OF_RUN_LOSS },
    { .name = "positive_loss", .tables = IN_LOSS | OF_RUN_LOSS },
    { .name = "negative_error", .tables = IN_LOSS | OF_RUN_LOSS },
    { .name = "separation", .tables = IN_LOSS | OF_RUN_LOSS },
    { .name = "chain", .tables = OF_RUN_LOSS, .since = "0.1.0" },
    { .name = "trained", .tables = IN_LOSS, .since = "0.1.0" },
    { .name = "against", .tables = IN_TESTS },
    { .name = "against_setting", .tables = IN_TESTS },
    { .name = "mean", .tables = IN_SUMMARY },
    { .name = "reproduced", .tables = IN_COMPARE },
    { .name = "sd", .tables = IN_SUMMARY },
    { .name = "lo", .tables = MEANS },
    { .name = "hi", .tables = MEANS },
    { .name = "n_tasks", .tables = IN_SUMMARY | IN_TESTS | IN_MEAN_RANKS },
    { .name = "n_ranked", .tables = IN_MEAN_RANKS },
    { .name = "mean_rank", .tables = IN_MEAN_RANKS },
    { .name = "rank_difference", .tables = IN_MEAN_RANKS },
    { .name = "friedman", .tables = IN_MEAN_RANKS },
    { .name = "friedman_p", .tables = IN_MEAN_RANKS },
    { .name = "wins", .tables = IN_TESTS },
    { .name = "ties", .tables = IN_TESTS },
    { .name = "losses", .tables = IN_TESTS },
    { .name = "mean_difference", .tables = IN_TESTS },
    { .name = "difference_lo", .tables = IN_TESTS },
    { .name = "difference_hi", .tables = IN_TESTS },
    { .name = "median_difference", .tables = IN_TESTS },
    { .name = "signed_rank", .tables = IN_TESTS },
    { .name = "p", .tables = IN_TESTS },
    { .name = "p_holm", .tables = IN_TESTS },
    { .name = "p_least", .tables = IN_TESTS },
    { .name = "n_tests", .tables = IN_TESTS },
    { .name = "decision", .tables = IN_TESTS },
    { .name = "delong_tasks", .tables = IN_TESTS },
    { .name = "delong_higher", .tables = IN_TESTS },
    { .name = "delong_lower", .tables = IN_TESTS },
    { .name = "n_seeds", .tables = IN_SUMMARY },
    { .name = "n_ok", .tables = MEANS },
    { .name = "n_planned", .tables = MEANS },
    { .name = "published", .tables = IN_SUMMARY },
    { .name = "difference", .tables = MEANS },
    { .name = "verdict", .tables = MEANS },
    { .name = "anomalies",
      .tables = IN_AUC | IN_METRICS | IN_SUMMARY | IN_TESTS | IN_MEAN_RANKS,
      .cell = anomalies,
      .since = "0.1.0" },
    { .name = "holdout", .tables = IN_AUC | IN_METRICS | IN_SUMMARY, .cell = holdout, .since = "0.1.0" },
    { .name = "train_limit", .tables = IN_AUC | IN_METRICS | IN_SUMMARY, .cell = train_limit, .since = "0.1.0" },
    { .name = "test_limit", .tables = IN_AUC | IN_METRICS | IN_SUMMARY, .cell = test_limit, .since = "0.1.0" },
    { .name = "mark", .tables = IN_AUC | IN_METRICS, .since = "0.1.0" },
    { .name = "scores", .tables = IN_AUC, .since = "0.1.0" },
    { .name = "revision", .tables = IN_TIMES, .since = "0.1.0" },
    { .name = "kernels", .tables = IN_TIMES, .since = "0.1.0" },
    { .name = "interval", .tables = MEANS, .since = "0.1.0" },
    { .name = "base", .tables = IN_SUMMARY, .since = "0.1.0" },
    { .name = "gain", .tables = IN_SUMMARY, .since = "0.1.0" },
    { .name = "n_stuck", .tables = IN_SUMMARY, .since = "0.1.0" },
    { .name = "n_constant", .tables = IN_SUMMARY, .since = "0.1.0" },
    { .name = "n_revisions", .tables = IN_SUMMARY, .since = "0.1.0" },
    { .name = "n_kernels", .tables = IN_SUMMARY, .since = "0.1.0" },
    { .name = "n_unknown", .tables = IN_SUMMARY, .since = "0.1.0" },
    { .name = "images_lo", .tables = MEANS, .since = "0.1.0" },
    { .name = "images_hi", .tables = MEANS, .since = "0.1.0" },
    { .name = "seeds_lo", .tables = MEANS, .since = "0.1.0" },
    { .name = "seeds_hi", .tables = MEANS, .since = "0.1.0" },
    { .name = "tasks_lo", .tables = MEANS, .since = "0.1.0" },
    { .name = "tasks_hi", .tables = MEANS, .since = "0.1.0" },
    { .name = "both_lo", .tables = MEANS, .since = "0.1.0" },
    { .name = "both_hi", .tables = MEANS, .since = "0.1.0" },
    { .name = "tolerance", .tables = MEANS | IN_VERDICTS, .since = "0.1.0" },
    { .name = "inside", .tables = MEANS, .since = "0.1.0" },
    { .name = "n_cells", .tables = IN_VERDICTS },
    { .name = "n_match", .tables = IN_VERDICTS },
    { .name = "n_higher", .tables = IN_VERDICTS },
    { .name = "n_lower", .tables = IN_VERDICTS },
    { .name = "n_missing", .tables = IN_VERDICTS },
    { .name = "n_partial", .tables = IN_VERDICTS },
    { .name = "n_inside", .tables = IN_VERDICTS },
    { .name = "below_random", .tables = MEANS, .since = "0.1.0" },
    { 0 },
};

const struct column *column_find(const char *name)
{
    const struct column *c = all_columns;
    while (c->name && strcmp(c->name, name) != 0)
        c++;
    return c->name ? c : NULL;
}

int column_names_run(const struct column *c)
{
    return c->cell || c->key;
}

const struct column *column_of_group(const struct column *after)
{
    const struct column *c = after ? after + 1 : all_columns;
    while (c->name && !(c->tables & IN_AUC && c->tables & IN_SUMMARY && column_names_run(c)))
        c++;
    return c->name ? c : NULL;
}

const struct column *column_of_setting(const struct column *after)
{
    const struct column *c = after ? after + 1 : all_columns;
    while (c->name && !(c->tables & IN_COMPARE && (c->key || c->cell == variant)))
        c++;
    return c->name ? c : NULL;
}

int columns_same_settings(const struct csv *a, size_t i, const struct csv *b, size_t k)
{
    int same = 1;
    for (const struct column *c = column_of_setting(NULL); c && same; c = column_of_setting(c))
        same = strcmp(csv_cell(a, i, c->name), csv_cell(b, k, c->name)) == 0;
    return same;
}

int method_is_supervised(const char *method)
{
    return starts_with(method, SUPERVISED);
}

const char *method_without_supervision(const char *method)
{
    return method_is_supervised(method) ? method + strlen(SUPERVISED) : method;
}

static int shows(const struct column *c, const struct setting *k)
{
    const char *const pattern[] = { c->key, NULL };
    return c->key && setting_matches(k, pattern);
}

/* The setting that a column shows. */
static const struct setting *key_of(const struct column *c, const struct sections *l)
{
    size_t i = 0;
    while (i < l->n_settings && !shows(c, &l->settings[i]))
        i++;
    return i < l->n_settings ? &l->settings[i] : NULL;
}

const char *column_cell(const struct column *c, const struct run *r, struct text *out)
{
    text_clear(out);
    if (c->cell)
        c->cell(r, out);
    else if (c->key)
        setting(r, key_of(c, r->settings.sections), out);
    return text_of(out);
}

const char *run_cell(const struct run *r, const char *column, struct text *out)
{
    const struct column *c = column_find(column);
    text_clear(out);
    return c ? column_cell(c, r, out) : text_of(out);
}

int column_shows(const struct setting *k)
{
    for (const struct column *c = all_columns; c->name; c++)
        if (shows(c, k))
            return 1;
    return 0;
}

/* ---- tables ---- */

void columns_header(const struct column *columns, enum table table, struct text *out)
{
    const char *before = "";
    for (const struct column *c = columns; c->name; c++)
        if (c->tables & table) {
            text_format(out, "%s%s", before, c->name);
            before = ",";
        }
}

/* Are the columns those of the list? Only such that came later may be missing. */
static int has_columns(const struct csv *found, const struct column *columns, enum table table)
{
    size_t at = 0;
    for (const struct column *c = columns; c->name; c++) {
        if (!(c->tables & table))
            continue;
        if (at < found->n_columns && strcmp(found->columns[at], c->name) == 0)
            at++;
        else if (!c->since)
            return 0;
    }
    return at == found->n_columns;
}

int columns_check(const struct csv *c, const char *path, const struct column *columns, enum table table,
                  struct error *e)
{
    struct text expected = TEXT_INIT, found = TEXT_INIT;
    if (has_columns(c, columns, table))
        return 0;
    columns_header(columns, table, &expected);
    for (size_t i = 0; i < c->n_columns; i++)
        text_format(&found, "%s%s", i ? "," : "", c->columns[i]);
    error_set(e, "%s:1: expected the columns %s, found %s", path, text_of(&expected), text_of(&found));
    text_release(&expected);
    text_release(&found);
    return -1;
}

int columns_read(struct csv *out, const char *path, const struct column *columns, enum table table, struct error *e)
{
    return csv_read(out, path, e) || columns_check(out, path, columns, table, e) ? -1 : 0;
}

int columns_begin(struct csv_out *out, const char *path, const char *before, enum table table, struct error *e)
{
    struct text header = TEXT_INIT;
    text_format(&header, "%s%s", before, *before ? "," : "");
    columns_header(all_columns, table, &header);
    int bad = csv_out_begin(out, path, text_of(&header), e);
    text_release(&header);
    return bad;
}
