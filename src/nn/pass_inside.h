/* What a pass holds and its steps over one layer: for the files that passes are made of. */
#ifndef NN_PASS_INSIDE_H
#define NN_PASS_INSIDE_H

#include "nn/network.h"
#include "nn/norm.h"

struct pass {
    const struct network *net;
    int n, chunk;
    unsigned uses;
    float *y[LAYERS_MAX];          /* outputs (n, out) */
    float *dx[LAYERS_MAX];         /* (n, in) gradients where a group begins, else NULL */
    float *dy[LAYERS_MAX];         /* for the penalty: (n, out) gradients where no group follows */
    struct conv *conv[LAYERS_MAX]; /* for `chunk` images; NULL for layers of other kinds */
    struct norm *norm[LAYERS_MAX]; /* likewise */
    double *dbias[LAYERS_MAX];     /* NULL where there is no bias */
    float *scratch[2];             /* gradients inside a group, for `chunk` images */
};

static inline size_t in_size(const struct layer *l)
{
    return (size_t)shape_size(l->in);
}

static inline size_t out_size(const struct layer *l)
{
    return (size_t)shape_size(l->out);
}

/* Pixels of n images, at a layer's output. */
static inline size_t rows_out(const struct layer *l, int n)
{
    return (size_t)n * (size_t)l->out.h * (size_t)l->out.w;
}

static inline int takes_whole_batch(const struct pass *p, int i)
{
    const struct layer *l = &p->net->layer[i];
    return l->kind == LAYER_DENSE || (l->kind == LAYER_NORM && (p->uses & PASS_BATCH));
}

static inline int begins_group(const struct pass *p, int i)
{
    return i == 0 || takes_whole_batch(p, i) || takes_whole_batch(p, i - 1);
}

static inline int group_end(const struct pass *p, int from)
{
    int to = from + 1;
    while (to < p->net->n && !begins_group(p, to))
        to++;
    return to;
}

/* Images that the group from layer `from` on takes at a time. */
static inline int images_at_once(const struct pass *p, int from)
{
    return takes_whole_batch(p, from) ? p->n : p->chunk;
}

/* The steps over layer i for n images, as many as its group takes at a time. */
struct layer_steps {
    void (*forward)(struct pass *p, int i, int n, const float *x, float *y);
    /* dy holds the gradient at the output and is overwritten; dx (may be NULL) gets the one at
     * the input. `gradient` (may be NULL) is the block of the parameters' gradients, for layers
     * that take the whole batch; the others add to sums of their own. */
    void (*backward)(struct pass *p, int i, int n, const float *x, const float *y, float *dy, float *dx,
                     float *gradient);
    /* Of layers with weights, else NULL: their product with x, without bias and activation, */
    void (*product)(struct pass *p, int i, int n, const float *x, float *y);
    /* and their gradient, from the input and the gradient before the activation. */
    void (*weight_gradient)(struct pass *p, int i, int n, const float *x, const float *dy, float *gradient);
};

/* By enum layer_kind. */
extern const struct layer_steps layer_steps[];

static inline const struct layer_steps *steps_of(const struct pass *p, int i)
{
    return &layer_steps[p->net->layer[i].kind];
}

/* Refuses networks that pass_penalty() is not exact for. */
int penalty_check(const struct network *net, struct error *e);

#endif
