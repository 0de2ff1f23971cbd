/* OpenBLAS' buffer: its size, and that a lack of room for it is told. */
#include "nn/blas_buffer.h"

#include <sys/resource.h>

#include "nn/blas.h"
#include "support/main.h"

/* Address space of this process, in bytes. */
static size_t space(void)
{
    size_t kib = 0;
    char line[256];
    FILE *f = fopen("/proc/self/status", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        if (sscanf(line, "VmSize: %zu", &kib) == 1)
            break;
    fclose(f);
    assert_true(kib > 0);
    return kib * 1024;
}

static void told_where_there_is_no_room(void **state)
{
    (void)state;
    struct error e = { .text = "" };
    struct rlimit before, limit;
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    assert_int_equal(blas_load(&e), 0); /* which takes some itself */
    limit = before;
    limit.rlim_cur = space() + BLAS_BUFFER_BYTES / 2;
    assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
    int bad = blas_buffer_take(&e);
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    assert_int_equal(bad, -1);
    assert_says(e.text, "out of memory: OpenBLAS needs a buffer of 136 MiB");
}

static void takes_no_more_than_is_asked_for(void **state)
{
    (void)state;
    struct error e = { .text = "" };
    size_t before = space();
    assert_int_equal(blas_buffer_take(&e), 0);
    assert_true(space() <= before + BLAS_BUFFER_BYTES);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(told_where_there_is_no_room),
    cmocka_unit_test(takes_no_more_than_is_asked_for),
};

TEST_MAIN(tests, NULL, NULL)
