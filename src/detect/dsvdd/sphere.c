#include "detect/dsvdd/sphere.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"

static const double CENTRE_LEAST = 0.1;

void sphere_centre(const float *phi, size_t n, size_t d, float *centre)
{
    double *sum = mem_zero(d, sizeof *sum);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++)
            sum[k] += (double)phi[i * d + k];
    for (size_t k = 0; k < d; k++) {
        double mean = sum[k] / (double)n;
        centre[k] = (float)(fabs(mean) >= CENTRE_LEAST ? mean : mean < 0 ? -CENTRE_LEAST : CENTRE_LEAST);
    }
    free(sum);
}

void sphere_distances(const float *phi, const float *centre, size_t n, size_t d, double *distance)
{
    for (size_t i = 0; i < n; i++) {
        distance[i] = 0;
        for (size_t k = 0; k < d; k++) {
            double apart = (double)phi[i * d + k] - (double)centre[k];
            distance[i] += apart * apart;
        }
    }
}

double sphere_radius(const double *distance, size_t n, double nu)
{
    double *away = mem_alloc(n, sizeof *away);
    for (size_t i = 0; i < n; i++)
        away[i] = sqrt(distance[i]);
    const double radius = quantile(away, n, 1 - nu);
    free(away);
    return radius;
}

/* dphi = weight (phi - c), the row of an output. */
static void pull(const float *phi, const float *centre, size_t d, double weight, float *dphi)
{
    for (size_t k = 0; k < d; k++)
        dphi[k] = (float)weight * (phi[k] - centre[k]);
}

double sphere_loss(const float *phi, const float *centre, const double *distance, size_t n, size_t d, float *dphi)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += distance[i];
        pull(phi + i * d, centre, d, 2 / (double)n, dphi + i * d);
    }
    return sum / (double)n;
}

double sphere_soft_loss(const float *phi, const float *centre, const double *distance, size_t n, size_t d,
                        double radius, double nu, float *dphi)
{
    double sum = 0, squared = radius * radius;
    for (size_t i = 0; i < n; i++) {
        int outside = distance[i] > squared;
        sum += outside ? distance[i] - squared : 0;
        pull(phi + i * d, centre, d, outside ? 2 / (nu * (double)n) : 0, dphi + i * d);
    }
    return squared + sum / (nu * (double)n);
}
