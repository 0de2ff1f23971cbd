/* Ranks instead of scores: what is computed from them is what the scores give, and no other file is taken for one. */
#include "support/main.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "base/text.h"
#include "eval/auc.h"
#include "eval/precision.h"
#include "run/digest.h"
#include "run/ranks.h"
#include "store/file.h"
#include "store/gzip.h"
#include "support/folder.h"

static const char id[] = "0123456789ab";

/* Three classes, the middle one normal; scores with many ties, images in no order. */
static void fill(struct scores *s, size_t n, uint64_t seed)
{
    struct rng rng;
    rng_seed(&rng, seed);
    scores_init(s, n);
    for (size_t i = 0; i < n; i++) {
        s->index[i] = (int32_t)((i * 7919) % n);
        s->class_[i] = s->index[i] % 3;
        s->label[i] = s->class_[i] != 1;
        s->score[i] = floor(20 * rng_uniform(&rng)) / 7 + s->label[i];
    }
}

static void areas_and_tests_are_those_of_the_scores(void **state)
{
    char *paths[] = { path_join(*state, "a.ranks", NULL), path_join(*state, "b.ranks", NULL) };
    struct scores s[2];
    struct ranks r[2];
    struct error e;
    for (int i = 0; i < 2; i++) {
        fill(&s[i], 1000, (uint64_t)i + 1);
        assert_int_equal(ranks_write(paths[i], id, &s[i], 0, &e), 0);
        if (ranks_read(&r[i], paths[i], &e))
            fail_msg("%s", e.text);
        struct auc expected, found;
        struct precision precise, back;
        auc_compute(&expected, s[i].score, s[i].label, s[i].n, &e);
        auc_compute(&found, r[i].scores.score, r[i].scores.label, r[i].scores.n, &e);
        assert_true(expected.auc == found.auc);
        assert_true(fabs(expected.variance - found.variance) < 1e-15);
        assert_int_equal(expected.n_normal, found.n_normal);
        precision_compute(&precise, s[i].score, s[i].label, s[i].n, &e);
        precision_compute(&back, r[i].scores.score, r[i].scores.label, r[i].scores.n, &e);
        assert_true(fabs(precise.average - back.average) < 1e-15 && precise.fpr95 == back.fpr95);
    }
    struct auc_difference expected, found;
    auc_compare(&expected, s[0].score, s[1].score, s[0].label, s[0].n, &e);
    auc_compare(&found, r[0].scores.score, r[1].scores.score, r[0].scores.label, r[0].scores.n, &e);
    assert_true(expected.difference == found.difference && fabs(expected.p - found.p) < 1e-12);
    assert_string_equal(r[0].images_sha256, r[1].images_sha256);
    assert_string_not_equal(r[0].scores_sha256, r[1].scores_sha256);
    for (int i = 0; i < 2; i++) {
        scores_release(&s[i]);
        ranks_release(&r[i]);
        free(paths[i]);
    }
}

static void the_file_says_whose_they_are(void **state)
{
    char *path = path_join(*state, "a.ranks", NULL), hex[SHA256_HEX];
    struct scores s;
    struct ranks r;
    struct error e;
    static const double scores[] = { 5, -1, 5, 2.5, -1 };
    static const int32_t index[] = { 4, 3, 2, 1, 0 }, classes[] = { 8, 8, 3, 3, 8 };
    scores_init(&s, 5);
    for (size_t i = 0; i < s.n; i++) {
        s.score[i] = scores[i];
        s.index[i] = index[i];
        s.class_[i] = classes[i];
        s.label[i] = classes[i] == 8;
    }
    assert_int_equal(ranks_write(path, id, &s, 0, &e), 0);
    size_t n;
    char *bytes = gzip_read(path, &n, &e);
    static const char head[] = "\nclass 3 0 2\nclass 8 1 3\nranks 5\n";
    /* class 3: index 1 (2.5), 2 (5); class 8: index 0 (-1), 3 (-1), 4 (5) */
    static const unsigned char body[] = { 1, 0, 2, 0, 0, 0, 0, 0, 2, 0 };
    assert_true(starts_with(bytes, "lisae ranks 1\nrun 0123456789ab\nscores "));
    assert_memory_equal(bytes + n - sizeof body, body, sizeof body);
    assert_memory_equal(bytes + n - sizeof body - (sizeof head - 1), head, sizeof head - 1);
    assert_int_equal(ranks_read(&r, path, &e), 0);
    digest_scores(&s, hex);
    assert_string_equal(r.scores_sha256, hex);
    assert_string_equal(r.run, id);
    assert_int_equal(r.scores.n, 5);
    assert_int_equal(r.scores.class_[1], 3);
    assert_int_equal(r.scores.label[2], 1);
    assert_true(r.scores.score[4] == 2);
    ranks_release(&r);
    free(bytes);
    scores_release(&s);
    free(path);
}

/* Sets of hard labels are kept as they are, each once. */
static void hard_labels_come_back(void **state)
{
    char *path = path_join(*state, "a.ranks", NULL);
    struct scores s;
    struct ranks r;
    struct error e;
    static const double scores[] = { 1048575, 0, 9007199254740991, 0, 6 };
    scores_init(&s, 5);
    for (size_t i = 0; i < s.n; i++) {
        s.score[i] = scores[i];
        s.index[i] = (int32_t)i;
        s.class_[i] = s.label[i] = i > 2;
    }
    assert_int_equal(ranks_write(path, id, &s, 1, &e), 0);
    size_t n;
    char *bytes = gzip_read(path, &n, &e);
    static const char tail[] = "\nclass 0 0 3\nclass 1 1 2\nvalues 4\nranks 5\n";
    assert_memory_equal(bytes + n - 4 * 8 - 5 * 2 - strlen(tail), tail, strlen(tail));
    if (ranks_read(&r, path, &e))
        fail_msg("%s", e.text);
    assert_true(r.labels);
    for (size_t i = 0; i < s.n; i++)
        assert_true(r.scores.score[i] == scores[i]);
    ranks_release(&r);
    s.score[1] = 0.5;
    assert_int_equal(ranks_write(path, id, &s, 1, &e), 0);
    assert_int_equal(ranks_read(&r, path, &e), -1);
    assert_non_null(
        strstr(e.text, "a.ranks: expected hard labels as ascending whole numbers, found another as value 2"));
    free(bytes);
    scores_release(&s);
    free(path);
}

/* Scores and ranks are of the same images, and stand in the same order. */
static void scores_are_sorted_as_ranks_are(void **state)
{
    char *path = path_join(*state, "a.ranks", NULL), images[SHA256_HEX];
    struct scores s;
    struct ranks r;
    struct error e;
    fill(&s, 500, 3);
    assert_int_equal(ranks_write(path, id, &s, 0, &e), 0);
    assert_int_equal(ranks_read(&r, path, &e), 0);
    ranks_sort(&s, images);
    assert_string_equal(images, r.images_sha256);
    assert_int_equal(s.n, 500);
    for (size_t i = 1; i < s.n; i++) {
        assert_true(s.class_[i] > s.class_[i - 1] || s.index[i] > s.index[i - 1]);
        assert_int_equal(s.class_[i], r.scores.class_[i]);
        assert_int_equal(s.label[i], r.scores.label[i]);
        assert_true((s.score[i] < s.score[i - 1]) == (r.scores.score[i] < r.scores.score[i - 1]));
        assert_int_equal(s.class_[i], s.index[i] % 3); /* each image has kept its own */
    }
    s.index[7]++;
    ranks_sort(&s, images);
    assert_string_not_equal(images, r.images_sha256);
    ranks_release(&r);
    scores_release(&s);
    free(path);
}

static void what_has_no_ranks_is_refused(void **state)
{
    char *path = path_join(*state, "a.ranks", NULL);
    struct scores s;
    struct error e;
    scores_init(&s, 0);
    assert_int_equal(ranks_write(path, id, &s, 0, &e), -1);
    assert_non_null(strstr(e.text, "expected scores, found none"));
    scores_release(&s);
    scores_init(&s, 2);
    s.label[1] = 1;
    s.index[1] = 1;
    assert_int_equal(ranks_write(path, id, &s, 0, &e), -1);
    assert_non_null(strstr(e.text, "expected class 0 to be normal or anomalous, found both"));
    scores_release(&s);
    scores_init(&s, RANKS_MAX + 1);
    for (size_t i = 0; i < s.n; i++)
        s.score[i] = s.index[i] = (int32_t)i;
    assert_int_equal(ranks_write(path, id, &s, 0, &e), -1);
    assert_non_null(strstr(e.text, "expected at most 65536 different scores, found 65537"));
    s.score[0] = 1; /* a tie: there is room for all */
    assert_int_equal(ranks_write(path, id, &s, 0, &e), 0);
    scores_release(&s);
    free(path);
}

static void other_files_are_refused(void **state)
{
#define HEAD "lisae ranks 1\nrun 0123456789ab\nscores " HEX "\nimages " HEX "\n"
#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    static const struct {
        const char *text;
        size_t zeros; /* bytes behind it */
        const char *message;
    } cases[] = {
        { "", 0, "a.ranks:1: expected 'lisae ranks 1', found ''" },
        { "lisae ranks 2\n", 0, "a.ranks:1: expected 'lisae ranks 1', found 'lisae ranks 2'" },
        { "lisae ranks 1\nrun 123\n", 0, "a.ranks:2: expected 'run' and 12 hexadecimal digits, found 'run 123'" },
        { "lisae ranks 1\nrun 0123456789ab\nscores 12\n", 0, "a.ranks:3: expected 'scores' and 64" },
        { HEAD, 0, "a.ranks:5: expected 'class NUMBER LABEL COUNT', ascending, or 'ranks COUNT', found ''" },
        { HEAD "class 1 0 1\nclass 1 1 1\nranks 2\n", 4, "a.ranks:6: expected 'class NUMBER LABEL COUNT'" },
        { HEAD "class 1 2 1\nranks 1\n", 2, "a.ranks:5: expected 'class NUMBER LABEL COUNT'" },
        { HEAD "class 1 0 99999999999\nranks 1\n", 2, "a.ranks:5: expected 'class NUMBER LABEL COUNT'" },
        { HEAD "class 1 0 2\nranks 1\n", 2, "a.ranks:6: expected 'ranks' and the sum of the classes' images" },
        { HEAD "ranks 0\n", 0, "a.ranks:5: expected 'ranks' and the sum" },
        { HEAD "class 1 0 2\nranks 2\n", 3, "a.ranks: expected 4 bytes of numbers, found 3" },
        { HEAD "class 1 0 2\nvalues 0\nranks 2\n", 4, "a.ranks:6: expected 'ranks' and the sum" },
        { HEAD "class 1 0 2\nvalues 1\nranks 2\n", 4, "a.ranks: expected 12 bytes of numbers, found 4" },
        { HEAD "class 1 0 2\nvalues 2\nranks 2\n", 20, "a.ranks: expected each rank from 0 to 1, found 1" },
        { HEAD "class 1 0 1\nvalues 70000\nranks 1\n", 2, "a.ranks: expected 560002 bytes of numbers, found 2" },
        { HEAD "class 1 0 1\nranks 1\n\x01", 1, "a.ranks: expected each rank from 0 to 1, found 1 different ones" },
    };
    char *path = path_join(*state, "a.ranks", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ranks r;
        struct error e = { .text = "" };
        const size_t length = strlen(cases[i].text);
        char *bytes = mem_zero(length + cases[i].zeros + 1, 1);
        memcpy(bytes, cases[i].text, length);
        assert_int_equal(gzip_write(path, bytes, length + cases[i].zeros, &e), 0);
        assert_int_equal(ranks_read(&r, path, &e), -1);
        if (!strstr(e.text, cases[i].message))
            fail_msg("expected '%s', found '%s'", cases[i].message, e.text);
        free(bytes);
    }
    free(path);
}

static const struct CMUnitTest tests[] = { IN_FOLDER(areas_and_tests_are_those_of_the_scores),
                                           IN_FOLDER(the_file_says_whose_they_are),
                                           IN_FOLDER(hard_labels_come_back),
                                           IN_FOLDER(scores_are_sorted_as_ranks_are),
                                           IN_FOLDER(what_has_no_ranks_is_refused),
                                           IN_FOLDER(other_files_are_refused) };

TEST_MAIN(tests, NULL, NULL)
