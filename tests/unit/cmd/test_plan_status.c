/* `lisae plan` and `lisae status`: what is done, running, failed, kept, unused and to do. */
#include "support/plans.h"

#include "run/folder.h"
#include "support/results.h"
#include "support/said.h"

#define ARGUMENTS(...) \
    (const char *const[]) \
    { \
        __VA_ARGS__, NULL \
    }

static const char *const spec =
    "[experiment]\nseeds = 1..2\n[data]\ndataset = tiny\npositive = 0\nnegative = next-class\n"
    "[shape]\ngamma = 1, 3\n[detectors]\nrun = kde, lis-ae\n";

/* A line of the list, behind the run's ID and as far as its status. */
static void expect_line(const struct said *s, const struct run *r, const char *expected)
{
    struct text line = TEXT_INIT;
    text_format(&line, "%s  %s ", r->id, expected);
    if (!strstr(s->out, text_of(&line)))
        fail_msg("expected the line '%s' in\n%s", text_of(&line), s->out);
    text_release(&line);
}

static void says(const struct said *s, const char *expected)
{
    if (!strstr(s->out, expected))
        fail_msg("expected '%s' in\n%s", expected, s->out);
}

/* The runs are two of kde and four of lis-ae: seeds for each gamma; each seed has a first phase. */
static void the_list(void **state)
{
    (void)state;
    struct plan p;
    expect_plan(&p, spec);
    assert_int_equal(p.n, 6);
    assert_int_equal(p.n_phase1, 2);
    put_outcome(&p, &p.runs[0], "ok", NULL);
    put_outcome(&p, &p.runs[1], "failed", "no luck");
    put_outcome(&p, &p.runs[2], "ok", NULL);
    struct said s = said_by(&command_plan, ARGUMENTS("--data", "data", "-j1", "t.ini"));
    assert_int_equal(s.code, EXIT_OK);
    assert_string_equal(s.err, "");
    assert_true(starts_with(s.out,
                            "run           detector           data set       class  negative           seed status  "
                            "about     settings\n"));
    expect_line(&s, &p.runs[0], "kde                tiny           0      -                  1    done   ");
    expect_line(&s, &p.runs[1], "kde                tiny           0      -                  2    failed ");
    expect_line(&s, &p.runs[2], "lis-ae             tiny           0      next-class         1    done   ");
    expect_line(&s, &p.runs[3], "lis-ae             tiny           0      next-class         2    to do  ");
    expect_line(&s, &p.phase1[0], "phase1             tiny           0      -                  1    to do  ");
    says(&s, " gamma=1 beta=");
    says(&s, " gamma=3 beta=");
    says(&s, "6 runs and 2 first phases, about ");
    said_release(&s);
    plan_release(&p);
}

static void kept_and_unused(void **state)
{
    (void)state;
    struct plan p;
    struct text kept = TEXT_INIT;
    expect_plan(&p, spec);
    for (size_t i = 0; i < p.n; i++)
        text_format(&kept, "t,tiny,v1,kde,0,,all,1,,,,,,0.5,0.4,0.6,4,4,ok,,%s\n", p.runs[i].id);
    put_kept(text_of(&kept));
    struct said s = said_by(&command_plan, ARGUMENTS("--data", "data", "--with", "kept", "t.ini"));
    assert_int_equal(s.code, EXIT_OK);
    expect_line(&s, &p.runs[5], "lis-ae             tiny           0      next-class         2    kept   ");
    expect_line(&s, &p.phase1[1], "phase1             tiny           0      -                  2    unused ");
    says(&s, ", 0 s of it left\n");
    said_release(&s);
    s = said_by(&command_status, ARGUMENTS("--data", "data", "--with", "kept", "-j1", "t.ini"));
    assert_string_equal(s.out, "t: 8 done, 0 running, 0 failed, 0 left, about 0 s with -j 1\n");
    said_release(&s);
    s = said_by(&command_status, ARGUMENTS("--data", "data", "--with", "nowhere", "t.ini"));
    assert_int_equal(s.code, EXIT_RUN);
    assert_string_equal(s.out, "");
    assert_non_null(strstr(s.err, "nowhere/auc.csv"));
    said_release(&s);
    text_release(&kept);
    plan_release(&p);
}

static void what_is_under_way(void **state)
{
    (void)state;
    struct plan p;
    struct run_folder f;
    struct error e;
    struct text line = TEXT_INIT;
    const struct run_progress at = { "phase2", 3, 12, 0.5 };
    expect_plan(&p, spec);
    put_outcome(&p, &p.runs[0], "ok", NULL);
    put_outcome(&p, &p.phase1[0], "failed", "no luck");
    char *runs = runs_folder("results");
    assert_int_equal(run_folder_begin(&f, runs, p.runs[1].id, 0, &e), 0);
    run_progress_write(runs, p.runs[1].id, &at);
    struct said s = said_by(&command_status, ARGUMENTS("--data", "data", "-j1", "t.ini"));
    assert_int_equal(s.code, EXIT_OK);
    text_format(&line, "running  %s  kde tiny 0 seed 2: phase2 3/12, loss 0.5\n", p.runs[1].id);
    says(&s, text_of(&line));
    text_clear(&line);
    text_format(&line, "failed   %s  phase1 tiny 0 seed 1: no luck\n", p.phase1[0].id);
    says(&s, text_of(&line));
    text_clear(&line);
    text_format(&line, "failed   %s  lis-ae tiny 0 seed 1: first phase %s: no luck\n", p.runs[2].id, p.phase1[0].id);
    says(&s, text_of(&line));
    says(&s, "t: 1 done, 1 running, 3 failed, 7 left, about ");
    said_release(&s);
    run_folder_abandon(&f);
    free(runs);
    text_release(&line);
    plan_release(&p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_list, enter, leave),
    cmocka_unit_test_setup_teardown(kept_and_unused, enter, leave),
    cmocka_unit_test_setup_teardown(what_is_under_way, enter, leave),
};

TEST_MAIN(tests, NULL, NULL)
