/* The settings of a detector: one table of keys gives the struct, the defaults, the checked
 * ranges, the help and the canonical text. plan/ reads specs into it, saved detectors carry
 * it along.
 *
 * A row is INT|REAL|CHOICE|INTS(section field, key, default, least, most, help), a CHOICE's
 * `least` is the list of its words; an INTS is a list of integers separated by spaces. */
#ifndef DETECT_SETTINGS_H
#define DETECT_SETTINGS_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

#define MODEL_KEYS(INT, REAL, CHOICE, INTS) \
    CHOICE(model, kind, "conv", "conv mlp linear", 0, \
           "network: convolutions of stride 2, fully connected layers, or one linear layer each way") \
    INT(model, latent, 64, 1, 4096, "numbers in the code") \
    INTS(model, encoder, "32 64", 1, 4096, "channels (conv) or widths (mlp) from the image to the code") \
    INTS(model, decoder, "32 32", 1, 4096, "channels or widths from the code to the image") \
    INT(model, kernel, 4, 2, 9, "side of the kernels of stride 2") \
    INT(model, last_kernel, 3, 1, 9, "side of the last convolution's kernel (odd)") \
    REAL(model, slope, 0.2, 0, 1, "slope of LeakyReLU below zero") \
    CHOICE(model, code, "tanh", "tanh sigmoid relu leaky-relu identity", 0, "activation of the code") \
    CHOICE(model, output, "sigmoid", "sigmoid identity", 0, "activation of the output") \
    CHOICE(model, init, "he", "he uniform", 0, \
           "weights: normal with He's gain for LeakyReLU, or uniform in +-1/sqrt(fan-in)") \
    CHOICE(model, output_bias, "mean", "mean zero", 0, \
           "start of the output's bias: the positives' mean image (through the output's inverse), or zero")

#define TRAIN_KEYS(INT, REAL, CHOICE, INTS) \
    INT(train, epochs, 20, 1, 10000, "passes over the positive images in phase 1") \
    INT(train, batch, 128, 1, 4096, "images in a step") \
    REAL(train, learning_rate, 0.001, 1e-8, 1, "Adam's step size in phase 1") \
    CHOICE(train, decay, "none", "none cosine", 0, \
           "learning rate over the steps: kept, or a half cosine down to a hundredth") \
    CHOICE(train, loss, "l2", "l2 mse", 0, "per-sample L2 norm, or mean squared error") \
    INT(train, restarts, 2, 0, 20, \
        "new starts at most, where a quarter of the epochs has not brought the loss below 0.95 of the mean image's (oe-bce, hsc: a constant score's)")

#define SHAPE_KEYS(INT, REAL, CHOICE, INTS) \
    INT(shape, epochs, 6, 1, 10000, "passes over the positive images in phase 2, with as many negatives beside them") \
    REAL(shape, learning_rate, 0.001, 1e-8, 1, "Adam's step size in phase 2") \
    CHOICE(shape, decay, "none", "none cosine", 0, "as in [train]") \
    REAL(shape, gamma, 15, 0, 10000, "error that negatives should reach, in the unit of the loss") \
    REAL(shape, beta, 1, 0, 10000, "weight of the negatives' term") \
    CHOICE(shape, linsep, "off", "off on", 0, "phase 1 also separates positives from negatives linearly") \
    REAL(shape, linsep_weight, 10, 0, 10000, "weight of that binary cross-entropy") \
    CHOICE(shape, linsep_head, "code", "code input", 0, \
           "what the linear head reads: the code before its activation, or the latent layer's input")

#define AUGMENT_KEYS(INT, REAL, CHOICE, INTS) \
    REAL(augment, blur, 0, 0, 1, "share of the negatives that are blurred") \
    REAL(augment, blur_sigma, 1, 0.3, 10, "largest sigma of the blur in pixels") \
    INT(augment, crop, 0, 0, 16, "most pixels cut off each side before scaling back") \
    CHOICE(augment, flip_x, "off", "off on", 0, "mirror left and right at random") \
    CHOICE(augment, flip_y, "off", "off on", 0, "mirror up and down at random") \
    CHOICE(augment, transpose, "off", "off on", 0, \
           "mirror at the diagonal at random, square images; with both flips all eight symmetries of a square")

#define KDE_KEYS(INT, REAL, CHOICE, INTS) \
    CHOICE(kde, select, "cv", "fixed cv", 0, \
           "bandwidth as given, or by cross-validated likelihood on the training images") \
    REAL(kde, bandwidth, 1, 1e-6, 1e6, "bandwidth for select = fixed, in pixel units of [0, 1]") \
    INT(kde, folds, 5, 2, 20, "folds of the cross-validation") \
    REAL(kde, grid_low, -4.5, -20, 20, "log2 of the smallest bandwidth tried") \
    REAL(kde, grid_high, 5, -20, 20, "log2 of the largest bandwidth tried") \
    INT(kde, grid_points, 20, 2, 200, "bandwidths tried")

#define IFOREST_KEYS(INT, REAL, CHOICE, INTS) \
    INT(iforest, trees, 100, 1, 1000, "trees") \
    INT(iforest, samples, 256, 2, 65536, "positives that a tree is grown from; all where there are fewer")

#define ANOGAN_KEYS(INT, REAL, CHOICE, INTS) \
    INT(anogan, z, 128, 1, 4096, "numbers in the generator's input, and in the encoder's code") \
    INTS(anogan, generator, "32 32", 1, 4096, \
         "channels of the generator's transposed convolutions, from the code to the image") \
    INTS(anogan, critic, "32 64", 1, 4096, \
         "channels of the critic's convolutions, from the image on; the encoder's too") \
    INT(anogan, kernel, 4, 2, 9, "side of the kernels of stride 2") \
    INT(anogan, batch, 64, 1, 4096, "images in a step") \
    INT(anogan, epochs, 40, 1, 10000, "passes over the positive images of the critic's training") \
    INT(anogan, critic_steps, 5, 1, 100, "steps of the critic for each of the generator") \
    REAL(anogan, penalty, 10, 0, 10000, "weight of the gradient penalty") \
    REAL(anogan, learning_rate, 0.0005, 1e-8, 1, "Adam's step size for generator and critic") \
    CHOICE(anogan, decay, "none", "none cosine", 0, "the learning rates of GAN and encoder, as in [train]") \
    REAL(anogan, beta1, 0.5, 0, 0.999, "Adam's beta1 for generator and critic (beta2 is .9)") \
    INT(anogan, encoder_epochs, 20, 1, 10000, "passes over the positive images of the encoder's training") \
    REAL(anogan, encoder_learning_rate, 0.001, 1e-8, 1, "Adam's step size for the encoder") \
    REAL(anogan, kappa, 1, 0, 10000, "weight of the critic's features (anogan-fm)")

#define OCSVM_KEYS(INT, REAL, CHOICE, INTS) \
    REAL(ocsvm, nu, 0.1, 1e-6, 1, \
         "share of the positives that may lie outside, at most, and that are support vectors, at least") \
    REAL(ocsvm, gamma, 0, 0, 1e6, \
         "of the kernel exp(-gamma ||x - y||^2), pixels in [0, 1]; 0 takes 1 / (pixels times their variance)") \
    REAL(ocsvm, tolerance, 0.001, 1e-9, 1, "LIBSVM's: how exactly the training has to end") \
    REAL(ocsvm, memory_gib, 4, 1e-6, 4096, "memory that the training may need")

#define OCSVM_LABELS_KEYS(INT, REAL, CHOICE, INTS) \
    REAL(ocsvm_labels, nu, 0.1, 1e-6, 1, "as in [ocsvm], the same for all machines") \
    REAL(ocsvm_labels, gamma_low, -9, -40, 20, "log2 of the smallest gamma") \
    REAL(ocsvm_labels, gamma_high, 0, -40, 20, "log2 of the largest gamma") \
    INT(ocsvm_labels, gamma_points, 10, 2, 32, "machines, one for each gamma") \
    REAL(ocsvm_labels, tolerance, 0.001, 1e-9, 1, "as in [ocsvm]") \
    REAL(ocsvm_labels, memory_gib, 4, 1e-6, 4096, "as in [ocsvm]")

#define DSVDD_KEYS(INT, REAL, CHOICE, INTS) \
    CHOICE(dsvdd, network, "suite", "suite lenet lenet-fashion", 0, \
           "the encoder of [model] without biases, or the authors' networks for 28x28x1 and 32x32x3") \
    CHOICE(dsvdd, objective, "one-class", "one-class soft-boundary", 0, \
           "mean distance to the centre, or a sphere that leaves the share nu outside") \
    REAL(dsvdd, nu, 0.1, 0.0001, 1, "share of the positives outside a soft boundary") \
    INT(dsvdd, warm_up, 10, 0, 10000, "epochs before the radius of a soft boundary is set") \
    INT(dsvdd, epochs, 30, 1, 10000, "passes over the positive images") \
    INT(dsvdd, milestone, 20, 0, 10000, "epochs after which the learning rate is a tenth; 0 for never") \
    INT(dsvdd, batch, 200, 1, 4096, "images in a step, of the pre-training too") \
    REAL(dsvdd, learning_rate, 0.0001, 1e-8, 1, "Adam's step size") \
    REAL(dsvdd, weight_decay, 5e-7, 0, 1, "of the L2 penalty on the weights") \
    CHOICE(dsvdd, pretrain, "on", "on off", 0, "start from the encoder of an autoencoder trained on the positives") \
    INT(dsvdd, pretrain_epochs, 20, 1, 10000, "passes of the autoencoder over the positive images") \
    INT(dsvdd, pretrain_milestone, 15, 0, 10000, "as milestone") \
    REAL(dsvdd, pretrain_learning_rate, 0.001, 1e-8, 1, "Adam's step size in the pre-training") \
    REAL(dsvdd, pretrain_weight_decay, 5e-7, 0, 1, "of the L2 penalty in the pre-training") \
    CHOICE(dsvdd, preprocessing, "none", "none gcn", 0, \
           "pixels as they are, or each image's contrast normalised (L1) and scaled to [0, 1] over the positives")

#define PCA_KEYS(INT, REAL, CHOICE, INTS) INT(pca, components, 0, 0, 4096, "rank; 0 takes [model] latent")

#define LINEAR_AE_KEYS(INT, REAL, CHOICE, INTS) \
    INT(linear_ae, epochs, 100, 1, 10000, "passes over the positive images") \
    INT(linear_ae, batch, 128, 1, 4096, "images in a step") \
    REAL(linear_ae, learning_rate, 0.003, 1e-8, 1, "Adam's step size")

#define VAE_KEYS(INT, REAL, CHOICE, INTS) \
    INT(vae, latent, 0, 0, 4096, "numbers in the code; 0 takes [model] latent") \
    CHOICE(vae, loss, "gaussian", "gaussian train", 0, \
           "reconstruction: squared error over 2 sigma^2, summed over the pixels, or [train] loss") \
    REAL(vae, sigma, 0.2, 1e-3, 100, "deviation of the pixels around the reconstruction, for loss = gaussian") \
    REAL(vae, kl_weight, 1, 0, 1e6, "weight of the KL divergence beside the reconstruction; 1 is the ELBO's") \
    CHOICE(vae, score, "error", "error elbo", 0, "reconstruction error, or the weighted sum that training minimises")

#define MEM_AE_KEYS(INT, REAL, CHOICE, INTS) \
    INT(mem_ae, latent, 0, 0, 4096, "numbers in the code; 0 takes [model] latent") \
    INT(mem_ae, memory, 100, 1, 100000, "slots of the memory") \
    CHOICE(mem_ae, addressing, "cosine", "cosine dot", 0, \
           "likeness of code and slot: cosine similarity, or dot product") \
    REAL(mem_ae, temperature, 1, 1e-3, 1000, "what likenesses are divided by before the softmax") \
    REAL(mem_ae, shrink, 1, 0, 100, "weights up to this multiple of 1/memory are cut off") \
    REAL(mem_ae, entropy_weight, 0.0002, 0, 1000, "weight of the addresses' entropy beside the reconstruction")

/* The field, and the default of the steepness. */
#define STAIRCASE_KEYS(section, steep, INT, REAL) \
    INT(section, latent, 0, 0, 4096, "numbers in the code; 0 takes [model] latent") \
    INT(section, levels, 4, 2, 1000, "levels of the staircase, with steps between them") \
    REAL(section, steepness, steep, 0.01, 10000, "factor before a step's tanh")

#define REPNN_KEYS(INT, REAL, CHOICE, INTS) STAIRCASE_KEYS(repnn, 10, INT, REAL)
#define SIG_REPNN_KEYS(INT, REAL, CHOICE, INTS) STAIRCASE_KEYS(sig_repnn, 10, INT, REAL)

#define OE_BCE_KEYS(INT, REAL, CHOICE, INTS) \
    INT(oe_bce, epochs, 20, 1, 10000, "passes over the positive images, with as many negatives beside them") \
    REAL(oe_bce, learning_rate, 0.002, 1e-8, 1, "Adam's step size") \
    CHOICE(oe_bce, decay, "cosine", "none cosine", 0, "as in [train]")

#define HSC_KEYS(INT, REAL, CHOICE, INTS) \
    INT(hsc, epochs, 20, 1, 10000, "passes over the positive images, with as many negatives beside them") \
    REAL(hsc, learning_rate, 0.002, 1e-8, 1, "Adam's step size") \
    CHOICE(hsc, decay, "cosine", "none cosine", 0, "as in [train]")

#define LATENT_KEYS(INT, REAL, CHOICE, INTS) \
    CHOICE(latent, encoder, "ae", "ae lis-ae linear-ae vae mem-ae repnn sig-repnn", 0, \
           "latent-*: the detector whose trained encoder gives the codes") \
    CHOICE(latent, layer, "code", "code pre-activation", 0, \
           "latent-*: the code, or the numbers before its activation") \
    CHOICE(latent, covariance, "ledoit-wolf", "ledoit-wolf fixed", 0, \
           "latent-mahalanobis: how much of the covariance is shrunk towards a multiple of the identity") \
    REAL(latent, shrinkage, 0.01, 0, 1, "latent-mahalanobis: that share for covariance = fixed") \
    INT(latent, k, 5, 1, 1000, "latent-knn: the distance to the k-th nearest positive is the score") \
    REAL(latent, penalty, 0.001, 1e-9, 1e6, \
         "latent-logistic: half of it times the squared norm of the weights is added to the mean loss")

/* SECTION(struct field, section's name in a spec, table) */
#define SETTINGS_SECTIONS(SECTION) \
    SECTION(model, "model", MODEL_KEYS) \
    SECTION(train, "train", TRAIN_KEYS) \
    SECTION(shape, "shape", SHAPE_KEYS) \
    SECTION(augment, "augment", AUGMENT_KEYS) \
    SECTION(kde, "kde", KDE_KEYS) \
    SECTION(iforest, "iforest", IFOREST_KEYS) \
    SECTION(anogan, "anogan", ANOGAN_KEYS) \
    SECTION(ocsvm, "ocsvm", OCSVM_KEYS) \
    SECTION(ocsvm_labels, "ocsvm-labels", OCSVM_LABELS_KEYS) \
    SECTION(dsvdd, "dsvdd", DSVDD_KEYS) \
    SECTION(pca, "pca", PCA_KEYS) \
    SECTION(linear_ae, "linear-ae", LINEAR_AE_KEYS) \
    SECTION(vae, "vae", VAE_KEYS) \
    SECTION(mem_ae, "mem-ae", MEM_AE_KEYS) \
    SECTION(repnn, "repnn", REPNN_KEYS) \
    SECTION(sig_repnn, "sig-repnn", SIG_REPNN_KEYS) \
    SECTION(oe_bce, "oe-bce", OE_BCE_KEYS) \
    SECTION(hsc, "hsc", HSC_KEYS) \
    SECTION(latent, "latent", LATENT_KEYS)

enum { INT_LIST_MAX = 8 };

struct int_list {
    int n, of[INT_LIST_MAX];
};

#define FIELD_INT(section, key, start, least, most, help) int key;
#define FIELD_REAL(section, key, start, least, most, help) double key;
/* A word of the list that lives as long as the program; compare with choice_is(). */
#define FIELD_CHOICE(section, key, start, words, unused, help) const char *key;
#define FIELD_INTS(section, key, start, least, most, help) struct int_list key;
#define FIELD_SECTION(field, name, KEYS) \
    struct { \
        KEYS(FIELD_INT, FIELD_REAL, FIELD_CHOICE, FIELD_INTS) \
    } field;

struct settings {
    SETTINGS_SECTIONS(FIELD_SECTION)
};

#undef FIELD_INT
#undef FIELD_REAL
#undef FIELD_CHOICE
#undef FIELD_INTS
#undef FIELD_SECTION

enum key_type { KEY_INT, KEY_REAL, KEY_CHOICE, KEY_INTS };

struct settings_key {
    const char *section, *name;
    enum key_type type;
    size_t offset;     /* in struct settings */
    const char *start; /* default, as text */
    const char *words; /* CHOICE: the words, separated by spaces */
    double least, most;
    const char *help;
};

/* All keys, ended by one whose section is NULL. */
extern const struct settings_key settings_keys[];

void settings_init(struct settings *s);
const struct settings_key *settings_find(const char *section, const char *name);
/* Sets one key from text; the message names key, expectation and what was found. */
int settings_set(struct settings *s, const struct settings_key *k, const char *value, struct error *e);
/* Appends the canonical text of one value (numbers by %.9g). */
void settings_value(const struct settings *s, const struct settings_key *k, struct text *out);
/* Appends "[section]\nkey = value\n..." of every key that a pattern of the NULL-terminated
 * list names ("model.latent", "train.*"), in the table's order. */
void settings_print(const struct settings *s, const char *const *patterns, struct text *out);
/* 1 where a pattern names this key. */
int settings_used(const char *const *patterns, const struct settings_key *k);

/* 1 where a CHOICE holds this word. */
int choice_is(const char *value, const char *word);

#endif
