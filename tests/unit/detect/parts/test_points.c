/* Points: distances to all of them, and their file. */
#include "support/fitting.h"

#include "detect/parts/points.h"

enum { N = 30, D = 6, ROWS = 11 };

static void distances_whatever_is_taken_off(void **state)
{
    (void)state;
    struct points own, given;
    float *x = drawn_normals(ROWS * D, 50, 1, 1), *again = drawn_normals(ROWS * D, 50, 1, 1),
          *points = drawn_normals(N * D, 50, 1, 2), norms[ROWS];
    float out[ROWS * N], other[ROWS * N], *mean = mem_alloc(D, sizeof *mean);
    for (size_t k = 0; k < D; k++)
        mean[k] = 49.5f;
    points_init_centred(&own, drawn_normals(N * D, 50, 1, 2), N, D);
    points_init(&given, drawn_normals(N * D, 50, 1, 2), N, D, mean);
    for (size_t k = 0; k < D; k++) {
        double sum = 0;
        for (size_t i = 0; i < N; i++)
            sum += (double)points[i * D + k] / N;
        assert_near((double)own.mean[k], sum, 1e-5);
    }
    points_distances(&own, x, ROWS, norms, out);
    points_distances(&given, again, ROWS, norms, other);
    free(x);
    x = drawn_normals(ROWS * D, 50, 1, 1);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < N; j++) {
            double sum = 0;
            for (size_t k = 0; k < D; k++)
                sum += pow((double)x[i * D + k] - (double)points[j * D + k], 2);
            assert_near((double)out[i * N + j], sum, 1e-4);
            assert_near((double)other[i * N + j], sum, 1e-4);
        }
    points_release(&own);
    points_release(&given);
    points_release(&given); /* harmless */
    free(x);
    free(again);
    free(points);
}

static void to_a_file_and_back(void **state)
{
    char *path = path_join(*state, "points.lisae", NULL);
    struct points p, loaded;
    struct archive a;
    struct error e = { .text = "" };
    float *x = drawn_normals(ROWS * D, 50, 1, 1), *same = drawn_normals(ROWS * D, 50, 1, 1), norms[ROWS], out[ROWS * N],
          back[ROWS * N];
    points_init_centred(&p, drawn_normals(N * D, 50, 1, 2), N, D);
    struct archive_writer *w = archive_create(path, &e);
    points_save(&p, w);
    assert_int_equal(archive_commit(w, &e), 0);
    assert_int_equal(archive_open(&a, path, &e), 0);
    assert_int_equal(points_load(&loaded, &a, D, &e), 0);
    assert_int_equal(loaded.n, N);
    points_distances(&p, x, ROWS, norms, out);
    points_distances(&loaded, same, ROWS, norms, back);
    assert_memory_equal(out, back, sizeof out);
    points_release(&loaded);
    /* of other lengths than the detector's */
    assert_int_equal(points_load(&loaded, &a, D + 1, &e), -1);
    assert_says(e.text, "points.lisae: expected rows of 7 numbers in 'points' and one in 'points_mean'");
    archive_release(&a);
    points_release(&p);
    free(x);
    free(same);
    free(path);
}

static void damaged_files(void **state)
{
    static const float numbers[2 * D] = { 0 };
    static const struct {
        uint64_t rows, width;
        size_t mean;
        const char *words;
    } table[] = {
        { 2, D, D, NULL },
        { 0, D, D, "expected rows of 6 numbers" },
        { 2, D - 1, D, "expected rows of 6 numbers" },
        { 2, D, D - 1, "expected rows of 6 numbers" },
        { 2, D, 0, "'points_mean'" }, /* which is not there */
        { 2, 0, D, "'points'" },
    };
    char *path = path_join(*state, "damaged.lisae", NULL);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const uint64_t dims[2] = { table[i].rows, table[i].width };
        struct points p;
        struct archive a;
        struct error e = { .text = "" };
        struct archive_writer *w = archive_create(path, &e);
        if (table[i].width)
            archive_add(w, "points", ARCHIVE_F32, 2, dims, numbers);
        if (table[i].mean)
            archive_add_vector(w, "points_mean", ARCHIVE_F32, table[i].mean, numbers);
        assert_int_equal(archive_commit(w, &e), 0);
        assert_int_equal(archive_open(&a, path, &e), 0);
        assert_int_equal(points_load(&p, &a, D, &e), table[i].words ? -1 : 0);
        if (table[i].words)
            assert_says(e.text, table[i].words);
        else
            points_release(&p);
        archive_release(&a);
    }
    free(path);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(distances_whatever_is_taken_off),
    cmocka_unit_test(to_a_file_and_back),
    cmocka_unit_test(damaged_files),
};

TEST_MAIN(tests, make_folder, remove_folder)
