/* MATLAB files, whole, cut at every length and damaged. */
#include "support/main.h"

#include <math.h>
#include <matio.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/reader.h"
#include "store/file.h"
#include "support/folder.h"
#include "support/readers.h"

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
    struct error e = { .text = "" };
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
        assert_unreadable(&reader_matlab, path, NULL, cases[i].words);
        free(path);
    }
    assert_unreadable(&reader_matlab, "/nowhere/at/all", NULL, "cannot open '/nowhere/at/all'");
    char *text = folder_file(state, "text.mat", IDX_IMAGES, sizeof IDX_IMAGES);
    assert_unreadable(&reader_matlab, text, NULL, "expected a little-endian MATLAB 5 file");
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
        assert_unreadable(&reader_matlab, cut, NULL, "cut.mat");
        free(cut);
    }
    free(bytes);
    free(path);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(matlab_pictures),
    IN_FOLDER(matlab_wrong),
    IN_FOLDER(matlab_cut_anywhere),
};

TEST_MAIN(tests, NULL, NULL)
