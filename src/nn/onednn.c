#include "nn/onednn.h"

#include <stdlib.h>

#include "late_files.h"

/* As in nn/blas.c. */
static struct onednn_calls *library(void)
{
    static struct onednn_calls loaded;
    return &loaded;
}

int onednn_load(struct error *e)
{
    static const char *const names[] = { DNNL_CALLS(LATE_NAME) };
    struct onednn_calls *l = library(), calls;
    if (l->omp_set_num_threads)
        return 0;
    setenv("OMP_NUM_THREADS", "1", 1);
    if (late_load_cxx(&calls, names, sizeof names / sizeof *names, LATE_DNNL, e))
        return -1;
    *l = calls;
    l->omp_set_num_threads(1); /* where OpenMP was there before */
    return 0;
}

const struct onednn_calls *onednn(void)
{
    struct error e;
    if (onednn_load(&e))
        late_end(&e);
    return library();
}
