/* Forward and backward passes (nn/network.h).
 *
 * Neighbouring convolutions are one group that a few images at a time go through from end to
 * end, so that what one layer writes is still in the cache when the next one reads it; halving
 * and doubling of images go along. A dense layer is a group of its own that takes the whole
 * batch, as its weights are far larger than the activations; so is a normalisation that needs
 * the batch's mean and variance before it can give its first output. Outputs are kept for the
 * whole batch, since the backward pass reads them; gradients inside a group live only for those
 * few images. */
#include "nn/pass_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { CHUNK = 16 };

static int chunk_of(int n)
{
    int chunk = n < CHUNK ? n : CHUNK;
    while (n % chunk)
        chunk--;
    return chunk;
}

static int wants_input_gradient(const struct pass *p, int i)
{
    return i > 0 || (p->uses & PASS_INPUT);
}

static int is_conv(const struct layer *l)
{
    return l->kind == LAYER_CONV || l->kind == LAYER_DECONV;
}

/* A transposed convolution is the convolution from its output to its input. */
static struct conv_shape shape_of(const struct layer *l)
{
    struct shape from = l->kind == LAYER_CONV ? l->in : l->out, to = l->kind == LAYER_CONV ? l->out : l->in;
    return (struct conv_shape) { from.h, from.w, from.c, to.h, to.w, to.c, l->kernel, l->stride, l->pad };
}

static struct conv *layer_conv(const struct pass *p, int i, const struct conv_backend *backend, struct error *e)
{
    const struct layer *l = &p->net->layer[i];
    struct conv_shape s = shape_of(l);
    unsigned onward = l->kind == LAYER_CONV ? CONV_FORWARD : CONV_BACKWARD_DATA;
    unsigned back = l->kind == LAYER_CONV ? CONV_BACKWARD_DATA : CONV_FORWARD;
    unsigned uses = onward;
    if ((p->uses & (PASS_WEIGHTS | PASS_INPUT)) && wants_input_gradient(p, i))
        uses |= back;
    if (p->uses & (PASS_WEIGHTS | PASS_PENALTY))
        uses |= CONV_BACKWARD_WEIGHTS;
    return backend->create(&s, p->chunk, uses, e);
}

struct pass *pass_create(const struct network *net, int n, unsigned uses, const struct conv_backend *backend,
                         struct error *e)
{
    struct pass *p = mem_zero(1, sizeof *p);
    size_t largest = 0;
    if (uses & PASS_PENALTY) {
        uses |= PASS_INPUT;
        if (penalty_check(net, e)) {
            free(p);
            return NULL;
        }
    }
    int backward = (uses & (PASS_WEIGHTS | PASS_INPUT)) != 0;
    *p = (struct pass) { .net = net, .n = n, .chunk = chunk_of(n), .uses = uses };
    for (int i = 0; i < net->n; i++) {
        const struct layer *l = &net->layer[i];
        p->y[i] = mem_zero((size_t)n * out_size(l), sizeof *p->y[i]);
        if (backward && begins_group(p, i) && wants_input_gradient(p, i))
            p->dx[i] = mem_zero((size_t)n * in_size(l), sizeof *p->dx[i]);
        if ((uses & PASS_PENALTY) && (i + 1 == net->n || !begins_group(p, i + 1)))
            p->dy[i] = mem_zero((size_t)n * out_size(l), sizeof *p->dy[i]);
        if ((uses & PASS_WEIGHTS) && l->n_bias)
            p->dbias[i] = mem_zero(l->n_bias, sizeof *p->dbias[i]);
        if (in_size(l) > largest)
            largest = in_size(l);
        if (l->kind == LAYER_NORM)
            p->norm[i] = norm_create(l->in.c);
        if (is_conv(l) && !(p->conv[i] = layer_conv(p, i, backend ? backend : conv_default(), e))) {
            pass_free(p);
            return NULL;
        }
    }
    for (int k = 0; k < 2 && backward; k++)
        p->scratch[k] = mem_alloc((size_t)p->chunk * largest, sizeof *p->scratch[k]);
    return p;
}

void pass_free(struct pass *p)
{
    if (!p)
        return;
    for (int i = 0; i < p->net->n; i++) {
        free(p->y[i]);
        free(p->dx[i]);
        free(p->dy[i]);
        free(p->dbias[i]);
        norm_free(p->norm[i]);
        conv_free(p->conv[i]);
    }
    free(p->scratch[0]);
    free(p->scratch[1]);
    free(p);
}

void pass_begin(struct pass *p)
{
    for (int i = 0; i < p->net->n; i++) {
        const struct layer *l = &p->net->layer[i];
        if (p->conv[i])
            p->conv[i]->backend->begin(p->conv[i], p->net->params + l->weights);
        if (p->norm[i] && !(p->uses & PASS_BATCH))
            norm_take_running(p->norm[i], p->net->running + l->running);
    }
}

float *pass_forward(struct pass *p, const float *x)
{
    const struct network *net = p->net;
    if (net->n == 0)
        return (float *)x;
    for (int from = 0, to; from < net->n; from = to) {
        const float *start = from ? p->y[from - 1] : x;
        int images = images_at_once(p, from);
        to = group_end(p, from);
        for (int at = 0; at < p->n; at += images) {
            const float *in = start + (size_t)at * in_size(&net->layer[from]);
            for (int i = from; i < to; i++) {
                float *out = p->y[i] + (size_t)at * out_size(&net->layer[i]);
                steps_of(p, i)->forward(p, i, images, in, out);
                in = out;
            }
        }
    }
    return p->y[net->n - 1];
}

/* Where the gradient at the input of layer i goes, in the group from `from` on, for the images
 * from `at` on; NULL where nobody wants it. */
static float *input_gradient(const struct pass *p, int i, int from, int at)
{
    size_t place = (size_t)at * in_size(&p->net->layer[i]);
    if (i > from)
        return p->dy[i - 1] ? p->dy[i - 1] + place : p->scratch[i % 2];
    return p->dx[i] ? p->dx[i] + place : NULL;
}

static void group_backward(struct pass *p, int from, int to, const float *start, float *dy, float *block)
{
    const struct network *net = p->net;
    int images = images_at_once(p, from);
    for (int at = 0; at < p->n; at += images) {
        float *gradient = dy + (size_t)at * out_size(&net->layer[to - 1]);
        for (int i = to - 1; i >= from; i--) {
            const struct layer *l = &net->layer[i];
            const float *x = (i > from ? p->y[i - 1] : start) + (size_t)at * in_size(l);
            float *next = input_gradient(p, i, from, at);
            steps_of(p, i)->backward(p, i, images, x, p->y[i] + (size_t)at * out_size(l), gradient, next, block);
            gradient = next;
        }
    }
}

/* Moves what the layers summed up into the block of gradients. */
static void collect(struct pass *p, float *gradient)
{
    for (int i = 0; i < p->net->n; i++) {
        const struct layer *l = &p->net->layer[i];
        for (size_t k = 0; k < l->n_bias; k++)
            gradient[l->bias + k] = (float)p->dbias[i][k];
        if (p->conv[i])
            p->conv[i]->backend->weight_gradient(p->conv[i], gradient + l->weights);
    }
}

float *pass_backward(struct pass *p, const float *x, float *dy, float *gradient)
{
    const struct network *net = p->net;
    for (int i = 0; i < net->n; i++)
        if (p->dbias[i])
            memset(p->dbias[i], 0, net->layer[i].n_bias * sizeof *p->dbias[i]);
    for (int from, to = net->n; to > 0; to = from) {
        from = to - 1;
        while (!begins_group(p, from))
            from--;
        group_backward(p, from, to, from ? p->y[from - 1] : x, dy, p->uses & PASS_WEIGHTS ? gradient : NULL);
        dy = p->dx[from];
    }
    if (p->uses & PASS_WEIGHTS)
        collect(p, gradient);
    return dy;
}

void pass_update_running(const struct pass *p, struct network *net)
{
    for (int i = 0; i < net->n; i++)
        if (p->norm[i])
            norm_update_running(p->norm[i], net->running + net->layer[i].running);
}
