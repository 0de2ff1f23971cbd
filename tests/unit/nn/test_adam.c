/* Adam takes the steps of the paper; learning rates. */
#include "support/main.h"

#include <math.h>

#include "nn/adam.h"

/* Algorithm 1 of Kingma and Ba in double beside it, with gradients that change their sign. */
static void adam_takes_the_steps_of_the_paper(void **state)
{
    (void)state;
    static const float gradients[3][4] = { { 1, -0.5f, 0, 1e-4f }, { 0.25f, 1, 0, -3e-4f }, { -2, 0.75f, 0, 2e-4f } };
    static const double rates[3] = { 0.1, 0.05, 0.2 };
    float params[4] = { 1, -1, 0.5f, 0 };
    double theta[4] = { 1, -1, 0.5, 0 }, m[4] = { 0 }, v[4] = { 0 };
    struct adam a;
    adam_init(&a, 4);
    for (int t = 1; t <= 3; t++) {
        adam_step(&a, params, gradients[t - 1], rates[t - 1]);
        for (int i = 0; i < 4; i++) {
            double g = (double)gradients[t - 1][i];
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            theta[i] -= rates[t - 1] * (m[i] / (1 - pow(0.9, t))) / (sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8);
            assert_near((double)params[i], theta[i], 3e-6);
        }
    }
    assert_int_equal(a.step, 3);
    adam_release(&a);
    adam_release(&a);
    /* worked by hand: the first step is rate g / (|g| + 1e-8), whatever g is */
    float small[2] = { 0, 0 };
    const float g[2] = { 1e-8f, 100 };
    adam_init(&a, 2);
    adam_step(&a, small, g, 0.5);
    assert_near((double)small[0], -0.25, 1e-5);
    assert_near((double)small[1], -0.5, 1e-5);
    adam_release(&a);
}

/* Weight decay adds its share of the parameters to the gradient (PyTorch's Adam), not to the step. */
static void adam_with_weight_decay(void **state)
{
    (void)state;
    static const float gradients[3][3] = { { 1, -0.5f, 0 }, { 0.25f, 1, 0 }, { -2, 0.75f, 0 } };
    float params[3] = { 1, -1, 0.5f };
    double theta[3] = { 1, -1, 0.5 }, m[3] = { 0 }, v[3] = { 0 };
    struct adam a;
    adam_init(&a, 3);
    assert_true(a.weight_decay == 0);
    a.weight_decay = 0.3;
    for (int t = 1; t <= 3; t++) {
        adam_step(&a, params, gradients[t - 1], 0.1);
        for (int i = 0; i < 3; i++) {
            double g = (double)gradients[t - 1][i] + 0.3 * theta[i];
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            theta[i] -= 0.1 * (m[i] / (1 - pow(0.9, t))) / (sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8);
            assert_near((double)params[i], theta[i], 3e-6);
        }
    }
    adam_release(&a);
}

static void learning_rates(void **state)
{
    (void)state;
    for (long step = 0; step < 5; step++)
        assert_true(learning_rate_at(0.3, 0, step, 5) == 0.3);
    assert_near(learning_rate_at(0.3, 1, 0, 101), 0.3, 1e-15);
    assert_near(learning_rate_at(0.3, 1, 50, 101), 0.3 * 0.505, 1e-15);
    assert_near(learning_rate_at(0.3, 1, 25, 101), 0.3 * (0.01 + 0.99 * (1 + sqrt(0.5)) / 2), 1e-15);
    assert_near(learning_rate_at(0.3, 1, 100, 101), 0.003, 1e-15);
    assert_true(learning_rate_at(0.3, 1, 0, 1) == 0.3);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(adam_takes_the_steps_of_the_paper),
    cmocka_unit_test(adam_with_weight_decay),
    cmocka_unit_test(learning_rates),
};

TEST_MAIN(tests, NULL, NULL)
