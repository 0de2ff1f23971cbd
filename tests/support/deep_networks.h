/* Networks of many layers: every kind, in the orders that matter. */
#ifndef TESTS_SUPPORT_DEEP_NETWORKS_H
#define TESTS_SUPPORT_DEEP_NETWORKS_H

#include "support/network_check.h"

/* Two groups of convolutions between dense layers, every kind and activation. */
static inline void deep_network(struct network *net)
{
    struct rng r;
    int bad;
    rng_seed(&r, 7);
    network_init(net, (struct shape) { 7, 6, 3 });
    bad = network_conv(net, 4, 3, 1, ACTIVATION_TANH, 0, NULL);
    bad |= network_conv(net, 5, 4, 2, ACTIVATION_LEAKY_RELU, 0.2f, NULL);
    bad |= network_dense(net, (struct shape) { 1, 1, 6 }, ACTIVATION_SIGMOID, 0, NULL);
    bad |= network_dense(net, (struct shape) { 3, 3, 4 }, ACTIVATION_LEAKY_RELU, 0.2f, NULL);
    bad |= network_deconv(net, 6, 5, 3, 3, 2, ACTIVATION_LEAKY_RELU, 0.2f, NULL);
    bad |= network_conv(net, 4, 5, 1, ACTIVATION_TANH, 0, NULL);
    bad |= network_deconv(net, 12, 10, 2, 4, 2, ACTIVATION_LEAKY_RELU, 0.2f, NULL);
    bad |= network_conv(net, 1, 3, 1, ACTIVATION_SIGMOID, 0, NULL);
    assert_int_equal(bad, 0);
    finish(net, &r);
}

/* Every kind without biases, normalisations first, last, between convolutions and dense layers,
 * with another shape behind them. */
static inline void deep_norm_network(struct network *net)
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

#endif
