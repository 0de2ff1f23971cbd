#include "plan/grid_task.h"

#include <stdlib.h>
#include <string.h>

#include "data/repeats.h"
#include "plan/words.h"

/* The task on its way. */
struct cell {
    const struct spec *spec;
    struct sets *sets;
    const struct task_words *words;
    struct run *run;
    struct findings *findings;
};

static size_t count_train(const struct cell *c, const struct class_list *classes)
{
    return set_count(c->words->set->train, classes, c->run->task.holdout, 0, c->run->task.train_limit);
}

static const char *class_name(const struct cell *c, int class)
{
    return c->words->set->data.classes[class];
}

static int resolve_positive(struct cell *c, struct error *e)
{
    struct run *r = c->run;
    struct text word = TEXT_INIT;
    const int without = set_lacks(c->words->set->train, &r->task.positive, r->task.holdout, 0);
    if (without >= 0)
        return error_set(e, "class %d, '%s', has no train image%s", without, class_name(c, without),
                         c->words->set->train[without] ? " that 'holdout' leaves" : "");
    r->sizes.n_positive = count_train(c, &r->task.positive);
    classes_print(&r->task.positive, &word);
    text_give(&word, &r->positive);
    return 0;
}

/* Where the spec takes all train images of a positive class: by 'holdout', where the data set has some. */
static const char *place_of_lack(const struct cell *c)
{
    const struct task_spec *t = &c->run->task;
    const int without = set_lacks(c->words->set->train, &t->positive, t->holdout, 0);
    return without >= 0 && c->words->set->train[without] ? c->spec->holdout->where : c->spec->positive->where;
}

static int resolve_negative(struct cell *c, struct error *e)
{
    struct text word = TEXT_INIT;
    int rc = negative_resolve(c->words->negative, &c->words->set->data, &c->run->task, &word, e);
    text_give(&word, &c->run->negative);
    return rc;
}

static int resolve_anomaly(struct cell *c, struct error *e)
{
    struct run *r = c->run;
    struct text word = TEXT_INIT;
    int rc = anomaly_resolve(c->words->anomaly, &c->words->set->data, c->words->sweep, &r->task, &word, e);
    text_give(&word, &r->anomaly);
    return rc;
}

/* Something that touches all runs of the task; `key` and `word` tell which mistake it is. */
static struct finding about(const struct task_words *words, enum finding_kind kind, const char *where, const char *key,
                            const char *word, struct text *alike)
{
    text_format(alike, "%s %s", key, word);
    return (struct finding) { .kind = kind, .where = where, .alike = text_of(alike), .n_runs = words->n_runs };
}

/* A class that is not judged would be missing in a mean of classes. */
static int check_judged(const struct cell *c, const struct class_list *classes, const char *where, const char *key)
{
    const struct task_spec *t = &c->run->task;
    const int held = t->holdout > 0;
    const struct set *set = c->words->set;
    const int without = set_lacks(held ? set->train : set->test, classes, t->holdout, held);
    if (without < 0)
        return 0;
    struct text alike = TEXT_INIT;
    const struct finding f = about(c->words, WRONG, where, "judged", set->data.name, &alike);
    if (!held)
        findings_add(c->findings, &f, "'%s': class %d, '%s', which is %s, has no test image", set->data.name, without,
                     class_name(c, without), key);
    else
        findings_add(c->findings, &f,
                     "'%s': class %d, '%s', which is %s, has no image to be judged on: 'holdout = %zu' takes one of "
                     "each %zu of its %zu train images",
                     set->data.name, without, class_name(c, without), key, t->holdout, t->holdout, set->train[without]);
    text_release(&alike);
    return -1;
}

static int count_judged(struct cell *c)
{
    struct run *r = c->run;
    const struct task_spec *t = &r->task;
    const int held = t->holdout > 0;
    const size_t *counts = held ? c->words->set->train : c->words->set->test;
    r->sizes.n_test = set_count(counts, &t->positive, t->holdout, held, t->test_limit) +
                      set_count(counts, &t->anomaly, t->holdout, held, t->test_limit);
    int bad = check_judged(c, &t->positive, c->spec->positive->where, "positive");
    bad |= check_judged(c, &t->anomaly, c->spec->anomaly->where, "an anomaly");
    return bad;
}

static size_t bytes_of(const struct dataset *d)
{
    return (d->train.n + d->test.n) * images_size(&d->train);
}

static int take_foreign(struct cell *c, struct error *e)
{
    struct run *r = c->run;
    const struct set *foreign = sets_find(c->sets, negative_dataset(c->words->negative), e);
    if (!foreign)
        return -1;
    memcpy(r->foreign, foreign->data.name, sizeof r->foreign);
    memcpy(r->foreign_edition, foreign->data.edition, sizeof r->foreign_edition);
    memcpy(r->foreign_payload, foreign->data.payload, sizeof r->foreign_payload);
    r->sizes.n_negative = set_count_all(foreign, r->task.train_limit);
    r->sizes.prepared += bytes_of(&foreign->data);
    return 0;
}

/* A limit that leaves nothing out is none: the run is the same, which is said where others have limits. Of those that
 * are drawn fewer are. */
static void limit_negative(struct cell *c)
{
    struct run *r = c->run;
    struct task_spec *t = &r->task;
    const size_t most = t->negative_limit;
    const int cuts = most && most < r->sizes.n_negative;
    if (most && !cuts && r->sizes.n_negative && c->spec->negative_limit->n > 1)
        findings_add(c->findings, &(struct finding) { SURPRISING, c->spec->negative_limit->where, "limit", NULL, 0 },
                     "'negative_limit' %zu leaves out none of the %zu negatives of '%s': the run is that without", most,
                     r->sizes.n_negative, c->words->set->data.name);
    if (cuts)
        r->sizes.n_negative = most;
    if (cuts && negatives_are_drawn(t->source))
        t->strokes = most;
    if (!cuts || negatives_are_drawn(t->source))
        t->negative_limit = 0;
}

/* After the anomalies, which are the classes of 'outliers'. */
static int count_negative(struct cell *c, struct error *e)
{
    struct run *r = c->run;
    const struct task_spec *t = &r->task;
    switch (t->source) {
    case NEGATIVE_NONE:
        limit_negative(c);
        return 0;
    case NEGATIVE_CLASSES:
        r->sizes.n_negative = count_train(c, &t->negative);
        break;
    case NEGATIVE_DATASET:
        if (take_foreign(c, e))
            return -1;
        break;
    case NEGATIVE_STROKES:
    case NEGATIVE_NOISE:
    case NEGATIVE_ROTATED:
    case NEGATIVE_PATCHES:
        r->sizes.n_negative = t->strokes;
        break;
    }
    limit_negative(c);
    return r->sizes.n_negative ? 0 : error_set(e, "no train image is there");
}

static int check_foreign(const struct cell *c, const char *name, struct error *e)
{
    const struct dataset *d = &c->words->set->data;
    const struct set *foreign = sets_find(c->sets, name, e);
    if (!foreign)
        return -1;
    if (dataset_same_pictures(d, &foreign->data))
        return error_set(e,
                         "'%s' is the same images as '%s' under another name: detectors would learn from those that "
                         "they are judged on",
                         name, d->name);
    if (d->made != foreign->data.made || (d->made && d->train.width != foreign->data.train.width))
        return error_set(e,
                         "'%s' has other things than '%s': images beside images, and points of as many coordinates "
                         "beside points",
                         name, d->name);
    return 0;
}

static void refuse_word(const struct cell *c, const char *where, const char *key, const char *word,
                        const struct error *e)
{
    struct text alike = TEXT_INIT;
    const struct finding f = about(c->words, c->words->misfit, where, key, word, &alike);
    findings_add(c->findings, &f, "'%s': %s '%s': %s", c->words->set->data.name, key, word, e->text);
    text_release(&alike);
}

/* What is wrong with words alone is said once, not for each positive. */
static int check_words(const struct cell *c)
{
    struct error e;
    const struct spec *s = c->spec;
    const struct dataset *d = &c->words->set->data;
    const char *negative = c->words->negative, *anomaly = c->words->anomaly, *foreign = negative_dataset(negative);
    const int bad_negative = negative_check_alone(negative, d, &e) || (foreign && check_foreign(c, foreign, &e));
    if (bad_negative)
        refuse_word(c, s->negative->where, "negative", negative, &e);
    const int bad_anomaly = anomaly_check_alone(anomaly, d, &e);
    if (bad_anomaly)
        refuse_word(c, s->anomaly->where, "anomaly", anomaly, &e);
    return bad_negative || bad_anomaly ? -1 : 0;
}

static void begin(struct cell *c)
{
    struct run *r = c->run;
    const struct dataset *d = &c->words->set->data;
    const struct data_keys *keys = &c->spec->data;
    memcpy(r->dataset, d->name, sizeof r->dataset);
    memcpy(r->edition, d->edition, sizeof r->edition);
    memcpy(r->payload, d->payload, sizeof r->payload);
    r->task = (struct task_spec) { .positive = *c->words->positive,
                                   .strokes = (size_t)keys->strokes,
                                   .train_limit = (size_t)keys->train_limit,
                                   .test_limit = (size_t)keys->test_limit,
                                   .negative_limit = c->words->negative_limit,
                                   .holdout = (size_t)keys->holdout };
    r->sizes = (struct sizes) { .height = d->train.height,
                                .width = d->train.width,
                                .channels = d->train.channels,
                                .points = d->made,
                                .prepared = bytes_of(d) };
}

/* Keeps that a word, or the data, does not fit these positives. */
static void refuse(const struct task_words *words, enum finding_kind kind, const char *where, const char *key,
                   const char *word, struct error *e, struct findings *findings)
{
    struct text classes = TEXT_INIT, alike = TEXT_INIT;
    char *reason = finding_without_numbers(*word ? e->text : ""); /* a word may be wrong in several ways */
    text_format(&alike, "%s ", reason);
    const struct finding f = about(words, kind, where, key, word, &alike);
    classes_print(words->positive, &classes);
    if (*word)
        error_prefix(e, "%s '%s'", key, word);
    free(reason);
    findings_add(findings, &f, "'%s', positive '%s': %s", words->set->data.name, text_of(&classes), e->text);
    text_release(&classes);
    text_release(&alike);
}

void grid_task_refuse(const struct spec *s, const struct task_words *words, struct error *e, struct findings *findings)
{
    refuse(words, words->misfit, s->negative->where, "negative", words->negative, e, findings);
}

static int resolve_words(struct cell *c)
{
    const struct spec *s = c->spec;
    const struct {
        int (*resolve)(struct cell *c, struct error *e);
        enum finding_kind kind;
        const char *where, *key, *word;
    } steps[] = {
        { resolve_positive, WRONG, place_of_lack(c), "positive", "" },
        { resolve_negative, c->words->misfit, s->negative->where, "negative", c->words->negative },
        { resolve_anomaly, c->words->misfit, s->anomaly->where, "anomaly", c->words->anomaly },
        { count_negative, WRONG, s->negative->where, "negative", c->words->negative },
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct error e;
        if (steps[i].resolve(c, &e) == 0)
            continue;
        refuse(c->words, steps[i].kind, steps[i].where, steps[i].key, steps[i].word, &e, c->findings);
        return -1;
    }
    return 0;
}

int grid_task(struct run *r, const struct spec *s, struct sets *sets, const struct task_words *words,
              struct findings *findings)
{
    struct cell c = { s, sets, words, r, findings };
    if (check_words(&c))
        return -1;
    begin(&c);
    return resolve_words(&c) || count_judged(&c) ? -1 : 0;
}
