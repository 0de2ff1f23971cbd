/* CIFAR files made byte by byte. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/reader.h"
#include "support/folder.h"
#include "support/readers.h"

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
        assert_unreadable(&reader_cifar, path, NULL, "expected records of 3073 bytes");
        free(path);
    }
    char *path = folder_file(state, "empty.bin", bytes, 0);
    assert_unreadable(&reader_cifar, path, NULL, "empty file");
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
    /* in the second of two files: its own row */
    make_record(bytes + RECORD, 9, 0, 0, 0);
    char *first = folder_file(state, "first.bin", bytes, sizeof bytes);
    const char *files[] = { first, path };
    const struct read_input in = { .files = files, .n_files = 2, .zero_label = -1 };
    assert_int_equal(reader_cifar.read(&out, &in, &ten, &e), -1);
    assert_says(e.text, "label.bin: expected labels 0..9, found 10 in row 1");
    free(first);
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(cifar_files_in_order),
    IN_FOLDER(cifar_wrong),
};

TEST_MAIN(tests, NULL, NULL)
