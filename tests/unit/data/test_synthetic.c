/* The sets that are made: what they are, and that they stay so, since their hashes name runs. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>

#include "data/nearest.h"
#include "data/synthetic.h"

static void open_set(struct dataset *d, const char *name)
{
    struct error e = { .text = "" };
    assert_int_equal(dataset_open(d, "nowhere", name, &e), 0);
    assert_string_equal(e.text, "");
    assert_string_equal(d->name, name);
}

/* Mean of coordinate k, or of the product of two. */
static double mean_of(const struct images *im, int k)
{
    double sum = 0;
    for (size_t i = 0; i < im->n; i++)
        sum += (double)im->values[i * (size_t)im->width + (size_t)k] / (double)im->n;
    return sum;
}

static double moment(const struct images *im, int a, int b)
{
    double sum = 0;
    for (size_t i = 0; i < im->n; i++) {
        const float *x = im->values + i * (size_t)im->width;
        sum += ((double)x[a] - mean_of(im, a)) * ((double)x[b] - mean_of(im, b)) / (double)im->n;
    }
    return sum;
}

static void hashes_stay(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        { "gauss", "b272c110da19" },     { "blobs", "3df11b0dac3e" }, { "curve", "589bf53058fb" },
        { "square", "47efd2a9932c" },    { "ring", "bd565c45ea62" },  { "noise", "6094b8d5d92b" },
        { "ellipsoid", "9dbca8d746e4" }, { "axis", "09df8008a8b1" },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct dataset d;
        char name[DATASET_NAME];
        snprintf(name, sizeof name, "synthetic:%s", known[i][0]);
        open_set(&d, name);
        d.payload[12] = '\0';
        assert_string_equal(d.payload, known[i][1]);
        dataset_release(&d);
    }
}

static void moments_are_those_asked_for(void **state)
{
    (void)state;
    struct dataset d;
    open_set(&d, "synthetic:gauss");
    assert_near(moment(&d.train, 0, 0), 1, 0.15);
    assert_near(moment(&d.train, 0, 1), 0.8, 0.15);
    assert_near(moment(&d.train, 1, 1), 1, 0.15);
    dataset_release(&d);
    open_set(&d, "synthetic:ellipsoid");
    assert_near(moment(&d.train, 0, 0), 1, 0.15);
    assert_near(moment(&d.train, 1, 1), 0.2, 0.03);
    assert_near(moment(&d.train, 2, 2), 0.01, 0.0015);
    dataset_release(&d);
    open_set(&d, "synthetic:blobs");
    assert_near(mean_of(&d.train, 0), 0, 0.05);
    assert_near(moment(&d.train, 0, 0), 4.09, 0.15);
    assert_near(moment(&d.train, 0, 1), 2, 0.1);
    dataset_release(&d);
}

/* Where the curve's points lie: their distance from it is the noise. */
static void the_curve_is_bent(void **state)
{
    (void)state;
    struct dataset d;
    open_set(&d, "synthetic:curve");
    for (size_t i = 0; i < d.train.n; i++) {
        double least = 9;
        for (double t = -2.5; t <= 2.5; t += 0.01)
            least = fmin(least, hypot((double)d.train.values[2 * i] - t,
                                      (double)d.train.values[2 * i + 1] - (t * t / 2 - 0.7)));
        assert_true(least < 0.45);
    }
    dataset_release(&d);
}

static void elsewhere_is_far_and_for_tests_alone(void **state)
{
    (void)state;
    struct dataset d;
    open_set(&d, "synthetic:blobs");
    const double far = nearest_quantile(d.train.values, d.train.n, 2, 0.99);
    assert_int_equal(d.n_classes, 2);
    assert_int_equal(d.train.n, 500);
    assert_int_equal(d.test.n, 1000);
    for (size_t i = 0; i < d.train.n; i++)
        assert_int_equal(d.train.labels[i], 0);
    for (size_t i = 0; i < d.test.n; i++) {
        assert_int_equal(d.test.labels[i], i >= 500);
        if (i >= 500)
            assert_true(nearest_distance(d.train.values, d.train.n, 2, d.test.values + 2 * i) > far);
    }
    dataset_release(&d);
    open_set(&d, "synthetic:ring");
    assert_int_equal(d.n_classes, 1);
    for (size_t i = 0; i < d.train.n; i++)
        assert_near(hypot((double)d.train.values[2 * i], (double)d.train.values[2 * i + 1]), 5.5, 0.501);
    dataset_release(&d);
}

static void unknown_names_are_told_the_others(void **state)
{
    (void)state;
    struct dataset d;
    struct error e;
    assert_int_equal(dataset_peek(&d, "nowhere", "synthetic:gaus", &e), -1);
    assert_says(e.text, "'synthetic:gaus': expected one of these behind 'synthetic:': gauss, blobs, curve");
    dataset_release(&d);
    assert_false(synthetic_named("gauss"));
}

static void all_are_described(void **state)
{
    (void)state;
    struct text t = TEXT_INIT;
    synthetic_describe("; ", &t);
    assert_says(text_of(&t), "; synthetic:ellipsoid a Gaussian in three dimensions");
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(hashes_stay),
    cmocka_unit_test(moments_are_those_asked_for),
    cmocka_unit_test(the_curve_is_bent),
    cmocka_unit_test(elsewhere_is_far_and_for_tests_alone),
    cmocka_unit_test(unknown_names_are_told_the_others),
    cmocka_unit_test(all_are_described),
};

TEST_MAIN(tests, NULL, NULL)
