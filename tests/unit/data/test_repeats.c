/* Images that are there more than once, against a comparison of all with all. */
#include "support/main.h"

#include <string.h>

#include "base/rng.h"
#include "data/repeats.h"

enum { CLASSES = 3 };

/* Images of 1x2 with few values, so that many are the same. */
static struct images make(size_t n, struct rng *r, int values)
{
    struct images im;
    images_alloc(&im, n, 1, 2, 1);
    for (size_t i = 0; i < n; i++) {
        im.labels[i] = (int)rng_below(r, CLASSES);
        im.pixels[2 * i] = (uint8_t)rng_below(r, (uint32_t)values);
        im.pixels[2 * i + 1] = (uint8_t)rng_below(r, (uint32_t)values);
    }
    return im;
}

static const uint8_t *image(const struct dataset *d, size_t i, int32_t *label, int *test)
{
    *test = i >= d->train.n;
    const struct images *im = *test ? &d->test : &d->train;
    size_t row = *test ? i - d->train.n : i;
    *label = im->labels[row];
    return im->pixels + 2 * row;
}

static struct repeats naive(const struct dataset *d)
{
    struct repeats r = { 0 };
    size_t n = d->train.n + d->test.n;
    for (size_t i = 0; i < n; i++) {
        int in_train = 0, other_class = 0, test, other_test;
        int32_t label, other_label;
        const uint8_t *pixels = image(d, i, &label, &test);
        for (size_t k = 0; k < n; k++)
            if (memcmp(image(d, k, &other_label, &other_test), pixels, 2) == 0) {
                in_train |= !other_test;
                other_class |= other_label != label;
            }
        r.test_in_train += test && in_train;
        r.two_classes += (size_t)other_class;
    }
    return r;
}

static void repeats_are_counted(void **state)
{
    struct rng rng;
    rng_seed(&rng, 1);
    for (int values = 1; values < 40; values += 3) {
        struct dataset d = { .n_classes = CLASSES };
        struct repeats r;
        d.train = make(50, &rng, values);
        d.test = make(30, &rng, values);
        dataset_repeats(&d, &r);
        struct repeats expected = naive(&d);
        assert_int_equal(r.test_in_train, expected.test_in_train);
        assert_int_equal(r.two_classes, expected.two_classes);
        images_release(&d.train);
        images_release(&d.test);
    }
}

/* A set under another name: by its payload, or by what it is judged on. */
static void same_pictures_under_another_name(void **state)
{
    struct rng rng;
    rng_seed(&rng, 1);
    struct dataset a = { .name = "own", .payload = "1" }, b = { .name = "copy", .payload = "1" };
    a.train = make(6, &rng, 200);
    a.test = make(5, &rng, 200);
    b.train = make(5, &rng, 200);
    b.test = make(5, &rng, 200);
    assert_true(dataset_same_pictures(&a, &b));
    b.payload[0] = '2';
    assert_false(dataset_same_pictures(&a, &b));
    struct images kept = b.test;
    b.test = a.test;
    assert_true(dataset_same_pictures(&a, &b));
    b.test = kept;
    kept = b.train;
    b.train = a.test;
    assert_true(dataset_same_pictures(&a, &b));
    assert_false(dataset_same_pictures(&b, &a)); /* a does not have b's test images */
    a.test.height = 2;                           /* the same bytes in another shape */
    a.test.width = 1;
    assert_false(dataset_same_pictures(&a, &b));
    b.train = kept;
    images_release(&a.train);
    images_release(&a.test);
    images_release(&b.train);
    images_release(&b.test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(repeats_are_counted),
    cmocka_unit_test(same_pictures_under_another_name),
};

TEST_MAIN(tests, NULL, NULL)
