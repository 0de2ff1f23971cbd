/* A plan as rules for make. */
#include "support/plans.h"

#include <sys/stat.h>

#include "base/memory.h"
#include "cmd/work/rules.h"
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

/* The plan of t.ini, which is the text. */
static void one_plan(struct plans *p, const char *text)
{
    struct plan *of = mem_alloc(1, sizeof *of);
    expect_plan(of, text);
    plans_join(p, of, 1);
}

static struct text rules_of(const struct options *o, const struct plans *p)
{
    struct left left;
    struct error e;
    assert_int_equal(left_find(&left, p->all, o->results, NULL, &e), 0);
    int fd = rules_write(o, p, &left, NULL, &e);
    if (fd < 0)
        fail_msg("%s", e.text);
    left_release(&left);
    return read_all(fd);
}

static void what_is_left_in_its_order(void **state)
{
    (void)state;
    const struct options o = { .results = "it's $", .data = "data", .keep_models = 1 };
    struct plans p;
    struct text expected = TEXT_INIT;
    one_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde, ae\n");
    const struct run *kde = &p.all->runs[0], *ae = &p.all->runs[1], *first = &p.all->phase1[0];
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
    plans_release(&p);
}

/* Behind the rules of each run: first phases, which may fail one by one, then what waits for them. */
static void in_batches_too(void **state)
{
    (void)state;
    const struct options o = { .results = "r", .data = "data", .keep_models = 1, .jobs = 1 };
    struct plans p;
    struct left left;
    struct pace pace;
    struct error e;
    struct text expected = TEXT_INIT;
    one_plan(&p, "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = ae\n");
    assert_int_equal(left_find(&left, p.all, "r", NULL, &e), 0);
    pace_init(&pace, p.all, "r", 1e15);
    struct text found = read_all(rules_write(&o, &p, &left, &pace, &e));
    const char *begin = strstr(text_of(&found), "\n.PHONY: in-batches\nin-batches: batch-0 batch-1\n");
    assert_non_null(begin);
    text_format(&expected, " 'r/t/plan/%s.ini' 'r/t/plan/%s.ini' || :\n", p.all->phase1[0].id, p.all->phase1[1].id);
    const char *phases = strstr(begin, "\n.PHONY: batch-0\nbatch-0:\n\t@'"), *at = strstr(begin, text_of(&expected));
    assert_true(phases && at > phases);
    const char *runs = strstr(at, "\n.PHONY: batch-1\nbatch-1: | batch-0\n\t@'");
    text_clear(&expected);
    text_format(&expected, " 'r/t/plan/%s.ini' 'r/t/plan/%s.ini' \n", p.all->runs[0].id, p.all->runs[1].id);
    assert_true(runs && strstr(runs, text_of(&expected)));
    pace_release(&pace);
    left_release(&left);
    text_release(&found);
    text_release(&expected);
    plans_release(&p);
}

/* Each experiment's folder gets the texts of its own runs; the rules take each from the first plan that has it. */
static void of_several_plans(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "[experiment]\nkeep_models = off\n[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde, iforest\n",
        "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde, ae\n",
    };
    static const char *const names[] = { "t", "u" };
    const struct options o = { .results = "r", .data = "data", .keep_models = 1 };
    struct plan *of = mem_alloc(2, sizeof *of);
    struct plans p;
    for (int i = 0; i < 2; i++) {
        expect_plan(&of[i], texts[i]);
        *of[i].experiment = *names[i];
    }
    plans_join(&p, of, 2);
    struct text found = rules_of(&o, &p);
    const struct {
        const char *id, *experiment, *options;
    } rules[] = { { p.of[0].runs[0].id, "t", "" },
                  { p.of[0].runs[1].id, "t", "--no-models " },
                  { p.of[1].runs[1].id, "u", "" },
                  { p.of[1].phase1[0].id, "u", "" } };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct text path = TEXT_INIT, line = TEXT_INIT;
        text_format(&path, "r/%s/plan/%s.ini", rules[i].experiment, rules[i].id);
        text_format(&line, "work $(WORK_OPTIONS) %s--results 'r' --data 'data' -- '%s' \n", rules[i].options,
                    text_of(&path));
        assert_non_null(strstr(text_of(&found), text_of(&line)));
        assert_true(path_exists(text_of(&path)));
        text_release(&path);
        text_release(&line);
    }
    struct text head = TEXT_INIT;
    text_format(&head, "\n%s:", p.of[0].runs[0].id);
    const char *first = strstr(text_of(&found), text_of(&head));
    assert_non_null(first);
    assert_null(strstr(first + 1, text_of(&head))); /* no two rules for one run */
    assert_true(path_exists("r/t/plan/plan.mk") && !path_exists("r/u/plan/plan.mk"));
    text_release(&head);
    text_release(&found);
    plans_release(&p);
}

static void where_nothing_can_be_written(void **state)
{
    (void)state;
    const struct options o = { .results = "blocked", .data = "data" };
    struct plans p;
    struct left left;
    struct error e;
    put_file(".", "blocked", "");
    one_plan(&p, "[data]\ndataset = tiny\npositive = 0\n[detectors]\nrun = kde\n");
    assert_int_equal(left_find(&left, p.all, "blocked", NULL, &e), 0);
    assert_int_equal(rules_write(&o, &p, &left, NULL, &e), -1);
    assert_non_null(strstr(e.text, "blocked"));
    left_release(&left);
    plans_release(&p);
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
    cmocka_unit_test_setup_teardown(in_batches_too, enter, leave),
    cmocka_unit_test_setup_teardown(of_several_plans, enter, leave),
    cmocka_unit_test_setup_teardown(where_nothing_can_be_written, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
