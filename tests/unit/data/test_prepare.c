/* Preparing data sets: what is checked, and what is in the payload. */
#include "support/tiny_set.h"

#include <fcntl.h>

#include "data/payload.h"
#include "data/prepare.h"

static void wrong_counts_and_sizes(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *head, *words;
    } cases[] = {
        { "train_count = 5", "expected 5 train images, found 4" },
        { "test_count = 1", "expected 1 test images, found 2" },
        { "width = 3", "expected train images with width 3, found 2" },
        { "resize = 3 2\nheight = 2", "expected train images with height 2, found 3" },
        { "channels = 3", "expected train images with channels 3, found 1" },
        { "classes = a b", "expected labels 0..1, found 2 in row 3" },
    };
    write_data(p->data);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct catalogue_entry c;
        struct error e;
        struct text t = TEXT_INIT;
        text_format(&t, "[dataset]\nname = tiny\nreader = idx\n%s\n", cases[i].head);
        add_edition(&t, "one");
        read_good_entry(p, &c, t.s);
        assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
        assert_says(e.text, cases[i].words);
        catalogue_release(&c);
        text_release(&t);
    }
}

/* Where classes are folders, their order is what labels mean; elsewhere labels are in the files. */
static void order_of_classes_is_in_the_payload(void **state)
{
    (void)state;
    static char *ab[] = { "a", "b" }, *ba[] = { "b", "a" };
    static const char *const sums[] = { "1234" };
    struct catalogue_file file = { .role = "train", .file = "t.zip" };
    struct edition edition = { .files = &file, .n_files = 1 };
    struct catalogue_entry c = { .zero_label = -1, .classes = { .name = ab, .n = 2, .fixed = 1 } };
    const struct reader *const readers[] = { &reader_images, &reader_idx };
    for (int i = 0; i < 2; i++) {
        char one[SHA256_HEX], other[SHA256_HEX], open[SHA256_HEX];
        c.reader = readers[i];
        c.classes.fixed = 1;
        c.classes.name = ab;
        prepare_payload(&c, &edition, sums, one);
        c.classes.name = ba;
        prepare_payload(&c, &edition, sums, other);
        assert_int_equal(strcmp(one, other) == 0, i == 1);
        c.classes.fixed = 0; /* names as found, sorted */
        prepare_payload(&c, &edition, sums, other);
        hash_text("train t.zip 1234\n", open);
        assert_string_equal(other, open);
    }
}

static void options_change_pixels_and_payload(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct dataset d;
    struct error e;
    struct text t = TEXT_INIT;
    char before[SHA256_HEX];
    write_data(p->data);
    assert_fetched(p, "", p->data);
    assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), 0);
    memcpy(before, d.payload, sizeof before);
    dataset_release(&d);

    text_append(&t, "[dataset]\nname = tiny\nreader = idx\ninvert = on\nresize = 1 2\n");
    add_edition(&t, "one");
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0); /* the old one does not do */
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), 0);
    assert_int_equal(d.train.height, 1);
    assert_int_equal(d.train.pixels[0], 253); /* 255 - (1 + 3) / 2 */
    assert_int_equal(d.train.pixels[1], 252);
    assert_string_not_equal(d.payload, before);
    dataset_release(&d);
    catalogue_release(&c);
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    TEST(wrong_counts_and_sizes),
    TEST(order_of_classes_is_in_the_payload),
    TEST(options_change_pixels_and_payload),
};

TEST_MAIN(tests, NULL, NULL)
