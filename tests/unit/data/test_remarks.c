/* What is said of a prepared set. */
#include "support/main.h"

#include <string.h>

#include "data/remarks.h"

/* Grey pictures of 1x2, each with pixels of its own, with these labels. */
static struct images make(const int *labels, size_t n, int shade)
{
    struct images im;
    images_alloc(&im, n, 1, 2, 1);
    for (size_t i = 0; i < n; i++) {
        im.labels[i] = labels[i];
        im.pixels[2 * i] = (unsigned char)shade;
        im.pixels[2 * i + 1] = (unsigned char)i;
    }
    return im;
}

static void assert_remarks(char **classes, int n_classes, const int *train, size_t n_train, const int *test,
                           size_t n_test, const char *expected)
{
    struct dataset d = { .n_classes = n_classes, .classes = classes };
    struct text lines = TEXT_INIT;
    d.train = make(train, n_train, 1);
    d.test = make(test, n_test, 2);
    dataset_remarks(&d, &lines);
    assert_string_equal(text_of(&lines), expected);
    text_release(&lines);
    images_release(&d.train);
    images_release(&d.test);
}

static void counts_alone_where_all_is_well(void **state)
{
    static char *classes[] = { "0", "1" };
    static const int labels[] = { 0, 1, 1 };
    assert_remarks(classes, 2, labels, 3, labels, 2, "3 train and 2 test images of 1x2x1 in 2 classes\n");
    assert_remarks(classes, 1, labels, 1, labels, 1, "1 train and 1 test images of 1x2x1 in 1 class\n");
}

/* One name in two spellings is two classes, each of which one split lacks. */
static void classes_that_a_split_lacks(void **state)
{
    static char *classes[] = { "bad", "sch\xc3\xb6n", "scho\xcc\x88n" };
    static const int train[] = { 0, 1 }, test[] = { 0, 2 };
    assert_remarks(classes, 3, train, 2, test, 2,
                   "2 train and 2 test images of 1x2x1 in 3 classes\n"
                   "no train image is there of 1 of 3 classes: 'scho\xcc\x88n'\n"
                   "no test image is there of 1 of 3 classes: 'sch\xc3\xb6n'\n");
}

/* Folders 1, 10, 2 are the classes 0, 1, 2. */
static void names_that_are_other_numbers(void **state)
{
    static char *classes[] = { "1", "10", "2", "20", "4" };
    static const int all[] = { 0, 1, 2, 3, 4 };
    assert_remarks(classes, 5, all, 5, all, 5,
                   "5 train and 5 test images of 1x2x1 in 5 classes\n"
                   "names of classes are numbers, but not theirs: '1' is class 0, '10' is class 1, '20' is class 3\n");
}

static void images_in_both_splits_or_in_two_classes(void **state)
{
    static char *classes[] = { "0", "1" };
    static const int train[] = { 0, 1, 0 }, test[] = { 0, 0 };
    struct dataset d = { .n_classes = 2, .classes = classes };
    struct text lines = TEXT_INIT;
    d.train = make(train, 3, 5);
    d.test = make(test, 2, 5); /* its second image is the second of the other class */
    dataset_remarks(&d, &lines);
    assert_string_equal(text_of(&lines), "3 train and 2 test images of 1x2x1 in 2 classes\n"
                                         "no test image is there of 1 of 2 classes: '1'\n"
                                         "2 of 2 test images are among the train images, too\n"
                                         "2 of 5 images are in more than one class\n");
    text_release(&lines);
    images_release(&d.train);
    images_release(&d.test);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(counts_alone_where_all_is_well),
    cmocka_unit_test(classes_that_a_split_lacks),
    cmocka_unit_test(names_that_are_other_numbers),
    cmocka_unit_test(images_in_both_splits_or_in_two_classes),
};

TEST_MAIN(tests, NULL, NULL)
