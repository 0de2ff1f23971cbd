#include "report/paper/sources.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "plan/columns.h"
#include "report/being_made.h"
#include "report/means/mean_runs.h"
#include "report/paper/tables_check.h"
#include "store/file.h"

static const char start[] = "table"; /* of an experiment's name */

int source_is_of(const struct source *s, const char *table)
{
    const size_t n = strlen(table);
    if (!starts_with(s->experiment, start))
        return s->place == PLACE_NAMED;
    const char *name = s->experiment + sizeof start - 1;
    return strncmp(name, table, n) == 0 && (name[n] == '-' || !name[n]);
}

const char *source_place(const struct source *s)
{
    static const char *const names[] = { "named", "results", "reference" };
    return names[s->place];
}

int source_rows_beside(const struct csv *summary, size_t summary_row, const struct csv *compare, size_t compare_row)
{
    /* some tables print "lis-ae" with the outliers as negatives for what others call "sup-lis-ae" */
    return strcmp(method_without_supervision(csv_cell(summary, summary_row, "method")),
                  method_without_supervision(csv_cell(compare, compare_row, "method"))) == 0 &&
           strcmp(csv_cell(summary, summary_row, "dataset"), csv_cell(compare, compare_row, "dataset")) == 0 &&
           strcmp(csv_cell(summary, summary_row, "task"), csv_cell(compare, compare_row, "task")) == 0 &&
           strcmp(csv_cell(summary, summary_row, "negative"), csv_cell(compare, compare_row, "run_negative")) == 0 &&
           columns_same_settings(summary, summary_row, compare, compare_row);
}

int source_is_beside(const struct source *s, size_t summary_row, size_t compare_row)
{
    return source_rows_beside(&s->summary, summary_row, &s->compare, compare_row);
}

int source_is_within(const struct source *s, size_t summary_row, const struct source *compared, size_t compare_row)
{
    return source_rows_beside(&s->summary, summary_row, &compared->compare, compare_row) &&
           (strcmp(csv_cell(&s->summary, summary_row, "mean"),
                   csv_cell(&compared->compare, compare_row, "reproduced")) == 0 ||
            mean_is_within(&s->summary, summary_row, &s->auc, &compared->auc));
}

int source_has_mean(const struct source *s, size_t row, const struct source *other, size_t other_row)
{
    return strcmp(csv_cell(&s->summary, row, "mean"), csv_cell(&other->summary, other_row, "mean")) == 0 ||
           mean_is_within(&other->summary, other_row, &other->auc, &s->auc);
}

const char *source_edition(const struct source *s, const char *dataset)
{
    for (size_t row = 0; row < s->auc.n_rows; row++)
        if (strcmp(csv_cell(&s->auc, row, "dataset"), dataset) == 0)
            return csv_cell(&s->auc, row, "edition");
    return "";
}

static int read_table(struct csv *c, const char *folder, const char *name, enum table table, struct error *e)
{
    char *path = path_join(folder, name, NULL);
    int bad = csv_read(c, path, e) || tables_check(c, path, table, e);
    free(path);
    return bad;
}

static int has_tables(const char *folder)
{
    char *path = path_join(folder, "compare.csv", NULL);
    int has = path_exists(path);
    free(path);
    return has;
}

static void source_release(struct source *s)
{
    free(s->experiment);
    csv_release(&s->compare);
    csv_release(&s->summary);
    csv_release(&s->auc);
}

void sources_release(struct sources *s)
{
    for (size_t i = 0; i < s->n; i++)
        source_release(&s->of[i]);
    free(s->of);
    *s = (struct sources) { 0 };
}

static int source_read(struct source *s, const char *folder, const char *experiment, enum place place, struct error *e)
{
    *s = (struct source) { .experiment = mem_string(experiment), .place = place };
    return being_made_refuse(folder, e) || read_table(&s->compare, folder, "compare.csv", IN_COMPARE, e) ||
                   read_table(&s->summary, folder, "summary.csv", IN_SUMMARY, e) ||
                   read_table(&s->auc, folder, "auc.csv", IN_AUC, e) ||
                   tables_check_together(&s->auc, &s->summary, &s->compare, folder, e)
               ? -1
               : 0;
}

static int is_there(const struct sources *s, const char *experiment)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->of[i].experiment, experiment) == 0)
            return 1;
    return 0;
}

/* Runs that its means are made of. */
static long runs_done(const struct source *s)
{
    long sum = 0, n;
    for (size_t row = 0; row < s->summary.n_rows; row++)
        if (parse_long(csv_cell(&s->summary, row, "n_ok"), &n) == 0)
            sum += n;
    return sum;
}

int sources_add(struct sources *s, const char *folder, const char *experiment, enum place place, struct error *e)
{
    s->of = mem_resize(s->of, s->n + 1, sizeof *s->of);
    return source_read(&s->of[s->n++], folder, experiment, place, e);
}

/* Reads an experiment from the one place or the other: what the user has made counts, unless it is less. */
static int add_fuller(struct sources *s, const char *results, const char *reference, const char *experiment,
                      struct error *e)
{
    char *own = path_join(results, experiment, NULL);
    char *kept = reference ? path_join(reference, experiment, NULL) : mem_string("");
    const int has_own = has_tables(own), has_kept = *kept && has_tables(kept);
    int bad = 0;
    if (has_own)
        bad = sources_add(s, own, experiment, PLACE_RESULTS, e);
    if (has_kept && !bad)
        bad = sources_add(s, kept, experiment, PLACE_REFERENCE, e);
    if (has_own && has_kept && !bad) {
        size_t less = runs_done(&s->of[s->n - 2]) < runs_done(&s->of[s->n - 1]) ? s->n - 2 : s->n - 1;
        source_release(&s->of[less]);
        s->of[less] = s->of[s->n - 1]; /* the other one, or what was just released, which is left out */
        s->n--;
    }
    free(own);
    free(kept);
    return bad;
}

/* Appends the folders' names that begin as experiments of tables do. */
static int add_names(struct text *names, const char *folder, struct error *e)
{
    size_t n = 0;
    if (!folder || !path_exists(folder))
        return 0;
    char **stems = folder_stems(folder, "", &n, e);
    for (size_t i = 0; i < n; i++)
        if (starts_with(stems[i], start) && !strchr(stems[i], '\n'))
            text_format(names, "%s\n", stems[i]);
    split_free(stems);
    return stems ? 0 : -1;
}

static int add_named(struct sources *s, const char *folder, struct error *e)
{
    char *copy = mem_string(folder), *name = basename(copy);
    int bad = has_tables(folder)
                  ? is_there(s, name)
                        ? error_set(e, "'%s': expected an experiment once, found another '%s' before it", folder, name)
                        : sources_add(s, folder, name, PLACE_NAMED, e)
                  : error_set(e, "'%s': expected an experiment's tables there, found no compare.csv", folder);
    free(copy);
    return bad;
}

int sources_read(struct sources *s, const char *results, const char *reference, const char *const *named,
                 struct error *e)
{
    struct text names = TEXT_INIT;
    size_t n;
    int bad = 0;
    *s = (struct sources) { 0 };
    for (; named && *named && !bad; named++)
        bad = add_named(s, *named, e);
    if (!bad)
        bad = add_names(&names, results, e) || add_names(&names, reference, e) ? -1 : 0;
    char **name = split(text_of(&names), "\n", 0, &n);
    qsort(name, n, sizeof *name, compare_strings);
    for (size_t i = 0; i < n && !bad; i++)
        if (!is_there(s, name[i]))
            bad = add_fuller(s, results, reference, name[i], e);
    split_free(name);
    text_release(&names);
    return bad;
}
