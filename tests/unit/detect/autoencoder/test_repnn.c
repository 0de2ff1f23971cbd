/* repnn and sig-repnn: staircase codes have their levels. */
#include "support/main.h"

#include <math.h>

#include "detect/autoencoder/code.h"
#include "support/naive_code.h"

/* Steep steps: the levels 0, 1/(N-1), ..., 1 between 1/N, 2/N, ..., and half a step on a step. */
static void staircases_have_their_levels(void **state)
{
    (void)state;
    static const int levels[] = { 2, 4, 5 };
    for (size_t t = 0; t < sizeof levels / sizeof *levels; t++) {
        int n = levels[t];
        struct text keys = TEXT_INIT;
        text_format(
            &keys, "model.latent=1 repnn.levels=%d repnn.steepness=10000 sig-repnn.levels=%d sig-repnn.steepness=10000",
            n, n);
        struct code plain = code_with(&code_staircase, text_of(&keys), 1),
                    sigmoid = code_with(&code_sigmoid_staircase, text_of(&keys), 1);
        text_release(&keys);
        for (int level = 0; level < n; level++) {
            struct code_pass p, q;
            double t_in = (level + 0.5) / n;
            float inside = (float)t_in, before_sigmoid = (float)log(t_in / (1 - t_in)),
                  step = (float)(level + 1) / (float)n;
            code_pass_init(&p, &plain, 1);
            code_pass_init(&q, &sigmoid, 1);
            assert_near((double)*code_pass_forward(&p, &inside, NULL), (double)level / (n - 1), 1e-6);
            assert_near((double)*code_pass_forward(&q, &before_sigmoid, NULL), (double)level / (n - 1), 1e-6);
            if (level < n - 1)
                assert_near((double)*code_pass_forward(&p, &step, NULL), (level + 0.5) / (n - 1), 1e-6);
            code_pass_release(&p);
            code_pass_release(&q);
        }
        code_release(&plain);
        code_release(&sigmoid);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(staircases_have_their_levels),
};

TEST_MAIN(tests, NULL, NULL)
