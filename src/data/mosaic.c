#include "data/mosaic.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

void mosaic_init(struct mosaic *m, size_t rows, size_t columns, int height, int width, int channels)
{
    *m = (struct mosaic) { .height = height, .width = width };
    m->picture.height = (int)rows * (height + MOSAIC_GAP) + MOSAIC_GAP;
    m->picture.width = (int)columns * (width + MOSAIC_GAP) + MOSAIC_GAP;
    m->picture.channels = channels;
    const size_t n = (size_t)m->picture.height * (size_t)m->picture.width * (size_t)channels;
    m->picture.pixels = mem_alloc(n, 1);
    memset(m->picture.pixels, 255, n);
}

void mosaic_release(struct mosaic *m)
{
    picture_release(&m->picture);
}

static unsigned char shade(double value, double black, double white)
{
    return (unsigned char)lrint(255 * fmin(fmax((value - black) / (white - black), 0), 1));
}

void mosaic_put(struct mosaic *m, size_t row, size_t column, const float *x, double black, double white)
{
    const size_t channels = (size_t)m->picture.channels, width = (size_t)m->width * channels;
    const size_t top = row * (size_t)(m->height + MOSAIC_GAP) + MOSAIC_GAP;
    const size_t left = (column * (size_t)(m->width + MOSAIC_GAP) + MOSAIC_GAP) * channels;
    for (size_t y = 0; y < (size_t)m->height; y++) {
        unsigned char *to = m->picture.pixels + (top + y) * (size_t)m->picture.width * channels + left;
        for (size_t k = 0; k < width; k++)
            to[k] = shade((double)x[y * width + k], black, white);
    }
}
