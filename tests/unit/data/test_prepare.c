/* Preparing data sets: what is checked, and what is in the payload. */
#include "support/tiny_set.h"

#include <fcntl.h>

#include "data/payload.h"
#include "data/prepare.h"
#include "data/remarks.h"
#include "data/repeats.h"
#include "support/archives.h"
#include "support/collections.h"
#include "support/pictures.h"

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

/* A set for negatives alone has train images, and nothing is judged on it. */
static void without_a_test_split(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct dataset d;
    struct error e;
    struct text t = TEXT_INIT, lines = TEXT_INIT;
    char sum[SHA256_HEX];
    write_data(p->data);
    text_append(&t, "[dataset]\nname = tiny\nreader = idx\n[edition one]\ntest_images = none\n");
    for (int i = 0; i < 2; i++) {
        char *path = path_join(p->data, FILES[i].file, NULL);
        assert_int_equal(hash_file(path, sum, NULL, &e), 0);
        text_format(&t, "%s = %s %zu sha256:%s\n", FILES[i].role, FILES[i].file, FILES[i].n, sum);
        free(path);
    }
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    assert_int_equal(dataset_open(&d, p->prepared, "tiny", &e), 0);
    assert_int_equal(d.train.n, 4);
    assert_int_equal(d.test.n, 0);
    assert_int_equal(d.test.width, 2);
    dataset_remarks(&d, &lines);
    assert_says(text_of(&lines), "4 train and 0 test images of 2x2x1 in 3 classes\nno test split: for negatives");
    struct dataset other = d;
    memset(other.payload, 'x', sizeof other.payload - 1);
    assert_false(dataset_same_pictures(&d, &other)); /* none is not the same as none */
    dataset_release(&d);
    assert_int_equal(prepare_verify(&c, p->prepared, NULL, NULL, &e), 0);
    catalogue_release(&c);
    text_release(&t);
    text_release(&lines);
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
        prepare_payload(&c, &edition, sums, 0, one);
        c.classes.name = ba;
        prepare_payload(&c, &edition, sums, 0, other);
        assert_int_equal(strcmp(one, other) == 0, i == 1);
        c.classes.fixed = 0; /* names as found, sorted */
        prepare_payload(&c, &edition, sums, 0, other);
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

/* Fetches the pictures in DATA/train and DATA/test as "own", with the checksums that these have; its payload. */
static void fetch_own(struct place *p, const char *more, char payload[SHA256_HEX])
{
    static const char *const roles[] = { "train", "test" };
    struct catalogue_entry c;
    struct dataset d;
    struct error e;
    struct text t = TEXT_INIT, problems = TEXT_INIT;
    text_format(&t, "[dataset]\nname = own\nreader = images\n[edition one]\n%s", more);
    for (int i = 0; i < 2; i++) {
        struct payload found;
        char *folder = path_join(p->data, roles[i], NULL);
        assert_int_equal(payload_measure(folder, 1000, &found, &e), 0);
        text_format(&t, "%s = %s %lld sha256:%s\n", roles[i], roles[i], found.bytes, found.sha256);
        free(folder);
    }
    write_to(p->folder, "own.ini", t.s, t.length);
    assert_int_equal(catalogue_find(&c, p->folder, "own", &problems), 0);
    payload[0] = '\0';
    if (fetch_from(p, &c, p->data, &e) == 0) {
        assert_int_equal(dataset_open(&d, p->prepared, "own", &e), 0);
        memcpy(payload, d.payload, SHA256_HEX);
        dataset_release(&d);
    }
    catalogue_release(&c);
    text_release(&problems);
    text_release(&t);
}

static void put_picture(const struct place *p, const char *split_name, const unsigned char *pixel,
                        const struct png_chunk *chunk)
{
    char *split_folder = path_join(p->data, split_name, "a", NULL);
    struct text png = make_png_file((struct png_header) { 1, 1, 8, 0, 1 }, pixel, chunk, chunk ? 1 : 0);
    write_to(split_folder, "1.png", png.s, png.length);
    text_release(&png);
    free(split_folder);
}

/* Only a set with pictures that an earlier version read otherwise is another one than it was. */
static void how_pictures_were_read_is_in_the_payload(void **state)
{
    struct place *p = *state;
    static const unsigned char pixel[] = { 128 }, gamma[] = { 0, 1, 0x86, 0xa0 };
    const struct png_chunk chunk = { "gAMA", gamma, 4 };
    char plain[SHA256_HEX], found[SHA256_HEX], sums[2][SHA256_HEX];
    struct archive a;
    struct error e;
    put_picture(p, "train", pixel, NULL);
    for (int with = 0; with < 2; with++) {
        put_picture(p, "test", pixel, with ? &chunk : NULL);
        fetch_own(p, "", found);
        for (int i = 0; i < 2; i++) {
            struct payload sum;
            char *folder = path_join(p->data, i ? "test" : "train", NULL);
            assert_int_equal(payload_measure(folder, 1000, &sum, &e), 0);
            memcpy(sums[i], sum.sha256, SHA256_HEX);
            free(folder);
        }
        struct text lines = TEXT_INIT;
        text_format(&lines, "train train %s\ntest test %s\n%s", sums[0], sums[1], with ? "reading 2\n" : "");
        hash_text(text_of(&lines), plain);
        assert_string_equal(found, plain);
        text_release(&lines);
    }
    /* one of an earlier version does not tell: it is made anew */
    char *path = dataset_path(p->prepared, "own"), *kept = path_join(p->prepared, "kept", NULL);
    assert_int_equal(rename(path, kept), 0);
    assert_int_equal(archive_open(&a, kept, &e), 0);
    assert_string_equal(archive_text(&a, "preparation", &e), "[preparation]\nreader = images\nreading = 2\n");
    put_changed(&a, path, "preparation", 0, 0, NULL);
    fetch_own(p, "", found);
    assert_string_equal(found, plain);
    assert_says(text_of(&p->said), "own.lisae: it does not tell how its pictures were read, so an earlier version made "
                                   "it, which read some otherwise");
    /* an entry that says that this cannot be is wrong here; where it is right, the old set does */
    fetch_own(p, "reading = any\n", found);
    assert_string_equal(found, plain);
    assert_int_equal(remove(path), 0);
    fetch_own(p, "reading = any\n", found);
    assert_string_equal(found, "");
    assert_says(text_of(&p->said), "the edition 'one' says 'reading = any', but earlier versions read some of its");
    archive_release(&a);
    put_picture(p, "test", pixel, NULL);
    fetch_own(p, "", plain);
    assert_int_equal(rename(path, kept), 0);
    assert_int_equal(archive_open(&a, kept, &e), 0);
    put_changed(&a, path, "preparation", 0, 0, NULL);
    fetch_own(p, "reading = any\n", found);
    assert_says(text_of(&p->said), "is prepared already");
    assert_string_equal(found, plain);
    archive_release(&a);
    free(path);
    free(kept);
}

/* A class of one split is no wrapping folder of the other, where its pictures lie in folders; earlier versions took the
 * folders for classes, so the set is another one than theirs. */
static void classes_lie_equally_deep_in_both_splits(void **state)
{
    static const struct made_picture pictures[] = { { "train/good/cam1/1.png", 1, 1, 0, 1 },
                                                    { "train/good/cam2/1.png", 1, 1, 0, 2 },
                                                    { "test/good/cam1/2.png", 1, 1, 0, 3 },
                                                    { "test/scratch/cam1/2.png", 1, 1, 0, 4 } };
    struct place *p = *state;
    void *folder = p->data;
    char payload[SHA256_HEX];
    struct dataset d;
    struct error e;
    write_folder(&folder, "", pictures, 4);
    fetch_own(p, "", payload);
    assert_int_equal(dataset_open(&d, p->prepared, "own", &e), 0);
    assert_int_equal(d.n_classes, 2);
    assert_string_equal(d.classes[0], "good");
    assert_string_equal(d.classes[1], "scratch");
    assert_says(d.source.preparation, "reading = 2");
    dataset_release(&d);
}

static const struct CMUnitTest tests[] = {
    TEST(wrong_counts_and_sizes),
    TEST(without_a_test_split),
    TEST(order_of_classes_is_in_the_payload),
    TEST(options_change_pixels_and_payload),
    TEST(how_pictures_were_read_is_in_the_payload),
    TEST(classes_lie_equally_deep_in_both_splits),
};

TEST_MAIN(tests, NULL, NULL)
