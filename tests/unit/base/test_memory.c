/* Memory: alignment, zeros, growth. */
#include "support/main.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/progress.h"

static void memory(void **state)
{
    (void)state;
    for (size_t n = 0; n < 200; n += 7) {
        unsigned char *p = mem_zero(n, 3);
        assert_int_equal((uintptr_t)p % 64, 0);
        for (size_t i = 0; i < 3 * n; i++)
            assert_int_equal(p[i], 0);
        free(p);
    }
    char *s = mem_string("abc");
    s = mem_resize(s, 2000, 1);
    assert_string_equal(s, "abc");
    free(s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(memory),
};

TEST_MAIN(tests, NULL, NULL)
