/* Folders and zip files of pictures, made by a test. */
#ifndef TESTS_SUPPORT_COLLECTIONS_H
#define TESTS_SUPPORT_COLLECTIONS_H

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/file.h"
#include "support/main.h"
#include "support/pictures.h"

/* A PNG of one shade or colour, and the name that it gets. */
struct made_picture {
    const char *name;
    int height, width, colour, shade; /* height 0: no picture but text */
};

static inline struct text text_with(const char *words)
{
    struct text t = TEXT_INIT;
    text_append(&t, words);
    return t;
}

static inline struct text bytes_of(const struct made_picture *p)
{
    return p->height ? make_shade_png(p->height, p->width, p->colour ? 3 : 1, p->shade) : text_with("text");
}

/* Writes a file of a folder that may not be there yet, and lets the bytes go. */
static inline void put_file(void **state, const char *name, struct text bytes)
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

static inline void write_folder(void **state, const char *folder, const struct made_picture *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *name = path_join(folder, p[i].name, NULL);
        put_file(state, name, bytes_of(&p[i]));
        free(name);
    }
}

/* The path of the zip file, free(). */
static inline char *write_zip(void **state, const char *name, const struct made_picture *p, size_t n)
{
    char *path = path_join(*state, name, NULL);
    int code;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    assert_non_null(zip);
    for (size_t i = 0; i < n; i++) {
        struct text bytes = bytes_of(&p[i]);
        char *copy = malloc(bytes.length);
        memcpy(copy, text_of(&bytes), bytes.length);
        zip_source_t *source = zip_source_buffer(zip, copy, bytes.length, 1);
        assert_true(zip_file_add(zip, p[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
        text_release(&bytes);
    }
    assert_int_equal(zip_close(zip), 0);
    return path;
}

#endif
