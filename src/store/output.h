/* Where a user says that output goes. A file is replaced when its successor is whole, and so is the file that a link
 * leads to: the link stays. A device, a FIFO or a link to one is written into; a FIFO that nobody reads within ten
 * seconds is an error. */
#ifndef STORE_OUTPUT_H
#define STORE_OUTPUT_H

#include "store/file.h"

/* Write into f->stream. What a killed program left of the file goes. atomic_abandon() does for what is not to be
 * committed. */
int output_begin(struct atomic_file *f, const char *path, struct error *e);
int output_commit(struct atomic_file *f, struct error *e);
/* All of it at once; "-" is standard output, then. */
int output_write(const char *path, const void *bytes, size_t n, struct error *e);
/* Is this the name of standard output? */
int output_is_standard(const char *path);

#endif
