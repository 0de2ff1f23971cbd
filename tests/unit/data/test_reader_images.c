/* The reader of pictures in folders and zip files: pictures made here, whole, cut at every length and damaged. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "data/reader.h"
#include "store/file.h"
#include "support/collections.h"
#include "support/folder.h"
#include "support/pictures.h"
#include "support/readers.h"

/* Not in the order of their paths; things that are no pictures of the set between them. */
static const struct made_picture PICTURES[] = {
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
    static const struct made_picture mixed[] = { { "a/1.png", 2, 2, 0, 50 }, { "b/1.png", 2, 2, 1, 60 } };
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

/* The classes that are found in `tree`, in order, with `beside` as the other split; 1 where earlier versions found
 * others. */
static int assert_classes(void **state, const char *tree, const char *beside, const char *expected)
{
    char *folder = path_join(*state, tree, NULL), *other = path_join(*state, beside, NULL);
    const char *path = folder, *other_path = other;
    struct class_names classes = { 0 };
    struct images out;
    struct error e = { .text = "" };
    struct read_found found = { 0 };
    struct text names = TEXT_INIT;
    const struct read_input in = {
        .files = &path, .n_files = 1, .beside = &other_path, .n_beside = 1, .zero_label = -1, .found = &found
    };
    int rc = reader_images.read(&out, &in, &classes, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    for (size_t i = 0; i < classes.n; i++)
        text_format(&names, "%s%s", i ? " " : "", classes.name[i]);
    assert_string_equal(text_of(&names), expected);
    const int matters = found.reading_matters;
    read_found_release(&found);
    images_release(&out);
    class_names_release(&classes);
    text_release(&names);
    free(folder);
    free(other);
    return matters;
}

/* A class whose pictures lie in folders of their own is no wrapping folder, which the other split may tell. */
static void a_class_of_the_other_split_is_not_skipped(void **state)
{
    static const struct made_picture train[] = { { "good/cam1/1.png", 1, 1, 0, 1 }, { "good/cam2/1.png", 1, 1, 0, 2 } };
    static const struct made_picture test[] = { { "good/cam1/2.png", 1, 1, 0, 3 },
                                                { "scratch/cam2/2.png", 1, 1, 0, 4 } };
    static const struct made_picture wrapped[] = { { "all/good/1.png", 1, 1, 0, 5 }, { "all/dent/1.png", 1, 1, 0, 6 } };
    write_folder(state, "train", train, 2);
    write_folder(state, "test", test, 2);
    write_folder(state, "wrapped", wrapped, 2);
    assert_true(assert_classes(state, "train", "test", "good"));
    assert_false(assert_classes(state, "test", "train", "good scratch"));
    assert_true(assert_classes(state, "train", "wrapped", "good"));
    assert_false(assert_classes(state, "wrapped", "train", "dent good"));
    assert_false(assert_classes(state, "wrapped", "test", "dent good"));
    /* of the same wrapping folder in both, as of two zip files, nobody can tell that it is a class */
    assert_false(assert_classes(state, "wrapped", "wrapped", "dent good"));
    assert_false(assert_classes(state, "train", "train", "cam1 cam2"));
}

static void wrong_pictures(void **state)
{
    static const struct made_picture sizes[] = { { "a/1.png", 2, 2, 0, 1 }, { "b/1.png", 2, 3, 0, 1 } };
    static const struct made_picture loose[] = { { "1.png", 2, 2, 0, 1 } };
    static const struct made_picture none[] = { { "a/1.txt", 0, 0, 0, 0 } };
    static const struct made_picture fake[] = { { "a/1.png", 0, 0, 0, 0 } };
    static const struct made_picture large[] = { { "a/1.png", 1, 4097, 0, 0 } };
    static const struct {
        const struct made_picture *pictures;
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

/* ---- pictures as people have them ---- */

/* Reads with these wishes; the message must be empty. */
static void read_well(const struct read_input *in, struct images *out, struct class_names *classes)
{
    struct error e = { .text = "" };
    int rc = reader_images.read(out, in, classes, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
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
    put_file(state, "set/b/2.bmp", text_with("BM"));
    put_file(state, "set/notes.txt", text_with("x"));
    put_file(state, "set/b/.DS_Store", text_with("x"));
    put_file(state, "set/.git/1.png", text_with("x"));
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
    assert_unreadable(&reader_images, folder, NULL,
                      "expected 4x4 pixels as in the first picture, found 2x3 ('resize = HEIGHT WIDTH' in");
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

/* For scoring: pictures in a folder without classes, or one alone, need no class and have none. */
static void loose_pictures_have_no_class(void **state)
{
    put_file(state, "flat/1.png", make_shade_png(2, 2, 1, 10));
    put_file(state, "flat/2.png", make_shade_png(2, 2, 1, 20));
    char *folder = path_join(*state, "flat/", NULL), *single = path_join(*state, "flat/2.png", NULL);
    const char *paths[] = { folder, single };
    for (int i = 0; i < 2; i++) {
        struct class_names classes = { 0 };
        struct images out;
        struct read_found found = { 0 };
        const struct read_input in = {
            .files = &paths[i], .n_files = 1, .zero_label = -1, .loose = 1, .found = &found
        };
        read_well(&in, &out, &classes);
        assert_int_equal(out.n, 2 - i);
        assert_int_equal(out.pixels[0], i ? 20 : 10);
        assert_int_equal(out.labels[0], -1);
        assert_int_equal(classes.n, 0);
        assert_int_equal(found.n_files, 2 - i);
        assert_string_equal(found.files[0], i ? "2.png" : "1.png");
        read_found_release(&found);
        images_release(&out);
        class_names_release(&classes);
    }
    assert_unreadable(&reader_images, folder, NULL, "expected pictures in a folder for each class, found '1.png'");
    assert_unreadable(&reader_images, single, NULL, "expected a folder or a zip file");
    /* beside a class's folder they are no class */
    put_file(state, "flat/a/3.png", make_shade_png(2, 2, 1, 20));
    struct class_names classes = { 0 };
    struct images out;
    struct error e;
    const struct read_input in = { .files = paths, .n_files = 1, .zero_label = -1, .loose = 1 };
    assert_int_equal(reader_images.read(&out, &in, &classes, &e), -1);
    assert_says(e.text, "expected pictures in a folder for each class, found '1.png'");
    class_names_release(&classes);
    free(folder);
    free(single);
}

/* A model knows its classes: folders get their numbers, and another folder none, which is told. */
static void folders_of_unknown_classes_are_told(void **state)
{
    static char *known[] = { "a", "b", "c", NULL };
    static const int32_t labels[] = { -1, -1, 1, 2, -1 };
    static const char *const files[] = { "B/1.png", "B/2.png", "b/1.png", "c/1.png", "other/1.png" };
    for (int i = 0; i < 5; i++) {
        char *name = path_join("set", files[i], NULL);
        put_file(state, name, make_shade_png(1, 1, 1, i));
        free(name);
    }
    char *folder = path_join(*state, "set", NULL);
    const char *path = folder;
    struct class_names classes = { known, 3, 1 };
    struct images out;
    struct error e;
    struct text notes = TEXT_INIT;
    struct read_found found = { 0 };
    struct read_input in = {
        .files = &path, .n_files = 1, .zero_label = -1, .loose = 1, .colour = 1, .notes = &notes, .found = &found
    };
    read_well(&in, &out, &classes);
    assert_memory_equal(out.labels, labels, sizeof labels);
    assert_int_equal(out.channels, 3);
    assert_memory_equal(out.pixels + 9, "\3\3\3", 3);
    assert_string_equal(text_of(&notes), "5 pictures are grey: made colour\n2 folders are of none of the 3 classes, so "
                                         "their pictures have no class: 'B', 'other'\n");
    assert_int_equal(found.n_files, 5);
    for (int i = 0; i < 5; i++)
        assert_string_equal(found.files[i], files[i]);
    assert_null(found.files[5]);
    read_found_release(&found);
    images_release(&out);
    text_release(&notes);
    in.loose = 0;
    in.notes = NULL;
    in.found = NULL;
    assert_int_equal(reader_images.read(&out, &in, &classes, &e), -1);
    assert_says(e.text, "the folder 'B' is none of the 3 classes");
    free(folder);
}

/* What the first reading of pictures gave other values for, or left out. */
static void pictures_that_were_read_otherwise(void **state)
{
    static const unsigned char one[] = { 0, 1, 0x86, 0xa0 }, srgb[] = { 0, 0, 0xb1, 0x8f };
    static const unsigned char dot[] = { 128, 255 }, half[] = { 128, 128 }, black[3] = { 0 };
    unsigned char as_is[26], turned[26];
    make_exif(as_is, 1, 1);
    make_exif(turned, 3, 1);
    const struct png_header grey = { 1, 1, 8, 0, 1 }, alpha = { 1, 1, 8, 4, 2 };
    const struct png_chunk chunks[] = {
        { "gAMA", srgb, 4 }, { "gAMA", one, 4 }, { "eXIf", as_is, 26 }, { "eXIf", turned, 26 }
    };
    const struct {
        const char *name;
        struct text file;
        int matters;
    } cases[] = {
        { "set/a/1.png", make_png_file(grey, dot, NULL, 0), 0 },
        { "set/a/1.PNG", make_png_file(grey, dot, NULL, 0), 0 },
        { "set/a/1.Png", make_png_file(grey, dot, NULL, 0), 1 },
        { "set/a/1.png", make_png_file(grey, dot, &chunks[0], 1), 0 },
        { "set/a/1.png", make_png_file(grey, dot, &chunks[1], 1), 1 },
        { "set/a/1.png", make_png_file(grey, dot, &chunks[2], 1), 0 },
        { "set/a/1.png", make_png_file(grey, dot, &chunks[3], 1), 1 },
        { "set/a/1.png", make_png_file(alpha, dot, NULL, 0), 0 },
        { "set/a/1.png", make_png_file(alpha, half, NULL, 0), 1 },
        { "set/a/1.png", make_jpeg(1, 1, JCS_RGB, black, 0), 1 },
    };
    char *folder = path_join(*state, "set", NULL);
    const char *path = folder;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct class_names classes = { 0 };
        struct images out;
        struct read_found found = { 0 };
        const struct read_input in = { .files = &path, .n_files = 1, .zero_label = -1, .found = &found };
        put_file(state, cases[i].name, cases[i].file);
        read_well(&in, &out, &classes);
        assert_int_equal(found.reading_matters, cases[i].matters);
        read_found_release(&found);
        images_release(&out);
        class_names_release(&classes);
        assert_int_equal(folder_remove(folder, NULL), 0);
    }
    free(folder);
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
    assert_says(e.text, "'a/1.png': expected 2x3 pixels, found 4096x4096");
    assert_null(out.pixels);
    class_names_release(&classes);
    free(folder);
}

static const struct CMUnitTest tests[] = {
    IN_FOLDER(pictures_of_folder_and_zip),
    IN_FOLDER(colour_pictures_make_all_three_channels),
    IN_FOLDER(a_class_of_the_other_split_is_not_skipped),
    IN_FOLDER(black_and_white_pictures_of_one_bit),
    IN_FOLDER(wrong_pictures),
    IN_FOLDER(damaged_zip),
    IN_FOLDER(endings_and_what_is_left_out),
    IN_FOLDER(resize_brings_pictures_to_one_size),
    IN_FOLDER(mixed_colours_are_told_or_made_grey),
    IN_FOLDER(transparent_and_deep_pictures_are_told),
    IN_FOLDER(loose_pictures_have_no_class),
    IN_FOLDER(folders_of_unknown_classes_are_told),
    IN_FOLDER(pictures_that_were_read_otherwise),
    IN_FOLDER(known_size_is_asked_for_first),
};

TEST_MAIN(tests, NULL, NULL)
