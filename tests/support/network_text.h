/* A network in words, one layer a line, to be compared with a list written by hand:
 *     conv 5/1+2 28x28x8 leaky-relu 0.01      kernel/stride+padding, output, activation, its slope */
#ifndef TESTS_SUPPORT_NETWORK_TEXT_H
#define TESTS_SUPPORT_NETWORK_TEXT_H

#include "base/text.h"
#include "nn/network.h"

static inline void network_text(const struct network *net, struct text *out)
{
    static const char *const kinds[] = {
        [LAYER_DENSE] = "dense", [LAYER_CONV] = "conv", [LAYER_DECONV] = "deconv",
        [LAYER_NORM] = "norm",   [LAYER_POOL] = "pool", [LAYER_UPSAMPLE] = "upsample",
    };
    static const char *const suffixes[] = {
        [ACTIVATION_IDENTITY] = "",
        [ACTIVATION_LEAKY_RELU] = " leaky-relu",
        [ACTIVATION_TANH] = " tanh",
        [ACTIVATION_SIGMOID] = " sigmoid",
    };
    text_clear(out);
    for (const struct layer *l = net->layer; l < net->layer + net->n; l++) {
        text_append(out, kinds[l->kind]);
        if (l->kind == LAYER_CONV || l->kind == LAYER_DECONV)
            text_format(out, " %d/%d+%d", l->kernel, l->stride, l->pad);
        text_format(out, " %dx%dx%d%s", l->out.h, l->out.w, l->out.c, suffixes[l->activation]);
        if (l->activation == ACTIVATION_LEAKY_RELU)
            text_format(out, " %g", (double)l->slope);
        text_append(out, "\n");
    }
}

#endif
