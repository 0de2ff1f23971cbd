#include "nn/conv.h"

int conv_side(int in, int kernel, int stride, int pad)
{
    return in + 2 * pad < kernel ? 0 : (in + 2 * pad - kernel) / stride + 1;
}

size_t conv_weights(const struct conv_shape *s)
{
    return (size_t)s->out_c * (size_t)s->kernel * (size_t)s->kernel * (size_t)s->in_c;
}

void conv_free(struct conv *c)
{
    if (c)
        c->backend->destroy(c);
}

const struct conv_backend *conv_default(void)
{
#ifdef LISAE_ONEDNN
    return &conv_onednn;
#else
    return &conv_blas;
#endif
}
