#include "nn/network.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void network_init(struct network *net, struct shape in)
{
    *net = (struct network) { .in = in, .out = in };
}

void network_release(struct network *net)
{
    free(net->params);
    free(net->running);
    net->params = net->running = NULL;
}

/* As shape_size() of what may be too large for it. */
static size_t size_of(struct shape s)
{
    return (size_t)s.h * (size_t)s.w * (size_t)s.c;
}

static int append(struct network *net, struct layer layer, struct error *e)
{
    if (net->n == LAYERS_MAX)
        return error_set(e, "expected at most %d layers", LAYERS_MAX);
    if (layer.out.h < 1 || layer.out.w < 1 || layer.out.c < 1)
        return error_set(e, "layer %d: an input of %dx%dx%d is too small for a kernel of %d with stride %d", net->n + 1,
                         layer.in.h, layer.in.w, layer.in.c, layer.kernel, layer.stride);
    if (size_of(layer.out) > INT_MAX)
        return error_set(e, "layer %d: an output of %dx%dx%d has more than %d numbers", net->n + 1, layer.out.h,
                         layer.out.w, layer.out.c, INT_MAX);
    layer.weights = net->n_params;
    layer.bias = layer.weights + layer.n_weights;
    net->n_params = layer.bias + layer.n_bias;
    layer.running = net->n_running;
    net->n_running += layer.n_running;
    net->layer[net->n++] = layer;
    net->out = layer.out;
    return 0;
}

int network_dense(struct network *net, struct shape out, enum activation f, float slope, struct error *e)
{
    size_t m = (size_t)shape_size(net->out), n = size_of(out);
    return append(net,
                  (struct layer) { .kind = LAYER_DENSE,
                                   .in = net->out,
                                   .out = out,
                                   .activation = f,
                                   .slope = slope,
                                   .n_weights = m * n,
                                   .n_bias = n },
                  e);
}

int network_conv_padded(struct network *net, int channels, int kernel, int stride, int pad, enum activation f,
                        float slope, struct error *e)
{
    struct shape in = net->out;
    struct shape out = { conv_side(in.h, kernel, stride, pad), conv_side(in.w, kernel, stride, pad), channels };
    return append(net,
                  (struct layer) { .kind = LAYER_CONV,
                                   .in = in,
                                   .out = out,
                                   .kernel = kernel,
                                   .stride = stride,
                                   .pad = pad,
                                   .activation = f,
                                   .slope = slope,
                                   .n_weights = (size_t)(kernel * kernel) * (size_t)in.c * (size_t)channels,
                                   .n_bias = (size_t)channels },
                  e);
}

int network_conv(struct network *net, int channels, int kernel, int stride, enum activation f, float slope,
                 struct error *e)
{
    return network_conv_padded(net, channels, kernel, stride, (kernel - 1) / 2, f, slope, e);
}

int network_deconv(struct network *net, int h, int w, int channels, int kernel, int stride, enum activation f,
                   float slope, struct error *e)
{
    struct shape in = net->out;
    int pad = (kernel - 1) / 2;
    if (conv_side(h, kernel, stride, pad) != in.h || conv_side(w, kernel, stride, pad) != in.w)
        return error_set(e,
                         "layer %d: a transposed convolution with kernel %d and stride %d cannot take %dx%d to %dx%d",
                         net->n + 1, kernel, stride, in.h, in.w, h, w);
    return append(net,
                  (struct layer) { .kind = LAYER_DECONV,
                                   .in = in,
                                   .out = { h, w, channels },
                                   .kernel = kernel,
                                   .stride = stride,
                                   .pad = pad,
                                   .activation = f,
                                   .slope = slope,
                                   .n_weights = (size_t)(kernel * kernel) * (size_t)in.c * (size_t)channels,
                                   .n_bias = (size_t)channels },
                  e);
}

int network_norm(struct network *net, struct shape out, enum activation f, float slope, struct error *e)
{
    if (shape_size(out) != shape_size(net->out))
        return error_set(e, "layer %d: a normalisation cannot take %dx%dx%d to %dx%dx%d", net->n + 1, net->out.h,
                         net->out.w, net->out.c, out.h, out.w, out.c);
    return append(net,
                  (struct layer) { .kind = LAYER_NORM,
                                   .in = net->out,
                                   .out = out,
                                   .activation = f,
                                   .slope = slope,
                                   .n_running = 2 * (size_t)net->out.c },
                  e);
}

int network_pool(struct network *net, struct error *e)
{
    struct shape in = net->out, out = { in.h / 2, in.w / 2, in.c };
    if (in.h % 2 || in.w % 2)
        return error_set(e, "layer %d: pooling halves even sides, found %dx%d", net->n + 1, in.h, in.w);
    return append(net, (struct layer) { .kind = LAYER_POOL, .in = in, .out = out }, e);
}

int network_upsample(struct network *net, enum activation f, float slope, struct error *e)
{
    struct shape in = net->out, out = { 2 * in.h, 2 * in.w, in.c };
    return append(net, (struct layer) { .kind = LAYER_UPSAMPLE, .in = in, .out = out, .activation = f, .slope = slope },
                  e);
}

int network_append(struct network *net, const struct network *tail, struct error *e)
{
    for (int i = 0; i < tail->n; i++)
        if (append(net, tail->layer[i], e))
            return -1;
    return 0;
}

void network_drop_biases(struct network *net)
{
    net->n_params = 0;
    for (int i = 0; i < net->n; i++) {
        struct layer *l = &net->layer[i];
        l->weights = net->n_params;
        l->bias = net->n_params += l->n_weights;
        l->n_bias = 0;
    }
}

void network_finish(struct network *net)
{
    net->params = mem_zero(net->n_params, sizeof *net->params);
    net->running = mem_zero(net->n_running, sizeof *net->running);
    for (int i = 0; i < net->n; i++)
        for (size_t k = net->layer[i].n_running / 2; k < net->layer[i].n_running; k++)
            net->running[net->layer[i].running + k] = 1;
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

/* The two ends of a layer change places. */
static double fan_out(const struct layer *l)
{
    struct layer turned = *l;
    turned.in.c = l->out.c;
    return l->kind == LAYER_DENSE ? shape_size(l->out) : fan_in(&turned);
}

void network_initialise_layer(struct network *net, int i, enum initialisation how, struct rng *r)
{
    const struct layer *l = &net->layer[i];
    float *w = net->params + l->weights, *b = net->params + l->bias;
    double fan = fan_in(l), leaky = 2 / (1 + (double)l->slope * (double)l->slope);
    double gain = l->activation == ACTIVATION_LEAKY_RELU ? leaky : 1;
    double bound = how == INIT_XAVIER ? sqrt(6 * leaky / (fan + fan_out(l))) : 1 / sqrt(fan);
    for (size_t k = 0; k < l->n_weights; k++)
        w[k] = (float)(how == INIT_HE ? sqrt(gain / fan) * rng_normal(r) : bound * (2 * rng_uniform(r) - 1));
    for (size_t k = 0; k < l->n_bias; k++)
        b[k] = how == INIT_UNIFORM ? (float)(bound * (2 * rng_uniform(r) - 1)) : 0;
}

void network_initialise(struct network *net, enum initialisation how, struct rng *r)
{
    for (int i = 0; i < net->n; i++)
        network_initialise_layer(net, i, how, r);
}

double network_work(const struct network *net)
{
    double sum = 0;
    for (int i = 0; i < net->n; i++) {
        const struct layer *l = &net->layer[i];
        double positions = l->kind == LAYER_CONV     ? (double)l->out.h * l->out.w
                           : l->kind == LAYER_DECONV ? (double)l->in.h * l->in.w
                                                     : 1;
        sum += 2 * positions * (double)l->n_weights;
    }
    return sum;
}

enum { CHUNK = 64 }; /* at least that of passes */

double network_memory(const struct network *net, double n, int learns)
{
    double numbers = 0, largest = 0;
    for (int i = 0; i < net->n; i++) {
        const double in = shape_size(net->layer[i].in), out = shape_size(net->layer[i].out);
        numbers += learns ? out + in : out; /* values, and gradients */
        largest = fmax(largest, fmax(in, out));
    }
    /* weights, their gradient and Adam's two moments; what a layer works on in chunks, reordered */
    return sizeof(float) * (n * numbers + 2 * fmin(n, CHUNK) * largest + (learns ? 4 : 1) * (double)net->n_params);
}

void network_copy(struct network *to, const struct network *from)
{
    *to = *from;
    to->params = mem_alloc(from->n_params, sizeof *to->params);
    to->running = mem_alloc(from->n_running, sizeof *to->running);
    memcpy(to->params, from->params, from->n_params * sizeof *to->params);
    memcpy(to->running, from->running, from->n_running * sizeof *to->running);
}

/* The archive entry of a network's running statistics. free(). */
static char *running_name(const char *name)
{
    struct text t = TEXT_INIT;
    text_format(&t, "%s/running", name);
    return t.s;
}

void network_save(const struct network *net, const char *name, struct archive_writer *w)
{
    char *running = running_name(name);
    archive_add_vector(w, name, ARCHIVE_F32, net->n_params, net->params);
    if (net->n_running)
        archive_add_vector(w, running, ARCHIVE_F32, net->n_running, net->running);
    free(running);
}

/* The entry with n numbers; NULL with a message. */
static const struct archive_entry *block(const struct archive *a, const char *name, const char *what, size_t n,
                                         struct error *e)
{
    const struct archive_entry *entry = archive_get(a, name, ARCHIVE_F32, e);
    if (entry && entry->count != n) {
        error_set(e, "%s: expected %zu %s in '%s', found %zu", a->path, n, what, name, entry->count);
        return NULL;
    }
    return entry;
}

int network_load(struct network *net, const char *name, const struct archive *a, struct error *e)
{
    char *name_running = running_name(name);
    const struct archive_entry *params = block(a, name, "parameters", net->n_params, e), *running = NULL;
    if (params && net->n_running)
        running = block(a, name_running, "running statistics", net->n_running, e);
    free(name_running);
    if (!params || (net->n_running && !running))
        return -1;
    network_finish(net);
    memcpy(net->params, params->data, net->n_params * sizeof *net->params);
    if (running)
        memcpy(net->running, running->data, net->n_running * sizeof *net->running);
    return 0;
}
