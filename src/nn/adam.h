/* Adam (Kingma & Ba 2015, algorithm 1): epsilon 1e-8, beta1 .9 and beta2 .999 unless they are
 * set to others behind adam_init(). */
#ifndef NN_ADAM_H
#define NN_ADAM_H

#include <stddef.h>

struct adam {
    size_t n;
    long step; /* steps taken */
    double beta1, beta2;
    double weight_decay; /* times the parameters is added to the gradient (L2 penalty, as in
                            PyTorch's Adam); zero after adam_init() */
    float *m, *v;
};

void adam_init(struct adam *a, size_t n);
void adam_release(struct adam *a);
/* One step on `params` (n) along `gradient` (n). */
void adam_step(struct adam *a, float *params, const float *gradient, double learning_rate);

/* The rate of step `step` (from 0) of `steps`: `rate` itself, or with `cosine` a half cosine
 * from it down to a hundredth of it. */
double learning_rate_at(double rate, int cosine, long step, long steps);

#endif
