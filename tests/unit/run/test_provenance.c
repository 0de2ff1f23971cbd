/* What made a result: lines that an INI file can hold, and numbers that can be right. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "run/provenance.h"
#include "store/ini.h"

static void described_in_two_sections(void **state)
{
    (void)state;
    static const char *const keys[][2] = {
        { "program", "version" },      { "program", "revision" },    { "program", "flags" },
        { "program", "convolutions" }, { "program", "blas" },        { "program", "svm" },
        { "program", "threads" },      { "program", "blas_kernel" }, { "machine", "system" },
    };
    struct text t = TEXT_INIT, problems = TEXT_INIT;
    struct ini ini;
    provenance_describe(&t);
    assert_int_equal(ini_read_text(&ini, "meta.ini", text_of(&t), &problems), 0);
    assert_string_equal(text_of(&problems), "");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *value = ini_get(&ini, keys[i][0], keys[i][1]);
        if (!value || !*value)
            fail_msg("expected '%s' in [%s], found none", keys[i][1], keys[i][0]);
    }
    assert_string_equal(ini_get(&ini, "program", "threads"), "1");
    ini_release(&ini);
    text_release(&t);
    text_release(&problems);
}

static void kernels_in_a_cell(void **state)
{
    (void)state;
    struct text t = TEXT_INIT, problems = TEXT_INIT, found = TEXT_INIT;
    struct ini ini;
    text_append(&t, "[program]\nblas = OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH\nblas_kernel = Haswell\n"
                    "convolutions = oneDNN 2.6.0, isa 63\n");
    assert_int_equal(ini_read_text(&ini, "meta.ini", text_of(&t), &problems), 0);
    provenance_kernels(&ini, &found);
    assert_string_equal(text_of(&found), "OpenBLAS 0.3.21 Haswell oneDNN 2.6.0 isa 63");
    ini_release(&ini);
    text_clear(&found);
    assert_int_equal(ini_read_text(&ini, "meta.ini", "[program]\nblas = x\n", &problems), 0);
    provenance_kernels(&ini, &found);
    assert_string_equal(text_of(&found), "");
    ini_release(&ini);
    text_clear(&t);
    provenance_describe(&t);
    assert_int_equal(ini_read_text(&ini, "meta.ini", text_of(&t), &problems), 0);
    provenance_kernels(&ini, &found);
    assert_true(found.length > 10 && !strchr(found.s, ',') && !strchr(found.s, '+'));
    ini_release(&ini);
    text_release(&t);
    text_release(&problems);
    text_release(&found);
}

static void peak_memory_grows(void **state)
{
    (void)state;
    enum { MORE = 64 << 20 };
    long before = provenance_peak_memory();
    unsigned char *bytes = mem_alloc(MORE, 1);
    memset(bytes, 1, MORE);
    long after = provenance_peak_memory();
    assert_true(before > 100 && before < 1 << 24); /* in KiB */
    assert_true(after >= before && after > MORE / 1024);
    assert_int_equal(bytes[MORE - 1], 1);
    free(bytes);
}

static void what_the_ledger_asks(void **state)
{
    (void)state;
    struct text t = TEXT_INIT, kernels = TEXT_INIT;
    provenance_describe(&t);
    provenance_kernels_of(&t, &kernels);
    text_release(&t);
    assert_true(starts_with(text_of(&kernels), "OpenBLAS "));
    assert_null(strpbrk(text_of(&kernels), ",\"\n"));
    text_release(&kernels);
    const double before = provenance_processor_seconds();
    volatile double sum = 0;
    while (provenance_processor_seconds() < before + 0.02)
        for (int i = 0; i < 100000; i++)
            sum += i;
    assert_true(before >= 0 && before < 1e6 && sum > 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_the_ledger_asks),
    cmocka_unit_test(described_in_two_sections),
    cmocka_unit_test(kernels_in_a_cell),
    cmocka_unit_test(peak_memory_grows),
};

TEST_MAIN(tests, NULL, NULL)
