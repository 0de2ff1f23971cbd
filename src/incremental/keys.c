#include "incremental/keys.h"

#include <string.h>

#include "base/rng.h"
#include "data/classes.h"

const char *const incremental_rivals[INCREMENTAL_RIVALS] = {
    [RIVAL_CODE_MEAN] = "code-mean",     [RIVAL_CODE_LDA] = "code-lda",       [RIVAL_FEATURE_MEAN] = "feature-mean",
    [RIVAL_FEATURE_LDA] = "feature-lda", [RIVAL_HOG_MEAN] = "hog-mean",       [RIVAL_HOG_LDA] = "hog-classes",
    [RIVAL_SOFTMAX] = "softmax",         [RIVAL_SOFTMAX_NEW] = "softmax-new",
};

static const char *const meanings[INCREMENTAL_RIVALS] = {
    [RIVAL_CODE_MEAN] = "nearest mean of a class, in the codes of the shared autoencoder",
    [RIVAL_CODE_LDA] = "means and one covariance (linear discriminant), in the codes",
    [RIVAL_FEATURE_MEAN] = "nearest mean, in the output of the shared encoder",
    [RIVAL_FEATURE_LDA] = "linear discriminant, in the output of the shared encoder",
    [RIVAL_HOG_MEAN] = "nearest mean, in gradient histograms",
    [RIVAL_HOG_LDA] = "linear discriminant, in gradient histograms",
    [RIVAL_SOFTMAX] = "a classifier, trained anew on all images whenever a class comes",
    [RIVAL_SOFTMAX_NEW] = "the same, trained further on the new class's images alone",
};

static int is_word(const char *word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, words[i]) == 0)
            return 1;
    return 0;
}

/* Each word is one of the list, none stands twice, and there is one. */
static int check_words(const char *text, const char *const *words, size_t n, const char *expected, struct error *e)
{
    char **given = split(text, " ", 0, NULL);
    int bad = !given[0];
    for (size_t i = 0; given[i] && !bad; i++)
        bad = !is_word(given[i], words, n) || is_word(given[i], (const char *const *)given, i);
    split_free(given);
    return bad ? error_set(e, "expected %s, found '%s'", expected, text) : 0;
}

static int check_negatives(const char *text, const void *context, struct error *e)
{
    static const char *const words[] = { "earlier", "others" };
    return check_words(text, words, 2, "earlier, others, or both with a blank between", e);
}

static int check_rivals(const char *text, const void *context, struct error *e)
{
    if (strcmp(text, "all") == 0 || strcmp(text, "none") == 0)
        return 0;
    return check_words(text, incremental_rivals, INCREMENTAL_RIVALS,
                       "all, none, or names of rivals with blanks between (`lisae help spec incremental`)", e);
}

static int check_order(const char *text, const void *context, struct error *e)
{
    int order[CLASSES_MAX];
    char **words = split(text, " ", 0, NULL);
    size_t n = 0;
    int bad = 0;
    if (strcmp(text, "number") != 0 && strcmp(text, "random") != 0) {
        while (words[n])
            n++;
        bad = n < 2 || n > CLASSES_MAX ? error_set(e,
                                                   "expected number, random, or the numbers of all classes, found "
                                                   "'%s'",
                                                   text)
                                       : incremental_order(text, (int)n, 0, order, e);
    }
    split_free(words);
    return bad;
}

static void describe_rivals(const char *start, const void *context, struct text *out)
{
    for (int i = 0; i < INCREMENTAL_RIVALS; i++)
        text_format(out, "%s%-13s %s\n", start, incremental_rivals[i], meanings[i]);
}

static const struct key keys[] = {
    { .name = "order",
      .type = KEY_TEXT,
      .start = "number",
      .expected = "number, random, or the numbers of all classes, blanks between",
      .help = "in which classes come; random draws one for each seed",
      .flags = KEY_SINGLE,
      .check = check_order },
    { .name = "base",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct incremental_keys, base, int),
      .start = "5",
      .least = 2,
      .most = CLASSES_MAX,
      .expected = "a whole number from 2 on",
      .help = "classes that are there at first: the shared first phase is trained on their images alone",
      .flags = KEY_SINGLE },
    { .name = "negatives",
      .type = KEY_TEXT,
      .start = "earlier",
      .expected = "earlier, others, or both with a blank between",
      .help =
          "of a class's detector: the classes that came before it, and it is not touched again; all others, once all "
          "are there, which is the bound",
      .flags = KEY_SINGLE,
      .check = check_negatives },
    { .name = "held",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct incremental_keys, held, int),
      .start = "5",
      .least = 2,
      .most = 1000,
      .expected = "a whole number from 2 to 1000",
      .help = "each N-th train image of a class sets the scale of its scores, and is not trained on",
      .flags = KEY_SINGLE },
    { .name = "rivals",
      .type = KEY_TEXT,
      .start = "all",
      .expected = "all, none, or names with blanks between",
      .help = "what else is measured:",
      .flags = KEY_SINGLE,
      .check = check_rivals,
      .describe = describe_rivals },
    { .name = "epochs",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct incremental_keys, epochs, int),
      .start = "15",
      .least = 1,
      .most = 10000,
      .expected = "a whole number from 1 to 10000",
      .help = "of softmax and softmax-new, passes over the images that they are trained on",
      .flags = KEY_SINGLE },
    { .name = "learning_rate",
      .type = KEY_REAL,
      .offset = KEY_OFFSET(struct incremental_keys, learning_rate, double),
      .start = "0.002",
      .least = 1e-8,
      .most = 1,
      .expected = "a number from 1e-08 to 1",
      .help = "of these, Adam's step size, which falls along a half cosine",
      .flags = KEY_SINGLE },
    { .name = "cell",
      .type = KEY_INT,
      .offset = KEY_OFFSET(struct incremental_keys, cell, int),
      .start = "7",
      .least = 2,
      .most = 64,
      .expected = "a whole number from 2 to 64",
      .help = "of the gradient histograms, pixels of a side",
      .flags = KEY_SINGLE },
    { .name = "ridge",
      .type = KEY_REAL,
      .offset = KEY_OFFSET(struct incremental_keys, ridge, double),
      .start = "0.01",
      .least = 1e-6,
      .most = 1000,
      .expected = "a number from 1e-06 to 1000",
      .help = "of linear discriminants: added to the covariance's diagonal, in means of that diagonal",
      .flags = KEY_SINGLE },
    { 0 },
};

const struct section incremental_section = { "incremental", sizeof(struct incremental_keys), keys, NULL };

unsigned incremental_negatives(const char *text)
{
    return (strstr(text, "earlier") ? NEGATIVES_EARLIER : 0U) | (strstr(text, "others") ? NEGATIVES_OTHERS : 0U);
}

int incremental_has_rival(const char *text, enum incremental_rival rival)
{
    char **words = split(text, " ", 0, NULL);
    int has = strcmp(text, "all") == 0;
    for (size_t i = 0; words[i] && !has; i++)
        has = strcmp(words[i], incremental_rivals[rival]) == 0;
    split_free(words);
    return has;
}

/* The numbers that the text gives. */
static int read_order(const char *text, int n_classes, int *order, struct error *e)
{
    char **words = split(text, " ", 0, NULL);
    struct class_list seen = { { 0 }, 0 };
    int n = 0, bad = 0;
    for (; words[n] && !bad; n++) {
        long class_ = -1;
        bad = n == n_classes || parse_long(words[n], &class_) || class_ < 0 || class_ >= n_classes ||
              classes_add(&seen, (int)class_);
        if (!bad)
            order[n] = (int)class_;
    }
    split_free(words);
    if (bad || n != n_classes)
        return error_set(e, "expected each class from 0 to %d once, found '%s'", n_classes - 1, text);
    return 0;
}

int incremental_order(const char *text, int n_classes, uint64_t seed, int *order, struct error *e)
{
    struct rng r;
    const int random = strcmp(text, "random") == 0;
    if (!random && strcmp(text, "number") != 0)
        return read_order(text, n_classes, order, e);
    for (int i = 0; i < n_classes; i++)
        order[i] = i;
    rng_seed(&r, rng_seed_for(seed, "order", ""));
    if (random)
        rng_shuffle(&r, order, (size_t)n_classes);
    return 0;
}

void incremental_request_print(const struct incremental_request *r, struct text *out)
{
    text_append(out, "[incremental]\nformat = 1\n");
    for (const struct key *k = keys; k->name; k++) {
        if (strcmp(k->name, "rivals") == 0)
            continue; /* each has a part of its own */
        text_format(out, "%s = ", k->name);
        if (k->type == KEY_TEXT)
            text_append(out, strcmp(k->name, "order") == 0 ? r->order : r->negatives);
        else
            key_print(k, &r->keys, out);
        text_append(out, "\n");
    }
}
