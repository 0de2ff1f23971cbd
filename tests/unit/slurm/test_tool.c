#include "support/main.h"

#include <errno.h>
#include <stdlib.h>

#include "slurm/tool.h"

static int call(const char *script, struct text *out, struct error *e)
{
    return slurm_tool((const char *const[]) { "sh", "-c", script, NULL }, out, e);
}

static void what_it_prints(void **state)
{
    struct text out = TEXT_INIT;
    struct error e;
    assert_int_equal(call("echo out; echo err >&2; cat", &out, &e), 0);
    assert_string_equal(text_of(&out), "out\n");
    assert_int_equal(call(":", &out, &e), 0);
    assert_string_equal(text_of(&out), ""); /* what was there is gone */
    text_release(&out);
}

/* More than a pipe holds, on both sides at once. */
static void much(void **state)
{
    struct text out = TEXT_INIT;
    struct error e;
    assert_int_equal(call("for i in 1 2 3 4; do head -c 100000 /dev/zero | tr '\\0' x; "
                          "head -c 100000 /dev/zero | tr '\\0' y >&2; done",
                          &out, &e),
                     0);
    assert_int_equal(out.length, 400000);
    text_release(&out);
}

static void how_it_fails(void **state)
{
    struct text out = TEXT_INIT;
    struct error e;
    assert_int_equal(call("echo 'sbatch: error: no' >&2; echo more >&2; exit 1", &out, &e), -1);
    assert_string_equal(e.text, "sh: sbatch: error: no more");
    assert_int_equal(call("exit 1", &out, &e), -1);
    assert_string_equal(e.text, "sh: ended without a word");
    assert_int_equal(call("kill -KILL $$", &out, &e), -1);
    assert_int_equal(slurm_tool((const char *const[]) { "no-such-program", NULL }, &out, &e), -1);
    assert_string_equal(e.text, "cannot start 'no-such-program': No such file or directory");
    assert_int_equal(e.reason, ENOENT);
    text_release(&out);
}

static void in_a_clean_environment(void **state)
{
    struct text out = TEXT_INIT;
    struct error e;
    setenv("SLURM_CPU_BIND", "quiet", 1);
    setenv("SLURM_CONF", "/nowhere", 1);
    assert_int_equal(call("echo \"$SLURM_CPU_BIND$SLURM_CONF\"", &out, &e), 0);
    assert_string_equal(text_of(&out), "/nowhere\n");
    unsetenv("SLURM_CPU_BIND");
    unsetenv("SLURM_CONF");
    text_release(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_it_prints),
    cmocka_unit_test(much),
    cmocka_unit_test(how_it_fails),
    cmocka_unit_test(in_a_clean_environment),
};

TEST_MAIN(tests, NULL, NULL)
