/* A data set of six pictures of 2x2, "tiny": its files, its catalogue entry, a folder for a test
 * with what was fetched and prepared there. */
#ifndef TESTS_SUPPORT_TINY_SET_H
#define TESTS_SUPPORT_TINY_SET_H

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "data/catalogue.h"
#include "data/dataset.h"
#include "data/fetch.h"
#include "store/file.h"
#include "store/gzip.h"
#include "support/main.h"

static const unsigned char TRAIN_X[] = { 0, 0, 8, 3, 0, 0, 0, 4, 0, 0,  0,  2,  0,  0,  0,  2,
                                         1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
static const unsigned char TRAIN_Y[] = { 0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 1, 2 };
static const unsigned char TEST_X[] = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 51, 52, 53, 54, 55, 56, 57, 58
};
static const unsigned char TEST_Y[] = { 0, 0, 8, 1, 0, 0, 0, 2, 2, 0 };

static const struct {
    const char *role, *file;
    const unsigned char *bytes;
    size_t n;
} FILES[] = {
    { "train_images", "trx", TRAIN_X, sizeof TRAIN_X },
    { "train_labels", "try", TRAIN_Y, sizeof TRAIN_Y },
    { "test_images", "tex", TEST_X, sizeof TEST_X },
    { "test_labels", "tey", TEST_Y, sizeof TEST_Y },
};
enum { N_FILES = sizeof FILES / sizeof *FILES };

#define HEAD \
    "[dataset]\nname = tiny\nreader = idx\nheight = 2\nwidth = 2\nchannels = 1\n" \
    "train_count = 4\ntest_count = 2\n"

/* One folder for a test, with what is said while something is fetched. */
struct place {
    char *folder, *data, *downloads, *prepared, *path;
    struct text said;
};

static inline int set_up(void **state)
{
    const char *parent = getenv("TMPDIR");
    struct place *p = mem_zero(1, sizeof *p);
    p->folder = path_join(parent ? parent : "/tmp", "lisae-data-XXXXXX", NULL);
    if (!mkdtemp(p->folder))
        return -1;
    p->data = path_join(p->folder, "data", NULL);
    p->downloads = path_join(p->folder, "downloads", NULL);
    p->prepared = path_join(p->folder, "prepared", NULL);
    p->path = mem_string(getenv("PATH"));
    *state = p;
    return 0;
}

static inline int tear_down(void **state)
{
    struct place *p = *state;
    setenv("PATH", p->path, 1);
    int rc = folder_remove(p->folder, NULL);
    free(p->folder);
    free(p->data);
    free(p->downloads);
    free(p->prepared);
    free(p->path);
    text_release(&p->said);
    free(p);
    return rc;
}

static inline void write_to(const char *folder, const char *name, const void *bytes, size_t n)
{
    struct error e;
    char *path = path_join(folder, name, NULL);
    assert_int_equal(folder_make(folder, &e), 0);
    if (ends_with(name, ".gz"))
        assert_int_equal(gzip_write(path, bytes, n, &e), 0);
    else
        assert_int_equal(file_write(path, bytes, n, &e), 0);
    free(path);
}

static inline void write_data(const char *folder)
{
    for (int i = 0; i < N_FILES; i++)
        write_to(folder, FILES[i].file, FILES[i].bytes, FILES[i].n);
}

/* "[edition NAME]" with the true checksums. */
static inline void add_edition(struct text *t, const char *name)
{
    text_format(t, "[edition %s]\n", name);
    for (int i = 0; i < N_FILES; i++) {
        struct hash h;
        char hex[SHA256_HEX];
        hash_init(&h);
        hash_add(&h, FILES[i].bytes, FILES[i].n);
        hash_hex(&h, hex);
        text_format(t, "%s = %s %zu sha256:%s\n", FILES[i].role, FILES[i].file, FILES[i].n, hex);
    }
}

/* Reads the catalogue entry "tiny" of this text. */
static inline int read_entry(struct place *p, struct catalogue_entry *c, const char *text, struct text *problems)
{
    write_to(p->folder, "tiny.ini", text, strlen(text));
    char *path = path_join(p->folder, "tiny.ini", NULL);
    int rc = catalogue_read(c, path, problems);
    free(path);
    return rc;
}

static inline void read_good_entry(struct place *p, struct catalogue_entry *c, const char *text)
{
    struct text problems = TEXT_INIT;
    read_entry(p, c, text, &problems);
    assert_string_equal(text_of(&problems), "");
    text_release(&problems);
}

/* The usual head, one good edition and `more`. */
static inline void read_tiny(struct place *p, struct catalogue_entry *c, const char *more)
{
    struct text t = TEXT_INIT;
    text_append(&t, HEAD);
    add_edition(&t, "one");
    text_append(&t, more);
    read_good_entry(p, c, t.s);
    text_release(&t);
}

static inline void keep_saying(void *context, const char *message)
{
    text_format(context, "%s\n", message);
}

static inline int fetch_from(struct place *p, const struct catalogue_entry *c, const char *data_dir, struct error *e)
{
    const struct fetch_places places = { .data_dir = data_dir,
                                         .downloads = p->downloads,
                                         .prepared = p->prepared,
                                         .say = keep_saying,
                                         .context = &p->said };
    e->text[0] = '\0';
    text_clear(&p->said);
    return data_fetch(c, &places, e);
}

static inline void check_tiny(struct place *p, const char *edition)
{
    struct dataset d;
    struct error e = { .text = "" };
    int rc = dataset_open(&d, p->prepared, "tiny", &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    assert_string_equal(d.name, "tiny");
    assert_string_equal(d.edition, edition);
    assert_int_equal(d.n_classes, 3);
    assert_string_equal(d.classes[2], "2");
    assert_int_equal(d.train.n, 4);
    assert_int_equal(d.train.height, 2);
    assert_int_equal(d.train.channels, 1);
    assert_memory_equal(d.train.pixels, TRAIN_X + 16, 16);
    assert_int_equal(d.test.n, 2);
    assert_memory_equal(d.test.pixels, TEST_X + 16, 8);
    assert_int_equal(d.test.labels[0], 2);
    assert_int_equal(d.test.labels[1], 0);
    size_t counts[3];
    dataset_count(&d.train, 3, counts);
    assert_int_equal(counts[0], 1);
    assert_int_equal(counts[1], 2);
    assert_int_equal(counts[2], 1);
    dataset_release(&d);
}

static inline void assert_fetched(struct place *p, const char *catalogue_text, const char *data_dir)
{
    struct catalogue_entry c;
    struct error e;
    read_tiny(p, &c, catalogue_text);
    int rc = fetch_from(p, &c, data_dir, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
    check_tiny(p, "one");
    catalogue_release(&c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
