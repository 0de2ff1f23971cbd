/* The buffer that OpenBLAS works in: it maps one of fixed size at its first call, keeps it, and where there is no room
 * for it tries again for ever. So it is asked for here, where a lack of room can still be told. */
#ifndef NN_BLAS_BUFFER_H
#define NN_BLAS_BUFFER_H

#include "base/error.h"

/* Address space that a buffer takes, at most, in bytes. */
#define BLAS_BUFFER_BYTES (136UL << 20)

/* Loads the libraries that detectors compute with, unless they are there: 0, or -1 where that cannot be. */
int libraries_load(struct error *e);

/* Has OpenBLAS map its buffer, which it then has, in processes that are forked from this one, too. To be called before
 * its other functions: later, there may be no room for a second one, which is what is looked for. 0, or -1 where there
 * is no room: then no function of OpenBLAS may be called. */
int blas_buffer_take(struct error *e);

#endif
