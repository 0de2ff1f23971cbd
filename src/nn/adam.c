#include "nn/adam.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/simd.h"

static const double BETA1 = 0.9, BETA2 = 0.999, EPSILON = 1e-8;

void adam_init(struct adam *a, size_t n)
{
    *a = (struct adam) {
        .n = n, .beta1 = BETA1, .beta2 = BETA2, .m = mem_zero(n, sizeof(float)), .v = mem_zero(n, sizeof(float))
    };
}

void adam_release(struct adam *a)
{
    free(a->m);
    free(a->v);
    *a = (struct adam) { 0 };
}

SIMD static void update(float *restrict p, float *restrict m, float *restrict v, const float *restrict g, size_t n,
                        float b1, float b2, float rate, float correction, float epsilon, float decay)
{
    for (size_t i = 0; i < n; i++) {
        float slope = g[i] + decay * p[i];
        m[i] += (1.0f - b1) * (slope - m[i]);
        v[i] += (1.0f - b2) * (slope * slope - v[i]);
        p[i] -= rate * m[i] / (sqrtf(v[i] * correction) + epsilon);
    }
}

void adam_step(struct adam *a, float *params, const float *gradient, double learning_rate)
{
    a->step++;
    double rate = learning_rate / (1 - pow(a->beta1, (double)a->step));
    double correction = 1 / (1 - pow(a->beta2, (double)a->step));
    update(params, a->m, a->v, gradient, a->n, (float)a->beta1, (float)a->beta2, (float)rate, (float)correction,
           (float)EPSILON, (float)a->weight_decay);
}

double learning_rate_at(double rate, int cosine, long step, long steps)
{
    if (!cosine || steps < 2)
        return rate;
    double share = (double)step / (double)(steps - 1);
    return rate * (0.01 + 0.99 * 0.5 * (1 + cos(3.14159265358979323846 * share)));
}
