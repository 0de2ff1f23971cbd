/* PNG by libpng, without its handling of gamma. */
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/exif.h"
#include "data/picture_inside.h"

/* The signature, then the chunk IHDR: length, name, width, height, depth, colour type. */
enum {
    WIDTH_AT = 16,
    HEIGHT_AT = 20,
    DEPTH_AT = 24,
    COLOUR_AT = 25,
    HEADER = 33,
    CHUNK_MAX = 8 << 20,
    GAMMA_SRGB = 45455
};

static int side(const unsigned char *at)
{
    unsigned long value = (unsigned long)at[0] << 24 | (unsigned long)at[1] << 16 | (unsigned long)at[2] << 8 | at[3];
    return value > PNG_UINT_31_MAX ? (int)PNG_UINT_31_MAX : (int)value;
}

int png_look(struct picture *p, const unsigned char *bytes, size_t n, struct error *e)
{
    if (n < HEADER || memcmp(bytes + 12, "IHDR", 4) != 0)
        return error_set(e, "expected a PNG's header, found the end of the file or something else");
    p->height = side(bytes + HEIGHT_AT);
    p->width = side(bytes + WIDTH_AT);
    p->deep = bytes[DEPTH_AT] == 16;
    p->channels = bytes[COLOUR_AT] & PNG_COLOR_MASK_COLOR ? 3 : 1;
    return 0;
}

/* What libpng's functions are called back with. */
struct job {
    const unsigned char *bytes;
    size_t n, at;
    struct picture *picture;
    png_bytep *rows;
    int channels; /* of what libpng gives: with alpha one more than the picture's */
    int orientation;
    struct error *e;
};

static void on_read(png_structp png, png_bytep to, size_t n)
{
    struct job *job = png_get_io_ptr(png);
    if (n > job->n - job->at)
        png_error(png, "the file ends too early");
    memcpy(to, job->bytes + job->at, n);
    job->at += n;
}

static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    struct job *job = png_get_error_ptr(png);
    error_set(job->e, "%s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
}

/* Nothing but pixels, palette, transparency and EXIF is looked at, and whether there is a gamma, so no other chunk
 * costs memory. */
static void set_limits(png_structp png)
{
    static const png_byte wanted[] = "tRNS\0eXIf\0gAMA";
    png_set_user_limits(png, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX);
    png_set_chunk_malloc_max(png, CHUNK_MAX);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_AS_DEFAULT, wanted, 3);
}

/* To 1 to 4 channels of 8 bits; png_error() does not return. */
static void read_rows(png_structp png, png_infop info, struct job *job)
{
    struct picture *p = job->picture;
    png_bytep exif;
    png_uint_32 n;
    png_fixed_point gamma;
    png_read_info(png, info);
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    job->channels = png_get_channels(png, info);
    size_t row = png_get_rowbytes(png, info);
    if (row != (size_t)p->width * (size_t)job->channels || png_get_image_height(png, info) != (png_uint_32)p->height)
        png_error(png, "expected 8 bits for each value");
    p->pixels = mem_alloc((size_t)p->height, row);
    job->rows = mem_alloc((size_t)p->height, sizeof *job->rows);
    for (int y = 0; y < p->height; y++)
        job->rows[y] = p->pixels + (size_t)y * row;
    png_read_image(png, job->rows);
    png_read_end(png, info);
    if (png_get_eXIf_1(png, info, &n, &exif))
        job->orientation = exif_orientation(exif, n);
    p->reading_matters = png_get_gAMA_fixed(png, info, &gamma) && gamma != GAMMA_SRGB;
}

static int read_all(png_structp png, png_infop info, struct job *job)
{
    if (setjmp(png_jmpbuf(png)))
        return -1;
    png_set_read_fn(png, job, on_read);
    set_limits(png);
    read_rows(png, info, job);
    return 0;
}

/* Alpha, the last of the channels, mixed with black; in place. */
static void mix_with_black(struct picture *p, int channels)
{
    const unsigned char *from = p->pixels;
    unsigned char *to = p->pixels;
    p->channels = channels - 1;
    for (size_t i = 0; i < (size_t)p->height * (size_t)p->width; i++, from += channels) {
        unsigned alpha = from[channels - 1];
        p->transparent |= alpha < 255;
        for (int c = 0; c < channels - 1; c++)
            *to++ = (unsigned char)((from[c] * alpha + 127) / 255);
    }
}

int png_decode(struct picture *p, const unsigned char *bytes, size_t n, int *orientation, struct error *e)
{
    struct job job = { .bytes = bytes, .n = n, .picture = p, .orientation = 1, .e = e };
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    int rc = info ? read_all(png, info, &job) : error_set(e, "libpng has no memory");
    png_destroy_read_struct(&png, &info, NULL);
    free(job.rows);
    if (rc)
        return -1;
    if (job.channels == 2 || job.channels == 4)
        mix_with_black(p, job.channels);
    else
        p->channels = job.channels;
    *orientation = job.orientation;
    return 0;
}
