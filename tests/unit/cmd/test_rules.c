/* A plan as rules for make. */
#include "support/plans.h"

#include <sys/stat.h>

#include "cmd/rules.h"
#include "support/results.h"

static struct text read_all(int fd)
{
    struct text t = TEXT_INIT;
    char part[4096];
    ssize_t n;
    while ((n = read(fd, part, sizeof part)) > 0)
        text_append_bytes(&t, part, (size_t)n);
    close(fd);
    return t;
}

static void add_rule(struct text *out, const struct run *r, const struct run *first, const char *options)
{
    char program[4096] = "";
    assert_true(readlink("/proc/self/exe", program, sizeof program - 1) > 0);
    text_format(out, ".PHONY: %s\n%s:%s%s\n\t@$(LAUNCH) '%s' work $(WORK_OPTIONS) %s", r->id, r->id, first ? " | " : "",
                first ? first->id : "", program, options);
    text_format(out, "--results 'it'\\''s $$' --data 'data' -- 'it'\\''s $$/t/plan/%s.ini' \n", r->id);
}

static void add_head(struct text *out)
{
    text_append(out, "# The runs of an experiment that were left to do, for `make -f`. LAUNCH stands before each.\n"
                     "WORK_OPTIONS :=\n.DEFAULT_GOAL := all\n.PHONY: all\nall:");
}

static struct text rules_of(const struct options *o, const struct plan *p)
{
    struct left left;
    struct error e;
    assert_int_equal(left_find(&left, p, o->results, NULL, &e), 0);
    int fd = rules_write(o, p, &left, &e);
    if (fd < 0)
        fail_msg("%s", e.text);
    left_release(&left);
    return read_all(fd);
}

static void what_is_left_in_its_order(void **state)
{
    (void)state;
    const struct options o = { .results = "it's $", .data = "data", .keep_models = 1 };
    struct plan p;
    struct text expected = TEXT_INIT;
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde, ae\n");
    const struct run *kde = &p.runs[0], *ae = &p.runs[1], *first = &p.phase1[0];
    struct text found = rules_of(&o, &p);
    add_head(&expected);
    text_format(&expected, " %s %s\n", kde->id, ae->id);
    add_rule(&expected, first, NULL, "");
    add_rule(&expected, kde, NULL, "");
    add_rule(&expected, ae, first, "");
    assert_string_equal(text_of(&found), text_of(&expected));
    text_release(&found);

    struct text path = TEXT_INIT;
    text_format(&path, "it's $/t/plan/%s.ini", first->id);
    assert_file_is(text_of(&path), first->canonical);
    assert_true(path_exists("it's $/runs") && path_exists("it's $/phase1"));

    /* specs that stand there as they should are not written anew */
    struct stat before, after;
    assert_int_equal(stat(text_of(&path), &before), 0);
    struct text folder = TEXT_INIT;
    text_format(&folder, "it's $/phase1/%s", first->id);
    put_file(text_of(&folder), "meta.ini", "[run]\nstatus = ok\n");
    put_file(text_of(&folder), "spec.ini", first->canonical);
    const struct options without = { .results = "it's $", .data = "data", .keep_models = 0 };
    found = rules_of(&without, &p);
    text_clear(&expected);
    add_head(&expected);
    text_format(&expected, " %s %s\n", kde->id, ae->id);
    add_rule(&expected, kde, NULL, "--no-models ");
    add_rule(&expected, ae, NULL, "--no-models "); /* whose first phase is done */
    assert_string_equal(text_of(&found), text_of(&expected));
    assert_int_equal(stat(text_of(&path), &after), 0);
    assert_true(before.st_ino == after.st_ino);
    text_release(&found);
    text_release(&folder);
    text_release(&path);
    text_release(&expected);
    plan_release(&p);
}

static void where_nothing_can_be_written(void **state)
{
    (void)state;
    const struct options o = { .results = "blocked", .data = "data" };
    struct plan p;
    struct left left;
    struct error e;
    put_file(".", "blocked", "");
    expect_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    assert_int_equal(left_find(&left, &p, "blocked", NULL, &e), 0);
    assert_int_equal(rules_write(&o, &p, &left, &e), -1);
    assert_non_null(strstr(e.text, "blocked"));
    left_release(&left);
    plan_release(&p);
}

/* A line end in a rule would begin another one. */
static void names_that_rules_cannot_hold(void **state)
{
    (void)state;
    static const struct {
        const char *results, *data, *launch, *expected;
    } cases[] = {
        { "it's $", "a b", "srun -N1", "" },
        { "-r", "-d", NULL, "" },
        { "r\nX", "data", NULL,
          "expected a folder (--results) without control characters and line ends, found 'r\\x0aX'" },
        { "r", "data\r", NULL,
          "expected a folder (--data) without control characters and line ends, found 'data\\x0d'" },
        { "r", "data", "env\nX",
          "expected a command (LAUNCH) without control characters and line ends, found 'env\\x0aX'" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct options o = { .results = cases[i].results, .data = cases[i].data };
        struct error e = { .text = "" };
        if (cases[i].launch)
            setenv("LAUNCH", cases[i].launch, 1);
        assert_int_equal(rules_check(&o, &e), *cases[i].expected ? -1 : 0);
        assert_string_equal(e.text, cases[i].expected);
        unsetenv("LAUNCH");
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_that_rules_cannot_hold),
    cmocka_unit_test_setup_teardown(what_is_left_in_its_order, enter, leave),
    cmocka_unit_test_setup_teardown(where_nothing_can_be_written, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
