/* `lisae report`: one HTML page of experiments, from their tables alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cmd/compare/report_bases.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/line/shipped.h"
#include "cmd/pictures/report.h"
#include "report/page/page.h"
#include "report/page/printed.h"
#include "report/text/values.h"
#include "revision.h"
#include "store/file.h"
#include "store/output.h"

/* What comes with the program: the look of the page, its script, the layout of the printed tables, kept results, the
 * specs. */
struct shipped {
    char *style, *script;                   /* texts */
    char *layout, *reference, *experiments; /* paths; NULL where they are not there */
};

static char *read_shipped(const char *name, struct error *e)
{
    char *path = shipped_find(name), *text = path ? file_read(path, NULL, e) : NULL;
    if (!path)
        error_set(e, "found no '%s': expected it here or beside the program", name);
    free(path);
    return text;
}

static int find_shipped(struct shipped *s, struct error *e)
{
    *s = (struct shipped) { .layout = shipped_find("results/published/tables.csv"),
                            .reference = shipped_find("results/reference"),
                            .experiments = shipped_find("experiments") };
    return (s->style = read_shipped("page/page.css", e)) && (s->script = read_shipped("page/page.js", e)) ? 0 : -1;
}

static void release_shipped(struct shipped *s)
{
    free(s->style);
    free(s->script);
    free(s->layout);
    free(s->reference);
    free(s->experiments);
}

/* The folders that are named or, where none is, the results and what is kept; up to NULL; free(). */
static const char **choose_folders(const struct options *o, const struct shipped *s)
{
    const char **folders = mem_zero((size_t)o->n_arguments + 3, sizeof *folders);
    size_t n = 0;
    for (int i = 0; i < o->n_arguments; i++)
        folders[n++] = o->arguments[i];
    if (!n && path_exists(o->results))
        folders[n++] = o->results;
    if (!o->n_arguments && s->reference)
        folders[n++] = s->reference;
    return folders;
}

/* To a file, whole or not at all, over one that is there; "-" is standard output. */
static int write_page(const char *path, const struct text *page)
{
    struct error e;
    if (output_write(path, text_of(page), page->length, &e))
        return complain(EXIT_RUN, "%s", e.text);
    if (!output_is_standard(path))
        puts(path);
    return EXIT_OK;
}

static void say_passed_over(const struct material *m)
{
    for (size_t i = 0; i < m->n_passed_over; i++)
        fprintf(stderr, "passed over '%s': another folder has an experiment of this name, with as many runs or more\n",
                m->passed_over[i]);
}

/* What a text in LaTeX may name, in the place of a page? */
static int is_text(const char *path)
{
    return ends_with(path, ".tex");
}

static int append_values(struct text *out, const struct page_input *in, struct error *e)
{
    struct printed_tables printed;
    const int bad = printed_make(&printed, in->material, in->suite, in->printed, in->editions, in->layout, e);
    if (!bad)
        values_append_tex(out, in->material, in->suite, &printed);
    printed_release(&printed);
    return bad;
}

static int make(const struct options *o, const struct suite *suite, const struct shipped *s, const char *const *folders,
                const char *path)
{
    struct material m;
    struct pictures_drawn drawn = { 0 };
    struct report_bases bases = { 0 };
    struct text page = TEXT_INIT;
    struct error e;
    int bad = material_read(&m, folders, o->n_arguments > 0, &e);
    bad = bad || report_bases_make(&bases, o, suite, &m, &e);
    if (!bad && !is_text(path))
        bad = pictures_for_report(&drawn, suite, &m, folders, o->plots, &e);
    const struct page_input in = {
        .suite = suite,
        .material = &m,
        .printed = o->published,
        .layout = s->layout,
        .editions = o->printed_data,
        .experiments = s->experiments,
        .style = s->style,
        .script = s->script,
        .revision = LISAE_REVISION,
        .pictures = drawn.of,
        .n_pictures = drawn.n,
        .bases = bases.of,
        .n_bases = bases.n,
    };
    bad = bad || (is_text(path) ? append_values(&page, &in, &e) : page_make(&page, &in, &e));
    if (!bad)
        say_passed_over(&m);
    int code = bad ? complain(EXIT_RUN, "%s", e.text) : write_page(path, &page);
    if (code == EXIT_OK && drawn.lacking)
        code = complain(EXIT_RUN, "'%s' lacks %zu picture%s that could not be drawn here; of the first: %s", path,
                        drawn.lacking, drawn.lacking == 1 ? "" : "s", drawn.why.text);
    text_release(&page);
    pictures_drawn_release(&drawn);
    report_bases_release(&bases);
    material_release(&m);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    struct shipped shipped;
    struct error e;
    int code = options_parse(&o, &command_report, argc, argv, 0, -1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    const int bad = find_shipped(&shipped, &e);
    const char **folders = choose_folders(&o, &shipped);
    char *path = o.output ? mem_string(o.output) : path_join(o.results, "report.html", NULL);
    if (bad || (!o.output && folder_make(o.results, &e)))
        code = complain(EXIT_RUN, "%s", e.text);
    else
        code = make(&o, suite, &shipped, folders, path);
    free(path);
    free(folders);
    release_shipped(&shipped);
    options_release(&o);
    return code;
}

const struct command command_report = {
    "report",
    run_command,
    "write a report of experiments: one HTML page",
    "Usage: lisae report [options] [FOLDER ...]\n"
    "\n"
    "Writes one HTML page that needs nothing beside it: what was run, what failed or is missing, the\n"
    "paper's tables beside the reproduced numbers, means, tests, pictures, settings, times, and hashes of\n"
    "the files that it is made of. A FOLDER is that of an experiment (results/gamma) or holds such folders\n"
    "(results/reference); without one: the results, and those that come with the program. Of two\n"
    "experiments of one name the one with more runs counts. Nothing is trained; the same tables give the\n"
    "same bytes. Where FILE ends in .tex it gets the numbers for a text in LaTeX instead, each under a key\n"
    "like table2-cifar10/lis-ae/mean. With --base the page begins with what moved since: rows with another\n"
    "verdict of `lisae compare` than identical.\n"
    "\n"
    "A picture that gnuplot does not draw is left out, which the page says. Exit code: 3 a folder or table\n"
    "could not be read, the page not be written, or pictures not be drawn.\n",
    "results output published plots base noise",
};
