/* What is told beside a mean. */
#include "support/plans.h"

#include "report/means/mean_notes.h"
#include "support/results.h"

static void what_is_told(void **state)
{
    static const struct {
        const char *row, *notes;
    } cases[] = {
        { "0,0,1,1,0,", "" },
        { ",,,,,", "" },
        { "1,0,1,1,0,yes", "1 stuck at the mean image, below random scores" },
        { "0,2,2,3,4,no", "2 with equal scores, 2 kernels, 3 revisions, 4 of unknown kernels" },
        { "0,0,1,1,0,yes", "below random scores" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text table = TEXT_INIT, notes = TEXT_INIT;
        struct csv c;
        struct error e;
        text_format(&table, "n_stuck,n_constant,n_kernels,n_revisions,n_unknown,below_random\n%s\n", cases[i].row);
        put_file(".", "summary.csv", text_of(&table));
        assert_int_equal(csv_read(&c, "summary.csv", &e), 0);
        mean_notes_append(&notes, &c, 0);
        assert_string_equal(text_of(&notes), cases[i].notes);
        csv_release(&c);
        text_release(&table);
        text_release(&notes);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_is_told, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
