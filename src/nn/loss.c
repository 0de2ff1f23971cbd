#include "nn/loss.h"

#include <math.h>

#include "base/simd.h"

/* Sixteen sums side by side, so that the order of the additions is the same in vector code. */
SIMD static double squared_distance(const float *restrict y, const float *restrict x, size_t d)
{
    enum { LANES = 16 };
    double sums[LANES] = { 0 }, sum = 0;
    size_t i = 0;
    for (; i + LANES <= d; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            float e = y[i + k] - x[i + k];
            sums[k] += (double)e * (double)e;
        }
    for (; i < d; i++)
        sum += ((double)y[i] - (double)x[i]) * ((double)y[i] - (double)x[i]);
    for (size_t k = 0; k < LANES; k++)
        sum += sums[k];
    return sum;
}

void reconstruction_error(enum reconstruction kind, const float *y, const float *x, size_t n, size_t d, double *error)
{
    for (size_t i = 0; i < n; i++) {
        double sum = squared_distance(y + i * d, x + i * d, d);
        error[i] = kind == LOSS_L2 ? sqrt(sum) : sum / (double)d;
    }
}

SIMD static void scaled_difference(const float *y, const float *x, size_t d, float scale, float *dy)
{
    for (size_t i = 0; i < d; i++)
        dy[i] = scale * (y[i] - x[i]);
}

void reconstruction_gradient(enum reconstruction kind, const float *y, const float *x, size_t n, size_t d,
                             const double *error, const double *weight, float *dy)
{
    for (size_t i = 0; i < n; i++) {
        double scale = kind == LOSS_MSE ? 2 * weight[i] / (double)d : error[i] > 0 ? weight[i] / error[i] : 0;
        scaled_difference(y + i * d, x + i * d, d, (float)scale, dy + i * d);
    }
}

double loss_mean(const double *loss, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += loss[i];
    return sum / (double)n;
}

double shaping_loss(const double *error, size_t n, size_t m, double gamma, double beta, double *weight)
{
    double positive = 0, negative = 0;
    for (size_t i = 0; i < n; i++) {
        positive += error[i] / (double)n;
        weight[i] = 1 / (double)n;
    }
    for (size_t j = n; j < n + m; j++) {
        double below = gamma - error[j];
        negative += fabs(below) / (double)m;
        weight[j] = beta / (double)m * (below > 0 ? -1 : below < 0 ? 1 : 0);
    }
    return positive + beta * negative;
}

double cross_entropy(const float *logits, const unsigned char *labels, size_t n, double scale, float *derivatives)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double z = (double)logits[i], t = labels[i];
        /* log(1 + e^z) - t z without overflow */
        sum += (z > 0 ? z : 0) + log1p(exp(-fabs(z))) - t * z;
        derivatives[i] = (float)(scale / (double)n * (1 / (1 + exp(-z)) - t));
    }
    return sum / (double)n;
}

static double squared_norm(const float *z, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++)
        sum += (double)z[k] * (double)z[k];
    return sum;
}

/* sqrt(s + 1) - 1 without cancellation. */
static double pseudo_huber(double s)
{
    return s / (sqrt(s + 1) + 1);
}

double softmax_log_sum(const float *logits, size_t n)
{
    double most = (double)logits[0], sum = 0;
    for (size_t k = 1; k < n; k++)
        most = fmax(most, (double)logits[k]);
    for (size_t k = 0; k < n; k++)
        sum += exp((double)logits[k] - most);
    return most + log(sum);
}

double softmax_loss(const float *logits, const int *labels, size_t n, size_t width, size_t classes, float *derivatives)
{
    double loss = 0;
    for (size_t i = 0; i < n; i++) {
        const float *row = logits + i * width;
        const double all = softmax_log_sum(row, classes);
        loss += (all - (double)row[labels[i]]) / (double)n;
        for (size_t k = 0; k < width; k++) {
            const double share = k < classes ? exp((double)row[k] - all) - (k == (size_t)labels[i]) : 0;
            derivatives[i * width + k] = (float)(share / (double)n);
        }
    }
    return loss;
}

void hypersphere_distance(const float *z, size_t n, size_t d, double *h)
{
    for (size_t i = 0; i < n; i++)
        h[i] = pseudo_huber(squared_norm(z + i * d, d));
}

/* log(1 - exp(-h)) for h > 0, from the side on which nothing cancels. */
static double log_less_exp(double h)
{
    return h < 0.7 ? log(-expm1(-h)) : log1p(-exp(-h));
}

double hypersphere_loss(const float *z, const unsigned char *labels, size_t n, size_t d, double scale, float *dz)
{
    const double least = 1e-30;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double s = squared_norm(z + i * d, d), h = pseudo_huber(s), slope = 1;
        if (labels[i]) {
            h = h > least ? h : least;
            slope = -1 / expm1(h);
        }
        sum += labels[i] ? -log_less_exp(h) : h;
        for (size_t k = 0; k < d; k++)
            dz[i * d + k] = (float)(scale / (double)n * slope / sqrt(s + 1) * (double)z[i * d + k]);
    }
    return sum / (double)n;
}
