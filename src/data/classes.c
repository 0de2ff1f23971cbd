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
    class ++;
    for (int word = class / 64, from = class % 64; word < CLASSES_WORDS; word++, from = 0) {
        const uint64_t bits = list->bits[word] >> from;
        if (bits)
            return 64 * word + from + __builtin_ctzll(bits);
    }
    return -1;
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
    for (int word = 0; word < CLASSES_WORDS; word++) {
        const uint64_t differ = a->bits[word] ^ b->bits[word];
        if (!differ)
            continue;
        /* the first class that one of them has alone: it comes first, but where the other has none behind it */
        const int class = 64 * word + __builtin_ctzll(differ), is_of_a = classes_hold(a, class);
        const int goes_on = classes_next(is_of_a ? b : a, class) >= 0;
        return is_of_a == goes_on ? -1 : 1;
    }
    return 0;
}

void classes_print(const struct class_list *list, struct text *out)
{
    for (int c = classes_next(list, -1), first = 1; c >= 0; c = classes_next(list, c), first = 0)
        text_format(out, "%s%d", first ? "" : " ", c);
}
