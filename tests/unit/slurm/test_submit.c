/* sbatch and squeue are scripts here that answer as Slurm 22.05.8 does. */
#include "support/main.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"
#include "slurm/name.h"
#include "slurm/submit.h"
#include "support/folder.h"

static char *path_before;

static int enter(void **state)
{
    struct text path = TEXT_INIT;
    if (make_folder(state))
        return -1;
    path_before = strdup(getenv("PATH"));
    text_format(&path, "%s:%s", (const char *)*state, path_before);
    setenv("PATH", text_of(&path), 1);
    text_release(&path);
    return 0;
}

static int leave(void **state)
{
    setenv("PATH", path_before, 1);
    free(path_before);
    return remove_folder(state);
}

/* A program in the folder, which is first on PATH; its calls are counted in the file NAME.calls. */
static void program(void **state, const char *name, const char *script)
{
    struct text t = TEXT_INIT;
    text_format(&t, "#!/bin/sh\necho >> '%s/%s.calls'\nn=$(wc -l < '%s/%s.calls')\n%s\n", (const char *)*state, name,
                (const char *)*state, name, script);
    char *path = folder_file(state, name, text_of(&t), t.length);
    assert_int_equal(chmod(path, 0755), 0);
    free(path);
    text_release(&t);
}

static size_t calls(void **state, const char *name)
{
    struct text file = TEXT_INIT;
    size_t n = 0;
    text_format(&file, "%s/%s.calls", (const char *)*state, name);
    char *text = path_exists(text_of(&file)) ? file_read(text_of(&file), &n, NULL) : NULL;
    free(text);
    text_release(&file);
    return n;
}

static int send(char number[SLURM_JOB], struct error *e)
{
    struct slurm_wishes w;
    assert_int_equal(wishes_read(&w, NULL, NULL, e), 0);
    const struct slurm_job j = { .plan = "4eba636da539",
                                 .first = 21,
                                 .tasks = 3,
                                 .script = "task.sh",
                                 .log = "%A_%a.log",
                                 .after = "",
                                 .wishes = &w };
    int rc = submit(&j, 0.01, number, e);
    wishes_release(&w);
    return rc;
}

static void assert_words(const struct slurm_job *j, const char *expected)
{
    struct text t = TEXT_INIT;
    char **words = submit_words(j);
    for (char **word = words; *word; word++)
        text_format(&t, "%s%s", word > words ? " " : "", *word);
    assert_string_equal(text_of(&t), expected);
    split_free(words);
    text_release(&t);
}

static void words(void **state)
{
    struct slurm_wishes w;
    struct error e;
    assert_int_equal(wishes_read(&w, NULL, "--partition=long", &e), 0);
    struct slurm_job j = { .plan = "4eba636da539",
                           .first = 21,
                           .tasks = 3,
                           .at_once = 2,
                           .script = "a b/task.sh",
                           .log = "%A_%a.log",
                           .after = "12:13",
                           .minutes = 10.2,
                           .mebibytes = 300,
                           .wishes = &w };
#define ALWAYS \
    "sbatch --parsable --open-mode=append --requeue --nodes=1 --ntasks=1 --cpus-per-task=1 --input=/dev/null "
    assert_words(&j, ALWAYS "--job-name=lisae-4eba636da539-21 --output=%A_%a.log --array=0-2%2 "
                            "--dependency=afterany:12:13 --time=11 --mem=300M --partition=long a b/task.sh 21");
    wishes_release(&w);
    /* what the user says of time and memory stands alone */
    assert_int_equal(wishes_read(&w, NULL, "--time=5 --mem-per-cpu=1G", &e), 0);
    j.first = SLURM_TABLES;
    j.after = "";
    assert_words(&j, ALWAYS "--job-name=lisae-4eba636da539-tables --output=%A_%a.log --time=5 --mem-per-cpu=1G "
                            "a b/task.sh");
    wishes_release(&w);
}

static void a_number(void **state)
{
    char number[SLURM_JOB];
    struct error e;
    program(state, "sbatch", "echo '123;cluster'");
    assert_int_equal(send(number, &e), 0);
    assert_string_equal(number, "123");
    program(state, "sbatch", "echo Submitted batch job 123");
    assert_int_equal(send(number, &e), -1);
    assert_says(e.text, "expected the number of a job, found 'Submitted");
}

/* It was taken though the answer was lost. */
static void an_adopted_one(void **state)
{
    char number[SLURM_JOB];
    struct error e;
    program(state, "sbatch",
            "echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2; exit 1");
    program(state, "squeue", "case \"$*\" in *--name=lisae-4eba636da539-21) echo 77;; esac");
    assert_int_equal(send(number, &e), 0);
    assert_string_equal(number, "77");
    assert_int_equal(calls(state, "sbatch"), 1);
}

static void one_that_was_not_taken_is_sent_again(void **state)
{
    char number[SLURM_JOB];
    struct error e;
    program(
        state, "sbatch",
        "[ $n -ge 3 ] && echo 78 && exit; echo 'sbatch: error: Batch job submission failed: Unable to contact slurm "
        "controller (connect failure)' >&2; exit 1");
    program(state, "squeue", "exit 1");
    assert_int_equal(send(number, &e), 0);
    assert_string_equal(number, "78");
    assert_int_equal(calls(state, "sbatch"), 3);
    program(state, "sbatch", "echo 'sbatch: error: Socket timed out on send/recv operation' >&2; exit 1");
    assert_int_equal(send(number, &e), -1);
    assert_says(e.text, "Socket timed out");
    assert_int_equal(calls(state, "sbatch"), 3 + 5);
}

static void what_is_wrong_is_not_asked_again(void **state)
{
    char number[SLURM_JOB];
    struct error e;
    program(state, "sbatch",
            "echo 'sbatch: error: invalid partition specified: nowhere' >&2; echo 'sbatch: error: Batch job submission "
            "failed: Invalid partition name specified' >&2; exit 1");
    assert_int_equal(send(number, &e), -1);
    assert_says(e.text, "Invalid partition name specified");
    assert_int_equal(calls(state, "sbatch"), 1);
}

static void too_many(void **state)
{
    static const char *const said[] = {
        "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates "
        "accounting/QOS policy (job submit limit, user's size and/or time limits)",
        "sbatch: error: AssocMaxSubmitJobLimit",
        "sbatch: error: Batch job submission failed: Invalid job array specification",
    };
    char number[SLURM_JOB];
    struct error e;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct text script = TEXT_INIT;
        text_format(&script, "cat >&2 << 'END'\n%s\nEND\nexit 1", said[i]);
        program(state, "sbatch", text_of(&script));
        assert_int_equal(send(number, &e), 1);
        assert_int_equal(calls(state, "sbatch"), i + 1);
        text_release(&script);
    }
}

#define ON_PATH(test) cmocka_unit_test_setup_teardown(test, enter, leave)
static const struct CMUnitTest tests[] = {
    cmocka_unit_test(words),
    ON_PATH(a_number),
    ON_PATH(an_adopted_one),
    ON_PATH(one_that_was_not_taken_is_sent_again),
    ON_PATH(what_is_wrong_is_not_asked_again),
    ON_PATH(too_many),
};

TEST_MAIN(tests, NULL, NULL)
