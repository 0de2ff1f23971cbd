/* Rows below the line: what our experiments of a table have and the paper does not. */
#include "support/paper_tables.h"

#define KDE_TINY "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.5,,,3,3,0,lower,,\n"
#define LIS_TINY "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,,dataset:omniglot,8,5,1,,0.5,,,3,3,0,lower,,\n"

static void expect_row(const struct paper *p, size_t row, const char *name, const char *first, const char *second)
{
    assert_in_range(row, 2, p->table.n_rows - 1);
    assert_true(p->table.rows[row].further);
    assert_string_equal(p->table.rows[row].name, name);
    expect_shown(p, row, 0, first);
    expect_shown(p, row, 1, second);
}

static void other_detectors(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a", KDE_TINY,
                   "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,sup-oe-bce,oe-bce,outliers,,,,,,0.7,0,,,10,3,3,,0\n"
                   "t,tiny,one-class,oe-bce,oe-bce,dataset:omniglot,,,,,,0.61239,0.1,0.5,0.7,10,3,3,,0\n"
                   "t,tiny,one-class,pca,pca,,8,,,,,0.6,0,,,10,2,3,,0\n"
                   "t,tiny,one-class,raw-l2,raw-l2,,,,,,,,,,,10,0,3,,0\n"
                   "t,tiny,one-class,ocsvm,ocsvm,,,,,,,0.6,0,,,2,3,3,,0\n"      /* other tasks */
                   "t,tiny,one-class,iforest,iforest,,,,,,,0.6,0,,,10,3,3,,4\n" /* held-out images */
                   "t,tiny,two-class,vae,vae,,8,,,,,0.6,0,,,10,3,3,,0\n");
    put_experiment(state, "results/table1-b", "1,marks,one-class,kde,mean,,mean,9,0.80,,,,,,,0.5,,,3,3,0,lower,,\n",
                   "t,marks,one-class,kde,kde,,,,,,,0.5,0,,,5,3,3,lower,0\n"
                   "t,marks,one-class,oe-bce,oe-bce,next-class,,,,,,0.25,0,,,5,3,3,,0\n"
                   "t,marks,one-class,hsc,hsc,next-class,,,,,,0.75,0,,,5,3,3,,0\n");
    put_experiment(state, "results/table2-a", KDE_TINY,
                   "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,ae,ae,,8,,,,,0.6,0,,,10,3,3,,0\n"); /* of another table */
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_int_equal(p.table.n_rows, 7);
    expect_row(&p, 2, "Mean-distance", "missing (0/3)", "");
    expect_row(&p, 3, "PCA", "0.6000 (2/3)", "");
    expect_row(&p, 4, "OE-BCE", "0.6124", "0.2500"); /* one row, whatever the negatives of the sets */
    expect_row(&p, 5, "HSC", "", "0.7500");
    expect_row(&p, 6, "Sup. OE-BCE", "0.7000", "");
    assert_string_equal(cell_at(&p, 4, 0)->range, "[0.5000, 0.7000]");
    paper_release(&p);
}

static void other_settings(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a", LIS_TINY,
                   "t,tiny,one-class,lis-ae,lis-ae,dataset:omniglot,8,5,1,off,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,lis-ae,lis-ae,dataset:omniglot,8,9,1,off,,0.6,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,lis-ae,lis-ae,strokes,8,5,1,off,augment.flip=on,0.7,0,,,10,3,3,,0\n"
                   "t,tiny,one-class,linsep-lis-ae,lis-ae,strokes,8,5,1,on,,0.8,0,,,10,3,3,,0\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_int_equal(p.table.n_rows, 5);
    expect_row(&p, 2, "LIS-AE, omniglot, gamma 9", "0.6000", "");
    expect_row(&p, 3, "LIS-AE, strokes, gamma 5, augment.flip=on", "0.7000", "");
    expect_row(&p, 4, "LinSep-LIS-AE", "0.8000", "");
    paper_release(&p);
}

/* What stands above the line by one experiment is not below it by another that has the same runs, nor where the paper
 * calls it by another name; other runs of the same settings are. */
static void of_several_experiments(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a",
                   KDE_TINY "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,,outliers,8,5,1,,0.75,,,3,3,0,lower,,\n",
                   "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,sup-lis-ae,lis-ae,outliers,8,5,1,off,,0.75,0,,,10,3,3,lower,0\n");
    put_experiment(state, "results/table1-b", KDE_TINY, "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_int_equal(p.table.n_rows, 2);
    paper_release(&p);
    put_experiment(state, "results/table1-b", "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.625,,,3,3,0,lower,,\n",
                   "t,tiny,one-class,kde,kde,,,,,,,0.625,0,,,10,3,3,lower,0\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_int_equal(p.table.n_rows, 3);
    expect_row(&p, 2, "KDE, table1-b", "0.6250", "");
    paper_release(&p);
}

/* Below the line, too, what two experiments have of the same runs stands once. */
static void the_same_below(void **state)
{
    static const char kde[] = "t,tiny,one-class,kde,kde,,,,,,,0.5,0,,,10,3,3,lower,0\n";
    struct paper p;
    struct text rows = TEXT_INIT;
    for (int other = 0; other < 2; other++) {
        text_clear(&rows);
        text_format(&rows, "%st,tiny,one-class,pca,pca,,,,,,,0.7,0,,,10,3,3,,0\n", kde);
        put_experiment(state, "results/table1-a", KDE_TINY, text_of(&rows));
        text_clear(&rows);
        text_format(&rows, "%st,tiny,one-class,pca,pca,,,,,,,%s,0,,,10,3,3,,0\n", kde, other ? "0.8" : "0.7");
        put_experiment(state, "results/table1-b", KDE_TINY, text_of(&rows));
        paper_make(&p, state, two_by_two, two_by_two_printed);
        assert_int_equal(p.table.n_rows, 3 + other);
        expect_row(&p, 2, "PCA", "0.7000", "");
        if (other)
            expect_row(&p, 3, "PCA, table1-b", "0.8000", "");
        paper_release(&p);
    }
    text_release(&rows);
}

/* A mean whose runs another experiment has beside more seeds is that number, and no row of its own; one with a run that
 * only it has is. */
static void fewer_seeds(void **state)
{
    static const char header[] = "dataset,edition,detector,positive,outlier,seed,holdout,auc,status,run_id\n";
    static const char three[] = "tiny,publisher,kde,0,all,1,0,0.6,ok,00000000000a\n"
                                "tiny,publisher,kde,0,all,2,0,0.6,ok,00000000000b\n"
                                "tiny,publisher,kde,0,all,3,0,0.6,ok,00000000000c\n";
    static const char one[] = "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.6,,,1,1,0,lower,,\n";
    static const char summary[] = "t,tiny,one-class,kde,kde,,,,,,,0.6,0,,,10,1,1,lower,0\n";
    struct paper p;
    put_experiment(state, "results/table1-a", one, summary);
    put_experiment(state, "results/table2-a", KDE_TINY, "t,tiny,one-class,kde,kde,,,,,,,0.9,0,,,10,3,3,match,0\n");
    put_lines(state, "results/table2-a/auc.csv", header, three);
    put_lines(state, "results/table1-a/auc.csv", header, "tiny,publisher,kde,0,all,2,0,0.6,ok,00000000000b\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_string_equal(cell_at(&p, 0, 0)->source->experiment, "table2-a");
    assert_int_equal(p.table.n_rows, 2);
    paper_release(&p);
    put_lines(state, "results/table1-a/auc.csv", header, "tiny,publisher,kde,0,all,4,0,0.6,ok,00000000000d\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_int_equal(p.table.n_rows, 3);
    expect_row(&p, 2, "KDE", "0.6000", "");
    paper_release(&p);
}

/* Two experiments that differ in what no column shows, as their [augment]: the second is told by its name. */
static void other_protocols(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a", LIS_TINY,
                   "t,tiny,one-class,lis-ae,lis-ae,dataset:omniglot,8,5,1,off,,0.5,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,oe-bce,oe-bce,dataset:omniglot,,,,,,0.6,0,,,10,3,3,,0\n");
    put_experiment(state, "results/table1-a-plain",
                   "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,,dataset:omniglot,8,5,1,,0.45,,,3,3,0,lower,,\n",
                   "t,tiny,one-class,lis-ae,lis-ae,dataset:omniglot,8,5,1,off,,0.45,0,,,10,3,3,lower,0\n"
                   "t,tiny,one-class,oe-bce,oe-bce,dataset:omniglot,,,,,,0.55,0,,,10,3,3,,0\n"
                   "t,tiny,one-class,hsc,hsc,dataset:omniglot,,,,,,0.65,0,,,10,3,3,,0\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_int_equal(p.table.n_rows, 6);
    expect_row(&p, 2, "LIS-AE, table1-a-plain", "0.4500", "");
    expect_row(&p, 3, "OE-BCE", "0.6000", "");
    expect_row(&p, 4, "OE-BCE, table1-a-plain", "0.5500", "");
    expect_row(&p, 5, "HSC", "0.6500", "");
    paper_release(&p);
}

/* Rows below what random scores have stay, and are marked, above the line and below it. */
static void below_random(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a", "", "");
    put_lines(state, "results/table1-a/compare.csv",
              PUBLISHED_COLUMNS ",run_negative,latent,gamma,beta,variant,reproduced,verdict,below_random\n",
              "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,0.45,lower,yes\n"
              "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,,dataset:omniglot,,,,,0.49,lower,\n");
    put_lines(state, "results/table1-a/summary.csv",
              "dataset,task,method,detector,mean,n_tasks,n_ok,n_planned,below_random\n",
              "tiny,one-class,kde,kde,0.45,10,3,3,yes\n"
              "tiny,one-class,pca,pca,0.40,10,3,3,yes\n"
              "tiny,one-class,vae,vae,0.50,10,3,3,no\n");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    assert_int_equal(p.table.n_notes, 1);
    assert_string_equal(p.table.notes[0].text, "below what scores at random have");
    expect_shown(&p, 0, 0, "0.9 → 0.4500ᵃ ↓");
    expect_shown(&p, 1, 0, "0.95 → 0.4900 ↓");
    expect_row(&p, 2, "PCA", "0.4000ᵃ", "");
    expect_row(&p, 3, "VAE", "0.5000", "");
    paper_release(&p);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(other_detectors), IN_FOLDER(of_several_experiments), IN_FOLDER(other_settings), IN_FOLDER(the_same_below),
    IN_FOLDER(fewer_seeds),     IN_FOLDER(other_protocols),        IN_FOLDER(below_random),
};

TEST_MAIN(tests, NULL, NULL)
