/* `lisae tables`: the paper's tables in their own layout, from the tables of experiments: nothing is trained. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/line/shipped.h"
#include "cmd/pictures/draw.h"
#include "cmd/pictures/glyphs.h"
#include "report/paper/paper_table.h"
#include "report/paper/printed_counts.h"
#include "report/paper/published.h"
#include "report/paper/table_write.h"
#include "report/paper/verdicts.h"
#include "store/file.h"

/* What all tables are made of. */
struct material {
    struct published printed;
    struct layout layout;
    struct sources sources;
};

static int read_material(struct material *m, const struct options *o)
{
    struct error e;
    *m = (struct material) { 0 };
    char *layout = shipped_find("results/published/tables.csv"), *reference = shipped_find("results/reference");
    int code = EXIT_OK;
    if (!o->published || !layout)
        code = complain(EXIT_RUN, "found no results/published/%s, here or beside the program: expected what is printed",
                        layout ? "paper.csv" : "tables.csv");
    else if (published_read(&m->printed, o->published, NULL, &e) || layout_read(&m->layout, layout, &e) ||
             sources_read(&m->sources, o->results, reference, o->kept_folders, &e))
        code = complain(EXIT_RUN, "%s", e.text);
    free(layout);
    free(reference);
    return code;
}

static void release_material(struct material *m)
{
    published_release(&m->printed);
    layout_release(&m->layout);
    sources_release(&m->sources);
}

static int check_names(const struct options *o, const struct layout *l)
{
    struct text names = TEXT_INIT;
    struct error e;
    int code = EXIT_OK;
    for (size_t i = 0; i < l->n; i++)
        text_format(&names, "%s,", l->tables[i].name);
    char **all = split(text_of(&names), ",", 0, NULL);
    for (int i = 0; i < o->n_arguments && code == EXIT_OK; i++)
        if (!layout_find(l, o->arguments[i])) {
            struct text what = TEXT_INIT;
            text_format(&what, "table '%s'", o->arguments[i]);
            unknown_name(text_of(&what), o->arguments[i], (const char *const *)all, &e);
            code = complain(EXIT_USAGE, "tables: %s", e.text);
            text_release(&what);
        }
    split_free(all);
    text_release(&names);
    return code;
}

static int is_wanted(const struct options *o, const char *name)
{
    for (int i = 0; i < o->n_arguments; i++)
        if (strcmp(o->arguments[i], name) == 0)
            return 1;
    return o->n_arguments == 0;
}

static void say_verdicts(const struct printed_counts *n)
{
    const size_t own = TOLERANCES - 1;
    printf("; each by its own tolerance %zu match, %zu higher, %zu lower; within", n->match[own], n->higher[own],
           n->lower[own]);
    for (size_t i = 0; i < own; i++)
        printf("%s %s: %zu", i ? "," : "", verdicts_tolerance(i), n->match[i]);
    printf("; %zu inside our interval", n->inside);
}

/* "table 4: 80 printed numbers, 30 reproduced, 0 in part, 50 missing; ...". */
static void say_counts(const struct paper_table *t)
{
    struct printed_counts n = { 0 };
    printed_count(&n, t, "");
    printf("table %s: %zu printed numbers, %zu reproduced, %zu in part, %zu missing", t->lines->name, n.printed,
           n.there - n.partial, n.partial, n.missing);
    if (n.there)
        say_verdicts(&n);
    puts("");
}

static char *file_of(const char *folder, const char *name, const char *end)
{
    struct text file = TEXT_INIT;
    text_format(&file, "table%s%s", name, end);
    char *path = path_join(folder, text_of(&file), NULL);
    text_release(&file);
    return path;
}

static int write_text(const struct paper_table *t, const char *folder, const char *end,
                      void append(const struct paper_table *t, struct text *out))
{
    struct text text = TEXT_INIT;
    struct error e;
    char *path = file_of(folder, t->lines->name, end);
    append(t, &text);
    int bad = file_write(path, text_of(&text), text.length, &e);
    if (!bad)
        puts(path);
    text_release(&text);
    free(path);
    return bad ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
}

/* The picture shows what the CSV file has. */
static int draw_table(const struct options *o, const char *csv, const char *folder, const char *name)
{
    struct text missing = TEXT_INIT, picture = TEXT_INIT;
    struct error e;
    char *words = file_read(csv, NULL, &e);
    if (!words)
        return complain(EXIT_RUN, "%s", e.text);
    if (glyphs_missing_here(words, &missing, &e))
        fprintf(stderr, "%s: characters that none of them has spoil a .png\n", e.text);
    struct drawing d = { .tables = csv, .output = folder, .plots = o->plots, .missing = text_of(&missing) };
    text_format(&picture, "table%s", name);
    int code = draw_by(&d, text_of(&picture), "table");
    text_release(&missing);
    text_release(&picture);
    free(words);
    return code;
}

static int write_all(const struct options *o, const struct paper_table *t, const char *folder)
{
    struct error e;
    char *csv = file_of(folder, t->lines->name, ".csv");
    int code = table_write_csv(t, csv, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    if (code == EXIT_OK) {
        say_counts(t);
        puts(csv);
        code = write_text(t, folder, ".md", table_append_md);
    }
    if (code == EXIT_OK)
        code = write_text(t, folder, ".tex", table_append_tex);
    if (code == EXIT_OK)
        code = draw_table(o, csv, folder, t->lines->name);
    free(csv);
    return code;
}

/* `folder` NULL: Markdown on standard output. */
static int write_table(const struct options *o, const struct suite *suite, const struct material *m,
                       const struct layout_table *lines, const char *folder)
{
    struct paper_table t;
    struct text text = TEXT_INIT;
    struct error e;
    int code = EXIT_OK;
    if (paper_table_make(&t, &m->layout, lines, &m->printed.cells, &m->sources, suite, &e)) {
        code = complain(EXIT_RUN, "%s", e.text);
    } else if (folder) {
        code = write_all(o, &t, folder);
    } else {
        table_append_md(&t, &text);
        puts(text_of(&text));
    }
    text_release(&text);
    paper_table_release(&t);
    return code;
}

/* The folder that the tables go to, ready for them; NULL for standard output. free() it either way. */
static int output_folder(const struct options *o, char **folder)
{
    struct error e;
    *folder = NULL;
    if (o->output && strcmp(o->output, "-") == 0)
        return EXIT_OK;
    *folder = o->output ? mem_string(o->output) : path_join(o->results, "tables", NULL);
    if (folder_make(*folder, &e))
        return complain(EXIT_RUN, "%s", e.text);
    folder_sweep(*folder); /* what a killed one left */
    return EXIT_OK;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_tables, argc, argv, 0, -1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    struct material m;
    char *folder = NULL;
    if (!path_exists(o.results))
        fprintf(stderr, "lisae: no '%s' is there: the numbers are those that come with the program\n", o.results);
    code = read_material(&m, &o);
    if (code == EXIT_OK)
        code = check_names(&o, &m.layout);
    if (code == EXIT_OK)
        code = output_folder(&o, &folder);
    for (size_t i = 0; i < m.layout.n && code == EXIT_OK; i++)
        if (is_wanted(&o, m.layout.tables[i].name))
            code = write_table(&o, suite, &m, &m.layout.tables[i], folder);
    release_material(&m);
    free(folder);
    options_release(&o);
    return code;
}

const struct command command_tables = {
    "tables",
    run_command,
    "write the paper's tables, each printed number beside the reproduced one",
    "Usage: lisae tables [options] [TABLE ...]\n"
    "\n"
    "Writes tableN.csv, .md, .tex, .svg and .png for the tables of the paper that are named (1 to 5,\n"
    "A1 to A4; default: all), in the paper's own layout. The numbers are those of experiments whose\n"
    "names begin with tableN: of what is in the results, or of what comes with the program where that\n"
    "has more runs. Nothing is trained; what no experiment has is shown as missing.\n"
    "\n"
    "Exit code: 2 there is no such table, 3 a file could not be read, written or drawn.\n",
    "results output with published plots",
};
