/* What is done to pictures, as text and back, and done. */
#include "support/main.h"

#include <string.h>

#include "data/preparation.h"

static void text_and_back(void **state)
{
    (void)state;
    static const struct {
        struct preparation p;
        const char *text, *described;
    } cases[] = {
        { { .reader = &reader_idx }, "[preparation]\nreader = idx\n", "" },
        { { .reader = &reader_images, .reading = 2, .grey = 1, .invert = 1, .resize_height = 28, .resize_width = 30 },
          "[preparation]\nreader = images\nreading = 2\ngrey = on\nresize = 28 30\ninvert = on\n",
          "grey, resize 28 30, invert" },
        { { .reader = &reader_matlab, .invert = 1 }, "[preparation]\nreader = matlab\ninvert = on\n", "invert" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = TEXT_INIT;
        struct preparation back;
        struct error e = { .text = "" };
        preparation_print(&cases[i].p, &t);
        assert_string_equal(text_of(&t), cases[i].text);
        assert_int_equal(preparation_read(&back, "f", text_of(&t), &e), 0);
        assert_ptr_equal(back.reader, cases[i].p.reader);
        assert_int_equal(back.reading, cases[i].p.reading);
        assert_int_equal(back.grey, cases[i].p.grey);
        assert_int_equal(back.invert, cases[i].p.invert);
        assert_int_equal(back.resize_height, cases[i].p.resize_height);
        assert_int_equal(back.resize_width, cases[i].p.resize_width);
        text_clear(&t);
        preparation_describe(&back, &t);
        assert_string_equal(text_of(&t), cases[i].described);
        text_release(&t);
    }
}

/* A file of a later version may ask for what this one does not do: then it must not do something else. */
static void what_it_cannot_do_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        { "[preparation]\nreader = images\nreading = 3\n",
          "f: this version cannot prepare pictures with 'reading = 3'" },
        { "[preparation]\nreader = tiff\n", "with 'reader = tiff'" },
        { "[preparation]\nreader = idx\nsharpen = on\n", "with 'sharpen = on'" },
        { "[preparation]\nreader = idx\ninvert = off\n", "with 'invert = off'" },
        { "[preparation]\nreader = idx\ngrey = 1\n", "with 'grey = 1'" },
        { "[preparation]\nreader = idx\nresize = 28\n", "with 'resize = 28'" },
        { "[preparation]\nreader = idx\nresize = 0 28\n", "with 'resize = 0 28'" },
        { "[preparation]\nreader = idx\nresize = 28 4097\n", "with 'resize = 28 4097'" },
        { "[other]\nreader = idx\n", "with 'reader = idx'" },
        { "[preparation]\ngrey = on\n", "f: expected 'reader' in [preparation], found none" },
        { "", "f: expected 'reader' in [preparation], found none" },
        { "[preparation]\nnonsense\n", "f:2: " },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct preparation p;
        struct error e = { .text = "" };
        assert_int_equal(preparation_read(&p, "f", cases[i].text, &e), -1);
        assert_says(e.text, cases[i].words);
    }
}

static void pictures_are_prepared(void **state)
{
    (void)state;
    static const uint8_t colour[] = { 10, 20, 30, 110, 120, 130 };
    struct preparation p = { .reader = &reader_idx, .grey = 1, .invert = 1, .resize_height = 1, .resize_width = 1 };
    struct read_input in = { .height = 7, .width = 8 };
    struct images im;
    images_alloc(&im, 1, 2, 1, 3);
    memcpy(im.pixels, colour, sizeof colour);
    im.labels[0] = 4;
    preparation_apply(&p, &im);
    assert_int_equal(im.height, 1);
    assert_int_equal(im.channels, 1);
    assert_int_equal(im.pixels[0], 187); /* 255 - (18.15 + 118.15) / 2, rounded before it is turned */
    assert_int_equal(im.labels[0], 4);
    preparation_ask(&p, &in);
    assert_int_equal(in.height, 1);
    assert_int_equal(in.width, 1);
    assert_int_equal(in.resize, 1);
    assert_int_equal(in.grey, 1);
    /* nothing to do: as it is, and the size that was asked for stays */
    p = (struct preparation) { .reader = &reader_idx };
    in.height = 9;
    preparation_ask(&p, &in);
    assert_int_equal(in.height, 9);
    assert_int_equal(in.resize, 0);
    assert_int_equal(in.grey, 0);
    preparation_apply(&p, &im);
    assert_int_equal(im.pixels[0], 187);
    images_release(&im);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(text_and_back),
    cmocka_unit_test(what_it_cannot_do_is_refused),
    cmocka_unit_test(pictures_are_prepared),
};

TEST_MAIN(tests, NULL, NULL)
