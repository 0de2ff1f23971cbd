/* oneDNN's functions by their names. The library is loaded by the first of them that is called, as OpenBLAS is
 * (nn/blas.h). To be included in the place of <dnnl.h>. */
#ifndef NN_ONEDNN_H
#define NN_ONEDNN_H

#include <dnnl.h>
#include <omp.h>

#include "base/error.h"
#include "base/late.h"

#define DNNL_FORWARD(X) X(dnnl_convolution_forward_desc_init)
#define DNNL_BACKWARD_DATA(X) X(dnnl_convolution_backward_data_desc_init)
#define DNNL_BACKWARD_WEIGHTS(X) X(dnnl_convolution_backward_weights_desc_init)
#define DNNL_CONVOLUTIONS(X) DNNL_FORWARD(X) DNNL_BACKWARD_DATA(X) DNNL_BACKWARD_WEIGHTS(X)
#define DNNL_MEMORY(X) X(dnnl_memory_create) X(dnnl_memory_destroy) X(dnnl_memory_set_data_handle)
#define DNNL_ORDERS(X) X(dnnl_memory_desc_get_size) X(dnnl_memory_desc_init_by_tag) X(dnnl_primitive_desc_query_md)
#define DNNL_MADE(X) X(dnnl_primitive_create) X(dnnl_primitive_destroy) X(dnnl_primitive_execute)
#define DNNL_PLANS(X) X(dnnl_primitive_desc_create) X(dnnl_primitive_desc_destroy)
#define DNNL_REORDERS(X) X(dnnl_reorder_primitive_desc_create)
#define DNNL_STREAMS(X) X(dnnl_stream_create) X(dnnl_stream_destroy) X(dnnl_stream_wait)
#define DNNL_ENGINES(X) X(dnnl_engine_create) X(dnnl_engine_destroy)
#define DNNL_OWN(X) X(dnnl_version) X(dnnl_get_effective_cpu_isa) X(omp_set_num_threads)
#define DNNL_PRIMITIVES(X) DNNL_MADE(X) DNNL_PLANS(X) DNNL_REORDERS(X)
#define DNNL_REST(X) DNNL_STREAMS(X) DNNL_ENGINES(X) DNNL_OWN(X)
#define DNNL_CALLS(X) DNNL_CONVOLUTIONS(X) DNNL_MEMORY(X) DNNL_ORDERS(X) DNNL_PRIMITIVES(X) DNNL_REST(X)

struct onednn_calls {
    DNNL_CALLS(LATE_POINTER)
};

/* As blas_load() and blas(). */
int onednn_load(struct error *e);
const struct onednn_calls *onednn(void);

#define dnnl_convolution_backward_data_desc_init onednn()->dnnl_convolution_backward_data_desc_init
#define dnnl_convolution_backward_weights_desc_init onednn()->dnnl_convolution_backward_weights_desc_init
#define dnnl_convolution_forward_desc_init onednn()->dnnl_convolution_forward_desc_init
#define dnnl_engine_create onednn()->dnnl_engine_create
#define dnnl_engine_destroy onednn()->dnnl_engine_destroy
#define dnnl_get_effective_cpu_isa onednn()->dnnl_get_effective_cpu_isa
#define dnnl_memory_create onednn()->dnnl_memory_create
#define dnnl_memory_desc_get_size onednn()->dnnl_memory_desc_get_size
#define dnnl_memory_desc_init_by_tag onednn()->dnnl_memory_desc_init_by_tag
#define dnnl_memory_destroy onednn()->dnnl_memory_destroy
#define dnnl_memory_set_data_handle onednn()->dnnl_memory_set_data_handle
#define dnnl_primitive_create onednn()->dnnl_primitive_create
#define dnnl_primitive_desc_create onednn()->dnnl_primitive_desc_create
#define dnnl_primitive_desc_destroy onednn()->dnnl_primitive_desc_destroy
#define dnnl_primitive_desc_query_md onednn()->dnnl_primitive_desc_query_md
#define dnnl_primitive_destroy onednn()->dnnl_primitive_destroy
#define dnnl_primitive_execute onednn()->dnnl_primitive_execute
#define dnnl_reorder_primitive_desc_create onednn()->dnnl_reorder_primitive_desc_create
#define dnnl_stream_create onednn()->dnnl_stream_create
#define dnnl_stream_destroy onednn()->dnnl_stream_destroy
#define dnnl_stream_wait onednn()->dnnl_stream_wait
#define dnnl_version onednn()->dnnl_version

#endif
