/* OpenBLAS and oneDNN: loaded when they are called, each on one thread whatever the environment says. */
#include "nn/blas.h"

#include <stdlib.h>

#include "support/main.h"

#ifdef LISAE_ONEDNN
#include <dlfcn.h>

#include "nn/onednn.h"
#endif

static void on_one_thread(void **state)
{
    (void)state;
    struct error e;
    assert_int_equal(blas_load(&e), 0);
    assert_int_equal(openblas_get_num_threads(), 1);
    assert_string_equal(getenv("OPENBLAS_NUM_THREADS"), "1");
    openblas_set_num_threads(2);
    assert_int_equal(blas_load(&e), 0); /* it is there: nothing is done anew */
    openblas_set_num_threads(1);
}

/* Those of LAPACKE are led to the same library: a x = b for a = (4 2; 2 3), b = (2, 5). */
static void equations_of_lapacke(void **state)
{
    (void)state;
    double a[] = { 4, 2, 2, 3 }, b[] = { 2, 5 }, values[2], vectors[4];
    assert_int_equal(LAPACKE_dposv(LAPACK_COL_MAJOR, 'L', 2, 1, a, 2, b, 2), 0);
    assert_float_equal(b[0], -0.5, 1e-12);
    assert_float_equal(b[1], 2, 1e-12);
    /* the factor is in the place of a */
    assert_float_equal(a[0], 2, 1e-12);
    double square[] = { 4, 2, 2, 3 };
    assert_int_equal(LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', 2, square, 2), 0);
    assert_float_equal(square[0], a[0], 1e-12);
    assert_float_equal(square[3], a[3], 1e-12);
    double diagonal[] = { 1, 0, 0, 7 };
    lapack_int found, support[4];
    assert_int_equal(LAPACKE_dsyevr(LAPACK_COL_MAJOR, 'V', 'A', 'L', 2, diagonal, 2, 0, 0, 0, 0, 0, &found, values,
                                    vectors, 2, support),
                     0);
    assert_int_equal(found, 2);
    assert_float_equal(values[0], 1, 1e-12);
    assert_float_equal(values[1], 7, 1e-12);
}

#ifdef LISAE_ONEDNN
static void onednn_on_one_thread(void **state)
{
    (void)state;
    struct error e;
    int (*most)(void);
    assert_int_equal(onednn_load(&e), 0);
    assert_int_equal(dnnl_version()->major, DNNL_VERSION_MAJOR);
    void *openmp = dlopen("libgomp.so.1", RTLD_NOLOAD | RTLD_LAZY);
    assert_non_null(openmp);
    *(void **)&most = dlsym(openmp, "omp_get_max_threads");
    assert_int_equal(most(), 1);
    dlclose(openmp);
}
#endif

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(on_one_thread),
    cmocka_unit_test(equations_of_lapacke),
#ifdef LISAE_ONEDNN
    cmocka_unit_test(onednn_on_one_thread),
#endif
};

TEST_MAIN(tests, NULL, NULL)
