#include "cmd/experiment/call_tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cmd/experiment/experiment.h"
#include "report/collect.h"
#include "report/incremental_tables.h"
#include "store/file.h"

static const char OVERRIDES[] = "overrides.txt", PART[] = "part";

static void list(const struct options *o, struct text *out)
{
    for (size_t i = 0; i < o->n_overrides; i++)
        text_format(out, "%s\n", o->overrides[i]);
}

int call_tables_there(const char *folder)
{
    char *auc = path_join(folder, "auc.csv", NULL), *incremental = path_join(folder, INCREMENTAL_TABLE, NULL);
    const int there = path_exists(auc) || path_exists(incremental);
    free(auc);
    free(incremental);
    return there;
}

char *call_tables_results(const char *folder)
{
    char *path = realpath(folder, NULL);
    const char *name = path_last(path ? path : folder);
    const int is_below = strcmp(name, PART) == 0 || strcmp(name, COLLECT_LOST) == 0;
    char *results = is_below ? path_join(folder, "..", "..", NULL) : path_join(folder, "..", NULL);
    free(path);
    return results;
}

/* Are there tables of the whole spec? */
static int has_whole(const char *folder)
{
    char *overrides = path_join(folder, OVERRIDES, NULL);
    const int has = call_tables_there(folder) && !path_exists(overrides);
    free(overrides);
    return has;
}

/* Are what tables are in `folder` of a call like this one? -1 where the file that says so cannot be read. */
static int is_of_call(const struct options *o, const char *folder, struct error *e)
{
    struct text own = TEXT_INIT;
    char *path = path_join(folder, OVERRIDES, NULL), *noted = NULL;
    int is = 0;
    list(o, &own);
    if (path_exists(path) && !(noted = file_read(path, NULL, e)))
        is = -1;
    else
        is = strcmp(noted ? noted : "", text_of(&own)) == 0;
    text_release(&own);
    free(noted);
    free(path);
    return is;
}

char *call_tables_place(const struct options *o, const char *experiment)
{
    char *folder = experiment_folder(o, experiment);
    if (!o->n_overrides || !has_whole(folder))
        return folder;
    char *part = path_join(folder, PART, NULL);
    free(folder);
    return part;
}

int call_tables_find(char **found, const struct options *o, const char *experiment, struct error *e)
{
    char *folder = experiment_folder(o, experiment), *part = path_join(folder, PART, NULL);
    const int in_part = o->n_overrides ? is_of_call(o, part, e) : 0;
    int in_folder = in_part || !o->n_overrides ? 1 : is_of_call(o, folder, e);
    if (!in_part && !in_folder && call_tables_there(folder))
        in_folder = error_set(e, "'%s': expected tables of a call with the same -D, found those of another one",
                              folder);
    *found = in_part > 0 ? part : folder;
    free(in_part > 0 ? folder : part);
    return in_part < 0 || in_folder < 0 ? -1 : 0;
}

int call_tables_begin(const struct options *o, const char *folder, enum table_maker maker, struct error *e)
{
    folder_sweep(folder);
    if (folder_make(folder, e) || being_made_begin(folder, maker, e))
        return -1;
    if (!o->n_overrides)
        return 0;
    struct text own = TEXT_INIT;
    char *path = path_join(folder, OVERRIDES, NULL);
    list(o, &own);
    const int bad = file_write(path, text_of(&own), own.length, e);
    text_release(&own);
    free(path);
    return bad;
}

int call_tables_end(const struct options *o, const char *folder, enum table_maker maker, struct error *e)
{
    char *path = path_join(folder, OVERRIDES, NULL);
    const int bad = o->n_overrides == 0 && file_remove(path, e);
    free(path);
    return bad || being_made_end(folder, maker, e) ? -1 : 0;
}
