#include "nn/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void network_init(struct network *net, struct shape in)
{
    *net = (struct network) { .in = in, .out = in };
}

void network_release(struct network *net)
{
    free(net->params);
    net->params = NULL;
}

static int append(struct network *net, struct layer layer, struct error *e)
{
    if (net->n == LAYERS_MAX)
        return error_set(e, "expected at most %d layers", LAYERS_MAX);
    if (layer.out.h < 1 || layer.out.w < 1 || layer.out.c < 1)
        return error_set(e, "layer %d: an input of %dx%dx%d is too small for a kernel of %d with stride %d",
                         net->n + 1, layer.in.h, layer.in.w, layer.in.c, layer.kernel, layer.stride);
    layer.weights = net->n_params;
    layer.bias = layer.weights + layer.n_weights;
    net->n_params = layer.bias + layer.n_bias;
    net->layer[net->n++] = layer;
    net->out = layer.out;
    return 0;
}

int network_dense(struct network *net, struct shape out, enum activation f, float slope, struct error *e)
{
    size_t m = (size_t)shape_size(net->out), n = (size_t)shape_size(out);
    return append(net, (struct layer) { .kind = LAYER_DENSE, .in = net->out, .out = out, .activation = f,
                                        .slope = slope, .n_weights = m * n, .n_bias = n }, e);
}

int network_conv(struct network *net, int channels, int kernel, int stride, enum activation f, float slope, struct error *e)
{
    struct shape in = net->out;
    int pad = (kernel - 1) / 2;
    struct shape out = { conv_side(in.h, kernel, stride, pad), conv_side(in.w, kernel, stride, pad), channels };
    return append(net, (struct layer) { .kind = LAYER_CONV, .in = in, .out = out, .kernel = kernel, .stride = stride,
                                        .pad = pad, .activation = f, .slope = slope,
                                        .n_weights = (size_t)(kernel * kernel) * (size_t)in.c * (size_t)channels,
                                        .n_bias = (size_t)channels }, e);
}

int network_deconv(struct network *net, int h, int w, int channels, int kernel, int stride, enum activation f, float slope, struct error *e)
{
    struct shape in = net->out;
    int pad = (kernel - 1) / 2;
    if (conv_side(h, kernel, stride, pad) != in.h || conv_side(w, kernel, stride, pad) != in.w)
        return error_set(e, "layer %d: a transposed convolution with kernel %d and stride %d cannot take %dx%d to %dx%d",
                         net->n + 1, kernel, stride, in.h, in.w, h, w);
    return append(net, (struct layer) { .kind = LAYER_DECONV, .in = in, .out = { h, w, channels }, .kernel = kernel,
                                        .stride = stride, .pad = pad, .activation = f, .slope = slope,
                                        .n_weights = (size_t)(kernel * kernel) * (size_t)in.c * (size_t)channels,
                                        .n_bias = (size_t)channels }, e);
}

void network_finish(struct network *net)
{
    net->params = mem_zero(net->n_params, sizeof *net->params);
}

static double fan_in(const struct layer *l)
{
    double taps = (double)l->kernel * l->kernel;
    switch (l->kind) {
    case LAYER_CONV:
        return taps * l->in.c;
    case LAYER_DECONV:
        return taps * l->in.c / ((double)l->stride * l->stride);
    default:
        return shape_size(l->in);
    }
}

void network_initialise(struct network *net, enum initialisation how, struct rng *r)
{
    for (int i = 0; i < net->n; i++) {
        const struct layer *l = &net->layer[i];
        float *w = net->params + l->weights, *b = net->params + l->bias;
        double fan = fan_in(l), bound = 1 / sqrt(fan);
        double gain = l->activation == ACTIVATION_LEAKY_RELU ? 2 / (1 + (double)l->slope * (double)l->slope) : 1;
        for (size_t k = 0; k < l->n_weights; k++)
            w[k] = (float)(how == INIT_HE ? sqrt(gain / fan) * rng_normal(r) : bound * (2 * rng_uniform(r) - 1));
        for (size_t k = 0; k < l->n_bias; k++)
            b[k] = how == INIT_HE ? 0 : (float)(bound * (2 * rng_uniform(r) - 1));
    }
}

double network_work(const struct network *net)
{
    double sum = 0;
    for (int i = 0; i < net->n; i++) {
        const struct layer *l = &net->layer[i];
        double positions = l->kind == LAYER_CONV ? (double)l->out.h * l->out.w
                         : l->kind == LAYER_DECONV ? (double)l->in.h * l->in.w : 1;
        sum += 2 * positions * (double)l->n_weights;
    }
    return sum;
}

void network_copy(struct network *to, const struct network *from)
{
    *to = *from;
    to->params = mem_alloc(from->n_params, sizeof *to->params);
    memcpy(to->params, from->params, from->n_params * sizeof *to->params);
}

void network_save(const struct network *net, const char *name, struct archive_writer *w)
{
    archive_add_vector(w, name, ARCHIVE_F32, net->n_params, net->params);
}

int network_load(struct network *net, const char *name, const struct archive *a, struct error *e)
{
    const struct archive_entry *entry = archive_get(a, name, ARCHIVE_F32, e);
    if (!entry)
        return -1;
    if (entry->count != net->n_params)
        return error_set(e, "%s: expected %zu parameters in '%s', found %zu", a->path, net->n_params, name, entry->count);
    memcpy(net->params, entry->data, net->n_params * sizeof *net->params);
    return 0;
}
