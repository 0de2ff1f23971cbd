#include "data/repeats.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Half a SHA-256 is more than enough: no two pictures share it by chance or by design. */
enum { DIGEST = 16 };

struct print {
    unsigned char digest[DIGEST];
    int32_t label;
    int test;
};

static int compare_prints(const void *a, const void *b)
{
    return memcmp(((const struct print *)a)->digest, ((const struct print *)b)->digest, DIGEST);
}

static void take_prints(const struct images *im, int test, struct print *prints)
{
    size_t size = images_size(im);
    for (size_t i = 0; i < im->n; i++) {
        struct hash h;
        unsigned char digest[SHA256_DIGEST_SIZE];
        hash_init(&h);
        hash_add(&h, im->pixels + i * size, size);
        hash_digest(&h, digest);
        prints[i] = (struct print) { .label = im->labels[i], .test = test };
        memcpy(prints[i].digest, digest, DIGEST);
    }
}

/* `n` prints of the same picture. */
static void count(const struct print *same, size_t n, struct repeats *r)
{
    size_t tests = 0, labels = 1;
    for (size_t i = 0; i < n; i++) {
        tests += (size_t)same[i].test;
        labels += same[i].label != same[0].label;
    }
    if (tests < n)
        r->test_in_train += tests;
    if (labels > 1)
        r->two_classes += n;
}

void dataset_repeats(const struct dataset *d, struct repeats *r)
{
    size_t n = d->train.n + d->test.n, end;
    struct print *prints = mem_alloc(n, sizeof *prints);
    take_prints(&d->train, 0, prints);
    take_prints(&d->test, 1, prints + d->train.n);
    qsort(prints, n, sizeof *prints, compare_prints);
    *r = (struct repeats) { 0 };
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && compare_prints(&prints[i], &prints[end]) == 0;)
            end++;
        count(&prints[i], end - i, r);
    }
    free(prints);
}

static int same_shape(const struct images *a, const struct images *b)
{
    return a->height == b->height && a->width == b->width && a->channels == b->channels;
}

static int same_pixels(const struct images *a, const struct images *b)
{
    if (!a->n || a->n != b->n || !same_shape(a, b))
        return 0;
    if (a->values && b->values)
        return memcmp(a->values, b->values, a->n * images_size(a) * sizeof *a->values) == 0;
    return a->pixels && b->pixels && memcmp(a->pixels, b->pixels, a->n * images_size(a)) == 0;
}

int dataset_same_pictures(const struct dataset *a, const struct dataset *b)
{
    return strcmp(a->payload, b->payload) == 0 || same_pixels(&a->test, &b->test) || same_pixels(&a->test, &b->train);
}
