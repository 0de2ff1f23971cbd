#include "detect/parts/hog.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const float MOST = 0.2f, TINY = 1e-5f;

/* Where bins 1..8 begin: cosine and sine of 20, 40, ... 160 degrees. */
static const float begins[HOG_BINS - 1][2] = {
    { 0.93969262f, 0.34202014f },  { 0.76604444f, 0.64278761f },  { 0.5f, 0.86602540f },
    { 0.17364818f, 0.98480775f },  { -0.17364818f, 0.98480775f }, { -0.5f, 0.86602540f },
    { -0.76604444f, 0.64278761f }, { -0.93969262f, 0.34202014f },
};

int hog_init(struct hog *h, struct shape image, int cell, struct error *e)
{
    *h = (struct hog) { .image = image, .cell = cell, .rows = image.h / cell, .columns = image.w / cell };
    if (h->rows == 0 || h->columns == 0)
        return error_set(e, "'cell': expected at most the %d pixels of an image's shorter side, found %d",
                         image.h < image.w ? image.h : image.w, cell);
    h->block_rows = h->rows > 1 ? 2 : 1;
    h->block_columns = h->columns > 1 ? 2 : 1;
    h->n = (size_t)(h->rows - h->block_rows + 1) * (size_t)(h->columns - h->block_columns + 1) *
           (size_t)(h->block_rows * h->block_columns) * HOG_BINS;
    h->cells = mem_alloc((size_t)h->rows * (size_t)h->columns * HOG_BINS, sizeof *h->cells);
    return 0;
}

void hog_release(struct hog *h)
{
    free(h->cells);
    *h = (struct hog) { 0 };
}

/* The bin of a gradient's direction: a line, not an arrow, so the lower half of the circle counts as the upper one. */
static int bin_of(float x, float y)
{
    int bin = 0;
    if (y < 0 || (y == 0 && x < 0)) {
        x = -x;
        y = -y;
    }
    for (int k = 0; k < HOG_BINS - 1; k++)
        bin += begins[k][0] * y - begins[k][1] * x >= 0;
    return bin;
}

/* The gradient of the steepest channel in a pixel; the first of equal ones. Returns its size. */
static float steepest(const struct hog *h, const float *image, int row, int column, float *x, float *y)
{
    const int channels = h->image.c, width = h->image.w;
    const int inner_row = row > 0 && row<h->image.h - 1, inner_column = column> 0 && column < width - 1;
    const float *at = image + ((size_t)row * (size_t)width + (size_t)column) * (size_t)channels;
    const ptrdiff_t down = (ptrdiff_t)width * channels;
    float most = -1;
    for (int c = 0; c < channels; c++) {
        const float dx = inner_column ? at[c + channels] - at[c - channels] : 0;
        const float dy = inner_row ? at[c + down] - at[c - down] : 0;
        const float size = dx * dx + dy * dy;
        if (size > most) {
            most = size;
            *x = dx;
            *y = dy;
        }
    }
    return sqrtf(most);
}

static void fill_cells(struct hog *h, const float *image)
{
    const float share = 1 / (float)(h->cell * h->cell);
    memset(h->cells, 0, (size_t)h->rows * (size_t)h->columns * HOG_BINS * sizeof *h->cells);
    for (int row = 0; row < h->rows * h->cell; row++)
        for (int column = 0; column < h->columns * h->cell; column++) {
            float x = 0, y = 0;
            const float size = steepest(h, image, row, column, &x, &y);
            const int cell = row / h->cell * h->columns + column / h->cell;
            if (size > 0)
                h->cells[cell * HOG_BINS + bin_of(x, y)] += size * share;
        }
}

static void divide_by_norm(float *v, size_t n)
{
    float sum = TINY * TINY;
    for (size_t i = 0; i < n; i++)
        sum += v[i] * v[i];
    for (size_t i = 0; i < n; i++)
        v[i] /= sqrtf(sum);
}

void hog_features(struct hog *h, const float *image, float *out)
{
    const size_t line = (size_t)h->block_columns * HOG_BINS, n = (size_t)h->block_rows * line;
    fill_cells(h, image);
    for (int row = 0; row + h->block_rows <= h->rows; row++)
        for (int column = 0; column + h->block_columns <= h->columns; column++, out += n) {
            for (int i = 0; i < h->block_rows; i++)
                memcpy(out + (size_t)i * line, h->cells + ((size_t)(row + i) * h->columns + column) * HOG_BINS,
                       line * sizeof *out);
            divide_by_norm(out, n);
            for (size_t i = 0; i < n; i++)
                out[i] = fminf(out[i], MOST);
            divide_by_norm(out, n);
        }
}
