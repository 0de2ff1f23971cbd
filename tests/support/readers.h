/* Readers of data sets on files made by a test. */
#ifndef TESTS_SUPPORT_READERS_H
#define TESTS_SUPPORT_READERS_H

#include "data/reader.h"
#include "support/main.h"

/* Reads one file of images and perhaps one of labels. */
static inline int read_with(const struct reader *r, struct images *out, const char *file, const char *labels,
                            struct class_names *classes, struct error *e)
{
    const struct read_input in = { .files = &file, .n_files = 1, .labels = labels, .zero_label = -1 };
    e->text[0] = '\0';
    return r->read(out, &in, classes, e);
}

/* It must fail, say so with these words, and leave nothing behind. */
static inline void assert_unreadable(const struct reader *r, const char *file, const char *labels, const char *words)
{
    struct images out;
    struct class_names classes = { 0 };
    struct error e;
    assert_int_equal(read_with(r, &out, file, labels, &classes, &e), -1);
    assert_says(e.text, words);
    assert_null(out.pixels);
    class_names_release(&classes);
}

static const unsigned char IDX_IMAGES[] = { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2,  0,  0,
                                            0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255 };
static const unsigned char IDX_LABELS[] = { 0, 0, 8, 1, 0, 0, 0, 2, 2, 0 };

#endif
