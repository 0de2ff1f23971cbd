/* Prepared data sets: opened and peeked at, missing and altered ones. */
#include "support/tiny_set.h"

#include "data/payload.h"

static void missing_set(void **state)
{
    struct place *p = *state;
    struct dataset d;
    struct error e;
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_says(e.text, "data set 'tiny' is not prepared in '");
    assert_says(e.text, "`lisae data fetch tiny` makes it");
    assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), -1);
    dataset_release(&d);
}

static void peek_does_not_check_the_sum(void **state)
{
    struct place *p = *state;
    struct dataset d;
    struct error e;
    size_t n;
    write_data(p->data);
    assert_fetched(p, "", p->data);
    char *file = path_join(p->prepared, "tiny.lisae", NULL), *bytes = file_read(file, &n, &e);
    char *pixels = memmem(bytes, n, TRAIN_X + 16, 16);
    pixels[0] = 99;
    assert_int_equal(file_write(file, bytes, n, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), 0);
    assert_string_equal(d.name, "tiny");
    assert_string_equal(d.edition, "one");
    assert_int_equal(strlen(d.payload), 64);
    assert_int_equal(d.n_classes, 3);
    assert_string_equal(d.classes[0], "0");
    assert_int_equal(d.train.n, 4);
    assert_int_equal(d.train.labels[3], 2);
    assert_int_equal(d.train.pixels[0], 99);
    dataset_release(&d);
    free(bytes);
    free(file);
}

static void altered_set_is_refused(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct dataset d;
    struct error e;
    size_t n;
    write_data(p->data);
    read_tiny(p, &c, "");
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    const struct fetch_places places = { .prepared = p->prepared };
    assert_int_equal(data_verify(&c, &places, &e), 0);

    char *file = path_join(p->prepared, "tiny.lisae", NULL), *bytes = file_read(file, &n, &e);
    char *pixels = memmem(bytes, n, TRAIN_X + 16, 16);
    assert_non_null(pixels);
    pixels[3] ^= 1;
    assert_int_equal(file_write(file, bytes, n, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_says(e.text, "expected SHA-256");
    assert_says(e.text, "(`lisae data fetch tiny` makes the data set anew)");
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_int_equal(file_write(file, bytes, n / 2, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), -1);
    /* and it does */
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    check_tiny(p, "one");
    free(bytes);
    free(file);
    catalogue_release(&c);
}

static const struct CMUnitTest tests[] = {
    TEST(missing_set),
    TEST(peek_does_not_check_the_sum),
    TEST(altered_set_is_refused),
};

TEST_MAIN(tests, NULL, NULL)
