#include "support/main.h"

#include <stdlib.h>

#include "slurm/script.h"
#include "slurm/tool.h"
#include "store/file.h"
#include "support/folder.h"

/* What the script prints when a shell runs it; free(). */
static char *run(void **state, const struct text *script, const char *const *more)
{
    struct text out = TEXT_INIT;
    struct error e;
    char *path = folder_file(state, "script.sh", text_of(script), script->length);
    const char *words[6] = { "sh", path };
    for (int i = 0; i < 3 && more[i]; i++)
        words[2 + i] = more[i];
    if (slurm_tool(words, &out, &e))
        fail_msg("%s", e.text);
    free(path);
    return out.s;
}

static void a_word_stays_one(void **state)
{
    struct text t = TEXT_INIT;
    text_append(&t, "#!/bin/sh\nprintf '<%s>' ");
    script_word(&t, "a b'c$d`e\"f\\g");
    char *said = run(state, &t, (const char *const[]) { NULL });
    assert_string_equal(said, "<a b'c$d`e\"f\\g>");
    free(said);
    text_release(&t);
}

static void an_array_counts_from_its_first(void **state)
{
    struct slurm_wishes w;
    struct text t = TEXT_INIT;
    struct error e;
    assert_int_equal(wishes_read(&w, NULL, "LIBRARY=it's", &e), 0);
    script_append(&t, &w, "SLURM_ARRAY_TASK_ID=3", "sh -c 'echo \"$LIBRARY $OMP_NUM_THREADS $0\"'", 1);
    char *said = run(state, &t, (const char *const[]) { "21", NULL });
    assert_string_equal(said, "it's 1 24\n");
    free(said);
    text_release(&t);
    wishes_release(&w);
}

/* Those that tools/pinned takes, where they are to be had, but for what the user pins. */
static void kernels(void **state)
{
    static const char command[] = "sh -c 'echo \"$OPENBLAS_CORETYPE $ONEDNN_MAX_CPU_ISA\"'";
    struct slurm_wishes w;
    struct text t = TEXT_INIT;
    struct error e;
    unsetenv("OPENBLAS_CORETYPE"); /* as tests are run with */
    unsetenv("ONEDNN_MAX_CPU_ISA");
    assert_int_equal(wishes_read(&w, NULL, "ONEDNN_MAX_CPU_ISA=AVX2", &e), 0);
    script_append(&t, &w, NULL, command, 0);
    char *said = run(state, &t, (const char *const[]) { NULL });
    assert_true(strcmp(said, "Haswell AVX2\n") == 0 || strcmp(said, " AVX2\n") == 0);
    free(said);
    wishes_release(&w);
    text_clear(&t);
    assert_int_equal(wishes_read(&w, NULL, NULL, &e), 0);
    script_append(&t, &w, NULL, command, 0);
    size_t n;
    char *pinned = file_read("tools/pinned", &n, NULL);
    assert_non_null(pinned);
    assert_says(pinned, "\nif has avx2 && has fma; then\n");
    assert_says(text_of(&t), "\nif has avx2 && has fma; then\n");
    free(pinned);
    said = run(state, &t, (const char *const[]) { NULL });
    assert_true(strcmp(said, "Haswell AVX512_CORE\n") == 0 || strcmp(said, " \n") == 0);
    free(said);
    wishes_release(&w);
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(a_word_stays_one),
    IN_FOLDER(an_array_counts_from_its_first),
    IN_FOLDER(kernels),
};

TEST_MAIN(tests, NULL, NULL)
