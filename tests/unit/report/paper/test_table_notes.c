/* What is noted of cells, and where its marks stand. */
#include "report/paper/table_notes.h"

#include "support/paper_tables.h"

#define BESIDE "1,%s,one-class,lis-ae,mean,omniglot,mean,9,%s,,,,,,,0.5,,,3,3,0,lower,,\n"
static const char both_printed[] = "1,tiny,one-class,kde,mean,,mean,9,0.9,\n"
                                   "1,marks,one-class,kde,mean,,mean,9,0.80,\n"
                                   "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,\n"
                                   "1,marks,one-class,lis-ae,mean,omniglot,mean,9,0.85,\n";

/* Results of a row of the table, of as many seeds on the two sets. */
static void put_seeds(void **state, const char *tiny, const char *marks)
{
    struct text compare = TEXT_INIT, summary = TEXT_INIT;
    text_format(&compare, BESIDE BESIDE, "tiny", "0.95", "marks", "0.85");
    text_format(&summary, "tiny,one-class,lis-ae,lis-ae,,0.5,3,3,%s\nmarks,one-class,lis-ae,lis-ae,,0.5,3,3,%s\n", tiny,
                marks);
    put_experiment(state, "results/table1-a", text_of(&compare), "");
    put_lines(state, "results/table1-a/summary.csv",
              "dataset,task,method,detector,negative,mean,n_ok,n_planned,n_seeds\n", text_of(&summary));
    text_release(&compare);
    text_release(&summary);
}

static const struct table_row *second_row(struct paper *p, void **state)
{
    paper_make(p, state, two_by_two, both_printed);
    return &p->table.rows[1];
}

/* An interval of one seed leaves out what seeds vary: that is said, at the row's heading where it is so of all. */
static void one_seed(void **state)
{
    struct paper p;
    put_seeds(state, "1", "3");
    assert_string_equal(second_row(&p, state)->heading, "LIS-AE");
    expect_shown(&p, 1, 0, "0.95 → 0.5000ᵃ ↓");
    assert_string_equal(p.table.notes[0].text, "of one seed, so that its interval is over test images alone");
    paper_release(&p);
    put_seeds(state, "1", "1");
    assert_string_equal(second_row(&p, state)->heading, "LIS-AEᵃ");
    expect_shown(&p, 1, 0, "0.95 → 0.5000 ↓");
    paper_release(&p);
    put_seeds(state, "3", "3");
    assert_string_equal(second_row(&p, state)->heading, "LIS-AE");
    expect_shown(&p, 1, 0, "0.95 → 0.5000 ↓");
    paper_release(&p);
}

/* What one number mixes is told at it. */
static void several_programs(void **state)
{
    static const struct {
        const char *tiny, *marks, *shown;
    } cases[] = {
        { "1,1", "1,1", "0.95 → 0.5000 ↓" },
        { "2,1", "1,1", "0.95 → 0.5000ᵃ ↓" },
        { "1,3", "1,1", "0.95 → 0.5000ᵃ ↓" },
        { ",", ",", "0.95 → 0.5000 ↓" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct paper p;
        struct text summary = TEXT_INIT;
        put_seeds(state, "3", "3");
        text_format(&summary, "tiny,one-class,lis-ae,lis-ae,,0.5,3,3,%s\nmarks,one-class,lis-ae,lis-ae,,0.5,3,3,%s\n",
                    cases[i].tiny, cases[i].marks);
        put_lines(state, "results/table1-a/summary.csv",
                  "dataset,task,method,detector,negative,mean,n_ok,n_planned,n_kernels,n_revisions\n",
                  text_of(&summary));
        second_row(&p, state);
        expect_shown(&p, 1, 0, cases[i].shown);
        if (strstr(cases[i].shown, "ᵃ"))
            assert_string_equal(p.table.notes[0].text, "over runs of several kernels or revisions of the program");
        paper_release(&p);
        text_release(&summary);
    }
}

/* summary.csv counts for all classes together: of the runs of one nobody knows. */
static void several_programs_of_a_class(void **state)
{
    struct paper p;
    put_experiment(state, "results/table1-a",
                   "1,tiny,one-class,lis-ae,a,omniglot,mean,9,0.95,,,,,,,0.5,,,3,3,0,lower,,\n", "");
    put_lines(state, "results/table1-a/summary.csv",
              "dataset,task,method,detector,negative,mean,n_ok,n_planned,n_kernels,n_revisions\n",
              "tiny,one-class,lis-ae,lis-ae,,0.6,30,30,2,1\n");
    paper_make(&p, state, two_by_two, "1,tiny,one-class,lis-ae,a,omniglot,mean,9,0.95,\n");
    expect_shown(&p, 1, 0, "0.95 → 0.5000ᵃ ↓");
    assert_string_equal(p.table.notes[0].text,
                        "of a method whose runs are of several kernels or revisions of the program");
    paper_release(&p);
}

/* A cell has all its notes, however many; slips of print are marked in each cell, and at the heading, too. */
static void many_slips(void **state)
{
    static const char slips[] = "1,tiny,one-class,kde,mean,,mean,9,0.9,a; b; c; d; e; f; g; h; i; j\n"
                                "1,marks,one-class,kde,mean,,mean,9,0.80,b\n"
                                "1,tiny,one-class,lis-ae,mean,omniglot,mean,9,0.95,\n";
    struct paper p;
    put_experiment(state, "results/table1-a", "", "");
    paper_make(&p, state, two_by_two, slips);
    expect_shown(&p, 0, 0, "0.9ᵃᵇᶜᵈᵉᶠᵍʰⁱʲ → missing");
    expect_shown(&p, 0, 1, "0.80ᵇ → missing");
    assert_string_equal(p.table.rows[0].heading, "KDEᵇ");
    assert_int_equal(p.table.n_notes, 10);
    paper_release(&p);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(one_seed), IN_FOLDER(several_programs),
                                           IN_FOLDER(several_programs_of_a_class), IN_FOLDER(many_slips) };

TEST_MAIN(tests, NULL, NULL)
