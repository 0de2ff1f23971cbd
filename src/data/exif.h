/* What EXIF says of a picture: how it is to be turned before it is looked at. */
#ifndef DATA_EXIF_H
#define DATA_EXIF_H

#include <stddef.h>

/* Of the TIFF structure that a JPEG's APP1 segment (behind "Exif\0\0") or a PNG's eXIf chunk holds: the tag
 * Orientation of its first directory, 1 to 8; 1 (as it is) where there is none, another value, or a structure that
 * does not fit into its `n` bytes. */
int exif_orientation(const unsigned char *tiff, size_t n);

#endif
