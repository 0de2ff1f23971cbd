/* What the tests of plans share: a scratch folder to work in, with three small prepared sets,
 * and plans from the text of a spec. */
#ifndef TESTS_SUPPORT_PLANS_H
#define TESTS_SUPPORT_PLANS_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"
#include "data/dataset.h"
#include "plan/plan.h"
#include "plan/spec.h"
#include "store/file.h"
#include "support/classes.h"
#include "support/folder.h"
#include "support/main.h"
#include "support/suite.h"

/* `train` and `test` images of `height` x 8 pixels for each class; class `empty` has none. */
static inline int write_set(const char *name, const char *const *classes, int n_classes, int height, int train,
                            int test, int empty)
{
    struct images part[2];
    const int each[2] = { train, test };
    char payload[SHA256_HEX];
    hash_text(name, payload);
    for (int p = 0; p < 2; p++) {
        size_t n = 0;
        images_alloc(&part[p], (size_t)(each[p] * n_classes), height, 8, 1);
        memset(part[p].pixels, 7, part[p].n * images_size(&part[p]));
        for (int c = 0; c < n_classes; c++)
            for (int i = 0; i < each[p] && c != empty; i++)
                part[p].labels[n++] = c;
        part[p].n = n;
    }
    int rc = dataset_write("data", name, "v1", payload, NULL, classes, n_classes, &part[0], &part[1], NULL);
    images_release(&part[0]);
    images_release(&part[1]);
    return rc;
}

/* Messages name the spec as it was given: the tests work inside their folder. */
static inline int enter(void **state)
{
    static const char *const tiny[] = { "plane", "car", "bird", "ankle boot", "Deer", "dog" };
    static const char *const marks[] = { "a", "b", "c" };
    if (make_folder(state) != 0 || chdir(*state) != 0)
        return -1;
    return write_set("tiny", tiny, 6, 8, 10, 4, -1) || write_set("marks", marks, 3, 8, 5, 2, -1) ||
           write_set("holes", marks, 3, 8, 5, 2, 1) || write_set("tall", marks, 3, 12, 5, 2, -1);
}

static inline int leave(void **state)
{
    return chdir("/") == 0 ? remove_folder(state) : -1;
}

/* Reads `text` with overrides (NULL-terminated, may be NULL) and returns what it complained
 * about. */
static inline struct text read_spec(struct spec *s, const char *text, const char *const *overrides)
{
    struct text problems = TEXT_INIT;
    size_t n = 0;
    while (overrides && overrides[n])
        n++;
    assert_int_equal(file_write("t.ini", text, strlen(text), NULL), 0);
    int rc = spec_read(s, suite(), "t.ini", overrides, n, &problems);
    assert_int_equal(rc, problems.length ? -1 : 0);
    return problems;
}

/* The plan of a spec or, where it cannot be made, an empty one; returns the problems. */
static inline struct text make_plan(struct plan *p, const char *text)
{
    struct spec s;
    struct text problems = read_spec(&s, text, NULL);
    memset(p, 0, sizeof *p);
    if (!problems.length) {
        int rc = plan_make(p, &s, "data", NULL, &problems);
        assert_int_equal(rc, problems.length ? -1 : 0);
    }
    spec_release(&s);
    return problems;
}

static inline void expect_plan(struct plan *p, const char *text)
{
    struct text problems = make_plan(p, text);
    assert_string_equal(text_of(&problems), "");
    text_release(&problems);
}

static inline void expect_problems(const char *text, const char *expected)
{
    struct plan p;
    struct text problems = make_plan(&p, text);
    assert_string_equal(text_of(&problems), expected);
    assert_int_equal(p.n, 0);
    text_release(&problems);
    plan_release(&p);
}

static inline void expect_list(const struct spec_values *v, const char *expected, const char *where)
{
    struct text t = TEXT_INIT;
    for (size_t i = 0; i < v->n; i++)
        text_format(&t, "%s%s", i ? "|" : "", v->values[i]);
    assert_null(v->values[v->n]);
    assert_string_equal(text_of(&t), expected);
    assert_string_equal(v->where, where);
    text_release(&t);
}

#endif
