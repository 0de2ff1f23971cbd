/* Every kind of layer in a network: outputs and gradients against a network in double precision and its central
 * differences, with normalisation and pooling; what training and scoring mode differ in. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>

#include "support/deep_networks.h"
#include "support/network_check.h"

static const unsigned modes[] = { 0, PASS_BATCH };

/* Channels around a vector's length and a tile's (64). */
static void single_layers(void **state)
{
    (void)state;
    static const struct shape shapes[] = {
        { 2, 2, 1 },  { 4, 6, 3 },  { 2, 4, 4 },  { 4, 2, 8 },   { 2, 2, 16 },
        { 2, 2, 17 }, { 2, 2, 64 }, { 4, 2, 65 }, { 2, 2, 130 },
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (int f = 0; f < 4; f++)
            for (int kind = 0; kind < 3; kind++)
                for (int m = 0; m < 2; m++) {
                    struct network net;
                    struct rng r;
                    rng_seed(&r, i);
                    network_init(&net, shapes[i]);
                    if (kind == 0)
                        assert_int_equal(network_norm(&net, net.out, activations[f], 0.2f, NULL), 0);
                    else if (kind == 1)
                        assert_int_equal(network_upsample(&net, activations[f], 0.2f, NULL), 0);
                    else
                        assert_int_equal(network_pool(&net, NULL), 0);
                    finish(&net, &r);
                    check_network(&net, 3, NULL, 4, modes[m]);
                    network_release(&net);
                }
}

static void convolutions_with_other_paddings(void **state)
{
    (void)state;
    static const struct {
        struct shape in;
        int channels, kernel, stride, pad;
        struct shape out;
    } table[] = {
        { { 7, 6, 1 }, 3, 5, 1, 2, { 7, 6, 3 } }, { { 16, 16, 4 }, 8, 5, 1, 1, { 14, 14, 8 } },
        { { 6, 6, 8 }, 1, 5, 1, 2, { 6, 6, 1 } }, { { 8, 8, 3 }, 2, 3, 1, 0, { 6, 6, 2 } },
        { { 5, 5, 2 }, 3, 3, 2, 2, { 4, 4, 3 } },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct network net;
        struct rng r;
        rng_seed(&r, i);
        network_init(&net, table[i].in);
        assert_int_equal(network_conv_padded(&net, table[i].channels, table[i].kernel, table[i].stride, table[i].pad,
                                             ACTIVATION_LEAKY_RELU, 0.1f, NULL),
                         0);
        assert_memory_equal(&net.out, &table[i].out, sizeof net.out);
        finish(&net, &r);
        check_network(&net, 3, NULL, 10, 0);
        check_network(&net, 3, &conv_blas, 10, 0);
        network_release(&net);
    }
}

static void deep_networks(void **state)
{
    (void)state;
    static const size_t images[] = { 4, 5, 16, 34, 37 };
    struct network net;
    deep_norm_network(&net);
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        for (int m = 0; m < 2; m++)
            check_network(&net, images[i], NULL, i ? 3 : 30, modes[m]);
    network_release(&net);
}

/* Training: what stands beside an image matters, running statistics do not, and only
 * pass_update_running() moves them. Scoring: the other way round. */
static void training_and_scoring_mode(void **state)
{
    (void)state;
    enum { N = 32 };
    struct network net;
    struct rng r;
    deep_norm_network(&net);
    rng_seed(&r, 9);
    size_t in = numbers_in(&net, 1), out = numbers_out(&net, 1);
    float *x = normals(&r, N * in), *first = mem_alloc(N * out, sizeof *first);
    float *before = memcpy(mem_alloc(net.n_running, sizeof *before), net.running, net.n_running * sizeof *before);
    for (int m = 0; m < 2; m++) {
        struct pass *p = pass_create(&net, N, modes[m], NULL, NULL);
        pass_begin(p);
        memcpy(first, pass_forward(p, x), N * out * sizeof *first);
        assert_memory_equal(net.running, before, net.n_running * sizeof *before);
        for (size_t i = 16 * in; i < N * in; i++)
            x[i] *= 3;
        const float *y = pass_forward(p, x);
        assert_int_equal(memcmp(y, first, out * sizeof *y) != 0, modes[m] == PASS_BATCH);
        for (size_t i = 16 * in; i < N * in; i++)
            x[i] /= 3;
        for (size_t i = 0; i < net.n_running; i++)
            net.running[i] *= 2;
        pass_begin(p);
        y = pass_forward(p, x);
        assert_int_equal(memcmp(y, first, out * sizeof *y) != 0, modes[m] != PASS_BATCH);
        memcpy(net.running, before, net.n_running * sizeof *before);
        if (modes[m] == PASS_BATCH) {
            /* the first normalisation sees x itself */
            double mean = 0;
            for (size_t i = 0; i < N * in; i += 2)
                mean += (double)x[i] / (double)(N * in / 2);
            pass_update_running(p, &net);
            assert_near((double)net.running[0], 0.9 * (double)before[0] + 0.1 * mean, 1e-6);
            for (size_t i = 0; i < net.n_running; i++)
                assert_true(net.running[i] != before[i]);
        }
        pass_free(p);
    }
    free(x);
    free(first);
    free(before);
    network_release(&net);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(single_layers),
    cmocka_unit_test(convolutions_with_other_paddings),
    cmocka_unit_test(deep_networks),
    cmocka_unit_test(training_and_scoring_mode),
};

TEST_MAIN(tests, NULL, NULL)
