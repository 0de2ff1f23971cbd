/* What the tests of the paper's tables share: a small layout with printed numbers, experiments made by hand, and the
 * table of both. All files are in the test's folder. */
#ifndef TESTS_SUPPORT_PAPER_TABLES_H
#define TESTS_SUPPORT_PAPER_TABLES_H

#include "report/paper/paper_table.h"
#include "report/paper/published.h"
#include "support/folder.h"
#include "support/suite.h"

#define COMPARE_HEADER \
    PUBLISHED_COLUMNS ",run_negative,latent,gamma,beta,variant,reproduced,lo,hi,n_ok,n_planned,difference,verdict," \
                      "interval,inside\n"
#define SUMMARY_HEADER \
    "experiment,dataset,task,method,detector,negative,latent,gamma,beta,linsep,variant,mean,sd,lo,hi,n_tasks,n_ok," \
    "n_planned,verdict,holdout\n"

/* Two detectors on two sets. */
static const char two_by_two[] = "1,caption,,A caption,,4,,,,,,\n"
                                 "1,stub,,Model,,,,,,,,\n"
                                 "1,column,,First,,,tiny,,,,,\n"
                                 "1,column,,Second,,,marks,,,,,\n"
                                 "1,row,,KDE,,,,,kde,,,\n"
                                 "1,row,,LIS-AE,,,,,lis-ae,,,\n";
static const char two_by_two_printed[] = "1,tiny,one-class,kde,mean,,mean,9,0.9,\n"
                                         "1,marks,one-class,kde,mean,,mean,9,0.80,\n"
                                         "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,\n";

struct paper {
    struct layout layout;
    struct csv printed;
    struct sources sources;
    struct paper_table table;
};

static inline void put_lines(void **state, const char *name, const char *header, const char *rows)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%s%s", header, rows);
    free(folder_file(state, name, text_of(&t), t.length));
    text_release(&t);
}

/* The tables of "reference/table1-a"; one run of each set of "auc". */
static inline void put_experiment(void **state, const char *name, const char *compare, const char *summary)
{
    struct error e;
    struct text file = TEXT_INIT;
    char *folder = path_join(*state, name, NULL);
    assert_int_equal(folder_make(folder, &e), 0);
    text_format(&file, "%s/compare.csv", name);
    put_lines(state, text_of(&file), COMPARE_HEADER, compare);
    text_clear(&file);
    text_format(&file, "%s/summary.csv", name);
    put_lines(state, text_of(&file), SUMMARY_HEADER, summary);
    text_clear(&file);
    text_format(&file, "%s/auc.csv", name);
    put_lines(state, text_of(&file), "dataset,edition,detector,positive,outlier,seed,auc,status,run_id\n",
              "tiny,publisher,kde,0,all,1,,missing,000000000001\nmarks,other,kde,0,all,1,,missing,000000000002\n");
    text_release(&file);
    free(folder);
}

static inline void paper_release(struct paper *p)
{
    paper_table_release(&p->table);
    layout_release(&p->layout);
    csv_release(&p->printed);
    sources_release(&p->sources);
}

/* 0 or -1. */
static inline int paper_try(struct paper *p, void **state, const char *layout, const char *printed, struct error *e)
{
    *p = (struct paper) { 0 };
    put_lines(state, "layout.csv", LAYOUT_COLUMNS "\n", layout);
    put_lines(state, "printed.csv", PUBLISHED_COLUMNS "\n", printed);
    char *l = path_join(*state, "layout.csv", NULL), *c = path_join(*state, "printed.csv", NULL);
    char *results = path_join(*state, "results", NULL), *reference = path_join(*state, "reference", NULL);
    int bad = layout_read(&p->layout, l, e) || csv_read_as(&p->printed, c, PUBLISHED_COLUMNS, e) ||
              sources_read(&p->sources, results, reference, NULL, e) ||
              paper_table_make(&p->table, &p->layout, &p->layout.tables[0], &p->printed, &p->sources, suite(), e);
    free(l);
    free(c);
    free(results);
    free(reference);
    return bad ? -1 : 0;
}

static inline void paper_make(struct paper *p, void **state, const char *layout, const char *printed)
{
    struct error e;
    if (paper_try(p, state, layout, printed, &e))
        fail_msg("%s", e.text);
}

static inline const struct table_cell *cell_at(const struct paper *p, size_t row, size_t column)
{
    assert_in_range(row, 0, p->table.n_rows - 1);
    return &p->table.rows[row].cells[column];
}

static inline void expect_shown(const struct paper *p, size_t row, size_t column, const char *shown)
{
    assert_string_equal(cell_at(p, row, column)->shown, shown);
}

#endif
