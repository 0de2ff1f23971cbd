#include "data/drawn_negatives.h"

#include <string.h>

enum { PATCHES = 4 };

void noise_draw(struct images *out, size_t n, int height, int width, int channels, struct rng *r)
{
    images_alloc(out, n, height, width, channels);
    memset(out->labels, 0, n * sizeof *out->labels);
    for (size_t i = 0; i < n * images_size(out); i++)
        out->pixels[i] = (uint8_t)rng_below(r, 256);
}

/* By quarters to the left: of one, (y, x) is what was at (x, side - 1 - y). */
static void turn(const uint8_t *from, uint8_t *to, size_t side, size_t channels, int quarters)
{
    for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++) {
            size_t row = y, column = x;
            for (int k = 0; k < quarters; k++) {
                const size_t above = row;
                row = column;
                column = side - 1 - above;
            }
            memcpy(to + (y * side + x) * channels, from + (row * side + column) * channels, channels);
        }
}

void rotated_draw(struct images *out, size_t n, const struct images *from, struct rng *r)
{
    images_alloc_like(out, n, from);
    for (size_t i = 0; i < n; i++) {
        const size_t row = (size_t)rng_below(r, from->n);
        const int quarters = 1 + (int)rng_below(r, 3);
        out->labels[i] = 0;
        turn(from->pixels + row * images_size(from), out->pixels + i * images_size(out), (size_t)from->height,
             (size_t)from->channels, quarters);
    }
}

/* The rows or columns of patch k of PATCHES. */
static int edge(int side, int k)
{
    return side * k / PATCHES;
}

static void put_patch(struct images *out, size_t i, int row, int column, const struct images *from, struct rng *r)
{
    const int top = edge(out->height, row), left = edge(out->width, column);
    const int height = edge(out->height, row + 1) - top, width = edge(out->width, column + 1) - left;
    const size_t source = (size_t)rng_below(r, from->n), bytes = (size_t)width * (size_t)out->channels;
    const int y = (int)rng_below(r, (uint64_t)from->height - (uint64_t)height + 1);
    const int x = (int)rng_below(r, (uint64_t)from->width - (uint64_t)width + 1);
    for (int k = 0; k < height; k++)
        memcpy(out->pixels + i * images_size(out) + (size_t)(((top + k) * out->width + left) * out->channels),
               from->pixels + source * images_size(from) + (size_t)(((y + k) * from->width + x) * from->channels),
               bytes);
}

void patches_draw(struct images *out, size_t n, const struct images *from, struct rng *r)
{
    images_alloc_like(out, n, from);
    for (size_t i = 0; i < n; i++) {
        out->labels[i] = 0;
        for (int k = 0; k < PATCHES * PATCHES; k++)
            put_patch(out, i, k / PATCHES, k % PATCHES, from, r);
    }
}
