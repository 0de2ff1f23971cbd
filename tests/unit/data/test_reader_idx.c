/* IDX files made byte by byte, whole, cut at every length and damaged. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "data/reader.h"
#include "store/file.h"
#include "store/gzip.h"
#include "support/folder.h"
#include "support/readers.h"

static void check_idx(const char *images, const char *labels)
{
    struct images out;
    struct class_names classes = { 0 };
    struct error e;
    int rc = read_with(&reader_idx, &out, images, labels, &classes, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    assert_int_equal(out.n, 2);
    assert_int_equal(out.height, 2);
    assert_int_equal(out.width, 3);
    assert_int_equal(out.channels, 1);
    assert_memory_equal(out.pixels, IDX_IMAGES + 16, 12);
    assert_int_equal(out.labels[0], 2);
    assert_int_equal(out.labels[1], 0);
    /* the names are the numbers up to the largest label */
    assert_int_equal(classes.n, 3);
    assert_string_equal(classes.name[2], "2");
    assert_null(classes.name[3]);
    images_release(&out);
    class_names_release(&classes);
}

static void idx_plain_and_gzip(void **state)
{
    struct error e;
    char *images = folder_file(state, "images", IDX_IMAGES, sizeof IDX_IMAGES);
    char *labels = folder_file(state, "labels", IDX_LABELS, sizeof IDX_LABELS);
    char *packed = path_join(*state, "images.gz", NULL);
    assert_int_equal(gzip_write(packed, IDX_IMAGES, sizeof IDX_IMAGES, &e), 0);
    check_idx(images, labels);
    check_idx(packed, labels);
    free(images);
    free(labels);
    free(packed);
}

static void idx_cut_anywhere(void **state)
{
    struct error e;
    char *images = folder_file(state, "images", IDX_IMAGES, sizeof IDX_IMAGES);
    char *labels = folder_file(state, "labels", IDX_LABELS, sizeof IDX_LABELS);
    for (size_t n = 0; n < sizeof IDX_IMAGES; n++) {
        char *cut = folder_file(state, "cut", IDX_IMAGES, n);
        assert_unreadable(&reader_idx, cut, labels, "found the end at byte");
        free(cut);
    }
    for (size_t n = 0; n < sizeof IDX_LABELS; n++) {
        char *cut = folder_file(state, "cut", IDX_LABELS, n);
        assert_unreadable(&reader_idx, images, cut, "found the end at byte");
        free(cut);
    }
    char *packed = path_join(*state, "images.gz", NULL);
    assert_int_equal(gzip_write(packed, IDX_IMAGES, sizeof IDX_IMAGES, &e), 0);
    size_t size;
    char *bytes = file_read(packed, &size, &e);
    for (size_t n = 0; n < size; n++) {
        char *cut = folder_file(state, "cut.gz", bytes, n);
        assert_unreadable(&reader_idx, cut, labels, "cut.gz");
        free(cut);
    }
    /* the last four bytes but four are the CRC */
    bytes[size - 8] ^= 1;
    char *damaged = folder_file(state, "damaged.gz", bytes, size);
    assert_unreadable(&reader_idx, damaged, labels, "incorrect data check");
    free(damaged);
    free(bytes);
    free(packed);
    free(images);
    free(labels);
}

/* One byte of the images changed: at, to, words of the message. */
static void idx_wrong_headers(void **state)
{
    static const struct {
        int at, value;
        const char *words;
    } cases[] = {
        { 0, 1, "expected an IDX file" },
        { 1, 0x8b, "expected an IDX file" },
        { 2, 0x0d, "type 0x0d" },
        { 3, 2, "expected 3 to 4 dimensions, found 2" },
        { 3, 5, "expected 3 to 4 dimensions, found 5" },
        { 3, 255, "found 255" },
        { 7, 0, "expected 1 to" }, /* no image */
        { 7, 1, "found more" },
        { 7, 3, "found the end" },
        { 4, 255, "found 4278190082" },
        { 4, 64, "a file of 28 bytes cannot hold the 6442450956 that it declares" },
        { 10, 4, "a file of 28 bytes cannot hold the 6156 that it declares" },
        { 11, 0, "pixels a side" },
        { 8, 255, "pixels a side" },
        { 12, 128, "pixels a side" },
    };
    char *labels = folder_file(state, "labels", IDX_LABELS, sizeof IDX_LABELS);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char bytes[sizeof IDX_IMAGES];
        memcpy(bytes, IDX_IMAGES, sizeof bytes);
        bytes[cases[i].at] = (unsigned char)cases[i].value;
        char *path = folder_file(state, "wrong", bytes, sizeof bytes);
        assert_unreadable(&reader_idx, path, labels, cases[i].words);
        free(path);
    }
    /* sides at the limit, with a number of images whose product overflows 64 bits */
    unsigned char huge[28] = { 0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 16, 0, 0, 0, 16, 0 };
    char *path = folder_file(state, "huge", huge, sizeof huge);
    assert_unreadable(&reader_idx, path, labels, "found 4294967295");
    free(path);
    free(labels);
}

static void idx_wrong_labels(void **state)
{
    static const unsigned char three[] = { 0, 0, 8, 1, 0, 0, 0, 3, 0, 0, 0 };
    char *images = folder_file(state, "images", IDX_IMAGES, sizeof IDX_IMAGES);
    char *labels = folder_file(state, "three", three, sizeof three);
    assert_unreadable(&reader_idx, images, labels, "expected 2 labels, one for each image, found 3");
    free(labels);
    labels = folder_file(state, "labels", IDX_LABELS, sizeof IDX_LABELS);

    /* label 2 where the catalogue has two classes */
    char *names[] = { (char[]) { "a" }, (char[]) { "b" }, NULL };
    struct class_names two = { .name = names, .n = 2, .fixed = 1 };
    struct images out;
    struct error e;
    assert_int_equal(read_with(&reader_idx, &out, images, labels, &two, &e), -1);
    assert_non_null(strstr(e.text, "expected labels 0..1, found 2 in row 0"));
    assert_int_equal(read_with(&reader_idx, &out, images, NULL, &two, &e), -1);
    assert_non_null(strstr(e.text, "one of labels"));
    assert_unreadable(&reader_idx, "/nowhere/at/all", labels, "cannot open '/nowhere/at/all'");
    free(images);
    free(labels);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(idx_plain_and_gzip),
    IN_FOLDER(idx_cut_anywhere),
    IN_FOLDER(idx_wrong_headers),
    IN_FOLDER(idx_wrong_labels),
};

TEST_MAIN(tests, NULL, NULL)
