#include "detect/autoencoder/network_keys.h"

static const struct key model_keys[] = {
    CHOICE_KEY(struct model_keys, kind, "conv", "conv mlp linear",
               "network: convolutions of stride 2, fully connected layers, or one linear layer each way"),
    INT_KEY(struct model_keys, latent, "64", 1, 4096, "numbers in the code"),
    INTS_KEY(struct model_keys, encoder, "32 64", 1, 4096,
             "channels (conv) or widths (mlp) from the image to the code"),
    INTS_KEY(struct model_keys, decoder, "32 32", 1, 4096, "channels or widths from the code to the image"),
    INT_KEY(struct model_keys, kernel, "4", 2, 9, "side of the kernels of stride 2"),
    INT_KEY(struct model_keys, last_kernel, "3", 1, 9, "side of the last convolution's kernel (odd)"),
    REAL_KEY(struct model_keys, slope, "0.2", 0, 1, "slope of LeakyReLU below zero"),
    CHOICE_KEY(struct model_keys, code, "tanh", "tanh sigmoid relu leaky-relu identity", "activation of the code"),
    CHOICE_KEY(struct model_keys, output, "sigmoid", "sigmoid identity", "activation of the output"),
    CHOICE_KEY(struct model_keys, init, "he", "he uniform svd",
               "weights: normal with He's gain for LeakyReLU, or uniform in +-1/sqrt(fan-in); svd, for kind = linear: "
               "the positives' singular vectors, which phase 1 leaves as they are"),
    CHOICE_KEY(struct model_keys, output_bias, "mean", "mean zero",
               "start of the output's bias: the positives' mean image (through the output's inverse), or zero"),
    { .name = "hidden",
      .type = KEY_CHOICE,
      .offset = KEY_OFFSET(struct model_keys, hidden, const char *),
      .start = "leaky-relu",
      .words = "leaky-relu tanh",
      .help = "activation of the layers between image and code",
      .flags = KEY_LATER | KEY_UNSAVED },
    { 0 },
};

static const struct key train_keys[] = {
    INT_KEY(struct train_keys, epochs, "20", 1, 10000, "passes over the positive images in phase 1"),
    INT_KEY(struct train_keys, batch, "128", 1, 4096,
            "images in a step; an epoch has whole ones: phase 1 leaves out the rest, phase 2 takes one step more"),
    REAL_KEY(struct train_keys, learning_rate, "0.001", 1e-8, 1, "Adam's step size in phase 1"),
    CHOICE_KEY(struct train_keys, decay, "none", "none cosine",
               "learning rate over the steps: kept, or a half cosine down to a hundredth"),
    CHOICE_KEY(struct train_keys, loss, "l2", "l2 mse", "per-sample L2 norm, or mean squared error"),
    INT_KEY(struct train_keys, restarts, "2", 0, 20,
            "new starts at most, where a quarter of the epochs has not brought the loss below 0.95 of the mean image's "
            "(oe-bce, hsc: a constant score's)"),
    { 0 },
};

static const struct key shape_keys[] = {
    INT_KEY(struct shape_keys, epochs, "6", 1, 10000,
            "passes over the positive images in phase 2, with as many negatives beside them"),
    REAL_KEY(struct shape_keys, learning_rate, "0.001", 1e-8, 1, "Adam's step size in phase 2"),
    CHOICE_KEY(struct shape_keys, decay, "none", "none cosine",
               "learning rate over the steps of phase 2: kept, or a half cosine down to a hundredth"),
    REAL_KEY(struct shape_keys, gamma, "15", 0, 10000,
             "error that the reconstruction of a negative should reach, in the unit of the loss"),
    REAL_KEY(struct shape_keys, beta, "1", 0, 10000, "weight of the negatives' term beside the positives' in phase 2"),
    SWITCH_KEY(struct shape_keys, linsep, "off", "phase 1 also separates positives from negatives linearly"),
    REAL_KEY(struct shape_keys, linsep_weight, "10", 0, 10000,
             "with linsep: weight of the linear head's binary cross-entropy in phase 1"),
    CHOICE_KEY(struct shape_keys, linsep_head, "code", "code input",
               "with linsep: what the linear head reads: the code before its activation, or the latent layer's input"),
    { .name = "layers",
      .type = KEY_CHOICE,
      .offset = KEY_OFFSET(struct shape_keys, layers, const char *),
      .start = "latent",
      .words = "latent all",
      .help = "what phase 2 trains: the latent layer alone, as the paper has it, or encoder and decoder, too",
      .flags = KEY_LATER | KEY_UNSAVED },
    { 0 },
};

static const struct key_need model_needs[] = {
    { .key = "model.encoder", .other = "model.kind", .values = "conv mlp" },
    { .key = "model.decoder", .other = "model.kind", .values = "conv mlp" },
    { .key = "model.kernel", .other = "model.kind", .values = "conv" },
    { .key = "model.last_kernel", .other = "model.kind", .values = "conv" },
    { .key = "model.slope",
      .other = "model.kind",
      .values = "conv mlp",
      .or_other = "model.code",
      .or_values = "leaky-relu" },
    { .key = "model.slope",
      .other = "model.hidden",
      .values = "leaky-relu",
      .or_other = "model.code",
      .or_values = "leaky-relu" },
    { .key = "model.hidden", .other = "model.kind", .values = "conv mlp" },
    { .key = "model.output", .other = "model.kind", .values = "conv mlp" },
    { 0 },
};

/* In closed form there is nothing to train in phase 1. */
static const struct key_need train_needs[] = {
    { .key = "train.epochs", .other = "model.init", .values = "!svd" },
    { .key = "train.learning_rate", .other = "model.init", .values = "!svd" },
    { .key = "train.decay", .other = "model.init", .values = "!svd" },
    { .key = "train.restarts", .other = "model.init", .values = "!svd" },
    { 0 },
};

static const struct key_need shape_needs[] = {
    { .key = "shape.gamma", .other = "shape.beta", .values = "!0" },
    { .key = "shape.linsep_weight", .other = "shape.linsep", .values = "on" },
    { .key = "shape.linsep_head", .other = "shape.linsep", .values = "on" },
    { 0 },
};

const struct section model_section = { "model", sizeof(struct model_keys), model_keys, model_needs };
const struct section train_section = { "train", sizeof(struct train_keys), train_keys, train_needs };
const struct section shape_section = { "shape", sizeof(struct shape_keys), shape_keys, shape_needs };
