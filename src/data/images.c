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

void images_alloc_points(struct images *im, size_t n, int dims)
{
    *im = (struct images) { .n = n, .height = 1, .width = dims, .channels = 1 };
    im->values = mem_alloc(n * (size_t)dims, sizeof *im->values);
    im->labels = mem_alloc(n, sizeof *im->labels);
}

void images_alloc_like(struct images *im, size_t n, const struct images *of)
{
    if (of->values)
        images_alloc_points(im, n, of->width);
    else
        images_alloc(im, n, of->height, of->width, of->channels);
}

void images_release(struct images *im)
{
    free(im->pixels);
    free(im->values);
    free(im->labels);
    images_init(im);
}

void images_copy_row(struct images *to, size_t to_row, const struct images *from, size_t i)
{
    size_t size = images_size(from);
    if (from->values)
        memcpy(to->values + to_row * size, from->values + i * size, size * sizeof *to->values);
    else
        memcpy(to->pixels + to_row * size, from->pixels + i * size, size);
    to->labels[to_row] = from->labels[i];
}

/* New pixel or line o covers the old interval [o, o + 1) * n_in / n_out. In units of 1/n_out of an old one, so that
 * the bounds are whole numbers: the part of it that lies in old one i, as a share of the whole. */
static inline float share(long o, long i, int n_in, int n_out)
{
    long from = o * n_in, to = from + n_in;
    long low = i * n_out > from ? i * n_out : from;
    long high = (i + 1) * n_out < to ? (i + 1) * n_out : to;
    return (float)((double)(high - low) / n_in);
}

/* The old ones that it covers: from first_of() to before first_behind(). */
static inline long first_of(long o, int n_in, int n_out)
{
    return o * n_in / n_out;
}

static inline long first_behind(long o, int n_in, int n_out)
{
    return ((o + 1) * n_in + n_out - 1) / n_out;
}

/* One axis of the area filter: `n_in` lines of `inner` values each, `outer` times, become
 * `n_out` lines. */
static void area_axis(const float *in, int n_in, float *out, int n_out, int outer, int inner)
{
    const size_t width = (size_t)inner, from = (size_t)n_in * width, to = (size_t)n_out * width;
    memset(out, 0, (size_t)outer * to * sizeof *out);
    for (int o = 0; o < n_out; o++)
        for (long i = first_of(o, n_in, n_out); i < first_behind(o, n_in, n_out); i++) {
            const float weight = share(o, i, n_in, n_out), *source = in + (size_t)i * width;
            float *target = out + (size_t)o * width;
            for (int k = 0; k < outer; k++, source += from, target += to)
                for (size_t j = 0; j < width; j++)
                    target[j] += weight * source[j];
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

/* The area filter a line at a time, so that a large picture is never there as floats. */
static void match_pixels(const uint8_t *in, const struct images *from, uint8_t *out, const struct images *to)
{
    size_t old_line = (size_t)from->width * (size_t)from->channels, width = (size_t)from->width;
    size_t between = width * (size_t)to->channels, new_line = (size_t)to->width * (size_t)to->channels;
    float *converted = mem_alloc(between, sizeof *converted), *sum = mem_alloc(between, sizeof *sum);
    float *line = mem_alloc(new_line, sizeof *line);
    for (int o = 0; o < to->height; o++) {
        memset(sum, 0, between * sizeof *sum);
        for (long i = first_of(o, from->height, to->height); i < first_behind(o, from->height, to->height); i++) {
            float weight = share(o, i, from->height, to->height);
            convert(in + (size_t)i * old_line, from->channels, converted, to->channels, width);
            for (size_t j = 0; j < between; j++)
                sum[j] += weight * converted[j];
        }
        area_axis(sum, from->width, line, to->width, 1, to->channels);
        for (size_t j = 0; j < new_line; j++)
            *out++ = (uint8_t)fminf(floorf(line[j] + 0.5f), 255);
    }
    free(converted);
    free(sum);
    free(line);
}

void images_match_row(struct images *to, size_t to_row, const struct images *from, size_t i)
{
    uint8_t *out = to->pixels + to_row * images_size(to);
    const uint8_t *in = from->pixels + i * images_size(from);
    if (to->height == from->height && to->width == from->width && to->channels == from->channels)
        memcpy(out, in, images_size(to));
    else
        match_pixels(in, from, out, to);
}

void images_match(struct images *out, const struct images *in, int height, int width, int channels)
{
    if (in->values) {
        images_alloc_like(out, in->n, in);
        for (size_t i = 0; i < in->n; i++)
            images_copy_row(out, i, in, i);
        return;
    }
    images_alloc(out, in->n, height, width, channels);
    for (size_t i = 0; i < in->n; i++) {
        images_match_row(out, i, in, i);
        out->labels[i] = in->labels[i];
    }
}
