#include "plan/values.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/problem.h"

struct list {
    char **of;
    size_t n, room;
};

/* Takes over `value`. A range may have many: room grows by doubling. */
static void add(struct list *l, char *value)
{
    if (l->n + 2 > l->room) {
        l->room = 2 * (l->n + 2);
        l->of = mem_resize(l->of, l->room, sizeof *l->of);
    }
    l->of[l->n++] = value;
    l->of[l->n] = NULL;
}

/* Each of the numbers with `word` before it, "" for none. */
static int add_range(struct list *l, const char *word, const char *range, enum ranges ranges, const char *where,
                     struct text *problems)
{
    struct error e;
    size_t n;
    char **numbers = range_numbers(range, ranges, GRID_MAX, &n, &e);
    if (!numbers)
        return problem_add(problems, where, "%s", e.text);
    for (size_t i = 0; i < n; i++) {
        struct text value = TEXT_INIT;
        text_format(&value, "%s%s", word, numbers[i]);
        add(l, value.s);
    }
    split_free(numbers);
    return 0;
}

static char *single_blanks(const char *part)
{
    char **words = split(part, " \t", 0, NULL);
    struct text t = TEXT_INIT;
    for (char **w = words; *w; w++)
        text_format(&t, "%s%s", w == words ? "" : " ", *w);
    split_free(words);
    return t.s;
}

/* Of words: "1..3" and "class:1..3" are meant as ranges, "../mnist" is not. */
static int looks_like_range(const char *part)
{
    const char *dots = strstr(part, "..");
    return (dots > part && isdigit((unsigned char)dots[-1])) || isdigit((unsigned char)dots[2]);
}

/* The one of `words` that the part begins with; NULL for none. */
static const char *word_before(const char *part, const char *const *words)
{
    while (words && *words && !starts_with(part, *words))
        words++;
    return words ? *words : NULL;
}

/* A part with "..". */
static int add_part(struct list *l, const char *part, enum ranges ranges, const char *const *behind, const char *where,
                    struct text *problems)
{
    const char *word = word_before(part, behind);
    if (word && looks_like_range(part))
        return add_range(l, word, part + strlen(word), RANGES_WHOLE, where, problems);
    if (ranges != RANGES_NONE)
        return add_range(l, "", part, ranges, where, problems);
    if (!looks_like_range(part)) {
        add(l, single_blanks(part));
        return 0;
    }
    return problem_add(problems, where, "found '%s': ranges a..b are for keys of single numbers%s%s", part,
                       behind ? ", and may stand behind " : "", behind ? behind[0] : "");
}

char **values_split(const char *value, enum ranges ranges, const char *const *behind, const char *where,
                    struct text *problems, size_t *n)
{
    struct list l = { NULL, 0, 0 };
    int bad = 0;
    char **parts = split(value, ",", 1, NULL);
    for (char **part = parts; *part && bad < BAD_VALUES_MAX && l.n <= GRID_MAX; part++) {
        if (!**part && parts[1])
            bad += problem_add(problems, where,
                               "expected a value between commas, found "
                               "nothing in '%s'",
                               value) != 0;
        else if (!**part)
            bad += problem_add(problems, where, "expected a value, found nothing") != 0;
        else if (!strstr(*part, ".."))
            add(&l, single_blanks(*part));
        else
            bad += add_part(&l, *part, ranges, behind, where, problems) != 0;
    }
    split_free(parts);
    if (l.n > GRID_MAX)
        bad += problem_add(problems, where, "expected at most %d values, found more", GRID_MAX) != 0;
    if (bad) {
        split_free(l.of);
        return NULL;
    }
    *n = l.n;
    return l.of;
}

struct place {
    const char *value;
    size_t index;
};

static int by_value(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    int c = strcmp(p->value, q->value);
    return c ? c : (p->index > q->index) - (p->index < q->index);
}

int values_distinct(char *const *values, size_t n, const char *where, struct text *problems)
{
    int bad = 0;
    struct place *sorted = mem_alloc(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct place) { values[i], i };
    qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t i = 1; i < n && bad < BAD_VALUES_MAX; i++)
        if (strcmp(sorted[i].value, sorted[i - 1].value) == 0) {
            problem_add(problems, where, "value '%s' is given twice", sorted[i].value);
            bad++;
        }
    free(sorted);
    return bad ? -1 : 0;
}
