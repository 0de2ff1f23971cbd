/* Deep SVDD's networks: those of the authors layer by layer, combinations that cannot be. */
#include "support/fitting.h"

#include "detect/dsvdd/dsvdd_network.h"
#include "support/network_text.h"
#include "support/suite.h"

/* The numbers of parameters of the authors' networks (lukasruff/Deep-SVDD-PyTorch), and of the
 * suite's without the encoder's biases. */
static void networks(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        struct shape image, out;
        size_t phi, running_phi, decoder, running_decoder;
    } table[] = {
        { "dsvdd.network=lenet",
          { 28, 28, 1 },
          { 1, 1, 32 },
          25 * 8 + 200 * 4 + 196 * 32,
          24,
          50 * 4 + 100 * 8 + 200,
          24 },
        { "dsvdd.network=lenet-fashion",
          { 28, 28, 1 },
          { 1, 1, 64 },
          25 * 16 + 400 * 32 + 1568 * 128 + 128 * 64,
          2 * 176,
          64 * 128 + 200 * 32 + 800 * 16 + 400,
          2 * (128 + 48) },
        { "dsvdd.network=lenet",
          { 32, 32, 3 },
          { 1, 1, 128 },
          75 * 32 + 800 * 64 + 1600 * 128 + 2048 * 128,
          2 * 224,
          200 * 128 + 3200 * 64 + 1600 * 32 + 800 * 3,
          2 * (128 + 224) },
        { "model.latent=5 model.encoder=3_4 model.decoder=4_2",
          { 12, 8, 1 },
          { 1, 1, 5 },
          16 * 3 + 48 * 4 + 24 * 5,
          0,
          5 * 24 + 24 + 64 * 4 + 4 + 64 * 2 + 2 + 9 * 2 + 1,
          0 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct network phi, decoder;
        struct settings s;
        configure(&s, table[i].settings);
        assert_int_equal(dsvdd_networks_init(&phi, &decoder, &s, table[i].image, NULL), 0);
        assert_memory_equal(&phi.out, &table[i].out, sizeof phi.out);
        assert_memory_equal(&decoder.out, &table[i].image, sizeof decoder.out);
        assert_int_equal(shape_size(decoder.in), shape_size(phi.out));
        assert_int_equal(phi.n_params, table[i].phi);
        assert_int_equal(decoder.n_params, table[i].decoder);
        assert_int_equal(phi.n_running, table[i].running_phi);
        /* a normalised code's decoder counts the code's channels once */
        assert_int_equal(decoder.n_running, table[i].running_decoder);
        for (int k = 0; k < phi.n; k++)
            assert_int_equal(phi.layer[k].n_bias, 0);
        /* the last layer of phi is bare: a bounded code could not reach every centre */
        assert_int_equal(phi.layer[phi.n - 1].activation, ACTIVATION_IDENTITY);
        network_release(&phi);
        network_release(&decoder);
    }
}

/* Layer by layer as the authors' programs have them. Their transposed convolutions of stride 1 and
 * padding 2 (3) are convolutions with padding 2 (1). */
static void layers_of_the_lenets(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        struct shape image;
        const char *phi, *decoder;
    } table[] = {
        { "dsvdd.network=lenet",
          { 28, 28, 1 },
          "conv 5/1+2 28x28x8\nnorm 28x28x8 leaky-relu 0.01\npool 14x14x8\n"
          "conv 5/1+2 14x14x4\nnorm 14x14x4 leaky-relu 0.01\npool 7x7x4\ndense 1x1x32\n",
          "upsample 8x8x2 leaky-relu 0.01\nconv 5/1+2 8x8x4\nnorm 8x8x4 leaky-relu 0.01\n"
          "upsample 16x16x4\nconv 5/1+1 14x14x8\nnorm 14x14x8 leaky-relu 0.01\n"
          "upsample 28x28x8\nconv 5/1+2 28x28x1 sigmoid\n" },
        { "dsvdd.network=lenet-fashion",
          { 28, 28, 1 },
          "conv 5/1+2 28x28x16\nnorm 28x28x16 leaky-relu 0.01\npool 14x14x16\n"
          "conv 5/1+2 14x14x32\nnorm 14x14x32 leaky-relu 0.01\npool 7x7x32\n"
          "dense 1x1x128\nnorm 1x1x128 leaky-relu 0.01\ndense 1x1x64\n",
          "dense 1x1x128\nnorm 4x4x8 leaky-relu 0.01\nupsample 8x8x8\nconv 5/1+2 8x8x32\nnorm 8x8x32 leaky-relu 0.01\n"
          "upsample 16x16x32\nconv 5/1+1 14x14x16\nnorm 14x14x16 leaky-relu 0.01\n"
          "upsample 28x28x16\nconv 5/1+2 28x28x1 sigmoid\n" },
        { "dsvdd.network=lenet",
          { 32, 32, 3 },
          "conv 5/1+2 32x32x32\nnorm 32x32x32 leaky-relu 0.01\npool 16x16x32\n"
          "conv 5/1+2 16x16x64\nnorm 16x16x64 leaky-relu 0.01\npool 8x8x64\n"
          "conv 5/1+2 8x8x128\nnorm 8x8x128 leaky-relu 0.01\npool 4x4x128\ndense 1x1x128\n",
          "norm 4x4x8 leaky-relu 0.01\nconv 5/1+2 4x4x128\nnorm 4x4x128 leaky-relu 0.01\n"
          "upsample 8x8x128\nconv 5/1+2 8x8x64\nnorm 8x8x64 leaky-relu 0.01\n"
          "upsample 16x16x64\nconv 5/1+2 16x16x32\nnorm 16x16x32 leaky-relu 0.01\n"
          "upsample 32x32x32\nconv 5/1+2 32x32x3 sigmoid\n" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct network phi, decoder;
        struct settings s;
        struct text found = TEXT_INIT;
        configure(&s, table[i].settings);
        assert_int_equal(dsvdd_networks_init(&phi, &decoder, &s, table[i].image, NULL), 0);
        network_text(&phi, &found);
        assert_string_equal(text_of(&found), table[i].phi);
        network_text(&decoder, &found);
        assert_string_equal(text_of(&found), table[i].decoder);
        text_release(&found);
        network_release(&phi);
        network_release(&decoder);
    }
}

static void combinations_that_cannot_be(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        int h, w, c;
        const char *message;
    } table[] = {
        { "dsvdd.network=lenet", 28, 28, 1, NULL },
        { "dsvdd.network=lenet", 32, 32, 3, NULL },
        { "dsvdd.network=suite", 9, 7, 1, NULL },
        { "dsvdd.objective=soft-boundary dsvdd.warm_up=3 dsvdd.epochs=4", 8, 8, 1, NULL },
        { "dsvdd.network=lenet", 28, 28, 3,
          "dsvdd: network = lenet is for images of 28x28x1 or 32x32x3, found 28x28x3; network = suite takes any" },
        { "dsvdd.network=lenet-fashion", 32, 32, 3,
          "dsvdd: network = lenet-fashion is for images of 28x28x1, found 32x32x3; network = suite takes any" },
        { "dsvdd.objective=soft-boundary dsvdd.warm_up=4 dsvdd.epochs=4", 8, 8, 1,
          "dsvdd: objective = soft-boundary needs more 'epochs' than 'warm_up' (4), found 4" },
        { "model.encoder=4", 8, 8, 1,
          "a conv network needs as many entries in 'decoder' of [model] (2) as in 'encoder' (1)" },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct settings s;
        struct error e = { .text = "" };
        const struct sizes p = { table[i].h, table[i].w, table[i].c, 10, 0, 10, 0, 0 };
        configure(&s, table[i].settings);
        assert_int_equal(detector_named("dsvdd")->check(detector_named("dsvdd"), &s, &p, &e),
                         table[i].message ? -1 : 0);
        assert_string_equal(e.text, table[i].message ? table[i].message : "");
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(networks),
    cmocka_unit_test(layers_of_the_lenets),
    cmocka_unit_test(combinations_that_cannot_be),
};

TEST_MAIN(tests, NULL, NULL)
