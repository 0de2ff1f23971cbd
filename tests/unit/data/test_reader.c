/* Readers by their names. */
#include "support/main.h"

#include <string.h>

#include "data/reader.h"
#include "support/folder.h"

static void readers_by_name(void **state)
{
    (void)state;
    for (const char *const *name = reader_names(); *name; name++) {
        assert_non_null(reader_find(*name));
        assert_string_equal(reader_find(*name)->name, *name);
    }
    assert_null(reader_find("jpeg"));
    assert_string_equal(reader_role(&reader_idx, 1, 1), "test_labels");
    assert_string_equal(reader_role(&reader_images, 0, 0), "train");
}

/* A label that stands for class 0 cannot be beside a label 0: both would be one class. */
static void zero_label_beside_zero(void **state)
{
    static const int32_t cases[2][4] = { { 1, 10, 2, 0 }, { 1, 10, 2, 10 } };
    (void)state;
    for (int i = 0; i < 2; i++) {
        const struct read_input in = { .zero_label = 10 };
        struct class_names classes = { 0 };
        struct images im;
        struct error e = { .text = "" };
        images_alloc(&im, 4, 1, 1, 1);
        memcpy(im.labels, cases[i], sizeof cases[i]);
        assert_int_equal(labels_check(&im, &in, "y.mat", &classes, &e), i - 1);
        assert_string_equal(
            e.text,
            i ? "" : "y.mat: expected no label 0 beside 10, which 'zero_label' says is class 0, found it in row 3");
        assert_int_equal(im.labels[1], i ? 0 : 10);
        images_release(&im);
        class_names_release(&classes);
    }
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(readers_by_name),
    IN_FOLDER(zero_label_beside_zero),
};

TEST_MAIN(tests, NULL, NULL)
