/* Images of one set in another, against a comparison of all with all. */
#include "support/main.h"

#include <string.h>

#include "base/rng.h"
#include "data/overlap.h"

/* Images of 3x3 and few values, so that some are the same. */
static struct images make(size_t n, int channels, struct rng *r, uint32_t values)
{
    struct images im;
    images_alloc(&im, n, 3, 3, channels);
    for (size_t i = 0; i < n; i++) {
        memset(im.pixels + i * images_size(&im), (int)rng_below(r, values), images_size(&im));
        im.pixels[i * images_size(&im) + images_size(&im) - 1] = (uint8_t)rng_below(r, values);
        im.labels[i] = 0;
    }
    return im;
}

static int holds(const struct images *im, const uint8_t *picture)
{
    for (size_t i = 0; i < im->n; i++)
        if (memcmp(im->pixels + i * images_size(im), picture, images_size(im)) == 0)
            return 1;
    return 0;
}

static void images_of_the_other_set_are_counted(void **state)
{
    (void)state;
    struct rng r;
    int some = 0, not_all = 0;
    rng_seed(&r, 1);
    for (uint32_t values = 1; values < 30; values += 2)
        for (int channels = 1; channels <= 3; channels += 2) {
            struct dataset foreign = { .train = make(40, channels, &r, values),
                                       .test = make(20, channels, &r, values) };
            struct images judged = make(50, channels, &r, values);
            size_t expected = 0;
            for (size_t i = 0; i < judged.n; i++) {
                const uint8_t *picture = judged.pixels + i * images_size(&judged);
                expected += (size_t)(holds(&foreign.train, picture) || holds(&foreign.test, picture));
            }
            assert_int_equal(images_in_dataset(&judged, &foreign), expected);
            some |= expected > 0;
            not_all |= expected < judged.n;
            images_release(&judged);
            images_release(&foreign.train);
            images_release(&foreign.test);
        }
    assert_true(some && not_all);
}

/* A grey image is found in colour, as it would be learnt from; another size is not compared. */
static void colours_are_made_alike(void **state)
{
    (void)state;
    struct rng r;
    rng_seed(&r, 2);
    struct images grey = make(10, 1, &r, 200);
    struct dataset foreign = { .n_classes = 1 };
    images_match(&foreign.train, &grey, 3, 3, 3);
    images_alloc(&foreign.test, 0, 3, 3, 3);
    assert_int_equal(images_in_dataset(&foreign.train, &foreign), 10);
    assert_int_equal(images_in_dataset(&grey, &foreign), 10);
    struct images smaller;
    images_match(&smaller, &grey, 2, 3, 1);
    assert_int_equal(images_in_dataset(&smaller, &foreign), 0);
    images_release(&smaller);
    images_release(&grey);
    images_release(&foreign.train);
    images_release(&foreign.test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(images_of_the_other_set_are_counted),
    cmocka_unit_test(colours_are_made_alike),
};

TEST_MAIN(tests, NULL, NULL)
