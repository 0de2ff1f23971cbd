/* Images that are there more than once, told by their pixels. */
#ifndef DATA_REPEATS_H
#define DATA_REPEATS_H

#include "data/dataset.h"

struct repeats {
    size_t test_in_train; /* test images with the pixels of a train image */
    size_t two_classes;   /* images of both splits with the pixels of an image of another class */
};

/* Reads all pixels, about as fast as their checksum. */
void dataset_repeats(const struct dataset *d, struct repeats *r);

/* 1 where two sets, whatever their names, are the same pictures: made from the same files in the same way (the payload
 * is equal), or b has a's test images, byte by byte and in this order, as one of its splits. Reads few pixels where
 * they differ. For negatives, which must not be the judged images. */
int dataset_same_pictures(const struct dataset *a, const struct dataset *b);

#endif
