/* What the tests of plans share: a scratch folder to work in, with three small prepared sets,
 * and plans from the text of a spec. */
#ifndef TESTS_SUPPORT_PLANS_H
#define TESTS_SUPPORT_PLANS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/text.h"
#include "data/dataset.h"
#include "plan/plan.h"
#include "plan/spec.h"
#include "store/file.h"
#include "support/folder.h"

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

/* The plan of a spec or, where it cannot be made, an empty one; returns the problems. */
static inline struct text make_plan(struct plan *p, const char *text)
{
    struct spec s;
    struct text problems = TEXT_INIT;
    memset(p, 0, sizeof *p);
    assert_int_equal(file_write("t.ini", text, strlen(text), NULL), 0);
    if (spec_read(&s, "t.ini", NULL, 0, &problems) == 0) {
        int rc = plan_make(p, &s, "data", &problems);
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

#endif
