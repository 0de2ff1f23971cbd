/* The table of options: what it says of each command, and to getopt. */
#include "support/main.h"

#include "cmd/line/option_table.h"

static const struct option_row *find(const char *name)
{
    const struct option_row *row = option_table;
    while (row->name && strcmp(row->name, name) != 0)
        row++;
    return row->name ? row : NULL;
}

static void what_commands_take_is_there_and_explained(void **state)
{
    (void)state;
    for (size_t i = 0; commands[i]; i++) {
        char **taken = split(commands[i]->options, " ", 0, NULL);
        for (char **name = taken; *name; name++) {
            const struct option_row *row = find(*name);
            if (!row)
                fail_msg("%s: no option '%s' is in the table", commands[i]->name, *name);
            assert_true(option_is_taken(commands[i], row));
            if (!option_meaning(commands[i], row))
                fail_msg("%s: expected a meaning of '%s' in the table", commands[i]->name, *name);
            assert_int_equal(!option_value(commands[i], row), !row->value); /* with a value for all, or for none */
        }
        split_free(taken);
    }
}

static void every_option_is_taken(void **state)
{
    (void)state;
    for (const struct option_row *row = option_table; row->name; row++) {
        int taken = 0;
        for (size_t i = 0; commands[i]; i++)
            taken += option_is_taken(commands[i], row);
        if (!taken)
            fail_msg("no command takes '%s'", row->name);
    }
}

static void getopt_sees_the_table(void **state)
{
    (void)state;
    struct option table[OPTIONS_AT_MOST];
    char letters[2 * OPTIONS_AT_MOST];
    options_for_getopt(table, letters);
    assert_string_equal(letters, ":j:D:o:h");
    size_t n = 0;
    for (; option_table[n].name; n++) {
        assert_string_equal(table[n].name, option_table[n].name);
        assert_int_equal(table[n].has_arg, option_table[n].value ? required_argument : no_argument);
        assert_int_equal(table[n].val, option_table[n].code);
        for (size_t i = 0; i < n; i++)
            assert_int_not_equal(table[n].val, table[i].val);
    }
    assert_null(table[n].name);
}

static void help_lists_what_is_taken(void **state)
{
    (void)state;
    static const struct command c = { .name = "plot", .help = "Usage: lisae plot\n", .options = "output remove" };
    struct text t = TEXT_INIT;
    append_help(&t, &c);
    assert_string_equal(text_of(&t),
                        "Usage: lisae plot\n"
                        "\n"
                        "Options:\n"
                        "  -o, --output DIR       draws into DIR, not beside the CSV files; for tables that "
                        "are read-only\n"
                        "      --remove           removes what is listed\n"
                        "  -h, --help             explains the command\n");
    text_release(&t);
}

/* Where the meaning starts, and where it goes on: no line is longer than a hundred columns. */
static void items_are_wrapped(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    append_item(&t, 8, "four", "x");
    append_item(&t, 8, "five5", "x");
    append_item(&t, 8, "sixsix", "x");
    assert_string_equal(text_of(&t), "  four  x\n  five5\n        x\n  sixsix\n        x\n");
    text_clear(&t);
    append_item(&t, 8, "a",
                "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
                "012 4 b");
    assert_string_equal(text_of(&t), "  a     0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
                                     "0123456789 0123456789 012\n        4 b\n");
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_commands_take_is_there_and_explained),
    cmocka_unit_test(every_option_is_taken),
    cmocka_unit_test(getopt_sees_the_table),
    cmocka_unit_test(help_lists_what_is_taken),
    cmocka_unit_test(items_are_wrapped),
};

TEST_MAIN(tests, NULL, NULL)
