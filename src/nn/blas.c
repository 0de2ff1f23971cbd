#include "nn/blas.h"

#include <stdlib.h>

#include "late_files.h"

/* What LAPACKE calls; behind the arguments come the lengths of words, as Fortran wants them. */
#define BLAS_LAPACK(X) X(dposv_) X(dpotrf_) X(dsyevr_) X(lsame_)

struct library {
    struct blas_calls blas;
    BLAS_LAPACK(LATE_POINTER)
    int is_there;
};

/* The one state of the process that is no constant: a library is loaded once. */
static struct library *library(void)
{
    static struct library loaded;
    return &loaded;
}

int blas_load(struct error *e)
{
    static const char *const names[] = { BLAS_CALLS(LATE_NAME) BLAS_LAPACK(LATE_NAME) };
    struct library *l = library();
    if (l->is_there)
        return 0;
    /* else it starts a thread for each processor as it is loaded, and each maps a buffer */
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    if (late_load(l, names, sizeof names / sizeof *names, LATE_OPENBLAS, e))
        return -1;
    l->is_there = 1;
    openblas_set_num_threads(1); /* that of OpenMP does not ask the environment */
    return 0;
}

static const struct library *needed(void)
{
    struct error e;
    if (blas_load(&e))
        late_end(&e);
    return library();
}

const struct blas_calls *blas(void)
{
    return &needed()->blas;
}

/* Hidden, so that the library's own calls of them are not led here. */
#define HIDDEN_SYMBOL __attribute__((visibility("hidden")))

HIDDEN_SYMBOL void dposv_(const char *uplo, const int *n, const int *nrhs, double *a, const int *lda, double *b,
                          const int *ldb, int *info, size_t length)
{
    needed()->dposv_(uplo, n, nrhs, a, lda, b, ldb, info, 1);
}

HIDDEN_SYMBOL void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, size_t length)
{
    needed()->dpotrf_(uplo, n, a, lda, info, 1);
}

HIDDEN_SYMBOL void dsyevr_(const char *jobz, const char *range, const char *uplo, const int *n, double *a,
                           const int *lda, const double *vl, const double *vu, const int *il, const int *iu,
                           const double *abstol, int *m, double *w, double *z, const int *ldz, int *isuppz,
                           double *work, const int *lwork, int *iwork, const int *liwork, int *info, size_t length,
                           size_t length2, size_t length3)
{
    needed()->dsyevr_(jobz, range, uplo, n, a, lda, vl, vu, il, iu, abstol, m, w, z, ldz, isuppz, work, lwork, iwork,
                      liwork, info, 1, 1, 1);
}

HIDDEN_SYMBOL int lsame_(const char *a, const char *b, int length, int length2, size_t length3, size_t length4)
{
    return needed()->lsame_(a, b, 1, 1, 1, 1);
}
