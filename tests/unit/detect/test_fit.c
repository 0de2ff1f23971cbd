/* What a fit reports: the curve, progress, sentences; a loss that is not finite ends it. */
#include "support/main.h"

#include <math.h>

#include "detect/fit.h"

/* The last report of progress. */
struct heard {
    int n, done, total;
    double loss;
    char stage[16];
};

static void hear(void *context, const char *stage, int done, int total, double loss)
{
    struct heard *h = context;
    *h = (struct heard) { h->n + 1, done, total, loss, "" };
    snprintf(h->stage, sizeof h->stage, "%s", stage);
}

static struct epoch_end end_of(int epoch, double loss, double also)
{
    return (struct epoch_end) { .point = { "phase2", epoch, 1.5, 0.25, NAN },
                                .epochs = 9,
                                .shown = "phase 2",
                                .who = "lis-ae's phase 2",
                                .loss = loss,
                                .also = also };
}

static void an_epoch_is_kept_and_told(void **state)
{
    (void)state;
    struct heard heard = { 0 };
    const struct progress progress = { hear, &heard };
    const struct fit_input watched = { .progress = &progress }, alone = { 0 };
    struct fit_report r = { 0 };
    struct error e = { .text = "" };
    for (int epoch = 1; epoch <= 3; epoch++) {
        const struct epoch_end end = end_of(epoch, epoch / 8.0, -1);
        assert_int_equal(fit_epoch_end(&end, epoch < 3 ? &watched : &alone, &r, &e), 0);
    }
    assert_string_equal(e.text, "");
    assert_int_equal(r.n_losses, 3);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(r.losses[i].stage, "phase2");
        assert_int_equal(r.losses[i].epoch, i + 1);
        assert_true(r.losses[i].positive == 1.5 && r.losses[i].negative == 0.25 && isnan(r.losses[i].separation));
    }
    assert_true(heard.n == 2 && heard.done == 2 && heard.total == 9 && heard.loss == 0.25);
    assert_string_equal(heard.stage, "phase 2");
    fit_report_release(&r);
    assert_true(!r.losses && r.n_losses == 0);
}

/* The point stays in the curve: it shows where things went wrong. */
static void a_loss_that_is_not_finite_is_an_error(void **state)
{
    (void)state;
    static const double bad[][2] = { { NAN, 0 }, { INFINITY, 1 }, { -INFINITY, 1 }, { 1, NAN }, { 1, INFINITY } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct fit_input in = { 0 };
        const struct epoch_end good = end_of(1, 1, 0), end = end_of(2, bad[i][0], bad[i][1]);
        struct fit_report r = { 0 };
        struct error e;
        assert_int_equal(fit_epoch_end(&good, &in, &r, &e), 0);
        assert_int_equal(fit_epoch_end(&end, &in, &r, &e), -1);
        assert_string_equal(e.text, "lis-ae's phase 2 diverged: the loss of epoch 2 is not finite");
        assert_int_equal(r.n_losses, 2);
        fit_report_release(&r);
    }
}

static void sentences_are_joined_and_cut(void **state)
{
    (void)state;
    struct fit_report r = { 0 };
    fit_report_note(&r, "radius %.2f", 1.5);
    assert_string_equal(r.note, "radius 1.50");
    fit_report_note(&r, "left at start %d", 2);
    assert_string_equal(r.note, "radius 1.50; left at start 2");
    for (int i = 0; i < 100; i++)
        fit_report_note(&r, "sentence %d", i);
    assert_int_equal(strlen(r.note), sizeof r.note - 1);
    assert_memory_equal(r.note, "radius 1.50; left at start 2; sentence 0; ", 42);
    fit_report_release(&r);
    assert_string_equal(r.note, "");
}

static void one_sentence_is_about_a_training_that_is_stuck(void **state)
{
    (void)state;
    struct fit_report r = { 0 };
    fit_report_note(&r, "radius %.2f", 1.5);
    assert_false(r.stuck);
    fit_report_stuck(&r, "collapsed to %d", 0);
    assert_true(r.stuck);
    assert_string_equal(r.note, "radius 1.50; collapsed to 0");
    fit_report_release(&r);
    assert_false(r.stuck);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_epoch_is_kept_and_told),
    cmocka_unit_test(a_loss_that_is_not_finite_is_an_error),
    cmocka_unit_test(sentences_are_joined_and_cut),
    cmocka_unit_test(one_sentence_is_about_a_training_that_is_stuck),
};

TEST_MAIN(tests, NULL, NULL)
