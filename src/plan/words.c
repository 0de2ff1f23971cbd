#include "plan/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/rng.h"
#include "plan/class_words.h"

/* "each" and "pairs" may be names of classes, too. */
static int word_is_free(const char *word, int pairs, const struct dataset *set, struct error *e)
{
    char range[64];
    snprintf(range, sizeof range, "'0..%d' for each class", set->n_classes - 1);
    return class_words_free(word, pairs ? "'0 1, 2 3, ...' for pairs" : range, set, e);
}

struct class_list *positive_resolve(const char *word, const struct dataset *set, size_t *n, struct error *e)
{
    int each = strcmp(word, "each") == 0, pairs = strcmp(word, "pairs") == 0;
    int width = pairs ? 2 : 1;
    if ((each || pairs) && word_is_free(word, pairs, set, e))
        return NULL;
    if (pairs && set->n_classes % 2) {
        error_set(e, "expected an even number of classes for 'pairs', '%s' has %d", set->name, set->n_classes);
        return NULL;
    }
    *n = each || pairs ? (size_t)(set->n_classes / width) : 1;
    struct class_list *tasks = mem_zero(*n, sizeof *tasks);
    if (!each && !pairs) {
        if (class_words_read(word, set, tasks, e)) {
            free(tasks);
            return NULL;
        }
        return tasks;
    }
    for (size_t i = 0; i < *n; i++)
        for (int j = 0; j < width; j++)
            classes_add(&tasks[i], (int)i * width + j);
    return tasks;
}

/* The classes {0..k/2-1} or {k/2..k-1} that hold all positives, or -1. */
static int half_of(const struct class_list *positive, const struct dataset *set, struct error *e)
{
    int half = classes_last(positive) >= set->n_classes / 2;
    for (int c = classes_next(positive, -1); c >= 0; c = classes_next(positive, c))
        if ((c >= set->n_classes / 2) != half)
            return error_set(e, "expected positive classes of one half (0..%d or %d..%d of '%s')",
                             set->n_classes / 2 - 1, set->n_classes / 2, set->n_classes - 1, set->name);
    return half;
}

/* A half's classes without the positives. */
static int add_half(struct class_list *list, int half, const struct dataset *set, const struct class_list *positive)
{
    int middle = set->n_classes / 2;
    for (int c = half ? middle : 0; c < (half ? set->n_classes : middle); c++)
        if (!classes_hold(positive, c))
            classes_add(list, c);
    return 0;
}

static int no_negative(const char *argument, const struct dataset *set, const struct sweep *sweep, struct task_spec *t,
                       struct error *e)
{
    t->source = NEGATIVE_NONE;
    return 0;
}

static int negative_next_class(const char *argument, const struct dataset *set, const struct sweep *sweep,
                               struct task_spec *t, struct error *e)
{
    t->source = NEGATIVE_CLASSES;
    classes_add(&t->negative, (classes_last(&t->positive) + 1) % set->n_classes);
    return 0;
}

static int negative_other_half(const char *argument, const struct dataset *set, const struct sweep *sweep,
                               struct task_spec *t, struct error *e)
{
    t->source = NEGATIVE_CLASSES;
    int half = half_of(&t->positive, set, e);
    return half < 0 ? -1 : add_half(&t->negative, !half, set, &t->positive);
}

/* negative_each() gives the words that such a one stands for. */
static int negative_several(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    return error_set(e, "it stands for several sets of negatives");
}

static int negative_outliers(const char *argument, const struct dataset *set, const struct sweep *sweep,
                             struct task_spec *t, struct error *e)
{
    t->source = NEGATIVE_CLASSES;
    return 0;
}

static int negative_classes(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    t->source = NEGATIVE_CLASSES;
    return class_words_read(argument, set, &t->negative, e);
}

static int negative_foreign(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    t->source = NEGATIVE_DATASET;
    if (strcmp(argument, set->name) == 0)
        return error_set(e,
                         "'%s' holds the positives too: classes of the same set are 'class:', "
                         "'classes:', 'next-class', 'other-half' or 'outliers'",
                         argument);
    return 0;
}

static int drawn(enum negative_source source, const char *what, const struct dataset *set, struct task_spec *t,
                 struct error *e)
{
    t->source = source;
    return set->made ? error_set(e, "%s are images, '%s' has points", what, set->name) : 0;
}

static int negative_strokes(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    return drawn(NEGATIVE_STROKES, "strokes", set, t, e);
}

static int negative_noise(const char *argument, const struct dataset *set, const struct sweep *sweep,
                          struct task_spec *t, struct error *e)
{
    return drawn(NEGATIVE_NOISE, "those of noise", set, t, e);
}

static int negative_rotated(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    if (set->train.height != set->train.width)
        return error_set(e, "expected square images to turn, '%s' has %dx%d", set->name, set->train.width,
                         set->train.height);
    return drawn(NEGATIVE_ROTATED, "turned positives", set, t, e);
}

static int negative_patches(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    if (!set->made && (set->train.height < 4 || set->train.width < 4))
        return error_set(e, "expected images of 4x4 pixels or more for patches, '%s' has %dx%d", set->name,
                         set->train.width, set->train.height);
    return drawn(NEGATIVE_PATCHES, "patches", set, t, e);
}

/* The classes are dealt out by the number alone, so that it is the same split for all positives. */
static int negative_random_half(const char *argument, const struct dataset *set, const struct sweep *sweep,
                                struct task_spec *t, struct error *e)
{
    long number;
    int dealt[CLASSES_MAX], found[2] = { 0, 0 };
    struct class_list half[2];
    struct rng r;
    if (parse_long(argument, &number) || number < 1)
        return error_set(e, "expected a number from 1 behind 'random-half:', found '%s'", argument);
    half[0] = half[1] = (struct class_list) { 0 };
    rng_seed(&r, rng_seed_for((uint64_t)number, "half", ""));
    for (int c = 0; c < set->n_classes; c++)
        dealt[c] = c;
    rng_shuffle(&r, dealt, (size_t)set->n_classes);
    for (int i = 0; i < set->n_classes; i++) {
        const int side = i >= set->n_classes / 2;
        classes_add(&half[side], dealt[i]);
        found[side] += classes_hold(&t->positive, dealt[i]);
    }
    if (found[0] && found[1])
        return error_set(e, "expected positive classes of one half of the random split %ld of '%s'", number, set->name);
    t->source = NEGATIVE_CLASSES;
    t->negative = half[!found[1]];
    return 0;
}

static int anomaly_rest(const char *argument, const struct dataset *set, const struct sweep *sweep, struct task_spec *t,
                        struct error *e)
{
    for (int c = 0; c < set->n_classes; c++)
        if (!classes_hold(&t->positive, c) && !classes_hold(&t->negative, c))
            classes_add(&t->anomaly, c);
    return 0;
}

static int anomaly_common(const char *argument, const struct dataset *set, const struct sweep *sweep,
                          struct task_spec *t, struct error *e)
{
    for (int c = 0; c < set->n_classes; c++)
        if (!classes_hold(&t->positive, c) && !classes_hold(&sweep->negatives, c))
            classes_add(&t->anomaly, c);
    return 0;
}

static int anomaly_left_out(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    if (sweep->left_out < 0)
        return error_set(e, "only 'negative = other-half-but-one' leaves a class out");
    return classes_add(&t->anomaly, sweep->left_out);
}

static int anomaly_own_half(const char *argument, const struct dataset *set, const struct sweep *sweep,
                            struct task_spec *t, struct error *e)
{
    int half = half_of(&t->positive, set, e);
    return half < 0 ? -1 : add_half(&t->anomaly, half, set, &t->positive);
}

static int anomaly_classes(const char *argument, const struct dataset *set, const struct sweep *sweep,
                           struct task_spec *t, struct error *e)
{
    return class_words_read(argument, set, &t->anomaly, e);
}

/* What a word is, and what stands behind its colon. */
enum form {
    PLAIN,
    EACH,        /* several sets of negatives: each class of the other half alone */
    ALL_BUT_ONE, /* and all of these but one, each in turn */
    LEFT_OUT,    /* the class that the latter leaves out */
    A_CLASS,
    CLASSES,
    A_NUMBER,
    A_NAME
};

struct word {
    const char *name;
    enum form form;
    int (*resolve)(const char *argument, const struct dataset *set, const struct sweep *sweep, struct task_spec *t,
                   struct error *e);
    const char *help;
};

static const struct word negative_words[] = {
    { "none", PLAIN, no_negative, "no negatives" },
    { "next-class", PLAIN, negative_next_class,
      "the class after the (largest) positive one, after the last the first" },
    { "other-half", PLAIN, negative_other_half, "the half of the classes without the positive ones" },
    { "other-half-each", EACH, negative_several, "each class of the other half in turn: class:5, then class:6 ..." },
    { "other-half-but-one", ALL_BUT_ONE, negative_several,
      "the other half without one class, each in turn: classes:6 7 8 9, then classes:5 7 8 9 ..." },
    { "random-half:", A_NUMBER, negative_random_half,
      "random-half:1, the classes dealt into two halves by this number: the one without the positives" },
    { "outliers", PLAIN, negative_outliers, "train images of the anomaly classes: the supervised bound" },
    { "class:", A_CLASS, negative_classes, "class:5, one class of the same data set" },
    { "classes:", CLASSES, negative_classes, "classes:5 6, several of them" },
    { "dataset:", A_NAME, negative_foreign, "dataset:omniglot, all images of another data set" },
    { "strokes", PLAIN, negative_strokes, "drawn pen strokes" },
    { "noise", PLAIN, negative_noise, "each pixel drawn by itself, uniformly" },
    { "rotated", PLAIN, negative_rotated, "positives turned by 90, 180 or 270 degrees" },
    { "patches", PLAIN, negative_patches, "images put together from 4x4 patches of positives, each from anywhere" },
    { NULL, PLAIN, NULL, NULL },
};

static const struct word anomaly_words[] = {
    { "rest", PLAIN, anomaly_rest, "all classes that are neither positive nor negative" },
    { "common", PLAIN, anomaly_common,
      "those that are neither positive nor negative with any value of `negative`: the same for all of these" },
    { "own-half", PLAIN, anomaly_own_half, "the other classes of the positive ones' half" },
    { "left-out", LEFT_OUT, anomaly_left_out, "the class that negative = other-half-but-one leaves out" },
    { "class:", A_CLASS, anomaly_classes, "class:1, one class" },
    { "classes:", CLASSES, anomaly_classes, "classes:1 2, several" },
    { NULL, PLAIN, NULL, NULL },
};

static int wants_argument(const struct word *w)
{
    return w->form >= A_CLASS;
}

static int is_several(const struct word *w)
{
    return w->form == EACH || w->form == ALL_BUT_ONE;
}

/* Finds the row and the argument of a word. */
static const struct word *find_word(const struct word *words, const char *text, const char **argument, struct error *e)
{
    const char *names[24], *colon = strchr(text, ':');
    size_t n = 0, length = colon ? (size_t)(colon - text) + 1 : strlen(text);
    struct text list = TEXT_INIT;
    for (const struct word *w = words; w->name; w++) {
        if (strlen(w->name) == length && memcmp(w->name, text, length) == 0) {
            text_release(&list);
            *argument = text + length + (text[length] == ' ');
            return w;
        }
        text_format(&list, "%s%s", n ? ", " : "", w->name);
        names[n++] = w->name;
    }
    names[n] = NULL;
    char *head = mem_string(text);
    head[length] = '\0';
    error_set(e, "expected one of %s, found '%s'%s", text_of(&list), text, hint_for(head, names).text);
    if (words == negative_words && !colon && !nearest(head, names)) /* the name of a set alone, most likely */
        error_set(e, "expected one of %s, found '%s': images of another data set are 'dataset:%s'", text_of(&list),
                  text, text);
    free(head);
    text_release(&list);
    return NULL;
}

static int check_word(const struct word *words, const char *text, struct error *e)
{
    const char *argument;
    const struct word *w = find_word(words, text, &argument, e);
    if (!w)
        return -1;
    if (wants_argument(w) && !*argument)
        return error_set(e, "expected %s behind '%s', found nothing",
                         w->form == A_NAME     ? "a data set's name"
                         : w->form == A_NUMBER ? "a number"
                                               : "a class's number or name",
                         w->name);
    if (w->form == A_NAME && strchr(argument, ' '))
        return error_set(e, "expected one data set's name behind '%s', found '%s'", w->name, argument);
    return 0;
}

int negative_check(const char *word, struct error *e)
{
    return check_word(negative_words, word, e);
}

int anomaly_check(const char *word, struct error *e)
{
    return check_word(anomaly_words, word, e);
}

static void print_classes(const struct class_list *list, struct text *out)
{
    text_append(out, list->n == 1 ? "class:" : "classes:");
    classes_print(list, out);
}

/* `list` is the task's list that the word speaks of. */
static int resolve(const struct word *words, const char *text, const struct dataset *set, const struct sweep *sweep,
                   struct task_spec *t, struct class_list *list, struct text *normal, struct error *e)
{
    const char *argument;
    *list = (struct class_list) { 0 };
    const struct word *w = find_word(words, text, &argument, e);
    long number;
    if (!w || w->resolve(argument, set, sweep, t, e))
        return -1;
    if (w->form == A_CLASS && list->n != 1)
        return error_set(e,
                         "expected one class behind 'class:', found '%s': several are "
                         "'classes:%s'",
                         argument, argument);
    text_clear(normal);
    if (w->form == LEFT_OUT || w->form == A_CLASS || w->form == CLASSES)
        print_classes(list, normal);
    else if (w->form == A_NUMBER && parse_long(argument, &number) == 0) /* "random-half:01" is random-half:1 */
        text_format(normal, "%s%ld", w->name, number);
    else
        text_format(normal, "%s%s", w->name, w->form == A_NAME ? argument : "");
    for (int c = classes_next(list, -1); c >= 0; c = classes_next(list, c))
        if (classes_hold(&t->positive, c))
            return error_set(e, "class %d of '%s' is positive", c, text);
    return 0;
}

/* As resolve(), without positives: what is wrong then is so for all of them. */
static int check_alone(const struct word *words, const char *text, const struct dataset *set, struct error *e)
{
    const char *argument;
    struct task_spec scratch = { 0 };
    struct text normal = TEXT_INIT;
    const struct word *w = find_word(words, text, &argument, e);
    struct class_list *list = words == negative_words ? &scratch.negative : &scratch.anomaly;
    int bad = !w || (wants_argument(w) && resolve(words, text, set, NULL, &scratch, list, &normal, e));
    text_release(&normal);
    return bad ? -1 : 0;
}

int negative_check_alone(const char *word, const struct dataset *set, struct error *e)
{
    return check_alone(negative_words, word, set, e);
}

int anomaly_check_alone(const char *word, const struct dataset *set, struct error *e)
{
    return check_alone(anomaly_words, word, set, e);
}

int negative_resolve(const char *word, const struct dataset *set, struct task_spec *t, struct text *normal,
                     struct error *e)
{
    return resolve(negative_words, word, set, NULL, t, &t->negative, normal, e);
}

int anomaly_resolve(const char *word, const struct dataset *set, const struct sweep *sweep, struct task_spec *t,
                    struct text *normal, struct error *e)
{
    static const struct sweep alone = { .left_out = -1 };
    if (resolve(anomaly_words, word, set, sweep ? sweep : &alone, t, &t->anomaly, normal, e))
        return -1;
    if (t->anomaly.n == 0)
        return error_set(e, "no class is left for the anomalies");
    for (int c = classes_next(&t->anomaly, -1); c >= 0; c = classes_next(&t->anomaly, c))
        if (classes_hold(&t->negative, c))
            return error_set(e,
                             "class %d is negative and anomaly at once ('negative = outliers' "
                             "is the word for that)",
                             c);
    if (t->source == NEGATIVE_CLASSES && t->negative.n == 0)
        t->negative = t->anomaly;
    return 0;
}

size_t negative_count(const char *word, const struct dataset *set, const struct class_list *positive)
{
    const char *argument;
    const struct word *w = find_word(negative_words, word, &argument, NULL);
    if (!w || !is_several(w))
        return 1;
    const int half = classes_last(positive) >= set->n_classes / 2, first = set->n_classes / 2;
    const int n = half ? first : set->n_classes - first;
    return n > 0 ? (size_t)n : 1; /* where there is none, negative_choices() says so */
}

struct negative_choice *negative_choices(const char *word, const struct dataset *set, const struct class_list *positive,
                                         size_t *n, struct error *e)
{
    const char *argument;
    const struct word *w = find_word(negative_words, word, &argument, e);
    struct task_spec t = { .positive = *positive };
    if (!w || (is_several(w) && negative_other_half(argument, set, NULL, &t, e)))
        return NULL;
    *n = is_several(w) ? (size_t)t.negative.n : 1;
    const size_t least = w->form == ALL_BUT_ONE ? 2 : 1;
    if (*n < least) {
        error_set(e, "expected at least %s in the other half of '%s'", least == 2 ? "two classes" : "one class",
                  set->name);
        return NULL;
    }
    struct negative_choice *choices = mem_zero(*n, sizeof *choices), *to = choices;
    if (!is_several(w)) {
        *to = (struct negative_choice) { mem_string(word), -1 };
        return choices;
    }
    for (int c = classes_next(&t.negative, -1); c >= 0; c = classes_next(&t.negative, c), to++) {
        struct class_list list = { 0 };
        struct text classes = TEXT_INIT;
        for (int other = classes_next(&t.negative, -1); other >= 0; other = classes_next(&t.negative, other))
            if ((other == c) == (w->form == EACH))
                classes_add(&list, other);
        print_classes(&list, &classes);
        *to = (struct negative_choice) { classes.s, w->form == ALL_BUT_ONE ? c : -1 };
    }
    return choices;
}

void negative_choices_free(struct negative_choice *choices, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(choices[i].word);
    free(choices);
}

const char *negative_dataset(const char *word)
{
    const char *argument;
    const struct word *w = find_word(negative_words, word, &argument, NULL);
    return w && w->form == A_NAME ? argument : NULL;
}

static void describe(const struct word *w, const char *start, struct text *out)
{
    for (; w->name; w++)
        text_format(out, "%s%-18s %s\n", start, w->name, w->help);
}

void negative_describe(const char *start, struct text *out)
{
    describe(negative_words, start, out);
}

void anomaly_describe(const char *start, struct text *out)
{
    describe(anomaly_words, start, out);
}
