/* `lisae show`: all that there is on one run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "cmd/line/command.h"
#include "cmd/line/options.h"
#include "run/card.h"
#include "run/scores.h"
#include "run/table.h"
#include "store/csv.h"

/* A text with two blanks before each line. */
static void print_lines(const char *text)
{
    char **lines = split(text, "\n", 0, NULL);
    for (char **line = lines; *line; line++)
        printf("  %s\n", *line);
    split_free(lines);
}

static void print_file(const struct card *c, const char *title, const char *name)
{
    char *path = path_join(c->folder, name, NULL), *text = path_exists(path) ? file_read(path, NULL, NULL) : NULL;
    if (text) {
        printf("\n%s\n", title);
        print_lines(text);
    }
    free(text);
    free(path);
}

/* Where it is from, and when: meta.ini but for its tables and the sums of the files. */
static void print_meta(const struct card *c)
{
    printf("\nwhere from\n");
    for (size_t i = 0; i < c->meta.n; i++) {
        const struct ini_entry *at = &c->meta.entries[i];
        if (strcmp(at->section, "files") != 0 && !run_table_is_section(at->section))
            printf("  %-16s %s\n", at->key, at->value);
    }
}

/* A table of the run; -1, without a word, where there is none, or with one where it cannot be read. */
static int read_table(struct csv *out, const struct card *c, enum table table)
{
    struct error e;
    const int is_there = run_table_exists(c->folder, &c->meta, table);
    const int bad = !is_there || run_table_read(out, c->folder, &c->meta, table, &e);
    if (is_there && bad)
        printf("  %s\n", e.text);
    if (bad)
        csv_release(out);
    return bad ? -1 : 0;
}

static void print_metrics(const struct card *c)
{
    struct csv table = { 0 };
    if (read_table(&table, c, OF_RUN_METRICS))
        return;
    printf("\nmetrics, for all anomalies and each class of them\n");
    for (size_t k = 0; k < table.n_columns; k++)
        printf("  %10s", table.columns[k]);
    putchar('\n');
    for (size_t i = 0; i < table.n_rows; i++) {
        for (size_t k = 0; k < table.n_columns; k++)
            printf("  %10s", csv_cell(&table, i, table.columns[k]));
        putchar('\n');
    }
    csv_release(&table);
}

/* Of normal images (0) or anomalies (1). */
static void print_scores_of(const struct scores *s, int label)
{
    double *of = mem_alloc(s->n, sizeof *of);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->label[i] == label)
            of[n++] = s->score[i];
    if (n) {
        sort_rising(of, n);
        printf("  %-9s %7zu  least %.6g, quartiles %.6g %.6g %.6g, largest %.6g\n", label ? "anomalies" : "normal", n,
               of[0], of[n / 4], of[n / 2], of[3 * n / 4], of[n - 1]);
    }
    free(of);
}

static int print_scores(const struct card *c)
{
    struct scores s;
    struct error e;
    size_t most;
    char *path = path_join(c->folder, "scores.csv.gz", NULL);
    const int is_there = path_exists(path), bad = is_there && scores_read(&s, path, &e);
    free(path);
    if (bad)
        return complain(EXIT_RUN, "%s", e.text);
    if (is_there) {
        printf("\nscores, higher is more anomalous: %zu, of them distinct %zu\n", s.n, scores_distinct(&s, &most));
        print_scores_of(&s, 0);
        print_scores_of(&s, 1);
        scores_release(&s);
    }
    return EXIT_OK;
}

/* Of each stage the first and the last epoch. */
static void print_losses(const struct card *c)
{
    struct csv table = { 0 };
    if (read_table(&table, c, OF_RUN_LOSS))
        return;
    if (table.n_rows)
        printf("\nlosses (stage, epoch, positives, negatives, separation), of each stage the first and the last\n");
    for (size_t i = 0; i < table.n_rows; i++) {
        const char *stage = csv_cell(&table, i, "stage");
        const int first = i == 0 || strcmp(csv_cell(&table, i - 1, "stage"), stage) != 0;
        const int last = i + 1 == table.n_rows || strcmp(csv_cell(&table, i + 1, "stage"), stage) != 0;
        if (first || last)
            printf("  %-10s %6s  %s  %s  %s\n", stage, csv_cell(&table, i, "epoch"),
                   csv_cell(&table, i, "positive_loss"), csv_cell(&table, i, "negative_error"),
                   csv_cell(&table, i, "separation"));
    }
    csv_release(&table);
}

/* The lines of RESULTS/ledger.csv that are of this run. */
static void print_attempts(const struct card *c, const char *results)
{
    struct csv table = { 0 };
    struct error e;
    char *path = path_join(results, "ledger.csv", NULL);
    if (path_exists(path)) {
        printf("\nlog: each attempt that began, and how it ended\n");
        if (csv_read(&table, path, &e))
            printf("  %s\n", e.text);
        for (size_t i = 0; i < table.n_rows; i++)
            if (strcmp(csv_cell(&table, i, "run_id"), path_last(c->folder)) == 0)
                printf("  %s  %-10s  %s  %s  %s s of the processor\n", csv_cell(&table, i, "attempt"),
                       csv_cell(&table, i, "outcome"), csv_cell(&table, i, "started"), csv_cell(&table, i, "ended"),
                       csv_cell(&table, i, "processor_s"));
        csv_release(&table);
    }
    free(path);
}

static int show(const struct options *o)
{
    struct error e;
    struct card c;
    char *id = card_id(o->arguments[0]), *folder = card_folder(o->results, id, &e);
    free(id);
    if (!folder)
        return complain(EXIT_RUN, "%s", e.text);
    card_read(&c, folder);
    const char *status = card_value(&c, "status");
    printf("%s: %s\n", c.folder, status ? status : "damaged: meta.ini does not say how it ended");
    print_file(&c, "reason", "reason.txt");
    print_file(&c, "specification", "spec.ini");
    print_meta(&c);
    print_metrics(&c);
    const int code = print_scores(&c);
    print_losses(&c);
    print_attempts(&c, o->results);
    card_release(&c);
    return code;
}

static int run_command(const struct suite *suite, int argc, char **argv)
{
    struct options o;
    int code = options_parse(&o, &command_show, argc, argv, 1, 1);
    if (code)
        return code < 0 ? EXIT_OK : code;
    code = show(&o);
    options_release(&o);
    return code;
}

const struct command command_show = {
    "show",
    run_command,
    "show all that there is on one run",
    "Usage: lisae show [options] RUN_ID | ROW\n"
    "\n"
    "Prints what a run's folder has: its specification, where it is from, times, metrics, a summary of its\n"
    "scores, losses, and each attempt at it. RUN_ID may be its beginning, as long as no other run's is the\n"
    "same; ROW is a row of auc.csv, which has the ID in it. First phases are shown likewise.\n",
    "results",
};
