/* latent-logistic ends where its loss has no slope. */
#include "support/fitting.h"

#include "support/naive_network.h"
#include "support/own_codes.h"

/* Weights and bias as the detector's file has them. */
static void weights_of(const struct trial *t, void **state, double *theta, size_t n)
{
    struct archive a;
    char *path = path_join(*state, "logistic.lisae", NULL);
    save_model(t->name, t->model, path, &a);
    const struct archive_entry *w = archive_get(&a, "weights", ARCHIVE_F64, NULL);
    assert_int_equal(w->count, n);
    memcpy(theta, w->data, n * sizeof *theta);
    archive_release(&a);
    free(path);
}

struct logistic_loss {
    const struct images *positive, *negative;
    const double *theta; /* (d + 1) */
    double penalty;
};

static double mean_log_loss(const struct images *im, const double *theta, double sign)
{
    double sum = 0;
    for (size_t i = 0; i < im->n; i++) {
        double s = theta[images_size(im)];
        for (size_t k = 0; k < images_size(im); k++)
            s += theta[k] * pixel(im, i, k);
        sum += log(1 + exp(-sign * s)) / (double)im->n;
    }
    return sum;
}

static double logistic_loss(void *context)
{
    const struct logistic_loss *l = context;
    double loss = (mean_log_loss(l->positive, l->theta, -1) + mean_log_loss(l->negative, l->theta, 1)) / 2;
    for (size_t k = 0; k < images_size(l->positive); k++)
        loss += l->penalty / 2 * l->theta[k] * l->theta[k];
    return loss;
}

/* Overlapping and separable classes, of very different sizes: the loss has no slope at the
 * weights that were found (but for codes being floats), and scores are the logits. */
static void logistic_has_no_slope(void **state)
{
    enum { D = 5 };
    static const struct {
        int middle;
        const char *settings;
    } table[] = {
        { 110, "latent.penalty=0.001" }, { 110, "latent.penalty=1e-9" }, { 110, "latent.penalty=10" },
        { 230, "latent.penalty=0.001" }, { 230, "latent.penalty=1e-6" },
    };
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images positive, negative;
        struct trial t;
        double theta[D + 1];
        random_rows(&positive, 300, D, 90, 1);
        random_rows(&negative, 40, D, table[a].middle, 2);
        trial_begin(&t, state, "latent-logistic", table[a].settings, &positive, &negative);
        weights_of(&t, state, theta, D + 1);
        struct logistic_loss l = { &positive, &negative, theta, latent_keys_of(&t.settings)->penalty };
        for (int k = 0; k <= D; k++)
            assert_near(central_difference(logistic_loss, &l, &theta[k], 1e-4), 0, 1e-7);
        double noted, *scores = scores_of(t.name, t.model, &negative);
        assert_int_equal(sscanf(t.report.note, "logistic loss %lf", &noted), 1);
        assert_near(noted, logistic_loss(&l), 1e-5 * noted + 1e-9);
        for (size_t i = 0; i < negative.n; i++) {
            double s = theta[D];
            for (size_t k = 0; k < D; k++)
                s += theta[k] * pixel(&negative, i, k);
            assert_near(scores[i], s, 1e-5 * (1 + fabs(s)));
        }
        free(scores);
        trial_end(&t);
        images_release(&positive);
        images_release(&negative);
    }
}

/* Positives at p, negatives at q: by symmetry the border is at (p + q) / 2, and with
 * m = (q - p) / 2 the weight solves penalty w = m / (1 + exp(w m)). */
static void logistic_of_two_points(void **state)
{
    static const struct {
        int p, q;
        const char *settings;
    } table[] = {
        { 51, 204, "latent.penalty=0.01" }, { 204, 51, "latent.penalty=0.01" }, { 100, 110, "latent.penalty=0.0001" },
        { 0, 255, "latent.penalty=1e-6" },  { 0, 255, "latent.penalty=1000" },
    };
    for (size_t a = 0; a < sizeof table / sizeof *table; a++) {
        struct images positive, negative;
        struct trial t;
        double theta[2], m = (table[a].q - table[a].p) / 510.0, low = 0, high = 1e6;
        images_new(&positive, 300, 1, 1, 1);
        images_new(&negative, 3, 1, 1, 1);
        memset(positive.pixels, table[a].p, positive.n);
        memset(negative.pixels, table[a].q, negative.n);
        trial_begin(&t, state, "latent-logistic", table[a].settings, &positive, &negative);
        weights_of(&t, state, theta, 2);
        for (int i = 0; i < 200; i++) {
            double w = (low + high) / 2;
            if (latent_keys_of(&t.settings)->penalty * w < fabs(m) / (1 + exp(w * fabs(m))))
                low = w;
            else
                high = w;
        }
        assert_near(theta[0], m < 0 ? -low : low, 1e-5 * (1 + low));
        assert_near(theta[1], -theta[0] * (table[a].p + table[a].q) / 510.0, 1e-5 * (1 + low));
        trial_end(&t);
        images_release(&positive);
        images_release(&negative);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(logistic_has_no_slope),
    cmocka_unit_test(logistic_of_two_points),
};

TEST_MAIN(tests, make_folder, remove_folder)
