#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "detect/detector.h"

static uint8_t rounded(float x)
{
    return (uint8_t)lrintf(fminf(fmaxf(x, 0), 1) * 255);
}

/* Rows of images are bytes or numbers, and all who read them by data/batch.h take either; a point is no more than an
 * image of numbers. */
int detector_score_floats(const struct detector *d, void *model, struct shape image, const float *x, size_t n,
                          double *scores, struct error *e)
{
    const size_t total = n * (size_t)shape_size(image);
    struct images im;
    for (size_t k = 0; k < total; k++)
        if (!isfinite(x[k]))
            return error_set(e, "expected numbers as pixels, found none in image %zu", k / (size_t)shape_size(image));
    if (d->flags & NEEDS_IMAGES) {
        images_alloc(&im, n, image.h, image.w, image.c);
        for (size_t k = 0; k < total; k++)
            im.pixels[k] = rounded(x[k]);
    } else {
        im = (struct images) { .n = n, .height = image.h, .width = image.w, .channels = image.c };
        im.values = mem_alloc(total, sizeof *im.values);
        im.labels = mem_zero(n, sizeof *im.labels);
        memcpy(im.values, x, total * sizeof *x);
    }
    memset(im.labels, 0, n * sizeof *im.labels);
    int bad = d->score(d, model, &im, scores, e);
    images_release(&im);
    return bad ? -1 : 0;
}
