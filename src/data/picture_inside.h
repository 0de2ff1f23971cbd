/* The two decoders of data/picture.c. */
#ifndef DATA_PICTURE_INSIDE_H
#define DATA_PICTURE_INSIDE_H

#include "data/picture.h"

/* The size alone into `p`, from the header. */
int png_look(struct picture *p, const unsigned char *bytes, size_t n, struct error *e);
int jpeg_look(struct picture *p, const unsigned char *bytes, size_t n, struct error *e);

/* All of `p`, whose size png_look() or jpeg_look() has found and the limits allow; not turned yet. `*orientation` is
 * EXIF's. On failure `p->pixels` may be there: picture_release(). */
int png_decode(struct picture *p, const unsigned char *bytes, size_t n, int *orientation, struct error *e);
int jpeg_decode(struct picture *p, const unsigned char *bytes, size_t n, int *orientation, struct error *e);

#endif
