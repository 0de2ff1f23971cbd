/* Sets of classes, as tests write them. */
#ifndef TESTS_SUPPORT_CLASSES_H
#define TESTS_SUPPORT_CLASSES_H

#include <stdlib.h>

#include "data/classes.h"
#include "support/main.h"

/* Of constants: CLASSES(2, CLASS(0) | CLASS(5)). */
#define CLASS(c) ((uint64_t)1 << (c))
#define CLASSES(n_, bits_) \
    { \
        .bits = { bits_ }, .n = n_ \
    }

/* "0 5" */
static inline struct class_list classes_of(const char *numbers)
{
    struct class_list list = { 0 };
    char *end;
    for (long c = strtol(numbers, &end, 10); end != numbers; c = strtol(numbers, &end, 10)) {
        assert_int_equal(classes_add(&list, (int)c), 0);
        numbers = end;
    }
    return list;
}

static inline void expect_classes(const struct class_list *list, const char *expected)
{
    struct text t = TEXT_INIT;
    classes_print(list, &t);
    assert_string_equal(text_of(&t), expected);
    text_release(&t);
}

#endif
