/* Images by class, those that are held back, and what is known when. */
#include "incremental/arrivals.h"

#include "support/incremental.h"

static void by_class(void **state)
{
    struct axes_case c;
    (void)state;
    axes_init(&c, 4, "2 0 3 1", 2);
    assert_int_equal(c.arrivals.n, 4);
    assert_int_equal(c.arrivals.test.n, 40);
    for (int class_ = 0; class_ < 4; class_++) {
        assert_int_equal(c.arrivals.train[class_].n, 30);
        assert_int_equal(c.arrivals.held[class_].n, 10);
        for (size_t i = 0; i < 30; i++)
            assert_int_equal(c.arrivals.train[class_].labels[i], class_);
        /* the fourth of the class, which is the first that is held back */
        assert_memory_equal(c.arrivals.held[class_].pixels, c.set.train.pixels + (12 + class_) * 64, 64);
    }
    assert_int_equal(arrivals_place(&c.arrivals, 2), 0);
    assert_int_equal(arrivals_place(&c.arrivals, 1), 3);
    axes_release(&c);
}

static void joined(void **state)
{
    struct axes_case c;
    struct images im;
    (void)state;
    axes_init(&c, 4, "2 0 3 1", 2);
    arrivals_join(&c.arrivals, 3, 0, &im);
    assert_int_equal(im.n, 60);
    for (size_t i = 0; i < 60; i++)
        assert_int_equal(im.labels[i], i < 30 ? 2 : 3);
    images_release(&im);
    arrivals_join(&c.arrivals, 4, -1, &im);
    assert_int_equal(im.n, 120);
    images_release(&im);
    axes_release(&c);
}

static void limits(void **state)
{
    struct axes_case c;
    const struct arrivals_wanted wanted = { 7, 3, 3, 4 };
    (void)state;
    axes_init(&c, 3, "number", 2);
    arrivals_release(&c.arrivals);
    assert_int_equal(arrivals_make(&c.arrivals, &c.set, &c.request, &wanted, NULL), 0);
    assert_int_equal(c.arrivals.train[1].n, 7);
    assert_int_equal(c.arrivals.held[1].n, 7);
    assert_int_equal(c.arrivals.test.n, 9);
    axes_release(&c);
}

static void what_cannot_be(void **state)
{
    struct axes_case c;
    struct error e;
    const struct arrivals_wanted wanted = { 0, 0, 3, 4 };
    (void)state;
    axes_init(&c, 3, "number", 2);
    arrivals_release(&c.arrivals);
    c.request.keys.base = 4;
    assert_int_equal(arrivals_make(&c.arrivals, &c.set, &c.request, &wanted, &e), -1);
    assert_says(e.text, "expected at most the 3 classes of 'axes', found 4");
    arrivals_release(&c.arrivals);
    c.request.keys.base = 2;
    c.request.order = "0 1";
    assert_int_equal(arrivals_make(&c.arrivals, &c.set, &c.request, &wanted, &e), -1);
    assert_says(e.text, "expected each class from 0 to 2 once");
    arrivals_release(&c.arrivals);
    c.request.order = "number";
    for (size_t i = 0; i < c.set.test.n; i++)
        c.set.test.labels[i] = c.set.test.labels[i] == 1 ? 2 : c.set.test.labels[i];
    assert_int_equal(arrivals_make(&c.arrivals, &c.set, &c.request, &wanted, &e), -1);
    assert_says(e.text, "class 1 of 'axes' has no test images");
    axes_release(&c);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(by_class),
    cmocka_unit_test(joined),
    cmocka_unit_test(limits),
    cmocka_unit_test(what_cannot_be),
};

TEST_MAIN(tests, NULL, NULL)
