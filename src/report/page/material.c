#include "report/page/material.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/being_made.h"
#include "report/paper/tables_check.h"
#include "store/file.h"
#include "store/ini.h"

const char *const material_names[MATERIAL_FILES] = {
    [OF_AUC] = "auc.csv",
    [OF_SUMMARY] = "summary.csv",
    [OF_COMPARE] = "compare.csv",
    [OF_TESTS] = "tests.csv",
    [OF_CONTRASTS] = "contrasts.csv",
    [OF_MEAN_RANKS] = "mean-ranks.csv",
    [OF_SWEEP] = "sweep.csv",
    [OF_METRICS] = "metrics.csv",
    [OF_TIMES] = "times.csv",
    [OF_DATA] = "data.csv",
    [OF_STRESS] = "stress-summary.csv",
    [OF_INCREMENTAL] = "incremental-summary.csv",
    [OF_INCREMENTAL_CLASSES] = "incremental-classes.csv",
    [OF_PLANE] = "plane.csv",
    [OF_SPEC] = "spec.ini",
    [OF_PROVENANCE] = "provenance.ini",
};

/* Tables that are looked at more closely, cells and all (report/paper/tables_check.h). */
static const enum table checked[MATERIAL_TABLES] = {
    [OF_AUC] = IN_AUC,
    [OF_SUMMARY] = IN_SUMMARY,
    [OF_COMPARE] = IN_COMPARE,
};

/* Columns without which another table is not what its name says. */
static const char *const needed[MATERIAL_TABLES][8] = {
    [OF_TESTS] = { "method", "against", "decision" },
    [OF_CONTRASTS] = { "method", "against", "decision" },
    [OF_MEAN_RANKS] = { "dataset", "task", "method", "n_tasks", "n_ranked", "mean_rank", "rank_difference" },
    [OF_SWEEP] = { "axis", "value", "detector", "mean" },
    [OF_METRICS] = { "run_id", "outlier", "ap" },
    [OF_TIMES] = { "detector", "train_s", "score_s", "run_id" },
    [OF_DATA] = { "dataset", "edition", "payload" },
    [OF_STRESS] = { "detector", "kind", "black", "reach_far", "run_id" },
    [OF_INCREMENTAL] = { "dataset", "method", "negatives", "rule", "accuracy_first", "accuracy_all", "auc" },
    [OF_INCREMENTAL_CLASSES] = { "dataset", "method", "negatives", "seed", "class", "auc" },
    [OF_PLANE] = { "set", "detector", "network", "negative", "seeds", "blind95", "max_nn" },
};

int material_is_run(const struct csv *auc, size_t row)
{
    return strcmp(csv_cell(auc, row, "outlier"), "all") == 0;
}

static void count_run(struct run_counts *n, const char *status)
{
    n->planned++;
    n->ok += strcmp(status, "ok") == 0;
    n->failed += strcmp(status, "failed") == 0;
    n->missing += strcmp(status, "ok") != 0 && strcmp(status, "failed") != 0;
}

static int check_columns(const struct csv *c, enum material_file which, const char *path, struct error *e)
{
    for (size_t i = 0; i < sizeof needed[which] / sizeof *needed[which] && needed[which][i]; i++)
        if (csv_column(c, needed[which][i]) < 0)
            return error_set(e, "%s:1: expected a column '%s', found none", path, needed[which][i]);
    return 0;
}

static int read_table(struct experiment *x, enum material_file which, const char *path, struct error *e)
{
    struct csv *c = &x->tables[which];
    if (csv_read(c, path, e))
        return -1;
    return checked[which] ? tables_check(c, path, checked[which], e) : check_columns(c, which, path, e);
}

/* The first line of title.txt; `*title` NULL where there is none. */
static int title_beside(const char *folder, char **title, struct error *e)
{
    char *path = path_join(folder, "title.txt", NULL);
    const int there = path_exists(path);
    *title = there ? file_read_most(path, INI_VALUE, NULL, e) : NULL;
    if (*title)
        (*title)[strcspn(*title, "\r\n")] = '\0';
    free(path);
    return there && !*title ? -1 : 0;
}

/* The title in the text of a spec; NULL where it has none. A kept one may be of another version, with other keys. */
static char *title_inside(const char *spec)
{
    struct ini ini;
    struct text ignored = TEXT_INIT;
    const char *word = ini_read_text(&ini, "spec.ini", spec, &ignored) ? NULL : ini_get(&ini, "experiment", "title");
    char *title = word ? mem_string(word) : NULL;
    ini_release(&ini);
    text_release(&ignored);
    return title;
}

static int find_title(struct experiment *x, struct error *e)
{
    if (title_beside(x->folder, &x->title, e))
        return -1;
    if (!x->title && x->spec)
        x->title = title_inside(x->spec);
    if (x->title && *x->title)
        return 0;
    free(x->title);
    x->title = mem_string(x->name);
    return 0;
}

static int read_file(struct experiment *x, enum material_file which, struct error *e)
{
    char *path = path_join(x->folder, material_names[which], NULL);
    int bad = 0;
    if (path_exists(path)) {
        bad = hash_file(path, x->sha256[which], NULL, e);
        if (!bad && which < MATERIAL_TABLES)
            bad = read_table(x, which, path, e);
        if (!bad && which == OF_SPEC)
            bad = (x->spec = file_read_most(path, INI_BYTES, NULL, e)) == NULL;
    }
    free(path);
    return bad ? -1 : 0;
}

static void experiment_release(struct experiment *x)
{
    for (size_t i = 0; i < MATERIAL_TABLES; i++)
        csv_release(&x->tables[i]);
    free(x->name);
    free(x->folder);
    free(x->title);
    free(x->spec);
}

/* Has auc.csv as many runs that are done as summary.csv has means of? It may have been cut. */
static int check_counted(const struct experiment *x, struct error *e)
{
    const struct csv *summary = &x->tables[OF_SUMMARY];
    long counted = 0, n = 0;
    for (size_t row = 0; row < summary->n_rows; row++)
        counted += parse_long(csv_cell(summary, row, "n_ok"), &n) ? 0 : n;
    if (!summary->n_columns || !x->tables[OF_AUC].n_columns || (size_t)counted == x->runs.ok)
        return 0;
    return error_set(e, "%s/auc.csv: expected %ld runs that are done, as summary.csv has, found %zu", x->folder,
                     counted, x->runs.ok);
}

static int experiment_read(struct experiment *x, const char *folder, const char *name, struct error *e)
{
    *x = (struct experiment) { .name = mem_string(name), .folder = mem_string(folder) };
    if (being_made_refuse(folder, e))
        return -1;
    for (enum material_file i = 0; i < MATERIAL_FILES; i++)
        if (read_file(x, i, e))
            return -1;
    const struct csv *auc = &x->tables[OF_AUC];
    if (tables_check_together(auc, &x->tables[OF_SUMMARY], &x->tables[OF_COMPARE], folder, e))
        return -1;
    for (size_t row = 0; row < auc->n_rows; row++)
        if (material_is_run(auc, row))
            count_run(&x->runs, csv_cell(auc, row, "status"));
    return check_counted(x, e) ? -1 : find_title(x, e);
}

static int has_results(const char *folder)
{
    static const enum material_file one_of[] = { OF_AUC, OF_INCREMENTAL, OF_PLANE };
    int has = 0;
    for (size_t i = 0; i < sizeof one_of / sizeof *one_of && !has; i++) {
        char *path = path_join(folder, material_names[one_of[i]], NULL);
        has = path_exists(path);
        free(path);
    }
    return has;
}

static void pass_over(struct material *m, struct experiment *x)
{
    m->passed_over = mem_resize(m->passed_over, m->n_passed_over + 1, sizeof *m->passed_over);
    m->passed_over[m->n_passed_over++] = mem_string(x->folder);
    experiment_release(x);
}

static int add(struct material *m, const char *folder, const char *name, struct error *e)
{
    struct experiment x;
    if (experiment_read(&x, folder, name, e)) {
        experiment_release(&x);
        return -1;
    }
    for (size_t i = 0; i < m->n; i++) {
        if (strcmp(m->of[i].name, name) != 0)
            continue;
        if (x.runs.ok > m->of[i].runs.ok) {
            pass_over(m, &m->of[i]);
            m->of[i] = x;
        } else {
            pass_over(m, &x);
        }
        return 0;
    }
    m->of = mem_resize(m->of, m->n + 1, sizeof *m->of);
    m->of[m->n++] = x;
    return 0;
}

static int add_folder(struct material *m, const char *folder, struct error *e)
{
    char *clean = mem_string(folder);
    size_t n = strlen(clean), n_names = 0;
    while (n > 1 && clean[n - 1] == '/')
        clean[--n] = '\0';
    int bad = 0;
    char **names = NULL;
    if (has_results(clean)) {
        char *real = realpath(clean, NULL); /* "." has a name, too */
        bad = add(m, clean, path_last(real ? real : clean), e);
        free(real);
    } else if (!(names = folder_stems(clean, "", &n_names, e))) {
        bad = -1;
    }
    for (size_t i = 0; i < n_names && !bad; i++) {
        char *inside = path_join(clean, names[i], NULL);
        if (has_results(inside))
            bad = add(m, inside, names[i], e);
        free(inside);
    }
    split_free(names);
    free(clean);
    return bad;
}

static int is_table(const struct experiment *x)
{
    return starts_with(x->name, "table");
}

static int compare_experiments(const void *a, const void *b)
{
    const struct experiment *x = a, *y = b;
    const int tables_first = is_table(y) - is_table(x);
    return tables_first ? tables_first : strcmp(x->name, y->name);
}

int material_leads(const struct material *m, const struct experiment *x)
{
    return is_table(x) || !is_table(&m->of[0]); /* the tables come first */
}

/* A run as it counts: a done one before a failed one before a missing one. */
struct state {
    const char *id, *status;
    int rank;
};

static int compare_states(const void *a, const void *b)
{
    const struct state *x = a, *y = b;
    const int by_id = strcmp(x->id, y->id);
    return by_id ? by_id : x->rank - y->rank;
}

static void count_all(struct material *m)
{
    struct state *all = NULL;
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct csv *auc = &m->of[i].tables[OF_AUC];
        all = mem_resize(all, n + auc->n_rows + 1, sizeof *all);
        for (size_t row = 0; row < auc->n_rows; row++) {
            if (!material_is_run(auc, row))
                continue;
            const char *status = csv_cell(auc, row, "status");
            const int rank = strcmp(status, "ok") == 0 ? 0 : strcmp(status, "failed") == 0 ? 1 : 2;
            all[n++] = (struct state) { csv_cell(auc, row, "run_id"), status, rank };
        }
    }
    if (n)
        qsort(all, n, sizeof *all, compare_states);
    for (size_t i = 0; i < n; i++)
        if (!i || strcmp(all[i].id, all[i - 1].id) != 0)
            count_run(&m->runs, all[i].status);
    free(all);
}

int material_read(struct material *m, const char *const *folders, int each, struct error *e)
{
    *m = (struct material) { 0 };
    for (; *folders; folders++) {
        const size_t before = m->n + m->n_passed_over;
        if (add_folder(m, *folders, e))
            return -1;
        if (each && m->n + m->n_passed_over == before)
            return error_set(e,
                             "'%s': expected the folder of an experiment, or one that holds such folders, found none",
                             *folders);
    }
    if (m->n)
        qsort(m->of, m->n, sizeof *m->of, compare_experiments);
    count_all(m);
    return 0;
}

void material_release(struct material *m)
{
    for (size_t i = 0; i < m->n; i++)
        experiment_release(&m->of[i]);
    for (size_t i = 0; i < m->n_passed_over; i++)
        free(m->passed_over[i]);
    free(m->of);
    free(m->passed_over);
    *m = (struct material) { 0 };
}
