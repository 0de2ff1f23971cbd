/* What cells and headings show. */
#include "report/paper/table_words.h"

#include "support/paper_tables.h"

#define KDE_TINY "1,tiny,one-class,kde,mean,,mean,9,0.9,,,,,,,"

static void cells(void **state)
{
    static const struct {
        const char *cells, *shown, *range;
    } cases[] = {
        { "0.899950,0.88,0.91,3,3,0,match,seeds,yes", "0.9 → 0.9000 =", "∈ [0.8800, 0.9100]" },
        { "0.899949,0.88,0.91,3,3,0,match,seeds,", "0.9 → 0.8999 =", "[0.8800, 0.9100]" },
        { "0.999950,0.99,1,3,3,0,higher,images,no", "0.9 → 1.0000 ↑", "∉ [0.9900, 1.0000]" },
        { "0.5,,,1,3,0,lower,,", "0.9 → 0.5000 ↓ (1/3)", "" },
        { ",,,0,3,,missing,,", "0.9 → missing (0/3)", "" },
        { ",,,3,3,,,,", "0.9 → missing (3/3)", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct paper p;
        struct text compare = TEXT_INIT;
        text_format(&compare, KDE_TINY "%s\n", cases[i].cells);
        put_experiment(state, "results/table1-a", text_of(&compare), "");
        paper_make(&p, state, two_by_two, two_by_two_printed);
        expect_shown(&p, 0, 0, cases[i].shown);
        assert_string_equal(cell_at(&p, 0, 0)->range, cases[i].range);
        paper_release(&p);
        text_release(&compare);
    }
}

/* Over images and seeds where that is known, over images where no seed varies or all agree, else what older tables
 * have. */
static void which_interval(void **state)
{
    static const struct {
        const char *cells, *over, *range;
    } cases[] = {
        { "0.1,0.2,seeds,0.3,0.4,0.1,0.2,0.5,0.6", "images and seeds", "[0.5000, 0.6000]" },
        { ",,seeds,0.3,0.4,,,0.3,0.4", "images", "[0.3000, 0.4000]" },
        { "0.1,0.2,seeds,0.3,0.4,,,,", "images", "[0.3000, 0.4000]" },
        { "0.1,0.2,seeds,,,,,,", "seeds", "[0.1000, 0.2000]" },
        { ",,,,,,,,", "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct paper p;
        const char *lo, *hi;
        struct text row = TEXT_INIT;
        put_experiment(state, "results/table1-a", "", "");
        text_format(&row, "1,tiny,one-class,kde,mean,,mean,9,0.9,,0.45,%s,3,3,lower\n", cases[i].cells);
        put_lines(state, "results/table1-a/compare.csv",
                  PUBLISHED_COLUMNS
                  ",reproduced,lo,hi,interval,images_lo,images_hi,seeds_lo,seeds_hi,both_lo,both_hi,n_ok,n_planned,"
                  "verdict\n",
                  text_of(&row));
        paper_make(&p, state, two_by_two, two_by_two_printed);
        assert_string_equal(cell_at(&p, 0, 0)->range, cases[i].range);
        assert_string_equal(table_cell_interval(cell_at(&p, 0, 0), &lo, &hi), cases[i].over);
        paper_release(&p);
        text_release(&row);
    }
}

/* An edition that all numbers of a column are of is marked at its head, that of one among others at the number. */
static void editions(void **state)
{
    static const char two_rows[] = "1,caption,,A caption,,4,,,,,,\n1,stub,,Model,,,,,,,,\n1,column,,Second,,,,,,,,\n"
                                   "1,row,,KDE,,,,,kde,,,\n1,row,,PCA,,,,,pca,,,\n";
    static const char row[] = ",one-class,pca,mean,,mean,9,0.7,,,,,,,0.5,,,3,3,0,lower,,\n";
    for (int tiny = 0; tiny < 2; tiny++) {
        const char *set = tiny ? "tiny" : "marks"; /* of the publisher's edition */
        struct paper p;
        struct text compare = TEXT_INIT, printed = TEXT_INIT;
        text_format(&compare, "1,marks,one-class,kde,mean,,mean,9,0.8,,,,,,,0.5,,,3,3,0,lower,,\n1,%s%s", set, row);
        text_format(&printed, "1,marks,one-class,kde,mean,,mean,9,0.8,\n1,%s,one-class,pca,mean,,mean,9,0.7,\n", set);
        put_experiment(state, "results/table1-a", text_of(&compare), "");
        paper_make(&p, state, two_rows, text_of(&printed));
        assert_string_equal(p.table.notes[0].text, "reproduced on the edition \"other\" of marks");
        assert_string_equal(p.table.headings[0], tiny ? "Second" : "Secondᵃ");
        expect_shown(&p, 0, 0, tiny ? "0.8 → 0.5000ᵃ ↓" : "0.8 → 0.5000 ↓");
        expect_shown(&p, 1, 0, "0.7 → 0.5000 ↓");
        paper_release(&p);
        text_release(&compare);
        text_release(&printed);
    }
}

static void marks(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    table_mark(&t, 0);
    table_mark(&t, 24);
    table_mark(&t, 25);
    assert_string_equal(text_of(&t), "ᵃᶻᵃᵃ");
    text_release(&t);
}

static void origins(void **state)
{
    struct paper p;
    struct text t = TEXT_INIT;
    put_experiment(state, "results/table1-b", KDE_TINY "0.5,,,3,3,0,lower,,\n", "");
    put_experiment(state, "reference/table1-a", "1,marks,one-class,kde,mean,,mean,9,0.80,,,,,,,0.5,,,3,3,0,lower,,\n",
                   "");
    paper_make(&p, state, two_by_two, two_by_two_printed);
    table_append_origins(&p.table, &t);
    assert_string_equal(text_of(&t), "table1-b (results), table1-a (reference)");
    paper_release(&p);
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(cells), IN_FOLDER(which_interval), IN_FOLDER(editions), cmocka_unit_test(marks), IN_FOLDER(origins),
};

TEST_MAIN(tests, NULL, NULL)
