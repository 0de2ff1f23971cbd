/* Prepared data sets: opened and peeked at, missing and altered ones. */
#include "support/tiny_set.h"

#include <sys/resource.h>

#include "support/archives.h"

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

/* Where the system does not let a file be read, the file may be whole: nothing is to be fetched. */
static void a_refusal_is_no_damage(void **state)
{
    struct place *p = *state;
    struct dataset d;
    struct error e;
    write_data(p->data);
    assert_fetched(p, "", p->data);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    const struct rlimit none = { 0, files.rlim_max };
    setrlimit(RLIMIT_NOFILE, &none);
    int opened = dataset_open(&d, p->prepared, "tiny", &e);
    setrlimit(RLIMIT_NOFILE, &files);
    assert_int_equal(opened, -1);
    assert_true(ends_with(e.text, "tiny.lisae': Too many open files"));
}

/* Files with a right checksum and contents that are no data set. */
static void sets_that_nobody_prepared(void **state)
{
    static const int32_t few[] = { 0, 1 }, strange[] = { 0, 1, 2, 3 }, negative[] = { 0, -1, 2, 1 };
    static const uint8_t bytes[16] = { 0 };
    static const struct {
        const char *entry;
        int type;
        size_t n;
        const void *data; /* NULL: the entry is left out */
        const char *words;
    } table[] = {
        { "name", 0, 0, NULL, "'name'" },
        { "edition", 0, 0, NULL, "'edition'" },
        { "payload", 0, 0, NULL, "'payload'" },
        { "classes", 0, 0, NULL, "'classes'" },
        { "train/images", 0, 0, NULL, "'train/images'" },
        { "test/labels", 0, 0, NULL, "'test/labels'" },
        { "name", ARCHIVE_TEXT, 0, "", "expected 'name' of 1 to 63 characters, found 0" },
        { "payload", ARCHIVE_TEXT, 0, "0123456789012345678901234567890123456789012345678901234567890123456789",
          "expected 'payload' of 1 to 64 characters, found 70" },
        { "name", ARCHIVE_TEXT, 0, "small", "expected the data set 'tiny', found 'small'" },
        { "classes", ARCHIVE_TEXT, 0, "\n", "expected the names of 1 to 1024 classes, found 0" },
        { "train/images", ARCHIVE_U8, 16, bytes, "'train/images' is no (n, height, width, 1 or 3)" },
        { "train/labels", ARCHIVE_I32, 2, few, "expected 4 labels in 'train/labels', found 2" },
        { "train/labels", ARCHIVE_I32, 4, strange, "expected labels 0..2 in 'train/labels', found 3" },
        { "train/labels", ARCHIVE_I32, 4, negative, "expected labels 0..2 in 'train/labels', found -1" },
    };
    struct place *p = *state;
    struct dataset d;
    struct error e;
    struct archive good;
    write_data(p->data);
    assert_fetched(p, "", p->data);
    char *path = path_join(p->prepared, "tiny.lisae", NULL), *kept = path_join(p->prepared, "kept", NULL);
    assert_int_equal(rename(path, kept), 0);
    assert_int_equal(archive_open(&good, kept, &e), 0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        put_changed(&good, path, table[i].entry, table[i].type, table[i].n, table[i].data);
        assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
        assert_says(e.text, table[i].words);
        assert_true(ends_with(e.text, "(`lisae data fetch tiny` makes the data set anew)"));
        assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), -1);
    }
    archive_release(&good);
    free(path);
    free(kept);
}

static void splits_of_two_sizes(void **state)
{
    static const char *const classes[] = { "a" };
    struct place *p = *state;
    struct images train, test;
    struct dataset d;
    struct error e;
    images_alloc(&train, 1, 2, 3, 1);
    images_alloc(&test, 1, 3, 2, 1);
    train.labels[0] = test.labels[0] = 0;
    memset(train.pixels, 0, 6);
    memset(test.pixels, 0, 6);
    assert_int_equal(dataset_write(p->prepared, "odd", "one", "0", NULL, classes, 1, &train, &test, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "odd", &e), -1);
    assert_says(e.text, "odd.lisae: train images are 2x3x1, test images 3x2x1");
    /* nowhere to write it */
    write_to(p->folder, "file", "", 0);
    char *below = path_join(p->folder, "file", "prepared", NULL);
    assert_int_equal(dataset_write(below, "odd", "one", "0", NULL, classes, 1, &train, &test, &e), -1);
    assert_says(e.text, "cannot make the folder '");
    free(below);
    images_release(&train);
    images_release(&test);
}

/* Larger than readers and models take, of which nobody counts the values. */
static void sides_that_are_too_long(void **state)
{
    static const char *const classes[] = { "a" };
    static const int sides[][2] = { { 4096, 1 }, { 4097, 1 }, { 1, 4097 } };
    struct place *p = *state;
    for (size_t i = 0; i < 3; i++) {
        struct images im;
        struct dataset d;
        struct error e;
        images_alloc(&im, 1, sides[i][0], sides[i][1], 1);
        memset(im.pixels, 0, 4097 - (i == 0));
        im.labels[0] = 0;
        assert_int_equal(dataset_write(p->prepared, "long", "one", "0", NULL, classes, 1, &im, &im, &e), 0);
        assert_int_equal(dataset_open(&d, p->prepared, "long", &e), i ? -1 : 0);
        if (i)
            assert_says(e.text, "'train/images' is no (n, height, width, 1 or 3)");
        dataset_release(&d);
        images_release(&im);
    }
}

static void names_that_are_too_long_or_near(void **state)
{
    struct place *p = *state;
    struct dataset d;
    struct error e;
    char name[100];
    memset(name, 'x', 64);
    name[64] = '\0';
    assert_int_equal(dataset_peek(&d, p->prepared, name, &e), -1);
    assert_says(e.text, "is longer than 63 characters");
    write_data(p->data);
    assert_fetched(p, "", p->data);
    assert_int_equal(dataset_peek(&d, p->prepared, "tin", &e), -1);
    assert_true(ends_with(e.text, "makes it, or did you mean 'tiny'?"));
    assert_int_equal(dataset_peek(&d, p->prepared, "tall", &e), -1);
    assert_true(ends_with(e.text, "`lisae data fetch tall` makes it"));
}

static const struct CMUnitTest tests[] = {
    TEST(missing_set),
    TEST(peek_does_not_check_the_sum),
    TEST(altered_set_is_refused),
    TEST(a_refusal_is_no_damage),
    TEST(sets_that_nobody_prepared),
    TEST(splits_of_two_sizes),
    TEST(sides_that_are_too_long),
    TEST(names_that_are_too_long_or_near),
};

TEST_MAIN(tests, NULL, NULL)
