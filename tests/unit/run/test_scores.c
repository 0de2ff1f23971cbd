/* Files of scores: all bits come back, equal scores are equal files, and what is not one is refused. */
#include "support/main.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "run/scores.h"
#include "store/file.h"
#include "store/gzip.h"
#include "support/folder.h"

static void test_scores_round_trip(void **state)
{
    static const double values[] = { 0.1, 1.0 / 3, (double)(1.0f / 3), -0.0, 5e-324, 1.7e308, 42 };
    enum { COUNT = sizeof values / sizeof *values };
    char *path = path_join(*state, "scores.csv.gz", NULL), *again = path_join(*state, "b.gz", NULL);
    struct scores s, back;
    struct error e;
    scores_init(&s, COUNT);
    for (int i = 0; i < COUNT; i++) {
        s.index[i] = i * 1000;
        s.class_[i] = i - 1;
        s.label[i] = (uint8_t)(i % 2);
        s.score[i] = values[i];
    }
    assert_int_equal(scores_write(&s, path, &e), 0);
    assert_int_equal(scores_write(&s, again, &e), 0);
    if (scores_read(&back, path, &e))
        fail_msg("%s", e.text);
    assert_int_equal(back.n, COUNT);
    assert_memory_equal(back.index, s.index, COUNT * sizeof *s.index);
    assert_memory_equal(back.class_, s.class_, COUNT * sizeof *s.class_);
    assert_memory_equal(back.label, s.label, COUNT);
    assert_memory_equal(back.score, s.score, sizeof values);
    scores_release(&back);

    char *contents = gzip_read(path, NULL, &e);
    assert_true(starts_with(contents, "index,class,label,score\n0,-1,0,0.1\n"
                                      "1000,0,1,0.33333333333333331\n"));
    assert_non_null(strstr(contents, "\n6000,5,0,42\n"));
    size_t n, m;
    char *one = file_read(path, &n, &e), *other = file_read(again, &m, &e);
    assert_int_equal(n, m);
    assert_memory_equal(one, other, n);

    s.score[3] = NAN;
    assert_int_equal(scores_write(&s, path, &e), -1);
    assert_non_null(strstr(e.text, "expected a finite score for sample 3000, found nan"));
    scores_release(&s);
    free(one);
    free(other);
    free(contents);
    free(path);
    free(again);
}

static void equal_scores_count_once(void **state)
{
    (void)state;
    static const double values[] = { 0.1, -1, 0.1, 0.0, -0.0, 1.0 / 10, 0.1 + 1e-16 };
    static const size_t distinct[] = { 0, 1, 2, 2, 3, 3, 3, 4 }, commonest[] = { 0, 1, 1, 2, 2, 2, 3, 3 };
    struct scores s;
    for (size_t n = 0; n <= sizeof values / sizeof *values; n++) {
        scores_init(&s, n);
        for (size_t i = 0; i < n; i++)
            s.score[i] = values[i];
        size_t most;
        assert_int_equal(scores_distinct(&s, &most), distinct[n]);
        assert_int_equal(most, commonest[n]);
        scores_release(&s);
    }
}

static void test_scores_are_read_strictly(void **state)
{
    static const struct {
        const char *contents, *message;
    } cases[] = {
        { "index,class,score,label\n", ":1: expected the columns" },
        { "index,class,label\n", ":1: expected the columns" },
        { "index,class,label,score\n0,0,0,1\n1,0,2,1\n", ":3: expected a whole number from 0 to 1 as "
                                                         "label, found '2'" },
        { "index,class,label,score\n2147483648,0,0,1\n", ":2: expected a whole number" },
        { "index,class,label,score\n0, 1,0,1\n", ":2: expected a whole number" },
        { "index,class,label,score\n0,0,0,nan\n", ":2: expected a finite number as score" },
        { "index,class,label,score\n0,0,0,1e999\n", ":2: expected a finite number as score" },
        { "index,class,label,score\n0,0,0,\n", ":2: expected a finite number as score" },
        { "index,class,label,score\n0,0,0\n", ":2: expected 4 fields, found 3" },
    };
    char *path = path_join(*state, "scores.csv.gz", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scores s;
        struct error e = { .text = "" };
        assert_int_equal(gzip_write(path, cases[i].contents, strlen(cases[i].contents), &e), 0);
        if (scores_read(&s, path, &e) != -1 || !strstr(e.text, cases[i].message))
            fail_msg("case %zu: %s", i, e.text);
    }
    free(path);
}

/* Nine digits where these are enough, else seventeen, whatever the size. */
static void with_as_few_digits_as_do(void **state)
{
    (void)state;
    static const double sizes[] = { 1e-300, 1e-9, 0.001, 0.1, 1, 9.99999999, 12345.6789, 1e8, 1e9, 123456789, 1e200 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int k = 1; k <= 2000; k++)
            for (int sign = -1; sign <= 1; sign += 2) {
                const double score = sign * sizes[i] * (k < 1000 ? k : 1 + k / 7.0);
                struct text t = TEXT_INIT;
                char nine[32], expected[32];
                snprintf(nine, sizeof nine, "%.9g", score);
                snprintf(expected, sizeof expected, strtod(nine, NULL) == score ? "%.9g" : "%.17g", score);
                score_append(&t, score);
                assert_string_equal(text_of(&t), expected);
                text_release(&t);
            }
    struct text zero = TEXT_INIT;
    score_append(&zero, 0);
    assert_string_equal(text_of(&zero), "0");
    text_release(&zero);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(with_as_few_digits_as_do),
    IN_FOLDER(test_scores_round_trip),
    cmocka_unit_test(equal_scores_count_once),
    IN_FOLDER(test_scores_are_read_strictly),
};

TEST_MAIN(tests, NULL, NULL)
