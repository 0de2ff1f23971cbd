/* Pooling and doubling by hand. */
#include "support/main.h"

#include "nn/pool.h"

/* 2x4 pixels of one channel; the second square has its largest twice. */
static void pooling_by_hand(void **state)
{
    (void)state;
    static const float x[8] = { 1, -2, 3, 7, 0.5f, 4, 7, 7 };
    static const float dy[2] = { 10, 20 }, expected[8] = { 0, 0, 0, 20, 0, 10, 0, 0 };
    float y[2], dx[8], large[16], back[4];
    pool_forward(x, y, 1, 2, 4, 1);
    assert_true(y[0] == 4 && y[1] == 7);
    pool_backward(x, y, dy, dx, 1, 2, 4, 1);
    assert_memory_equal(dx, expected, sizeof dx);
    static const float small[4] = { 1, 2, 3, 4 };
    static const float doubled[16] = { 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4 };
    upsample_forward(small, large, 1, 2, 2, 1);
    assert_memory_equal(large, doubled, sizeof large);
    for (int i = 0; i < 16; i++)
        large[i] = (float)i;
    upsample_backward(large, back, 1, 2, 2, 1);
    assert_true(back[0] == 0 + 1 + 4 + 5 && back[1] == 2 + 3 + 6 + 7 && back[2] == 8 + 9 + 12 + 13 &&
                back[3] == 10 + 11 + 14 + 15);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(pooling_by_hand),
};

TEST_MAIN(tests, NULL, NULL)
