/* The linear head of LinSep: one logit, logit = h w + b, positives against negatives. */
#ifndef DETECT_PARTS_LINEAR_HEAD_H
#define DETECT_PARTS_LINEAR_HEAD_H

#include <stddef.h>

#include "base/rng.h"
#include "nn/adam.h"
#include "nn/network.h"

struct linear_head {
    struct network net; /* one dense layer to one number */
    struct pass *pass;  /* 2 `batch` rows: positives, then negatives */
    struct adam adam;
    float *gradient, *dlogit;
    unsigned char *labels;
    size_t batch;
    double weight; /* of the cross-entropy in the whole loss */
};

/* `width` inputs, `batch` positives and as many negatives in a step. */
int linear_head_init(struct linear_head *h, size_t width, size_t batch, double weight, struct rng *r, struct error *e);
void linear_head_release(struct linear_head *h);

/* Cross-entropy of the 2 batch rows of `in`; adds weight times its gradient to `din`. */
double linear_head_loss(struct linear_head *h, const float *in, float *din);
void linear_head_step(struct linear_head *h, double learning_rate);

#endif
