/* One picture, from the bytes of its file to bytes of grey or colour.
 *
 * PNG and JPEG, told apart by what the file holds, not by its name. The values are those that stand in the file, as
 * PIL, OpenCV and torchvision give them: gAMA, sRGB, cHRM and ICC profiles are not looked at. A palette is colour.
 * 16 bits become 8 by v / 257, rounded, as ImageMagick does. What is transparent is mixed with black in the file's
 * values: v * alpha / 255, rounded, PIL's alpha_composite() over black. EXIF's orientation is obeyed. JPEG is decoded
 * by libjpeg-turbo as it comes (accurate integer DCT, fancy upsampling), in grey or RGB. */
#ifndef DATA_PICTURE_H
#define DATA_PICTURE_H

#include <stddef.h>

#include "base/error.h"

enum { PICTURE_SIDE_MAX = 16384, PICTURE_PIXELS_MAX = 1 << 26, PICTURE_FILE_MAX = 64 << 20, PICTURE_SCANS_MAX = 100 };

struct picture {
    int height, width, channels; /* channels 1 or 3 */
    int transparent;             /* 1: some of it is */
    int deep;                    /* 1: the file has 16 bits a value */
    int reading_matters;         /* 1: an earlier version read it otherwise (data/preparation.h) */
    unsigned char *pixels;       /* (height, width, channels) */
};

/* 1 where a file that starts with these bytes is one of the formats. */
int picture_known(const void *bytes, size_t n);

/* Fills height, width, channels (and no pixels), as the file has them, not turned; `pixels` is NULL. -1 where it is no
 * picture, or larger than PICTURE_SIDE_MAX a side or PICTURE_PIXELS_MAX in all. Nothing large is allocated. */
int picture_look(struct picture *p, const void *bytes, size_t n, struct error *e);

/* Decodes it, with picture_look() first. A file that is cut short or damaged is refused. picture_release(). */
int picture_read(struct picture *p, const void *bytes, size_t n, struct error *e);
void picture_release(struct picture *p);

#endif
