/* The readers on files made here byte by byte, whole, cut at every length and damaged. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <matio.h>

#include "data/reader.h"
#include "store/file.h"
#include "store/gzip.h"
#include "support/folder.h"

/* Reads one file of images and perhaps one of labels. */
static int read_with(const struct reader *r, struct images *out, const char *file, const char *labels,
                     struct class_names *classes, struct error *e)
{
    const struct read_input in = { .files = &file, .n_files = 1, .labels = labels, .zero_label = -1 };
    e->text[0] = '\0';
    return r->read(out, &in, classes, e);
}

/* It must fail, say so with these words, and leave nothing behind. */
static void assert_refused(const struct reader *r, const char *file, const char *labels, const char *words)
{
    struct images out;
    struct class_names classes = { 0 };
    struct error e;
    assert_int_equal(read_with(r, &out, file, labels, &classes, &e), -1);
    if (!strstr(e.text, words))
        fail_msg("expected '%s' in the message, found '%s'", words, e.text);
    assert_null(out.pixels);
    class_names_release(&classes);
}

/* ---- IDX ---- */

static const unsigned char IDX_IMAGES[] = { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2,  0,  0,
                                            0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255 };
static const unsigned char IDX_LABELS[] = { 0, 0, 8, 1, 0, 0, 0, 2, 2, 0 };

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
        assert_refused(&reader_idx, cut, labels, "found the end at byte");
        free(cut);
    }
    for (size_t n = 0; n < sizeof IDX_LABELS; n++) {
        char *cut = folder_file(state, "cut", IDX_LABELS, n);
        assert_refused(&reader_idx, images, cut, "found the end at byte");
        free(cut);
    }
    char *packed = path_join(*state, "images.gz", NULL);
    assert_int_equal(gzip_write(packed, IDX_IMAGES, sizeof IDX_IMAGES, &e), 0);
    size_t size;
    char *bytes = file_read(packed, &size, &e);
    for (size_t n = 0; n < size; n++) {
        char *cut = folder_file(state, "cut.gz", bytes, n);
        assert_refused(&reader_idx, cut, labels, "cut.gz");
        free(cut);
    }
    /* the last four bytes but four are the CRC */
    bytes[size - 8] ^= 1;
    char *damaged = folder_file(state, "damaged.gz", bytes, size);
    assert_refused(&reader_idx, damaged, labels, "incorrect data check");
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
        assert_refused(&reader_idx, path, labels, cases[i].words);
        free(path);
    }
    /* sides at the limit, with a number of images whose product overflows 64 bits */
    unsigned char huge[28] = { 0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 16, 0, 0, 0, 16, 0 };
    char *path = folder_file(state, "huge", huge, sizeof huge);
    assert_refused(&reader_idx, path, labels, "found 4294967295");
    free(path);
    free(labels);
}

static void idx_wrong_labels(void **state)
{
    static const unsigned char three[] = { 0, 0, 8, 1, 0, 0, 0, 3, 0, 0, 0 };
    char *images = folder_file(state, "images", IDX_IMAGES, sizeof IDX_IMAGES);
    char *labels = folder_file(state, "three", three, sizeof three);
    assert_refused(&reader_idx, images, labels, "expected 2 labels, one for each image, found 3");
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
    assert_refused(&reader_idx, "/nowhere/at/all", labels, "cannot open '/nowhere/at/all'");
    free(images);
    free(labels);
}

/* ---- CIFAR ---- */

enum { RECORD = 3073 };

/* Record of this label whose pixel p is (p + a, p + b, p + c) mod 256. */
static void make_record(unsigned char *record, int label, int a, int b, int c)
{
    record[0] = (unsigned char)label;
    for (int p = 0; p < 1024; p++) {
        record[1 + p] = (unsigned char)(p + a);
        record[1025 + p] = (unsigned char)(p + b);
        record[2049 + p] = (unsigned char)(p + c);
    }
}

static void cifar_files_in_order(void **state)
{
    static unsigned char bytes[3 * RECORD];
    make_record(bytes, 3, 0, 100, 200);
    make_record(bytes + RECORD, 9, 1, 2, 3);
    make_record(bytes + 2 * RECORD, 0, 50, 60, 70);
    char *first = folder_file(state, "1.bin", bytes, 2 * RECORD);
    char *second = folder_file(state, "2.bin", bytes + 2 * RECORD, RECORD);
    const char *files[] = { first, second };
    const struct read_input in = { .files = files, .n_files = 2, .zero_label = -1 };
    struct class_names classes = { 0 };
    struct images out;
    struct error e;
    assert_int_equal(reader_cifar.read(&out, &in, &classes, &e), 0);
    assert_int_equal(out.n, 3);
    assert_int_equal(out.height, 32);
    assert_int_equal(out.channels, 3);
    static const int shift[3][3] = { { 0, 100, 200 }, { 1, 2, 3 }, { 50, 60, 70 } };
    for (int i = 0; i < 3; i++)
        for (int p = 0; p < 1024; p++)
            for (int c = 0; c < 3; c++)
                assert_int_equal(out.pixels[(i * 1024 + p) * 3 + c], (p + shift[i][c]) & 255);
    assert_int_equal(out.labels[0], 3);
    assert_int_equal(out.labels[1], 9);
    assert_int_equal(out.labels[2], 0);
    images_release(&out);
    class_names_release(&classes);
    free(first);
    free(second);
}

static void cifar_wrong(void **state)
{
    static unsigned char bytes[2 * RECORD];
    static const size_t lengths[] = { 1, RECORD - 1, RECORD + 1, 2 * RECORD - 1 };
    make_record(bytes, 3, 0, 0, 0);
    make_record(bytes + RECORD, 10, 0, 0, 0);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char *path = folder_file(state, "cut.bin", bytes, lengths[i]);
        assert_refused(&reader_cifar, path, NULL, "expected records of 3073 bytes");
        free(path);
    }
    char *path = folder_file(state, "empty.bin", bytes, 0);
    assert_refused(&reader_cifar, path, NULL, "empty file");
    free(path);

    char *names[11] = { NULL };
    for (int i = 0; i < 10; i++)
        names[i] = (char[]) { "x" };
    struct class_names ten = { .name = names, .n = 10, .fixed = 1 };
    struct images out;
    struct error e;
    path = folder_file(state, "label.bin", bytes, sizeof bytes);
    assert_int_equal(read_with(&reader_cifar, &out, path, NULL, &ten, &e), -1);
    assert_non_null(strstr(e.text, "expected labels 0..9, found 10 in row 1"));
    free(path);
}

/* ---- MATLAB ---- */

struct mat {
    size_t dims[4];
    int rank;
    enum matio_classes class;
    enum matio_types type;
    void *data;
    const char *name;
};

static char *write_mat(void **state, const char *name, const struct mat *variables, int n)
{
    char *path = path_join(*state, name, NULL);
    mat_t *mat = Mat_CreateVer(path, NULL, MAT_FT_MAT5);
    assert_non_null(mat);
    for (int i = 0; i < n; i++) {
        const struct mat *m = &variables[i];
        matvar_t *v = Mat_VarCreate(m->name, m->class, m->type, m->rank, (size_t *)m->dims, m->data, 0);
        assert_non_null(v);
        assert_int_equal(Mat_VarWrite(mat, v, MAT_COMPRESSION_ZLIB), 0);
        Mat_VarFree(v);
    }
    Mat_Close(mat);
    return path;
}

/* Four pictures of 2x3 in colour: the value says where it stands. */
static unsigned char X[2 * 3 * 3 * 4];
static unsigned char Y[4] = { 1, 10, 2, 9 };

static void fill_mat(void)
{
    for (int i = 0; i < 4; i++)
        for (int c = 0; c < 3; c++)
            for (int x = 0; x < 3; x++)
                for (int y = 0; y < 2; y++)
                    X[y + 2 * (x + 3 * (c + 3 * i))] = (unsigned char)(60 * i + 20 * c + 4 * x + y);
}

static const struct mat MAT_X = { { 2, 3, 3, 4 }, 4, MAT_C_UINT8, MAT_T_UINT8, X, "X" };
static const struct mat MAT_Y = { { 4, 1 }, 2, MAT_C_UINT8, MAT_T_UINT8, Y, "y" };

static void check_mat(const char *path)
{
    const struct read_input in = { .files = &path, .n_files = 1, .zero_label = 10 };
    static const int labels[4] = { 1, 0, 2, 9 };
    struct class_names classes = { 0 };
    struct images out;
    struct error e = { "" };
    int rc = reader_matlab.read(&out, &in, &classes, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    assert_int_equal(out.n, 4);
    assert_int_equal(out.height, 2);
    assert_int_equal(out.width, 3);
    assert_int_equal(out.channels, 3);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(out.labels[i], labels[i]);
        for (int y = 0; y < 2; y++)
            for (int x = 0; x < 3; x++)
                for (int c = 0; c < 3; c++)
                    assert_int_equal(out.pixels[((i * 2 + y) * 3 + x) * 3 + c], 60 * i + 20 * c + 4 * x + y);
    }
    assert_int_equal(classes.n, 10);
    images_release(&out);
    class_names_release(&classes);
}

static void matlab_pictures(void **state)
{
    static double doubles[4] = { 1, 10, 2, 9 };
    fill_mat();
    struct mat both[2] = { MAT_X, MAT_Y };
    char *path = write_mat(state, "good.mat", both, 2);
    check_mat(path);
    free(path);
    /* the other order, a row of doubles */
    struct mat other[2] = { { { 1, 4 }, 2, MAT_C_DOUBLE, MAT_T_DOUBLE, doubles, "y" }, MAT_X };
    path = write_mat(state, "double.mat", other, 2);
    check_mat(path);
    free(path);
}

static void matlab_wrong(void **state)
{
    static double half[4] = { 1, 2.5, 2, 9 }, nan[4] = { 1, NAN, 2, 9 };
    static double many[4] = { 1, 2, 3, 70000 };
    static float floats[2 * 3 * 3 * 4];
    fill_mat();
    const struct {
        struct mat x, y;
        int n;
        const char *words;
    } cases[] = {
        { MAT_X, MAT_X, 1, "expected a variable 'y'" },
        { MAT_Y, MAT_Y, 1, "expected a variable 'X'" },
        { { { 2, 9, 4 }, 3, MAT_C_UINT8, MAT_T_UINT8, X, "X" }, MAT_Y, 2, "3 dimensions" },
        { { { 2, 3, 3, 4 }, 4, MAT_C_SINGLE, MAT_T_SINGLE, floats, "X" }, MAT_Y, 2, "of uint8" },
        { { { 3, 3, 2, 4 }, 4, MAT_C_UINT8, MAT_T_UINT8, X, "X" }, MAT_Y, 2, "1 or 3 channels" },
        { MAT_X, { { 3, 1 }, 2, MAT_C_UINT8, MAT_T_UINT8, Y, "y" }, 2, "expected 4 labels" },
        { MAT_X, { { 2, 2 }, 2, MAT_C_UINT8, MAT_T_UINT8, Y, "y" }, 2, "expected 4 labels" },
        { MAT_X, { { 4, 1 }, 2, MAT_C_DOUBLE, MAT_T_DOUBLE, half, "y" }, 2, "found 2.5 in row 1" },
        { MAT_X, { { 4, 1 }, 2, MAT_C_DOUBLE, MAT_T_DOUBLE, nan, "y" }, 2, "in row 1" },
        { MAT_X, { { 4, 1 }, 2, MAT_C_DOUBLE, MAT_T_DOUBLE, many, "y" }, 2, "found 70000" },
        { MAT_X, { { 4, 1 }, 2, MAT_C_CHAR, MAT_T_UINT8, Y, "y" }, 2, "uint8 or double" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mat both[2] = { cases[i].x, cases[i].y };
        char *path = write_mat(state, "wrong.mat", both, cases[i].n);
        assert_refused(&reader_matlab, path, NULL, cases[i].words);
        free(path);
    }
    assert_refused(&reader_matlab, "/nowhere/at/all", NULL, "cannot open '/nowhere/at/all'");
    char *text = folder_file(state, "text.mat", IDX_IMAGES, sizeof IDX_IMAGES);
    assert_refused(&reader_matlab, text, NULL, "expected a little-endian MATLAB 5 file");
    free(text);
}

static void matlab_cut_anywhere(void **state)
{
    struct error e;
    size_t size;
    fill_mat();
    struct mat both[2] = { MAT_X, MAT_Y };
    char *path = write_mat(state, "good.mat", both, 2);
    char *bytes = file_read(path, &size, &e);
    assert_non_null(bytes);
    for (size_t n = 0; n < size; n++) {
        char *cut = folder_file(state, "cut.mat", bytes, n);
        assert_refused(&reader_matlab, cut, NULL, "cut.mat");
        free(cut);
    }
    free(bytes);
    free(path);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(idx_plain_and_gzip), IN_FOLDER(idx_cut_anywhere),     IN_FOLDER(idx_wrong_headers),
        IN_FOLDER(idx_wrong_labels),   IN_FOLDER(cifar_files_in_order), IN_FOLDER(cifar_wrong),
        IN_FOLDER(matlab_pictures),    IN_FOLDER(matlab_wrong),         IN_FOLDER(matlab_cut_anywhere),
        IN_FOLDER(readers_by_name),
    };
    return cmocka_run_group_tests_name("readers", tests, NULL, NULL);
}
