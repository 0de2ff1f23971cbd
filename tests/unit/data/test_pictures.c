/* The reader of PNG pictures in folders and zip files: pictures made here, whole, cut at every
 * length and damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>
#include <png.h>
#include <zip.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/reader.h"
#include "store/file.h"
#include "support/folder.h"
#include "support/pictures.h"

static int read_from(const char *path, struct images *out, struct class_names *classes, struct error *e)
{
    const struct read_input in = { .files = &path, .n_files = 1, .zero_label = -1 };
    e->text[0] = '\0';
    return reader_images.read(out, &in, classes, e);
}

/* It must fail, say so with these words, and leave nothing behind. */
static void assert_refused(const char *path, const char *words)
{
    struct images out;
    struct class_names classes = { 0 };
    struct error e;
    assert_int_equal(read_from(path, &out, &classes, &e), -1);
    if (!strstr(e.text, words))
        fail_msg("expected '%s' in the message, found '%s'", words, e.text);
    assert_null(out.pixels);
    class_names_release(&classes);
}

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
    int rc = read_from(path, &out, &classes, &e);
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
    assert_int_equal(read_from(zip, &out, &classes, &e), 0);
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
    assert_int_equal(read_from(folder, &out, &classes, &e), 0);
    const unsigned char expected[16] = { 255, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255, 255 };
    assert_int_equal(out.channels, 1);
    assert_memory_equal(out.pixels, expected, 16);
    images_release(&out);
    class_names_release(&classes);
    /* cut at every length */
    for (size_t n_cut = 0; n_cut < png.length - 12; n_cut++) {
        free(path);
        path = folder_file(state, "bits/x/1.png", png.s, n_cut);
        assert_refused(folder, "'x/1.png'");
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
        { none, 1, "expected PNG or JPEG pictures in folders, found none but 'a/1.txt'" },
        { fake, 1, "'a/1.png': " },
        { large, 1, "expected at most 4096 pixels a side, found 1x4097" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *zip = write_zip(state, "wrong.zip", cases[i].pictures, cases[i].n);
        assert_refused(zip, cases[i].words);
        free(zip);
    }
    assert_refused("/nowhere/at/all", "expected a folder or a zip file");

    /* a folder that is not among the catalogue's classes */
    char *zip = write_zip(state, "set.zip", PICTURES, N_PICTURES);
    char *names[] = { (char[]) { "Greek" }, NULL };
    struct class_names one = { .name = names, .n = 1, .fixed = 1 };
    struct images out;
    struct error e;
    assert_int_equal(read_from(zip, &out, &one, &e), -1);
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
        assert_refused(cut, "cut.zip");
        free(cut);
    }
    /* an entry that declares 4 GB: the size in the central directory (at 24 of its record,
     * which starts with PK 1 2) */
    char *record = memmem(bytes, size, "PK\x01\x02", 4);
    assert_non_null(record);
    memcpy(record + 24, "\xf0\xff\xff\xff", 4);
    char *bomb = folder_file(state, "bomb.zip", bytes, size);
    assert_refused(bomb, "expected at most 67108864 bytes");
    free(bomb);
    free(bytes);
    free(zip);
}

/* ---- pictures as people have them ---- */

/* Reads with these wishes; the message must be empty. */
static void read_well(const struct read_input *in, struct images *out, struct class_names *classes)
{
    struct error e = { "" };
    int rc = reader_images.read(out, in, classes, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
}

/* Writes a file of a folder that may not be there yet, and lets the bytes go. */
static void put_file(void **state, const char *name, struct text bytes)
{
    struct error e;
    char *path = path_join(*state, name, NULL), *parent = mem_string(path);
    *strrchr(parent, '/') = '\0';
    assert_int_equal(folder_make(parent, &e), 0);
    assert_int_equal(file_write(path, text_of(&bytes), bytes.length, &e), 0);
    text_release(&bytes);
    free(parent);
    free(path);
}

static struct text words(const char *s)
{
    struct text t = TEXT_INIT;
    text_append(&t, s);
    return t;
}

/* Endings in any case, JPEG beside PNG, and a JPEG that is called .png; what is not read is counted and named. */
static void endings_and_what_is_left_out(void **state)
{
    unsigned char shade[64];
    struct text notes = TEXT_INIT, expected = TEXT_INIT;
    memset(shade, 90, sizeof shade);
    put_file(state, "set/a/1.Png", make_shade_png(8, 8, 1, 10));
    put_file(state, "set/a/2.JPG", make_jpeg(8, 8, JCS_GRAYSCALE, shade, 0));
    put_file(state, "set/a/3.jpeg", make_jpeg(8, 8, JCS_GRAYSCALE, shade, 0));
    put_file(state, "set/a/4.png", make_jpeg(8, 8, JCS_GRAYSCALE, shade, 0));
    put_file(state, "set/b/1.PNG", make_shade_png(8, 8, 1, 20));
    put_file(state, "set/b/2.bmp", words("BM"));
    put_file(state, "set/notes.txt", words("x"));
    put_file(state, "set/b/.DS_Store", words("x"));
    put_file(state, "set/.git/1.png", words("x"));
    char *folder = path_join(*state, "set", NULL);
    const char *path = folder;
    struct class_names classes = { 0 };
    struct images out;
    const struct read_input in = { .files = &path, .n_files = 1, .zero_label = -1, .notes = &notes };
    read_well(&in, &out, &classes);
    assert_int_equal(out.n, 5);
    static const unsigned char shades[5] = { 10, 90, 90, 90, 20 };
    for (int i = 0; i < 5; i++)
        assert_int_equal(out.pixels[i * 64], shades[i]);
    text_format(&expected,
                "%s: 2 files are no .png, .jpg or .jpeg and not read: 'b/2.bmp', 'notes.txt'\n"
                "%s: 2 hidden files or folders are left out: '.git', 'b/.DS_Store'\n",
                folder, folder);
    assert_string_equal(text_of(&notes), expected.s);
    images_release(&out);
    class_names_release(&classes);
    text_release(&notes);
    text_release(&expected);
    free(folder);
}

/* Each new pixel is the mean of the old area that it covers; a photograph may be larger than what is stored. */
static void resize_brings_pictures_to_one_size(void **state)
{
    static const unsigned char four[16] = { 0, 20, 40, 60, 20, 40, 60, 80, 1, 1, 2, 2, 1, 1, 2, 2 };
    static const unsigned char expected[3][4] = { { 20, 60, 1, 2 }, { 7, 7, 7, 7 }, { 9, 9, 9, 9 } };
    put_file(state, "set/a/1.png", make_plain_png(4, 4, 1, four));
    put_file(state, "set/a/2.png", make_shade_png(2, 3, 1, 7));
    put_file(state, "set/b/1.png", make_shade_png(5000, 3, 1, 9));
    char *folder = path_join(*state, "set", NULL);
    const char *path = folder;
    struct class_names classes = { 0 };
    struct images out;
    const struct read_input in = { .files = &path, .n_files = 1, .height = 2, .width = 2, .resize = 1 };
    read_well(&in, &out, &classes);
    assert_int_equal(out.height, 2);
    assert_int_equal(out.width, 2);
    assert_int_equal(out.n, 3);
    for (int i = 0; i < 3; i++)
        assert_memory_equal(out.pixels + 4 * i, expected[i], 4);
    images_release(&out);
    class_names_release(&classes);
    assert_refused(folder, "expected 4x4 pixels as in the first picture, found 2x3 ('resize = HEIGHT WIDTH' in");
    free(folder);
}

static void mixed_colours_are_told_or_made_grey(void **state)
{
    struct text notes = TEXT_INIT;
    put_file(state, "set/a/1.png", make_shade_png(1, 1, 1, 50));
    put_file(state, "set/a/2.png", make_shade_png(1, 1, 3, 60));
    put_file(state, "set/b/1.png", make_shade_png(1, 1, 1, 70));
    char *folder = path_join(*state, "set", NULL);
    const char *path = folder;
    struct class_names classes = { 0 };
    struct images out;
    struct read_input in = { .files = &path, .n_files = 1, .zero_label = -1, .notes = &notes };
    read_well(&in, &out, &classes);
    assert_int_equal(out.channels, 3);
    assert_memory_equal(out.pixels, "\x32\x32\x32\x3c\x3d\x3e\x46\x46\x46", 9);
    assert_string_equal(text_of(&notes), "2 pictures are grey and 1 in colour: all are made colour ('grey = on' in the "
                                         "data set's entry makes all grey)\n");
    images_release(&out);
    text_clear(&notes);
    in.grey = 1;
    read_well(&in, &out, &classes);
    assert_int_equal(out.channels, 1);
    assert_memory_equal(out.pixels, "\x32\x3d\x46", 3); /* 60, 61 and 62 are 60.8 */
    assert_string_equal(text_of(&notes), "");
    images_release(&out);
    class_names_release(&classes);
    text_release(&notes);
    free(folder);
}

static void transparent_and_deep_pictures_are_told(void **state)
{
    static const unsigned char half[2] = { 255, 128 }, deep[2] = { 0x80, 0x80 };
    struct text notes = TEXT_INIT;
    put_file(state, "set/a/1.png", make_shade_png(1, 1, 1, 128));
    put_file(state, "set/a/2.png", make_png_file((struct png_header) { 1, 1, 8, 4, 2 }, half, NULL, 0));
    put_file(state, "set/a/3.png", make_png_file((struct png_header) { 1, 1, 16, 0, 2 }, deep, NULL, 0));
    char *folder = path_join(*state, "set", NULL);
    const char *path = folder;
    struct class_names classes = { 0 };
    struct images out;
    const struct read_input in = { .files = &path, .n_files = 1, .zero_label = -1, .notes = &notes };
    read_well(&in, &out, &classes);
    assert_memory_equal(out.pixels, "\x80\x80\x80", 3);
    assert_string_equal(text_of(&notes), "1 picture with transparent parts, which are mixed with black: 'a/2.png'\n"
                                         "1 picture of 16 bits a value, of which 8 are kept: 'a/3.png'\n");
    images_release(&out);
    class_names_release(&classes);
    text_release(&notes);
    free(folder);
}

/* For scoring: a folder of pictures without classes, or one picture, is a class of its own name. */
static void loose_pictures_are_one_class(void **state)
{
    put_file(state, "flat/1.png", make_shade_png(2, 2, 1, 10));
    put_file(state, "flat/2.png", make_shade_png(2, 2, 1, 20));
    char *folder = path_join(*state, "flat/", NULL), *single = path_join(*state, "flat/2.png", NULL);
    const char *paths[] = { folder, single }, *names[] = { "flat", "2.png" };
    for (int i = 0; i < 2; i++) {
        struct class_names classes = { 0 };
        struct images out;
        const struct read_input in = { .files = &paths[i], .n_files = 1, .zero_label = -1, .loose = 1 };
        read_well(&in, &out, &classes);
        assert_int_equal(out.n, 2 - i);
        assert_int_equal(out.pixels[0], i ? 20 : 10);
        assert_int_equal(out.labels[0], 0);
        assert_int_equal(classes.n, 1);
        assert_string_equal(classes.name[0], names[i]);
        images_release(&out);
        class_names_release(&classes);
    }
    assert_refused(folder, "expected pictures in a folder for each class, found '1.png'");
    assert_refused(single, "expected a folder or a zip file");
    /* beside a class's folder they are no class */
    put_file(state, "flat/a/3.png", make_shade_png(2, 2, 1, 20));
    struct class_names classes = { 0 };
    struct images out;
    struct error e;
    const struct read_input in = { .files = paths, .n_files = 1, .zero_label = -1, .loose = 1 };
    assert_int_equal(reader_images.read(&out, &in, &classes, &e), -1);
    assert_non_null(strstr(e.text, "expected pictures in a folder for each class, found '1.png'"));
    class_names_release(&classes);
    free(folder);
    free(single);
}

/* A size that the caller knows is asked for before a picture is decoded: this one could not be. */
static void known_size_is_asked_for_first(void **state)
{
    put_file(state, "set/a/1.png", make_png_file((struct png_header) { 4096, 4096, 8, 0, 1 }, NULL, NULL, 0));
    char *folder = path_join(*state, "set", NULL);
    const char *path = folder;
    struct class_names classes = { 0 };
    struct images out;
    struct error e;
    const struct read_input in = { .files = &path, .n_files = 1, .zero_label = -1, .height = 2, .width = 3 };
    assert_int_equal(reader_images.read(&out, &in, &classes, &e), -1);
    assert_non_null(strstr(e.text, "'a/1.png': expected 2x3 pixels, found 4096x4096"));
    assert_null(out.pixels);
    class_names_release(&classes);
    free(folder);
}

/* ---- what pictures may not be ---- */

/* Every `from` in a file becomes `to`, of the same length. */
static void replace_in(const char *path, const char *from, const char *to)
{
    struct error e;
    size_t n;
    char *bytes = file_read(path, &n, &e);
    for (char *at = bytes; (at = memmem(at, n - (size_t)(at - bytes), from, strlen(from)));)
        memcpy(at, to, strlen(to));
    assert_int_equal(file_write(path, bytes, n, &e), 0);
    free(bytes);
}

static void names_that_do_not_show_are_refused(void **state)
{
    static const struct {
        const char *name, *words;
    } names[] = {
        { "set/a\x1b[31m/1.png",
          "expected a file's name without control characters and line ends, found 'a\\x1b[31m'" },
        { "set/a/1\n2.png", "expected a file's name without control characters and line ends, found 'a/1\\x0a2.png'" },
        { "set/a\n/1.txt", "found 'a\\x0a'" },
        { "set/a\x7f/1.png", "found 'a\\x7f'" },
        { "set/caf\xe9/1.png",
          "expected a class's name in UTF-8 without control characters and line ends, found 'caf\\xe9'" },
        { "set/a\xc2\x9b/1.png", "expected a class's name in UTF-8" },
    };
    char *folder = path_join(*state, "set", NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct error e;
        put_file(state, "set/b/1.png", make_shade_png(1, 1, 1, 1));
        put_file(state, names[i].name, make_shade_png(1, 1, 1, 1));
        assert_refused(folder, names[i].words);
        assert_int_equal(folder_remove(folder, &e), 0);
    }
    /* in a zip file a line end stays one; libzip makes signs of the other control characters */
    const struct picture p = { "a/1?.png", 1, 1, 0, 1 };
    char *zip = write_zip(state, "names.zip", &p, 1);
    replace_in(zip, "a/1?.png", "a/1\n.png");
    assert_refused(zip, "expected a file's name without control characters and line ends, found 'a/1\\x0a.png'");
    free(zip);
    free(folder);
}

static void too_many_classes_are_said_as_such(void **state)
{
    for (int i = 0; i < 1025; i++) {
        char name[32];
        snprintf(name, sizeof name, "set/%04d/1.png", i);
        put_file(state, name, make_shade_png(1, 1, 1, 1));
    }
    char *folder = path_join(*state, "set", NULL);
    assert_refused(folder, "expected at most 1024 classes, found the folder '1024' beyond them");
    free(folder);
}

/* A name that stands in a zip file twice: programs differ on which one it means. */
static void zip_with_a_name_twice(void **state)
{
    static const struct picture two[] = { { "a/1.png", 1, 1, 0, 1 }, { "a/2.png", 1, 1, 0, 2 } };
    char *zip = write_zip(state, "two.zip", two, 2);
    replace_in(zip, "a/2.png", "a/1.png");
    assert_refused(zip, "two.zip: 'a/1.png' is in it twice");
    free(zip);
}

/* Pictures are packed already: a zip file that unpacks to hundreds of times its size holds something else. */
static void zip_that_unpacks_to_too_much(void **state)
{
    enum { N = 2 << 20 };
    char *path = path_join(*state, "bomb.zip", NULL), *zeros = calloc(N, 1);
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_true(zip_file_add(zip, "a/1.png", zip_source_buffer(zip, zeros, N, 1), ZIP_FL_ENC_UTF_8) >= 0);
    assert_int_equal(zip_close(zip), 0);
    assert_refused(path, "expected a zip file of pictures, which unpacks to at most 100 times its ");
    free(path);
}

/* A file of more than 64 MiB is not read, even where it is a hole. */
static void large_files_are_not_read(void **state)
{
    put_file(state, "set/a/1.png", make_shade_png(1, 1, 1, 1));
    char *folder = path_join(*state, "set", NULL), *path = path_join(folder, "a/1.png", NULL);
    assert_int_equal(truncate(path, (64 << 20) + 1), 0);
    assert_refused(folder, "'a/1.png': expected at most 67108864 bytes, found 67108865");
    assert_refused("/dev/null", "/dev/null: expected a folder or a zip file, found another kind of file");
    free(path);
    free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(pictures_of_folder_and_zip),
        IN_FOLDER(colour_pictures_make_all_three_channels),
        IN_FOLDER(black_and_white_pictures_of_one_bit),
        IN_FOLDER(wrong_pictures),
        IN_FOLDER(damaged_zip),
        IN_FOLDER(endings_and_what_is_left_out),
        IN_FOLDER(resize_brings_pictures_to_one_size),
        IN_FOLDER(mixed_colours_are_told_or_made_grey),
        IN_FOLDER(transparent_and_deep_pictures_are_told),
        IN_FOLDER(loose_pictures_are_one_class),
        IN_FOLDER(known_size_is_asked_for_first),
        IN_FOLDER(names_that_do_not_show_are_refused),
        IN_FOLDER(too_many_classes_are_said_as_such),
        IN_FOLDER(zip_with_a_name_twice),
        IN_FOLDER(zip_that_unpacks_to_too_much),
        IN_FOLDER(large_files_are_not_read),
    };
    return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
