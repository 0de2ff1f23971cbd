/* Which reproduced number stands beside a printed one, and what is noted. */
#include "support/paper_tables.h"

/* A row of compare.csv for the printed number of line `n` of two_by_two_printed. */
#define KDE_TINY "1,tiny,one-class,kde,mean,,mean,9,0.9,,,"
#define LIS_TINY "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,,dataset:omniglot,"

static void own_and_others(void **state)
{
    struct paper p;
    put_experiment(state, "reference/table1-a",
                   KDE_TINY "8,,,,0.4,,,2,3,0,lower,,\n" LIS_TINY "8,5,1,,0.4,,,1,3,0,lower,,\n", "");
    put_experiment(state, "reference/table2-a",
                   KDE_TINY "8,,,,0.5,,,3,3,0,lower,,\n" LIS_TINY "8,6,1,,0.5,,,3,3,0,lower,,\n", "");
    put_experiment(state, "reference/other", KDE_TINY "8,,,,0.6,,,3,3,0,lower,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 0, 0, "0.9 → 0.5000 ↓"); /* whole, elsewhere, with the same settings */
    assert_string_equal(cell_at(&p, 0, 0)->source->experiment, "table2-a");
    expect_shown(&p, 1, 0, "0.95 → 0.4000 ↓ (1/3)"); /* elsewhere with another gamma */
    expect_shown(&p, 0, 1, "0.80 → missing");
    expect_shown(&p, 1, 1, "-");
    paper_release(&p);
}

/* The table's own experiment has not the method at all: the settings that stand in are told. */
static void made_for_another(void **state)
{
    struct paper p;
    put_experiment(state, "reference/table1-a", KDE_TINY "8,,,,0.4,,,3,3,0,lower,,\n", "");
    put_experiment(state, "reference/table2-a",
                   KDE_TINY "8,,,,0.4,,,3,3,0,lower,,\n" LIS_TINY "8,6,1,,0.5,,,3,3,0,lower,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 0, 0, "0.9 → 0.4000 ↓");
    expect_shown(&p, 1, 0, "0.95 → 0.5000ᵃ ↓");
    assert_int_equal(p.table.n_notes, 1);
    assert_string_equal(p.table.notes[0].text, "made for table2-a, latent 8, gamma 6, beta 1");
    paper_release(&p);
}

/* Three seeds that another table has of the same runs go before one; what the user made goes before both. Where another
 * table plans just the runs that are done of this one, these are shown as a part. */
static void more_seeds(void **state)
{
    struct paper p;
    put_experiment(state, "reference/table1-a", KDE_TINY "8,,,,0.4,,,1,1,0,lower,,\n", "");
    put_experiment(state, "reference/table2-a", KDE_TINY "8,,,,0.5,,,3,3,0,lower,,\n", "");
    put_experiment(state, "reference/table3-a", KDE_TINY "8,,,,0.6,,,5,9,0,lower,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 0, 0, "0.9 → 0.5000 ↓");
    paper_release(&p);
    put_experiment(state, "reference/table1-a", KDE_TINY "8,,,,0.5,,,3,9,0,lower,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 0, 0, "0.9 → 0.5000 ↓ (3/9)");
    paper_release(&p);
    put_experiment(state, "results/table1-a", KDE_TINY "8,,,,0.7,,,2,2,0,lower,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 0, 0, "0.9 → 0.7000 ↓");
    paper_release(&p);
}

/* Of two experiments of the table that have a cell with settings that no column has, that of more cells stands, and the
 * other's number is told. */
static void two_of_one_table(void **state)
{
    struct paper p;
    put_experiment(state, "reference/table1-a", KDE_TINY "8,,,,0.5,,,3,3,0,lower,,\n", "");
    put_experiment(state, "reference/table1-b",
                   KDE_TINY "8,,,,0.6,,,3,3,0,lower,,\n" LIS_TINY "8,5,1,,0.4,,,3,3,0,lower,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 0, 0, "0.9 → 0.6000ᵃ ↓");
    assert_string_equal(p.table.notes[0].text, "0.5000 in table1-a");
    paper_release(&p);
}

static void one_of_several_settings(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a",
                   LIS_TINY "8,5,1,,0.4,,,1,3,0,lower,,\n" LIS_TINY "8,6,1,,0.5,,,3,3,0,lower,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 1, 0, "0.95 → 0.5000ᵃ ↓");
    assert_string_equal(p.table.notes[0].text, "one of 2 settings of table1-a");
    paper_release(&p);
}

static void nothing_is_there(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a", KDE_TINY "8,,,,,,,0,3,,missing,,\n", "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    expect_shown(&p, 0, 0, "0.9 → missing (0/3)");
    assert_false(table_cell_is_there(cell_at(&p, 0, 0)));
    paper_release(&p);
}

/* As the paper's own slips are noted. */
static void slips(void **state)
{
    struct paper p;
    paper_make(&p, state,
               "A3,caption,,A,,3,,,,,,\nA3,stub,,Positive,,,,,,,,\nA3,stub,,Negative,,,,,,,,\n"
               "A3,column,,Car,,,,,,,,car\nA3,column,,Avg.,,,,,,,,mean\n"
               "A3,row,Plane,None,,,,,,plane,none,\n"
               "A3,row,Plane,Sup. (5–9),Sup. (0–4),,,,,plane,outliers,\n",
               "A3,cifar10,one-class,ae,plane,none,car,4,0.78,\n"
               "A3,cifar10,one-class,lis-ae,plane,outliers,car,4,0.70,\"printed as \"\"Sup. (5–9)\"\"\"\n"
               "A3,cifar10,one-class,lis-ae,plane,outliers,mean,4,0.773,"
               "\"printed as \"\"Sup. (5–9)\"\"; its own row has the mean 0.7800\"\n");
    expect_shown(&p, 0, 0, "0.78 → missing");
    expect_shown(&p, 1, 0, "0.70ᵃ → missing");
    expect_shown(&p, 1, 1, "0.773ᵃᵇ → missing");
    assert_string_equal(p.table.rows[1].heading, "Sup. (5–9)ᵃ");
    assert_int_equal(p.table.n_notes, 2);
    assert_string_equal(p.table.notes[0].text, "printed as \"Sup. (5–9)\", where \"Sup. (0–4)\" is meant");
    assert_string_equal(p.table.notes[1].text, "its own row has the mean 0.7800");
    paper_release(&p);
}

static const char by_class[] = "4,caption,,A,,3,,,,,,\n4,stub,,Positive,,,,,,,,\n"
                               "4,column,,Car,,,,,,,,car\n4,column,,Bird,,,,,,,,bird\n4,column,,Avg.,,,,,,,,mean\n"
                               "4,row,,Plane,,,,,,plane,,\n";
static const char by_class_printed[] = "4,tiny,one-class,ae,plane,none,car,4,0.70,\n"
                                       "4,tiny,one-class,ae,plane,none,bird,4,0.80,\n"
                                       "4,tiny,one-class,ae,plane,none,mean,4,0.750,\n";

static void average(void **state, const char *auc, const char *shown)
{
    struct paper p;
    struct text compare = TEXT_INIT;
    text_format(&compare,
                "4,tiny,one-class,ae,plane,none,car,4,0.70,,,8,,,,0.711111,,,3,3,0,match,,\n"
                "4,tiny,one-class,ae,plane,none,bird,4,0.80,,,8,,,,0.822224,,,3,3,0,match,,\n"
                "4,tiny,one-class,ae,plane,none,mean,4,0.750,,,8,,,,%s,,,3,3,0,match,,\n",
                auc);
    put_experiment(state, "results/table4-a", text_of(&compare), "");
    paper_make(&p, state, by_class, by_class_printed);
    expect_shown(&p, 0, 2, shown);
    assert_int_equal(p.table.n_notes, strstr(shown, "ᵃ") != NULL);
    if (p.table.n_notes)
        assert_string_equal(p.table.notes[0].text,
                            "against all outliers together: the mean of the row's cells is 0.767");
    paper_release(&p);
    text_release(&compare);
}

/* 0.711111 and 0.822224 have the mean 0.7666675: of the unrounded cells, not of 0.711 and 0.822. */
static void averages(void **state)
{
    average(state, "0.766668", "0.750 → 0.767 =");
    average(state, "0.766000", "0.750 → 0.766ᵃ =");
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(own_and_others),   IN_FOLDER(made_for_another), IN_FOLDER(more_seeds), IN_FOLDER(one_of_several_settings),
    IN_FOLDER(two_of_one_table), IN_FOLDER(nothing_is_there), IN_FOLDER(slips),      IN_FOLDER(averages),
};

TEST_MAIN(tests, NULL, NULL)
