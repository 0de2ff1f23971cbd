/* The plain code: z = f(a), an activation function. */
#include <string.h>

#include "detect/autoencoder/code.h"

static const char *const saved[] = { "model.*", "train.loss", NULL };

enum activation activation_named(const char *word)
{
    static const struct {
        const char *word;
        enum activation activation;
    } table[] = {
        { "tanh", ACTIVATION_TANH },         { "sigmoid", ACTIVATION_SIGMOID },
        { "relu", ACTIVATION_LEAKY_RELU },   { "leaky-relu", ACTIVATION_LEAKY_RELU },
        { "identity", ACTIVATION_IDENTITY },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (choice_is(word, table[i].word))
            return table[i].activation;
    return ACTIVATION_IDENTITY;
}

enum activation code_activation(const struct settings *s)
{
    return choice_is(model_of(s)->kind, "linear") ? ACTIVATION_IDENTITY : activation_named(model_of(s)->code);
}

float code_slope(const struct settings *s)
{
    return choice_is(model_of(s)->code, "relu") ? 0 : (float)model_of(s)->slope;
}

static int init(struct code *c, const struct settings *s, size_t pixels, struct error *e)
{
    c->plain.activation = code_activation(s);
    c->plain.slope = code_slope(s);
    return 0;
}

static void forward(const struct code *c, const float *a, float *z, size_t n, float *kept, struct rng *noise,
                    double *term)
{
    activation_apply(c->plain.activation, c->plain.slope, a, z, n * c->width);
}

static void backward(const struct code *c, const float *a, const float *z, const float *dz, float *da, size_t n,
                     float *kept, float *gradient)
{
    if (da != dz)
        memcpy(da, dz, n * c->width * sizeof *da);
    activation_backward(c->plain.activation, c->plain.slope, da, z, NULL, n, (int)c->width);
}

const struct code_kind code_plain = { .saved = saved, .init = init, .forward = forward, .backward = backward };
