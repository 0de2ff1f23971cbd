#include "support/main.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "slurm/submission.h"
#include "support/folder.h"

/* Writes one with three runs in two chunks. */
static void write_one(void **state, const char *plan)
{
    struct submitted of[] = { { .run = "00000000000a", .task = 0, .seconds = 1.5, .keep_model = 1 },
                              { .run = "00000000000b", .task = 1 },
                              { .run = "00000000000c", .task = 1, .seconds = 1000 } };
    struct submission s = { .folder = path_join(*state, plan, NULL), .of = of, .n = 3 };
    struct error e;
    snprintf(s.plan, sizeof s.plan, "%s", plan);
    assert_int_equal(submission_write(&s, (const char *const[]) { "[run]\na = 1\n", "", "[run]\n" }, &e), 0);
    assert_int_equal(submission_note(&s, "12", 0, 2, &e), 0);
    assert_int_equal(submission_note(&s, "13", SLURM_TABLES, 1, &e), 0);
    free(s.folder);
}

static void there_and_back(void **state)
{
    struct submission s;
    struct error e;
    write_one(state, "4eba636da539");
    char *folder = path_join(*state, "4eba636da539", NULL);
    assert_int_equal(submission_read(&s, folder, &e), 0);
    assert_string_equal(s.plan, "4eba636da539");
    assert_int_equal(s.n, 3);
    assert_int_equal(s.n_tasks, 2);
    assert_string_equal(s.jobs, "12,13");
    assert_true(s.made > 0);
    assert_string_equal(s.of[2].run, "00000000000c");
    assert_int_equal(s.of[2].task, 1);
    assert_near(s.of[2].seconds, 1000, 0);
    assert_int_equal(s.of[0].keep_model, 1);
    assert_int_equal(s.of[1].keep_model, 0);
    static const char *const texts[] = { "[run]\na = 1\n", "", "[run]\n" };
    for (int i = 0; i < 3; i++) {
        char *text = submission_text(&s, &s.of[i], &e);
        assert_string_equal(text, texts[i]);
        free(text);
    }
    submission_release(&s);
    free(folder);
}

/* A file that was cut, or altered. */
static void damaged(void **state)
{
    struct submission s;
    struct error e;
    write_one(state, "4eba636da539");
    char *folder = path_join(*state, "4eba636da539", NULL), *specs = path_join(folder, "specs.txt", NULL);
    char *tasks = path_join(folder, "tasks.csv", NULL);
    assert_int_equal(truncate(specs, 14), 0);
    assert_int_equal(submission_read(&s, folder, &e), 0);
    assert_null(submission_text(&s, &s.of[2], &e));
    assert_says(e.text, "expected the text of run 00000000000c at byte 12, found less");
    submission_release(&s);
    static const char altered[] = "task,run_id,seconds,keep_model,at,bytes\n-1,00000000000a,1,1,0,12\n";
    assert_int_equal(file_write(tasks, altered, strlen(altered), &e), 0);
    assert_int_equal(submission_read(&s, folder, &e), -1);
    assert_says(e.text, "tasks.csv:2: expected a run of a chunk, found another row");
    submission_release(&s);
    free(folder);
    free(specs);
    free(tasks);
}

static void several(void **state)
{
    struct submissions all;
    struct error e;
    char *none = path_join(*state, "none", NULL), *half = path_join(*state, "0123456789ab", NULL);
    assert_int_equal(submissions_read(&all, none, &e), 0);
    assert_int_equal(all.n, 0);
    submissions_release(&all);
    write_one(state, "4eba636da539");
    assert_int_equal(folder_make(half, &e), 0); /* of which a kill left the folder alone */
    usleep(10000);                              /* that its time is another one */
    write_one(state, "111111111111");
    assert_int_equal(submissions_read(&all, *state, &e), 0);
    assert_int_equal(all.n, 2);
    assert_string_equal(all.of[0].plan, "111111111111"); /* the newest first */
    assert_string_equal(all.of[1].plan, "4eba636da539");
    submissions_release(&all);
    free(none);
    free(half);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(there_and_back),
    IN_FOLDER(damaged),
    IN_FOLDER(several),
};

TEST_MAIN(tests, NULL, NULL)
