/* What tests of classes that come one after the other share: a made-up set in which class c is bright in its own part
 * of the image, and dark elsewhere, so that whatever looks at it can tell the classes. */
#ifndef TESTS_SUPPORT_INCREMENTAL_H
#define TESTS_SUPPORT_INCREMENTAL_H

#include "detect/autoencoder/autoencoder.h"
#include "incremental/protocol.h"
#include "support/fitting.h"

enum { AXES_SIDE = 8 };

/* `each` images of each class, by turns, of `n_classes` (at most 8): column c is bright, more or less. */
static inline void axes_images(struct images *im, int n_classes, size_t each, uint64_t seed)
{
    struct rng r;
    rng_seed(&r, seed);
    images_new(im, each * (size_t)n_classes, AXES_SIDE, AXES_SIDE, 1);
    for (size_t i = 0; i < im->n; i++) {
        const int class_ = (int)(i % (size_t)n_classes);
        const double bright = 120 + 100 * rng_uniform(&r);
        im->labels[i] = class_;
        for (int k = 0; k < AXES_SIDE * AXES_SIDE; k++)
            im->pixels[i * AXES_SIDE * AXES_SIDE + (size_t)k] = (uint8_t)(10 * rng_uniform(&r) +
                                                                          (k % AXES_SIDE == class_ ? bright : 0));
    }
}

/* What is asked where a spec sets no key. */
static inline void default_request(struct incremental_request *r)
{
    *r = (struct incremental_request) { .order = "number", .negatives = "earlier", .rivals = "all" };
    for (const struct key *k = incremental_section.keys; k->name; k++)
        if (k->type != KEY_TEXT)
            key_parse(k, &r->keys, k->start, NULL);
}

/* Such a set, with its images as they come. */
struct axes_case {
    struct dataset set;
    struct arrivals arrivals;
    struct incremental_request request;
};

/* `order` as the key has it, `base` classes at first, each fourth train image held back. */
static inline void axes_init(struct axes_case *c, int n_classes, const char *order, int base)
{
    struct error e = { .text = "" };
    *c = (struct axes_case) { .set = { .name = "axes", .n_classes = n_classes } };
    axes_images(&c->set.train, n_classes, 40, 1);
    axes_images(&c->set.test, n_classes, 10, 2);
    default_request(&c->request);
    c->request.order = order;
    c->request.keys.base = base;
    c->request.keys.held = 4;
    const struct arrivals_wanted wanted = { 0, 0, 3, 4 };
    arrivals_make(&c->arrivals, &c->set, &c->request, &wanted, &e);
    assert_string_equal(e.text, "");
}

static inline void axes_release(struct axes_case *c)
{
    arrivals_release(&c->arrivals);
    images_release(&c->set.train);
    images_release(&c->set.test);
}

/* The part of one method: its curve; other tables stay in the folder. `name` is the detector with its keys, which is
 * the method where `rival` is -1. */
static inline struct csv part_of(void **state, const struct axes_case *c, const char *name, const char *keys, int rival)
{
    struct settings s;
    struct fit_report report = { 0 };
    struct archive first = { 0 };
    struct part_tables tables;
    struct csv curve;
    struct error e = { .text = "" };
    const struct detector *d = detector_named(name);
    char *path = path_join(*state, "first.lisae", NULL), *table = path_join(*state, "curve.csv", NULL);
    configure(&s, keys);
    if (d->first) {
        struct images base;
        arrivals_join(&c->arrivals, c->arrivals.base, -1, &base);
        const struct fit_input in = { .settings = &s, .positive = &base, .seed = 5 };
        void *model = d->first->fit(d->first, &in, &report, &e);
        assert_string_equal(e.text, "");
        struct archive_writer *to = archive_create(path, NULL);
        d->first->save(model, to);
        assert_int_equal(archive_commit(to, NULL), 0);
        assert_int_equal(archive_open(&first, path, NULL), 0);
        d->first->free(model);
        images_release(&base);
        fit_report_release(&report);
    }
    const struct part_subject subject = { "axes", rival < 0 ? name : incremental_rivals[rival], "0123", 7 };
    const struct incremental_task task = { &c->arrivals, &c->request, d, &s, first.map ? &first : NULL, 9, NULL };
    int bad = part_tables_begin(&tables, &subject, &c->arrivals, *state, &e) ||
              (rival < 0 ? incremental_one_each(&task, &tables, &e) : incremental_rival(&task, rival, &tables, &e)) ||
              part_tables_commit(&tables, &e);
    assert_string_equal(e.text, "");
    assert_int_equal(bad, 0);
    part_tables_release(&tables);
    archive_release(&first);
    assert_int_equal(csv_read_as(&curve, table, CURVE_COLUMNS, NULL), 0);
    free(path);
    free(table);
    return curve;
}

/* Score of image `row` for a class, where all are known: of the table in the folder. */
static inline double part_score(const struct csv *scores, size_t row, int class_)
{
    char **words = split(csv_cell(scores, row, "scores"), " ", 0, NULL);
    double v = NAN;
    assert_int_equal(parse_double(words[class_], &v), 0);
    split_free(words);
    return v;
}

static inline void read_part_scores(void **state, struct csv *to)
{
    char *path = path_join(*state, "scores.csv.gz", NULL);
    assert_int_equal(csv_read_as(to, path, SCORES_COLUMNS, NULL), 0);
    free(path);
}

#endif
