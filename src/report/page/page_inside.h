/* The sections of a report, for page.c alone; each appends itself to the page. */
#ifndef REPORT_PAGE_PAGE_INSIDE_H
#define REPORT_PAGE_PAGE_INSIDE_H

#include "report/page/html.h"
#include "report/page/page.h"
#include "report/page/printed.h"

struct page {
    struct text out;
    const struct page_input *in;
    const struct suite *suite;
    const struct printed_tables *printed;
    char **sections;            /* the anchors of the experiments' sections */
    size_t n_tables, n_figures; /* so far */
    struct text anchors;        /* those that are taken, each between line ends */
};

/* parts.c: what all sections are built of. */

/* A name in the page that no other has, made of one or two words (`more` may be NULL); free(). It has no two '-' beside
 * each other: what belongs to it is called so, "x-means--caption". */
char *page_anchor(struct page *p, const char *word, const char *more);
/* Opens a section with its head, at an anchor of this name. */
void page_section(struct page *p, const char *anchor, const char *head);
void page_section_end(struct page *p);
/* Opens a numbered table with its caption: `title` and, in smaller letters, `note`, which is HTML and may be "". */
void page_table(struct page *p, const char *anchor, const char *title, const char *note);
/* Its head and the begin of its body: the columns' heads, up to NULL. */
void page_table_heads(struct page *p, const char *const *heads);
/* The file that something shows (`x` NULL: none), with the hash of its bytes, and the command that makes it anew (NULL:
 * none is told). */
void page_table_from(struct page *p, const struct experiment *x, enum material_file file, const char *command);
/* Ends a table, with that below. */
void page_table_end(struct page *p, const struct experiment *x, enum material_file file, const char *command);
/* An experiment's share of `all` rows, from `least` to `most`. */
size_t page_share(const struct page *p, size_t all, size_t least, size_t most);
/* How many rows an experiment's list of runs, or of pairs, has at most. */
size_t page_list_rows(const struct page *p);
/* Behind a table of a file's `n` rows that shows so many at most: how many more there are. */
void page_more_rows(struct page *p, size_t n, size_t shown);
/* Behind a table of `n` things that shows PAGE_ROWS at most: how many more there are, and where, which is HTML. */
void page_left_out(struct page *p, size_t n, const char *files);
/* A table of a file's rows, with all around it: as page_table(), page_table_heads() and page_table_end(), and what is
 * left out. Nothing where the file has no rows. */
struct page_rows {
    enum material_file file;
    const char *anchor; /* behind the experiment's name */
    const char *title, *note, *const *heads;
    void (*append)(struct page *p, const struct csv *c, size_t row);
};
void page_table_of_rows(struct page *p, const struct experiment *x, const struct page_rows *what, const char *command);
/* Cells with the numbers that a row has in these columns, up to NULL, with so many digits. */
void page_numbers(struct page *p, const struct csv *c, size_t row, const char *const *columns, int digits);
/* Begins what is folded, with a summary. */
void page_fold(struct page *p, const char *class, const char *summary);
void page_fold_end(struct page *p);
/* Appends words that are HTML, and words that are not. */
void page_html(struct page *p, const char *html);
void page_text(struct page *p, const char *words);
/* "lisae run experiments/table2-svhn.ini"; free(). */
char *page_run_command(const struct experiment *x);
/* The sign of a verdict and the verdict as a word, "↑ higher", in an element that says which it is. */
void page_verdict(struct page *p, const char *verdict);
/* What a test of a pair says, likewise: "↑ higher", "? cannot be decided"; "" is a pair without runs. */
void page_decision(struct page *p, const char *decision);
/* "LIS-AE γ 5": a row's method, with what tells its settings apart in smaller letters. */
struct settings_shown;
void page_method(struct page *p, const struct csv *c, const struct settings_shown *s, size_t row);
/* Appends "(10/30)" where n_ok and n_planned of the row differ. */
void page_partial(struct text *out, const struct csv *c, size_t row);

/* The sections. */
void page_lead(struct page *p);     /* lead.c: what was run, what came of it */
void page_moved(struct page *p);    /* moved.c: what the gate says since each base */
void page_overview(struct page *p); /* overview.c: a row for each column of a table */
/* In how many rows of the overview LIS-AE, in a form that is not told the outliers' classes, has a mean, and in how
 * many of them the highest; appends who has it in the others. */
void page_count_highest(const struct page *p, size_t *highest, size_t *any, struct text *winners);
/* moves.c: what the axes do, in a line each */
void page_moves(struct page *p);
void page_unfinished(struct page *p); /* unfinished.c: what failed or is missing */
void page_printed(struct page *p);    /* compared.c: the paper's tables */
/* lower.c: those of their numbers that were not reached */
void page_lower(struct page *p);
/* compared.c: appends the anchor of one of them */
void page_table_anchor(const struct paper_table *t, struct text *out);
void page_figures(struct page *p, const char *experiment); /* figures.c: pictures */
/* experiment.c: a section with all that follows */
void page_experiment(struct page *p, const struct experiment *x, const char *anchor);
void page_means(struct page *p, const struct experiment *x); /* means.c: summary.csv and sweep.csv */
void page_pairs(struct page *p, const struct experiment *x); /* pairs.c: tests.csv, contrasts.csv */
/* matrix.c: the same, each against each other, where these are not too many. How many columns of tests.csv are shown
 * so. */
size_t page_matrices(struct page *p, const struct experiment *x);
void page_ranked(struct page *p, const struct experiment *x);      /* ranked.c: mean-ranks.csv */
void page_incremental(struct page *p, const struct experiment *x); /* incremental.c: incremental-summary.csv */
void page_plane(struct page *p, const struct experiment *x);       /* plane.c: plane.csv */
void page_stress(struct page *p, const struct experiment *x);      /* stress.c: stress-summary.csv */
void page_runs(struct page *p, const struct experiment *x);        /* runs.c: auc.csv and metrics.csv */
void page_made(struct page *p, const struct experiment *x);        /* made_with.c: times, program, kernels */
void page_data(struct page *p);                                    /* data.c: data sets, editions, hashes */
/* chosen.c: settings, and the specs that try several. 0 or -1 */
int page_chosen(struct page *p, struct error *e);
void page_again(struct page *p); /* again.c: commands and files */

#endif
