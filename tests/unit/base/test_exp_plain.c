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

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(exponential),
};

TEST_MAIN(tests, NULL, NULL)
