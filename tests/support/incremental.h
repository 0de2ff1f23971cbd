/* What tests of classes that come one after the other share: a made-up set in which class c is bright in its own part
 * of the image, and dark elsewhere, so that whatever looks at it can tell the classes. */
#ifndef TESTS_SUPPORT_INCREMENTAL_H
#define TESTS_SUPPORT_INCREMENTAL_H

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

#endif
