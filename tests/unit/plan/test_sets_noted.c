/* What a plan noted of its data sets gives the same runs when these are gone. */
#include "support/plans.h"

#include <sys/resource.h>

#include "plan/sets_noted.h"

static const char SPEC[] = "[data]\ndataset = tiny\npositive = 0 1, Deer\nnegative = dataset:marks, class:5\n"
                           "holdout = 3\n[detectors]\nrun = lis-ae, kde\n";

/* The plan of the spec where only the note is there. */
static struct text plan_without_data(struct plan *p, const char *noted)
{
    struct spec s;
    struct text problems = read_spec(&s, SPEC, NULL);
    assert_string_equal(text_of(&problems), "");
    plan_make(p, &s, "nowhere", noted, &problems);
    spec_release(&s);
    return problems;
}

static void the_same_plan(void **state)
{
    (void)state;
    struct plan with, without;
    struct error e;
    expect_plan(&with, SPEC);
    assert_null(sets_gone(&with.sets));
    assert_int_equal(sets_note(&with.sets, "data.csv", &e), 0);
    struct text problems = plan_without_data(&without, "data.csv");
    assert_string_equal(text_of(&problems), "");
    assert_int_equal(without.n, with.n);
    assert_int_equal(without.n_phase1, with.n_phase1);
    for (size_t i = 0; i < with.n; i++) {
        assert_string_equal(without.runs[i].id, with.runs[i].id);
        assert_string_equal(without.runs[i].canonical, with.runs[i].canonical);
        assert_memory_equal(&without.runs[i].sizes, &with.runs[i].sizes, sizeof(struct sizes));
    }
    assert_string_equal(sets_gone(&without.sets)->data.name, "tiny");
    const struct dataset *d = plan_dataset(&without, "tiny");
    assert_int_equal(d->train.n, 60);
    assert_int_equal(d->test.n, 24);
    assert_string_equal(d->classes[3], "ankle boot");
    struct text notes = TEXT_INIT;
    plan_overlaps(&without, &notes); /* there are no pixels to look at */
    assert_string_equal(text_of(&notes), "");
    text_release(&notes);
    text_release(&problems);
    plan_release(&with);
    plan_release(&without);
}

static void without_a_note(void **state)
{
    (void)state;
    static const char head[] = SETS_NOTED_COLUMNS "\n";
    static const struct {
        const char *content, *words; /* NULL: no file */
    } cases[] = {
        { NULL, "t.ini:2: data set 'tiny' is not prepared in 'nowhere'" },
        { "other,v1,0,8,8,1,0,a,1,1\n", "t.ini:2: data set 'tiny' is not prepared in 'nowhere'" },
        { "tiny,v1,0,8,8,1,1,a,1,1\n", "data.csv:2: expected a whole number from 0 to 0 in 'class', found '1'" },
        { "tiny,v1,0,8,8,4,0,a,1,1\n", "data.csv:2: expected a whole number from 1 to 3 in 'channels', found '4'" },
        { "tiny,v1,0,0,8,1,0,a,1,1\n", "data.csv:2: expected a whole number from 1 to 4096 in 'height', found '0'" },
        { "tiny,v1,0,8,8,1,0,a,,1\n", "data.csv:2: expected a whole number from 0 to 2147483647 in 'train', found ''" },
        { "tiny,,0,8,8,1,0,a,1,1\n", "data.csv:2: expected 1 to 63 characters in 'edition', found 0" },
        { "tiny,v1,0,8,8\n", "data.csv:2: expected 10 fields, found 5" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plan p;
        struct text content = TEXT_INIT;
        remove("data.csv");
        if (cases[i].content) {
            text_format(&content, "%s%s", head, cases[i].content);
            assert_int_equal(file_write("data.csv", content.s, content.length, NULL), 0);
        }
        struct text problems = plan_without_data(&p, "data.csv");
        assert_non_null(strstr(text_of(&problems), cases[i].words));
        assert_int_equal(p.unreadable, 0);
        text_release(&problems);
        text_release(&content);
        plan_release(&p);
    }
}

/* A set that is there is never taken from the note, whatever hinders to read it. */
static void what_is_there_is_read(void **state)
{
    (void)state;
    struct plan p;
    struct error e;
    struct spec s;
    struct rlimit before, few;
    expect_plan(&p, SPEC);
    assert_int_equal(sets_note(&p.sets, "data.csv", &e), 0);
    plan_release(&p);
    struct text problems = read_spec(&s, SPEC, NULL);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    few.rlim_cur = 3; /* no file can be opened any more */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    plan_make(&p, &s, "data", "data.csv", &problems);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_true(starts_with(text_of(&problems), "t.ini:2: cannot open 'data/tiny.lisae': Too many open files\n"));
    assert_int_equal(p.unreadable, 1);
    text_release(&problems);
    plan_release(&p);
    spec_release(&s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_same_plan),
    cmocka_unit_test(without_a_note),
    cmocka_unit_test(what_is_there_is_read),
};

TEST_MAIN(tests, enter, leave)
