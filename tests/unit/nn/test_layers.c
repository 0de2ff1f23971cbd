/* Layers without biases, batch normalisation, pooling and doubling: gradients by differences,
 * hand-made cases, running statistics, and what training and scoring mode differ in. */
#include <stdio.h>

#include "nn/norm.h"
#include "nn/pool.h"
#include "support/folder.h"
#include "support/network_check.h"

static const enum activation activations[] = {
    ACTIVATION_IDENTITY,
    ACTIVATION_LEAKY_RELU,
    ACTIVATION_TANH,
    ACTIVATION_SIGMOID,
};
static const unsigned modes[] = { 0, PASS_BATCH };

static void near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("expected %.9g, found %.9g", expected, found);
}

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

/* Every kind without biases, normalisations first, last, between convolutions and dense layers,
 * with another shape behind them. */
static void deep_network(struct network *net)
{
    struct rng r;
    int bad;
    rng_seed(&r, 3);
    network_init(net, (struct shape) { 8, 8, 2 });
    bad = network_norm(net, net->out, ACTIVATION_IDENTITY, 0, NULL);
    bad |= network_conv_padded(net, 4, 5, 1, 2, ACTIVATION_IDENTITY, 0, NULL);
    bad |= network_norm(net, net->out, ACTIVATION_LEAKY_RELU, 0.1f, NULL);
    bad |= network_pool(net, NULL);
    bad |= network_conv(net, 3, 3, 1, ACTIVATION_TANH, 0, NULL);
    bad |= network_pool(net, NULL);
    bad |= network_dense(net, (struct shape) { 1, 1, 8 }, ACTIVATION_IDENTITY, 0, NULL);
    bad |= network_norm(net, (struct shape) { 2, 2, 2 }, ACTIVATION_LEAKY_RELU, 0.1f, NULL);
    bad |= network_upsample(net, ACTIVATION_IDENTITY, 0, NULL);
    bad |= network_deconv(net, 8, 8, 3, 4, 2, ACTIVATION_IDENTITY, 0, NULL);
    bad |= network_norm(net, net->out, ACTIVATION_LEAKY_RELU, 0.1f, NULL);
    bad |= network_upsample(net, ACTIVATION_TANH, 0, NULL);
    bad |= network_conv_padded(net, 1, 5, 1, 1, ACTIVATION_SIGMOID, 0, NULL);
    assert_int_equal(bad, 0);
    network_drop_biases(net);
    finish(net, &r);
}

static void deep_networks(void **state)
{
    (void)state;
    static const size_t images[] = { 4, 5, 16, 34, 37 };
    struct network net;
    deep_network(&net);
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        for (int m = 0; m < 2; m++)
            check_network(&net, images[i], NULL, i ? 3 : 30, modes[m]);
    network_release(&net);
}

static void without_biases(void **state)
{
    (void)state;
    struct network net;
    float zeros[2 * 128] = { 0 };
    deep_network(&net);
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

/* Two channels: 1 3 2 and 10 10 40. Means 2 and 20; variances 2/3 and 200, unbiased 1 and 300. */
static void normalisation_by_hand(void **state)
{
    (void)state;
    static const float x[6] = { 1, 10, 3, 10, 2, 40 };
    float y[6], running[4] = { 0, 0, 1, 1 };
    struct norm *m = norm_create(2);
    norm_take_batch(m, x, 3);
    norm_forward(m, ACTIVATION_IDENTITY, 0, x, y, 3);
    const double one = 1 / sqrt(2.0 / 3 + 1e-4), two = 10 / sqrt(200 + 1e-4);
    const double expected[6] = { -one, -two, one, -two, 0, 2 * two };
    for (int i = 0; i < 6; i++)
        near((double)y[i], expected[i], 1e-6);
    norm_forward(m, ACTIVATION_LEAKY_RELU, 0.25f, x, y, 3);
    for (int i = 0; i < 6; i++)
        near((double)y[i], expected[i] * (expected[i] < 0 ? 0.25 : 1), 1e-6);
    /* a tenth of the way from 0 and 1 to 2 and 1, 20 and 300; and again */
    norm_update_running(m, running);
    static const double first[4] = { 0.2, 2, 1, 30.9 }, second[4] = { 0.38, 3.8, 1, 57.81 };
    for (int i = 0; i < 4; i++)
        near((double)running[i], first[i], 1e-5);
    norm_update_running(m, running);
    for (int i = 0; i < 4; i++)
        near((double)running[i], second[i], 1e-5);
    norm_take_running(m, running);
    norm_forward(m, ACTIVATION_IDENTITY, 0, x, y, 3);
    near((double)y[0], (1 - 0.38) / sqrt(1 + 1e-4), 1e-6);
    near((double)y[5], (40 - 3.8) / sqrt(57.81 + 1e-4), 1e-6);
    norm_free(m);
    norm_free(NULL);
}

/* Channels whose mean is far from zero, over many blocks; and a single row. */
static void statistics_of_many_rows(void **state)
{
    (void)state;
    enum { ROWS = 50021, C = 3 };
    static const double offset[C] = { 0, 1000, -30 }, scale[C] = { 5, 0.1, 1e-3 };
    struct rng r;
    double mean[C] = { 0 }, variance[C] = { 0 };
    float *x = mem_alloc(ROWS * C, sizeof *x), *y = mem_alloc(ROWS * C, sizeof *y), running[2 * C] = { 0 };
    rng_seed(&r, 5);
    for (size_t i = 0; i < ROWS * C; i++) {
        x[i] = (float)(offset[i % C] + scale[i % C] * rng_normal(&r));
        mean[i % C] += (double)x[i] / ROWS;
    }
    for (size_t i = 0; i < ROWS * C; i++)
        variance[i % C] += pow((double)x[i] - mean[i % C], 2) / ROWS;
    struct norm *m = norm_create(C);
    norm_take_batch(m, x, ROWS);
    norm_update_running(m, running);
    for (int k = 0; k < C; k++) {
        near((double)running[k], 0.1 * mean[k], 1e-6 * fabs(mean[k]) + 1e-6);
        near((double)running[C + k], 0.1 * variance[k] * ROWS / (ROWS - 1), 2e-5 * variance[k]);
    }
    norm_take_batch(m, x, 1);
    norm_forward(m, ACTIVATION_IDENTITY, 0, x, y, 1);
    for (int k = 0; k < C; k++) {
        running[C + k] = 1;
        assert_true(y[k] == 0);
    }
    norm_update_running(m, running); /* one row has no variance */
    for (int k = 0; k < C; k++)
        near((double)running[C + k], 0.9, 1e-6);
    norm_free(m);
    free(x);
    free(y);
}

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

/* Training: what stands beside an image matters, running statistics do not, and only
 * pass_update_running() moves them. Scoring: the other way round. */
static void training_and_scoring_mode(void **state)
{
    (void)state;
    enum { N = 32 };
    struct network net;
    struct rng r;
    deep_network(&net);
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
            near((double)net.running[0], 0.9 * (double)before[0] + 0.1 * mean, 1e-6);
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

static void refusals(void **state)
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
        near(sqrt(3 * squares) / bounds[k], 1, 5 / sqrt(n));
        for (size_t i = 0; i < l->n_bias; i++)
            assert_true(net.params[l->bias + i] == 0);
    }
    network_release(&net);
}

static void saved_and_loaded(void **state)
{
    char *path = path_join(*state, "n.lisae", NULL);
    struct network net, copy;
    struct archive a;
    struct error e;
    deep_network(&net);
    network_copy(&copy, &net);
    assert_ptr_not_equal(copy.running, net.running);
    assert_memory_equal(copy.running, net.running, net.n_running * sizeof *net.running);
    memset(copy.running, 0, copy.n_running * sizeof *copy.running);
    memset(copy.params, 0, copy.n_params * sizeof *copy.params);
    struct archive_writer *w = archive_create(path, &e);
    network_save(&net, "phi", w);
    archive_add_vector(w, "few", ARCHIVE_F32, net.n_params, net.params);
    archive_add_vector(w, "few/running", ARCHIVE_F32, 3, net.running);
    archive_add_vector(w, "none", ARCHIVE_F32, net.n_params, net.params);
    assert_int_equal(archive_commit(w, &e), 0);
    assert_int_equal(archive_open(&a, path, &e), 0);
    assert_int_equal(network_load(&copy, "phi", &a, &e), 0);
    assert_memory_equal(copy.params, net.params, net.n_params * sizeof *net.params);
    assert_memory_equal(copy.running, net.running, net.n_running * sizeof *net.running);
    assert_int_equal(network_load(&copy, "few", &a, &e), -1);
    assert_non_null(strstr(e.text, "n.lisae: expected 34 running statistics in 'few/running', found 3"));
    assert_int_equal(network_load(&copy, "none", &a, &e), -1);
    assert_non_null(strstr(e.text, "'none/running'"));
    archive_release(&a);
    network_release(&net);
    network_release(&copy);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_layers),         cmocka_unit_test(convolutions_with_other_paddings),
        cmocka_unit_test(deep_networks),         cmocka_unit_test(without_biases),
        cmocka_unit_test(normalisation_by_hand), cmocka_unit_test(statistics_of_many_rows),
        cmocka_unit_test(pooling_by_hand),       cmocka_unit_test(training_and_scoring_mode),
        cmocka_unit_test(appended_layers),       cmocka_unit_test(refusals),
        cmocka_unit_test(xavier_weights),        IN_FOLDER(saved_and_loaded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
