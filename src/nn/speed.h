/* The arithmetic speed that estimates and benchmarks are measured against. */
#ifndef NN_SPEED_H
#define NN_SPEED_H

/* Operations in a second of an n x n x n SGEMM of this process, the best of a few tries; 0 where there is no room for
 * OpenBLAS' buffer (nn/blas_buffer.h). */
double sgemm_speed(int n);

#endif
