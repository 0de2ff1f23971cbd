/* `lisae audit`: does each number of kept results have its source? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cmd/experiment/gather.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "cmd/stock/verify.h"
#include "plan/spec.h"
#include "report/incremental_tables.h"
#include "report/paper/published.h"
#include "report/trace.h"
#include "run/kept_ranks.h"
#include "store/file.h"

/* The tables that are made anew, all but those that only runs' folders can give. detectors.csv is none of runs: it says
 * what the program that wrote it called its detectors. */
static const char *const tables[] = { "auc.csv",      "metrics.csv", "times.csv",     "summary.csv",   "compare.csv",
                                      "verdicts.csv", "tests.csv",   "contrasts.csv", "mean-ranks.csv" };
/* And those that not every experiment has, or that need not be kept. */
static const char *const further[] = { "sweep.csv", "stress.csv", "search.csv", "stress-points.csv",
                                       "stress-summary.csv" };

/* The cell of a table's text that this byte is in, as far as commas tell. */
static int cell_length(const char *text, size_t n, size_t at, size_t *begin)
{
    size_t end = at;
    *begin = at;
    while (*begin > 0 && text[*begin - 1] != ',' && text[*begin - 1] != '\n')
        --*begin;
    while (end < n && text[end] != ',' && text[end] != '\n')
        end++;
    return (int)(end - *begin);
}

/* Tells where a table and what was made anew part; returns the exit code. */
static int compare_texts(const char *path, const char *kept, size_t n, const char *made, size_t n_made)
{
    size_t line = 1, i = 0, from, from_made;
    for (; i < n && i < n_made && kept[i] == made[i]; i++)
        line += kept[i] == '\n';
    if (i == n && i == n_made)
        return EXIT_OK;
    const int length = cell_length(kept, n, i, &from), length_made = cell_length(made, n_made, i, &from_made);
    return complain(EXIT_RUN, "%s:%zu: expected what its runs give, '%.*s', found '%.*s'", path, line, length_made,
                    made + from_made, length, kept + from);
}

static int is_kept(const char *folder, const char *name)
{
    char *path = path_join(folder, name, NULL);
    const int is = path_exists(path);
    free(path);
    return is;
}

static int same_table(const char *folder, const char *remade, const char *name)
{
    struct error e;
    size_t n[2] = { 0, 0 };
    char *path = path_join(folder, name, NULL), *other = path_join(remade, name, NULL);
    char *kept = file_read(path, &n[0], &e), *made = kept ? file_read(other, &n[1], &e) : NULL;
    int code = made ? compare_texts(path, kept, n[0], made, n[1]) : complain(EXIT_RUN, "%s", e.text);
    free(path);
    free(other);
    free(kept);
    free(made);
    return code;
}

/* The plan of kept tables, from the spec and what was known of the data sets beside them. */
static int plan_kept(struct plan *p, const struct suite *suite, const char *folder, const char *name,
                     const char *scratch)
{
    struct text problems = TEXT_INIT;
    struct spec spec;
    char *path = path_join(folder, "spec.ini", NULL), *noted = path_join(folder, "data.csv", NULL);
    int code = EXIT_OK;
    if (!path_exists(path) || !path_exists(noted)) {
        code = complain(EXIT_RUN, "expected '%s', found none: the tables beside it cannot be made anew",
                        path_exists(path) ? noted : path);
    } else {
        int bad = spec_read(&spec, suite, path, NULL, 0, &problems);
        free(spec.name);
        spec.name = mem_string(name);
        bad = bad || plan_make(p, &spec, scratch, noted, &problems);
        if (bad)
            code = complain(EXIT_RUN, "'%s': the tables cannot be made anew:\n%s", folder, text_of(&problems));
        spec_release(&spec);
    }
    text_release(&problems);
    free(path);
    free(noted);
    return code;
}

static int audit_tables(const struct options *o, const struct suite *suite, const char *folder, const char *scratch)
{
    const char *kept[] = { folder, NULL };
    char *real = realpath(folder, NULL); /* "." has the folder's name, too */
    const char *name = path_last(real ? real : folder);
    char *remade = path_join(scratch, name, NULL);
    struct options own = *o;
    struct text remarks = TEXT_INIT;
    struct tally tally = { 0 };
    struct plan p;
    struct error e;
    own.results = scratch;
    own.kept_folders = kept;
    int code = plan_kept(&p, suite, folder, name, scratch);
    if (code == EXIT_OK) {
        if (folder_make(remade, &e) || gather_make(&own, &p, remade, &tally, &remarks, &e))
            code = complain(EXIT_RUN, "%s", e.text);
        for (size_t i = 0; code == EXIT_OK && i < sizeof tables / sizeof *tables; i++)
            code = same_table(folder, remade, tables[i]);
        for (size_t i = 0; code == EXIT_OK && i < sizeof further / sizeof *further; i++)
            code = is_kept(folder, further[i]) ? same_table(folder, remade, further[i]) : EXIT_OK;
        if (code == EXIT_OK)
            printf("%s: the tables are what %zu runs give\n", folder, tally.ok);
        plan_release(&p);
    }
    text_release(&remarks);
    free(remade);
    free(real);
    return code;
}

/* Tables of parts, which are made of what is not kept: they agree with themselves, and the summary is theirs. */
static int audit_incremental(const char *folder, const char *scratch)
{
    struct error e;
    char *path = path_join(scratch, INCREMENTAL_SUMMARY, NULL);
    int code = incremental_check(folder, &e) || incremental_summary(folder, path, &e)
                   ? complain(EXIT_RUN, "%s", e.text)
                   : same_table(folder, scratch, INCREMENTAL_SUMMARY);
    if (code == EXIT_OK)
        printf("%s: the summary is what the parts give\n", folder);
    free(path);
    return code;
}

static int audit_experiments(const struct options *o, const struct suite *suite, const struct material *m)
{
    struct error e;
    char *scratch = folder_scratch("audit", &e); /* where tables are made and no data set is */
    if (!scratch)
        return complain(EXIT_RUN, "%s", e.text);
    int code = EXIT_OK;
    for (size_t i = 0; i < m->n; i++) {
        const struct experiment *x = &m->of[i];
        if ((x->tables[OF_INCREMENTAL].n_columns && audit_incremental(x->folder, scratch) != EXIT_OK) ||
            (x->tables[OF_AUC].n_columns && audit_tables(o, suite, x->folder, scratch) != EXIT_OK))
            code = EXIT_RUN;
    }
    folder_remove(scratch, NULL);
    free(scratch);
    return code;
}

/* Each row's AUC, from the scores that are kept as ranks: in the folder, or of one experiment's beside it. */
static int audit_scores(const struct suite *suite, const char *folder)
{
    char *auc = path_join(folder, "auc.csv", NULL);
    char *ranks = path_join(folder, path_exists(auc) ? ".." : ".", RANKS_FOLDER, NULL);
    int code = path_exists(ranks) ? verify_folder(suite, folder)
                                  : complain(EXIT_RUN, "expected the scores of the runs in '%s', found none", ranks);
    free(ranks);
    free(auc);
    return code;
}

static int audit_page(const struct trace *t, const char *path)
{
    struct trace_counts counts;
    struct text orphans = TEXT_INIT;
    struct error e;
    if (trace_page(t, path, &counts, &orphans, &e)) {
        text_release(&orphans);
        return complain(EXIT_RUN, "%s", e.text);
    }
    printf("%s: %zu numbers are of the tables (%.0f of as many made-up ones would be), %zu say what they were measured "
           "by, %zu have no source\n",
           path, counts.traced, counts.chance, counts.measured, counts.orphans);
    fputs(text_of(&orphans), stderr);
    text_release(&orphans);
    return counts.orphans ? EXIT_RUN : EXIT_OK;
}

/* "+0.0278" is found as 0.0278. */
static const char *without_plus(const char *number)
{
    return number + (*number == '+');
}

/* ".8767", "+0.0278": a number to look for, and not a file. */
static int is_number(const char *word)
{
    const char *s = without_plus(word);
    double value;
    const char *point = strchr(s, '.');
    return point && point[1] && parse_double(s, &value) == 0 && value > -1 && value < 1 && !strpbrk(s, "eExX");
}

static int show_source(const struct trace *t, const char *number)
{
    struct text cells = TEXT_INIT;
    size_t n = trace_append(t, without_plus(number), &cells);
    fputs(text_of(&cells), stdout);
    text_release(&cells);
    return n ? EXIT_OK : complain(EXIT_RUN, "%s: expected a number of the tables, found none that is it", number);
}

/* What the further arguments name: a number's source is all that is asked then, where there are only numbers. */
static int audit_words(const struct options *o, const struct material *m, int numbers)
{
    struct published printed;
    struct trace t;
    struct error e;
    int code = published_read(&printed, o->published, NULL, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    trace_init(&t, m, &printed.cells, o->published);
    for (int i = 1; i < o->n_arguments; i++) {
        const char *word = o->arguments[i];
        if (is_number(word) == numbers && (numbers ? show_source(&t, word) : audit_page(&t, word)) != EXIT_OK)
            code = EXIT_RUN;
    }
    trace_release(&t);
    published_release(&printed);
    return code;
}

static int has(const struct options *o, int numbers)
{
    for (int i = 1; i < o->n_arguments; i++)
        if (is_number(o->arguments[i]) == numbers)
            return 1;
    return 0;
}

/* Tables of `lisae incremental` are of none. */
static int has_runs(const struct material *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->of[i].tables[OF_AUC].n_columns)
            return 1;
    return m->n == 0;
}

static int audit(const struct options *o, const struct suite *suite)
{
    const char *folders[] = { o->arguments[0], NULL };
    struct material m;
    struct error e;
    int code = material_read(&m, folders, 1, &e) ? complain(EXIT_RUN, "%s", e.text) : EXIT_OK;
    if (code == EXIT_OK && has(o, 1)) {
        code = audit_words(o, &m, 1);
    } else if (code == EXIT_OK) {
        code = audit_experiments(o, suite, &m);
        if (has_runs(&m) && audit_scores(suite, folders[0]) != EXIT_OK)
            code = EXIT_RUN;
        if (audit_words(o, &m, 0) != EXIT_OK)
            code = EXIT_RUN;
    }
    material_release(&m);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_audit, argc, argv, 1, -1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    if (has(&o, 0) && has(&o, 1))
        code = complain(EXIT_USAGE, "audit: expected pages to look at, or numbers to look for, found both");
    else
        code = audit(&o, suite);
    options_release(&o);
    return code;
}

const struct command command_audit = {
    "audit",
    run_command,
    "trace each number of kept results, and of pages, to runs and their scores",
    "Usage: lisae audit [options] FOLDER [PAGE ...]\n"
    "       lisae audit [options] FOLDER NUMBER ...\n"
    "\n"
    "FOLDER holds kept results, as results/reference does: folders of experiments, and ranks of the runs'\n"
    "scores. All tables are made anew from the rows of the runs and compared byte by byte, and the AUC of\n"
    "each row is computed anew from the scores. No data set is needed, and nothing is trained.\n"
    "In a PAGE (Markdown, LaTeX, HTML) each number between -1 and 1 with three to six decimals has to be\n"
    "one of the tables, rounded; in Markdown, a line with a comment <!-- measured: COMMAND --> says what\n"
    "else its numbers are.\n"
    "With a NUMBER (.8767; -- -.0081) all cells that it may stand for are shown, with the runs that they are\n"
    "made of.\n"
    "\n"
    "Exit code 3 where something has no source.\n",
    "published",
};
