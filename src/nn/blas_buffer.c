#include "nn/blas_buffer.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/memory.h"
#include "nn/blas.h"

#ifdef LISAE_ONEDNN
#include "nn/onednn.h"
#endif

/* Products of less need no buffer on some processors. */
enum { N = 160 };

int libraries_load(struct error *e)
{
#ifdef LISAE_ONEDNN
    if (onednn_load(e))
        return -1;
#endif
    return blas_load(e);
}

int blas_buffer_take(struct error *e)
{
    static int taken; /* the library's state, which cannot be asked */
    if (taken)
        return 0;
    if (blas_load(e))
        return -1;
    void *room = mmap(NULL, BLAS_BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        return error_set(e, "out of memory: OpenBLAS needs a buffer of %lu MiB of address space",
                         BLAS_BUFFER_BYTES >> 20);
    munmap(room, BLAS_BUFFER_BYTES);
    float *a = mem_zero((size_t)2 * N * N, sizeof *a), *c = a + (size_t)N * N;
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a, N, a, N, 0, c, N);
    free(a);
    taken = 1;
    return 0;
}
