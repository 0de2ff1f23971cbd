#include "data/augment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/images.h"

static const struct key keys[] = {
    REAL_KEY(struct augmentation, blur, "0", 0, 1, "share of the negatives that are blurred"),
    REAL_KEY(struct augmentation, blur_sigma, "1", 0.3, 10, "largest sigma of the blur in pixels"),
    INT_KEY(struct augmentation, crop, "0", 0, 16, "most pixels cut off each side before scaling back"),
    SWITCH_KEY(struct augmentation, flip_x, "off", "mirror left and right at random"),
    SWITCH_KEY(struct augmentation, flip_y, "off", "mirror up and down at random"),
    { .name = "transpose",
      .type = KEY_SWITCH,
      .offset = KEY_OFFSET(struct augmentation, transpose, int),
      .start = "off",
      .words = "off on",
      .help = "mirror at the diagonal at random, square images; with both flips all eight symmetries of a square",
      .flags = KEY_LATER },
    { 0 },
};

static const struct key_need needs[] = {
    { .key = "augment.blur_sigma", .other = "augment.blur", .values = "!0" },
    { 0 },
};

const struct section augment_section = { "augment", sizeof(struct augmentation), keys, needs };

enum { BLUR_RADIUS_MAX = 32 };

int augmentation_active(const struct augmentation *a)
{
    return a->blur > 0 || a->crop > 0 || a->flip_x || a->flip_y || a->transpose;
}

int augmentation_check(const struct augmentation *a, int height, int width, struct error *e)
{
    if (a->transpose && height != width)
        return error_set(e, "expected square images for 'transpose' in [augment], found %d x %d", width, height);
    return 0;
}

/* out = sum_k kernel[k] lines[k], of lines of n numbers. */
static void mix_lines(const float *const *lines, const float *kernel, int n_lines, float *out, size_t n)
{
    memset(out, 0, n * sizeof *out);
    for (int k = 0; k < n_lines; k++)
        for (size_t j = 0; j < n; j++)
            out[j] += kernel[k] * lines[k][j];
}

/* Gaussian blur along rows, then along columns; the border is repeated. `wide` has room for a row with it. */
static void blur(float *image, float *scratch, float *wide, int height, int width, int channels, double sigma)
{
    float kernel[2 * BLUR_RADIUS_MAX + 1];
    const float *lines[2 * BLUR_RADIUS_MAX + 1];
    const int radius = (int)fmin(ceil(3 * sigma), BLUR_RADIUS_MAX), taps = 2 * radius + 1;
    const size_t c = (size_t)channels, row = (size_t)width * c;
    double total = 0;
    for (int k = -radius; k <= radius; k++)
        total += exp(-k * k / (2 * sigma * sigma));
    for (int k = -radius; k <= radius; k++)
        kernel[k + radius] = (float)(exp(-k * k / (2 * sigma * sigma)) / total);

    for (int k = 0; k < taps; k++)
        lines[k] = wide + (size_t)k * c;
    for (size_t y = 0; y < (size_t)height; y++) {
        float *middle = wide + (size_t)radius * c;
        memcpy(middle, image + y * row, row * sizeof *middle);
        for (size_t k = 0; k < (size_t)radius * c; k++) {
            wide[k] = middle[k % c];
            middle[row + k] = middle[row - c + k % c];
        }
        mix_lines(lines, kernel, taps, scratch + y * row, row);
    }
    for (int y = 0; y < height; y++) {
        for (int k = 0; k < taps; k++) {
            const int at = y + k - radius;
            lines[k] = scratch + (size_t)(at < 0 ? 0 : at >= height ? height - 1 : at) * row;
        }
        mix_lines(lines, kernel, taps, image + (size_t)y * row, row);
    }
}

/* Cuts `top`, `bottom`, `left`, `right` pixels off and scales what is left to full size. */
static void crop(float *image, float *scratch, int height, int width, int channels, const int cut[4])
{
    int h = height - cut[0] - cut[1], w = width - cut[2] - cut[3];
    size_t line = (size_t)w * (size_t)channels;
    for (int y = 0; y < h; y++)
        memcpy(scratch + (size_t)y * line,
               image + ((size_t)(y + cut[0]) * (size_t)width + (size_t)cut[2]) * (size_t)channels,
               line * sizeof *scratch);
    area_resize(scratch, h, w, image, height, width, channels);
}

static void flip(const uint8_t *in, uint8_t *out, int height, int width, int channels, int mirror_x, int mirror_y)
{
    size_t c = (size_t)channels;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int from_y = mirror_y ? height - 1 - y : y, from_x = mirror_x ? width - 1 - x : x;
            memcpy(out + ((size_t)y * (size_t)width + (size_t)x) * c,
                   in + ((size_t)from_y * (size_t)width + (size_t)from_x) * c, c);
        }
}

static void transpose(uint8_t *image, int side, int channels)
{
    size_t c = (size_t)channels, n = (size_t)side;
    for (size_t y = 0; y < n; y++)
        for (size_t x = 0; x < y; x++)
            for (size_t k = 0; k < c; k++) {
                uint8_t *lower = image + (y * n + x) * c + k, *upper = image + (x * n + y) * c + k, kept = *lower;
                *lower = *upper;
                *upper = kept;
            }
}

void augment(const struct augmentation *a, struct rng *r, const uint8_t *in, uint8_t *out, int height, int width,
             int channels)
{
    /* All numbers are drawn, also those that are not used: so whether images are blurred does not change how they
     * are cut. Transposition came when there were results already: it draws only where it is on, or all of them
     * would come out differently. */
    int mirror_x = rng_uniform(r) < 0.5 && a->flip_x;
    int mirror_y = rng_uniform(r) < 0.5 && a->flip_y;
    int blurred = rng_uniform(r) < a->blur;
    double sigma = 0.3 + rng_uniform(r) * fmax(a->blur_sigma - 0.3, 0);
    int cut[4], cropped = 0;
    for (int i = 0; i < 4; i++) {
        int side = i < 2 ? height : width, most = a->crop < (side - 1) / 2 ? a->crop : (side - 1) / 2;
        cut[i] = (int)rng_below(r, (uint64_t)(most > 0 ? most : 0) + 1);
        cropped |= cut[i] > 0;
    }
    flip(in, out, height, width, channels, mirror_x, mirror_y);
    if (a->transpose && rng_uniform(r) < 0.5)
        transpose(out, height, channels);
    if (!blurred && !cropped)
        return;
    size_t size = (size_t)height * (size_t)width * (size_t)channels;
    const size_t wide = (size_t)(width + 2 * BLUR_RADIUS_MAX) * (size_t)channels;
    float *image = mem_alloc(2 * size + wide, sizeof *image), *scratch = image + size;
    for (size_t i = 0; i < size; i++)
        image[i] = out[i];
    if (cropped)
        crop(image, scratch, height, width, channels, cut);
    if (blurred)
        blur(image, scratch, scratch + size, height, width, channels, sigma);
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)fminf(floorf(image[i] + 0.5f), 255);
    free(image);
}
