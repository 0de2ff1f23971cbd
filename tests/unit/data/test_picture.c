/* Single pictures: which values come out, how they are turned, what is refused. */

#include "support/main.h"

#include "data/picture.h"
#include "support/pictures.h"

/* Reads it and lets it go; the pixels must be these. */
static void check(const struct text *file, int height, int width, int channels, const unsigned char *pixels)
{
    struct picture p;
    struct error e = { .text = "" };
    int rc = picture_read(&p, file->s, file->length, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    assert_int_equal(p.height, height);
    assert_int_equal(p.width, width);
    assert_int_equal(p.channels, channels);
    assert_memory_equal(p.pixels, pixels, (size_t)height * (size_t)width * (size_t)channels);
    picture_release(&p);
}

static void assert_refused(const void *bytes, size_t n, const char *words)
{
    struct picture p;
    struct error e = { .text = "" };
    assert_int_equal(picture_read(&p, bytes, n, &e), -1);
    if (!strstr(e.text, words))
        fail_msg("expected '%s' in the message, found '%s'", words, e.text);
    assert_null(p.pixels);
}

/* A file that says how bright its values are to be shown holds the same values. */
static void gamma_is_not_looked_at(void **state)
{
    static const unsigned char pixels[4] = { 0, 64, 128, 255 };
    static const unsigned char one[4] = { 0, 1, 0x86, 0xa0 }, half[4] = { 0, 0, 0xc3, 0x50 }, srgb[1] = { 0 };
    const struct png_chunk chunks[] = { { "gAMA", one, 4 }, { "gAMA", half, 4 }, { "sRGB", srgb, 1 } };
    for (size_t i = 0; i < 3; i++) {
        struct text png = make_png_file((struct png_header) { 2, 2, 8, 0, 2 }, pixels, &chunks[i], 1);
        check(&png, 2, 2, 1, pixels);
        text_release(&png);
    }
    /* of 16 bits, too */
    static const unsigned char deep[4] = { 0x80, 0x80, 0x0f, 0xff }, shallow[2] = { 128, 16 };
    struct text png = make_png_file((struct png_header) { 1, 2, 16, 0, 4 }, deep, chunks, 1);
    check(&png, 1, 2, 1, shallow);
    text_release(&png);
}

/* v / 257, rounded: 128 is 32896, and the bounds between 0 and 1 and between 254 and 255 are at half. */
static void sixteen_bits_are_rounded_to_eight(void **state)
{
    static const unsigned char deep[] = { 0,    0,    0,    128,  0,    129,  0x80, 0x80,
                                          0x0f, 0xff, 0xff, 0x7e, 0xff, 0x7f, 0xff, 0xff };
    static const unsigned char shallow[] = { 0, 0, 1, 128, 16, 254, 255, 255 };
    struct text png = make_png_file((struct png_header) { 2, 4, 16, 0, 8 }, deep, NULL, 0);
    check(&png, 2, 4, 1, shallow);
    struct picture p;
    assert_int_equal(picture_read(&p, png.s, png.length, NULL), 0);
    assert_int_equal(p.deep, 1);
    assert_int_equal(p.transparent, 0);
    picture_release(&p);
    text_release(&png);
}

/* v * alpha / 255, rounded. */
static void transparent_parts_are_mixed_with_black(void **state)
{
    static const unsigned char grey[] = { 255, 128, 255, 0, 77, 255, 3, 85 }, mixed[] = { 128, 0, 77, 1 };
    struct text png = make_png_file((struct png_header) { 1, 4, 8, 4, 8 }, grey, NULL, 0);
    check(&png, 1, 4, 1, mixed);
    struct picture p;
    assert_int_equal(picture_read(&p, png.s, png.length, NULL), 0);
    assert_int_equal(p.transparent, 1);
    picture_release(&p);
    text_release(&png);
    static const unsigned char colour[] = { 200, 100, 50, 51, 9, 8, 7, 255 }, mixed_colour[] = { 40, 20, 10, 9, 8, 7 };
    png = make_png_file((struct png_header) { 2, 1, 8, 6, 4 }, colour, NULL, 0);
    check(&png, 2, 1, 3, mixed_colour);
    text_release(&png);
    /* a palette of two colours, the second half transparent; a grey level that stands for transparent */
    static const unsigned char palette[] = { 10, 20, 30, 200, 100, 0 }, alpha[] = { 255, 128 }, index[] = { 0, 1 };
    const struct png_chunk chunks[] = { { "PLTE", palette, 6 }, { "tRNS", alpha, 2 } };
    png = make_png_file((struct png_header) { 1, 2, 8, 3, 2 }, index, chunks, 2);
    static const unsigned char from_palette[] = { 10, 20, 30, 100, 50, 0 };
    check(&png, 1, 2, 3, from_palette);
    text_release(&png);
    static const unsigned char key[] = { 0, 7 }, shades[] = { 7, 8 }, without[] = { 0, 8 };
    const struct png_chunk clear = { "tRNS", key, 2 };
    png = make_png_file((struct png_header) { 1, 2, 8, 0, 2 }, shades, &clear, 1);
    check(&png, 1, 2, 1, without);
    text_release(&png);
}

/* Where the file's first row and first column belong, EXIF 2.32, 4.6.4; the letters are where the pixels go. */
static void orientation_turns_the_picture(void **state)
{
    static const unsigned char file[6] = { 'a', 'b', 'c', 'd', 'e', 'f' }; /* abc over def */
    static const struct {
        int height, width;
        const char *pixels;
    } turned[9] = { { 2, 3, "abcdef" }, { 2, 3, "abcdef" }, { 2, 3, "cbafed" }, { 2, 3, "fedcba" }, { 2, 3, "defabc" },
                    { 3, 2, "adbecf" }, { 3, 2, "daebfc" }, { 3, 2, "fcebda" }, { 3, 2, "cfbead" } };
    for (int orientation = 0; orientation <= 8; orientation++) {
        unsigned char exif[26];
        make_exif(exif, orientation, orientation % 2);
        const struct png_chunk chunk = { "eXIf", exif, sizeof exif };
        struct text png = make_png_file((struct png_header) { 2, 3, 8, 0, 3 }, file, &chunk, 1);
        check(&png, turned[orientation].height, turned[orientation].width, 1,
              (const unsigned char *)turned[orientation].pixels);
        text_release(&png);
    }
}

/* A JPEG of smooth shades comes out within a level or two; it is turned as EXIF says. */
static void jpeg_in_grey_and_colour(void **state)
{
    enum { H = 8, W = 16 };
    unsigned char pixels[H * W * 3];
    for (int channels = 1; channels <= 3; channels += 2)
        for (int orientation = 0; orientation <= 6; orientation += 6) {
            for (int i = 0; i < H * W * channels; i++)
                pixels[i] = (unsigned char)(60 + 5 * (i / channels % W) + 7 * (i / channels / W) + 9 * (i % channels));
            struct text jpeg = make_jpeg(H, W, channels == 1 ? JCS_GRAYSCALE : JCS_RGB, pixels, orientation);
            struct picture p;
            struct error e = { .text = "" };
            int rc = picture_read(&p, jpeg.s, jpeg.length, &e);
            assert_string_equal(e.text, "");
            assert_int_equal(rc, 0);
            assert_int_equal(p.channels, channels);
            assert_int_equal(p.height, orientation ? W : H);
            for (int y = 0; y < H; y++)
                for (int x = 0; x < W; x++)
                    for (int c = 0; c < channels; c++) {
                        /* 6: the first row of the file is the last column */
                        int at = orientation ? x * H + H - 1 - y : y * W + x;
                        int difference = p.pixels[at * channels + c] - pixels[(y * W + x) * channels + c];
                        assert_in_range(difference + 4, 0, 8);
                    }
            picture_release(&p);
            text_release(&jpeg);
        }
}

static void jpeg_cut_or_damaged_is_refused(void **state)
{
    unsigned char pixels[32 * 32];
    for (int i = 0; i < 32 * 32; i++)
        pixels[i] = (unsigned char)(i * i);
    struct text jpeg = make_jpeg(32, 32, JCS_GRAYSCALE, pixels, 0);
    for (size_t n = 0; n < jpeg.length; n++) {
        char *cut = mem_alloc(n, 1);
        memcpy(cut, jpeg.s, n);
        assert_refused(cut, n, "");
        free(cut);
    }
    assert_refused(jpeg.s, jpeg.length - 2, "Premature end of JPEG file");
    /* a marker in the middle of the data */
    memcpy(jpeg.s + jpeg.length - 100, "\xff\xd9", 2);
    assert_refused(jpeg.s, jpeg.length, "Corrupt JPEG data");
    text_release(&jpeg);
    jpeg = make_jpeg(8, 8, JCS_CMYK, pixels, 0);
    assert_refused(jpeg.s, jpeg.length, "expected a JPEG in grey or RGB, found one with 4 inks (CMYK)");
    text_release(&jpeg);
}

/* A header can claim any size: nothing of that size is allocated. */
static void claims_of_size_are_bounded(void **state)
{
    static const struct {
        unsigned long height, width;
        const char *words;
    } claims[] = {
        { 2147483647, 1, "expected at most 16384 pixels a side" },          { 1, 2147483647, "found 1x2147483647" },
        { 4294967295, 4294967295, "expected at most 16384 pixels a side" }, { 16385, 1, "found 16385x1" },
        { 16384, 16384, "and 67108864 in all, found 16384x16384" },
    };
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        struct text png = make_png_file((struct png_header) { claims[i].height, claims[i].width, 8, 0, 1 }, NULL, NULL,
                                        0);
        assert_refused(png.s, png.length, claims[i].words);
        text_release(&png);
    }
    /* a JPEG's sides stand in the frame's header, behind ff c0, its length and the depth */
    static const unsigned char pixels[64];
    struct text jpeg = make_jpeg(8, 8, JCS_GRAYSCALE, pixels, 0);
    char *frame = memmem(jpeg.s, jpeg.length, "\xff\xc0", 2);
    assert_non_null(frame);
    memcpy(frame + 5, "\xff\x00\xff\x00", 4);
    assert_refused(jpeg.s, jpeg.length, "found 65280x65280");
    text_release(&jpeg);
}

static void add_scan(struct text *jpeg, int coefficient, int before, int after, const char *data, size_t n)
{
    const unsigned char scan[] = { 0xff,
                                   0xda,
                                   0,
                                   8,
                                   1,
                                   1,
                                   0,
                                   (unsigned char)coefficient,
                                   (unsigned char)coefficient,
                                   (unsigned char)(before << 4 | after) };
    text_append_bytes(jpeg, scan, sizeof scan);
    text_append_bytes(jpeg, data, n);
}

/* A progressive JPEG where each scan brings one bit of one coefficient: 127 passes over the whole picture, a dozen
 * bytes each. Built by hand from ITU-T T.81: each table has one code of one bit. */
static void scans_are_bounded(void **state)
{
    enum { SIDE = 16 };
    static const unsigned char start[] = { 0xff, 0xd8, 0xff, 0xdb, 0, 67, 0 };
    static const unsigned char frame[] = { 0xff, 0xc2, 0, 11, 8, 0, SIDE, 0, SIDE, 1, 1, 0x11, 0 };
    static const unsigned char differences[22] = { 0xff, 0xc4, 0, 20, 0x00, 1, [21] = 0 }; /* none */
    static const unsigned char bands[22] = { 0xff, 0xc4, 0, 20, 0x10, 1, [21] = 0xe0 };    /* nothing in 2^14 blocks */
    unsigned char ones[64];
    struct text jpeg = TEXT_INIT;
    memset(ones, 1, sizeof ones);
    text_append_bytes(&jpeg, start, sizeof start);
    text_append_bytes(&jpeg, ones, sizeof ones);
    text_append_bytes(&jpeg, frame, sizeof frame);
    text_append_bytes(&jpeg, differences, sizeof differences);
    text_append_bytes(&jpeg, bands, sizeof bands);
    add_scan(&jpeg, 0, 0, 0, "\x0f", 1);
    size_t first = jpeg.length;
    for (int pass = 0; pass < 2; pass++)
        for (int k = 1; k < 64; k++)
            add_scan(&jpeg, k, pass, 1 - pass, "\0\1", 2);
    text_append_bytes(&jpeg, "\xff\xd9", 2);
    assert_refused(jpeg.s, jpeg.length, "expected at most 100 scans");
    /* less of them is a picture */
    jpeg.length = first;
    for (int k = 1; k < 64; k++)
        add_scan(&jpeg, k, 0, 1, "\0\1", 2);
    text_append_bytes(&jpeg, "\xff\xd9", 2);
    unsigned char grey[SIDE * SIDE];
    memset(grey, 128, sizeof grey);
    check(&jpeg, SIDE, SIDE, 1, grey);
    text_release(&jpeg);
}

/* Chunks that unpack to much more than they are: no memory is spent on what is not looked at. */
static void other_chunks_are_passed_over(void **state)
{
    enum { N = 100 << 20 };
    static const unsigned char pixels[4] = { 1, 2, 3, 4 };
    unsigned char *zeros = mem_zero(N, 1);
    uLongf n = compressBound(N);
    unsigned char *text = mem_alloc(n + 3, 1);
    assert_int_equal(compress(text + 3, &n, zeros, N), Z_OK);
    memcpy(text, "a\0", 3);
    const struct png_chunk chunks[] = { { "zTXt", text, n + 3 }, { "iCCP", text, n + 3 }, { "qqQq", text, n + 3 } };
    struct text png = make_png_file((struct png_header) { 2, 2, 8, 0, 2 }, pixels, chunks, 3);
    check(&png, 2, 2, 1, pixels);
    text_release(&png);
    free(text);
    free(zeros);
}

static void what_is_no_picture_is_named(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *words;
    } others[] = {
        { "", 0, "expected a PNG or JPEG picture, found an empty file" },
        { "GIF89a", 6, "found a GIF picture" },
        { "II*\0", 4, "found a TIFF picture" },
        { "hello", 5, "found something else" },
        { "\x89PNG\r\n\x1a\n", 8, "expected a PNG's header" },
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_refused(others[i].bytes, others[i].n, others[i].words);
    assert_true(picture_known("\xff\xd8\xff\xe0", 4));
    assert_true(picture_known("\x89PNG\r\n\x1a\n", 8));
    assert_false(picture_known("GIF89a", 6));
    assert_false(picture_known("", 0));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(gamma_is_not_looked_at),
    cmocka_unit_test(sixteen_bits_are_rounded_to_eight),
    cmocka_unit_test(transparent_parts_are_mixed_with_black),
    cmocka_unit_test(orientation_turns_the_picture),
    cmocka_unit_test(jpeg_in_grey_and_colour),
    cmocka_unit_test(jpeg_cut_or_damaged_is_refused),
    cmocka_unit_test(claims_of_size_are_bounded),
    cmocka_unit_test(scans_are_bounded),
    cmocka_unit_test(other_chunks_are_passed_over),
    cmocka_unit_test(what_is_no_picture_is_named),
};

TEST_MAIN(tests, NULL, NULL)
