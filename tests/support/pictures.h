/* Files of pictures, made in memory: PNG byte by byte, so that any chunk may be in it, and JPEG by libjpeg. */
#ifndef TESTS_SUPPORT_PICTURES_H
#define TESTS_SUPPORT_PICTURES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <jpeglib.h>

#include "base/memory.h"
#include "base/text.h"

struct png_chunk {
    const char *name;
    const void *bytes;
    size_t n;
};

static inline void put_number(struct text *t, unsigned long value)
{
    const unsigned char bytes[4] = { (unsigned char)(value >> 24), (unsigned char)(value >> 16),
                                     (unsigned char)(value >> 8), (unsigned char)value };
    text_append_bytes(t, bytes, 4);
}

static inline void put_chunk(struct text *t, const char *name, const void *bytes, size_t n)
{
    uLong crc = crc32(0, (const unsigned char *)name, 4);
    put_number(t, n);
    text_append_bytes(t, name, 4);
    if (n) {
        text_append_bytes(t, bytes, n);
        crc = crc32(crc, bytes, (uInt)n);
    }
    put_number(t, crc);
}

/* What a PNG's header says: `type` is PNG's colour type (0 grey, 2 colour, 3 palette, 4 grey and 6 colour with alpha);
 * rows are `row` bytes each. */
struct png_header {
    unsigned long height, width;
    int depth, type;
    size_t row;
};

/* A PNG of these rows, with the chunks before its data. */
static inline struct text make_png_file(struct png_header h, const unsigned char *rows, const struct png_chunk *chunks,
                                        size_t n_chunks)
{
    struct text png = TEXT_INIT, header = TEXT_INIT, raw = TEXT_INIT;
    put_number(&header, h.width);
    put_number(&header, h.height);
    const unsigned char rest[5] = { (unsigned char)h.depth, (unsigned char)h.type, 0, 0, 0 };
    text_append_bytes(&header, rest, 5);
    for (unsigned long y = 0; rows && y < h.height; y++) {
        text_append_bytes(&raw, "", 1); /* no filter */
        text_append_bytes(&raw, rows + y * h.row, h.row);
    }
    uLongf n = compressBound(raw.length);
    unsigned char *packed = mem_alloc(n, 1);
    if (compress(packed, &n, (const unsigned char *)text_of(&raw), raw.length) != Z_OK)
        abort();
    text_append_bytes(&png, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(&png, "IHDR", header.s, header.length);
    for (size_t i = 0; i < n_chunks; i++)
        put_chunk(&png, chunks[i].name, chunks[i].bytes, chunks[i].n);
    put_chunk(&png, "IDAT", packed, n);
    put_chunk(&png, "IEND", NULL, 0);
    free(packed);
    text_release(&header);
    text_release(&raw);
    return png;
}

/* A grey or (`channels` 3) colour picture of 8 bits. */
static inline struct text make_plain_png(int height, int width, int channels, const unsigned char *pixels)
{
    return make_png_file((struct png_header) { (unsigned long)height, (unsigned long)width, 8, channels == 3 ? 2 : 0,
                                               (size_t)width * (size_t)channels },
                         pixels, NULL, 0);
}

/* One shade; colour adds 0, 1 and 2 to it. */
static inline struct text make_shade_png(int height, int width, int channels, int shade)
{
    size_t n = (size_t)height * (size_t)width * (size_t)channels;
    unsigned char *pixels = mem_alloc(n, 1);
    for (size_t i = 0; i < n; i++)
        pixels[i] = (unsigned char)(shade + (channels == 3 ? (int)(i % 3) : 0));
    struct text png = make_plain_png(height, width, channels, pixels);
    free(pixels);
    return png;
}

/* EXIF's structure with the orientation alone; big- or little-endian. */
static inline void make_exif(unsigned char exif[26], int orientation, int little)
{
    static const unsigned char big_bytes[26] = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1 };
    static const unsigned char little_bytes[26] = { 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1 };
    memcpy(exif, little ? little_bytes : big_bytes, 26);
    exif[little ? 18 : 19] = (unsigned char)orientation;
}

/* A JPEG of the best quality; with EXIF's orientation where that is not 0. `space` is the pixels' (JCS_GRAYSCALE,
 * JCS_RGB, JCS_CMYK). */
static inline struct text make_jpeg(int height, int width, J_COLOR_SPACE space, const unsigned char *pixels,
                                    int orientation)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr manager;
    unsigned char *memory = NULL, app1[32] = "Exif\0";
    unsigned long n = 0;
    struct text file = TEXT_INIT;
    jpeg.err = jpeg_std_error(&manager);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &memory, &n);
    jpeg.image_height = (JDIMENSION)height;
    jpeg.image_width = (JDIMENSION)width;
    jpeg.input_components = space == JCS_GRAYSCALE ? 1 : space == JCS_RGB ? 3 : 4;
    jpeg.in_color_space = space;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 100, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    if (orientation) {
        make_exif(app1 + 6, orientation, 1);
        jpeg_write_marker(&jpeg, JPEG_APP0 + 1, app1, sizeof app1);
    }
    for (int y = 0; y < height; y++) {
        JSAMPROW row = (JSAMPROW)pixels + y * width * jpeg.input_components;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    text_append_bytes(&file, memory, n);
    free(memory);
    return file;
}

#endif
