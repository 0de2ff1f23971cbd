/* What the subcommands do with the experiment that a spec describes. */
#include "support/plans.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "cmd/experiment/experiment.h"
#include "cmd/experiment/gather.h"
#include "store/temporary.h"
#include "support/results.h"
#include "support/said.h"

#define ARGUMENTS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

static int command(const struct suite *suite_, int argc, char **argv);
static const struct command spec_command = {
    .name = "test", .run = command, .help = "Usage: test\n", .options = "define results data with published"
};

/* Tells of the plan it gets. */
static int act(const struct options *o, const struct plan *p)
{
    printf("%s: %zu runs in %s\n", p->experiment, p->n, o->results);
    return EXIT_GATE;
}

static plan_action *action = act;

static int command(const struct suite *suite_, int argc, char **argv)
{
    return experiment_command(&spec_command, suite_, argc, argv, action);
}

static void put_spec(const char *name, const char *run)
{
    struct text t = TEXT_INIT;
    text_format(&t, "[data]\ndataset = tiny\npositive = 0, 1\n[detectors]\nrun = %s\n", run);
    put_file(".", name, text_of(&t));
    text_release(&t);
}

static void a_spec_becomes_a_plan(void **state)
{
    (void)state;
    put_spec("good.ini", "raw-l2");
    put_spec("bad.ini", "lof");
    expect_said(&spec_command, ARGUMENTS("--data", "data", "--results", "out", "good.ini"), EXIT_GATE,
                "good: 2 runs in out\n", "");
    expect_said(&spec_command, ARGUMENTS("--data", "data", "-D", "experiment.seeds=1..3", "good.ini"), EXIT_GATE,
                "good: 6 runs in results\n", "");
    struct said help = said_by(&spec_command, ARGUMENTS("--help"));
    assert_int_equal(help.code, EXIT_OK);
    assert_true(starts_with(help.out, "Usage: test\n\nOptions:\n"));
    assert_string_equal(help.err, "");
    said_release(&help);
    expect_said(&spec_command, ARGUMENTS("-j2", "good.ini"), EXIT_USAGE, "",
                "lisae: test: takes no option '-j, --jobs'; see `lisae help test`\n");
    struct said s = said_by(&spec_command, ARGUMENTS("--data", "data", "bad.ini"));
    assert_int_equal(s.code, EXIT_USAGE);
    assert_string_equal(s.out, "");
    assert_true(starts_with(s.err, "bad.ini:5: "));
    assert_non_null(strstr(s.err, "'lof'"));
    said_release(&s);
    expect_said(&spec_command, ARGUMENTS("--data", "none", "good.ini"), EXIT_USAGE, "",
                "good.ini:2: data set 'tiny' is not prepared in 'none': `lisae data fetch tiny` makes it\n");
}

static void printed_numbers(void **state)
{
    (void)state;
    struct options o = { .published = NULL };
    assert_int_equal(experiment_check_published(&o), EXIT_OK); /* none is no fault */
    put_file(".", "good.csv", "table,dataset,task,method,positive,negative,outlier,outlier_classes,auc,note\n");
    o.published = "good.csv";
    assert_int_equal(experiment_check_published(&o), EXIT_OK);
    put_file(".", "other.csv", "a,b\n");
    put_spec("good.ini", "raw-l2");
    action = gather;
    struct said s = said_by(&spec_command, ARGUMENTS("--data", "data", "--published", "other.csv", "good.ini"));
    action = act;
    assert_int_equal(s.code, EXIT_RUN);
    assert_true(starts_with(s.err, "lisae: other.csv:1: expected the columns table,"));
    assert_false(path_exists("results")); /* nothing is written */
    said_release(&s);
}

static void a_lock_and_a_sweep(void **state)
{
    (void)state;
    const struct options o = { .results = "results" };
    struct lock first, second;
    struct error e;
    char *folder = experiment_folder(&o, "small");
    assert_string_equal(folder, "results/small");
    free(folder);
    put_file("results/small", ".tmp-0123456789ab.1.2.01234567-killed", "half");
    put_file("results/small", "auc.csv", "whole");
    put_file("results/small/plan", ".tmp-0123456789ab.1.2.01234567-killed", "half");
    const struct timespec old[2] = { { time(NULL) - 2L * LEFT_AFTER, 0 }, { time(NULL) - 2L * LEFT_AFTER, 0 } };
    assert_int_equal(utimensat(AT_FDCWD, "results/small/.tmp-0123456789ab.1.2.01234567-killed", old, 0), 0);
    assert_int_equal(utimensat(AT_FDCWD, "results/small/plan/.tmp-0123456789ab.1.2.01234567-killed", old, 0), 0);
    assert_int_equal(experiment_lock(&first, &o, "small", &e), 0);
    assert_false(path_exists("results/small/.tmp-0123456789ab.1.2.01234567-killed"));
    assert_false(path_exists("results/small/plan/.tmp-0123456789ab.1.2.01234567-killed"));
    assert_true(path_exists("results/small/auc.csv"));
    assert_int_equal(lock_try(&second, "results/small/.lock", &e), 0); /* somebody else has it */
    lock_release(&first);
    assert_int_equal(experiment_lock(&first, &o, "new", &e), 0);
    assert_true(path_exists("results/new"));
    lock_release(&first);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_spec_becomes_a_plan, enter, leave),
    cmocka_unit_test_setup_teardown(printed_numbers, enter, leave),
    cmocka_unit_test_setup_teardown(a_lock_and_a_sweep, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
