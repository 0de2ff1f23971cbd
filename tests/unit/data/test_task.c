/* Tasks: which rows go where. The set has three classes; every image's pixels say which split
 * and row it is. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>

#include "data/task.h"
#include "support/classes.h"

enum { N_TRAIN = 60, N_TEST = 30, SIDE = 2, SIZE = SIDE * SIDE };

/* Row i of class i % 3; its pixels are i, and 100 more in the test split. */
static void fill(struct images *im, size_t n, int base)
{
    images_alloc(im, n, SIDE, SIDE, 1);
    for (size_t i = 0; i < n; i++) {
        im->labels[i] = (int32_t)(i % 3);
        memset(im->pixels + i * SIZE, base + (int)i, SIZE);
    }
}

static int set_up(void **state)
{
    struct dataset *d = calloc(1, sizeof *d);
    memcpy(d->name, "three", sizeof "three");
    d->n_classes = 3;
    fill(&d->train, N_TRAIN, 0);
    fill(&d->test, N_TEST, 100);
    *state = d;
    return 0;
}

static int tear_down(void **state)
{
    struct dataset *d = *state;
    images_release(&d->train);
    images_release(&d->test);
    free(d);
    return 0;
}

static const struct task_spec ONE_CLASS = { .positive = CLASSES(1, CLASS(0)),
                                            .anomaly = CLASSES(2, CLASS(1) | CLASS(2)) };

static struct task make(const struct task_spec *spec, const struct dataset *set, const struct dataset *foreign,
                        uint64_t seed)
{
    struct task t;
    struct error e = { .text = "" };
    int rc = task_make(&t, spec, set, foreign, seed, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    return t;
}

static void assert_fails(const struct task_spec *spec, const struct dataset *set, const struct dataset *foreign,
                         const char *message)
{
    struct task t;
    struct error e = { .text = "no error" };
    int rc = task_make(&t, spec, set, foreign, 1, &e);
    assert_string_equal(e.text, message);
    assert_int_equal(rc, -1);
    assert_null(t.positive.pixels);
}

/* How many images of each class there are, by their pixels: the row in the train split. */
static void count_classes(const struct images *im, int counts[3])
{
    memset(counts, 0, 3 * sizeof *counts);
    for (size_t i = 0; i < im->n; i++)
        counts[im->pixels[i * SIZE] % 3]++;
}

/* Anomalies are among the positives, positives among the negatives; what is judged stays, and so do held-out images. */
static void polluted_images(void **state)
{
    struct task_spec spec = ONE_CLASS;
    int counts[3];
    spec.anomaly = (struct class_list)CLASSES(1, CLASS(1));
    spec.source = NEGATIVE_CLASSES;
    spec.negative = (struct class_list)CLASSES(1, CLASS(2));
    spec.holdout = 5;
    spec.pollution = (struct pollution) { 25, 50 };
    spec.polluting = spec.anomaly;
    struct task t = make(&spec, *state, NULL, 1);
    count_classes(&t.positive, counts);
    assert_int_equal(counts[0], 12);
    assert_int_equal(counts[1], 4);
    assert_int_equal(counts[2], 0);
    count_classes(&t.negative, counts);
    assert_int_equal(counts[0], 8);
    assert_int_equal(counts[2], 8);
    for (size_t i = 0; i < t.positive.n; i++) {
        assert_int_equal(t.positive.labels[i], 0);
        assert_true(t.positive.pixels[i * SIZE] / 3 % 5 != 4); /* not one of those that are judged */
    }
    spec.pollution = (struct pollution) { 0, 0 };
    struct task clean = make(&spec, *state, NULL, 1);
    assert_int_equal(t.test.n, clean.test.n);
    assert_memory_equal(t.test.pixels, clean.test.pixels, t.test.n * SIZE);
    assert_memory_equal(t.anomaly, clean.anomaly, t.test.n);
    task_release(&t);
    task_release(&clean);
    spec.pollution.positives = 50;
    spec.train_limit = 0;
    spec.polluting = (struct class_list) { 0 };
    assert_fails(&spec, *state, NULL, "positives: expected 8 images to pollute 16 with, found 0");
}

static void all_images_in_order(void **state)
{
    struct task t = make(&ONE_CLASS, *state, NULL, 1);
    assert_int_equal(t.positive.n, 20);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(t.positive.labels[i], 0);
        assert_int_equal(t.positive.pixels[i * SIZE], 3 * i);
    }
    assert_int_equal(t.negative.n, 0);
    assert_int_equal(t.negative.height, SIDE);
    assert_int_equal(t.test.n, 30);
    for (int i = 0; i < 30; i++) {
        assert_int_equal(t.test.pixels[i * SIZE + 3], 100 + i);
        assert_int_equal(t.test.labels[i], i % 3);
        assert_int_equal(t.index[i], i);
        assert_int_equal(t.anomaly[i], i % 3 != 0);
    }
    task_release(&t);
    assert_null(t.index);
}

static void classes_that_are_neither_stay_out(void **state)
{
    const struct task_spec spec = { .positive = classes_of("2"), .anomaly = classes_of("0") };
    struct task t = make(&spec, *state, NULL, 1);
    assert_int_equal(t.test.n, 20);
    for (int i = 0; i < 20; i++) {
        assert_int_not_equal(t.test.labels[i], 1);
        assert_int_equal(t.test.pixels[i * SIZE], 100 + t.index[i]);
        assert_int_equal(t.anomaly[i], t.test.labels[i] == 0);
        if (i)
            assert_true(t.index[i] > t.index[i - 1]);
    }
    task_release(&t);
}

/* How many images of `a` are among those of `b`. */
static int shared(const struct images *a, const struct images *b)
{
    int n = 0;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            n += a->pixels[i * SIZE] == b->pixels[k * SIZE];
    return n;
}

static void limits_are_per_class_and_shuffled_by_the_seed(void **state)
{
    struct task_spec spec = ONE_CLASS;
    spec.source = NEGATIVE_CLASSES;
    spec.negative = classes_of("1 2");
    spec.train_limit = 7;
    spec.test_limit = 4;
    struct task a = make(&spec, *state, NULL, 1), same = make(&spec, *state, NULL, 1);
    struct task other = make(&spec, *state, NULL, 2);
    assert_int_equal(a.positive.n, 7);
    assert_int_equal(a.negative.n, 14);
    assert_int_equal(a.test.n, 12);
    size_t counts[3];
    dataset_count(&a.negative, 3, counts);
    assert_int_equal(counts[1], 7);
    dataset_count(&a.test, 3, counts);
    assert_int_equal(counts[0], 4);
    assert_int_equal(counts[2], 4);
    assert_memory_equal(a.positive.pixels, same.positive.pixels, 7 * SIZE);
    assert_memory_equal(a.test.pixels, same.test.pixels, 12 * SIZE);
    assert_int_not_equal(shared(&a.positive, &other.positive), 7);
    /* not simply the first ones: 0, 3, ... 18 */
    assert_int_not_equal(a.positive.pixels[6 * SIZE], 18);
    assert_int_equal(shared(&a.positive, &a.positive), 7);

    /* a class's images do not depend on the task's other classes; more of them hold fewer */
    struct task_spec wider = spec;
    wider.positive = classes_of("2 0");
    wider.anomaly = classes_of("1");
    struct task b = make(&wider, *state, NULL, 1);
    assert_int_equal(b.positive.n, 14);
    assert_int_equal(shared(&a.positive, &b.positive), 7);
    wider.train_limit = 12;
    struct task c = make(&wider, *state, NULL, 1);
    assert_int_equal(shared(&b.positive, &c.positive), 14);
    /* a limit above the number of images takes them all */
    wider.train_limit = 1000;
    struct task d = make(&wider, *state, NULL, 1);
    assert_int_equal(d.positive.n, 40);
    task_release(&a);
    task_release(&same);
    task_release(&other);
    task_release(&b);
    task_release(&c);
    task_release(&d);
}

/* As many of each class as can be, and the seed draws which ones have one more. */
static void a_limit_on_all_negatives(void **state)
{
    struct task_spec spec = ONE_CLASS;
    struct dataset *d = *state;
    spec.source = NEGATIVE_CLASSES;
    spec.negative = classes_of("1 2");
    struct task whole = make(&spec, d, NULL, 1);
    spec.negative_limit = 7;
    int more_of_one = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct task t = make(&spec, d, NULL, seed), same = make(&spec, d, NULL, seed);
        size_t counts[3];
        assert_int_equal(t.negative.n, 7);
        assert_int_equal(t.positive.n, whole.positive.n);
        assert_int_equal(shared(&t.negative, &whole.negative), 7);
        assert_memory_equal(t.negative.pixels, same.negative.pixels, 7 * SIZE);
        dataset_count(&t.negative, 3, counts);
        assert_true(counts[1] + counts[2] == 7 && (counts[1] == 3 || counts[1] == 4));
        more_of_one += counts[1] == 4;
        task_release(&t);
        task_release(&same);
    }
    assert_in_range(more_of_one, 4, 16);
    task_release(&whole);

    /* a limit on each class cuts first; a class that has few gives what it has */
    struct task_spec narrow = spec;
    narrow.train_limit = 3;
    struct task t = make(&narrow, d, NULL, 1);
    assert_int_equal(t.negative.n, 6);
    task_release(&t);
    size_t counts[3];
    for (int i = 0; i < N_TRAIN; i++)
        if (d->train.labels[i] == 2 && i > 8)
            d->train.labels[i] = 0;
    t = make(&spec, d, NULL, 1);
    dataset_count(&t.negative, 3, counts);
    assert_int_equal(counts[1], 4);
    assert_int_equal(counts[2], 3);
    spec.negative_limit = 12;
    struct task u = make(&spec, d, NULL, 1);
    dataset_count(&u.negative, 3, counts);
    assert_int_equal(counts[1], 9);
    assert_int_equal(counts[2], 3);
    assert_int_equal(shared(&t.negative, &u.negative), 7); /* more hold fewer */
    task_release(&t);
    task_release(&u);
    spec.negative_limit = 1; /* fewer than classes */
    t = make(&spec, d, NULL, 1);
    assert_int_equal(t.negative.n, 1);
    task_release(&t);
    spec.negative_limit = 1000;
    t = make(&spec, d, NULL, 1);
    assert_int_equal(t.negative.n, 23);
    task_release(&t);
}

static void foreign_negatives_take_the_sets_shape(void **state)
{
    struct dataset foreign = { .name = "colour", .n_classes = 2 };
    images_alloc(&foreign.train, 3, 4, 4, 3);
    images_alloc(&foreign.test, 2, 4, 4, 3);
    for (int i = 0; i < 5; i++) {
        struct images *im = i < 3 ? &foreign.train : &foreign.test;
        int row = i < 3 ? i : i - 3;
        im->labels[row] = i % 2;
        for (int p = 0; p < 16; p++)
            memset(im->pixels + (row * 16 + p) * 3, 10 * i + (p % 2 ? 2 : 4), 3);
    }
    struct task_spec spec = ONE_CLASS;
    spec.source = NEGATIVE_DATASET;
    struct task t = make(&spec, *state, &foreign, 1);
    assert_int_equal(t.negative.n, 5); /* both splits */
    assert_int_equal(t.negative.height, SIDE);
    assert_int_equal(t.negative.width, SIDE);
    assert_int_equal(t.negative.channels, 1);
    for (int i = 0; i < 5; i++)
        for (int p = 0; p < SIZE; p++)
            assert_int_equal(t.negative.pixels[i * SIZE + p], 10 * i + 3);
    task_release(&t);

    spec.train_limit = 1; /* of each of its classes */
    t = make(&spec, *state, &foreign, 1);
    assert_int_equal(t.negative.n, 2);
    task_release(&t);
    spec.train_limit = 0;
    spec.negative_limit = 3; /* 3 of one and 2 of the other */
    t = make(&spec, *state, &foreign, 1);
    assert_int_equal(t.negative.n, 3);
    task_release(&t);
    assert_fails(&spec, *state, NULL, "expected a data set for the negatives, found none");

    foreign.train.n = foreign.test.n = 0;
    assert_fails(&spec, *state, &foreign, "no negative image is left of 'colour'");
    images_release(&foreign.train);
    images_release(&foreign.test);
}

static void strokes(void **state)
{
    struct task_spec spec = ONE_CLASS;
    spec.source = NEGATIVE_STROKES;
    spec.strokes = 9;
    struct task a = make(&spec, *state, NULL, 1), same = make(&spec, *state, NULL, 1);
    struct task other = make(&spec, *state, NULL, 2);
    assert_int_equal(a.negative.n, 9);
    assert_int_equal(a.negative.height, SIDE);
    assert_memory_equal(a.negative.pixels, same.negative.pixels, 9 * SIZE);
    assert_memory_not_equal(a.negative.pixels, other.negative.pixels, 9 * SIZE);
    task_release(&a);
    task_release(&same);
    task_release(&other);
}

static void without_classes_to_judge_by(void **state)
{
    struct task_spec spec = ONE_CLASS;
    spec.anomaly = classes_of("");
    struct task t = make(&spec, *state, NULL, 1);
    assert_int_equal(t.test.n, 10);
    for (int i = 0; i < 10; i++)
        assert_int_equal(t.anomaly[i], 0);
    task_release(&t);
}

static void impossible_tasks(void **state)
{
    struct dataset *d = *state;
    struct task_spec spec = ONE_CLASS;
    spec.positive = classes_of("3");
    assert_fails(&spec, d, NULL, "positive class 3 does not exist: 'three' has the classes 0..2");
    spec = ONE_CLASS;
    spec.anomaly = classes_of("1 1023");
    assert_fails(&spec, d, NULL, "anomaly class 1023 does not exist: 'three' has the classes 0..2");
    spec = ONE_CLASS;
    spec.anomaly = classes_of("0 1");
    assert_fails(&spec, d, NULL, "class 0 is positive and anomaly at once");
    spec = ONE_CLASS;
    spec.source = NEGATIVE_CLASSES;
    spec.negative = classes_of("7");
    assert_fails(&spec, d, NULL, "negative class 7 does not exist: 'three' has the classes 0..2");
    spec.negative = classes_of("");
    assert_fails(&spec, d, NULL, "no negative image is left of 'three'");
    spec = ONE_CLASS;
    spec.source = NEGATIVE_STROKES;
    assert_fails(&spec, d, NULL, "no negative image is left of 'three'");
    spec = ONE_CLASS;
    spec.positive = classes_of("");
    assert_fails(&spec, d, NULL, "no positive image among the train images of 'three'");

    /* a class without images: the fourth */
    d->n_classes = 4;
    spec = ONE_CLASS;
    spec.positive = classes_of("3");
    assert_fails(&spec, d, NULL, "no positive image among the train images of 'three'");
    spec = ONE_CLASS;
    spec.anomaly = classes_of("3");
    assert_fails(&spec, d, NULL, "no anomaly among the test images of 'three'");
    for (int i = 0; i < N_TEST; i += 3)
        d->test.labels[i] = 3;
    assert_fails(&ONE_CLASS, d, NULL, "no image of a positive class among the test images of 'three'");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* 20 train images a class; each sixth of a class (its ranks 5, 11, 17) is judged on and not
 * trained on. Row i has the rank i / 3 in its class, and its pixels are i. */
static void holding_out(void **state)
{
    struct task_spec spec = { .positive = classes_of("0"),
                              .anomaly = classes_of("1"),
                              .source = NEGATIVE_CLASSES,
                              .negative = classes_of("2"),
                              .holdout = 6 };
    static const int expected[] = { 15, 16, 33, 34, 51, 52 };
    struct task t = make(&spec, *state, NULL, 1);
    assert_int_equal(t.positive.n, 17);
    assert_int_equal(t.negative.n, 17);
    assert_int_equal(t.test.n, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(t.index[i], expected[i]);
        assert_int_equal(t.test.pixels[i * SIZE], expected[i]);
        assert_int_equal(t.anomaly[i], expected[i] % 3 == 1);
    }
    for (size_t i = 0; i < 17; i++) {
        assert_int_not_equal(t.positive.pixels[i * SIZE] / 3 % 6, 5);
        assert_int_not_equal(t.negative.pixels[i * SIZE] / 3 % 6, 5);
    }
    task_release(&t);
}

static const struct CMUnitTest tests[] = {
    TEST(all_images_in_order),
    TEST(polluted_images),
    TEST(classes_that_are_neither_stay_out),
    TEST(limits_are_per_class_and_shuffled_by_the_seed),
    TEST(a_limit_on_all_negatives),
    TEST(foreign_negatives_take_the_sets_shape),
    TEST(strokes),
    TEST(holding_out),
    TEST(without_classes_to_judge_by),
    TEST(impossible_tasks),
};

TEST_MAIN(tests, NULL, NULL)
