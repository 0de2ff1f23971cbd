/* OpenBLAS' functions by their names, and LAPACKE's, which call it. The library is loaded by the first of them that is
 * called, to compute on one thread: most commands compute nothing, and it takes longer to load than all else that they
 * are linked with. To be included in the place of <cblas.h> and <lapacke.h>. */
#ifndef NN_BLAS_H
#define NN_BLAS_H

#include <cblas.h>
#include <lapacke.h>

#include "base/error.h"
#include "base/late.h"

/* OpenBLAS' own; not in every cblas.h. */
extern char *openblas_get_config(void);
extern char *openblas_get_corename(void);
extern void openblas_set_num_threads(int);
extern int openblas_get_num_threads(void);

#define BLAS_VECTORS(X) \
    X(cblas_daxpy) X(cblas_ddot) X(cblas_dnrm2) X(cblas_dscal) X(cblas_dsdot) X(cblas_saxpy) X(cblas_sscal)
#define BLAS_MATRICES(X) X(cblas_dgemv) X(cblas_dsyr) X(cblas_dsyrk) X(cblas_dtrsm) X(cblas_sgemm) X(cblas_sgemv)
#define BLAS_OWN(X) \
    X(openblas_get_config) X(openblas_get_corename) X(openblas_set_num_threads) X(openblas_get_num_threads)
#define BLAS_CALLS(X) BLAS_VECTORS(X) BLAS_MATRICES(X) BLAS_OWN(X)

struct blas_calls {
    BLAS_CALLS(LATE_POINTER)
};

/* Loads the library, unless it is there: 0, or -1 where that cannot be. */
int blas_load(struct error *e);
/* The library's functions. Where it cannot be loaded the process ends, as where there is no memory. */
const struct blas_calls *blas(void);

#define cblas_daxpy blas()->cblas_daxpy
#define cblas_ddot blas()->cblas_ddot
#define cblas_dnrm2 blas()->cblas_dnrm2
#define cblas_dscal blas()->cblas_dscal
#define cblas_dsdot blas()->cblas_dsdot
#define cblas_saxpy blas()->cblas_saxpy
#define cblas_sscal blas()->cblas_sscal
#define cblas_dgemv blas()->cblas_dgemv
#define cblas_dsyr blas()->cblas_dsyr
#define cblas_dsyrk blas()->cblas_dsyrk
#define cblas_dtrsm blas()->cblas_dtrsm
#define cblas_sgemm blas()->cblas_sgemm
#define cblas_sgemv blas()->cblas_sgemv
#define openblas_get_config blas()->openblas_get_config
#define openblas_get_corename blas()->openblas_get_corename
#define openblas_set_num_threads blas()->openblas_set_num_threads
#define openblas_get_num_threads blas()->openblas_get_num_threads

#endif
