/* How far the plain exponential is from the real one. */
#include "support/main.h"

#include <math.h>
#include <string.h>

#include "base/exp_plain.h"
#include "base/progress.h"

/* Over all floats of [-87, 88] the largest relative error is 8.18e-8, 0.98 ulp; here a
 * sample of them. */
static void exponential(void **state)
{
    (void)state;
    double worst = 0, worst_ulp = 0;
    for (uint32_t step = 0, bits = 0; step < 2; step++)
        for (bits = step << 31; (bits & 0x7fffffff) < 0x42b00001; bits += 1009) {
            float x;
            memcpy(&x, &bits, sizeof x);
            if (x < -87.0f)
                break;
            double e = exp((double)x), off = fabs((double)exp_plain(x) - e);
            float rounded = (float)e;
            worst = fmax(worst, off / e);
            worst_ulp = fmax(worst_ulp, off / (double)(nextafterf(rounded, INFINITY) - rounded));
        }
    assert_true(worst < 8.2e-8);
    assert_true(worst_ulp < 1);
    assert_true(exp_plain(0.0f) == 1.0f && exp_plain(-0.0f) == 1.0f);
    assert_true(fabs((double)exp_plain(88.0f) / exp(88) - 1) < 8.2e-8);
    assert_true(fabs((double)exp_plain(-87.0f) / exp(-87) - 1) < 8.2e-8);
    assert_true(isnan(exp_plain(NAN)));
}

/* From the smallest numbers to where nothing is left of the exponential. */
static void exponential_less_one(void **state)
{
    (void)state;
    for (double t = 1e-300; t < 1e300; t *= 1.01) {
        double expected = expm1(-t), off = fabs(exp_less_one(t) - expected);
        assert_true(off <= (t <= 1.0 / 16 ? 2e-11 : 2e-6) * -expected);
    }
    assert_true(exp_less_one(0) == 0 && exp_less_one(INFINITY) == -1);
    assert_true(isnan(exp_less_one(NAN)));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(exponential),
    cmocka_unit_test(exponential_less_one),
};

TEST_MAIN(tests, NULL, NULL)
