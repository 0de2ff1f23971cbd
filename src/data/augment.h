/* Augmentation of negative images: Gaussian blur, random crop, flips, transposition. */
#ifndef DATA_AUGMENT_H
#define DATA_AUGMENT_H

#include <stdint.h>

#include "base/error.h"
#include "base/rng.h"
#include "keys/settings.h"

struct augmentation {
    double blur; /* probability of a blur, sigma uniform in (0.3, blur_sigma) pixels */
    double blur_sigma;
    int crop;           /* at most this many pixels cut from each side, then scaled back; 0 = none */
    int flip_x, flip_y; /* 1: mirrored with probability 1/2 left-right, up-down */
    int transpose;      /* 1: then rows and columns exchanged with probability 1/2 */
};

/* Fails where such images cannot be augmented so: a transposed image is as high as it was wide. */
int augmentation_check(const struct augmentation *a, int height, int width, struct error *e);

int augmentation_active(const struct augmentation *a);

/* One image (height, width, channels) from `in` to `out` (not the same memory). */
void augment(const struct augmentation *a, struct rng *r, const uint8_t *in, uint8_t *out, int height, int width,
             int channels);

/* [augment]: how negatives are augmented. */
extern const struct section augment_section;

static inline const struct augmentation *augment_of(const struct settings *s)
{
    return settings_of(s, &augment_section);
}

#endif
