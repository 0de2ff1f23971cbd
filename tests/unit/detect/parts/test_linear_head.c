/* LinSep's head: its loss and gradients by the definition and by differences, and what steps do. */
#include "support/fitting.h"

#include "detect/parts/linear_head.h"
#include "support/naive_network.h"

enum { WIDTH = 5, BATCH = 4, ROWS = 2 * BATCH };

/* The weighted loss of the head with these parameters, for inputs. */
struct loss {
    double params[WIDTH + 1], in[ROWS * WIDTH], weight;
};

static double weighted(void *context)
{
    const struct loss *l = context;
    double logit[ROWS];
    unsigned char label[ROWS] = { 1, 1, 1, 1 };
    for (int i = 0; i < ROWS; i++) {
        logit[i] = l->params[WIDTH];
        for (int k = 0; k < WIDTH; k++)
            logit[i] += l->params[k] * l->in[i * WIDTH + k];
    }
    return l->weight * naive_cross_entropy(logit, label, ROWS);
}

static void loss_and_gradients(void **state)
{
    (void)state;
    struct linear_head h;
    struct error e = { .text = "" };
    struct rng r;
    float din[ROWS * WIDTH];
    struct loss l = { .weight = 2.5 };
    rng_seed(&r, 1);
    assert_int_equal(linear_head_init(&h, WIDTH, BATCH, l.weight, &r, &e), 0);
    assert_int_equal(h.net.n_params, WIDTH + 1);
    h.net.params[WIDTH] = 0.3f; /* its bias starts at zero */
    float *in = normals(&r, ROWS * WIDTH);
    for (int k = 0; k < ROWS * WIDTH; k++) {
        l.in[k] = (double)in[k];
        din[k] = 7; /* what another loss has left there */
    }
    for (int k = 0; k <= WIDTH; k++)
        l.params[k] = (double)h.net.params[k];
    double found = linear_head_loss(&h, in, din);
    assert_near(l.weight * found, weighted(&l), 1e-6);
    for (int k = 0; k <= WIDTH; k++)
        assert_near((double)h.gradient[k], central_difference(weighted, &l, &l.params[k], 1e-6), 1e-5);
    for (int k = 0; k < ROWS * WIDTH; k++)
        assert_near((double)din[k] - 7, central_difference(weighted, &l, &l.in[k], 1e-6), 1e-5);
    free(in);
    linear_head_release(&h);
}

/* Positives and negatives on two sides of a plane are told apart. */
static void steps_separate(void **state)
{
    (void)state;
    struct linear_head h;
    struct error e;
    struct rng r;
    float din[ROWS * WIDTH] = { 0 };
    rng_seed(&r, 2);
    assert_int_equal(linear_head_init(&h, WIDTH, BATCH, 1, &r, &e), 0);
    float *in = normals(&r, ROWS * WIDTH);
    for (int i = 0; i < ROWS; i++)
        in[i * WIDTH] = i < BATCH ? 3 : -3;
    double first = linear_head_loss(&h, in, din), last = first;
    for (int step = 0; step < 200; step++) {
        linear_head_step(&h, 0.05);
        last = linear_head_loss(&h, in, din);
    }
    assert_true(last < 0.01 && last < first / 10);
    assert_true(h.net.params[0] > 0);
    free(in);
    linear_head_release(&h);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(loss_and_gradients),
    cmocka_unit_test(steps_separate),
};

TEST_MAIN(tests, NULL, NULL)
