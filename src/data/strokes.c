#include "data/strokes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Straight pieces that a curve is drawn with. */
enum { PIECES = 24, CURVES_MAX = 3 };

struct point {
    double x, y;
};

static double distance_to_piece(struct point p, struct point a, struct point b)
{
    double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* Coverage of each pixel by a pen of this radius: 1 inside, 0 outside, a linear edge of one
 * pixel between. */
static void draw_piece(float *grey, int height, int width, struct point a, struct point b, double radius)
{
    double reach = radius + 1;
    int top = (int)fmax(floor(fmin(a.y, b.y) - reach), 0);
    int bottom = (int)fmin(ceil(fmax(a.y, b.y) + reach), height);
    int left = (int)fmax(floor(fmin(a.x, b.x) - reach), 0);
    int right = (int)fmin(ceil(fmax(a.x, b.x) + reach), width);
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            double d = distance_to_piece((struct point) { x + 0.5, y + 0.5 }, a, b);
            float covered = (float)fmin(fmax(radius + 0.5 - d, 0), 1);
            float *pixel = grey + (size_t)y * (size_t)width + (size_t)x;
            *pixel = fmaxf(*pixel, covered);
        }
}

static struct point bezier(const struct point p[3], double t)
{
    double a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
    return (struct point) { a * p[0].x + b * p[1].x + c * p[2].x, a * p[0].y + b * p[1].y + c * p[2].y };
}

static void draw_image(float *grey, int height, int width, struct rng *r)
{
    memset(grey, 0, (size_t)height * (size_t)width * sizeof *grey);
    double side = height < width ? height : width;
    int curves = 1 + (int)rng_below(r, CURVES_MAX);
    /* as thick as the strokes of MNIST and Omniglot at this size: 2 to 4 of 28 pixels */
    double radius = side * (1 + rng_uniform(r)) / 28;
    for (int i = 0; i < curves; i++) {
        struct point control[3];
        for (int k = 0; k < 3; k++) {
            control[k].x = width * (0.1 + 0.8 * rng_uniform(r));
            control[k].y = height * (0.1 + 0.8 * rng_uniform(r));
        }
        struct point from = control[0];
        for (int k = 1; k <= PIECES; k++) {
            struct point to = bezier(control, (double)k / PIECES);
            draw_piece(grey, height, width, from, to, radius);
            from = to;
        }
    }
}

void strokes_draw(struct images *out, size_t n, int height, int width, int channels, struct rng *r)
{
    images_alloc(out, n, height, width, channels);
    size_t pixels = (size_t)height * (size_t)width, size = images_size(out);
    float *grey = mem_alloc(pixels, sizeof *grey);
    for (size_t i = 0; i < n; i++) {
        draw_image(grey, height, width, r);
        out->labels[i] = 0;
        for (size_t p = 0; p < pixels; p++)
            memset(out->pixels + i * size + p * (size_t)channels, (int)(grey[p] * 255 + 0.5f), (size_t)channels);
    }
    free(grey);
}
