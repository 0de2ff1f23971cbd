/* The classifiers that learn as classes come: one from all that are known, anew, the other from the new class alone. */
#include "incremental/protocol.h"

#include "support/incremental.h"

static struct csv scores_with_base(void **state, int base, enum incremental_rival rival)
{
    struct axes_case c;
    struct csv scores;
    axes_init(&c, 4, "3 1 0 2", base);
    c.request.keys.epochs = 3;
    c.request.keys.learning_rate = 0.01;
    struct csv curve = part_of(state, &c, "raw-l2", SMALL_AUTOENCODER, rival);
    read_part_scores(state, &scores);
    csv_release(&curve);
    axes_release(&c);
    return scores;
}

/* In how many images they differ. */
static size_t compare(struct csv *a, struct csv *b)
{
    size_t differ = 0;
    assert_int_equal(a->n_rows, b->n_rows);
    for (size_t i = 0; i < a->n_rows; i++)
        differ += strcmp(csv_cell(a, i, "scores"), csv_cell(b, i, "scores")) != 0;
    csv_release(a);
    csv_release(b);
    return differ;
}

/* What is trained anew does not know in how many steps the classes came; what goes on does. */
static void anew_or_further(void **state)
{
    struct csv anew = scores_with_base(state, 2, RIVAL_SOFTMAX), at_once = scores_with_base(state, 4, RIVAL_SOFTMAX);
    assert_int_equal(compare(&anew, &at_once), 0);
    struct csv further = scores_with_base(state, 2, RIVAL_SOFTMAX_NEW);
    struct csv all = scores_with_base(state, 4, RIVAL_SOFTMAX_NEW), again = scores_with_base(state, 4, RIVAL_SOFTMAX);
    assert_int_equal(compare(&all, &again), 0);
    all = scores_with_base(state, 4, RIVAL_SOFTMAX);
    assert_int_equal(compare(&further, &all), 40);
}

/* -log of shares that add up to 1. */
static void scores_are_shares(void **state)
{
    struct csv scores = scores_with_base(state, 2, RIVAL_SOFTMAX);
    for (size_t i = 0; i < scores.n_rows; i++) {
        double all = 0;
        for (int class_ = 0; class_ < 4; class_++)
            all += exp(-part_score(&scores, i, class_));
        assert_near(all, 1, 1e-5);
    }
    csv_release(&scores);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(anew_or_further),
    cmocka_unit_test(scores_are_shares),
};

TEST_MAIN(tests, make_folder, remove_folder)
