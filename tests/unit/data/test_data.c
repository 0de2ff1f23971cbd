/* Prepared data sets: payloads, what is written, opened and peeked at, damage. */
#include "support/tiny_set.h"

#include "data/payload.h"
#include "data/prepare.h"

static void payloads(void **state)
{
    struct place *p = *state;
    struct payload plain, packed;
    struct error e;
    write_to(p->data, "abc", "abc", 3);
    write_to(p->data, "abc.gz", "abc", 3);
    char *a = path_join(p->data, "abc", NULL), *b = path_join(p->data, "abc.gz", NULL);
    assert_int_equal(payload_measure(a, 100, &plain, &e), 0);
    assert_int_equal(payload_measure(b, 100, &packed, &e), 0);
    /* the digests of "abc" in FIPS 180-4 and RFC 1321 */
    assert_string_equal(plain.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(plain.md5, "900150983cd24fb0d6963f7d28e17f72");
    assert_string_equal(packed.sha256, plain.sha256);
    assert_string_equal(packed.md5, plain.md5);
    assert_int_equal(plain.bytes, 3);
    assert_int_equal(packed.bytes, 3);
    /* no more than is worth it; a plain file is as long as it is */
    assert_int_equal(payload_measure(b, 3, &packed, &e), 0);
    assert_int_equal(payload_measure(b, 2, &packed, &e), -1);
    assert_says(e.text, "abc.gz: expected at most 2 bytes when decompressed, found more");
    assert_int_equal(payload_measure(a, 2, &plain, &e), 0);
    free(a);
    free(b);

    /* a folder: the lines of its files, sorted */
    char *below = path_join(p->folder, "tree/b", NULL), *tree = path_join(p->folder, "tree", NULL);
    char expected[SHA256_HEX];
    write_to(below, "2", "abc", 3);
    write_to(tree, "a", "abc", 3);
    write_to(tree, ".hidden", "abc", 3);
    struct text lines = TEXT_INIT;
    text_format(&lines, "%s  a\n%s  b/2\n", plain.sha256, plain.sha256);
    hash_text(lines.s, expected);
    assert_int_equal(payload_measure(tree, 100, &packed, &e), 0);
    assert_string_equal(packed.sha256, expected);
    assert_int_equal(packed.bytes, 6);
    text_release(&lines);
    free(below);
    free(tree);
    assert_int_equal(payload_measure("/nowhere/at/all", 100, &packed, &e), -1);
}

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

static void missing_set(void **state)
{
    struct place *p = *state;
    struct dataset d;
    struct error e;
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_says(e.text, "data set 'tiny' is not prepared in '");
    assert_says(e.text, "`lisae data fetch tiny` makes it");
    assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), -1);
    dataset_release(&d);
}

static void peek_does_not_check_the_sum(void **state)
{
    struct place *p = *state;
    struct dataset d;
    struct error e;
    size_t n;
    write_data(p->data);
    assert_fetched(p, "", p->data);
    char *file = path_join(p->prepared, "tiny.lisae", NULL), *bytes = file_read(file, &n, &e);
    char *pixels = memmem(bytes, n, TRAIN_X + 16, 16);
    pixels[0] = 99;
    assert_int_equal(file_write(file, bytes, n, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), 0);
    assert_string_equal(d.name, "tiny");
    assert_string_equal(d.edition, "one");
    assert_int_equal(strlen(d.payload), 64);
    assert_int_equal(d.n_classes, 3);
    assert_string_equal(d.classes[0], "0");
    assert_int_equal(d.train.n, 4);
    assert_int_equal(d.train.labels[3], 2);
    assert_int_equal(d.train.pixels[0], 99);
    dataset_release(&d);
    free(bytes);
    free(file);
}

static void altered_set_is_refused(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct dataset d;
    struct error e;
    size_t n;
    write_data(p->data);
    read_tiny(p, &c, "");
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    const struct fetch_places places = { .prepared = p->prepared };
    assert_int_equal(data_verify(&c, &places, &e), 0);

    char *file = path_join(p->prepared, "tiny.lisae", NULL), *bytes = file_read(file, &n, &e);
    char *pixels = memmem(bytes, n, TRAIN_X + 16, 16);
    assert_non_null(pixels);
    pixels[3] ^= 1;
    assert_int_equal(file_write(file, bytes, n, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_says(e.text, "expected SHA-256");
    assert_says(e.text, "(`lisae data fetch tiny` makes the data set anew)");
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_int_equal(file_write(file, bytes, n / 2, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), -1);
    assert_int_equal(dataset_peek(&d, p->prepared, "tiny", &e), -1);
    /* and it does */
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    check_tiny(p, "one");
    free(bytes);
    free(file);
    catalogue_release(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(payloads),
        TEST(wrong_counts_and_sizes),
        TEST(order_of_classes_is_in_the_payload),
        TEST(options_change_pixels_and_payload),
        TEST(missing_set),
        TEST(peek_does_not_check_the_sum),
        TEST(altered_set_is_refused),
    };
    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
