/* The gradient penalty of a critic (nn/network.h), whose derivatives by the weights are of
 * second order.
 *
 * Between the kinks of its (leaky) ReLUs a critic is linear: with M_l the slopes that layer l's
 * outputs show, d_l the gradient of D before layer l's activation and g that at the input,
 *     d_l = M_l W_{l+1}' d_{l+1}        g = W_1' d_1
 * and P depends on the weights through g alone. With v = dP/dg, whose image through the same
 * layers is t_0 = v, t_l = M_l W_l t_{l-1},
 *     dP = v . dg = sum over l of d_l . dW_l t_{l-1}
 * so dP/dW_l is a weight gradient as any other, of the input t_{l-1} and the gradient d_l, and
 * no bias matters. t_l takes the place of d_l, which is needed no longer then. */
#include <math.h>
#include <string.h>

#include "nn/blas.h"
#include "nn/pass_inside.h"

int penalty_check(const struct network *net, struct error *e)
{
    if (net->n == 0 || shape_size(net->out) != 1)
        return error_set(e, "the gradient penalty is for a network with one output, not %d", shape_size(net->out));
    for (int i = 0; i < net->n; i++) {
        const struct layer *l = &net->layer[i];
        if (!layer_steps[l->kind].product)
            return error_set(e, "layer %d: the gradient penalty is for dense layers and convolutions only", i + 1);
        if (l->activation != ACTIVATION_IDENTITY && l->activation != ACTIVATION_LEAKY_RELU)
            return error_set(e, "layer %d: the gradient penalty is for piecewise linear activations only", i + 1);
    }
    return 0;
}

/* The gradient before layer i's activation, of all n: where pass_backward() left it. */
static float *gradient_before(const struct pass *p, int i)
{
    return p->dy[i] ? p->dy[i] : p->dx[i + 1];
}

/* g (n, d) becomes the derivatives of P by it; returns P / weight. Where a gradient is zero its
 * length has no derivative, and zero is taken. */
static double penalise(float *g, int n, int d, double weight)
{
    double sum = 0;
    for (int i = 0; i < n; i++, g += d) {
        double norm = sqrt(cblas_dsdot(d, g, 1, g, 1)), over = norm - 1;
        cblas_sscal(d, norm > 0 ? (float)(2 * weight * over / (norm * n)) : 0, g, 1);
        sum += over * over;
    }
    return sum / n;
}

/* t <- M t for n images, with the slopes that y shows. */
static void apply_slopes(const struct layer *l, float *t, const float *y, int n)
{
    activation_backward(l->activation, l->slope, t, y, NULL, rows_out(l, n), l->out.c);
}

static void group_penalty(struct pass *p, int from, int to, const float *start, float *gradient)
{
    const struct network *net = p->net;
    int images = images_at_once(p, from);
    for (int at = 0; at < p->n; at += images) {
        const float *t = start + (size_t)at * in_size(&net->layer[from]);
        for (int i = from; i < to; i++) {
            const struct layer *l = &net->layer[i];
            size_t place = (size_t)at * out_size(l);
            float *next = gradient_before(p, i) + place;
            steps_of(p, i)->weight_gradient(p, i, images, t, next, gradient);
            if (i + 1 == net->n)
                break;
            steps_of(p, i)->product(p, i, images, t, next);
            apply_slopes(l, next, p->y[i] + place, images);
            t = next;
        }
    }
}

double pass_penalty(struct pass *p, const float *x, double weight, float *gradient)
{
    const struct network *net = p->net;
    float *top = p->dy[net->n - 1];
    for (int i = 0; i < p->n; i++)
        top[i] = 1;
    float *t = pass_backward(p, x, top, NULL);
    double penalty = penalise(t, p->n, shape_size(net->in), weight);
    memset(gradient, 0, net->n_params * sizeof *gradient);
    for (int from = 0, to; from < net->n; from = to) {
        to = group_end(p, from);
        group_penalty(p, from, to, from ? gradient_before(p, from - 1) : t, gradient);
    }
    for (int i = 0; i < net->n; i++)
        if (p->conv[i])
            p->conv[i]->backend->weight_gradient(p->conv[i], gradient + net->layer[i].weights);
    return penalty;
}
