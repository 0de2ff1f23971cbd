#include "data/images.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void images_init(struct images *im)
{
    *im = (struct images) { 0 };
}

void images_alloc(struct images *im, size_t n, int height, int width, int channels)
{
    *im = (struct images) { .n = n, .height = height, .width = width, .channels = channels };
    im->pixels = mem_alloc(n, images_size(im));
    im->labels = mem_alloc(n, sizeof *im->labels);
}

void images_release(struct images *im)
{
    free(im->pixels);
    free(im->labels);
    images_init(im);
}

void images_copy_row(struct images *to, size_t to_row, const struct images *from, size_t i)
{
    size_t size = images_size(from);
    memcpy(to->pixels + to_row * size, from->pixels + i * size, size);
    to->labels[to_row] = from->labels[i];
}

/* One axis of the area filter: `n_in` lines of `inner` values each, `outer` times, become
 * `n_out` lines. New line o covers the old interval [o, o + 1) * n_in / n_out. */
static void area_axis(const float *in, int n_in, float *out, int n_out, int outer, int inner)
{
    for (int o = 0; o < n_out; o++) {
        /* in units of 1/n_out of an old line, so that the bounds are whole numbers */
        long from = (long)o * n_in, to = from + n_in;
        for (int k = 0; k < outer; k++) {
            const float *source = in + (size_t)k * (size_t)n_in * (size_t)inner;
            float *target = out + ((size_t)k * (size_t)n_out + (size_t)o) * (size_t)inner;
            memset(target, 0, (size_t)inner * sizeof *target);
            for (long i = from / n_out; i * n_out < to; i++) {
                long low = i * n_out > from ? i * n_out : from;
                long high = (i + 1) * n_out < to ? (i + 1) * n_out : to;
                float weight = (float)((double)(high - low) / n_in);
                for (int j = 0; j < inner; j++)
                    target[j] += weight * source[i * inner + j];
            }
        }
    }
}

void area_resize(const float *in, int in_h, int in_w, float *out, int out_h, int out_w, int channels)
{
    float *rows = mem_alloc((size_t)out_h * (size_t)in_w * (size_t)channels, sizeof *rows);
    area_axis(in, in_h, rows, out_h, 1, in_w * channels);
    area_axis(rows, in_w, out, out_w, out_h, channels);
    free(rows);
}

/* Bytes to floats with another number of channels. */
static void convert(const uint8_t *in, int from, float *out, int to, size_t pixels)
{
    for (size_t p = 0; p < pixels; p++) {
        if (from == to)
            for (int c = 0; c < to; c++)
                *out++ = in[c];
        else if (from == 1)
            for (int c = 0; c < to; c++)
                *out++ = in[0];
        else
            *out++ = (float)(0.299 * in[0] + 0.587 * in[1] + 0.114 * in[2]);
        in += from;
    }
}

void images_match(struct images *out, const struct images *in, int height, int width, int channels)
{
    images_alloc(out, in->n, height, width, channels);
    if (in->n == 0)
        return;
    memcpy(out->labels, in->labels, in->n * sizeof *out->labels);
    size_t from_size = images_size(in), to_size = images_size(out);
    if (in->height == height && in->width == width && in->channels == channels) {
        memcpy(out->pixels, in->pixels, in->n * to_size);
        return;
    }
    size_t pixels = (size_t)in->height * (size_t)in->width;
    float *converted = mem_alloc(pixels * (size_t)channels, sizeof *converted);
    float *resized = mem_alloc(to_size, sizeof *resized);
    for (size_t i = 0; i < in->n; i++) {
        convert(in->pixels + i * from_size, in->channels, converted, channels, pixels);
        area_resize(converted, in->height, in->width, resized, height, width, channels);
        for (size_t j = 0; j < to_size; j++)
            out->pixels[i * to_size + j] = (uint8_t)fminf(floorf(resized[j] + 0.5f), 255);
    }
    free(converted);
    free(resized);
}
