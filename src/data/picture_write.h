/* A picture on its way to a file: PNG of 8 bits, grey or colour, without times and texts, so that the same pixels are
 * the same bytes (as far as zlib's are). */
#ifndef DATA_PICTURE_WRITE_H
#define DATA_PICTURE_WRITE_H

#include "data/picture.h"

/* The file is there when it is whole. */
int picture_write(const char *path, const struct picture *p, struct error *e);

#endif
