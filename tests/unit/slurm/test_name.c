#include "support/main.h"

#include "slurm/name.h"

static void there_and_back(void **state)
{
    static const long firsts[] = { 0, 21, 123456, SLURM_TABLES };
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        char name[SLURM_NAME], plan[SLURM_PLAN];
        long first = -5;
        slurm_name(name, "0123456789ab", firsts[i]);
        assert_int_equal(slurm_name_read(name, plan, &first), 0);
        assert_string_equal(plan, "0123456789ab");
        assert_int_equal(first, firsts[i]);
    }
    char name[SLURM_NAME];
    slurm_name(name, "0123456789ab", 21);
    assert_string_equal(name, "lisae-0123456789ab-21");
}

static void names_of_others(void **state)
{
    static const char *const others[] = { "",
                                          "wrap",
                                          "lisae",
                                          "lisae-0123456789ab",
                                          "lisae-0123456789a-1",
                                          "lisae-0123456789abc-1",
                                          "lisae-0123456789ab-",
                                          "lisae-0123456789ab--1",
                                          "lisae-0123456789ab-1x",
                                          "lisae-0123456789AB-1" };
    char plan[SLURM_PLAN];
    long first;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(slurm_name_read(others[i], plan, &first), -1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(there_and_back),
    cmocka_unit_test(names_of_others),
};

TEST_MAIN(tests, NULL, NULL)
