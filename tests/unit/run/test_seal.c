/* What was cut, exchanged or altered in a run's folder is found. */
#include "support/main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "run/seal.h"
#include "store/file.h"
#include "support/folder.h"

static const char SPEC[] = "[run]\nseed = 1\n";
enum { LARGE = 10000 };

static void put(void **state, const char *name, const char *text)
{
    free(folder_file(state, name, text, strlen(text)));
}

/* meta.ini of the files that are there. */
static void reseal(void **state)
{
    struct text meta = TEXT_INIT;
    char *old = path_join(*state, "meta.ini", NULL);
    unlink(old);
    free(old);
    text_append(&meta, "[run]\n" SEAL_FORMAT "status = ok\ntrain_s = 1\n");
    assert_int_equal(seal_append(&meta, *state, NULL), 0);
    put(state, "meta.ini", text_of(&meta));
    text_release(&meta);
}

/* A judged run's folder, sealed; its ID. */
static void make(void **state, char id[13])
{
    char hex[SHA256_HEX], large[LARGE + 1];
    hash_text(SPEC, hex);
    snprintf(id, 13, "%.12s", hex);
    memset(large, 'x', LARGE);
    large[LARGE] = '\0';
    put(state, "spec.ini", SPEC);
    put(state, "metrics.csv", "a\n1\n");
    put(state, "roc.csv", large);
    put(state, "scores.csv.gz", large);
    put(state, "model.lisae", "model");
    reseal(state);
}

/* What a look at the folder says: 0, 1, or -1 with the reason. */
static int look(void **state, const char *id, enum seal_depth depth, struct error *e)
{
    struct ini meta;
    int result = seal_open(&meta, *state, e);
    if (!result)
        result = seal_check(&meta, *state, id, depth, e);
    ini_release(&meta);
    return result;
}

static void expect(void **state, const char *id, enum seal_depth depth, const char *why)
{
    struct error e;
    assert_int_equal(look(state, id, depth, &e), -1);
    assert_says(e.text, why);
}

static int look_at_file(void **state, const char *name, struct error *e)
{
    struct ini meta;
    const int result = seal_open(&meta, *state, e) ? -1 : seal_check_file(&meta, *state, name, e);
    ini_release(&meta);
    return result;
}

/* A file by itself, wherever the folder is and whatever the others are. */
static void one_file(void **state)
{
    char id[13];
    struct error e;
    make(state, id);
    put(state, "spec.ini", "of another run\n");
    assert_int_equal(look_at_file(state, "model.lisae", &e), 0);
    assert_int_equal(look_at_file(state, "none.csv", &e), 0);
    put(state, "model.lisae", "MODEL");
    assert_int_equal(look_at_file(state, "model.lisae", &e), -1);
    assert_says(e.text, "model.lisae: expected what the run wrote, with the SHA-256 9372c470eead, found c8b6c094bbbd");
    put(state, "model.lisae", "longer model");
    assert_int_equal(look_at_file(state, "model.lisae", &e), -1);
    assert_says(e.text, "model.lisae: expected the 5 bytes that the run wrote, found 12");
}

static void whole(void **state)
{
    char id[13];
    struct error e;
    make(state, id);
    for (int depth = SEAL_GLANCE; depth <= SEAL_ALL; depth++)
        assert_int_equal(look(state, id, (enum seal_depth)depth, &e), 0);
    /* a model may be removed, another file may come */
    char *model = path_join(*state, "model.lisae", NULL);
    assert_int_equal(unlink(model), 0);
    free(model);
    put(state, "notes.txt", "mine");
    assert_int_equal(look(state, id, SEAL_ALL, &e), 0);
}

static void altered(void **state)
{
    char id[13], large[LARGE + 1];
    struct error e;
    make(state, id);
    put(state, "metrics.csv", "a\n2\n");
    expect(state, id, SEAL_GLANCE, "/metrics.csv: expected what the run wrote, with the SHA-256 ");
    make(state, id);
    put(state, "scores.csv.gz", "x");
    expect(state, id, SEAL_GLANCE, "/scores.csv.gz: expected the 10000 bytes that the run wrote, found 1");

    /* of the same size: as deep as is looked */
    make(state, id);
    memset(large, 'y', LARGE);
    large[LARGE] = '\0';
    put(state, "scores.csv.gz", large);
    assert_int_equal(look(state, id, SEAL_TABLES, &e), 0);
    expect(state, id, SEAL_ALL, "/scores.csv.gz: expected what the run wrote");
    put(state, "roc.csv", large);
    assert_int_equal(look(state, id, SEAL_GLANCE, &e), 0);
    expect(state, id, SEAL_TABLES, "/roc.csv: expected what the run wrote");

    /* where curves come from the scores, these are for tables */
    make(state, id);
    char *roc = path_join(*state, "roc.csv", NULL);
    assert_int_equal(unlink(roc), 0);
    free(roc);
    reseal(state);
    put(state, "scores.csv.gz", large);
    assert_int_equal(look(state, id, SEAL_GLANCE, &e), 0);
    expect(state, id, SEAL_TABLES, "/scores.csv.gz: expected what the run wrote");

    make(state, id);
    char *scores = path_join(*state, "scores.csv.gz", NULL);
    assert_int_equal(unlink(scores), 0);
    expect(state, id, SEAL_GLANCE, "/scores.csv.gz': No such file or directory");
    free(scores);
    make(state, id);
    put(state, "spec.ini", "[run]\nseed = 2\n");
    expect(state, id, SEAL_GLANCE, "/spec.ini: expected the text of run ");
}

/* A meta.ini that is cut anywhere, or has another byte anywhere, is no meta.ini; nor does one without sums arise so. */
static void of_itself(void **state)
{
    char id[13];
    struct error e;
    size_t n;
    make(state, id);
    char *path = path_join(*state, "meta.ini", NULL), *good = file_read(path, &n, &e);
    assert_non_null(good);
    for (size_t length = 0; length < n; length++) {
        struct ini meta;
        free(folder_file(state, "meta.ini", good, length));
        const int bad = seal_open(&meta, *state, &e) || !ini_get(&meta, "run", "status");
        ini_release(&meta);
        assert_true(bad);
    }
    for (size_t at = 0; at < n; at++) {
        good[at] ^= 1;
        free(folder_file(state, "meta.ini", good, n));
        struct ini meta;
        const int bad = seal_open(&meta, *state, &e) != 0;
        ini_release(&meta);
        if (!bad)
            fail_msg("byte %zu of meta.ini is another, and nothing is said", at);
        good[at] ^= 1;
    }
    free(path);
    free(good);
}

static void made_before(void **state)
{
    char id[13];
    struct error e;
    make(state, id);
    put(state, "meta.ini", "[run]\nstatus = ok\n");
    assert_int_equal(look(state, id, SEAL_ALL, &e), 1);
    put(state, "spec.ini", "");
    expect(state, id, SEAL_ALL, "/spec.ini: expected the text of run ");
    error_set(&e, "one\ntwo");
    assert_int_equal(seal_remedy("folder", &e), -1);
    assert_string_equal(e.text, "one (remove 'folder' to have it done anew)");
}

static const struct CMUnitTest tests[] = { IN_FOLDER(whole),      IN_FOLDER(altered), IN_FOLDER(of_itself),
                                           IN_FOLDER(one_file),   IN_FOLDER(altered), IN_FOLDER(of_itself),
                                           IN_FOLDER(made_before) };

TEST_MAIN(tests, NULL, NULL)
