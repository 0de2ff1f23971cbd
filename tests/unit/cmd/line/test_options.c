/* The command line: what an option says, what holds without it, and what is refused. */
#include "support/main.h"

#include "cmd/line/options.h"
#include "support/folder.h"
#include "support/said.h"

static struct options parsed;

/* One that only reads its command line, to leave it in `parsed`. */
static int parse(const struct suite *suite_, int argc, char **argv);
static const struct command all = {
    .name = "all",
    .run = parse,
    .help = "Usage: all\n",
    .options = "results data catalogue from plots published with output follow define jobs no-models leave-busy",
};
static const struct command few = {
    .name = "few", .run = parse, .help = "Usage: few\n", .options = "jobs memory data"
};

static int parse(const struct suite *suite_, int argc, char **argv)
{
    return options_parse(&parsed, strcmp(argv[0], "all") == 0 ? &all : &few, argc, argv, 1, 2);
}

static int work_in_a_folder(void **state)
{
    unsetenv("LISAE_DATA");
    unsetenv("DATA_DIR");
    return make_folder(state) || chdir(*state);
}

static int leave_the_folder(void **state)
{
    options_release(&parsed);
    return chdir("/") || remove_folder(state);
}

#define ARGUMENTS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

static void what_options_say(void **state)
{
    (void)state;
    expect_said(&all,
                ARGUMENTS("--results", "r", "a.ini", "--data=d", "--catalogue", "c", "--from", "f", "--plots", "p",
                          "--published", "x.csv", "-j3", "b.ini"),
                0, "", "");
    assert_string_equal(parsed.results, "r");
    assert_string_equal(parsed.data, "d");
    assert_string_equal(parsed.catalogue[0], "c");
    assert_null(parsed.catalogue[1]);
    assert_string_equal(parsed.data_dir, "f");
    assert_string_equal(parsed.plots, "p");
    assert_string_equal(parsed.published, "x.csv");
    assert_int_equal(parsed.jobs, 3);
    assert_int_equal(parsed.n_arguments, 2);
    assert_int_equal(parsed.keep_models, 1);
    assert_int_equal(parsed.leave_busy, 0);
    options_release(&parsed);
    expect_said(&all,
                ARGUMENTS("--with", "k", "--with", "l", "-o", "o", "--follow", "e", "-D", "a.b=1", "--define", "c.d=2",
                          "--no-models", "--leave-busy", "x"),
                0, "", "");
    assert_int_equal(parsed.n_kept_folders, 2);
    assert_string_equal(parsed.kept_folders[0], "k");
    assert_string_equal(parsed.kept_folders[1], "l");
    assert_null(parsed.kept_folders[2]);
    assert_string_equal(parsed.output, "o");
    assert_string_equal(parsed.follow, "e");
    assert_int_equal(parsed.n_overrides, 2);
    assert_string_equal(parsed.overrides[0], "a.b=1");
    assert_string_equal(parsed.overrides[1], "c.d=2");
    assert_int_equal(parsed.keep_models, 0);
    assert_int_equal(parsed.leave_busy, 1);
}

static void what_holds_without(void **state)
{
    (void)state;
    expect_said(&all, ARGUMENTS("x"), 0, "", "");
    assert_string_equal(parsed.results, "results");
    assert_string_equal(parsed.data, "datasets/prepared");
    assert_null(parsed.data_dir);
    assert_null(parsed.kept_folders);
    assert_null(parsed.follow);
    assert_true(parsed.jobs >= 1);
    options_release(&parsed);
    setenv("LISAE_DATA", "elsewhere", 1);
    setenv("DATA_DIR", "", 1); /* as if it were not set */
    expect_said(&all, ARGUMENTS("x"), 0, "", "");
    assert_string_equal(parsed.data, "elsewhere");
    assert_null(parsed.data_dir);
}

/* In a folder with a catalogue, pictures and printed numbers of its own. */
static void what_the_folder_has(void **state)
{
    (void)state;
    struct error e;
    static const char *const folders[] = { "datasets/prepared", "plots", "results/published" };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        assert_int_equal(folder_make(folders[i], &e), 0);
    assert_int_equal(file_write("plots/common.gp", "", 0, &e), 0);
    assert_int_equal(file_write("results/published/paper.csv", "", 0, &e), 0);
    expect_said(&all, ARGUMENTS("x"), 0, "", "");
    assert_string_equal(parsed.plots, "plots");
    assert_string_equal(parsed.published, "results/published/paper.csv");
    options_release(&parsed);

    /* prepared sets are no catalogue */
    assert_int_equal(file_write("datasets/own.ini", "", 0, &e), 0);
    expect_said(&all, ARGUMENTS("x"), 0, "", "");
    assert_string_equal(parsed.catalogue[0], "datasets");
    options_release(&parsed);
    expect_said(&all, ARGUMENTS("--plots", "p", "--published", "q", "--catalogue", "c", "x"), 0, "", "");
    assert_string_equal(parsed.plots, "p");
    assert_string_equal(parsed.published, "q");
    assert_string_equal(parsed.catalogue[0], "c");
    assert_null(parsed.catalogue[1]);
}

static void what_is_refused(void **state)
{
    (void)state;
    const struct {
        const char *const *arguments;
        const char *err;
    } cases[] = {
        { ARGUMENTS("-j", "0", "x"), "lisae: -j: expected a whole number from 1 to 4096, found '0'\n" },
        { ARGUMENTS("--memory", "0", "x"),
          "lisae: --memory: expected a number of GiB from above 0 to 1000000, found '0'\n" },
        { ARGUMENTS("-j", "2x", "x"), "lisae: -j: expected a whole number from 1 to 4096, found '2x'\n" },
        { ARGUMENTS("x", "--data"), "lisae: few: option '--data' needs a value\n" },
        { ARGUMENTS("-xj", "2"), "lisae: few: unknown option '-x'; see `lisae help few`\n" },
        { ARGUMENTS("--jbos", "2"), "lisae: few: unknown option '--jbos'; see `lisae help few`\n" },
        { ARGUMENTS("-D", "a.b=1"), "lisae: few: takes no option '-D, --define'; see `lisae help few`\n" },
        { ARGUMENTS("--results", "r"), "lisae: few: takes no option '--results'; see `lisae help few`\n" },
        { ARGUMENTS("-j1"), "lisae: few: wrong number of arguments\nUsage: few\n" },
        { ARGUMENTS("a", "b", "c"), "lisae: few: wrong number of arguments\nUsage: few\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_said(&few, cases[i].arguments, EXIT_USAGE, "", cases[i].err);
        options_release(&parsed);
    }
    expect_said(&few, ARGUMENTS("--help", "-j0"), -1,
                "Usage: few\n"
                "\n"
                "Options:\n"
                "  -j, --jobs N           runs at a time (default: the processors that may be used)\n"
                "      --data DIR         where prepared data sets are (default: $LISAE_DATA or datasets/prepared)\n"
                "      --memory GIB       what a run may take; more, by estimate, is refused (default: what there\n"
                "                         is). With `run --slurm` it is also what is asked for each task\n"
                "  -h, --help             explains the command\n",
                "");
}

static void whole_numbers(void **state)
{
    (void)state;
    struct error e;
    long value = 7;
    assert_int_equal(option_whole("x: --n", NULL, 1, 3, &value, &e), 0);
    assert_int_equal(value, 7); /* none was given */
    static const char *const bad[] = { "0", "4", "-1", "", "2.5", "2x", "99999999999999999999" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct text expected = TEXT_INIT;
        text_format(&expected, "x: --n: expected a whole number from 1 to 3, found '%s'", bad[i]);
        assert_int_equal(option_whole("x: --n", bad[i], 1, 3, &value, &e), -1);
        assert_string_equal(e.text, text_of(&expected));
        assert_int_equal(value, 7);
        text_release(&expected);
    }
    assert_int_equal(option_whole("x: --n", "1", 1, 3, &value, &e), 0);
    assert_int_equal(value, 1);
    assert_int_equal(option_whole("x: --n", "3", 1, 3, &value, &e), 0);
    assert_int_equal(value, 3);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_options_say, work_in_a_folder, leave_the_folder),
    cmocka_unit_test_setup_teardown(what_holds_without, work_in_a_folder, leave_the_folder),
    cmocka_unit_test_setup_teardown(what_the_folder_has, work_in_a_folder, leave_the_folder),
    cmocka_unit_test(whole_numbers),
    cmocka_unit_test_setup_teardown(what_is_refused, work_in_a_folder, leave_the_folder),
};

TEST_MAIN(tests, NULL, NULL)
