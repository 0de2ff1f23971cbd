#include "detect/parts/linear_head.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "nn/blas.h"
#include "nn/loss.h"

int linear_head_init(struct linear_head *h, size_t width, size_t batch, double weight, struct rng *r, struct error *e)
{
    memset(h, 0, sizeof *h);
    network_init(&h->net, (struct shape) { 1, 1, (int)width });
    if (network_dense(&h->net, (struct shape) { 1, 1, 1 }, ACTIVATION_IDENTITY, 0, e))
        return -1;
    network_finish(&h->net);
    network_initialise(&h->net, INIT_HE, r);
    h->batch = batch;
    h->weight = weight;
    h->pass = pass_create(&h->net, (int)(2 * batch), PASS_WEIGHTS | PASS_INPUT, NULL, e);
    adam_init(&h->adam, h->net.n_params);
    h->gradient = mem_alloc(h->net.n_params, sizeof *h->gradient);
    h->dlogit = mem_alloc(2 * batch, sizeof *h->dlogit);
    h->labels = mem_zero(2 * batch, 1);
    memset(h->labels, 1, batch);
    return h->pass ? 0 : -1;
}

void linear_head_release(struct linear_head *h)
{
    pass_free(h->pass);
    network_release(&h->net);
    adam_release(&h->adam);
    free(h->gradient);
    free(h->dlogit);
    free(h->labels);
}

double linear_head_loss(struct linear_head *h, const float *in, float *din)
{
    size_t rows = 2 * h->batch, width = h->net.n_params - 1;
    pass_begin(h->pass);
    const float *logit = pass_forward(h->pass, in);
    double loss = cross_entropy(logit, h->labels, rows, h->weight, h->dlogit);
    const float *back = pass_backward(h->pass, in, h->dlogit, h->gradient);
    cblas_saxpy((int)(rows * width), 1, back, 1, din, 1);
    return loss;
}

void linear_head_step(struct linear_head *h, double learning_rate)
{
    adam_step(&h->adam, h->net.params, h->gradient, learning_rate);
}
