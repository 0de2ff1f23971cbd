/* The reader of PNG pictures in folders and zip files: pictures made here, whole, cut at every length and damaged. */
#include "support/main.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/reader.h"
#include "store/file.h"
#include "support/folder.h"
#include "support/readers.h"

/* A PNG of one shade or colour in memory. */
static unsigned char *make_png(int height, int width, int colour, int shade, size_t *n)
{
    png_image png = { .version = PNG_IMAGE_VERSION,
                      .height = (png_uint_32)height,
                      .width = (png_uint_32)width,
                      .format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY };
    size_t size = (size_t)height * (size_t)width * (colour ? 3 : 1);
    unsigned char *pixels = mem_alloc(size, 1);
    for (size_t i = 0; i < size; i++)
        pixels[i] = (unsigned char)(colour ? shade + (int)(i % 3) : shade);
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(png);
    unsigned char *memory = mem_alloc(bytes, 1);
    assert_true(png_image_write_to_memory(&png, memory, &bytes, 0, pixels, 0, NULL));
    free(pixels);
    *n = bytes;
    return memory;
}

struct picture {
    const char *name;
    int height, width, colour, shade; /* height 0: no picture but text */
};

static void write_folder(void **state, const char *folder, const struct picture *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct error e;
        char *path = path_join(*state, folder, p[i].name, NULL);
        char *parent = mem_string(path);
        *strrchr(parent, '/') = '\0';
        assert_int_equal(folder_make(parent, &e), 0);
        size_t size = 4;
        unsigned char *png = p[i].height ? make_png(p[i].height, p[i].width, p[i].colour, p[i].shade, &size) : NULL;
        assert_int_equal(file_write(path, png ? (void *)png : "text", size, &e), 0);
        free(png);
        free(parent);
        free(path);
    }
}

static char *write_zip(void **state, const char *name, const struct picture *p, size_t n)
{
    char *path = path_join(*state, name, NULL);
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_non_null(zip);
    for (size_t i = 0; i < n; i++) {
        size_t size = 4;
        unsigned char *png = p[i].height ? make_png(p[i].height, p[i].width, p[i].colour, p[i].shade, &size) : NULL;
        char *copy = malloc(size);
        memcpy(copy, png ? (void *)png : "text", size);
        free(png);
        zip_source_t *source = zip_source_buffer(zip, copy, size, 1);
        assert_true(zip_file_add(zip, p[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    return path;
}

/* Not in the order of their paths; things that are no pictures of the set between them. */
static const struct picture PICTURES[] = {
    { "root/Greek/b/2.png", 3, 4, 0, 40 },   { "root/README.png.txt", 0, 0, 0, 0 },
    { "root/Braille/a/1.png", 3, 4, 0, 10 }, { "root/Greek/a/9.png", 3, 4, 0, 30 },
    { "root/Braille/a/2.PNG", 3, 4, 0, 20 }, { "root/Greek/.hidden.png", 0, 0, 0, 0 },
};
enum { N_PICTURES = sizeof PICTURES / sizeof *PICTURES };

static void check_pictures(const char *path)
{
    struct class_names classes = { 0 };
    struct images out;
    struct error e;
    int rc = read_with(&reader_images, &out, path, NULL, &classes, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    assert_int_equal(out.n, 4);
    assert_int_equal(out.height, 3);
    assert_int_equal(out.width, 4);
    assert_int_equal(out.channels, 1);
    assert_int_equal(classes.n, 2);
    assert_string_equal(classes.name[0], "Braille");
    assert_string_equal(classes.name[1], "Greek");
    for (int i = 0; i < 4; i++) {
        assert_int_equal(out.labels[i], i / 2);
        for (int p = 0; p < 12; p++)
            assert_int_equal(out.pixels[i * 12 + p], 10 * (i + 1));
    }
    images_release(&out);
    class_names_release(&classes);
}

static void pictures_of_folder_and_zip(void **state)
{
    write_folder(state, "set", PICTURES, N_PICTURES);
    char *folder = path_join(*state, "set", NULL), *below = path_join(*state, "set/root/", NULL);
    char *zip = write_zip(state, "set.zip", PICTURES, N_PICTURES);
    check_pictures(folder);
    check_pictures(below);
    check_pictures(zip);
    free(folder);
    free(below);
    free(zip);
}

static void colour_pictures_make_all_three_channels(void **state)
{
    static const struct picture mixed[] = { { "a/1.png", 2, 2, 0, 50 }, { "b/1.png", 2, 2, 1, 60 } };
    char *zip = write_zip(state, "mixed.zip", mixed, 2);
    struct class_names classes = { 0 };
    struct images out;
    struct error e;
    assert_int_equal(read_with(&reader_images, &out, zip, NULL, &classes, &e), 0);
    assert_int_equal(out.channels, 3);
    assert_int_equal(out.labels[0], 0);
    assert_int_equal(out.labels[1], 1);
    for (int i = 0; i < 12; i++) {
        assert_int_equal(out.pixels[i], 50);
        assert_int_equal(out.pixels[12 + i], 60 + i % 3);
    }
    images_release(&out);
    class_names_release(&classes);
    free(zip);
}

static void black_and_white_pictures_of_one_bit(void **state)
{
    /* 8x2, one bit a pixel, 1 = white: rows 10101010 and 00001111; bytes from the PNG
     * specification's layout with checksums by zlib */
    static const unsigned char header[] = { 0, 0, 0, 8, 0, 0, 0, 2, 1, 0, 0, 0, 0 };
    static const unsigned char rows[] = { 0, 0xaa, 0, 0x0f };
    unsigned char packed[64];
    uLongf n = sizeof packed;
    assert_int_equal(compress(packed, &n, rows, sizeof rows), Z_OK);
    struct text png = TEXT_INIT;
    text_append_bytes(&png, "\x89PNG\r\n\x1a\n", 8);
    const struct {
        const char *name;
        const unsigned char *bytes;
        size_t n;
    } chunks[] = { { "IHDR", header, sizeof header }, { "IDAT", packed, n }, { "IEND", NULL, 0 } };
    for (int i = 0; i < 3; i++) {
        uLong crc = crc32(crc32(0, (const unsigned char *)chunks[i].name, 4),
                          chunks[i].n ? chunks[i].bytes : (const unsigned char *)"", (uInt)chunks[i].n);
        const unsigned char size[4] = { 0, 0, 0, (unsigned char)chunks[i].n };
        const unsigned char sum[4] = { (unsigned char)(crc >> 24), (unsigned char)(crc >> 16),
                                       (unsigned char)(crc >> 8), (unsigned char)crc };
        text_append_bytes(&png, size, 4);
        text_append_bytes(&png, chunks[i].name, 4);
        text_append_bytes(&png, chunks[i].n ? (const void *)chunks[i].bytes : "", chunks[i].n);
        text_append_bytes(&png, sum, 4);
    }
    struct error e;
    char *class = path_join(*state, "bits/x", NULL), *folder = path_join(*state, "bits", NULL);
    assert_int_equal(folder_make(class, &e), 0);
    char *path = folder_file(state, "bits/x/1.png", png.s, png.length);
    struct class_names classes = { 0 };
    struct images out;
    assert_int_equal(read_with(&reader_images, &out, folder, NULL, &classes, &e), 0);
    const unsigned char expected[16] = { 255, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255, 255 };
    assert_int_equal(out.channels, 1);
    assert_memory_equal(out.pixels, expected, 16);
    images_release(&out);
    class_names_release(&classes);
    /* cut at every length */
    for (size_t n_cut = 0; n_cut < png.length - 12; n_cut++) {
        free(path);
        path = folder_file(state, "bits/x/1.png", png.s, n_cut);
        assert_unreadable(&reader_images, folder, NULL, "'x/1.png'");
    }
    text_release(&png);
    free(class);
    free(folder);
    free(path);
}

static void wrong_pictures(void **state)
{
    static const struct picture sizes[] = { { "a/1.png", 2, 2, 0, 1 }, { "b/1.png", 2, 3, 0, 1 } };
    static const struct picture loose[] = { { "1.png", 2, 2, 0, 1 } };
    static const struct picture none[] = { { "a/1.txt", 0, 0, 0, 0 } };
    static const struct picture fake[] = { { "a/1.png", 0, 0, 0, 0 } };
    static const struct picture large[] = { { "a/1.png", 1, 4097, 0, 0 } };
    static const struct {
        const struct picture *pictures;
        size_t n;
        const char *words;
    } cases[] = {
        { sizes, 2, "'b/1.png': expected 2x2 pixels as in the first picture, found 2x3" },
        { loose, 1, "in a folder for each class, found '1.png'" },
        { none, 1, "expected PNG pictures in folders, found none" },
        { fake, 1, "'a/1.png': " },
        { large, 1, "expected at most 4096 pixels a side, found 1x4097" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *zip = write_zip(state, "wrong.zip", cases[i].pictures, cases[i].n);
        assert_unreadable(&reader_images, zip, NULL, cases[i].words);
        free(zip);
    }
    assert_unreadable(&reader_images, "/nowhere/at/all", NULL, "expected a folder or a zip file");

    /* a folder that is not among the catalogue's classes */
    char *zip = write_zip(state, "set.zip", PICTURES, N_PICTURES);
    char *names[] = { (char[]) { "Greek" }, NULL };
    struct class_names one = { .name = names, .n = 1, .fixed = 1 };
    struct images out;
    struct error e;
    assert_int_equal(read_with(&reader_images, &out, zip, NULL, &one, &e), -1);
    assert_non_null(strstr(e.text, "the folder 'Braille' is none of the 1 classes"));
    free(zip);
}

static void damaged_zip(void **state)
{
    struct error e;
    size_t size;
    char *zip = write_zip(state, "set.zip", PICTURES, N_PICTURES);
    char *bytes = file_read(zip, &size, &e);
    for (size_t n = 0; n < size; n++) {
        char *cut = folder_file(state, "cut.zip", bytes, n);
        assert_unreadable(&reader_images, cut, NULL, "cut.zip");
        free(cut);
    }
    /* an entry that declares 4 GB: the size in the central directory (at 24 of its record,
     * which starts with PK 1 2) */
    char *record = memmem(bytes, size, "PK\x01\x02", 4);
    assert_non_null(record);
    memcpy(record + 24, "\xf0\xff\xff\xff", 4);
    char *bomb = folder_file(state, "bomb.zip", bytes, size);
    assert_unreadable(&reader_images, bomb, NULL, "expected at most 67108864 bytes");
    free(bomb);
    free(bytes);
    free(zip);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(pictures_of_folder_and_zip),
    IN_FOLDER(colour_pictures_make_all_three_channels),
    IN_FOLDER(black_and_white_pictures_of_one_bit),
    IN_FOLDER(wrong_pictures),
    IN_FOLDER(damaged_zip),
};

TEST_MAIN(tests, NULL, NULL)
