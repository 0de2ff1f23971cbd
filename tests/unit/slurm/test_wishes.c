#include "support/main.h"

#include <stdlib.h>

#include "slurm/wishes.h"
#include "support/folder.h"

static void from_a_file_and_a_variable(void **state)
{
    static const char text[] = "# ours\n--partition=long\n\n  --constraint=avx512 \nLIBRARY=/opt/my lib\n-t 60\n";
    struct slurm_wishes w;
    struct error e;
    char *path = folder_file(state, "slurm.txt", text, strlen(text));
    assert_int_equal(wishes_read(&w, path, "--account=me  --partition=short", &e), 0);
    static const char *const options[] = { "--partition=long", "--constraint=avx512", "-t 60", "--account=me",
                                           "--partition=short" };
    assert_int_equal(w.n_options, 5);
    for (int i = 0; i < 5; i++)
        assert_string_equal(w.options[i], options[i]);
    assert_null(w.options[5]);
    assert_int_equal(w.n_variables, 1);
    assert_string_equal(w.variables[0], "LIBRARY=/opt/my lib");
    assert_int_equal(w.time, 1);
    assert_int_equal(w.memory, 0);
    wishes_release(&w);
    free(path);
}

static void none(void **state)
{
    struct slurm_wishes w;
    struct error e;
    assert_int_equal(wishes_read(&w, NULL, NULL, &e), 0);
    assert_int_equal(w.n_options + w.n_variables, 0);
    assert_null(w.options[0]);
    wishes_release(&w);
    assert_int_equal(wishes_read(&w, NULL, "--mem=4G", &e), 0);
    assert_int_equal(w.memory, 1);
    wishes_release(&w);
}

static void refuse(const char *words, const char *message)
{
    struct slurm_wishes w;
    struct error e;
    assert_int_equal(wishes_read(&w, NULL, words, &e), -1);
    assert_string_equal(e.text, message);
    wishes_release(&w);
}

static void what_is_refused(void **state)
{
    refuse("--array=1-5", "SLURM_OPTIONS: '--array=1-5' is for lisae to say");
    refuse("--export=ALL", "SLURM_OPTIONS: '--export=ALL' is for lisae to say");
    refuse("-Jname", "SLURM_OPTIONS: '-Jname' is for lisae to say");
    refuse("--arr=0-5", "SLURM_OPTIONS: '--arr=0-5' is for lisae to say"); /* as sbatch reads it */
    refuse("--depend=singleton", "SLURM_OPTIONS: '--depend=singleton' is for lisae to say");
    refuse("--clusters=other", "SLURM_OPTIONS: '--clusters=other' is for lisae to say");
    refuse("-p long", "SLURM_OPTIONS: expected an option of sbatch, or NAME=VALUE, found 'long'");
    refuse("2X=1", "SLURM_OPTIONS: expected an option of sbatch, or NAME=VALUE, found '2X=1'");
    refuse("-", "SLURM_OPTIONS: expected an option of sbatch, or NAME=VALUE, found '-'");
    struct slurm_wishes w;
    struct error e;
    char *path = folder_file(state, "slurm.txt", "#\n\nlong\n", 8);
    assert_int_equal(wishes_read(&w, path, NULL, &e), -1);
    assert_says(e.text, "slurm.txt:3: expected an option of sbatch");
    wishes_release(&w);
    assert_int_equal(wishes_read(&w, "/nowhere/slurm.txt", NULL, &e), -1);
    assert_says(e.text, "cannot open '/nowhere/slurm.txt'");
    wishes_release(&w);
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(from_a_file_and_a_variable),
    cmocka_unit_test(none),
    IN_FOLDER(what_is_refused),
};

TEST_MAIN(tests, NULL, NULL)
