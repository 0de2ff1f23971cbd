#include "data/classes.h"

static uint64_t bit_of(int class)
{
    return (uint64_t)1 << class % 64;
}

static int is_possible(int class)
{
    return class >= 0 && class < CLASSES_MAX;
}

int classes_hold(const struct class_list *list, int class)
{
    return is_possible(class) && (list->bits[class / 64] & bit_of(class)) != 0;
}

int classes_add(struct class_list *list, int class)
{
    if (!is_possible(class) || classes_hold(list, class))
        return -1;
    list->bits[class / 64] |= bit_of(class);
    list->n++;
    return 0;
}

int classes_next(const struct class_list *list, int class)
{
    do
        class ++;
    while (class < CLASSES_MAX && !classes_hold(list, class));
    return class < CLASSES_MAX ? class : -1;
}

int classes_last(const struct class_list *list)
{
    int class = CLASSES_MAX - 1;
    while (class >= 0 && !classes_hold(list, class))
        class --;
    return class;
}

int classes_compare(const struct class_list *a, const struct class_list *b)
{
    int p = classes_next(a, -1), q = classes_next(b, -1);
    while (p == q && p >= 0) {
        p = classes_next(a, p);
        q = classes_next(b, q);
    }
    if (p < 0 || q < 0)
        return (p >= 0) - (q >= 0);
    return (p > q) - (p < q);
}

void classes_print(const struct class_list *list, struct text *out)
{
    for (int c = classes_next(list, -1), first = 1; c >= 0; c = classes_next(list, c), first = 0)
        text_format(out, "%s%d", first ? "" : " ", c);
}
