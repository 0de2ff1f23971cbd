/* gzip files as a whole (zlib). */
#ifndef STORE_GZIP_H
#define STORE_GZIP_H

#include <stddef.h>

#include "base/error.h"

/* Writes atomically; no time and no name in the header, so that equal contents are equal
 * files. */
int gzip_write(const char *path, const void *bytes, size_t n, struct error *e);

/* The contents, NUL-terminated behind their `*n` bytes (`n` may be NULL); free(). NULL with
 * a message where the file is cut short, damaged or no gzip file. */
char *gzip_read(const char *path, size_t *n, struct error *e);

#endif
