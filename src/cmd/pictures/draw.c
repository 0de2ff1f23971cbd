#include "cmd/pictures/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/experiment/call_tables.h"
#include "cmd/line/command.h"
#include "store/csv.h"
#include "store/file.h"
#include "store/process.h"

const char *const pictures[] = { "roc",         "tradeoff",     "heatmap",         "sweep",       "dots", "loss",
                                 "stress-sets", "stress-reach", "stress-distance", "incremental", NULL };

static const char *const formats[] = { "svg", "png", NULL };

/* What the user has set up for gnuplot is not for pictures that are to be the same for all: -d passes over ~/.gnuplot,
 * and GNUTERM would be a terminal to start with, which may not be there. */
static void set_surroundings(void)
{
    unsetenv("GNUTERM");
    setenv("LC_ALL", "C.UTF-8", 1);
}

/* As the scripts hand it to a shell, in single quotes, and to awk, which would take "-f" for an option and "a=b" for a
 * variable; free(). NULL where a quote is in it. */
static char *plain(const char *path, struct error *e)
{
    if (strchr(path, '\'')) {
        error_set(e, "'%s': expected a folder without single quotes in its name, as the pictures' scripts need it",
                  path);
        return NULL;
    }
    return *path == '-' || (*path != '/' && strchr(path, '=')) ? path_join(".", path, NULL) : mem_string(path);
}

/* A script of the pictures; free(). NULL as above. */
static char *script_of(const struct drawing *d, const char *picture, struct error *e)
{
    struct text name = TEXT_INIT;
    text_format(&name, "%s.gp", picture);
    char *plots = plain(d->plots, e), *script = plots ? path_join(plots, text_of(&name), NULL) : NULL;
    text_release(&name);
    free(plots);
    return script;
}

/* `temporary` becomes `output`, by whose name it is called. */
static int gnuplot(const struct drawing *d, const char *script, const char *format, const char *temporary,
                   const char *output)
{
    struct error e;
    const char *missing = strcmp(format, "png") == 0 ? d->missing : "";
    char *tables = plain(d->tables, &e);
    if (!tables)
        return complain(EXIT_RUN, "%s", e.text);
    const char *const argv[] = { "gnuplot", "-d", "-c", script, tables, temporary, missing, NULL };
    set_surroundings();
    const int bad = process_run(argv, NULL, NULL, &e);
    free(tables);
    return bad ? complain(EXIT_RUN, "could not draw '%s': %s%s", output, e.text,
                          starts_with(e.text, "cannot start") ? "; `make deps` installs it" : "")
               : EXIT_OK;
}

/* Not every experiment has what each picture shows: trade-offs are of a detector that is shown beside its first phase,
 * or of that first phase itself; a heat map is of runs that are done, sweeps and dots of means along an axis of their
 * kind. */
static int is_of_first(const struct suite *suite, const struct csv *c, size_t row)
{
    const struct detector *d = suite_find(suite, csv_cell(c, row, "detector"));
    return d && d->flags & (AS_FIRST_PHASE | BESIDE_FIRST_PHASE);
}

static int is_done(const struct suite *suite, const struct csv *c, size_t row)
{
    return strcmp(csv_cell(c, row, "status"), "ok") == 0;
}

static int is_on_axis(const struct csv *c, size_t row, const char *kind)
{
    return strcmp(csv_cell(c, row, "kind"), kind) == 0 && *csv_cell(c, row, "value") && *csv_cell(c, row, "mean");
}

static int is_on_numbers(const struct suite *suite, const struct csv *c, size_t row)
{
    return is_on_axis(c, row, "number");
}

static int is_same(const struct csv *c, size_t row, size_t other, const char *column)
{
    return strcmp(csv_cell(c, row, column), csv_cell(c, other, column)) == 0;
}

/* Points that stand beside this one in its row of words, itself among them. */
static size_t points_beside(const struct csv *c, size_t row)
{
    static const char *const shared[] = { "dataset", "task", "axis", "value" };
    size_t n = 0;
    for (size_t other = 0; other < c->n_rows; other++) {
        int same = is_on_axis(c, other, "word");
        for (size_t i = 0; i < sizeof shared / sizeof *shared && same; i++)
            same = is_same(c, row, other, shared[i]);
        n += same ? 1 : 0;
    }
    return n;
}

static int has_numbers(const struct csv *c)
{
    for (size_t row = 0; row < c->n_rows; row++)
        if (is_on_axis(c, row, "number"))
            return 1;
    return 0;
}

/* More points in a row than can be told apart are left to `sweep`, where an axis of numbers has them in lines. */
static int is_on_words(const struct suite *suite, const struct csv *c, size_t row)
{
    enum { POINTS = 12 };
    return is_on_axis(c, row, "word") && (points_beside(c, row) <= POINTS || !has_numbers(c));
}

enum { COLUMNS = 4 };

/* What pictures are made of: a table, and its rows that will do (NULL: any), with the columns that tell it: the
 * scripts look for theirs themselves. Most experiments have no axis, so nobody misses the pictures of one. */
static const struct need {
    const char *picture, *table;
    int (*useful)(const struct suite *suite, const struct csv *c, size_t row);
    int missed;
    const char *columns[COLUMNS];
} needs[] = {
    { "tradeoff", "tradeoff.csv", is_of_first, 1, { "detector" } },
    { "heatmap", "auc.csv", is_done, 1, { "status" } },
    { "sweep", "sweep.csv", is_on_numbers, 0, { "kind", "value", "mean" } },
    { "dots", "sweep.csv", is_on_words, 0, { "kind", "value", "mean" } },
    { "roc", "roc.csv", NULL, 1, { NULL } },
    { "loss", "loss.csv", NULL, 1, { NULL } },
    { "stress-sets", "stress.csv", NULL, 0, { NULL } },
    { "stress-reach", "search.csv", NULL, 0, { NULL } },
    { "stress-distance", "stress-points.csv", NULL, 0, { NULL } },
    { "incremental", "incremental.csv", NULL, 0, { NULL } },
};

static const struct need *need_of(const char *picture)
{
    const struct need *need = needs;
    while (strcmp(need->picture, picture) != 0)
        need++;
    return need;
}

/* A table whose header is damaged has nothing that its pictures show, as it seems, and they are not to go for that. */
static int check_columns(const struct csv *c, const struct need *need, const char *path, struct error *e)
{
    for (size_t i = 0; i < COLUMNS && need->columns[i]; i++)
        if (csv_column(c, need->columns[i]) < 0)
            return error_set(e, "%s:1: expected a column '%s', found none", path, need->columns[i]);
    return 0;
}

/* Is there something to draw? Kept tables have no curves. -1 where a table cannot be read. */
static int wanted(const struct drawing *d, const char *picture, struct error *e)
{
    struct csv c;
    int useful = 0;
    const struct need *need = need_of(picture);
    char *path = path_join(d->tables, need->table, NULL);
    /* there are no tables of runs at all without this one */
    int there = path_exists(path) || (strcmp(need->table, "auc.csv") == 0 && !call_tables_there(d->tables));
    if (there && csv_read(&c, path, e)) {
        useful = -1;
    } else if (there) {
        useful = check_columns(&c, need, path, e);
        for (size_t row = 0; row < c.n_rows && !useful; row++)
            useful = !need->useful || need->useful(d->suite, &c, row);
        csv_release(&c);
    }
    free(path);
    return useful;
}

/* gnuplot does not say that the disk was full: a whole picture ends as its format does. */
static int is_whole(const char *path, const char *format)
{
    const char *end = strcmp(format, "svg") == 0 ? "</svg>" : "IEND";
    enum { NEAR = 16 }; /* bytes that may stand behind */
    struct error ignored;
    size_t n;
    char *bytes = file_read(path, &n, &ignored);
    size_t at = bytes && n > strlen(end) + NEAR ? n - strlen(end) - NEAR : 0;
    int whole = bytes && memmem(bytes + at, n - at, end, strlen(end)) != NULL;
    free(bytes);
    return whole;
}

static char *file_of(const struct drawing *d, const char *picture, const char *format)
{
    struct text name = TEXT_INIT;
    text_format(&name, "%s.%s", picture, format);
    char *path = path_join(d->output, text_of(&name), NULL);
    text_release(&name);
    return path;
}

static int draw_as(const char *format, const struct drawing *d, const char *picture, const char *script)
{
    struct atomic_file f;
    struct error e;
    char *output = file_of(d, picture, format);
    int code = EXIT_OK;
    if (atomic_begin(&f, output, &e))
        code = complain(EXIT_RUN, "%s (-o DIR draws into another folder)", e.text);
    if (code == EXIT_OK) {
        code = gnuplot(d, script, format, f.temporary, output);
        if (code == EXIT_OK && !is_whole(f.temporary, format))
            code = complain(EXIT_RUN, "gnuplot could not write '%s' to its end; is the disk full?", output);
        if (code != EXIT_OK)
            atomic_abandon(&f);
        else if (atomic_commit(&f, &e))
            code = complain(EXIT_RUN, "%s", e.text);
        else
            puts(output);
    }
    free(output);
    return code;
}

/* Nobody misses pictures of runs where there are none. */
static int has_runs(const struct drawing *d)
{
    char *auc = path_join(d->tables, "auc.csv", NULL);
    int has = path_exists(auc);
    free(auc);
    return has;
}

static int remove_old(const struct drawing *d, const char *picture)
{
    /* another folder's files may be anybody's */
    const int is_beside = strcmp(d->output, d->tables) == 0;
    int code = EXIT_OK, removed = 0;
    for (const char *const *format = formats; *format && is_beside && code == EXIT_OK; format++) {
        char *path = file_of(d, picture, *format);
        struct error e;
        const int is_there = path_exists(path);
        if (is_there && file_remove(path, &e))
            code = complain(EXIT_RUN, "'%s' shows what is not in the tables any more: %s", path, e.text);
        else
            removed |= is_there;
        free(path);
    }
    if (code == EXIT_OK && (removed || (need_of(picture)->missed && has_runs(d))))
        fprintf(stderr, "%s: nothing to draw in %s%s\n", picture, d->tables,
                removed ? "; the picture of what was there before is removed" : "");
    return code;
}

int draw_by(struct drawing *d, const char *picture, const char *script)
{
    struct error e;
    char *path = script_of(d, script, &e);
    int code = path ? EXIT_OK : complain(EXIT_RUN, "%s", e.text);
    if (path && !path_exists(path))
        code = complain(EXIT_RUN,
                        "found no '%s': expected the scripts of the pictures there; --plots DIR names their "
                        "folder (plots/ of the sources, or share/lisae/plots beside an installed program)",
                        path);
    for (const char *const *format = formats; *format && code == EXIT_OK; format++)
        code = draw_as(*format, d, picture, path);
    d->drawn += code == EXIT_OK;
    free(path);
    return code;
}

int draw(struct drawing *d, const char *picture)
{
    struct error e;
    int useful = wanted(d, picture, &e);
    if (useful < 0)
        return complain(EXIT_RUN, "%s", e.text);
    return useful ? draw_by(d, picture, picture) : remove_old(d, picture);
}

int draw_script_svg(const struct drawing *d, const char *picture, char **svg, struct error *e)
{
    char *script = script_of(d, picture, e), *tables = script ? plain(d->tables, e) : NULL;
    *svg = NULL;
    if (!tables) {
        free(script);
        return -1;
    }
    char *output = file_of(d, picture, "svg"), *said = path_join(d->output, "said", NULL);
    const char *const argv[] = { "gnuplot", "-d", "-c", script, tables, output, "", NULL };
    set_surroundings();
    int bad = process_run(argv, NULL, said, e);
    if (!bad && !is_whole(output, "svg"))
        bad = error_set(e, "gnuplot could not write the picture to its end; is the disk full?");
    *svg = bad ? NULL : file_read(output, NULL, e);
    free(tables);
    free(script);
    free(output);
    free(said);
    return *svg ? 0 : -1;
}

int draw_svg(const struct drawing *d, const char *picture, char **svg, struct error *e)
{
    const int useful = wanted(d, picture, e);
    *svg = NULL;
    return useful > 0 ? draw_script_svg(d, picture, svg, e) : useful;
}
