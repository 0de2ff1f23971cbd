/* The search. Positive control: what pca accepts is a tube, and a search from noise always gets into it, far from the
 * images. Negative control: what raw-l2 accepts is a ball about the mean image, and each hit lies in it. */
#include "support/stress.h"

enum { STARTS = 12, D = 144 };

struct searched {
    struct stress_case c;
    struct neighbourhood nb;
    struct search_settings how;
    struct stress_sets sets;
};

static void begin(struct searched *s, const char *name, const char *keys, int gradient, int steps)
{
    stress_case_init(&s->c, name, keys);
    neighbourhood_init(&s->nb, &s->c.train);
    stress_case_search(&s->c, &s->how, gradient, steps);
    assert_int_equal(stress_sets_make(&s->sets, &s->c.from, "noise other", NULL), 0);
}

static void search_from(struct searched *s, const char *set, double lambda, struct search *to)
{
    assert_int_equal(search_make(to, &s->c.from, &s->nb, &s->how, set, stress_sets_find(&s->sets, set)->x, STARTS,
                                 lambda, NULL),
                     0);
}

static void end(struct searched *s)
{
    stress_sets_release(&s->sets);
    neighbourhood_release(&s->nb);
    stress_case_release(&s->c);
}

static size_t holding(const struct searched *s, const struct search *found, size_t rho, size_t q)
{
    size_t n = 0;
    for (size_t i = 0; i < found->n; i++)
        n += (size_t)search_hit(found, &s->how, i, rho, q)->holds;
    return n;
}

/* What a hit says of its image. */
static void assert_hit(const struct searched *s, const struct search *found, size_t i)
{
    const struct hit *h = search_hit(found, &s->how, i, 0, 1);
    const float *x = found->image + i * D;
    const struct shape size = { 12, 12, 1 };
    double score, l2;
    assert_int_equal(detector_score_floats(s->c.from.detector, s->c.from.model, size, x, 1, &score, NULL), 0);
    neighbourhood_distances(&s->nb, DISTANCE_L2, x, 1, &l2, NULL);
    assert_true(score <= s->how.quantile[1] && l2 > 1 && h->l2 > 1);
    assert_near(l2, h->l2, 0.1);
    assert_true(h->found && h->step >= 0 && h->step < s->how.steps && h->moved > 0);
}

static void pca_is_reached_from_noise(void **state)
{
    struct searched s;
    struct search found, again;
    (void)state;
    begin(&s, "pca", "model.latent=16", 1, 400);
    search_from(&s, "noise", 0, &found);
    assert_int_equal(holding(&s, &found, 0, 1), STARTS); /* reach 1.00 */
    for (size_t i = 0; i < STARTS; i++)
        assert_hit(&s, &found, i);
    search_from(&s, "noise", 0, &again);
    assert_memory_equal(found.hits, again.hits, STARTS * 2 * SEARCH_QUANTILES * sizeof *found.hits);
    assert_memory_equal(found.image, again.image, STARTS * D * sizeof *found.image);
    search_release(&found);
    search_release(&again);
    end(&s);
}

static void raw_l2_is_reached_near_its_mean(void **state)
{
    struct searched s;
    (void)state;
    begin(&s, "raw-l2", "model.latent=2", 1, 300);
    float mean[D];
    images_mean(&s.c.train, mean);
    for (double lambda = 0; lambda <= 1; lambda++) {
        struct search found;
        search_from(&s, "noise", lambda, &found);
        for (size_t i = 0; i < STARTS; i++) {
            double sum = 0;
            if (!search_hit(&found, &s.how, i, 0, 1)->holds)
                continue;
            for (size_t k = 0; k < D; k++)
                sum += pow((double)found.image[i * D + k] - (double)mean[k], 2);
            assert_true(sqrt(sum) <= s.how.quantile[1] * (1 + 1e-6));
        }
        /* and so none is farther from an image than that and the image's distance from the mean */
        assert_int_equal(holding(&s, &found, 1, 0) <= holding(&s, &found, 0, 1), 1);
        search_release(&found);
    }
    end(&s);
}

/* A hit holds where its image, as bytes, is one. How many do not. */
static size_t assert_holds(const struct searched *s, const struct search *found)
{
    size_t broken = 0;
    for (size_t i = 0; i < found->n; i++) {
        const struct hit *h = search_hit(found, &s->how, i, 0, 1);
        const float *x = found->image + i * D;
        const struct shape size = { 12, 12, 1 };
        double score, l2;
        if (!h->found)
            continue;
        assert_int_equal(detector_score_floats(s->c.from.detector, s->c.from.model, size, x, 1, &score, NULL), 0);
        neighbourhood_distances(&s->nb, DISTANCE_L2, x, 1, &l2, NULL);
        assert_int_equal(h->holds, score <= s->how.quantile[1] && l2 > 1);
        broken += l2 <= 1;
    }
    return broken;
}

/* Held away, a search gets farther out than where only the score counts. */
static void lambda_holds_away(void **state)
{
    struct searched s;
    struct search near, away;
    (void)state;
    begin(&s, "pca", "model.latent=8", 1, 300);
    search_from(&s, "other", 0, &near);
    search_from(&s, "other", 1, &away);
    assert_true(holding(&s, &away, 0, 1) >= holding(&s, &near, 0, 1));
    assert_true(holding(&s, &away, 1, 1) >= holding(&s, &near, 1, 1));
    assert_true(holding(&s, &away, 0, 1) > STARTS / 2);
    assert_true(assert_holds(&s, &near) + assert_holds(&s, &away) > 0); /* one that comes nearer by its rounding */
    search_release(&near);
    search_release(&away);
    end(&s);
}

/* Without a gradient, too, something is found where there is much to find; less of it. */
static void searches_by_chance(void **state)
{
    struct searched s;
    struct search found, again;
    size_t hits;
    (void)state;
    begin(&s, "iforest", "iforest.trees=20", 0, 400);
    search_from(&s, "noise", 0, &found);
    search_from(&s, "noise", 0, &again);
    hits = holding(&s, &found, 0, 1);
    assert_true(hits > 0);
    assert_memory_equal(found.hits, again.hits, STARTS * 2 * SEARCH_QUANTILES * sizeof *found.hits);
    for (size_t i = 0; i < STARTS; i++)
        if (search_hit(&found, &s.how, i, 0, 1)->holds) {
            assert_hit(&s, &found, i);
            assert_int_equal(search_hit(&found, &s.how, i, 0, 1)->step % SEARCH_CHILDREN, 0);
        }
    search_release(&found);
    search_release(&again);
    end(&s);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(pca_is_reached_from_noise),
    cmocka_unit_test(raw_l2_is_reached_near_its_mean),
    cmocka_unit_test(lambda_holds_away),
    cmocka_unit_test(searches_by_chance),
};

TEST_MAIN(tests, NULL, NULL)
