#include "data/picture.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/picture_inside.h"

enum format { FORMAT_PNG, FORMAT_JPEG, FORMAT_OTHER };

/* How files of a format start; those behind JPEG are named in messages alone. */
static const struct {
    const char *name, *start;
    size_t n;
} FORMATS[] = {
    { "a PNG picture", "\x89PNG\r\n\x1a\n", 8 },
    { "a JPEG picture", "\xff\xd8\xff", 3 },
    { "a GIF picture", "GIF8", 4 },
    { "a BMP picture", "BM", 2 },
    { "a TIFF picture", "II*\0", 4 },
    { "a TIFF picture", "MM\0*", 4 },
    { "a WebP picture", "RIFF", 4 },
    { "a zip file", "PK\x03\x04", 4 },
};

static size_t find_format(const void *bytes, size_t n)
{
    size_t i = 0;
    while (i < sizeof FORMATS / sizeof *FORMATS &&
           (n < FORMATS[i].n || memcmp(bytes, FORMATS[i].start, FORMATS[i].n) != 0))
        i++;
    return i;
}

int picture_known(const void *bytes, size_t n)
{
    return find_format(bytes, n) < FORMAT_OTHER;
}

int picture_look(struct picture *p, const void *bytes, size_t n, struct error *e)
{
    *p = (struct picture) { 0 };
    size_t format = find_format(bytes, n);
    if (format >= FORMAT_OTHER)
        return error_set(e, "expected a PNG or JPEG picture, found %s",
                         n == 0                                      ? "an empty file"
                         : format < sizeof FORMATS / sizeof *FORMATS ? FORMATS[format].name
                                                                     : "something else");
    if (format == FORMAT_PNG ? png_look(p, bytes, n, e) : jpeg_look(p, bytes, n, e))
        return -1;
    if (p->height < 1 || p->width < 1 || p->height > PICTURE_SIDE_MAX || p->width > PICTURE_SIDE_MAX ||
        (long)p->height * p->width > PICTURE_PIXELS_MAX)
        return error_set(e, "expected at most %d pixels a side and %d in all, found %dx%d", PICTURE_SIDE_MAX,
                         PICTURE_PIXELS_MAX, p->height, p->width);
    return 0;
}

/* Where the pixel of row y and column x goes, in the turned picture; `h` and `w` are the sides before. EXIF names what
 * the first row and the first column of the file are: 1 top left, 2 top right, 3 bottom right, 4 bottom left, 5 left
 * top, 6 right top, 7 right bottom, 8 left bottom. */
static size_t turned(int orientation, int y, int x, int h, int w)
{
    int swap = orientation >= 5;
    int down = orientation == 3 || orientation == 4 || orientation == 6 ||
               orientation == 7; /* rows run the other way */
    int across = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8; /* columns do */
    int row = down ? h - 1 - y : y, column = across ? w - 1 - x : x;
    return swap ? (size_t)column * (size_t)h + (size_t)row : (size_t)row * (size_t)w + (size_t)column;
}

static void turn(struct picture *p, int orientation)
{
    size_t c = (size_t)p->channels;
    unsigned char *to = mem_alloc((size_t)p->height * (size_t)p->width, c), *from = p->pixels;
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++, from += c)
            memcpy(to + c * turned(orientation, y, x, p->height, p->width), from, c);
    free(p->pixels);
    p->pixels = to;
    if (orientation >= 5) {
        int height = p->height;
        p->height = p->width;
        p->width = height;
    }
}

int picture_read(struct picture *p, const void *bytes, size_t n, struct error *e)
{
    int orientation = 1;
    if (picture_look(p, bytes, n, e))
        return -1;
    int rc = find_format(bytes, n) == FORMAT_PNG ? png_decode(p, bytes, n, &orientation, e)
                                                 : jpeg_decode(p, bytes, n, &orientation, e);
    if (rc)
        picture_release(p);
    else if (orientation != 1)
        turn(p, orientation);
    p->reading_matters |= orientation != 1 || p->transparent;
    return rc;
}

void picture_release(struct picture *p)
{
    free(p->pixels);
    *p = (struct picture) { 0 };
}
