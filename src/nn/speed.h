/* The arithmetic speed that estimates and benchmarks are measured against. */
#ifndef NN_SPEED_H
#define NN_SPEED_H

/* Operations in a second of an n x n x n SGEMM of this process, the best of a few tries. */
double sgemm_speed(int n);

#endif
