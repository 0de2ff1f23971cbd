/* The programs that bring files: what they are told and what they may write. curl and npm are stand-ins, before the
 * others on PATH, that note their words; tar is the real one. */
#include "support/main.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "data/bring.h"
#include "store/process.h"
#include "support/folder.h"

struct place {
    char *folder, *path, *log;
};

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    void *folder = NULL;
    if (make_folder(&folder))
        return -1;
    p->folder = folder;
    p->path = strdup(getenv("PATH"));
    p->log = path_join(p->folder, "log", NULL);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    setenv("PATH", p->path, 1);
    int rc = folder_remove(p->folder, NULL);
    free(p->folder);
    free(p->path);
    free(p->log);
    free(p);
    return rc;
}

static void stand_in(struct place *p, const char *name, const char *script)
{
    struct error e;
    char *folder = path_join(p->folder, "bin", NULL), *path = path_join(folder, name, NULL);
    struct text t = TEXT_INIT;
    assert_int_equal(folder_make(folder, &e), 0);
    text_format(&t, "#!/bin/sh\n%s", script);
    assert_int_equal(file_write(path, t.s, t.length, &e), 0);
    assert_int_equal(chmod(path, 0755), 0);
    text_clear(&t);
    text_format(&t, "%s:%s", folder, p->path);
    setenv("PATH", t.s, 1);
    text_release(&t);
    free(path);
    free(folder);
}

static void address_is_no_option(void **state)
{
    struct place *p = *state;
    struct error e;
    char *to = path_join(p->folder, "to", NULL);
    stand_in(p, "curl", "for word; do echo \"$word\"; done");
    assert_int_equal(bring_address("-K.", to, 1000, p->log, &e), 0);
    struct text words = TEXT_INIT;
    text_format(&words,
                "-fsSL\n--globoff\n--proto\n=http,https\n--max-filesize\n1000\n--retry\n2\n--connect-timeout\n10\n"
                "--speed-limit\n1000\n--speed-time\n60\n-o\n%s\n--url\n-K.\n",
                to);
    assert_file_is(p->log, words.s);
    text_release(&words);
    free(to);
}

/* A server that declares no size and goes on. */
static void address_that_does_not_end(void **state)
{
    struct place *p = *state;
    struct error e;
    char *to = path_join(p->folder, "to", NULL);
    struct stat s;
    stand_in(
        p, "curl",
        "while [ $# -gt 1 ]; do [ \"$1\" = -o ] && to=$2; shift; done\nexec head -c 10000000 /dev/zero > \"$to\"\n");
    assert_int_equal(bring_address("http://there/x", to, 3680, p->log, &e), -1);
    assert_string_equal(e.text, "http://there/x: 'curl' was stopped: it wrote more than 69216 bytes");
    assert_int_equal(stat(to, &s), 0);
    assert_int_equal(s.st_size, 3680 + 65536);
    free(to);
}

static void package_runs_no_scripts(void **state)
{
    struct place *p = *state;
    struct error e;
    char *folder = path_join(p->folder, "npm", NULL), *archive = NULL;
    char *expected = path_join(folder, "tiny-1.0.tgz", NULL);
    stand_in(p, "npm", "[ \"$*\" = 'pack --ignore-scripts -- --help' ] && touch tiny-1.0.tgz\n");
    assert_int_equal(bring_package("--help", folder, 1000, p->log, &archive, &e), 0);
    assert_string_equal(archive, expected);
    assert_int_equal(folder_remove(folder, &e), 0);
    free(archive);
    stand_in(p, "npm", "true\n");
    assert_int_equal(bring_package("a@1", folder, 1000, p->log, &archive, &e), -1);
    assert_string_equal(e.text, "expected a .tgz file from `npm pack`, found none");
    assert_null(archive);
    free(expected);
    free(folder);
}

/* What a shell makes of the script, run in the folder. */
static void shell(struct place *p, const char *script)
{
    struct error e = { .text = "" };
    const char *const sh[] = { "sh", "-ec", script, NULL };
    int rc = process_run(sh, p->folder, p->log, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(rc, 0);
}

static int unpack(struct place *p, const char *archive, struct error *e)
{
    char *from = path_join(p->folder, archive, NULL), *to = path_join(p->folder, "out", NULL);
    e->text[0] = '\0';
    int rc = bring_unpacked(from, to, p->log, e);
    free(from);
    free(to);
    return rc;
}

static void assert_there(struct place *p, const char *name, const char *contents)
{
    char *path = path_join(p->folder, name, NULL);
    assert_file_is(path, contents);
    free(path);
}

/* A colon is no host, and a dash no option. */
static void archive_of_any_name(void **state)
{
    struct place *p = *state;
    struct error e;
    shell(p, "mkdir in; echo hello > in/a; tar -czf x.tar.gz in; cp x.tar.gz ho:st.tar.gz; cp x.tar.gz ./-x.tar.gz");
    static const char *const names[] = { "x.tar.gz", "ho:st.tar.gz", "-x.tar.gz" };
    for (size_t i = 0; i < 3; i++) {
        shell(p, "mkdir -p out; echo old > out/old");
        assert_int_equal(unpack(p, names[i], &e), 0);
        assert_there(p, "out/in/a", "hello\n");
        char *old = path_join(p->folder, "out/old", NULL);
        assert_false(path_exists(old));
        free(old);
    }
    assert_int_equal(chdir(p->folder), 0);
    assert_int_equal(bring_unpacked("ho:st.tar.gz", "out", "log", &e), 0);
    assert_int_equal(bring_unpacked("-x.tar.gz", "out", "log", &e), 0);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(unpack(p, "nowhere.tar", &e), -1);
}

/* 21 GB of holes are some 10 kB of archive. */
static void archive_that_unpacks_to_too_much(void **state)
{
    struct place *p = *state;
    struct error e;
    shell(p, "mkdir in; for i in 1 2 3; do truncate -s 7G in/$i; done; tar -cSf bomb.tar in; rm -r in");
    assert_int_equal(unpack(p, "bomb.tar", &e), -1);
    if (!strstr(e.text, "expected an archive of at most 17179869184 bytes when unpacked, found one that declares more"))
        fail_msg("%s", e.text);
    char *out = path_join(p->folder, "out", NULL);
    assert_false(path_exists(out));
    free(out);
    shell(p, "mkfifo pipe; tar -cf pipe.tar pipe");
    assert_int_equal(unpack(p, "pipe.tar", &e), -1);
    if (!strstr(e.text, "pipe.tar: expected files, folders and links in it, found 'prw"))
        fail_msg("%s", e.text);
}

/* Folders that may not be written: whoever unpacked them can remove them all the same. */
static void folders_that_may_not_be_written(void **state)
{
    struct place *p = *state;
    struct error e;
    shell(p, "mkdir -p in/a/b; echo x > in/a/b/c; chmod 555 in/a/b in/a in; tar -cf x.tar in; chmod 777 . log");
    const int root = geteuid() == 0;
    if (root)
        assert_int_equal(seteuid(65534), 0);
    int unpacked = unpack(p, "x.tar", &e), again = unpack(p, "x.tar", &e);
    char *out = path_join(p->folder, "out", NULL);
    int removed = folder_remove(out, &e);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(unpacked, 0);
    assert_int_equal(again, 0);
    assert_int_equal(removed, 0);
    assert_false(path_exists(out));
    free(out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(address_is_no_option), TEST(address_that_does_not_end),        TEST(package_runs_no_scripts),
    TEST(archive_of_any_name),  TEST(archive_that_unpacks_to_too_much), TEST(folders_that_may_not_be_written),
};

TEST_MAIN(tests, NULL, NULL)
