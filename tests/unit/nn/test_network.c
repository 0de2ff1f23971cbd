/* Networks: sizes, refusals, initial weights, networks without biases, appended ones, files. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn/network.h"
#include "support/deep_networks.h"
#include "support/folder.h"
#include "support/network_check.h"

static void sizes_and_refusals(void **state)
{
    (void)state;
    struct network net;
    struct error e;
    deep_network(&net);
    /* 7x6x3 -> 7x6x4 -> 3x3x5 -> 6 -> 3x3x4 -> 6x5x3 -> 6x5x4 -> 12x10x2 -> 12x10x1 */
    assert_int_equal(net.n, 8);
    assert_int_equal(net.layer[1].out.h, 3);
    assert_int_equal(net.layer[1].out.w, 3);
    assert_true(net.out.h == 12 && net.out.w == 10 && net.out.c == 1);
    assert_int_equal(net.n_params, (27 * 4 + 4) + (16 * 4 * 5 + 5) + (45 * 6 + 6) + (6 * 36 + 36) + (9 * 4 * 3 + 3) +
                                       (25 * 3 * 4 + 4) + (16 * 4 * 2 + 2) + (9 * 2 + 1));
    assert_true(network_work(&net) ==
                2.0 * (42 * 108 + 9 * 320 + 270 + 216 + 9 * 108 + 30 * 300 + 30 * 128 + 120 * 18));
    network_release(&net);

    network_init(&net, (struct shape) { 7, 7, 1 });
    assert_int_equal(network_deconv(&net, 15, 14, 2, 4, 2, ACTIVATION_TANH, 0, &e), 0);
    assert_int_equal(network_deconv(&net, 16, 28, 2, 4, 2, ACTIVATION_TANH, 0, &e), -1);
    assert_string_equal(e.text,
                        "layer 2: a transposed convolution with kernel 4 and stride 2 cannot take 15x14 to 16x28");
    assert_int_equal(network_deconv(&net, 30, 30, 2, 4, 2, ACTIVATION_TANH, 0, &e), -1);
    assert_non_null(strstr(e.text, "cannot take 15x14 to 30x30"));
    network_init(&net, (struct shape) { 1, 9, 1 });
    assert_int_equal(network_conv(&net, 2, 4, 2, ACTIVATION_TANH, 0, &e), -1);
    assert_string_equal(e.text, "layer 1: an input of 1x9x1 is too small for a kernel of 4 with stride 2");
    /* 2^31 numbers, and 2^32, are more than an int counts */
    network_init(&net, (struct shape) { 1024, 1024, 1 });
    assert_int_equal(network_conv(&net, 2047, 1, 1, ACTIVATION_TANH, 0, &e), 0);
    assert_int_equal(network_conv(&net, 2048, 1, 1, ACTIVATION_TANH, 0, &e), -1);
    assert_string_equal(e.text, "layer 2: an output of 1024x1024x2048 has more than 2147483647 numbers");
    assert_int_equal(network_dense(&net, (struct shape) { 1024, 1024, 4096 }, ACTIVATION_TANH, 0, &e), -1);
    assert_non_null(strstr(e.text, "1024x1024x4096"));
    network_init(&net, (struct shape) { 1, 9, 1 });
    for (int i = 0; i < LAYERS_MAX; i++)
        assert_int_equal(network_conv(&net, 1, 1, 1, ACTIVATION_TANH, 0, &e), 0);
    assert_int_equal(network_conv(&net, 1, 1, 1, ACTIVATION_TANH, 0, &e), -1);
    assert_string_equal(e.text, "expected at most 20 layers");
}

static double deviation(const float *v, size_t n)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)v[i];
        squares += (double)v[i] * (double)v[i];
    }
    assert_true(fabs(sum / (double)n) < 5 * sqrt(squares / (double)n) / sqrt((double)n));
    return sqrt(squares / (double)n);
}

static void initial_weights(void **state)
{
    (void)state;
    struct network net;
    struct rng r;
    rng_seed(&r, 1);
    network_init(&net, (struct shape) { 8, 8, 20 });
    network_conv(&net, 64, 5, 2, ACTIVATION_LEAKY_RELU, 0.5f, NULL);
    network_deconv(&net, 8, 8, 50, 4, 2, ACTIVATION_LEAKY_RELU, 0, NULL);
    network_dense(&net, (struct shape) { 1, 1, 10 }, ACTIVATION_TANH, 0, NULL);
    network_finish(&net);
    /* fan-in: 5 * 5 * 20; 64 * (4 / 2)^2; 8 * 8 * 50. He's gain 2 / (1 + slope^2), else 1 */
    const double fan[3] = { 500, 256, 3200 }, gain[3] = { 1.6, 2, 1 };
    for (size_t i = 0; i < net.n_params; i++)
        assert_true(net.params[i] == 0);
    network_initialise(&net, INIT_HE, &r);
    for (int k = 0; k < 3; k++) {
        const struct layer *l = &net.layer[k];
        double expected = sqrt(gain[k] / fan[k]), n = (double)l->n_weights;
        assert_true(fabs(deviation(net.params + l->weights, l->n_weights) / expected - 1) < 5 / sqrt(2 * n));
        for (size_t i = 0; i < l->n_bias; i++)
            assert_true(net.params[l->bias + i] == 0);
    }
    network_initialise(&net, INIT_UNIFORM, &r);
    for (int k = 0; k < 3; k++) {
        const struct layer *l = &net.layer[k];
        double bound = 1 / sqrt(fan[k]), largest = 0;
        for (size_t i = 0; i < l->n_weights + l->n_bias; i++) /* biases follow their weights */
            largest = fmax(largest, fabs((double)net.params[l->weights + i]));
        assert_true(largest <= bound && largest > 0.999 * bound);
        assert_true(fabs(deviation(net.params + l->weights, l->n_weights) / (bound / sqrt(3)) - 1) < 0.02);
        assert_true(net.params[l->bias] != 0);
    }
    network_release(&net);
}

static void saved_and_loaded(void **state)
{
    char *path = path_join(*state, "n.lisae", NULL);
    struct network net, copy, other;
    struct archive a;
    struct error e;
    deep_network(&net);
    network_copy(&copy, &net);
    assert_ptr_not_equal(copy.params, net.params);
    assert_memory_equal(copy.params, net.params, net.n_params * sizeof *net.params);
    struct archive_writer *w = archive_create(path, &e);
    network_save(&net, "weights", w);
    assert_int_equal(archive_commit(w, &e), 0);
    network_release(&copy);
    assert_int_equal(archive_open(&a, path, &e), 0);
    assert_int_equal(network_load(&copy, "decoder", &a, &e), -1);
    assert_non_null(strstr(e.text, "'decoder'"));
    network_init(&other, (struct shape) { 1, 1, 3 });
    network_dense(&other, (struct shape) { 1, 1, 2 }, ACTIVATION_TANH, 0, NULL);
    assert_int_equal(network_load(&other, "weights", &a, &e), -1);
    assert_non_null(strstr(e.text, "n.lisae: expected 8 parameters in 'weights', found "));
    assert_null(copy.params); /* a file that lies about its sizes gets no memory */
    assert_null(other.params);
    assert_int_equal(network_load(&copy, "weights", &a, &e), 0);
    assert_memory_equal(copy.params, net.params, net.n_params * sizeof *net.params);
    archive_release(&a);
    network_release(&net);
    network_release(&copy);
    network_release(&other);
    free(path);
}

static void without_biases(void **state)
{
    (void)state;
    struct network net;
    float zeros[2 * 128] = { 0 };
    deep_norm_network(&net);
    size_t weights = 25 * 2 * 4 + 9 * 4 * 3 + 12 * 8 + 16 * 2 * 3 + 25 * 3;
    assert_int_equal(net.n_params, weights);
    assert_int_equal(net.n_running, 2 * (2 + 4 + 8 + 3));
    for (int i = 0; i < net.n; i++)
        assert_int_equal(net.layer[i].n_bias, 0);
    assert_true(net.out.h == 14 && net.out.w == 14 && net.out.c == 1);
    /* without normalisation a network without biases maps 0 to 0 */
    struct network plain;
    struct rng r;
    rng_seed(&r, 1);
    network_init(&plain, (struct shape) { 8, 8, 2 });
    network_conv(&plain, 3, 3, 2, ACTIVATION_LEAKY_RELU, 0.1f, NULL);
    network_dense(&plain, (struct shape) { 1, 1, 5 }, ACTIVATION_TANH, 0, NULL);
    network_drop_biases(&plain);
    finish(&plain, &r);
    struct pass *p = pass_create(&plain, 2, PASS_FORWARD, NULL, NULL);
    pass_begin(p);
    const float *y = pass_forward(p, zeros);
    for (int i = 0; i < 10; i++)
        assert_true(y[i] == 0);
    pass_free(p);
    network_release(&plain);
    network_release(&net);
}

static void appended_layers(void **state)
{
    (void)state;
    enum { N = 4 };
    struct network first, second, both;
    struct rng r;
    rng_seed(&r, 4);
    network_init(&first, (struct shape) { 4, 4, 2 });
    network_norm(&first, first.out, ACTIVATION_IDENTITY, 0, NULL);
    network_conv(&first, 3, 3, 1, ACTIVATION_TANH, 0, NULL);
    network_init(&second, first.out);
    network_norm(&second, second.out, ACTIVATION_IDENTITY, 0, NULL);
    network_dense(&second, (struct shape) { 1, 1, 5 }, ACTIVATION_SIGMOID, 0, NULL);
    finish(&first, &r);
    finish(&second, &r);
    network_init(&both, first.in);
    assert_int_equal(network_append(&both, &first, NULL), 0);
    assert_int_equal(network_append(&both, &second, NULL), 0);
    network_finish(&both);
    assert_int_equal(both.n_params, first.n_params + second.n_params);
    memcpy(both.params, first.params, first.n_params * sizeof(float));
    memcpy(both.params + first.n_params, second.params, second.n_params * sizeof(float));
    memcpy(both.running, first.running, first.n_running * sizeof(float));
    memcpy(both.running + first.n_running, second.running, second.n_running * sizeof(float));
    float *x = normals(&r, numbers_in(&both, N));
    const struct network *nets[] = { &first, &second, &both };
    struct pass *p[3];
    for (int k = 0; k < 3; k++) {
        p[k] = pass_create(nets[k], N, PASS_FORWARD, NULL, NULL);
        pass_begin(p[k]);
    }
    assert_memory_equal(pass_forward(p[2], x), pass_forward(p[1], pass_forward(p[0], x)),
                        numbers_out(&both, N) * sizeof *x);
    for (int k = 0; k < 3; k++)
        pass_free(p[k]);
    network_release(&first);
    network_release(&second);
    network_release(&both);
    free(x);
}

static void refusals_of_other_layers(void **state)
{
    (void)state;
    struct network net;
    struct error e;
    network_init(&net, (struct shape) { 6, 7, 2 });
    assert_int_equal(network_pool(&net, &e), -1);
    assert_string_equal(e.text, "layer 1: pooling halves even sides, found 6x7");
    assert_int_equal(network_norm(&net, (struct shape) { 1, 1, 85 }, ACTIVATION_IDENTITY, 0, &e), -1);
    assert_string_equal(e.text, "layer 1: a normalisation cannot take 6x7x2 to 1x1x85");
    assert_int_equal(net.n, 0);
    for (int i = 0; i < LAYERS_MAX; i++)
        assert_int_equal(network_norm(&net, net.out, ACTIVATION_IDENTITY, 0, &e), 0);
    assert_int_equal(network_append(&net, &net, &e), -1);
    assert_string_equal(e.text, "expected at most 20 layers");
}

/* Uniform within +-gain sqrt(6 / (fan-in + fan-out)), gain^2 = 2 / (1 + slope^2). */
static void xavier_weights(void **state)
{
    (void)state;
    struct network net;
    struct rng r;
    rng_seed(&r, 1);
    network_init(&net, (struct shape) { 8, 8, 20 });
    network_conv(&net, 40, 5, 1, ACTIVATION_IDENTITY, 0.5f, NULL);
    network_dense(&net, (struct shape) { 1, 1, 30 }, ACTIVATION_LEAKY_RELU, 0, NULL);
    network_finish(&net);
    network_initialise(&net, INIT_XAVIER, &r);
    const double bounds[2] = { sqrt(1.6 * 6 / (25 * 60)), sqrt(2.0 * 6 / (2560 + 30)) };
    for (int k = 0; k < 2; k++) {
        const struct layer *l = &net.layer[k];
        double squares = 0, most = 0, n = (double)l->n_weights;
        for (size_t i = 0; i < l->n_weights; i++) {
            double w = (double)net.params[l->weights + i];
            squares += w * w / n;
            most = fmax(most, fabs(w));
        }
        assert_true(most <= bounds[k] && most > 0.999 * bounds[k]);
        assert_near(sqrt(3 * squares) / bounds[k], 1, 5 / sqrt(n));
        for (size_t i = 0; i < l->n_bias; i++)
            assert_true(net.params[l->bias + i] == 0);
    }
    network_release(&net);
}

static void statistics_are_saved_and_loaded(void **state)
{
    char *path = path_join(*state, "n.lisae", NULL);
    struct network net, copy;
    struct archive a;
    struct error e;
    deep_norm_network(&net);
    network_copy(&copy, &net);
    assert_ptr_not_equal(copy.running, net.running);
    assert_memory_equal(copy.running, net.running, net.n_running * sizeof *net.running);
    network_release(&copy);
    struct archive_writer *w = archive_create(path, &e);
    network_save(&net, "phi", w);
    archive_add_vector(w, "few", ARCHIVE_F32, net.n_params, net.params);
    archive_add_vector(w, "few/running", ARCHIVE_F32, 3, net.running);
    archive_add_vector(w, "none", ARCHIVE_F32, net.n_params, net.params);
    assert_int_equal(archive_commit(w, &e), 0);
    assert_int_equal(archive_open(&a, path, &e), 0);
    assert_int_equal(network_load(&copy, "few", &a, &e), -1);
    assert_non_null(strstr(e.text, "n.lisae: expected 34 running statistics in 'few/running', found 3"));
    assert_int_equal(network_load(&copy, "none", &a, &e), -1);
    assert_non_null(strstr(e.text, "'none/running'"));
    assert_null(copy.params);
    assert_null(copy.running);
    assert_int_equal(network_load(&copy, "phi", &a, &e), 0);
    assert_memory_equal(copy.params, net.params, net.n_params * sizeof *net.params);
    assert_memory_equal(copy.running, net.running, net.n_running * sizeof *net.running);
    archive_release(&a);
    network_release(&net);
    network_release(&copy);
    free(path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sizes_and_refusals), cmocka_unit_test(initial_weights),
    IN_FOLDER(saved_and_loaded),          cmocka_unit_test(without_biases),
    cmocka_unit_test(appended_layers),    cmocka_unit_test(refusals_of_other_layers),
    cmocka_unit_test(xavier_weights),     IN_FOLDER(statistics_are_saved_and_loaded),
};

TEST_MAIN(tests, NULL, NULL)
